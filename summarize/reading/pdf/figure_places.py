"""Search for the places of figures and tables on a PDF's pages, and pictures of these places."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

import pymupdf

from summarize.reading.pdf.captions import find_captions
from summarize.reading.pdf.line import Line, body_size, join_fragments
from summarize.reading.pdf.page_lines import Box, read_page

#: Share of the page's area. A cluster of drawings this large is a background or a frame around the page.
_FRAME = 0.85
#: Points. Thinner drawings are rules, which belong to tables but make no figure.
_RULE_PT = 4.0
#: The most pixels of a picture. A page of ISO A1 at 150 dpi has 17 million; a larger one gets fewer pixels an inch.
PICTURE_PIXELS = 20_000_000
#: Points of white around a picture.
_MARGIN_PT = 4.0
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Share of the page's height. What stands in this margin is a running head or a page number.
_EDGE = 0.07
_HEADING = re.compile(r"^(?:\d|[A-Z])(?:\.\d+)*\.?\s+[A-Z]")
#: Points. The widest gap between two things that belong together.
_GAP_PT = 60.0


class Place(NamedTuple):
    """A figure or table with its caption: label, page (1-based), area."""

    label: str
    page: int
    box: Box


class _Candidate(NamedTuple):
    """A caption and what stands above and below it."""

    label: str
    page: int
    above: Box | None
    below: Box | None

    @property
    def is_table(self) -> bool:
        return _is_table(self.label)


def find_places(document: Any, pages: list[int], size: float) -> list[Place]:
    """Return the places of all captioned figures and tables on ``pages`` (numbers from 1).

    ``size`` is the size of the running text in points. The area goes from the caption to the next running text, head or
    other caption, on the side where drawings, pictures or (for tables) rows are. Above is tried first for figures and
    below for tables.
    """
    candidates: list[_Candidate] = []
    for number in pages:
        page = document[number - 1]
        lines = join_fragments(read_page(page, number).lines)
        captions = find_captions(lines, size)
        if not captions:
            continue
        graphics = _graphics(page)
        boxes = [_around(lines[c.start : c.end]) for c in captions]
        inside = {i for c in captions for i in range(c.start, c.end)}
        high, low = _EDGE * page.rect.height, (1 - _EDGE) * page.rect.height
        others = [line for i, line in enumerate(lines) if i not in inside and line.y1 > high and line.y0 < low]
        text = [_box(line) for line in _running_text(others, graphics, size, page.rect.width)]
        for caption, own in zip(captions, boxes, strict=True):
            walls = [*text, *(b for b in boxes if b is not own)]
            above, below = (
                _area(side, caption.label, own, graphics, others, walls, page.rect) for side in ("above", "below")
            )
            candidates.append(_Candidate(caption.label, number, above, below))
    return _chosen(candidates)


def _chosen(candidates: list[_Candidate]) -> list[Place]:
    """Choose a side for each caption. Where both sides have something, the more frequent side of the document wins."""
    votes: Counter[tuple[bool, str]] = Counter()
    for c in candidates:
        if (c.above is None) != (c.below is None):
            votes[c.is_table, "above" if c.above else "below"] += 1
    places = []
    for c in candidates:
        above, below = votes[c.is_table, "above"], votes[c.is_table, "below"]
        prefer_below = below > above or (below == above and c.is_table)
        box = (c.below or c.above) if prefer_below else (c.above or c.below)
        if box is not None:
            places.append(Place(c.label, c.page, box))
    return places


def picture(page: Any, box: Box | None, dpi: int = 150) -> bytes:
    """Return a PNG of a part of the page, or of all of it with None. Readers' highlights and notes are left out.

    A picture of more than :data:`PICTURE_PIXELS` gets fewer dots an inch.
    """
    clip = pymupdf.Rect(box) & page.rect if box is not None else None
    area = abs(page.rect if clip is None else clip) * (dpi / 72) ** 2
    if area > PICTURE_PIXELS:
        dpi = max(1, int(dpi * (PICTURE_PIXELS / area) ** 0.5))
    pixels = page.get_pixmap(dpi=dpi, clip=clip, annots=False, alpha=False)
    return bytes(pixels.tobytes("png"))


def running_size(document: Any) -> float:
    """Return the size of the running text in points, from the first six pages."""
    lines: list[Line] = []
    count = min(document.page_count, 6)
    for index in range(count):
        lines.extend(read_page(document[index], index + 1).lines)
    return body_size(lines, count)


def _graphics(page: Any) -> list[Box]:
    area = abs(page.rect)
    rects = [pymupdf.Rect(info["bbox"]) & page.rect for info in page.get_image_info()]
    rects += [pymupdf.Rect(rect) & page.rect for rect in page.cluster_drawings(final_filter=False)]
    return [Box(*r) for r in rects if not r.is_empty and abs(r) < _FRAME * area and max(r.width, r.height) > 8]


def _box(line: Line) -> Box:
    return Box(line.x0, line.y0, line.x1, line.y1)


def _around(lines: list[Line]) -> Box:
    return Box(
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )


def _running_text(lines: list[Line], graphics: list[Box], size: float, width: float) -> list[Line]:
    """Return the lines of paragraphs and the numbered headings that are not inside a drawing.

    A line of a paragraph is wide, has about the text's size, and has many words or stands close to such a line.
    """
    text = []
    wide: list[Line] = []
    for line in lines:
        if "   " in line.text or any(g.y1 - g.y0 > 20 and _covers(g, _box(line)) for g in graphics):
            continue
        words = len(_WORD.findall(line.text))
        if _HEADING.match(line.text) and line.bold and line.size > size - 0.6:
            text.append(line)
        elif line.x1 - line.x0 > 0.3 * width and words > 4 and line.size > size - 1.2:
            (wide if words < 9 or line.size < size - 0.6 else text).append(line)
    for line in wide:
        if any(
            other is not line and abs(other.x0 - line.x0) < 25 and 0.8 * size < abs(other.base - line.base) < 1.7 * size
            for other in (*wide, *text)
        ):
            text.append(line)
    return text


def _covers(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 <= inner.x0 + 2 and outer.x1 >= inner.x1 - 2 and outer.y0 <= inner.y0 + 2 and outer.y1 >= inner.y1 - 2
    )


def _is_table(label: str) -> bool:
    return not label.startswith(("Figure", "Extended Data Figure", "Supplementary Figure", "Scheme"))


def _area(
    side: str, label: str, caption: Box, graphics: list[Box], lines: list[Line], walls: list[Box], page: Any
) -> Box | None:
    """Return the area of the caption and what belongs to it on one side, or None where nothing does."""
    left, right = _column(caption, walls, page)
    table = _is_table(label)
    top, bottom = _free(side, caption, walls, left, right, page)
    trimmed = [_trimmed(g, side, top, bottom) for g in graphics]
    drawn = [g for g in trimmed if _belongs(g, left, right, top, bottom) and (table or g.y1 - g.y0 > _RULE_PT)]
    words = [_box(x) for x in lines if _belongs(_box(x), left, right, top, bottom)]
    if not drawn and not (table and len(words) > 3):
        return None
    parts = _connected(caption, drawn + words, side)
    if not parts or (not table and not any(part in drawn for part in parts)):
        return None
    everything = [*parts, caption]
    return Box(
        max(page.x0, min(b.x0 for b in everything) - _MARGIN_PT),
        max(page.y0, min(b.y0 for b in everything) - _MARGIN_PT),
        min(page.x1, max(b.x1 for b in everything) + _MARGIN_PT),
        min(page.y1, max(b.y1 for b in everything) + _MARGIN_PT),
    )


def _column(caption: Box, walls: list[Box], page: Any) -> tuple[float, float]:
    """Return the left and right edge of the width in which the caption's figure stands: its column, or the page.

    It is the page where the caption crosses the middle, or where most of the running text does (a page of one column).
    """
    middle = (page.x0 + page.x1) / 2
    across = sum(w.x0 < middle - 12 and w.x1 > middle + 12 for w in walls)
    if (caption.x0 < middle - 12 and caption.x1 > middle + 12) or across > len(walls) / 2:
        return page.x0 + 20, page.x1 - 20
    return (page.x0 + 20, middle + 6) if caption.x1 <= middle + 12 else (middle - 6, page.x1 - 20)


def _free(side: str, caption: Box, walls: list[Box], left: float, right: float, page: Any) -> tuple[float, float]:
    """Return top and bottom of the space from the caption to the next running text or caption in the same width."""
    inside = [w for w in walls if min(w.x1, right) - max(w.x0, left) > 15]
    if side == "above":
        return max(
            [w.y1 for w in inside if w.y1 <= caption.y0 + 3], default=page.y0 + _EDGE * page.height
        ), caption.y0 + 1
    return caption.y1 - 1, min([w.y0 for w in inside if w.y0 >= caption.y1 - 3], default=page.y1 - _EDGE * page.height)


def _trimmed(box: Box, side: str, top: float, bottom: float) -> Box:
    """Return a drawing that runs over the caption, cut at the caption. Clipped parts of a drawing count too."""
    if side == "above" and top - 2 <= box.y0 < bottom - 20 < box.y1:
        return box._replace(y1=min(box.y1, bottom))
    if side == "below" and box.y0 < top + 20 < box.y1 <= bottom + 2:
        return box._replace(y0=max(box.y0, top))
    return box


def _belongs(box: Box, left: float, right: float, top: float, bottom: float) -> bool:
    height, width = max(0.5, box.y1 - box.y0), max(0.5, box.x1 - box.x0)
    tall = min(box.y1, bottom) - max(box.y0, top) > 0.7 * height or (height < 1 and top <= box.y0 <= bottom)
    return tall and min(box.x1, right) - max(box.x0, left) > 0.7 * width


def _connected(caption: Box, boxes: list[Box], side: str) -> list[Box]:
    """Return the boxes from the caption on, up to the first wide gap."""
    ordered = sorted(boxes, key=lambda b: -b.y1 if side == "above" else b.y0)
    edge = caption.y0 if side == "above" else caption.y1
    kept = []
    for box in ordered:
        gap = edge - box.y1 if side == "above" else box.y0 - edge
        if gap > _GAP_PT:
            break
        kept.append(box)
        edge = min(edge, box.y0) if side == "above" else max(edge, box.y1)
    return kept
