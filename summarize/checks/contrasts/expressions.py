"""Finds the expressions of contrasts in English and Chinese text. Of expressions that overlap, the longest counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from summarize.checks.contrasts.fields import Field, Sense, Vocabulary, field_vocabularies, firm_vocabulary

#: Names in camel case (NightWatch) are no words, nor is the month in "on May 4" and "in May,".
_WORD = re.compile(
    r"(?!May(?! [a-z]))(?<![A-Za-z])[A-Za-z][a-z]*(?:['’][a-z]+)?(?![A-Za-z])|(?<![A-Za-z])[A-Z]+(?![A-Za-z])"
)
#: What may stand between two words of one expression.
_GAP = frozenset((" ", "-", "\n", "‑", "\u00a0"))
#: Different words whose expressions a finder keeps.
_KEPT = 2048
#: A negation reaches over this many characters of the same clause.
_EN_REACH, _ZH_REACH = 32, 5
_EN_CLAUSE, _ZH_CLAUSE = re.compile(r"[,;:.()]"), re.compile(r"[，。；：、（）,;]")
_EN_NEGATION = frozenset(
    [
        "no",
        "not",
        "nor",
        "neither",
        "never",
        "none",
        "without",
        "cannot",
        "few",
        "hardly",
        "rarely",
        "fail",
        "fails",
        "failed",
        "failing",
        "less",
        "little",
        "unable",
        "than",
        "prevent",
        "prevents",
        "avoid",
        "avoids",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "aren't",
        "wasn't",
        "won't",
        "can't",
        "couldn't",
        "wouldn't",
    ]
)
#: A figure this near before a unit of time belongs to it.
_FIGURE = re.compile(r"\d[^\s\d]{0,2}\s?[^\s\d]{0,2}$")
_ZH_NEGATION = frozenset("不无未没非难免缺")


class EnglishWord(NamedTuple):
    """A word of an English text in lower case, with its place."""

    text: str
    start: int
    end: int


class Said(NamedTuple):
    """An expression where it stands, with one of its senses. A tuple, because a sentence has dozens of them.

    ``at`` is its place as a share of the text.
    """

    sense: Sense
    text: str
    start: int
    at: float


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    senses: tuple[Sense, ...]


def english_words(text: str) -> list[EnglishWord]:
    """Return the words of an English text, in order."""
    return [EnglishWord(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text)]


class Finder:
    """Finds the expressions of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare the expressions: the English by their first words, the Chinese by their first characters."""
        self._exact: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for expression, senses in vocabulary.english.items():
            words = tuple(expression.split())
            index = self._stems if words[0][-1] == "*" else self._exact
            index.setdefault(words[0].rstrip("*"), []).append(_Phrase(words, senses))
        self._phrases_at = lru_cache(maxsize=_KEPT)(self._find_phrases)
        self._initials = _by_initial(vocabulary.chinese)

    def english(self, words: Sequence[EnglishWord], text: str) -> list[Said]:
        """Return the expressions of an English text, in order. ``words`` are those of the text."""
        found: list[Said] = []
        until: dict[Field, tuple[int, int]] = {}
        for n, word in enumerate(words):
            for phrase in self._phrases_at(word.text):
                end = _end_of(phrase, words, n, text) if len(phrase.words) > 1 else word.end
                if end:
                    found.extend(_taken(phrase.senses, text, word.start, end, until))
        return found

    def chinese(self, text: str) -> list[Said]:
        """Return the expressions of a Chinese text, in order."""
        found: list[Said] = []
        until: dict[Field, tuple[int, int]] = {}
        initials = self._initials
        for start, character in enumerate(text):
            for expression, senses in initials.get(character, ()):
                if text.startswith(expression, start):
                    found.extend(_taken(senses, text, start, start + len(expression), until))
        return found

    def _find_phrases(self, word: str) -> tuple[_Phrase, ...]:
        """Return the expressions that may begin with this word, the longest first."""
        found = list(self._exact.get(word, ()))
        for length in range(2, len(word) + 1):
            found.extend(self._stems.get(word[:length], ()))
        return tuple(sorted(found, key=lambda phrase: (-len(phrase.words), -len(phrase.words[0].rstrip("*")))))


def _by_initial(chinese: Mapping[str, tuple[Sense, ...]]) -> dict[str, list[tuple[str, tuple[Sense, ...]]]]:
    """Return the expressions with their senses by first character, the longest first."""
    found: dict[str, list[tuple[str, tuple[Sense, ...]]]] = {}
    for expression, senses in sorted(chinese.items(), key=lambda row: -len(row[0])):
        found.setdefault(expression[0], []).append((expression, senses))
    return found


def _end_of(phrase: _Phrase, words: Sequence[EnglishWord], n: int, text: str) -> int:
    """Return where the phrase ends that begins at word ``n``, or 0 where it does not stand there."""
    end = words[n].end
    for step, wanted in enumerate(phrase.words[1:], n + 1):
        if step == len(words):
            return 0
        word = words[step]
        same = word.text.startswith(wanted[:-1]) if wanted[-1] == "*" else word.text == wanted
        if not same or text[end : word.start] not in _GAP:
            return 0
        end = word.end
    return end


def _taken(
    senses: Iterable[Sense], text: str, start: int, end: int, until: dict[Field, tuple[int, int]]
) -> Iterator[Said]:
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
            yield Said(sense, text[start:end], start, start / len(text))


def is_negated(said: Said, text: str) -> bool:
    """Whether a negation stands in the few words before the expression, in the same clause. It may turn the sense.

    Chinese adverbs stand before their negation: 往往难以 is "rarely". A unit with a figure counts as negated, because the
    checks on figures compare it by value.
    """
    if said.sense.field.counted and _FIGURE.search(text[max(0, said.start - 8) : said.start]):
        return True
    if said.text[0].isascii():
        before = _EN_CLAUSE.split(text[max(0, said.start - _EN_REACH) : said.start].lower())[-1]
        return not _EN_NEGATION.isdisjoint(_WORD.findall(before))
    if said.sense.field.adverbs:
        end = said.start + len(said.text)
        near = _ZH_CLAUSE.split(text[end : end + _ZH_REACH])[0]
    else:
        near = _ZH_CLAUSE.split(text[max(0, said.start - _ZH_REACH) : said.start])[-1]
    return not _ZH_NEGATION.isdisjoint(near)


@lru_cache(maxsize=1)
def firm_finder() -> Finder:
    """Return a finder of the firm expressions of all fields."""
    return Finder(firm_vocabulary())


@lru_cache(maxsize=1)
def finders() -> Mapping[Field, Finder]:
    """Return for each field a finder of all its expressions."""
    return {field: Finder(vocabulary) for field, vocabulary in field_vocabularies().items()}
