"""A paper in a row of a table: | date | [中文标题](url)<br>English title | 中文摘要 | …, as our ``table`` layout has it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarize.characters import count_han
from summarize.layouts.labels import HANS, HANT
from summarize.lint.numbered_sentences import MARK
from summarize.lint.text_language import more_chinese

#: The cell with both titles.
_TITLES = re.compile(r"\[(?P<first>.+?)\]\((?P<url>https?:(?:(?!\]\()\S)+)\)[ ⚠]*<br>(?P<second>.+)")
#: The findings that stand in a cell behind the abstract.
_NOTES = re.compile(r"<br>[⚠·] .*$")
#: Why the paper is wanted, behind the titles in their cell.
_WHY = re.compile(f"<br>(?:{'|'.join({label for w in (HANS, HANT) for label in (w.matched, w.unwanted)})})：.*$")
#: A cell with more Chinese characters than this holds the abstract.
_MOST_OTHER = 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """A paper of a row. ``address`` is what the first title is linked to. ``abstract_zh`` may be empty."""

    title: str
    title_zh: str
    address: str
    abstract_zh: str


def read_row(row: str) -> TableRow | None:
    """Return the paper of a row, or None where the row has none. The titles may stand the other way round."""
    cells = [_WHY.sub("", cell.strip()) for cell in row.strip("|").split(" | ")]
    m = next((m for cell in cells if (m := _TITLES.match(cell))), None)
    if m is None or len(cells) < 3:
        return None
    first, second = m.group("first", "second")
    english, chinese = (second, first) if more_chinese(first, second) else (first, second)
    abstract = next((cell for cell in cells[2:] if count_han(cell) > _MOST_OTHER), "")
    return TableRow(english, MARK.sub("", chinese), m["url"], MARK.sub("", _NOTES.sub("", abstract)))
