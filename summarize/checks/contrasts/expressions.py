"""Finds the expressions of contrasts in English and Chinese text. Of expressions that overlap, the longest counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.contrasts.fields import Field, Sense, vocabulary

#: Names in camel case (NightWatch) are no words.
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z][a-z]*(?:['’][a-z]+)?(?![A-Za-z])|(?<![A-Za-z])[A-Z]+(?![A-Za-z])")
#: What may stand between two words of one expression.
_GAP = frozenset((" ", "-", "\n", "‑", "\u00a0"))
#: A negation reaches over this many characters of the same clause.
_EN_REACH, _ZH_REACH = 32, 5
_EN_CLAUSE, _ZH_CLAUSE = re.compile(r"[,;:.()]"), re.compile(r"[，。；：、（）,;]")
_EN_NEGATION = frozenset(
    "no not nor neither never none without cannot few hardly rarely fail fails failed failing less little unable than"
    " prevent prevents avoid avoids don't doesn't didn't isn't aren't wasn't won't can't couldn't wouldn't".split()
)
_ZH_NEGATION = frozenset("不无未没非难免")
_HAN = "\u3000"


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """An expression where it stands, with one of its senses.

    ``at`` is its place as a share of the text. ``negated`` says that a negation stands shortly before it, which may
    turn it into its opposite.
    """

    sense: Sense
    text: str
    at: float
    negated: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    senses: tuple[Sense, ...]


def english_said(text: str) -> list[Said]:
    """Return the English expressions of a text, in order."""
    found: list[Said] = []
    until: dict[Field, tuple[int, int]] = {}
    words = [(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text)]
    for n, (first, start, _) in enumerate(words):
        for phrase in _phrases_at(first):
            end = _end_of(phrase, words, n, text)
            if end:
                found.extend(_taken(phrase.senses, text, start, end, until))
    return found


def _end_of(phrase: _Phrase, words: list[tuple[str, int, int]], n: int, text: str) -> int:
    """Return where the phrase ends that begins at word ``n``, or 0 where it does not stand there."""
    end = words[n][2]
    for step, wanted in enumerate(phrase.words[1:], n + 1):
        if step == len(words):
            return 0
        word, start, after = words[step]
        if text[end:start] not in _GAP or not _is(word, wanted):
            return 0
        end = after
    return end


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted[-1] == "*" else word == wanted


def chinese_said(text: str) -> list[Said]:
    """Return the Chinese expressions of a text, in order."""
    found: list[Said] = []
    until: dict[Field, tuple[int, int]] = {}
    initials = _initials()
    for start, character in enumerate(text):
        for expression, senses in initials.get(character, ()):
            if text.startswith(expression, start):
                found.extend(_taken(senses, text, start, start + len(expression), until))
    return found


def _taken(
    senses: Iterable[Sense], text: str, start: int, end: int, until: dict[Field, tuple[int, int]]
) -> Iterable[Said]:
    """Yield the senses of the expression from ``start`` to ``end``, except where a longer one or a compound stands.

    ``until`` has the last span of each field. A second expression on the same span (a word and a stem of it) adds its
    senses.
    """
    for sense in senses:
        span = until.get(sense.field, (0, 0))
        if span[1] > start and span != (start, end):
            continue
        # A compound leaves a span on which nothing else can stand.
        until[sense.field] = (start, end) if sense.value else (-1, end)
        if sense.value:
            yield Said(sense, text[start:end], start / len(text), _negated(text, start))


def _negated(text: str, start: int) -> bool:
    """Whether a negation stands in the few words before ``start``, in the same clause."""
    if text[start] > _HAN:
        return not _ZH_NEGATION.isdisjoint(_ZH_CLAUSE.split(text[max(0, start - _ZH_REACH) : start])[-1])
    before = _EN_CLAUSE.split(text[max(0, start - _EN_REACH) : start].lower())[-1]
    return not _EN_NEGATION.isdisjoint(_WORD.findall(before))


@lru_cache(maxsize=4096)
def _phrases_at(word: str) -> tuple[_Phrase, ...]:
    """Return the expressions that may begin with this word, the longest first."""
    exact, stems = _first_words()
    found = list(exact.get(word, ()))
    for length in range(2, len(word) + 1):
        found.extend(stems.get(word[:length], ()))
    return tuple(sorted(found, key=lambda phrase: (-len(phrase.words), -len(phrase.words[0].rstrip("*")))))


@lru_cache(maxsize=1)
def _first_words() -> tuple[dict[str, list[_Phrase]], dict[str, list[_Phrase]]]:
    """Return the English expressions by their first word, and those whose first word is a stem by the stem."""
    exact: dict[str, list[_Phrase]] = {}
    stems: dict[str, list[_Phrase]] = {}
    for expression, senses in vocabulary().english.items():
        words = tuple(expression.split())
        index = stems if words[0][-1] == "*" else exact
        index.setdefault(words[0].rstrip("*"), []).append(_Phrase(words, senses))
    return exact, stems


@lru_cache(maxsize=1)
def _initials() -> dict[str, tuple[tuple[str, tuple[Sense, ...]], ...]]:
    """Return the Chinese expressions by their first character, the longest first."""
    found: dict[str, list[tuple[str, tuple[Sense, ...]]]] = {}
    for expression, senses in vocabulary().chinese.items():
        found.setdefault(expression[0], []).append((expression, senses))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}
