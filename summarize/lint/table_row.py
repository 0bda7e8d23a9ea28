"""A paper in a row of a table: | date | [中文标题](url)<br>English title | 中文摘要 | …, as our ``table`` layout has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarize.characters import count_han, has_han
from summarize.layouts.labels import HANS, HANT
from summarize.lint.numbered_sentences import MARK
from summarize.lint.part_names import bare_name, parts_by_name
from summarize.lint.text_language import is_chinese, more_chinese

#: The cell with both titles.
_TITLES = re.compile(r"\[(?P<first>.+?)\]\((?P<url>https?:(?:(?!\]\()\S)+)\)[ ⚠]*<br>(?P<second>.+)")
#: The findings that stand in a cell behind the abstract.
_NOTES = re.compile(r"<br>[⚠·] .*$")
#: Why the paper is wanted, behind the titles in their cell.
_WHY = re.compile(f"<br>(?:{'|'.join({label for w in (HANS, HANT) for label in (w.matched, w.unwanted)})})：.*$")
#: Where no header names the column, a cell with more Chinese characters than this holds the abstract.
_MOST_OTHER = 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """A paper of a row. ``address`` is what the first title is linked to, or "". ``abstract_zh`` may be empty."""

    title: str
    title_zh: str
    address: str
    abstract_zh: str


def abstract_column(row: str) -> int | None:
    """Return the column (from 0) that a header row names as the abstract's, or None where the row names none."""
    names = [bare_name(cell) for cell in _cells(row)]
    return next((i for i, name in enumerate(names) if parts_by_name().get(name) == "abstract"), None)


def read_row(row: str, column: int | None = None) -> TableRow | None:
    """Return the paper of a row, or None where the row has none. The titles may stand the other way round.

    ``column`` is the abstract's, where a header names it. Titles without a link are read there only.
    """
    cells = [_WHY.sub("", cell.strip()) for cell in _cells(row)]
    if len(cells) < 3:
        return None
    m = next((m for cell in cells if (m := _TITLES.match(cell))), None)
    titles = m.group("first", "second") if m else _unlinked_titles(cells[: column or 0])
    if titles is None:
        return None
    first, second = titles
    english, chinese = (second, first) if more_chinese(first, second) else (first, second)
    abstract = MARK.sub("", _NOTES.sub("", _abstract(cells, column)))
    return TableRow(english, MARK.sub("", chinese), m["url"] if m else "", abstract)


def _cells(row: str) -> list[str]:
    return row.strip("|").split(" | ")


def _unlinked_titles(cells: Sequence[str]) -> tuple[str, str] | None:
    """Return the titles of the first cell that has a Chinese and an English one, or None."""
    for cell in cells:
        first, _, second = cell.partition("<br>")
        if second and is_chinese(first) != is_chinese(second):
            return MARK.sub("", first), second
    return None


def _abstract(cells: Sequence[str], column: int | None) -> str:
    """Return the cell with the Chinese abstract, or "" where there is none."""
    if column is not None and column < len(cells) and has_han(cells[column]):
        return cells[column]
    return next((cell for cell in cells[2:] if count_han(cell) > _MOST_OTHER), "")
