"""Finds the expressions of contrasts in English and Chinese text. Of expressions that overlap, the longest counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import add
from typing import NamedTuple

from summarize.checks.contrasts.fields import Field, Sense, Vocabulary, field_vocabularies, firm_vocabulary
from summarize.checks.remembered import Remembered

#: Names in camel case (NightWatch) are no words, nor is the month in "on May 4" and "in May,".
_WORD = re.compile(
    r"(?!May(?! [a-z]))(?<![A-Za-z])[A-Za-z][a-z]*(?:['’][a-z]+)?(?![A-Za-z])|(?<![A-Za-z])[A-Z]+(?![A-Za-z])"
)
#: What may stand between two words of one expression.
_GAP = frozenset((" ", "-", "\n", "‑", "\u00a0"))
#: Different words whose expressions the finder of all fields keeps, and that of one field.
_KEPT, _KEPT_OF_FIELD = 8192, 512
#: No first word of an expression is a stem of fewer letters.
_STEM = 2
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


class EnglishWords(NamedTuple):
    """The words of an English text in order, in lower case, and where they start."""

    texts: list[str]
    starts: list[int]


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


class _Starts(NamedTuple):
    """The phrases that may begin with a word, the longest first.

    ``before`` leads from a word that may come second to them, ``others`` are those that any second word leaves.
    """

    before: Mapping[str, tuple[_Phrase, ...]]
    others: tuple[_Phrase, ...]


#: Chinese expressions with their senses, the longest first.
_Chinese = tuple[tuple[str, tuple[Sense, ...]], ...]


def english_words(text: str) -> EnglishWords:
    """Return the words of an English text, in order."""
    words = EnglishWords([], [])
    for m in _WORD.finditer(text):
        words.texts.append(m[0].lower())
        words.starts.append(m.start())
    return words


class Finder:
    """Finds the expressions of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, kept: int) -> None:
        """Prepare the expressions: the English by their first words, the Chinese by their first two characters.

        ``kept`` is the number of different English words whose expressions are kept at hand.
        """
        self._exact: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for expression, senses in vocabulary.english.items():
            words = tuple(expression.split())
            index = self._stems if words[0][-1] == "*" else self._exact
            index.setdefault(words[0].rstrip("*"), []).append(_Phrase(words, senses))
        self._beginnings = frozenset(stem[:_STEM] for stem in self._stems)
        self._starts_at = Remembered(self._find_starts, kept)
        self._by_two, self._by_one = _by_initials(vocabulary.chinese)

    def english(self, words: EnglishWords, text: str) -> list[Said]:
        """Return the expressions of an English text, in order. ``words`` are those of the text."""
        found: list[Said] = []
        until: dict[Field, tuple[int, int]] = {}
        texts = words.texts
        for n, phrases in enumerate(map(self._starts_at.__getitem__, texts)):
            if phrases is None:
                continue
            following = texts[n + 1] if n + 1 < len(texts) else ""
            for phrase in phrases.before.get(following, phrases.others):
                end = _end_of(phrase, words, n, text)
                if end:
                    _take(phrase.senses, text, words.starts[n], end, until, found)
        return found

    def chinese(self, text: str) -> list[Said]:
        """Return the expressions of a Chinese text, in order."""
        found: list[Said] = []
        until: dict[Field, tuple[int, int]] = {}
        by_two = map(self._by_two.get, map(add, text, text[1:] + "\n"))
        for start, (longer, single) in enumerate(zip(by_two, map(self._by_one.get, text), strict=True)):
            rows = longer or single
            if rows is None:
                continue
            for expression, senses in rows:
                if text.startswith(expression, start):
                    _take(senses, text, start, start + len(expression), until, found)
        return found

    def _find_starts(self, word: str) -> _Starts | None:
        """Return the expressions that may begin with this word, or None for none."""
        found = list(self._exact.get(word, ()))
        if word[:_STEM] in self._beginnings:
            for length in range(_STEM, len(word) + 1):
                found.extend(self._stems.get(word[:length], ()))
        if not found:
            return None
        found.sort(key=lambda phrase: (-len(phrase.words), -len(phrase.words[0].rstrip("*"))))
        seconds = {phrase.words[1] for phrase in found if len(phrase.words) > 1}
        return _Starts(
            {second: _before(second, found) for second in seconds if second[-1] != "*"}, _before(None, found)
        )


def _before(second: str | None, phrases: Iterable[_Phrase]) -> tuple[_Phrase, ...]:
    """Return the phrases that may stand where ``second`` is the second word, or a word that none of them has."""
    return tuple(
        phrase
        for phrase in phrases
        if len(phrase.words) == 1 or phrase.words[1] == second or phrase.words[1][-1] == "*"
    )


def _by_initials(chinese: Mapping[str, tuple[Sense, ...]]) -> tuple[dict[str, _Chinese], dict[str, _Chinese]]:
    """Return the expressions by their first two characters, and those of one character.

    With the former goes the one that is their first character, too.
    """
    by_two: dict[str, _Chinese] = {}
    by_one: dict[str, _Chinese] = {one: ((one, senses),) for one, senses in chinese.items() if len(one) == 1}
    for expression, senses in sorted(chinese.items(), key=lambda row: -len(row[0])):
        if len(expression) > 1:
            by_two[expression[:2]] = (*by_two.get(expression[:2], ()), (expression, senses))
    return {two: (*rows, *by_one.get(two[0], ())) for two, rows in by_two.items()}, by_one


def _end_of(phrase: _Phrase, words: EnglishWords, n: int, text: str) -> int:
    """Return where the phrase ends that begins at word ``n``, or 0 where it does not stand there."""
    texts, starts = words
    end = starts[n] + len(texts[n])
    if len(phrase.words) == 1:
        return end
    for step, wanted in enumerate(phrase.words[1:], n + 1):
        if step == len(texts):
            return 0
        same = texts[step].startswith(wanted[:-1]) if wanted[-1] == "*" else texts[step] == wanted
        if not same or text[end : starts[step]] not in _GAP:
            return 0
        end = starts[step] + len(texts[step])
    return end


def _take(
    senses: Iterable[Sense], text: str, start: int, end: int, until: dict[Field, tuple[int, int]], found: list[Said]
) -> None:
    """Add the senses of the expression from ``start`` to ``end``, except where a longer one or a compound stands.

    ``until`` has the last span of each field. A second expression on the same span (a word and a stem of it) adds its
    senses.
    """
    for sense in senses:
        span = until.get(sense.field)
        if span is not None and span[1] > start and span != (start, end):
            continue
        # A compound leaves a span on which nothing else can stand.
        until[sense.field] = (start, end) if sense.value else (-1, end)
        if sense.value:
            found.append(Said(sense, text[start:end], start, start / len(text)))


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
    return Finder(firm_vocabulary(), _KEPT)


@lru_cache(maxsize=1)
def finders() -> Mapping[Field, Finder]:
    """Return for each field a finder of all its expressions."""
    return {field: Finder(vocabulary, _KEPT_OF_FIELD) for field, vocabulary in field_vocabularies().items()}
