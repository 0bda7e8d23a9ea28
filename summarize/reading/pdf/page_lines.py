"""Extraction of printed lines from a PDF page, and of words that may be hidden (``hidden_text.py`` decides)."""

from __future__ import annotations

import re
from sys import intern
from typing import Any, NamedTuple

import pymupdf

from summarize.reading.pdf.letters import clean, invisible_message
from summarize.reading.pdf.line import Line

#: How text is extracted: ligatures become letters, images are not copied, text beside the page is included (it is
#: hidden text), text that a clip path hides is left out, filled areas are listed in painting order (they are backgrounds).
_FLAGS = (
    (pymupdf.TEXTFLAGS_DICT & ~pymupdf.TEXT_PRESERVE_IMAGES & ~pymupdf.TEXT_PRESERVE_LIGATURES)
    & ~pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CLIP
    | pymupdf.TEXT_COLLECT_VECTORS
)
_EVERYWHERE = pymupdf.INFINITE_RECT()
_RAISED = re.compile(r"[+−–-]?[\w∗*†‡§¶][\w,.+−∗*†‡§¶]{0,6}$")
_STAMP = re.compile(r"arXiv:\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?", re.I)
#: MuPDF's flags of characters: filled or stroked; used as a clip path, through which something may show.
_PAINTED, _CLIPS = 0x30, 0x40
INVISIBLE = "invisible render mode"
PAINTED_OVER = "painted over"
NO_INK = "zero-width or tag characters"
#: Points. Smaller letters cannot be read on paper or at any usual zoom.
TINY_PT = 1.5
#: Opacity, of 255. A fill with less leaves no readable trace.
TRANSPARENT = 26
#: Of 255. Letters at least this light in every channel may be invisible on paper.
LIGHT = 200
#: No colour up to this number is light in every channel: its red is below LIGHT.
_REDDEST_DARK = LIGHT * 0x10000 - 1
#: Points. Filled areas are looked up by bands of the page this high.
_BAND = 24
#: Of 255. Colours closer than this in every channel cannot be told apart.
SAME_COLOUR = 30


class Box(NamedTuple):
    """A rectangle in points, origin at the page's top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class Suspect(NamedTuple):
    """Words that a person may not see. ``sure`` says that the rendered page need not be looked at."""

    page: int
    box: Box
    reason: str
    colour: int
    text: str
    sure: bool


class PageText(NamedTuple):
    """The text of one page: lines in stream order, suspects, and the arXiv stamp's ID (or "").

    ``letters`` counts the letters of the lines, ``invisible`` those in the invisible render mode.
    """

    lines: list[Line]
    suspects: list[Suspect]
    stamp: str
    letters: int
    invisible: int


class _Fill(NamedTuple):
    order: int
    box: Box
    colour: int


def read_page(page: Any, number: int, drop: frozenset[Box] = frozenset(), *, ocr: bool = False) -> PageText:
    """Return the text of ``page`` (``number`` from 1). Rotated lines are left out unless most of the page is rotated.

    Spans in ``drop`` are left out. With ``ocr``, text in the invisible render mode is the page's text.
    """
    blocks = page.get_text("dict", flags=_FLAGS, clip=_EVERYWHERE)["blocks"]
    width, height = page.rect.width, page.rect.height
    fills = [
        _Fill(order, Box(*block["bbox"]), block["color"])
        for order, block in enumerate(blocks)
        if block["type"] == 3 and not block["stroked"] and block["alpha"] > 200 and _is_area(block["bbox"])
    ]
    fills_at: dict[int, list[_Fill]] = {}
    for fill in fills:
        for band in range(int(max(0.0, fill.box.y0)) // _BAND, int(min(height, fill.box.y1)) // _BAND + 1):
            fills_at.setdefault(band, []).append(fill)
    turned = _main_direction(blocks)
    lines: list[Line] = []
    suspects: list[Suspect] = []
    stamp, letters, invisible = "", 0, 0
    for order, block in enumerate(blocks):
        if block["type"] != 0:
            continue
        for raw in block["lines"]:
            direction = raw["dir"]
            if direction != turned and (
                (round(direction[0]), round(direction[1])) != turned or abs(direction[0] * direction[1]) > 0.05
            ):
                if not stamp and number == 1:
                    found = _STAMP.search("".join(span["text"] for span in raw["spans"]))
                    stamp = (found[1] + (found[2] or "")) if found else ""
                continue
            spans = seen = raw["spans"]
            box = raw["bbox"]
            # Almost every line is dark, opaque, large enough and on the page, which is tested without a call per span.
            if (box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height) or any(
                span["alpha"] < 255 or span["size"] < TINY_PT or span["color"] > _REDDEST_DARK for span in spans
            ):
                seen, odd = _sorted_out(spans, number, width, height, ocr)
                suspects.extend(odd)
                invisible += sum(len(s.text) for s in odd if s.reason == INVISIBLE)
            if drop:
                seen = [span for span in seen if Box(*span["bbox"]) not in drop]
            if not seen:
                continue
            line = _line(seen, number, order, box if seen is spans else _around(seen))
            if line is None:
                continue
            for span in seen:
                if not span["text"].isascii() and (message := invisible_message(span["text"])):
                    suspects.append(Suspect(number, Box(*span["bbox"]), NO_INK, 0, message, True))
            if turned != (1, 0):
                line = _turned(line, turned, width, height)
            letters += len(line.text)
            lines.append(line)
            if fills:
                near = fills_at.get(int(line.y0 + line.y1) // (2 * _BAND))
                if near:
                    suspects.extend(_on_or_under_fill(line, seen, order, near, number))
    return PageText(lines, suspects, stamp, letters, invisible)


def _is_area(box: tuple[float, float, float, float]) -> bool:
    return box[2] - box[0] > 15 and box[3] - box[1] > 4


def _main_direction(blocks: list[dict[str, Any]]) -> tuple[int, int]:
    """Return (1, 0), or the direction of a page printed sideways, where at least half of its letters run that way."""
    if all(line["dir"] == (1.0, 0.0) for block in blocks for line in block.get("lines", ())):
        return (1, 0)
    counts: dict[tuple[int, int], int] = {}
    for block in blocks:
        for line in block.get("lines", ()):
            direction = line["dir"]
            key = (round(direction[0]), round(direction[1]))
            counts[key] = counts.get(key, 0) + sum(len(span["text"]) for span in line["spans"])
    total = sum(counts.values())
    for key in ((0, -1), (0, 1), (-1, 0)):
        if counts.get(key, 0) > max(200, 0.5 * total):
            return key
    return (1, 0)


def _is_plain(span: dict[str, Any], width: float, height: float) -> bool:
    """Whether a span can be seen without doubt: dark enough, opaque, large enough, on the page."""
    colour = span["color"]
    box = span["bbox"]
    return bool(
        span["alpha"] > 60
        and span["size"] >= TINY_PT
        and (colour & 255 < LIGHT or colour >> 8 & 255 < LIGHT or colour >> 16 < LIGHT)
        and box[2] > 0
        and box[3] > 0
        and box[0] < width
        and box[1] < height
    )


def _sorted_out(
    spans: list[dict[str, Any]], page: int, width: float, height: float, ocr: bool
) -> tuple[list[dict[str, Any]], list[Suspect]]:
    """Return the spans that stay for now, and the suspects among all of them."""
    seen, odd = [], []
    for span in spans:
        if _is_plain(span, width, height) or not span["text"].strip():
            seen.append(span)
            continue
        box = Box(*span["bbox"])
        sure = True
        if box.x1 <= 0 or box.y1 <= 0 or box.x0 >= width or box.y0 >= height:
            reason = "off the page"
        elif span["size"] < TINY_PT:
            reason = f"smaller than {TINY_PT} pt"
        elif span["alpha"] < TRANSPARENT:
            reason = "transparent" if span["char_flags"] & _PAINTED else INVISIBLE
            sure = not span["char_flags"] & _CLIPS
            if ocr and reason == INVISIBLE:
                seen.append(span)
                continue
        else:
            reason, sure = "same colour as its background", False
        odd.append(Suspect(page, box, reason, span["color"], span["text"], sure))
        if not sure:
            seen.append(span)
    return seen, odd


def _on_or_under_fill(
    line: Line, spans: list[dict[str, Any]], order: int, fills: list[_Fill], page: int
) -> list[Suspect]:
    """Return words in the colour of the area they stand on, or covered by an area that is painted later."""
    centre = (line.y0 + line.y1) / 2
    under = over = None
    for fill in fills:
        box = fill.box
        if box.y0 <= centre <= box.y1 and box.x0 - 1 <= line.x0 and line.x1 <= box.x1 + 1:
            if fill.order < order:
                under = fill
            elif box.y0 <= line.y0 + 1 and line.y1 - 1 <= box.y1:
                over = fill
    if over is not None:
        return [
            Suspect(page, Box(*span["bbox"]), PAINTED_OVER, span["color"], span["text"], False)
            for span in spans
            if span["text"].strip()
        ]
    if under is None:
        return []
    return [
        Suspect(page, Box(*span["bbox"]), "same colour as its background", span["color"], span["text"], False)
        for span in spans
        if is_same_colour(span["color"], under.colour) and span["text"].strip()
    ]


def is_same_colour(first: int, second: int) -> bool:
    """Whether two sRGB numbers differ by less than :data:`SAME_COLOUR` in every channel."""
    return (
        abs((first >> 16) - (second >> 16)) < SAME_COLOUR
        and abs((first >> 8 & 255) - (second >> 8 & 255)) < SAME_COLOUR
        and abs((first & 255) - (second & 255)) < SAME_COLOUR
    )


def _around(spans: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    boxes = [span["bbox"] for span in spans]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _line(spans: list[dict[str, Any]], page: int, block: int, box: tuple[float, float, float, float]) -> Line | None:
    first = main = spans[0]
    text: str = first["text"]
    marked = False
    if len(spans) > 1:
        longest = -1.0
        for span in spans:
            length = len(span["text"]) + 0.01 * span["size"]
            if length > longest and not span["text"].isspace():
                main, longest = span, length
        small, raised = 0.85 * main["size"], main["origin"][1] - 0.15 * main["size"]
        for span in spans[1:]:
            piece: str = span["text"]
            # A raised piece is an exponent or a note mark: "10" and "−22" must not become "10−22", nor "95.3" and "1"
            # 95.31.
            if span["size"] < small and span["origin"][1] < raised:
                before = text[-1:]
                if before and not before.isspace() and before not in "^,(" and _RAISED.match(piece.strip()):
                    piece = "^" + piece
            text += piece
        marked = first["size"] < small and len(first["text"].strip()) <= 3
    text = clean(text)
    if not text or text.isspace():
        return None
    return Line(
        page, block, *box, main["origin"][1], main["size"], intern(main["font"]), bool(main["flags"] & 16), marked, text
    )


def _turned(line: Line, turned: tuple[int, int], width: float, height: float) -> Line:
    """Return a line of a page printed sideways as it stands on the page turned upright."""
    x0, y0, x1, y1 = line.x0, line.y0, line.x1, line.y1
    if turned == (0, -1):
        box = (height - y1, x0, height - y0, x1)
    elif turned == (0, 1):
        box = (y0, width - x1, y1, width - x0)
    else:
        box = (width - x1, height - y1, width - x0, height - y0)
    return line._replace(x0=box[0], y0=box[1], x1=box[2], y1=box[3], base=box[3] - 0.2 * line.size)
