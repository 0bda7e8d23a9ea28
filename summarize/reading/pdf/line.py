"""A printed line of a PDF page, and the size and font of most lines. ``page_lines.py`` makes the lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """One printed line in the order of the content stream. Lengths are points, the origin is the page's top left.

    ``size`` and ``font`` are those of most of its letters. ``base`` is the y of their base line. ``block`` is the
    number of MuPDF's block on the page. ``marked`` says that the line begins with a raised mark, as footnotes do.
    """

    page: int
    block: int
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    font: str
    bold: bool
    marked: bool
    text: str


class PageSize(NamedTuple):
    """Width and height of a page in points."""

    width: float
    height: float


def body_size(lines: Iterable[Line], pages: int) -> float:
    """Return the font size, to a tenth of a point, of most letters in the first 60 % of the pages; 0.0 without lines.

    The other pages are left out, because long appendices full of small tables would outnumber the text.
    """
    sizes: Counter[float] = Counter()
    last = max(1, round(pages * 0.6))
    for line in lines:
        if line.page <= last:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def body_font(lines: Iterable[Line], size: float) -> str:
    """Return the font of most letters that are about ``size`` points high; "" without such letters."""
    fonts: Counter[str] = Counter()
    for line in lines:
        if abs(line.size - size) < 0.3:
            fonts[line.font] += len(line.text)
    return fonts.most_common(1)[0][0] if fonts else ""


def join_fragments(lines: list[Line]) -> list[Line]:
    """Return the lines with the pieces of one base line joined.

    MuPDF gives TeX's number and heading ("1", "Introduction"), formulas and justified text as several lines. Pieces are
    joined in the order given when the second stands to the right of the first, at most a wide space apart.
    """
    joined: list[Line] = []
    for line in lines:
        if joined:
            last = joined[-1]
            gap = line.x0 - last.x1
            height = min(line.y1 - line.y0, last.y1 - last.y0)
            overlap = min(line.y1, last.y1) - max(line.y0, last.y0)
            if (
                line.page == last.page
                and overlap > 0.5 * height
                and -0.4 * line.size < gap < 2.6 * max(line.size, last.size)
                and abs(line.base - last.base) < 0.6 * max(line.size, last.size)
            ):
                joined[-1] = _joined(last, line, gap)
                continue
        joined.append(line)
    return joined


def _joined(first: Line, second: Line, gap: float) -> Line:
    main = first if len(first.text) >= len(second.text) else second
    # Two spaces keep a wide gap, because names of authors stand side by side.
    space = "" if gap < 0.12 * main.size else " " if gap < 1.1 * main.size else "  "
    return Line(
        first.page,
        first.block,
        min(first.x0, second.x0),
        min(first.y0, second.y0),
        max(first.x1, second.x1),
        max(first.y1, second.y1),
        main.base,
        main.size,
        main.font,
        first.bold and second.bold,
        first.marked,
        f"{first.text.rstrip()}{space}{second.text.lstrip()}",
    )
