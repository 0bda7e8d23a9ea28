"""How many denials a Chinese text has room for, beside those that an English text needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.polarity.chinese_negation import pattern_of, unmasked
from summarize.checks.polarity.english_negation import Denial
from summarize.checks.polarity.polar_words import Words, words_of
from summarize.checks.word_lists import read_table

_MASK = "\x00"
_WORD = re.compile(r"[A-Za-z]+(?:'t)?")


@dataclass(frozen=True, slots=True)
class _Shared:
    chinese: tuple[str, ...]
    items: Words
    also: Words


@lru_cache(maxsize=1)
def _tables() -> tuple[re.Pattern[str], re.Pattern[str], tuple[_Shared, ...]]:
    table = read_table("polarity/negation.toml")
    asserting, denying = (pattern_of(table["chinese"][key]) for key in ("asserting", "denying"))
    shared = tuple(
        _Shared(tuple(row["chinese"]), words_of(row["items"]), words_of(row["also"])) for row in table["shared"]
    )
    return re.compile(asserting), re.compile(f"(?:{denying})[免法有]?"), shared


def denying_places(chinese: str) -> list[int]:
    """Return where a Chinese text denies, or can be read so."""
    asserting, denying, _ = _tables()
    text = asserting.sub(lambda m: _MASK * len(m[0]), unmasked(chinese))
    return [m.start() for m in denying.finditer(text)]


def room_for_denials(english: str, chinese: str, denials: Sequence[Denial]) -> int:
    """Return how many of the places where the Chinese denies can stand for ``denials``.

    Those that other English words account for are not counted: 难以 beside "difficult", 缺乏 beside "scarce".
    """
    places = denying_places(chinese)
    if not places:
        return 0
    room = len(places)
    inside = {denial.start for denial in denials}
    words: list[str] | None = None
    for row in _tables()[2]:
        there = sum([chinese.startswith(row.chinese, at) for at in places])
        if not there:
            continue
        beyond = there - sum(_first(denial) in row.items for denial in denials)
        if beyond > 0:
            if words is None:
                words = [m[0].lower() for m in _WORD.finditer(english) if m.start() not in inside]
            room -= min(beyond, sum(word in row.also for word in words))
    return room


def _first(denial: Denial) -> str:
    return denial.word.split()[0]
