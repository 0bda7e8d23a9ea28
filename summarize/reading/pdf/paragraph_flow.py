"""Joining of printed lines to paragraphs across line, column and page breaks. The functions are pure.

The order of the content stream is kept, because it is the reading order in LaTeX's files and sorting by position breaks
it. A paragraph may be interrupted by a column's end, a page's end, a footnote or a float. It goes on at the next line
of its own font size that can continue it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from summarize.reading.pdf.letters import Vocabulary
from summarize.reading.pdf.line import Line

_FINISHED = re.compile(r"[.!?:;。！？：；][\"'”’)\]]*(?:\^?\[?\d{0,3}\]?)?$")
_HYPHEN_END = re.compile(r"[A-Za-z][-\u2010\u00ad]$")
_BULLET = re.compile(r"^(?:[•◦▪‣∙●■◆►➢✓✔]|[–—∗*-] |\(?(?:[ivx]{1,4}|[a-z]|\d{1,2})\) |\d{1,2}\. )")
_ENTRY = re.compile(r"^(?:\[[\w+.-]{1,12}\]|\(?\d{1,3}[.)]|\^?\d{1,3} (?=[A-Z]))")


@dataclass(slots=True)
class Block:
    """A paragraph while its lines are added. ``cells`` counts lines that stand beside others, as in a table.

    ``left``, ``right``, ``size`` and ``leading`` are in points. ``hanging`` says that later lines are indented.
    """

    lines: list[Line] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0
    leading: float = 0.0
    hanging: bool = False
    cells: int = 0

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def last_page(self) -> int:
        return max(self.lines[0].page, self.lines[-1].page)

    def add(self, line: Line) -> None:
        """Add the next line and update edges, leading and shape."""
        if not self.lines:
            self.left, self.right, self.size = line.x0, line.x1, line.size
        elif line.page == self.last.page:
            step = line.base - self.last.base
            if 0.5 * line.size < step and not self.leading:
                self.leading = step
                # The first two lines show this, and only when they stand in one column.
                self.hanging = len(self.lines) == 1 and line.x0 > self.lines[0].x0 + 0.6 * line.size
            if self.last.base - line.base > 2 * line.size:
                self.left, self.right = line.x0, line.x1
            else:
                self.left, self.right = min(self.left, line.x0), max(self.right, line.x1)
            # Pieces of formulas stand closer.
            if abs(step) < 0.4 * line.size and line.x0 - self.last.x1 > 0.8 * line.size:
                self.cells += 1
        else:
            self.left, self.right = line.x0, line.x1
        self.lines.append(line)


def left_edges(lines: Iterable[Line]) -> dict[int, list[float]]:
    """Return the left edges of the text columns on each page, where lines begin that are not indented."""
    starts: dict[int, Counter[int]] = {}
    for line in lines:
        if len(line.text) >= 25:
            starts.setdefault(line.page, Counter())[round(line.x0)] += 1
    edges: dict[int, list[float]] = {}
    for page, counts in starts.items():
        edges[page] = [
            float(x)
            for x, n in sorted(counts.items())
            if n >= 3 and not any(counts[x - d] + counts[x - d - 1] >= n for d in range(5, 40) if x - d >= 0)
        ]
    return edges


class Page(NamedTuple):
    """A document's layout: the left edges of its columns by page, and whether its paragraphs are indented.

    With ``indents``, a line at the edge goes on with a paragraph although the line before it ended a sentence.
    """

    edges: dict[int, list[float]]
    indents: bool


def layout_of(lines: list[Line]) -> Page:
    """Return the layout of the whole document."""
    edges = left_edges(lines)
    indented = flush = 0
    for last, line in pairwise(lines):
        step = line.base - last.base
        if last.page != line.page or not 0.8 * line.size < step < 2.5 * line.size or abs(last.size - line.size) > 0.3:
            continue
        if len(line.text) < 25 or not _finished(last.text) or not _starts_sentence(line.text.lstrip()):
            continue
        left = _edge(line, edges)
        if left is None:
            continue
        if 0.6 * line.size < line.x0 - left < 3.5 * line.size:
            indented += 1
        elif step > 1.5 * line.size:
            flush += 1
    return Page(edges, indented >= 3 and indented > 2 * flush)


def group(lines: Iterable[Line], layout: Page, *, entries: bool = False) -> list[Block]:
    """Return the lines of one section, given in stream order, as paragraphs in the order of their first lines.

    ``entries`` is for bibliographies, where a mark like ``[12]`` begins a new paragraph.
    """
    marked = False
    blocks: list[Block] = []
    current: Block | None = None
    for line in lines:
        marked = marked or (entries and _ENTRY.match(line.text.lstrip()) is not None)
        if current is not None and _follows(current, line):
            if _begins(current, line, layout.edges, marked):
                current = None
        else:
            current = _interrupted(blocks, line, layout, marked if entries else None)
        if current is None:
            current = Block()
            blocks.append(current)
        current.add(line)
    return blocks


def _follows(block: Block, line: Line) -> bool:
    """Whether ``line`` stands right under (or beside) the last line of ``block``."""
    last = block.last
    if line.page != last.page:
        return False
    size = max(line.size, last.size)
    if abs(line.base - last.base) < 0.5 * size:
        return line.x0 > last.x1 - size and line.x0 - last.x1 < 12 * size
    if line.base < last.base - 1.5 * size:
        return False
    return line.y0 - last.y1 < 1.3 * size and line.x0 < block.right and line.x1 > block.left


def _begins(block: Block, line: Line, edges: dict[int, list[float]], marked: bool) -> bool:
    """Whether ``line``, right under ``block``, begins a new paragraph. With ``marked``, only a mark begins an entry."""
    last, text = block.last, line.text.lstrip()
    step = line.base - last.base
    if step < 0.5 * line.size:
        return False
    small_piece = len(text) < 12 or len(last.text) < 12
    if abs(line.size - block.size) > 0.12 * block.size and not small_piece:
        return True
    if marked:
        return _ENTRY.match(text) is not None and line.x0 < last.x0 + 1
    if line.marked and line.size < last.size + 0.1 and _finished(last.text) and text[:1].isdigit():
        return True
    upper = _starts_sentence(text)
    finished = _finished(last.text)
    if _BULLET.match(text) and (finished or line.x0 > block.left + 1):
        return True
    if not (finished and upper):
        return False
    leading = block.leading or 1.25 * line.size
    if step > 1.35 * leading + 1:
        return True
    left = _edge(line, edges)
    if left is not None and line.x0 > left + 0.6 * line.size and last.x0 < line.x0 - 0.5 * line.size:
        return not block.hanging
    if block.hanging and line.x0 < last.x0 - 0.6 * line.size:
        return True
    return len(block.lines) > 1 and last.x1 < block.right - 2.5 * line.size and not block.cells


def _interrupted(blocks: list[Block], line: Line, layout: Page, marked: bool | None) -> Block | None:
    """Return the earlier paragraph that ``line`` goes on with after a break, or None.

    ``marked`` is None outside bibliographies. Inside, it says whether the entries have marks.
    """
    text = line.text.lstrip()
    if not text or _BULLET.match(text) or (marked and _ENTRY.match(text)) or line.marked:
        return None
    lower = text[0].islower()
    for block in reversed(blocks[-12:]):
        if abs(block.size - line.size) > 0.04 * line.size or line.page - block.last_page > 2:
            continue
        if block.cells > len(block.lines) / 3:
            continue
        last = block.last
        if _HYPHEN_END.search(last.text[-3:]) and lower:
            return block
        if len(last.text) < 12 and len(block.lines) == 1:
            continue
        if marked:
            return block
        left = _edge(line, layout.edges)
        indented = left is not None and line.x0 > left + 0.6 * line.size
        if _finished(last.text) and not (lower and len(text) > 15 and not _abandoned(last)):
            full = len(block.lines) > 1 and last.x1 > block.right - 1.5 * line.size
            goes_on = (
                layout.indents and marked is None and full and left is not None and not indented and len(text) > 25
            )
            return block if goes_on and _wide(line, block) else None
        if lower and len(text) > 3:
            return block
        if len(text) > 25 and not indented and last.x1 > block.right - 3 * line.size:
            return block
        return None
    return None


def _wide(line: Line, block: Block) -> bool:
    """Whether ``line`` is about as wide as the column of ``block``.

    The last line of a paragraph and a heading are not.
    """
    return line.x1 - line.x0 > 0.8 * (block.right - block.left)


def _abandoned(last: Line) -> bool:
    return last.text.rstrip().endswith((".", "?", "!"))


def _edge(line: Line, edges: dict[int, list[float]]) -> float | None:
    near = [x for x in edges.get(line.page, ()) if x <= line.x0 + 1.5 and line.x0 - x < 4.5 * line.size]
    return near[-1] if near else None


def _finished(text: str) -> bool:
    return _FINISHED.search(text.rstrip()[-12:]) is not None


def _starts_sentence(text: str) -> bool:
    first = text[:1]
    return first.isupper() or first.isdigit() or first in "“\"‘'([{•§$∀∃" or (bool(first) and ord(first) > 0x2E80)


def text_of(block: Block, vocabulary: Vocabulary) -> str:
    """Return a paragraph's text on one line with divided words joined. Rows of a table stand on lines of their own."""
    lines = block.lines
    tabular = block.cells >= 2 and block.cells > len(lines) / 4
    text = lines[0].text.strip()
    for before, line in pairwise(lines):
        piece = line.text.strip()
        beside = line.page == before.page and abs(line.base - before.base) < 0.4 * line.size
        if tabular and not (_HYPHEN_END.search(text[-3:]) and piece[:1].islower()):
            text += ("  " if beside else "\n") + piece
        else:
            text = vocabulary.joined(text, piece) if not beside else f"{text} {piece}"
    return text if tabular else " ".join(text.split())
