"""Removal of what is no text of the paper: running heads, page numbers, contents lists. The functions are pure."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from summarize.reading.pdf.line import Line, PageSize, body_size

_NUMBER = re.compile(r"^\D{0,3}(\d{1,4})\b|\b(\d{1,4})\D{0,3}$")
_NO_LETTER, _NO_WORD, _DIGIT = re.compile(r"[\W\d_]+"), re.compile(r"[\W_]+"), re.compile(r"\d")
_OF = re.compile(r"^(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?$", re.IGNORECASE)
_LEADERS = re.compile(r"(?<!\.)(?<!\.\s)(?:\.\s?){4,}+\s*+(?:\d{1,4}|[ivxl]{1,5})?$")
_CONTENTS = re.compile(r"^(?:table of )?contents$", re.IGNORECASE)


class _Row(NamedTuple):
    """The lines on one base line in the margin of a page: their indices and words, and the row's height rounded."""

    page: int
    where: int
    indices: tuple[int, ...]
    text: str


def without_furniture(lines: list[Line], sizes: dict[int, PageSize]) -> list[Line]:
    """Return the lines without running heads and feet, page numbers and contents lists.

    The margin is the top or bottom tenth of a page, and its first or last row in the outer sixth. A row there is
    removed when its words stand at the same height on several pages (digits read as ``#``), when it carries the page's
    number, or when it repeats a numbered heading or one that is set larger or bolder elsewhere.
    """
    # Contents lists go first, because an entry reads like the heading at the top of a later page.
    lines = _without_contents(lines)
    rows = _margin_rows(lines, sizes)
    size = body_size(lines, len(sizes))
    drop: set[int] = set()
    seen: dict[tuple[str, int], set[int]] = {}
    for row in rows:
        seen.setdefault((_shape(row.text), row.where), set()).add(row.page)
    needed = 2 if len(sizes) <= 4 else 3
    offset = _page_offset(rows, len(sizes))
    inside = {index for row in rows for index in row.indices}
    elsewhere: dict[str, Line] = {}
    headed: set[str] = set()
    for index, line in enumerate(lines):
        digit = line.text[:1].isdigit()
        # Headings are numbered, or set larger or bolder than the text. Other lines are passed over.
        if index in inside or len(line.text) > 120 or not (digit or _weight(line) > size + 0.3):
            continue
        key = _letters(line.text)
        if key and (key not in elsewhere or _weight(line) > _weight(elsewhere[key])):
            elsewhere[key] = line
        if digit and len(key) > 6:
            headed.add(_alphanumeric(line.text))
    for row in rows:
        shape = _shape(row.text)
        near: set[int] = set()
        for step in (-1, 0, 1):
            near |= seen.get((shape, row.where + step), set())
        numbered = offset is not None and len(row.text) < 140 and row.page + offset in _ends(row.text)
        numbered = numbered and not _is_note(row, lines) and not _is_heading(row, lines, size)
        words = _alphanumeric(row.text)
        repeated = words[:1].isdigit() and any(words.startswith(heading) for heading in headed)
        if len(near) >= needed or numbered or repeated or (len(sizes) < 3 and _OF.match(row.text.strip(" -–—|"))):
            drop.update(row.indices)
            continue
        for index in row.indices:
            key = _letters(lines[index].text)
            other = elsewhere.get(key) if len(key) > 3 else None
            if other is not None and _weight(other) > _weight(lines[index]):
                drop.add(index)
    return [line for index, line in enumerate(lines) if index not in drop]


def _margin_rows(lines: list[Line], sizes: dict[int, PageSize]) -> list[_Row]:
    by_page: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        by_page.setdefault(line.page, []).append(index)
    rows: list[_Row] = []
    for page, indices in by_page.items():
        height = sizes[page].height
        first = min(lines[i].y0 for i in indices)
        last = max(lines[i].y1 for i in indices)
        grouped: dict[int, list[int]] = {}
        for i in indices:
            line = lines[i]
            top = line.y0 < 0.1 * height or (line.y0 < first + 4 and line.y0 < 0.16 * height)
            bottom = line.y1 > 0.9 * height or (line.y1 > last - 4 and line.y1 > 0.84 * height)
            if top or bottom:
                key = next((k for k in grouped if abs(lines[grouped[k][0]].base - line.base) < 3), i)
                grouped.setdefault(key, []).append(i)
        for members in grouped.values():
            members.sort(key=lambda i: lines[i].x0)
            text = " ".join(lines[i].text.strip() for i in members)
            rows.append(_Row(page, round(lines[members[0]].base / 8), tuple(members), text))
    return rows


def _is_note(row: _Row, lines: list[Line]) -> bool:
    """Whether the row is a footnote, whose raised mark is no page number."""
    first = lines[row.indices[0]]
    return first.marked or first.size < 0.85 * max(lines[i].size for i in row.indices)


def _is_heading(row: _Row, lines: list[Line], size: float) -> bool:
    """Whether the row may be a section's heading, whose number is no page number: words set bold or large."""
    return any((lines[i].bold or lines[i].size > 1.05 * size) and len(_letters(lines[i].text)) > 2 for i in row.indices)


def _ends(text: str) -> set[int]:
    """Return the numbers that a row begins or ends with."""
    return {int(a or b) for a, b in _NUMBER.findall(text.strip())}


def _page_offset(rows: list[_Row], pages: int) -> int | None:
    """Return printed page number minus page where at least two pages and 40 % of them agree, else None."""
    votes: Counter[int] = Counter()
    for page, offset in {(row.page, n - row.page) for row in rows for n in _ends(row.text)}:
        votes[offset] += page > 0
    if not votes:
        return None
    offset, count = votes.most_common(1)[0]
    return offset if count >= max(2, 0.4 * pages) else None


def _shape(text: str) -> str:
    return _DIGIT.sub("#", "".join(text.lower().split()))


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.lower())


def _alphanumeric(text: str) -> str:
    return _NO_WORD.sub("", text.lower())


def _weight(line: Line) -> float:
    return line.size + 2.0 * line.bold


def _without_contents(lines: list[Line]) -> list[Line]:
    """Return the lines without contents lists.

    A page has a contents list with five entries that lead to a number by dots, or with five entries with a number at
    the right under the heading "Contents", or where the list of the page before goes on.
    """
    entries: dict[int, set[int]] = {}
    dotted: Counter[int] = Counter()
    titled: dict[int, int] = {}
    for index, line in enumerate(lines):
        text = line.text.strip()
        if len(text) < 20 and _CONTENTS.match(text):
            titled.setdefault(line.page, index)
        if (".." in text or ". ." in text) and _LEADERS.search(text):
            dotted[line.page] += 1
            entries.setdefault(line.page, set()).add(index)
            continue
        after = lines[index + 1] if index + 1 < len(lines) else None
        if (
            after is None
            or after.page != line.page
            or abs(after.base - line.base) > 2
            or after.x0 < line.x1 + line.size
        ):
            continue
        if after.text.strip().isdigit() and len(after.text.strip()) <= 4 and not text.isdigit():
            entries.setdefault(line.page, set()).update((index, index + 1))
    drop: set[int] = set()
    last_contents = 0
    for page in sorted(entries):
        found = entries[page]
        goes_on = page == last_contents + 1 and last_contents > 0 and len(found) >= 6
        if dotted[page] >= 5 or (page in titled and len(found) >= 5) or goes_on:
            drop |= _with_numbers(lines, page, found)
            drop |= {titled[page]} if page in titled else set()
            last_contents = page
    return [line for index, line in enumerate(lines) if index not in drop] if drop else lines


def _with_numbers(lines: list[Line], page: int, found: set[int]) -> set[int]:
    """Return the entries with everything else on their base lines; numbers and dots come as pieces of their own."""
    bases = [lines[i].base for i in found]
    first, last = min(found), max(found)
    return {
        i
        for i in range(max(0, first - 2), min(len(lines), last + 3))
        if lines[i].page == page and any(abs(lines[i].base - base) < 2 for base in bases)
    }
