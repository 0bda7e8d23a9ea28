"""The words of an English text that a check on polarity looks at, with their places, read once for all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from summarize.checks.polarity.antonym_table import Expression, begun_by
from summarize.checks.remembered import Remembered
from summarize.checks.word_lists import read_table

WORD = re.compile("[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a list. A star stands for any letters at the start, at the end or inside a word."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    around: tuple[tuple[str, str], ...]

    def __contains__(self, word: object) -> bool:
        """Whether a word in lower case is one of them."""
        return isinstance(word, str) and (
            word in self.whole
            or word.startswith(self.starts)
            or word.endswith(self.ends)
            or any(word.startswith(start) and word.endswith(end) for start, end in self.around)
        )


def words_of(entries: Sequence[str]) -> Words:
    """Return the words of a list of a word file."""
    inside = [entry for entry in entries if "*" in entry.strip("*")]
    return Words(
        frozenset(entry for entry in entries if "*" not in entry),
        tuple(entry[:-1] for entry in entries if entry.endswith("*") and entry not in inside),
        tuple(entry[1:] for entry in entries if entry.startswith("*") and entry not in inside),
        tuple((entry.split("*")[0], entry.split("*")[1]) for entry in inside),
    )


@dataclass(frozen=True, slots=True)
class Uses:
    """What a word can do, and the word in lower case.

    It can begin ``expressions`` of the table of opposites, begin what ``denies``, carry a denial (unstable), account for
    a negator in the Chinese, or begin a condition.
    """

    word: str
    expressions: tuple[Expression, ...]
    denies: bool
    carries: bool
    accounts: bool
    conditions: bool


class Token(NamedTuple):
    """A word in lower case, and its place."""

    word: str
    start: int
    end: int
    uses: Uses


class Tokens(NamedTuple):
    """The words of a text by their uses, each in order. A word may have several."""

    expressions: list[Token]
    denying: list[Token]
    carriers: list[Token]
    accounting: list[Token]
    conditions: list[Token]


@lru_cache(maxsize=4)
def tokens_of(english: str) -> Tokens:
    """Return the words of an English text that have a use. A hyphen ends a word."""
    tokens = Tokens([], [], [], [], [])
    for m in WORD.finditer(english):
        uses = _USES[m[0]]
        if uses is None:
            continue
        token = Token(uses.word, m.start(), m.end(), uses)
        if uses.expressions:
            tokens.expressions.append(token)
        if uses.denies:
            tokens.denying.append(token)
        if uses.carries:
            tokens.carriers.append(token)
        if uses.accounts:
            tokens.accounting.append(token)
        if uses.conditions:
            tokens.conditions.append(token)
    return tokens


def _uses(text: str) -> Uses | None:
    """Return what a word can do, or None for nothing."""
    word = text.lower()
    denies, conditions = _first_words()
    carries = len(word) > 5 and word in listed("carriers") and word not in listed("no_carriers")
    uses = Uses(
        word,
        begun_by(word),
        word in denies,
        carries or word in ("non", "free"),
        carries or (word in listed("support") and word not in listed("no_support")),
        word in conditions,
    )
    return uses if any((uses.expressions, uses.denies, uses.carries, uses.accounts, uses.conditions)) else None


_USES: Remembered[Uses | None] = Remembered(_uses, 8192)


@lru_cache(maxsize=1)
def _first_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the first words of what denies ("t" of "n't", too), and of what sets a condition."""
    strong = read_table("polarity/negation.toml")["english"]["strong"]
    kinds = read_table("polarity/conditions.toml")["kind"]
    return (
        frozenset(words.split()[0] for words in strong if words != "n't") | {"t"},
        frozenset(words.split()[0] for kind in kinds for words in kind["english"]),
    )


@lru_cache(maxsize=8)
def listed(name: str) -> Words:
    """Return a list of English words of ``negation.toml``."""
    return words_of(read_table("polarity/negation.toml")["english"][name])
