"""What is said about figures of equal value: their units, their bounds, and whether something changed by or to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.numbers.attributes.bounds import (
    NO_BOUND,
    BoundWords,
    chinese_bound,
    english_bound,
    may_say,
    negated_before,
)
from summarize.checks.numbers.attributes.bounds import WORD_LISTS as BOUND_LISTS
from summarize.checks.numbers.attributes.roles import chinese_role, english_role
from summarize.checks.numbers.quantities import DIGITS, Quantity, same
from summarize.checks.numbers.units import UNITS, chinese_name, conflicting_units, same_unit
from summarize.checks.word_lists import read_table
from summarize.values import Severity

_UNSURE = frozenset(read_table(BOUND_LISTS)["unsure"]["words"])
_SURE_UNDER = frozenset(read_table(BOUND_LISTS)["unsure"]["sure_under"])
_SURE_BEHIND = frozenset(read_table(BOUND_LISTS)["unsure"]["sure_behind"])
_SPANS = frozenset(read_table(BOUND_LISTS)["unsure"]["spans"])
_ACCOUNTS = {bound: re.compile(words, re.I) for bound, words in read_table(BOUND_LISTS)["accounts"].items()}
_EXPECTED = read_table(BOUND_LISTS)["expected"]
#: Behind a figure without unit, where a lost unit cannot stand any more.
_ENDS = re.compile(r"\s*(?:$|[，。；：、！？,.;:!?）)\]】”」的]|[以之]?内|以[上下]|左右|时|后)")
_CONTRARY = frozenset(
    {
        ("most", "least"),
        ("least", "most"),
        ("about", "most"),
        ("about", "least"),
        ("nearly", "least"),
        ("only", "least"),
    }
)


_FAR = re.compile(r"(?:远|显著|明显|大幅|大大|均|都)$")


@dataclass(frozen=True, slots=True)
class Difference:
    """What the Chinese says otherwise of a figure whose value it kept. ``source`` and ``target`` are the words."""

    message: str
    source: str
    target: str
    expected: str = ""
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Sides:
    """The two texts as they were given, and as the readers of figures see them (of the same length)."""

    source: str
    target: str
    english: str
    chinese: str


def differences(
    sides: Sides, e: Quantity, counterparts: Sequence[Quantity], *, alone: bool, whole: bool
) -> Iterator[Difference]:
    """Yield what all counterparts of an English figure say otherwise.

    ``alone`` says that no other English figure has its value. ``whole`` says that the Chinese must say everything.
    """
    if e.unit:
        yield from _unit(sides, e, counterparts, whole=whole)
    elif e.kind in ("points", "percent"):
        yield from _points(e, counterparts)
    if e.kind != "ordinal":
        yield from _bound(sides, e, counterparts, alone=alone)
    if alone and len(counterparts) == 1:
        yield from _role(sides, e, counterparts[0])


def _unit(sides: Sides, e: Quantity, counterparts: Sequence[Quantity], *, whole: bool) -> Iterator[Difference]:
    c = counterparts[0]
    said = _with_unit(sides.source, e)
    if all(c.unit and conflicting_units(e.unit, c.unit) and same(e.value, c.value) for c in counterparts):
        right = f"{c.text.removesuffix(c.unit)}{chinese_name(e.unit)}" if chinese_name(e.unit) else said
        yield Difference(f"the unit of {said} became {c.unit}", said, _with_unit(sides.target, c), right)
    elif whole and e.unit != "$" and _is_lost(sides, e, counterparts):
        right = f"{c.text}{chinese_name(e.unit) or e.unit}"
        yield Difference(f"the unit of {said} was lost", said, c.text, right)


def _with_unit(text: str, q: Quantity) -> str:
    """Return a figure with its unit, which may stand before it ($5) or behind it (millions of dollars)."""
    start, end = q.start, q.end
    if not q.text.endswith(q.unit):
        if (before := text.find(q.unit, max(0, start - 6), start)) >= 0:
            start = before
        elif (behind := text.lower().find(q.unit.lower(), end, end + 6 + len(q.unit))) >= 0:
            end = behind + len(q.unit)
    return text[start:end].strip()


def _is_lost(sides: Sides, e: Quantity, counterparts: Sequence[Quantity]) -> bool:
    """Whether no counterpart has a unit or could have one behind it, and no unit of the dimension stands anywhere."""
    return all(
        not c.unit and c.kind == "count" and c.strength == DIGITS and _ENDS.match(sides.chinese, c.end)
        for c in counterparts
    ) and not any(same_unit(e.unit, name) for name in _units_in(sides.chinese))


@lru_cache(maxsize=4)
def _units_in(text: str) -> frozenset[str]:
    """Return the units that stand anywhere in a Chinese text."""
    return frozenset(name for name in UNITS if name in text)


def _points(e: Quantity, counterparts: Sequence[Quantity]) -> Iterator[Difference]:
    c = counterparts[0]
    if e.kind == "percent" and all(c.kind == "points" for c in counterparts):
        yield Difference(f"{e.text} is percent and became percentage points", e.text, c.text, severity="warning")
    elif e.kind == "points" and all(c.kind == "percent" for c in counterparts):
        right = f"{c.text.removesuffix('%').removesuffix('％').strip()}个百分点"
        yield Difference(f"{e.text} are percentage points and became percent", e.text, c.text, right)


def _bound(sides: Sides, e: Quantity, counterparts: Sequence[Quantity], *, alone: bool) -> Iterator[Difference]:
    counterparts = [c for c in counterparts if c.kind == e.kind or (e.kind != "multiple" and e.value != 1)]
    if not counterparts:
        return
    words = english_bound(sides.english, e.start, e.end)
    english = _with_words(sides.source, e, words)
    if not words.bound:
        if alone:
            yield from _bound_added(sides, e, counterparts)
        return
    tight = words.bound == "only"
    said = [chinese_bound(sides.chinese, c.start, c.end, tight=tight) for c in counterparts]
    c, first = counterparts[0], said[0]
    spans = e.unit and sides.english[words.start : words.end].lower() in ("over", "around")
    if all((words.bound, b.bound) in _CONTRARY for b in said) and not spans:
        chinese = _with_words(sides.target, c, first)
        yield Difference(f"the bound of {english} was turned round", english, chinese, _expected(words, c))
        return
    blurred = words.bound in ("most", "least") and all(b.bound == "about" for b in said)
    if blurred and not any(may_say(words.bound, sides.chinese, c.start, c.end) for c in counterparts):
        chinese = _with_words(sides.target, c, first)
        yield Difference(f"the bound of {english} became an estimate", english, chinese, _expected(words, c))
        return
    if words.bound == "only" or any(b.bound for b in said) or (e.kind == "count" and e.value <= 1):
        return  # 一 may be an article, and "more than one" is 多个
    if _is_unsure(sides, words, e) or any(may_say(words.bound, sides.chinese, c.start, c.end) for c in counterparts):
        return
    # "deletes up to 4 spaces" stays true without its bound, "gains of up to 112 %" does not.
    small = e.kind == "count" and e.value < 10 and not e.unit and english[:2].lower() == "up"
    severity: Severity = "warning" if small or words.bound in ("about", "nearly") else "error"
    yield Difference(f"the bound of {english} was lost", english, c.text, _expected(words, c), severity)


def _is_unsure(sides: Sides, words: BoundWords, e: Quantity) -> bool:
    """Whether the English words may say something else than a bound: over 5 seeds, a 12-hour budget."""
    said = sides.english[words.start : words.end].lower()
    behind = sides.english[max(0, words.start - 16) : words.start].rstrip().rpartition(" ")[2].lower()
    if said == "under":  # "under 25% sparsity" is a condition
        return behind not in _SURE_UNDER
    if e.unit:
        between = sides.english[words.end : e.start].strip()
        return said in _SPANS or (said in _UNSURE and ("-" in e.text or between in ("a", "an", "the")))
    if said not in _UNSURE or e.kind not in ("count", "vague", "multiple"):
        return False
    return said not in ("over", "about") or behind not in _SURE_BEHIND


def _bound_added(sides: Sides, e: Quantity, counterparts: Sequence[Quantity]) -> Iterator[Difference]:
    said = [chinese_bound(sides.chinese, c.start, c.end, tight=True) for c in counterparts]
    if (
        sides.chinese[said[0].start : said[0].end] == "内"
        or counterparts[0].text == "一"
        or any(b.bound not in _ACCOUNTS or b.bound != said[0].bound for b in said)
    ):
        return
    if negated_before(sides.english, e.start) or _FAR.search(sides.chinese, 0, max(said[0].start, 0)):
        return  # 远高于 compares
    around = sides.english[max(0, e.start - 120) : e.end + 60]
    if not _ACCOUNTS[said[0].bound].search(around):
        c = counterparts[0]
        chinese = _with_words(sides.target, c, said[0])
        yield Difference(f"{e.text} has no bound, and {chinese} has one", e.text, chinese, c.text)


def _role(sides: Sides, e: Quantity, c: Quantity) -> Iterator[Difference]:
    measured = e.kind in ("percent", "points") or (e.kind == "count" and (e.unit or e.value != int(e.value)))
    signed = sides.english[e.start - 1 : e.start] in ("+", "-", "−")
    if not measured or signed or same(e.value, 0.5) or c.kind not in ("percent", "points", "count"):
        return
    words = english_bound(sides.english, e.start, e.end)
    start = words.start if 0 <= words.start < e.start else e.start
    role, other = english_role(sides.english, start, e.end), chinese_role(sides.chinese, c.start)
    if {role, other} != {"by", "to"}:
        return
    chinese = sides.target[max(0, c.start - 4) : c.end]
    english = sides.source[max(0, start - 3) : e.end].strip()
    what = "by how much it changed" if role == "by" else "what it became"
    yield Difference(f"{e.text} says {what}, and {chinese} does not", english, chinese)


def _with_words(text: str, q: Quantity, words: BoundWords) -> str:
    """Return a figure together with the words that bound it."""
    if words is NO_BOUND or words.start < 0:
        return q.text
    end = max(words.end, q.end)
    end += text.startswith("\\%", end - 1) or text.startswith("$%", end)
    start = min(words.start, q.start)
    command = text.rfind("\\", max(0, start - 10), start + 1)  # the sign of a command stands at its end
    if command >= 0 and text[command + 1 : start + 1].isalpha():
        start = command
    return text[start:end].strip()


def _expected(words: BoundWords, c: Quantity) -> str:
    return f"{_EXPECTED[words.bound]}{c.text}" if words.bound in _EXPECTED else ""
