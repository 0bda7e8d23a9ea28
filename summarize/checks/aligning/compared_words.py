"""A piece of English and its Chinese compared word by word, with the learned lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.aligning.english_words import EnglishWord, english_words, stems_of
from summarize.checks.aligning.learned_lexicon import PREFIX, ChineseWord, LearnedLexicon, Unit, learned_lexicon

#: Shorter words are no words of content of their own.
_LETTERS = 3


@dataclass(frozen=True, slots=True)
class MissedWord:
    """An English word of which no rendering stands in the Chinese.

    ``surprise`` is its own or, where the word is the lost part of a phrase, that of the phrase. ``unit`` is the entry
    that has this surprise.
    """

    text: str
    start: int
    end: int
    surprise: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class UnsupportedWord:
    """A Chinese word which nothing in the English supports."""

    text: str
    start: int
    end: int
    surprise: float
    entry: ChineseWord


@dataclass(frozen=True, slots=True)
class WordComparison:
    """What is left over on both sides, in order, and the renderings that were found.

    ``tokens`` are the places of all Chinese words that the lexicon has. ``found`` has, for the place of an English word or phrase, the renderings of it that stand in the Chinese.
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
    words = english_words(english)
    side = _EnglishSide(lexicon, words, chinese)
    missed = side.missed()
    renderings = {rendering for _, _, there in side.found for rendering in there}
    tokens = tuple(lexicon.segmented(chinese))
    unsupported = tuple(_unsupported(lexicon, english, chinese, tokens, renderings))
    return WordComparison(missed, unsupported, tokens, tuple(side.found))


class _EnglishSide:
    """The English words of a piece, and which of them the Chinese has."""

    def __init__(self, lexicon: LearnedLexicon, words: Sequence[EnglishWord], chinese: str) -> None:
        self.lexicon = lexicon
        self.words = words
        self.chinese = chinese
        self.folded = chinese.lower()
        self.covered = [False] * len(words)
        self.found: list[tuple[int, int, tuple[str, ...]]] = []
        self.lost_phrases: list[tuple[int, int, Unit]] = []

    def missed(self) -> tuple[MissedWord, ...]:
        """Return the missed words; fills ``found`` on the way."""
        self._phrases()
        lost = self._lost_words()
        self._hyphenated(lost)
        best = dict(lost)
        for first, last, unit in self.lost_phrases:
            inside = [i for i in range(first, last) if i in lost]
            if inside:
                i = max(inside, key=lambda i: lost[i].surprise)
                if unit.surprise > best[i].surprise:
                    best[i] = unit
        return tuple(
            MissedWord(self.words[i].text, self.words[i].start, self.words[i].end, best[i].surprise, best[i])
            for i in sorted(best)
        )

    def _phrases(self) -> None:
        """Look for the phrases from left to right, the longest first."""
        words, longest = self.words, self.lexicon.phrases_of
        for i, word in enumerate(words):
            if not word.joined or self.covered[i]:
                continue
            size = longest.get(f"{word.text} {words[i + 1].text}", 0)
            if not size:
                continue
            texts = [word.text]
            while len(texts) < size and words[i + len(texts) - 1].joined:
                texts.append(words[i + len(texts)].text)
            for count in range(len(texts), 1, -1):
                unit = self.lexicon.unit(" ".join(texts[:count]))
                if unit is None:
                    continue
                if there := self._there(unit):
                    self.covered[i : i + count] = [True] * count
                    self.found.append((word.start, words[i + count - 1].end, there))
                    break
                self.lost_phrases.append((i, i + count, unit))

    def _there(self, unit: Unit) -> tuple[str, ...]:
        chinese = self.chinese
        return tuple([rendering for rendering in unit.renderings if rendering in chinese])

    def _lost_words(self) -> dict[int, Unit]:
        """Return the entries of the words of content that are not found, by their indexes."""
        lost: dict[int, Unit] = {}
        for i, word in enumerate(self.words):
            if (unit := self.lexicon.unit(word.text)) is None:
                continue
            if there := self._there(unit):
                self.found.append((word.start, word.end, there))
                self.covered[i] = True
            elif not self.covered[i] and len(word.text) >= _LETTERS and not self._as_it_is(word.text):
                lost[i] = unit
        return lost

    def _as_it_is(self, word: str) -> bool:
        return word in self.folded or (word[-1] == "s" and word[:-1] in self.folded)

    def _hyphenated(self, lost: dict[int, Unit]) -> None:
        """Take out words that a hyphen joins to a word that is found: real-world is 真实."""
        first = 0
        for i, word in enumerate(self.words):
            if word.hyphen:
                continue
            if i > first and any(self.covered[first : i + 1]):
                for j in range(first, i + 1):
                    lost.pop(j, None)
            first = i + 1


def _unsupported(
    lexicon: LearnedLexicon, english: str, chinese: str, tokens: Sequence[tuple[int, int]], renderings: set[str]
) -> Iterator[UnsupportedWord]:
    stems = stems_of(english)
    prefixes = {stem[:PREFIX] for stem in stems if len(stem) >= PREFIX}
    for start, end in tokens:
        text = chinese[start:end]
        entry = lexicon.word(text)
        if entry is None or not entry.supports.isdisjoint(stems) or _inside(start, end, chinese, renderings):
            continue
        if not entry.prefixes.isdisjoint(prefixes):
            continue
        yield UnsupportedWord(text, start, end, entry.surprise, entry)


def _inside(start: int, end: int, chinese: str, renderings: set[str]) -> bool:
    """Whether a rendering of something that the English says stands over this place."""
    for rendering in renderings:
        size = len(rendering)
        if size >= end - start and chinese.find(rendering, max(0, end - size), start + size) >= 0:
            return True
    return False
