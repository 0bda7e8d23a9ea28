"""The learned lexicon: how English words and phrases are rendered, and which English a Chinese word needs.

It was counted on pairs of sentences by ``python -m benchmarks.lexicon`` and is read when it is first needed. Every entry
has a surprise: the negative logarithm of how often, in right sentences, none of its renderings (or none of its English)
stands on the other side.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from pathlib import Path

from summarize.checks.word_lists import read_text

#: The file, under ``summarize/checks``.
NAME = "aligning/learned_lexicon.txt.gz"
#: Phrases that are added to it.
PHRASES = "aligning/phrases.txt"
FILE = Path(__file__).parents[1] / NAME
#: The line between the English units and the Chinese words.
DIVIDER = "="
#: A surprise is stored as a whole number of these parts of 1.
PARTS = 10
#: Words of a phrase and characters of a Chinese word, at most.
PHRASE_WORDS, WORD_CHARACTERS = 4, 6
#: Letters of ``ChineseWord.prefixes``.
PREFIX = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """An English word or phrase: its Chinese strings, the most usual one first, and the surprise where none is there."""

    renderings: tuple[str, ...]
    surprise: float


@dataclass(frozen=True, slots=True)
class ChineseWord:
    """A Chinese word: the stems of English words that support it, and the surprise where none is there.

    ``prefixes`` are the first letters of the longer stems. Words of one family share them: genetic, genetically.
    """

    supports: frozenset[str]
    surprise: float
    prefixes: frozenset[str]


class LearnedLexicon:
    """The entries, parsed one by one when they are asked for: a batch needs some thousands of 40,000."""

    def __init__(self, text: str) -> None:
        """Read the text of a lexicon file. Raises ValueError where it is none."""
        english, divider, chinese = text.partition(f"\n{DIVIDER}\n")
        if not divider:
            raise ValueError("no lexicon: the line between English and Chinese is missing")
        #: The entry of each word or phrase, or the line of one that nobody has asked for.
        self._units: dict[str, Unit | str] = dict(_entries(english))
        self._words: dict[str, ChineseWord | str] = dict(_entries(chinese))
        #: First two words of phrases -> the greatest number of words that a phrase with them has.
        self.phrases_of: dict[str, int] = {}
        for key in self._units:
            if " " in key:
                words = key.split(" ")
                first = f"{words[0]} {words[1]}"
                self.phrases_of[first] = max(self.phrases_of.get(first, 0), len(words))
        #: The first words of phrases.
        self.begin_phrases = frozenset([first.partition(" ")[0] for first in self.phrases_of])
        #: First two characters of Chinese words -> the sizes of words with them, the greatest first.
        self._sizes: dict[str, tuple[int, ...]] = {}
        shared: dict[tuple[int, ...], tuple[int, ...]] = {}
        for word in self._words:
            sizes = self._sizes.get(word[:2], ())
            if len(word) not in sizes:
                sizes = tuple(sorted((*sizes, len(word)), reverse=True))
                self._sizes[word[:2]] = shared.setdefault(sizes, sizes)

    def unit(self, words: str) -> Unit | None:
        """Return the entry of an English word, or of a phrase with single spaces, in lower case."""
        found = self._units.get(words)
        return self._parsed_unit(words, found) if isinstance(found, str) else found

    def units(self, words: Sequence[str]) -> list[Unit | None]:
        """Return the entries of English words, each as ``unit`` does."""
        return [
            self._parsed_unit(word, unit) if isinstance(unit, str) else unit
            for word, unit in zip(words, map(self._units.get, words), strict=True)
        ]

    def _parsed_unit(self, words: str, line: str) -> Unit:
        surprise, _, renderings = line.partition("\t")
        found = self._units[words] = Unit(tuple(renderings.split(" ")), int(surprise) / PARTS)
        return found

    def word(self, chinese: str) -> ChineseWord | None:
        """Return the entry of a Chinese word."""
        found = self._words.get(chinese)
        return self._parsed_word(chinese, found) if isinstance(found, str) else found

    def _parsed_word(self, chinese: str, line: str) -> ChineseWord:
        surprise, _, supports = line.partition("\t")
        stems = frozenset(supports.split(" "))
        prefixes = frozenset([stem[:PREFIX] for stem in stems if len(stem) >= PREFIX])
        found = self._words[chinese] = ChineseWord(stems, int(surprise) / PARTS, prefixes)
        return found

    def segmented(self, chinese: str) -> list[tuple[int, int]]:
        """Return the places of the words of a Chinese text that the lexicon has, by longest match from the left."""
        return self.segments(chinese)[0]

    def segments(self, chinese: str) -> tuple[list[tuple[int, int]], list[str]]:
        """Return the same places, and beside them the words."""
        words, sizes_of = self._words, self._sizes.get
        places, texts, after = [], [], 0
        for at, pair in enumerate(map(add, chinese, chinese[1:])):
            if at < after or (sizes := sizes_of(pair)) is None:
                continue
            for size in sizes:
                text = pair if size == 2 else chinese[at : at + size]
                if size == 2 or text in words:
                    after = at + len(text)  # at the end of the text a slice is shorter than asked for
                    places.append((at, after))
                    texts.append(text)
                    break
        return places, texts


def _entries(text: str) -> list[tuple[str, str]]:
    return [(key, rest) for key, _, rest in (line.partition("\t") for line in text.splitlines()) if rest]


@lru_cache(maxsize=1)
def learned_lexicon() -> LearnedLexicon:
    """Return the lexicon of the package, which is read once. Raises OSError or ValueError where the file is damaged."""
    phrases = "".join(
        f"{phrase}\t0\t{renderings}\n"
        for phrase, _, renderings in (line.partition(" : ") for line in read_text(PHRASES).splitlines())
        if renderings and not phrase.startswith("#")
    )
    return LearnedLexicon(phrases + gzip.decompress(FILE.read_bytes()).decode("utf-8"))
