"""Places in a text: where words stand, which spans have others inside, what stands nearest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import add


def occurrences(words: str, text: str) -> Iterator[int]:
    """Yield the offset of every place where ``words`` stand in ``text``, in order; places may overlap."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


_NEARBY = 8


@lru_cache(maxsize=8)
def repeats_nearby(text: str) -> bool:
    """Whether two characters stand again, beside each other, at most eight places later.

    No words of up to eight characters are said twice in a row where they do not.
    """
    last: dict[str, int] = {}
    for at, pair in enumerate(map(add, text, text[1:])):
        if at - last.get(pair, -9) <= _NEARBY:
            return True
        last[pair] = at
    return False


def outermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans (start, end) that stand in no other one, in order. They may overlap."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def stands_inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the spans has all of ``start`` to ``end``. ``spans`` are in order and none is inside another."""
    at = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return at >= 0 and end <= spans[at][1]


def nearest(place: float, places: Sequence[float], most: int) -> slice:
    """Return which of ``places``, in ascending order, are looked at for ``place``: at most ``most`` of the nearest."""
    if len(places) <= most:
        return slice(None)
    first = min(max(bisect_left(places, place) - most // 2, 0), len(places) - most)
    return slice(first, first + most)
