"""The words of an English text as the learned lexicon knows them, and the stems that support a Chinese word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

_WORD = re.compile(r"([A-Za-z]+(?:['’][a-z]+)?)")
#: What may stand between two words that are joined.
JOINING = (" ", "-", "\n")
#: Formulas, commands of LaTeX and addresses have no words.
_FOREIGN = re.compile(r"\$[^$\n]{1,300}\$|\\[A-Za-z]+|https?://[^\s)]+")
#: Endings that a stem goes without, longest first, where at least four letters stay. They are cut as strings: reduce and
#: reducing give "reduc", reduction gives "reduct", and a Chinese word lists all stems that support it.
_ENDINGS = (
    "ization", "isation", "ations", "ingly", "ities", "ation", "ments", "edly", "ness", "ment", "ings", "ions", "ing",
    "ies", "ied", "ers", "ity", "ion", "ive", "ed", "es", "ly", "al", "er", "s", "e", "y",
)  # fmt: skip
_STEM_LETTERS = 4


@dataclass(frozen=True, slots=True)
class EnglishWord:
    """A word in lower case with its place. ``joined`` says that one space or hyphen leads to the next word.

    ``hyphen`` says that it is a hyphen.
    """

    text: str
    start: int
    end: int
    joined: bool
    hyphen: bool


class WordColumns(NamedTuple):
    """The words of a text in columns, because an abstract has 150 and making an object of each takes long.

    ``texts`` are the words in lower case, ``starts`` and ``ends`` their places. ``gaps`` has what stands between each word
    and the next one, and "." after the last.
    """

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    gaps: tuple[str, ...]


@lru_cache(maxsize=64)
def word_columns(text: str) -> WordColumns:
    """Return the words of a text, in order. Figures, signs, formulas and addresses are no words."""
    if "$" in text or "\\" in text or "://" in text:
        text = _FOREIGN.sub(lambda m: "." * len(m[0]), text)
    parts = _WORD.split(text)  # gaps and words in turn
    borders = tuple(accumulate(map(len, parts)))
    parts[-1] = "."
    return WordColumns(tuple(map(str.lower, parts[1::2])), borders[:-1:2], borders[1::2], tuple(parts[2::2]))


def english_words(text: str) -> tuple[EnglishWord, ...]:
    """Return the same words one by one."""
    return tuple(
        EnglishWord(word, start, end, gap in JOINING, gap == "-")
        for word, start, end, gap in zip(*word_columns(text), strict=True)
    )


@lru_cache(maxsize=64)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a text."""
    return frozenset(map(stem_of, word_columns(text).texts))


@lru_cache(maxsize=8192)
def stem_of(word: str) -> str:
    """Return the stem of a word in lower case."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_LETTERS:
            return word[: -len(ending)]
    return word
