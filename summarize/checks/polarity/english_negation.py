"""Where an English text denies, and which of its words account for a negator in the Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.polarity.polar_words import WORD, Token, listed, tokens_of
from summarize.checks.word_lists import read_table

#: Between two denials of one kind, in a list: "no x, no y", "does not a or b".
_LISTED = re.compile(r"[^.;:]{0,90}?(?:,|\bor\b|\band\b)\s*(?:\w+\s){0,2}")
_BEFORE_FREE = re.compile(r"\b[A-Za-z]+-$")
#: A carrier is no part of a path, an address or a command, and "non" and "free" deny what is joined to them.
_PART_OF_NAME, _AFTER_NAME = frozenset("}/\\.@_-0123456789"), frozenset("/@_{0123456789")


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, with its place. ``carried`` says that it denies what is inside it: unstable."""

    start: int
    end: int
    word: str
    carried: bool = False


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of what denies nothing, and of what must stay denied."""
    words = read_table("polarity/negation.toml")["english"]
    harmless, strong = (_any_of([word for word in words[key] if word != "n't"]) for key in ("harmless", "strong"))
    return (
        re.compile(
            rf"\b(?:{harmless})(?!\w)|\bno\. ?\d|\bNone\b|(?<=[\w./])-[Nn]o[tn]?-|-not\b"
            r"|\bnot(?= [^.,;:]{1,60} (?:alone|only|just|merely|solely)\b)|\bnot(?=[^.;:]{1,90} but also\b)",
            re.I,
        ),
        re.compile(rf"(?<![-./_])\b(?:{strong})\b(?![-./_]\w)|n['’]t\b", re.I),
    )


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern of words, the longest first; it goes by their first letters, so that few are tried at a place."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())


@lru_cache(maxsize=4)
def denials(english: str) -> tuple[Denial, ...]:
    """Return the words of an English text that deny and must stay denied, in order.

    Of several in one list, and of the same word said twice, only the first is returned.
    """
    tokens = tokens_of(english)
    if not (tokens.denying or tokens.carriers):
        return ()
    said = _said(english) if tokens.denying else []
    places = {denial.start for denial in said}
    carried = [denial for denial in _carried(english, tokens.carriers) if denial.start not in places]
    return tuple(sorted((*said, *carried), key=lambda denial: denial.start))


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


def _carried(english: str, carriers: Sequence[Token]) -> list[Denial]:
    kept: dict[str, Denial] = {}
    for token in carriers:
        start, end = token.start, token.end
        if token.word == "non":
            m = WORD.match(english, end + 1) if english[end : end + 1] == "-" else None
            if m is None:
                continue
            end = m.end()
            if m[0].isupper() or english[start:end].lower() in listed("no_carriers"):
                continue
        elif token.word == "free":
            m = _BEFORE_FREE.search(english, max(0, start - 30), start)
            if m is None:
                continue
            start = m.start()
        whole = english[start:end]
        before, after = english[max(0, start - 1) : start], english[end : end + 1]
        in_name = (
            before in _PART_OF_NAME or after in _AFTER_NAME or (english[end + 1 : end + 2].isalpha() and after == ".")
        )
        if in_name or (token.word != "non" and whole[1:] != whole[1:].lower()):
            continue
        kept.setdefault(whole.lower()[:7], Denial(start, end, whole.lower(), carried=True))
    return list(kept.values())


@lru_cache(maxsize=1024)
def surely_carries(word: str) -> bool:
    """Whether nearly every right translation of a carrier, in lower case, has a negator for it."""
    return word not in listed("unsure_carriers")


@lru_cache(maxsize=4)
def places_accounting(english: str) -> frozenset[int]:
    """Return the places of all words that deny, or account for a negator in the Chinese."""
    tokens = tokens_of(english)
    places = [token.start for token in tokens.accounting]
    places += [
        token.start
        for token in tokens.denying
        if token.word == "t" and english[token.start - 2 : token.start - 1] == "n"
    ]
    return frozenset(places)


def places_surely_accounting(english: str) -> frozenset[int]:
    """Return the places of ``places_accounting`` without those of words that have a negator beside them by chance."""
    places = places_accounting(english)
    tokens = tokens_of(english)
    return places - {token.start for token in (*tokens.accounting, *tokens.denying) if token.word in listed("mild")}
