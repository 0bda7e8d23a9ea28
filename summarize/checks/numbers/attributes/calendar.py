"""Months, days of the week, seasons and parts of a year or century that became others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarize.checks.numbers.spelt_english import words_apart
from summarize.checks.word_lists import read_table

WORD_LISTS = "numbers/attributes/calendar.toml"


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """A word of the calendar that only the English has, and another of its field that only the Chinese has."""

    source: str
    target: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Field:
    """The values of a field: one group for each in either expression. The signs are cheap tests."""

    english_signs: frozenset[str]
    chinese_signs: tuple[str, ...]
    english: re.Pattern[str]
    chinese: re.Pattern[str]
    english_too: dict[str, re.Pattern[str]]
    chinese_too: dict[str, re.Pattern[str]]


def _groups(rows: list[dict[str, str]], language: str) -> str:
    return "|".join(f"(?P<v{n}>{row[language]})" for n, row in enumerate(rows))


def _further(rows: list[dict[str, str]], key: str) -> dict[str, re.Pattern[str]]:
    return {f"v{n}": re.compile(row[key], re.I) for n, row in enumerate(rows) if key in row}


_LISTS = read_table(WORD_LISTS)
_FIELDS = tuple(
    _Field(
        frozenset(signs["english"].split()),
        tuple(signs["chinese"].split()),
        re.compile(rf"\b(?:{_groups(_LISTS[name], 'english')})"),
        re.compile(_groups(_LISTS[name], "chinese")),
        _further(_LISTS[name], "english_too"),
        _further(_LISTS[name], "chinese_too"),
    )
    for name, signs in _LISTS["signs"].items()
)
#: A date in figures alone, in which any number may be the month.
_DATE_IN_FIGURES = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\b(?:19|20)\d\d[-/.]\d{1,2}\b|\b\d{1,2}/(?:19|20)\d\d\b"
)


def calendar_changes(english: str, chinese: str) -> Iterator[CalendarChange]:
    """Yield the words of the calendar that became others, in order of the fields.

    Each field gives at most one. A value that both sides have, or that only one side has any of, is no change.
    """
    words = frozenset(words_apart(english.lower()))
    for field in _FIELDS:
        if field.english_signs.isdisjoint(words) or not any(sign in chinese for sign in field.chinese_signs):
            continue
        there = {m.lastgroup: m for m in field.chinese.finditer(chinese)}
        if not there:
            continue
        said = {m.lastgroup: m for m in field.english.finditer(english)}
        missed = {v for v in said.keys() - there.keys() if not _stands(field.chinese_too, v, chinese)}
        other = {v for v in there.keys() - said.keys() if not _stands(field.english_too, v, english)}
        if len(missed) == 1 and len(other) == 1 and not _DATE_IN_FIGURES.search(english):
            e, c = said[missed.pop()], there[other.pop()]
            yield CalendarChange(e[0].strip(), c[0], c.start(), c.end())


def _stands(further: dict[str, re.Pattern[str]], value: str | None, text: str) -> bool:
    return value in further and further[value].search(text) is not None
