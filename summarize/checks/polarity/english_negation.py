"""Where an English text denies, and which of its words account for a negator in the Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.word_lists import read_table

_WORD = re.compile(r"[A-Za-z]+")
_NOT = r"|n['’]t\b|\bn't\b"


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, with its place."""

    start: int
    end: int
    word: str


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of what denies nothing, and of what must stay denied."""
    words = read_table("polarity/negation.toml")["english"]
    harmless, strong = (
        "|".join(re.escape(word) for word in sorted(words[key], key=len, reverse=True) if word != "n't")
        for key in ("harmless", "strong")
    )
    return (
        re.compile(rf"\b(?:{harmless})\b|\bno\. ?\d|\bNone\b|(?<=[\w./])-[Nn]o[tn]?-|-not\b", re.I),
        re.compile(rf"(?<![-./_])\b(?:{strong})\b(?![-./_]\w)|n['’]t\b", re.I),
    )


@lru_cache(maxsize=1)
def _support() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """Return the words that account for a negator: whole ones, beginnings, ends, and what only begins like one."""
    words = read_table("polarity/negation.toml")["english"]
    whole = frozenset(word for word in words["support"] if "*" not in word)
    starts = tuple(word[:-1] for word in words["support"] if word.endswith("*") and word[0] != "*")
    ends = tuple(word[1:] for word in words["support"] if word[0] == "*")
    return whole, starts, ends, frozenset(words["no_support"])


_ANY = re.compile(
    r"\b(?:no|not|none|non|cannot|without|never|neither|nor|nothing|nobody|nowhere|nowise)\b|n['’]t\b|-free\b", re.I
)


def denies(english: str) -> bool:
    """Whether anything in an English text denies, or accounts for a negator in the Chinese."""
    return _ANY.search(english) is not None or bool(accounted(english))


def denials(english: str) -> list[Denial]:
    """Return the words of an English text that deny and must stay denied, in order."""
    harmless, strong = _patterns()
    blanked = harmless.sub(lambda m: "_" * len(m[0]), english)
    return [Denial(m.start(), m.end(), m[0].lower().replace("’", "'")) for m in strong.finditer(blanked)]


@lru_cache(maxsize=4096)
def accounts(word: str) -> bool:
    """Whether a word in lower case accounts for a negator in the Chinese."""
    whole, starts, ends, not_these = _support()
    return word not in not_these and (word in whole or word.startswith(starts) or word.endswith(ends))


def accounted(english: str) -> list[int]:
    """Return the offsets of the words that account for a negator in the Chinese."""
    return [m.start() for m in _WORD.finditer(english) if accounts(m[0].lower())]
