"""What a comparison of words leaves over on both sides of a piece, and where in the Chinese it belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from summarize.characters import HAN
from summarize.checks.aligning.compared_words import MissedWord, UnsupportedWord, WordComparison
from summarize.checks.occurrences import occurrences

#: Characters that stand in so many words that sharing one of them says nothing.
_COMMON = frozenset("的了是在和与对中为以及于一不有个其这可能而上下并从到使用通过将被性化者们")
#: Renderings of a missed word whose characters are looked for.
_LOOKED_AT = 5
#: A word that shares a character with what nothing else explains may be a free rendering: 复用 for 可重用.
_SHARED_CHARACTER = 1.0
#: The same where a word may have become another one.
_RENDERED_ELSEWHERE = 2.5
#: A found rendering is an anchor if all renderings of its word stand together within so many characters.
_TOGETHER = 8
#: Characters that a slot may have beside the word that fills it.
_BESIDE = 4
_HAN_RUN = re.compile(f"[{HAN}]{{2,12}}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word or phrase whose place is known on both sides."""

    start: int
    end: int
    chinese_start: int
    chinese_end: int


class Leftovers:
    """A piece of English and Chinese with what is left over."""

    def __init__(self, english: str, chinese: str, comparison: WordComparison) -> None:
        self.english = english
        self.chinese = chinese
        self.comparison = comparison

    @cached_property
    def claimed(self) -> bytearray:
        """For each character of the Chinese, 1 where a rendering of something in the English stands."""
        marks = bytearray(len(self.chinese))
        for rendering in {r for _, _, there in self.comparison.found for r in there}:
            for at in occurrences(rendering, self.chinese):
                marks[at : at + len(rendering)] = b"\x01" * len(rendering)
        return marks

    @cached_property
    def _free(self) -> frozenset[str]:
        """The characters that nothing claims."""
        return frozenset(c for c, mark in zip(self.chinese, self.claimed, strict=True) if not mark) - _COMMON

    def weight(self, word: MissedWord) -> float:
        """How much the absence of a word says that it is lost: its surprise, less where a free rendering may stand."""
        characters = {c for rendering in word.unit.renderings[:_LOOKED_AT] for c in rendering}
        return word.surprise - (_SHARED_CHARACTER if characters & self._free else 0.0)

    def sum_of(self, word: MissedWord, other: UnsupportedWord) -> float:
        """How much says that a word became another one: both surprises, less where it may be rendered elsewhere."""
        characters = {c for rendering in word.unit.renderings[:_LOOKED_AT] for c in rendering}
        elsewhere = characters & self._free - set(other.text)
        return word.surprise + other.surprise - (_RENDERED_ELSEWHERE if elsewhere else 0.0)

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """The found words that stand at one place only, in the order of the English."""
        anchors = []
        for start, end, there in self.comparison.found:
            if any(self.chinese.count(rendering) != 1 for rendering in there):
                continue
            places = [(self.chinese.find(rendering), len(rendering)) for rendering in there]
            first, last = min(p for p, _ in places), max(p + size for p, size in places)
            if last - first <= _TOGETHER:
                anchors.append(Anchor(start, end, first, last))
        return tuple(sorted(anchors, key=lambda anchor: (anchor.start, anchor.end)))

    def slot(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the Chinese of the English from ``start`` to ``end`` is expected: between those of its neighbours.

        None where a neighbour is not found, or stands on another side.
        """
        left = [anchor for anchor in self.anchors if anchor.end <= start]
        right = [anchor for anchor in self.anchors if anchor.start >= end]
        if not left or not right or left[-1].chinese_end > right[0].chinese_start:
            return None
        return left[-1].chinese_end, right[0].chinese_start

    def fills_the_slot(self, word: MissedWord, other: UnsupportedWord) -> bool:
        """Whether a Chinese word stands where an English one is expected, with little beside it."""
        slot = self.slot(word.start, word.end)
        if slot is None or other.start < slot[0] or other.end > slot[1]:
            return False
        return slot[1] - slot[0] <= other.end - other.start + _BESIDE

    def in_its_place(self, start: int, end: int) -> str:
        """Return the unclaimed Chinese that stands where the English from ``start`` to ``end`` is expected, or ""."""
        slot = self.slot(start, end)
        if slot is None:
            return ""
        first, last = slot
        free = "".join(
            c if not self.claimed[first + i] and c not in _PARTICLES else " "
            for i, c in enumerate(self.chinese[first:last])
        )
        return max(_HAN_RUN.findall(free), key=len, default="")


_PARTICLES = frozenset("的了在和与对为以及于并从到将被也都其，、；")


def chain(items: Sequence[tuple[int, float, bool]]) -> list[tuple[list[int], float]]:
    """Return the runs of leftovers that nothing stands between, with their weights added.

    ``items`` are in the order of the text: an index, a weight, and whether the item is left over. A run is the list of its
    indexes.
    """
    runs: list[tuple[list[int], float]] = []
    open_run = False
    for index, weight, left_over in items:
        if not left_over:
            open_run = False
        elif open_run:
            runs[-1] = ([*runs[-1][0], index], runs[-1][1] + weight)
        else:
            runs.append(([index], weight))
            open_run = True
    return runs
