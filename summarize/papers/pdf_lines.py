"""Printed lines out of a PDF page, and those of its words that may be unseen (``pdf_hidden.py`` decides)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pymupdf

from summarize.papers.lines import Line
from summarize.papers.words import clean, invisible_message

#: Text as drawn: ligatures as letters, images not copied, text beside the page included (it is hidden text), text that
#: a clip path hides left out, filled areas listed in painting order (they are the background of what follows).
_FLAGS = (
    (pymupdf.TEXTFLAGS_DICT & ~pymupdf.TEXT_PRESERVE_IMAGES & ~pymupdf.TEXT_PRESERVE_LIGATURES)
    & ~pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CLIP
    | pymupdf.TEXT_COLLECT_VECTORS
)
_EVERYWHERE = pymupdf.INFINITE_RECT()
_RAISED = re.compile(r"[+−–-]?[\w∗*†‡§¶][\w,.+−∗*†‡§¶]{0,6}$")
_STAMP = re.compile(r"arXiv:\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?", re.I)
#: MuPDF's marks on characters: filled or stroked; used as a clip path (which may let something show).
_PAINTED, _CLIPS = 0x30, 0x40
INVISIBLE = "invisible render mode"
PAINTED_OVER = "painted over"
#: Points. Smaller letters cannot be read on paper or at any usual zoom.
TINY_PT = 1.5
#: Of 255. A fill with less opacity leaves no readable trace.
TRANSPARENT = 26
#: Of 255. Letters at least this light in every channel may be invisible on paper.
LIGHT = 200
#: Of 255. Colours closer than this in every channel cannot be told apart.
SAME_COLOUR = 30


class Box(NamedTuple):
    """A rectangle in points, origin at the page's top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class Suspect(NamedTuple):
    """Words that a person may not see. ``sure`` needs no look at the rendered page."""

    page: int
    box: Box
    reason: str
    colour: int
    text: str
    sure: bool


class PageText(NamedTuple):
    """What one page gave: lines in stream order, suspects, the arXiv stamp's ID ("" without), and how many of its
    letters were seen and how many were written in the invisible render mode."""

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
    """Lines of ``page`` (1-based ``number``); rotated lines are left out unless most of the page is rotated.

    Spans in ``drop`` are left out. ``ocr`` takes text in the invisible render mode as the page's text.
    """
    blocks = page.get_text("dict", flags=_FLAGS, clip=_EVERYWHERE)["blocks"]
    width, height = page.rect.width, page.rect.height
    fills = [
        _Fill(order, Box(*block["bbox"]), block["color"])
        for order, block in enumerate(blocks)
        if block["type"] == 3 and not block["stroked"] and block["alpha"] > 200 and _is_area(block["bbox"])
    ]
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
            spans = raw["spans"]
            seen = [span for span in spans if _is_plain(span, width, height)]
            if len(seen) != len(spans):
                seen, odd = _sorted_out(spans, number, width, height, ocr)
                suspects.extend(odd)
                invisible += sum(len(s.text) for s in odd if s.reason == INVISIBLE)
            if drop:
                seen = [span for span in seen if Box(*span["bbox"]) not in drop]
            if not seen:
                continue
            line = _line(seen, number, order, width, height, turned)
            if line is None:
                continue
            letters += len(line.text)
            lines.append(line)
            if not line.text.isascii() or len(seen) > 1:
                for span in seen:
                    message = invisible_message(span["text"])
                    if message:
                        suspects.append(
                            Suspect(number, Box(*span["bbox"]), "zero-width or tag characters", 0, message, True)
                        )
            if fills:
                suspects.extend(_on_or_under_fill(line, seen, order, fills, number))
    return PageText(lines, suspects, stamp, letters, invisible)


def _is_area(box: tuple[float, float, float, float]) -> bool:
    return box[2] - box[0] > 15 and box[3] - box[1] > 4


def _main_direction(blocks: list[dict[str, Any]]) -> tuple[int, int]:
    """(1, 0), or the direction of a page printed sideways: at least half of its letters run that way."""
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
    """The spans that stay for now, and the suspects among all of them."""
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
    """Words in the colour of the area they stand on, or covered by one that is painted later."""
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


def _line(
    spans: list[dict[str, Any]], page: int, block: int, width: float, height: float, turned: tuple[int, int]
) -> Line | None:
    main = spans[0] if len(spans) == 1 else max(spans, key=lambda span: (len(span["text"].strip()), span["size"]))
    size: float = main["size"]
    if len(spans) == 1:
        text = main["text"]
    else:
        parts: list[str] = []
        for span in spans:
            piece: str = span["text"]
            # Exponents and note marks: "10" and "−22" must not become "10−22", nor "95.3" and "1" 95.31.
            if span["size"] < 0.85 * size and parts and span["origin"][1] < main["origin"][1] - 0.15 * size:
                before = parts[-1][-1:]
                if before and not before.isspace() and before not in "^,(" and _RAISED.match(piece.strip()):
                    piece = "^" + piece
            parts.append(piece)
        text = "".join(parts)
    text = clean(text)
    if not text or text.isspace():
        return None
    boxes = [span["bbox"] for span in spans]
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
    base = main["origin"][1]
    if turned == (0, -1):
        x0, y0, x1, y1, base = height - y1, x0, height - y0, x1, main["origin"][0]
    elif turned == (0, 1):
        x0, y0, x1, y1, base = y0, width - x1, y1, width - x0, width - main["origin"][0]
    elif turned == (-1, 0):
        x0, y0, x1, y1, base = width - x1, height - y1, width - x0, height - y0, height - base
    bold = bool(main["flags"] & 16)
    first = spans[0]
    marked = len(spans) > 1 and first["size"] < 0.85 * size and len(first["text"].strip()) <= 3
    return Line(page, block, x0, y0, x1, y1, base, size, main["font"], bold, marked, text)
