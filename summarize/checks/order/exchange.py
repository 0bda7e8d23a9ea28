"""How likely two things of a piece have changed places, from the order of both and from what stands beside them.

Each feature of two things changes its sign, and no more, where the two are exchanged in the Chinese. So a sum of
features with weights is the logarithm of the odds that the two stand where they belong. The weights were learned from
right translations alone: exchanged, each of them is an example of an error.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left as bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarize.checks.order.places import Place
from summarize.checks.order.sides import compared_things

_ENGLISH_BAR = re.compile(
    r"[,;:()]|\b(?:while|whereas|but|which|that|when|where|although|because|if|after|before|with"
    r"|(?P<light>and|or|vs|versus|than))\b|(?P<heavy>[.!?]\s)"
)
_CHINESE_BAR = re.compile(r"[，；：（）(),;:。！？、和与而]")
_LIST = re.compile(r"^\W*(?:[,/±]|\b(?:and|or|vs\.?|versus|to|as well as|plus|over)\b)\W*(?:the |a |an )?\W*$", re.I)
#: The same between two figures: the first one may have a word of its own, as in "3 points and 5 points".
_FIGURE_LIST = re.compile(r"^\s?(?:[A-Za-z°/%]{1,12}\s)?(?:[,/±]|(?:and|or|vs\.?|versus|to|over)\s)\s?\W*$", re.I)
_DIRECTED = re.compile(r"^\s*(?:vs\.?|versus|to|over)\b", re.I)
_TO = re.compile(r"^\s?(?:[A-Za-z°/%]{1,12}\s)?to\b")
_BECAME = re.compile(r"[至到为成]")
_OF = re.compile(r"\bof\b")
_PREPOSITIONS = (
    "in|on|for|from|by|with|to|at|under|via|through|over|across|between|into|using|based|among|near|outside|inside|behind"
    "|within|beyond|without|along|against|towards?|throughout|during|per|about|around|above|below|upon|onto|as"
)
_PREPOSITION = re.compile(rf"\b(?:{_PREPOSITIONS})\b")
#: A preposition that the words behind it belong to: they move with it.
_GOVERNED = re.compile(rf"\b(?:{_PREPOSITIONS}|of)\s(?:[\w'-]{{1,24}}\s){{0,4}}$", re.I)
_ATTACHED = re.compile(rf"^\s(?:{_PREPOSITIONS}|of)\s(?:the\s|an?\s)?$")
#: A noun with words of its own behind it, which stand before it in Chinese: "tools for …", "responses that …".
_OPENS = re.compile(rf"^\s(?:{_PREPOSITIONS}|of|that|which|who|whose|where|when|[a-z]{{3,20}}ing)\b")
_CHINESE_EXAMPLE = re.compile(r"[如括像]\s?")
_EXAMPLE = re.compile(r"^[\s,(]*(?:including|such as|like|namely|e\.g\.|i\.e\.)")
_GOVERNED_FIGURE = re.compile(r"\b(?:in|on|for|from|across|over|within|among|of|under|with|at|using|than)\s\W?$", re.I)
_SUBORDINATE = re.compile(r"\b(?:that|which|who|when|while|where|whereas|after|before|because|if|as|although)\b")
_COMMA = re.compile(r"[,;:]")
_CHINESE_LIST = re.compile(r"^[^，。；：]{0,4}?\s*(?:[、/±]|[和与及或对到至]|以及|而非|vs\.?)\s*[^，。；：]{0,3}$")
_AND = re.compile(r"\b(?:and|but|while|whereas)\b")
_CHINESE_COMMA = re.compile(r"[，；、]")
_CHINESE_AND = re.compile(r"[和与及而、]")
_PASSIVE = re.compile(r"[被由受]")
#: What the end of a sentence and a word of a list add to a distance, and what any other mark adds.
_BARS = {"heavy": 8, "light": 2, **dict.fromkeys("。！？", 8), **dict.fromkeys("、和与而", 2)}
_BAR = 4
_FARTHEST = 119
_NEAR = [math.exp(-d / 8) for d in range(_FARTHEST + 1)]
_CLOSE = [math.exp(-d / 2.5) for d in range(_FARTHEST + 1)]
#: Things of one piece that are compared: more are a table.
_MOST = 24


#: How near every thing stands to one, by a wide and by a narrow measure, in English and by both in Chinese.
_Row = tuple[list[float], list[float], list[float], list[float]]


class Company(NamedTuple):
    """What the neighbours of two things say: above 0 that they stand where they belong, below 0 that each is elsewhere.

    ``near`` and ``close`` sum over all things, by a wide and by a narrow measure. ``first`` and ``second`` look at the one
    closest companion of either.
    """

    near: float
    close: float
    first: float
    second: float


class Exchange:
    """The things of one piece, and the features of any two of them."""

    def __init__(self, english: str, chinese: str, places: Sequence[Place]) -> None:
        self.english = english
        self.chinese = chinese
        self.places = places
        self.compared = compared_things(english, chinese, places)
        self._respectively = "espectively" in english
        self._governed: dict[int, bool] = {}
        self._lists: dict[tuple[int, int], bool] = {}
        self._ranks = _ranks(places)
        self._spans: list[list[tuple[float, float]]] = []
        self._rows: dict[int, _Row] = {}

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs that may be exchanged, by their indexes in the order of the English.

        These are pairs that the English compares, neighbours of a list that are turned, and pairs of which one would stand
        nearer to its English neighbours in the place of the other, or that are turned with most of what is between.
        """
        ranks, compared = self._ranks, self.compared
        # The things that stand beside none of their neighbours of the English.
        loose = [
            not (i and -1 <= rank - ranks[i - 1] <= 1) and not (i + 1 < len(ranks) and -1 <= rank - ranks[i + 1] <= 1)
            for i, rank in enumerate(ranks)
        ]
        movable = [i for i, place in enumerate(self.places) if place.movable][:_MOST]
        for n, i in enumerate(movable, 1):
            rank, is_loose = ranks[i], loose[i]
            for j in movable[n:]:
                if (
                    self._is_turned_with_middle(i, j)
                    if rank > ranks[j]
                    else (is_loose or loose[j]) and self._fits_better(i, j)
                ) or (compared and (i, j) in compared):
                    yield i, j

    def _is_turned_with_middle(self, i: int, j: int) -> bool:
        between, most = 0, j - i - 1
        if most:
            high, low = self._ranks[i], self._ranks[j]
            for rank in self._ranks[i + 1 : j]:
                if low < rank < high:
                    between += 1
        return 2 * between >= most or self._fits_better(i, j)

    def _fits_better(self, i: int, j: int) -> bool:
        """Whether one of two things would stand nearer to its neighbours in the place of the other, and none farther."""
        gain = self._gain(i, j)
        if gain < 0:
            return False
        other = self._gain(j, i)
        return other > 0 or (other == 0 < gain)

    def _gain(self, i: int, j: int) -> int:
        """Return by how many ranks thing ``i`` would be nearer to one of its neighbours in the place of ``j``."""
        ranks = self._ranks
        rank, instead = ranks[i], ranks[j]
        here = there = len(ranks)
        for k in (i - 1, i + 1):
            if 0 <= k < len(ranks) and k != j:
                here, there = min(here, abs(ranks[k] - rank)), min(there, abs(ranks[k] - instead))
        return here - there

    def _row(self, i: int) -> _Row:
        """Return how near every thing stands to thing ``i``, in English and in Chinese."""
        if i not in self._rows:
            if not self._spans:
                english, chinese = _bars(_ENGLISH_BAR, self.english), _bars(_CHINESE_BAR, self.chinese)
                # Places in units of three English or one Chinese character, moved on by each mark of a clause before.
                self._spans = [
                    [(p.start / 3 + bisect(english, p.start), p.end / 3 + bisect(english, p.end)) for p in self.places],
                    [
                        (
                            p.chinese_start + bisect(chinese, p.chinese_start),
                            p.chinese_end + bisect(chinese, p.chinese_end),
                        )
                        for p in self.places
                    ],
                ]
            english_steps, chinese_steps = _steps(i, self._spans[0]), _steps(i, self._spans[1])
            self._rows[i] = (
                [_NEAR[step] for step in english_steps],
                [_CLOSE[step] for step in english_steps],
                [_NEAR[step] for step in chinese_steps],
                [_CLOSE[step] for step in chinese_steps],
            )
        return self._rows[i]

    def is_list(self, i: int, j: int) -> bool:
        """Whether nothing but a word such as "and" stands between two things of the English."""
        if (found := self._lists.get((i, j))) is None:
            a, b = self.places[i], self.places[j]
            pattern = _FIGURE_LIST if a.kind == b.kind == "figure" else _LIST
            found = self._lists[i, j] = pattern.match(self.english[a.end : b.start]) is not None
        return found

    def order_matters(self, i: int, j: int) -> bool:
        """Whether two neighbours of a list may not change places: "respectively" or "from … to"."""
        between = self.english[self.places[i].end : self.places[j].start]
        return self._respectively or _DIRECTED.match(between) is not None

    def is_told_as_change(self, i: int, j: int) -> bool:
        """Whether the Chinese says that one thing became the other (从 5 降至 3) where the English only names both."""
        a, b = sorted((self.places[i], self.places[j]), key=lambda place: place.chinese_start)
        became = _BECAME.search(self.chinese[a.chinese_end : b.chinese_start]) is not None
        return became and not _TO.match(self.english[self.places[i].end : self.places[j].start])

    def is_attached(self, i: int, j: int) -> bool:
        """Whether nothing but a preposition stands between two things of the English: "A with B" is 用 B 的 A."""
        return _ATTACHED.match(self.english[self.places[i].end : self.places[j].start]) is not None

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
        if a.side or b.side or self._explains(i, j):
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

    def _explains(self, i: int, j: int) -> bool:
        """Whether one of two things only explains the other: an example of it, or its short form in brackets."""
        a, b = self.places[i], self.places[j]
        if a.kind == b.kind == "name":
            gap = self.chinese[min(a.chinese_end, b.chinese_end) : max(a.chinese_start, b.chinese_start)]
            if gap in ("（", "(", " ("):
                return True
        said = self.chinese[max(0, b.chinese_start - 3) : b.chinese_start]
        return _CHINESE_EXAMPLE.search(said) is not None and _EXAMPLE.match(self.english[a.end : b.start]) is not None

    def _is_governed(self, i: int) -> bool:
        """Whether a thing of the English follows a preposition."""
        if i not in self._governed:
            start = self.places[i].start
            pattern = _GOVERNED_FIGURE if self.places[i].kind == "figure" else _GOVERNED
            self._governed[i] = pattern.search(self.english[max(0, start - 60) : start]) is not None
        return self._governed[i]

    def company(self, i: int, j: int) -> Company:
        """Return what the neighbours of things ``i`` and ``j`` say, of which ``i`` stands first in the English."""
        near = close = 0.0
        a_here = a_there = b_here = b_there = 0.0
        rows = zip(*self._row(i), *self._row(j), strict=True)
        for k, (a, x, a_chinese, u, b, y, b_chinese, v) in enumerate(rows):
            if k in (i, j):
                continue
            near += (a - b) * (a_chinese - b_chinese)
            close += (x - y) * (u - v)
            if x * u > a_here:
                a_here = x * u
            if x * v > a_there:
                a_there = x * v
            if y * v > b_here:
                b_here = y * v
            if y * u > b_there:
                b_there = y * u
        return Company(near, close, a_here - a_there, b_here - b_there)

    def features(self, i: int, j: int, company: Company) -> dict[str, float]:
        """Return the features of things ``i`` and ``j``, of which ``i`` stands first in the English."""
        a, b = self.places[i], self.places[j]
        sign = 1.0 if a.chinese_start < b.chinese_start else -1.0
        first, last = (a, b) if sign > 0 else (b, a)
        low, high = sorted((self._ranks[i], self._ranks[j]))
        middle = sign * sum(low < rank < high for rank in self._ranks[i + 1 : j])
        between = self.english[a.end : b.start]
        gap = self.chinese[first.chinese_end : last.chinese_start]
        coordinated = self.is_list(i, j)
        listed = coordinated and _CHINESE_LIST.match(gap) is not None
        return {
            "order": sign,
            "beside": sign * (len(between) <= 1),
            "standard": self.compared.get((i, j), 0.0),
            "respectively": sign * (coordinated and self._respectively),
            "passive": sign * (_PASSIVE.search(self.chinese) is not None),
            "near": company.near,
            "close": company.close,
            "first_company": company.first,
            "second_company": company.second,
            "middle": max(-3.0, min(3.0, middle)),
            "list": sign * coordinated,
            "listed": sign * listed,
            "of": sign * min(2, len(_OF.findall(between))),
            "preposition": sign * min(3, len(_PREPOSITION.findall(between))),
            "subordinate": sign * min(2, len(_SUBORDINATE.findall(between))),
            "comma": sign * min(2, len(_COMMA.findall(between))),
            "attached": sign * self.is_attached(i, j),
            "first_opens": sign * (_OPENS.match(between) is not None),
            "first_governed": sign * self._is_governed(i),
            "second_governed": sign * self._is_governed(j),
            "and": sign * bool(_AND.search(between)),
            "far": sign * min(len(between), 150) / 50,
            "chinese_comma": sign * min(2, len(_CHINESE_COMMA.findall(gap))),
            "chinese_and": sign * bool(_CHINESE_AND.search(gap)),
            "de": sign * min(2, gap.count("的")),
        }


def _ranks(places: Sequence[Place]) -> list[int]:
    """Return the rank of each thing in the order of the Chinese."""
    ranks = [0] * len(places)
    starts = [place.chinese_start for place in places]
    for rank, i in enumerate(sorted(range(len(places)), key=starts.__getitem__)):
        ranks[i] = rank
    return ranks


def _bars(pattern: re.Pattern[str], text: str) -> list[int]:
    """Return the places of the marks that keep things apart, each as often as it counts."""
    bars = []
    for m in pattern.finditer(text):
        bars += [m.start()] * _BARS.get(m.lastgroup or m[0], _BAR)
    return bars


def _steps(i: int, spans: Sequence[tuple[float, float]]) -> list[int]:
    """Return how far each of some spans is from span ``i``, in whole units."""
    start, end = spans[i]
    steps = []
    for a, b in spans:
        if a > end:
            steps.append(min(int(a - end), _FARTHEST))
        else:
            steps.append(min(int(start - b), _FARTHEST) if start > b else 0)
    return steps
