"""Line breaking of mixed Chinese and Latin text for a terminal.

Chinese breaks between any two characters, but no line begins with closing punctuation or ends with opening punctuation
(typesetters call this 避头尾). Latin breaks at spaces. Widths are in terminal cells; a Chinese character takes two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

_NOT_FIRST = frozenset("⚠，。、；：？！）》〉」』】〕”’…—～·%,.;:?!)]}°℃")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{$#")


def line_breaks(text: str, width: int, width_of: Callable[[str], int]) -> list[int]:
    """Return the offsets in ``text`` at which a new line begins, so that no line is wider than ``width`` cells.

    Spaces at the end of a line do not count. A word that is wider than a line is cut.
    """
    breaks: list[int] = []
    used = 0
    at = 0
    for unit in _units(text):
        solid = width_of(unit.rstrip(" "))
        if used and used + solid > width:
            breaks.append(at)
            used = 0
        if solid > width:
            for offset in _cuts(unit, width, width_of):
                breaks.append(at + offset)
                used = width_of(unit[offset:])
            used = used or solid
        else:
            used += width_of(unit)
        at += len(unit)
    return breaks


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return sum(2 if _wide(char) else 0 if unicodedata.combining(char) else 1 for char in text)


def padded(text: str, width: int, *, to_the_right: bool = False) -> str:
    """Return a text with spaces up to ``width`` cells, behind it or before it; a wider one as it is."""
    space = " " * (width - cells(text))
    return space + text if to_the_right else text + space


def _units(text: str) -> Iterator[str]:
    """Yield pieces that stay on one line: a Latin word with its spaces, or a Chinese character with its punctuation."""
    unit = ""
    for char in text:
        if unit and _may_break(unit[-1], char):
            yield unit
            unit = ""
        unit += char
    if unit:
        yield unit


def _may_break(before: str, after: str) -> bool:
    if (
        after == " "
        or after in _NOT_FIRST
        or before in _NOT_LAST
        or unicodedata.combining(after)
        or after in "\u200d\ufe0f"
    ):
        return False
    return before == " " or _wide(before) or _wide(after)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _cuts(unit: str, width: int, width_of: Callable[[str], int]) -> Iterator[int]:
    """Yield offsets at which a unit that is too wide is cut.

    Closing punctuation takes the character before it along.
    """
    begun = used = 0
    for offset, char in enumerate(unit):
        if used and used + width_of(char) > width:
            begun = offset - 1 if _wide(char) and char in _NOT_FIRST and offset - 1 > begun else offset
            yield begun
            used = width_of(unit[begun:offset])
        used += width_of(char)
