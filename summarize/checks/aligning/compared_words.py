"""A piece of English and its Chinese compared word by word, with the learned lexicon."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from summarize.checks.aligning.english_words import JOINING, WordColumns, stems_of, word_columns
from summarize.checks.aligning.learned_lexicon import PREFIX, ChineseWord, LearnedLexicon, Unit, learned_lexicon

#: Shorter words are no words of content of their own.
_LETTERS = 3


class MissedWord(NamedTuple):
    """An English word of which no rendering stands in the Chinese.

    ``surprise`` is its own or, where the word is the lost part of a phrase, that of the phrase. ``unit`` is the entry
    that has this surprise.
    """

    text: str
    start: int
    end: int
    surprise: float
    unit: Unit


class UnsupportedWord(NamedTuple):
    """A Chinese word which nothing in the English supports."""

    text: str
    start: int
    end: int
    surprise: float
    entry: ChineseWord


class WordComparison(NamedTuple):
    """What is left over on both sides, in order, and the renderings that were found.

    ``tokens`` are the places of all Chinese words that the lexicon has. ``found`` has, for the place of an English word or
    phrase, the renderings of it that stand in the Chinese.
    """

    missed: tuple[MissedWord, ...]
    unsupported: tuple[UnsupportedWord, ...]
    tokens: tuple[tuple[int, int], ...]
    found: tuple[tuple[int, int, tuple[str, ...]], ...]


@lru_cache(maxsize=64)
def compared(english: str, chinese: str) -> WordComparison:
    """Compare a piece of English with its Chinese, in the lexicon of the package."""
    return compare_words(learned_lexicon(), english, chinese)


def compare_words(lexicon: LearnedLexicon, english: str, chinese: str) -> WordComparison:
    """Compare a piece of English with its Chinese.

    A phrase that is found covers its words. A word that stands in the Chinese as it is counts as found, and so does one
    joined by hyphens to a word that is found.
    """
    side = _EnglishSide(lexicon, word_columns(english), chinese)
    missed = side.missed()
    places, texts = lexicon.segments(chinese)
    found = tuple(side.found)
    renderings = {rendering for _, _, there in found for rendering in there}
    left_over = _outside(renderings, places, texts, chinese)
    return WordComparison(missed, _unsupported(lexicon, english, left_over), tuple(places), found)


class _EnglishSide:
    """The English words of a piece, and which of them the Chinese has."""

    def __init__(self, lexicon: LearnedLexicon, words: WordColumns, chinese: str) -> None:
        self.lexicon = lexicon
        self.words = words
        self.chinese = chinese
        self.folded = chinese.lower()
        self.covered = bytearray(len(words.texts))
        self.found: list[tuple[int, int, tuple[str, ...]]] = []
        self.lost_phrases: list[tuple[int, int, Unit]] = []

    def missed(self) -> tuple[MissedWord, ...]:
        """Return the missed words; fills ``found`` on the way."""
        self._phrases()
        lost = self._lost_words()
        if not lost:
            return ()
        if "-" in self.words.gaps:
            self._hyphenated(lost)
        best = dict(lost)
        for first, last, unit in self.lost_phrases:
            inside = [i for i in range(first, last) if i in lost]
            if inside:
                i = max(inside, key=lambda i: lost[i].surprise)
                if unit.surprise > best[i].surprise:
                    best[i] = unit
        texts, starts, ends, _ = self.words
        return tuple([MissedWord(texts[i], starts[i], ends[i], best[i].surprise, best[i]) for i in sorted(best)])

    def _phrases(self) -> None:
        """Look for the phrases from left to right, the longest first."""
        texts, starts, ends, gaps = self.words
        longest, covered, begin_phrases = self.lexicon.phrases_of, self.covered, self.lexicon.begin_phrases
        for i in [i for i, text in enumerate(texts) if text in begin_phrases]:
            if covered[i] or gaps[i] not in JOINING or (size := longest.get(f"{texts[i]} {texts[i + 1]}")) is None:
                continue
            last = i + 1
            while last - i + 1 < size and gaps[last] in JOINING:
                last += 1
            for end in range(last + 1, i + 1, -1):
                unit = self.lexicon.unit(" ".join(texts[i:end]))
                if unit is None:
                    continue
                if there := self._there(unit):
                    covered[i:end] = b"\1" * (end - i)
                    self.found.append((starts[i], ends[end - 1], there))
                    break
                self.lost_phrases.append((i, end, unit))

    def _there(self, unit: Unit) -> tuple[str, ...]:
        chinese = self.chinese
        return tuple([rendering for rendering in unit.renderings if rendering in chinese])

    def _lost_words(self) -> dict[int, Unit]:
        """Return the entries of the words of content that are not found, by their indexes."""
        texts, starts, ends, _ = self.words
        chinese, covered, found = self.chinese, self.covered, self.found
        lost: dict[int, Unit] = {}
        # A word that a long text says a thousand times is looked for once.
        seen: dict[str, tuple[str, ...]] = {}
        for i, unit in enumerate(self.lexicon.units(texts)):
            if unit is None:
                continue
            if (there := seen.get(texts[i])) is None:
                there = seen[texts[i]] = tuple([rendering for rendering in unit.renderings if rendering in chinese])
            if there:
                found.append((starts[i], ends[i], there))
                covered[i] = 1
            elif not covered[i] and len(texts[i]) >= _LETTERS and not self._as_it_is(texts[i]):
                lost[i] = unit
        return lost

    def _as_it_is(self, word: str) -> bool:
        return word in self.folded or (word[-1] == "s" and word[:-1] in self.folded)

    def _hyphenated(self, lost: dict[int, Unit]) -> None:
        """Take out words that a hyphen joins to a word that is found: real-world is 真实."""
        first = 0
        for i, gap in enumerate(self.words.gaps):
            if gap == "-":
                continue
            if i > first and any(self.covered[first : i + 1]):
                for j in range(first, i + 1):
                    lost.pop(j, None)
            first = i + 1


def _outside(
    renderings: set[str], places: Sequence[tuple[int, int]], texts: Sequence[str], chinese: str
) -> list[tuple[int, int, str]]:
    """Return the Chinese words over which no rendering of something that the English says stands."""
    together = "\n".join(renderings)
    outside = []
    for (start, end), text in zip(places, texts, strict=True):
        if text in renderings and end - start == len(text):
            continue
        if text not in together or not _inside(start, end, text, chinese, renderings):
            outside.append((start, end, text))
    return outside


def _inside(start: int, end: int, text: str, chinese: str, renderings: set[str]) -> bool:
    """Whether one of the renderings stands over this place, where a text stands."""
    for rendering in renderings:
        if text in rendering:
            size = len(rendering)
            if size >= end - start and chinese.find(rendering, max(0, end - size), start + size) >= 0:
                return True
    return False


def _unsupported(
    lexicon: LearnedLexicon, english: str, left_over: Sequence[tuple[int, int, str]]
) -> tuple[UnsupportedWord, ...]:
    """Return those of the words that no word of the English supports."""
    if not left_over:
        return ()
    stems = stems_of(english)
    unsupported = []
    for start, end, text in left_over:
        entry = lexicon.word(text)
        if entry is not None and entry.supports.isdisjoint(stems):
            unsupported.append(UnsupportedWord(text, start, end, entry.surprise, entry))
    if unsupported:
        prefixes = {stem[:PREFIX] for stem in stems if len(stem) >= PREFIX}
        unsupported = [word for word in unsupported if word.entry.prefixes.isdisjoint(prefixes)]
    return tuple(unsupported)
