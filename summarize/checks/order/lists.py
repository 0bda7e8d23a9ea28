"""Lists whose order says something: "A and B are 3 and 5, respectively". One known member shows whether it is turned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from summarize.characters import HAN
from summarize.checks.order.places import Place

_AFTER = re.compile(r"\s(?:and)\s")
_BEFORE = re.compile(r"(?<!,)\sand\s(?:the\s|an?\s)?$")
_CHINESE_AFTER = re.compile(f"[{HAN}]{{0,2}}?(?:[和与及、]|以及)")
_CHINESE_BEFORE = re.compile("(?:[和与及、]|以及)$")
_SENTENCE_END = re.compile(r"[.!?]\s|[;:]")
#: Characters around a word in which the rest of its list is looked for.
_REACH = 12


def turned_member(english: str, chinese: str, places: Sequence[Place]) -> Place | None:
    """Return a member of a list with "respectively" that stands first on one side and last on the other, or None.

    No member is returned where two figures of the piece are turned as well.
    """
    said = english.find("espectively")
    if said < 0 or "分别" not in chinese:
        return None
    figures = [place for place in places if place.kind == "figure"]
    if any(a.chinese_start > b.chinese_start for a, b in pairwise(figures)):
        return None
    for place in places:
        if place.kind == "figure" or _SENTENCE_END.search(english, min(place.end, said), max(place.end, said)):
            continue
        first = _AFTER.match(english, place.end) is not None
        last = _BEFORE.search(english[max(0, place.start - _REACH) : place.start]) is not None
        if first == last:
            continue
        chinese_first = _CHINESE_AFTER.match(chinese, place.chinese_end) is not None
        chinese_last = (
            _CHINESE_BEFORE.search(chinese[max(0, place.chinese_start - 2) : place.chinese_start]) is not None
        )
        if chinese_first != chinese_last and chinese_first != first:
            return place
    return None
