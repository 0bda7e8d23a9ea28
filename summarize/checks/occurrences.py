"""Places in a text: where words stand, which spans have others inside, what stands nearest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence


def occurrences(words: str, text: str) -> Iterator[int]:
    """Yield the offset of every place where ``words`` stand in ``text``, in order; places may overlap."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def comes_again_within(pieces: Sequence[str], places: int) -> bool:
    """Whether one of the pieces stands again at most so many places later."""
    last: dict[str, int] = {}
    for at, piece in enumerate(pieces):
        if at - last.get(piece, -places - 1) <= places:
            return True
        last[piece] = at
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
