"""Which figures of two texts can be one figure changed, and whether a figure stands in a text in another form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from summarize.checks.numbers.quantities import DIGITS, LICENCE, WORD, Quantity
from summarize.checks.numbers.spelt_english import SAID
from summarize.checks.occurrences import occurrences

#: Below this, the same count may stand for other things elsewhere.
_SMALL = 13
_ABOUT = re.compile(r"(?:约|近|大致|差不多|接近|几乎)")
_ABOUT_SHARE = 0.06
#: At most this many figures of the English are divided by one another.
_COMPARED = 40
BARE = re.compile(r"\d[\d,]*(?:\.\d+)?")
HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


def without(text: str, quantities: Sequence[Quantity]) -> str:
    """Return the text without the figures that were read as more than their digits."""
    for q in quantities:
        if q.strength > LICENCE and not BARE.fullmatch(q.text):
            text = text[: q.start] + "\x00" * (q.end - q.start) + text[q.end :]
    return text


@lru_cache(maxsize=4096)
def stands(digits: str, text: str) -> bool:
    """Whether these digits stand in the text as they are, and not as part of a longer number."""
    for at in occurrences(digits, text):
        end = at + len(digits)
        before, after = text[at - 1 : at], text[end : end + 2]
        if not (before.isdigit() or before == ".") and not (
            after[:1].isdigit() or (after[:1] == "." and after[1:].isdigit())
        ):
            return True
    return False


def resemble(e: Quantity, c: Quantity) -> bool:
    """Whether one figure of a summary may be the other one changed.

    They share half of their digits. If one has no digits, both must be said in the same unusual way (一个数量级).
    """
    a, b = re.findall(r"\d", e.text), re.findall(r"\d", c.text)
    if not a or not b:
        return family(e) == family(c) == "times"
    return sum(min(a.count(d), b.count(d)) for d in set(a)) * 2 >= max(len(a), len(b))


def of_one_size(e: Quantity, c: Quantity, distance: float, near: float) -> bool:
    """Whether both say, at the same place, how many times larger or smaller something became: fourfold and 一半."""
    sizes = ({"multiple", "ratio"}, {"multiple", "percent"})
    if e.trend * c.trend < 0:
        return True
    return {e.kind, c.kind} in sizes and distance - 0.2 <= near / 2


def family(q: Quantity) -> str:
    return {"percent": "share", "points": "share", "ratio": "share", "multiple": "times", "magnitude": "times"}.get(
        q.kind, "count"
    )


def says_small(q: Quantity) -> bool:
    """Whether a figure that need not have a counterpart says a number all the same: two, third, 两个, 第二, 数倍.

    "a", "both" and "only", which can explain a number of the other text, say none.
    """
    if q.strength > LICENCE:
        return q.strength == WORD and q.kind in ("count", "ordinal", "multiple", "magnitude")
    if q.unit == "阶" or q.text.lower() in SAID or q.text in ("两", "俩") or (q.kind == "multiple" and q.high):
        return True
    return q.kind == "ordinal" and q.text[:1] in "第一二三四五六七八九"


def contradict(e: Quantity, c: Quantity) -> bool:
    """Whether two small numbers, of which neither stands in the other text, can be one changed.

    Ranks are compared with ranks, and orders of magnitude with factors.
    """
    if e.kind == "magnitude" or (c.kind == "multiple" and c.high):
        return e.kind == "magnitude" and c.kind == "multiple"
    return (e.kind == "ordinal") == (c.kind == "ordinal") and (e.text.lower() != "first" or c.unit != "阶")


def derived(english: Sequence[Quantity], c: Quantity, target: str) -> bool:
    """Whether a factor or share that is said to be approximate follows from two figures of the source.

    An example is 约三倍 from 12.7 and 4.1.
    """
    about = (
        _ABOUT.search(re.split("[，,。；;]", target[max(0, c.start - 20) : c.start])[-1])
        or "左右" in target[c.end : c.end + 3]
    )
    if c.kind not in ("multiple", "percent", "ratio") or not c.value or not about:
        return False
    figures = list(
        dict.fromkeys((q.value, q.kind) for q in english if q.strength > LICENCE and q.value and not q.high)
    )[:_COMPARED]
    pairs = [(a, b) for a, kind in figures for b, other in figures if kind == other and a > b > 0]
    if c.kind == "multiple":
        return any(abs(a / b - x) <= _ABOUT_SHARE * x for a, b in pairs for x in (c.value, c.value + 1))
    return any(abs(x - c.value) <= _ABOUT_SHARE * c.value for a, b in pairs for x in (b / a, 1 - b / a, a / b - 1))


def is_small(e: Quantity) -> bool:
    """Whether a figure is spelt out or so small that the same one may count other things elsewhere."""
    return e.strength != DIGITS or (e.kind == "count" and e.value < _SMALL and e.value == int(e.value))
