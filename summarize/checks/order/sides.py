"""Which things of a piece are the sides of a comparison, and whether the Chinese has the same one as the standard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarize.checks.order.comparison import Standard, chinese_standards, english_standards
from summarize.checks.order.places import Place

#: A comparison that opens a clause: its side follows.
_OPENED = re.compile(r"(?:^|[,;:(]\s)(?:\w{1,12}\s)?$")
#: What belongs to another noun is no side of its own.
_OF = re.compile(r"\b(?:of|from|in|on|for|by)\s(?:the\s)?$")
_CLAUSE_END = re.compile(r"[,;:]|[.!?]\s")
_CHINESE_END = re.compile(r"[。；，：]")
#: What may stand between the comma behind 与……相比 and the side of the comparison.
_BEFORE_SIDE = 2


@dataclass(frozen=True, slots=True)
class TurnedStandard:
    """The standard of the English comparison, which is its side in the Chinese, and the place of the Chinese standard."""

    thing: Place
    start: int
    end: int


def compared_things(english: str, chinese: str, places: Sequence[Place]) -> dict[tuple[int, int], float]:
    """Return the pairs of things that both languages compare: 1.0 where both have one standard, else -1.0.

    A pair is named by the indexes of its things, in the order of the English.
    """
    standards = english_standards(english)
    if not standards:
        return {}
    comparisons = list(_comparisons(english, places, standards))
    if not comparisons:
        return {}
    theirs = dict(_standards_of_chinese(chinese, places))
    if len(theirs) < len({held for _, held, _ in comparisons}):
        return {}
    found = {}
    for n, held, sign in comparisons:
        if (held in theirs) == (n in theirs):
            continue
        value = 1.0 if held in theirs else -1.0
        if sign * theirs[held if held in theirs else n] < 0:
            value = -value
        found[min(n, held), max(n, held)] = value
    return found


def turned_standard(english: str, chinese: str, places: Sequence[Place]) -> TurnedStandard | None:
    """Return the standard of the one comparison of a piece if the Chinese has it as the other side, else None.

    The other side need not be known: in 基线优于 X the baseline is no standard, whatever X is.
    """
    ours = english_standards(english)
    if len(ours) != 1:
        return None
    theirs = chinese_standards(chinese)
    if len(theirs) != 1 or ours[0].sign * theirs[0].sign < 0:
        return None
    standard = theirs[0]
    held = _first_within(places, ours[0].start, ours[0].end)
    if held is None or standard.end - standard.start < _BEFORE_SIDE:
        return None
    thing = places[held]
    if standard.start <= thing.chinese_start and thing.chinese_end <= standard.end:
        return None
    if standard.start < standard.words:  # 与……相比
        comma = chinese.find("，", standard.words, standard.words + 8)
        turned = 0 <= comma < thing.chinese_start <= comma + 1 + _BEFORE_SIDE
    else:
        clause = max(chinese.rfind(mark, 0, thing.chinese_start) for mark in "，。；：") + 1
        turned = (
            thing.chinese_end <= standard.words
            and "在" not in chinese[clause : thing.chinese_start]  # 在 B 中优于 X: a place, and no side
            and not _CHINESE_END.search(chinese, thing.chinese_end, standard.words)
        )
    return TurnedStandard(thing, standard.start, standard.end) if turned else None


def _comparisons(
    english: str, places: Sequence[Place], standards: Sequence[Standard]
) -> Iterator[tuple[int, int, int]]:
    """Yield the side, the standard and the sign of each comparison of the English, the things by their index."""
    for standard in standards:
        held = _first_within(places, standard.start, standard.end)
        if held is None:
            continue
        opened = _OPENED.search(english[max(0, standard.words - 24) : standard.words])
        comma = english.find(",", standard.end)
        for n, place in enumerate(places):
            if not place.movable or n == held or _OF.search(english[max(0, place.start - 12) : place.start]):
                continue
            if place.end <= standard.words:
                between = english[place.end : standard.words]
            elif opened and standard.end <= comma < place.start:
                between = english[comma + 1 : place.start]
            else:
                continue
            if not _CLAUSE_END.search(between):
                yield n, held, standard.sign


def _first_within(places: Sequence[Place], start: int, end: int) -> int | None:
    inside = (n for n, p in enumerate(places) if p.movable and start <= p.start and p.end <= end)
    return next(inside, None)


def _standards_of_chinese(chinese: str, places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Yield the standard of each comparison of the Chinese, by its index, and the sign of the comparison."""
    for standard in chinese_standards(chinese):
        inside = [
            (p.chinese_start, n)
            for n, p in enumerate(places)
            if p.movable and standard.start <= p.chinese_start and p.chinese_end <= standard.end
        ]
        if inside:
            yield min(inside)[1], standard.sign
