"""The words of an English text as the learned lexicon knows them, and the stems that support a Chinese word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
#: Formulas, commands of LaTeX and addresses have no words.
_FOREIGN = re.compile(r"\$[^$\n]{1,300}\$|\\[A-Za-z]+|https?://[^\s)]+")
_FOREIGN_SIGN = re.compile(r"[$\\]|://")
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


@lru_cache(maxsize=64)
def english_words(text: str) -> tuple[EnglishWord, ...]:
    """Return the words of a text, in order. Figures, signs, formulas and addresses are no words."""
    if _FOREIGN_SIGN.search(text):
        text = _FOREIGN.sub(lambda m: "." * len(m[0]), text)
    places = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    words = []
    for i, (start, end) in enumerate(places):
        gap = text[end : places[i + 1][0]] if i + 1 < len(places) else "."
        words.append(EnglishWord(text[start:end].lower(), start, end, gap in (" ", "-", "\n"), gap == "-"))
    return tuple(words)


@lru_cache(maxsize=64)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a text."""
    return frozenset(stem_of(word.text) for word in english_words(text))


@lru_cache(maxsize=8192)
def stem_of(word: str) -> str:
    """Return the stem of a word in lower case."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_LETTERS:
            return word[: -len(ending)]
    return word
