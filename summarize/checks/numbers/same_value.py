"""Whether two figures say the same, in all the ways in which each language can say it."""

from __future__ import annotations

from summarize.checks.numbers.quantities import LICENCE, Quantity, power_of, same
from summarize.checks.numbers.spelt_english import SAID
from summarize.checks.numbers.units import UNITS, convertible

#: A count this large may be rounded by this share where 万 or 亿 says it.
_LARGE, _ROUNDED_BY = 1e5, 0.005
_KELVIN = frozenset({"K", "开", "开尔文"})
_SHARE = ("percent", "points", "ratio")


def means_same(e: Quantity, c: Quantity) -> bool:
    """Whether a Chinese quantity ``c`` says what an English one ``e`` says."""
    if (
        e.kind == c.kind == "count"
        and not e.high
        and c.scale == 1.0
        and not (e.unit and c.unit)
        and c.unit not in _KELVIN
    ):
        return same(e.value, c.value)
    if e.trend * c.trend < 0:  # doubles is not 减半
        return False
    if c.kind == "ordinal" != e.kind and e.strength == LICENCE and e.text.lower() not in SAID:  # "a" is not 第一
        return False
    if e.kind == "ordinal" != c.kind and c.text == "一":  # 一 may be an article
        return False
    if same(e.value, c.value) and e.kind == c.kind:
        return True
    if e.kind == "magnitude" or c.kind == "magnitude":
        return _same_magnitude(e, c)
    if e.kind == "decade" or c.kind == "decade":
        return int(e.value) % 100 == int(c.value) % 100
    if e.kind == "rank" or c.kind == "rank":
        return {e.kind, c.kind} <= {"rank", "ordinal"} and e.value == c.value
    if e.kind == "vague" or c.kind == "vague":
        return _same_vague(e, c)
    if e.kind == "multiple" or c.kind == "multiple":
        return _same_multiple(e, c)
    if e.kind in _SHARE or c.kind in _SHARE:
        return _same_share(e, c)
    if same(e.value, c.value):
        return True
    if e.high and e.kind == c.kind == "count" and same(e.high, c.value):  # the 7 of "7-9 billion" is 70 亿
        return True
    if c.unit in _KELVIN and e.text.endswith("K") and same(e.value, 1000 * c.value):  # 300K are 300 开
        return True
    if e.value >= _LARGE and c.scale > 1 and abs(e.value - c.value) <= _ROUNDED_BY * e.value:  # 38,883,240 is 3888 万
        return True
    if convertible(e.unit, c.unit):
        return same(e.value * UNITS[e.unit].size, c.value * UNITS[c.unit].size)
    return False


def _same_magnitude(e: Quantity, c: Quantity) -> bool:
    if e.kind == c.kind:
        if not e.value and not c.value:
            return True
        if not c.value:
            return e.value == 1 or c.text != "数量级"
        return bool(e.value) and same(e.value, c.value) and (not e.high or not c.high or same(e.high, c.high))
    power, other = (e, c) if e.kind == "magnitude" else (c, e)
    if not power.value:
        return False
    factor = power_of(10.0, power.value)
    if other.kind in ("multiple", "vague"):
        return same(other.value, factor)
    return other.kind in _SHARE and (same(other.value, 1 / factor) or same(other.value, 1 - 1 / factor))


def _same_vague(e: Quantity, c: Quantity) -> bool:
    vague, other = (e, c) if e.kind == "vague" else (c, e)
    if other.kind == "vague":
        return max(e.value, c.value) <= min(max(e.high, e.value), max(c.high, c.value)) * 1.0000001 or {
            e.value,
            c.value,
        } == {10.0, 12.0}
    return (
        other.kind in ("count", "multiple")
        and vague.value <= other.value * 1.0000001 <= max(vague.high, vague.value) * 1.0000002
    )


def _same_multiple(e: Quantity, c: Quantity) -> bool:
    """Whether two figures, of which one is a factor f, say the same.

    It can be said as f 倍, as 提高 f-1 倍, as 1/f or as a percentage. "Three times" can also be 三次.
    """
    times, other = (e, c) if e.kind == "multiple" else (c, e)
    f = times.value
    if times is c and times.high:  # 数倍, 几十倍
        return other.kind == "multiple" and times.value <= other.value <= times.high
    if other.kind == "multiple":
        return same(f, other.value) or (
            # 翻倍 is twice. It never says "two times more" of a threefold growth.
            e.kind == "multiple" and not c.trend and same(e.value - 1, c.value)
        )
    if other.kind in _SHARE:
        v = other.value
        return any(same(v, x) for x in (f, f - 1, *((1 / f, 1 - 1 / f) if f else ()))) or (f > 0 and _rounded(v, 1 / f))
    return same(f, other.value)


def _rounded(a: float, b: float) -> bool:
    """Whether two shares are the same but for rounding: 66.7 % and two thirds, but not 0.4 % and 1/200."""
    return same(a, b) or abs(a - b) < min(0.006, 0.06 * max(a, b))


def _same_share(e: Quantity, c: Quantity) -> bool:
    """Whether two figures, of which one is a share, say the same: 30 %, 0.3 and three tenths.

    A figure that has its % from the last one of a list may stand without it.
    """
    if (e if c.kind in _SHARE else c).unit:  # halving is not 0.5 秒
        return False
    if same(e.value, c.value):
        return True
    if e.kind in _SHARE and c.kind in _SHARE:
        return "ratio" in (e.kind, c.kind) and _rounded(e.value, c.value)
    share, plain = (e, c) if e.kind in _SHARE else (c, e)
    if share.high and same(share.high, plain.value):
        return True
    return share is c and share.kind != "ratio" and same(share.value * 100, plain.value)
