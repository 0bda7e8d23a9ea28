"""Compares what both sides of an aligned piece say in a field of contrasts: more or less, may or will, before or after.

An English expression is *unsaid* where no Chinese of its value is left for it, a Chinese one *unfounded* where no English
of its value is left. One of each in a field, of values that exclude each other, contradict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarize.checks.aligning.agreement import held_against_lexicon
from summarize.checks.aligning.pieces import Piece, pieces_of
from summarize.checks.contrasts.expressions import Said, english_words, finders, firm_finder, is_negated
from summarize.checks.contrasts.fields import Field
from summarize.checks.pair import Pair
from summarize.values import Finding, Severity

#: Two expressions stand at the same place if these shares of their texts are before them, give or take.
_SAME_PLACE = 0.1
#: A word and the one that stands for it are at most this share of their texts apart, or twice it if nothing else fits.
_APART = 0.4
#: The object of a Chinese verb is looked for in this many characters before and after it.
_OBJECT = 14


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of a field when expressions of one value on both sides are taken off in pairs."""

    unsaid: list[Said]
    unfounded: list[Said]


def check_contrasts(pair: Pair) -> list[Finding]:
    """Return where the Chinese says another value of a field than the English."""
    return [
        finding for piece in pieces_of(pair) for finding in held_against_lexicon(_of_piece(pair, piece), pair, piece)
    ]


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
    return _once(found)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding for each word, the error before the warning: a word may be in several fields."""
    kept: list[Finding] = []
    told: set[str] = set()
    for finding in sorted(findings, key=lambda finding: finding.severity != "error"):
        words = set(filter(None, (finding.source, finding.target)))
        if not words & told:
            kept.append(finding)
            told |= words
    return kept


def _by_field(said: Iterable[Said]) -> dict[Field, list[Said]]:
    found: dict[Field, list[Said]] = {}
    for one in said:
        found.setdefault(one.sense.field, []).append(one)
    return found


def _may_differ(field: Field, here: Sequence[Said], there: Sequence[Said]) -> bool:
    """Whether the firm expressions alone leave room for a finding. Most fields of most sentences are settled by that."""
    if not (here and there):
        return any(one.text.lower() in field.sure for one in here or there)
    if len(here) == len(there) == 1 and here[0].sense.value == there[0].sense.value:
        return False
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
    """Return the contradictions in a field, or else a warning for a word that stands alone.

    Expressions that are not firm may account for what the other side says, but of one side at a time. Where both sides
    begin a sentence with an expression, firm ones alone count.
    """

    firm_here = [said for said in english if said.sense.firm]
    firm_there = [said for said in chinese if said.sense.firm]
    sides: tuple[tuple[Sequence[Said], Sequence[Said], float, frozenset[str], Severity | None], ...] = (
        (english, chinese, 2 * _APART, field.idle, None),
        (english, firm_there, _APART, field.weak, None),
        (firm_here, chinese, _APART, field.weak, None),
        (firm_here, firm_there, 0.0, frozenset[str](), None),
        (firm_here, firm_there, _SAME_PLACE, field.weak, "warning"),
    )
    found = []
    told: set[Said] = set()
    for here, there, most, weak, severity in sides:
        left = _left(here, there)
        for unsaid in left.unsaid:
            near = [z for z in left.unfounded if not told & {z, unsaid} and abs(z.at - unsaid.at) <= most]
            rivals = _rivals(unsaid, near, field.alike if most else field.same)
            rival = next((z for z in rivals if z.text not in weak and not is_negated(z, piece.chinese)), None)
            if rival is None or unsaid.text.lower() in weak or is_negated(unsaid, piece.english):
                continue
            if not _judged(unsaid, rival, piece):
                told |= {unsaid, rival}
                sure = severity is None and unsaid.sense.judges == rival.sense.judges
                found.append(_contradiction(pair, unsaid, rival, None if sure else "warning"))
    if not found and piece.whole:
        found.extend(_alone(pair, piece, english, chinese))
    return found


def _contradiction(pair: Pair, unsaid: Said, rival: Said, severity: Severity | None) -> Finding:
    message = f"“{unsaid.text}” says {unsaid.sense.value}, “{rival.text}” says {rival.sense.value}"
    code, usual = unsaid.sense.field.code, unsaid.sense.usual
    return pair.finding(code, message, unsaid.text, rival.text, severity=severity, expected=usual)


def _rivals(unsaid: Said, unfounded: Sequence[Said], alike: frozenset[frozenset[str]]) -> list[Said]:
    """Return the expressions whose value excludes that of ``unsaid``, the nearest first. Pairs of ``alike`` do not."""
    rivals = [
        z
        for z in unfounded
        if z.sense.value != unsaid.sense.value and frozenset((z.sense.value, unsaid.sense.value)) not in alike
    ]
    return sorted(rivals, key=lambda z: abs(z.at - unsaid.at))


def _judged(unsaid: Said, rival: Said, piece: Piece) -> bool:
    """Whether one of the two judges and the other tells what becomes of a burden: "improves the latency" as 降低延迟."""
    if unsaid.sense.judges == rival.sense.judges:
        return False
    near = piece.chinese[max(0, rival.start - _OBJECT) : rival.start + len(rival.text) + _OBJECT]
    return any(burden in near for burden in rival.sense.field.burdens)


def _alone(pair: Pair, piece: Piece, english: Sequence[Said], chinese: Sequence[Said]) -> list[Finding]:
    """Return a warning for an expression whose value the other side nowhere says, if such are never implied."""
    left = _left(english, chinese)
    there = {z.sense.value for z in chinese}
    here = {e.sense.value for e in english}
    for z in left.unfounded:
        field = z.sense.field
        if z.sense.value not in here and z.text in field.sure and not is_negated(z, piece.chinese):
            message = f"“{z.text}” says {z.sense.value}, and nothing in the English does"
            return [pair.finding(field.code, message, target=z.text, severity="warning")]
    for e in left.unsaid:
        field = e.sense.field
        if e.sense.value not in there and e.text.lower() in field.sure and not is_negated(e, piece.english):
            message = f"“{e.text}” says {e.sense.value}, and nothing in the Chinese does"
            return [pair.finding(field.code, message, e.text, severity="warning", expected=e.sense.usual)]
    return []


def _left(english: Sequence[Said], chinese: Sequence[Said]) -> _Left:
    """Take off pairs of one row first, then pairs of one value; firm expressions before others, near ones before far."""
    here = {e.start for e in english}
    there = {z.start for z in chinese}
    for paired in (_same_row, _same_value):
        pairs = [(e, z) for e in english for z in chinese if paired(e, z)]
        pairs.sort(key=lambda pair: (not pair[0].sense.firm, not pair[1].sense.firm, abs(pair[0].at - pair[1].at)))
        for e, z in pairs:
            # An expression that stands in several rows or values is used up in all of them.
            if e.start in here and z.start in there:
                here.remove(e.start)
                there.remove(z.start)
    return _Left(
        [e for e in english if e.sense.firm and e.start in here],
        [z for z in chinese if z.sense.firm and z.start in there],
    )


def _same_row(one: Said, other: Said) -> bool:
    return one.sense.row == other.sense.row


def _same_value(one: Said, other: Said) -> bool:
    return one.sense.value == other.sense.value and other.sense.firm
