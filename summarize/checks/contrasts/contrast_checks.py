"""Compares what both sides of an aligned piece say in a field of contrasts: more or less, may or will, before or after.

An English expression is *unsaid* where no Chinese of its value is left for it, a Chinese one *unfounded* where no English
of its value is left. One of each in a field, of values that exclude each other, contradict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarize.checks.aligning.pieces import Piece, pieces_of
from summarize.checks.contrasts.expressions import Said, english_words, finders, firm_finder, is_negated
from summarize.checks.contrasts.fields import Field
from summarize.checks.pair import Pair
from summarize.values import Finding, Severity

#: Two expressions stand at the same place if these shares of their texts are before them, give or take.
_SAME_PLACE = 0.1
#: The object of a Chinese verb is looked for in this many characters before and after it.
_OBJECT = 14


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of a field when expressions of one value on both sides are taken off in pairs."""

    unsaid: list[Said]
    unfounded: list[Said]


def check_contrasts(pair: Pair) -> list[Finding]:
    """Return where the Chinese says another value of a field than the English."""
    return [finding for piece in pieces_of(pair) for finding in _of_piece(pair, piece)]


def _of_piece(pair: Pair, piece: Piece) -> list[Finding]:
    words = english_words(piece.english)
    here = _by_field(firm_finder().english(words, piece.english))
    there = _by_field(firm_finder().chinese(piece.chinese))
    found = []
    for field in dict.fromkeys((*here, *there)):
        if _may_differ(field, here.get(field, ()), there.get(field, ())):
            finder = finders()[field]
            english, chinese = finder.english(words, piece.english), finder.chinese(piece.chinese)
            found.extend(_of_field(pair, piece, field, english, chinese))
    return found


def _by_field(said: Iterable[Said]) -> dict[Field, list[Said]]:
    found: dict[Field, list[Said]] = {}
    for one in said:
        found.setdefault(one.sense.field, []).append(one)
    return found


def _may_differ(field: Field, here: Sequence[Said], there: Sequence[Said]) -> bool:
    """Whether the firm expressions alone leave room for a finding. Most fields of most sentences are settled by that."""
    english, chinese = _counted(here), _counted(there)
    more_here = any(count > chinese.get(value, 0) for value, count in english.items())
    more_there = any(count > english.get(value, 0) for value, count in chinese.items())
    return (more_here and more_there) or any(
        one.sense.value not in others and one.text.lower() in field.sure
        for said, others in ((here, chinese), (there, english))
        for one in said
    )


def _counted(said: Iterable[Said]) -> dict[str, int]:
    """Return how many places say each value."""
    places: dict[str, set[int]] = {}
    for one in said:
        places.setdefault(one.sense.value, set()).add(one.start)
    return {value: len(starts) for value, starts in places.items()}


def _of_field(
    pair: Pair, piece: Piece, field: Field, english: Sequence[Said], chinese: Sequence[Said]
) -> list[Finding]:
    def left(some: Sequence[Said], others: Sequence[Said]) -> _Left:
        kept = _left(some, others)
        unsaid = [e for e in kept.unsaid if not is_negated(e, piece.english)]
        return _Left(unsaid, [z for z in kept.unfounded if not is_negated(z, piece.chinese)])

    firm_here = [said for said in english if said.sense.firm]
    firm_there = [said for said in chinese if said.sense.firm]
    sides: tuple[tuple[_Left, float, frozenset[str], Severity | None], ...] = (
        (left(english, chinese), 1.0, frozenset[str](), None),
        (left(english, firm_there), 1.0, field.weak, None),
        (left(firm_here, chinese), 1.0, field.weak, None),
        (left(firm_here, firm_there), 0.0, frozenset[str](), None),
        (left(firm_here, firm_there), _SAME_PLACE, field.weak, "warning"),
    )
    found = []
    told: set[Said] = set()
    for rest, most, weak, severity in sides:
        for unsaid in rest.unsaid:
            if unsaid.text.lower() in weak:
                continue
            near = [z for z in rest.unfounded if not told & {z, unsaid} and abs(z.at - unsaid.at) <= most]
            near = [z for z in near if z.text not in weak]
            rival = _rival(unsaid, near, field.alike if most else field.same)
            if rival and not _judged(unsaid, rival, piece):
                told |= {unsaid, rival}
                sure = severity is None and unsaid.sense.judges == rival.sense.judges
                message = f"“{unsaid.text}” says {unsaid.sense.value}, “{rival.text}” says {rival.sense.value}"
                found.append(
                    pair.finding(field.code, message, unsaid.text, rival.text, severity=None if sure else "warning")
                )
    if not found and piece.whole:
        found.extend(_alone(pair, field, left(english, chinese), english, chinese))
    return found


def _rival(unsaid: Said, unfounded: Sequence[Said], alike: frozenset[frozenset[str]]) -> Said | None:
    """Return the nearest of the expressions whose value excludes that of ``unsaid``. Pairs of ``alike`` do not."""
    rivals = [
        z
        for z in unfounded
        if z.sense.value != unsaid.sense.value and frozenset((z.sense.value, unsaid.sense.value)) not in alike
    ]
    return min(rivals, key=lambda z: abs(z.at - unsaid.at), default=None)


def _judged(unsaid: Said, rival: Said, piece: Piece) -> bool:
    """Whether one of the two judges and the other tells what becomes of a burden: "improves the latency" as 降低延迟."""
    if unsaid.sense.judges == rival.sense.judges:
        return False
    near = piece.chinese[max(0, rival.start - _OBJECT) : rival.start + len(rival.text) + _OBJECT]
    return any(burden in near for burden in rival.sense.field.burdens)


def _alone(pair: Pair, field: Field, left: _Left, english: Sequence[Said], chinese: Sequence[Said]) -> list[Finding]:
    """Return a warning for an expression whose value the other side nowhere says, if such are never implied."""
    there = {z.sense.value for z in chinese}
    here = {e.sense.value for e in english}
    for z in left.unfounded:
        if z.sense.value not in here and z.text in field.sure:
            message = f"“{z.text}” says {z.sense.value}, and nothing in the English does"
            return [pair.finding(field.code, message, "", z.text, severity="warning")]
    for e in left.unsaid:
        if e.sense.value not in there and e.text.lower() in field.sure:
            message = f"“{e.text}” says {e.sense.value}, and nothing in the Chinese does"
            return [pair.finding(field.code, message, e.text, "", severity="warning")]
    return []


def _left(english: Sequence[Said], chinese: Sequence[Said]) -> _Left:
    """Take off pairs of one row first, then pairs of one value, firm expressions before others."""
    here = sorted(english, key=lambda said: not said.sense.firm)
    there = sorted(chinese, key=lambda said: not said.sense.firm)
    for same in (_same_row, _same_value):
        for e in tuple(here):
            partner = next((z for z in there if same(e, z)), None)
            if partner:
                # An expression that stands in several rows or values is used up in all of them.
                here = [other for other in here if not _is_place(other, e)]
                there = [other for other in there if not _is_place(other, partner)]
    return _Left([e for e in here if e.sense.firm], [z for z in there if z.sense.firm])


def _same_row(one: Said, other: Said) -> bool:
    return one.sense.row == other.sense.row


def _same_value(one: Said, other: Said) -> bool:
    return one.sense.value == other.sense.value and other.sense.firm


def _is_place(one: Said, other: Said) -> bool:
    return one.start == other.start
