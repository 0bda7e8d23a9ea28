"""Where an English text denies, and which of its words account for a negator in the Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.word_lists import read_table

_WORD = re.compile(r"[A-Za-z]+")
_TOKEN = re.compile(r"(?<![\w}/\\.@-])[A-Za-z]+(?:-[A-Za-z]+)*(?![\w/@_{])")
_ANY = re.compile(
    r"\b(?:no|not|none|non|cannot|without|never|neither|nor|nothing|nobody|nowhere|nowise)\b|n['’]t\b|-free\b", re.I
)
#: Between two denials of one kind, in a list: "no x, no y", "does not a or b".
_LISTED = re.compile(r"[^.;:]{0,90}?(?:,|\bor\b|\band\b)\s*(?:\w+\s){0,2}")


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, with its place. ``carried`` says that it denies what is inside it: unstable."""

    start: int
    end: int
    word: str
    carried: bool = False


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


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of what denies nothing, and of what must stay denied."""
    words = read_table("polarity/negation.toml")["english"]
    harmless, strong = (
        "|".join(re.escape(word) for word in sorted(words[key], key=len, reverse=True) if word != "n't")
        for key in ("harmless", "strong")
    )
    return (
        re.compile(
            rf"\b(?:{harmless})(?!\w)|\bno\. ?\d|\bNone\b|(?<=[\w./])-[Nn]o[tn]?-|-not\b"
            r"|\bnot(?= [^.,;:]{1,60} (?:alone|only|just|merely|solely)\b)",
            re.I,
        ),
        re.compile(rf"(?<![-./_])\b(?:{strong})\b(?![-./_]\w)|n['’]t\b", re.I),
    )


@lru_cache(maxsize=8)
def _list(name: str) -> Words:
    return words_of(read_table("polarity/negation.toml")["english"][name])


def denials(english: str) -> list[Denial]:
    """Return the words of an English text that deny and must stay denied, in order.

    Of several in one list, and of the same word said twice, only the first is returned.
    """
    said = _said(english)
    places = {denial.start for denial in said}
    carried = [denial for denial in _carried(english) if denial.start not in places]
    return sorted((*said, *carried), key=lambda denial: denial.start)


def _said(english: str) -> list[Denial]:
    harmless, strong = _patterns()
    blanked = harmless.sub(lambda m: "_" * len(m[0]), english)
    kept: list[Denial] = []
    last: Denial | None = None
    for m in strong.finditer(blanked):
        denial = Denial(m.start(), m.end(), m[0].lower().replace("’", "'"))
        listed = last is not None and (
            denial.word == "nor"
            or (last.word == denial.word and _LISTED.fullmatch(english, last.end, denial.start) is not None)
        )
        if not listed:
            kept.append(denial)
        last = denial
    return kept


def _carried(english: str) -> list[Denial]:
    kept: dict[str, Denial] = {}
    for m in _TOKEN.finditer(english):
        if m[0][1:] == m[0][1:].lower() and _carries(m[0].lower()):
            kept.setdefault(m[0].lower()[:7], Denial(m.start(), m.end(), m[0].lower(), carried=True))
    return list(kept.values())


@lru_cache(maxsize=4096)
def _carries(word: str) -> bool:
    return len(word) > 5 and word in _list("carriers") and word not in _list("no_carriers")


@lru_cache(maxsize=1024)
def surely_carries(word: str) -> bool:
    """Whether nearly every right translation of a carrier, in lower case, has a negator for it."""
    return word not in _list("unsure_carriers")


@lru_cache(maxsize=4096)
def accounts(word: str) -> bool:
    """Whether a word in lower case accounts for a negator in the Chinese."""
    return word in _list("support") and word not in _list("no_support")


def places_accounting(english: str) -> set[int]:
    """Return the places of all words that deny, or account for a negator in the Chinese."""
    places = {m.start() for m in _ANY.finditer(english)}
    places.update(m.start() for m in _WORD.finditer(english) if accounts(m[0].lower()))
    return places
