"""How likely two things of a piece have changed places, from the order of both and from what stands beside them.

Each feature of two things changes its sign, and no more, where the two are exchanged in the Chinese. So a sum of
features with weights is the logarithm of the odds that the two stand where they belong. The weights were learned from
right translations alone: exchanged, each of them is an example of an error.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from summarize.checks.order.places import Place
from summarize.checks.order.sides import compared_things

_ENGLISH_BAR = re.compile(
    r"[,;:()]|\b(?:while|whereas|but|which|that|when|where|although|because|if|after|before|with)\b"
    r"|(?P<heavy>[.!?]\s)|(?P<light>\b(?:and|or|vs|versus|than)\b)"
)
_CHINESE_BAR = re.compile(r"[，；：（）(),;:]|(?P<heavy>[。！？])|(?P<light>[、和与而])")
_LIST = re.compile(r"^\W*(?:[,/±]|\b(?:and|or|vs\.?|versus|to|as well as|plus|over)\b)\W*(?:the |a |an )?\W*$", re.I)
#: The same between two figures: the first one may have a word of its own, as in "3 points and 5 points".
_FIGURE_LIST = re.compile(r"^\s?(?:[A-Za-z°/%]{1,12}\s)?(?:[,/±]|(?:and|or|vs\.?|versus|to|over)\s)\s?\W*$", re.I)
_DIRECTED = re.compile(r"^\s*(?:vs\.?|versus|to|over)\b", re.I)
_OF = re.compile(r"\bof\b")
_PREPOSITIONS = (
    "in|on|for|from|by|with|to|at|under|via|through|over|across|between|into|using|based|among|near|outside|inside|behind"
    "|within|beyond|without|along|against|towards?|throughout|during|per|about|around|above|below|upon|onto|as"
)
_PREPOSITION = re.compile(rf"\b(?:{_PREPOSITIONS})\b")
#: A preposition that the words behind it belong to: they move with it.
_GOVERNED = re.compile(rf"\b(?:{_PREPOSITIONS}|of)\s(?:[\w'-]{{1,24}}\s){{0,4}}$", re.I)
_GOVERNED_FIGURE = re.compile(r"\b(?:in|on|for|across|over|within|among|of|under|with|at|using|than)\s\W?$", re.I)
_SUBORDINATE = re.compile(r"\b(?:that|which|who|when|while|where|whereas|after|before|because|if|as|although)\b")
_COMMA = re.compile(r"[,;:]")
_CHINESE_LIST = re.compile(r"^[^，。；：]{0,4}?\s*(?:[、/±]|[和与及或对到至]|以及|而非|vs\.?)\s*[^，。；：]{0,3}$")
_AND = re.compile(r"\b(?:and|but|while|whereas)\b")
_CHINESE_COMMA = re.compile(r"[，；、]")
_CHINESE_AND = re.compile(r"[和与及而、]")
_RESPECTIVELY = re.compile(r"\brespectively\b", re.I)
_PASSIVE = re.compile(r"[被由受]")
_REACH = 8.0
#: What a mark of a clause, the end of a sentence and a word of a list add to a distance.
_BARS = {None: 4, "heavy": 8, "light": 2}
_NEAR = [math.exp(-d / _REACH) for d in range(120)]
_CLOSE = [math.exp(-d / 2.5) for d in range(120)]


class Exchange:
    """The things of one piece, and the features of any two of them."""

    def __init__(self, english: str, chinese: str, places: Sequence[Place]) -> None:
        self.english = english
        self.chinese = chinese
        self.places = places
        self.compared = compared_things(english, chinese, places)
        self._english_bars = _bars(_ENGLISH_BAR, english)
        self._chinese_bars = _bars(_CHINESE_BAR, chinese)
        self._respectively = _RESPECTIVELY.search(english) is not None
        self._passive = _PASSIVE.search(chinese) is not None
        self._governed: dict[int, bool] = {}
        self._rows: dict[int, tuple[list[int], list[int]]] = {}

    def _distances(self, i: int) -> tuple[list[int], list[int]]:
        """Return how far every thing stands from thing ``i``, in English and in Chinese."""
        if i not in self._rows:
            x = self.places[i]
            self._rows[i] = (
                [
                    min(_distance(x.start, x.end, w.start, w.end, self._english_bars, 3), 119)
                    for w in self.places
                ],
                [
                    min(_distance(x.chinese_start, x.chinese_end, w.chinese_start, w.chinese_end, self._chinese_bars, 1), 119)
                    for w in self.places
                ],
            )  # fmt: skip
        return self._rows[i]

    def is_list(self, i: int, j: int) -> bool:
        """Whether nothing but a word such as "and" stands between two things of the English."""
        a, b = self.places[i], self.places[j]
        pattern = _FIGURE_LIST if a.kind == b.kind == "figure" else _LIST
        return pattern.match(self.english[a.end : b.start]) is not None

    def order_matters(self, i: int, j: int) -> bool:
        """Whether two neighbours of a list may not change places: "respectively" or "from … to"."""
        between = self.english[self.places[i].end : self.places[j].start]
        return self._respectively or _DIRECTED.match(between) is not None

    def is_reversed(self, i: int, j: int) -> bool:
        """Whether two things stand in the other order in the Chinese."""
        return self.places[i].chinese_start > self.places[j].chinese_start

    def group(self, i: int, j: int) -> str:
        """Return what two things are to each other, which decides their weights, or "" where they are never compared."""
        a, b = self.places[i], self.places[j]
        if a.kind == b.kind == "figure":
            if a.sort != b.sort and "year" in (a.sort, b.sort):
                return ""
            return "figures" if a.sort == b.sort or self.is_list(i, j) else "unlike"
        if "figure" in (a.kind, b.kind):
            return ""
        if (i, j) in self.compared:
            return "compared"
        if a.side or b.side:
            return ""
        if a.kind == b.kind == "name":
            return "names"
        between = self.english[a.end : b.start]
        if self.is_list(i, j):
            low, high = sorted(((a.chinese_start, a.chinese_end), (b.chinese_start, b.chinese_end)))
            if _CHINESE_LIST.match(self.chinese[low[1] : high[0]]):
                return "listed"
        if self._is_governed(j):
            return "linked"
        if _ENGLISH_BAR.search(between) or _AND.search(between):
            return "clauses"
        if _OF.search(between) or _PREPOSITION.search(between):
            return "linked"
        # Without a word of another kind between them, both belong to one noun.
        return "direct" if not all(place.movable for place in self.places[i + 1 : j]) else ""

    def _is_governed(self, i: int) -> bool:
        """Whether a thing of the English follows a preposition."""
        if i not in self._governed:
            start = self.places[i].start
            pattern = _GOVERNED_FIGURE if self.places[i].kind == "figure" else _GOVERNED
            self._governed[i] = pattern.search(self.english[max(0, start - 60) : start]) is not None
        return self._governed[i]

    def features(self, i: int, j: int) -> dict[str, float]:
        """Return the features of things ``i`` and ``j``, of which ``i`` stands first in the English."""
        a, b = self.places[i], self.places[j]
        sign = 1.0 if a.chinese_start < b.chinese_start else -1.0
        (ea, ca), (eb, cb) = self._distances(i), self._distances(j)
        near = close = middle = 0.0
        a_here = a_there = b_here = b_there = 0.0
        first, last = (a, b) if sign > 0 else (b, a)
        for k, w in enumerate(self.places):
            if k in (i, j):
                continue
            near += (_NEAR[ea[k]] - _NEAR[eb[k]]) * (_NEAR[ca[k]] - _NEAR[cb[k]])
            close += (_CLOSE[ea[k]] - _CLOSE[eb[k]]) * (_CLOSE[ca[k]] - _CLOSE[cb[k]])
            a_here = max(a_here, _CLOSE[ea[k]] * _CLOSE[ca[k]])
            a_there = max(a_there, _CLOSE[ea[k]] * _CLOSE[cb[k]])
            b_here = max(b_here, _CLOSE[eb[k]] * _CLOSE[cb[k]])
            b_there = max(b_there, _CLOSE[eb[k]] * _CLOSE[ca[k]])
            if i < k < j and first.chinese_start < w.chinese_start < last.chinese_start:
                middle += sign
        between = self.english[a.end : b.start]
        gap = self.chinese[first.chinese_end : last.chinese_start]
        coordinated = self.is_list(i, j)
        listed = coordinated and _CHINESE_LIST.match(gap) is not None
        return {
            "order": sign,
            "beside": sign * (len(between) <= 1),
            "standard": self.compared.get((i, j), 0.0),
            "respectively": sign * (coordinated and self._respectively),
            "passive": sign * self._passive,
            "near": near,
            "close": close,
            "first_company": a_here - a_there,
            "second_company": b_here - b_there,
            "middle": max(-3.0, min(3.0, middle)),
            "list": sign * coordinated,
            "listed": sign * listed,
            "of": sign * min(2, len(_OF.findall(between))),
            "preposition": sign * min(3, len(_PREPOSITION.findall(between))),
            "subordinate": sign * min(2, len(_SUBORDINATE.findall(between))),
            "comma": sign * min(2, len(_COMMA.findall(between))),
            "first_governed": sign * self._is_governed(i),
            "second_governed": sign * self._is_governed(j),
            "and": sign * bool(_AND.search(between)),
            "far": sign * min(len(between), 150) / 50,
            "chinese_comma": sign * min(2, len(_CHINESE_COMMA.findall(gap))),
            "chinese_and": sign * bool(_CHINESE_AND.search(gap)),
            "de": sign * min(2, gap.count("的")),
        }


def _distance(start: int, end: int, other_start: int, other_end: int, bars: Sequence[int], width: int) -> int:
    """Return the distance of two spans in units of ``width`` characters, with a surcharge for each mark of a clause."""
    low, high = (end, other_start) if end <= other_start else (other_end, start)
    if high <= low:
        return 0
    return (high - low) // width + (bisect_left(bars, high) - bisect_left(bars, low))


def _bars(pattern: re.Pattern[str], text: str) -> list[int]:
    """Return the places of the marks that keep things apart, each as often as it counts."""
    return [m.start() for m in pattern.finditer(text) for _ in range(_BARS[m.lastgroup])]


def log_odds(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the logarithm of the odds that two things stand where they belong."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())
