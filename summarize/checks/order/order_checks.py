"""The checks ``figures-swapped``, ``names-swapped`` and ``sides-swapped``: everything is there, in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarize.checks.aligning.pieces import Piece, pieces_of
from summarize.checks.numbers.chinese_numbers import read_chinese
from summarize.checks.numbers.english_numbers import read_english
from summarize.checks.numbers.quantities import DIGITS, Quantity
from summarize.checks.order.exchange import Exchange
from summarize.checks.order.lists import turned_member
from summarize.checks.order.places import Place, places_of
from summarize.checks.order.replaced_names import ReplacedName, replaced_names
from summarize.checks.order.sides import TurnedStandard, turned_standard
from summarize.checks.pair import TRANSLATIONS, Pair
from summarize.checks.word_lists import read_table
from summarize.values import Finding, Severity

_TABLE = read_table("order/weights.toml")
_WEIGHTS: dict[str, dict[str, float]] = _TABLE["weights"]
_LIMIT: dict[str, tuple[float, float]] = {group: tuple(limits) for group, limits in _TABLE["limit"].items()}
_CODES = {"figures": "figures-swapped", "unlike": "figures-swapped", "names": "names-swapped"}
SIDES = "sides-swapped"
#: Words of comparison that stand between both sides. "Compared to", "rather than" and their like move freely in Chinese.
_OUTDOES = re.compile(
    r"\b(?:outperform|surpass|exceed|beat|outscore|outstrip|outclass)\w*|\b(?:superior|inferior|preferable) to\b"
    r"|\b(?:better|worse|higher|lower|faster|slower|stronger|weaker|larger|smaller|greater)\b[^,;]{0,60}\bthan\b"
)
_OUTDOES_CHINESE = re.compile(
    "优于|胜过|超过|超越|高于|低于|好于|强于|弱于|不如|逊于|劣于|差于|快于|慢于|大于|小于|领先于|击败"
)
#: Groups in which the order alone makes no error: the neighbours must be strange too, by this much.
_BY_ORDER = frozenset({"figures", "unlike", "names", "clauses", "linked"})
_STRANGE = 0.2
#: A name and a common noun are seldom exchanged: so much surer it must be.
_UNLIKE = 1.0
#: Above this the neighbours say that both stand where they belong, whatever their order.
_RIGHT = 0.1
#: Things of one piece that stand once on both sides: more are a table.
_MOST = 72


def check_order(pair: Pair) -> list[Finding]:
    """Return the findings on things that have changed places within a sentence."""
    found = []
    pieces = pieces_of(pair)
    replaced = replaced_names(pair.source, pair.target, pieces) if pair.unit in TRANSLATIONS else {}
    for n, piece in enumerate(pieces):
        if n in replaced:
            found.append(_replaced(pair, replaced[n]))
        places = places_of(piece.english, piece.chinese, *_figures(pair, piece))
        if len(places) > _MOST:
            continue
        swaps = swaps_of(piece, places)
        found += [_finding(pair, piece, swap) for swap in swaps]
        if swaps:
            continue
        if turned := turned_standard(piece.english, piece.chinese, places):
            found.append(_turned(pair, piece, turned))
        elif member := turned_member(piece.english, piece.chinese, places):
            found.append(_turned_list(pair, piece, member))
    return found


@dataclass(frozen=True, slots=True)
class Swap:
    """Two things that have changed places, the logarithm of the odds that they have not, and whether it is sure."""

    group: str
    first: Place
    second: Place
    odds: float
    sure: bool


def _figures(pair: Pair, piece: Piece) -> tuple[list[Quantity], list[Quantity]]:
    """Return the figures of a piece, with their places in it."""
    return (
        _within(read_english(pair.source), piece.english_start, len(piece.english)),
        _within(read_chinese(pair.target), piece.chinese_start, len(piece.chinese)),
    )


def _within(figures: Sequence[Quantity], start: int, length: int) -> list[Quantity]:
    return [
        replace(q, start=q.start - start, end=q.end - start)
        for q in figures
        if q.strength >= DIGITS and start <= q.start and q.end <= start + length
    ]


def swaps_of(piece: Piece, places: Sequence[Place]) -> list[Swap]:
    """Return the things of a piece that have surely changed places, each at most once."""
    exchange = Exchange(piece.english, piece.chinese, places)
    swaps = []
    candidates = list(exchange.candidates())
    for i, j in candidates:
        group = exchange.group(i, j)
        if not group:
            continue
        listed = exchange.is_list(i, j)
        if not listed and exchange.is_reversed(i, j) and exchange.is_attached(i, j):
            continue
        by_order = group in _BY_ORDER and not listed
        company = exchange.company(i, j)
        strange = -company.near - company.close
        if by_order and strange < -_RIGHT:
            continue
        features = exchange.features(i, j, company)
        odds = sum([weight * features[name] for name, weight in _WEIGHTS[group].items()])
        if by_order and places[i].kind != places[j].kind:
            odds += _UNLIKE
        if odds >= -_LIMIT[group][0]:
            continue
        if listed and (_is_told_otherwise(exchange, candidates) or not _order_matters(exchange, group, i, j)):
            continue
        sure = odds < -_LIMIT[group][1] and (not by_order or strange > _STRANGE)
        swaps.append(Swap(group, places[i], places[j], odds, sure))
    kept: list[Swap] = []
    for swap in sorted(swaps, key=lambda swap: swap.odds):
        things = {swap.first, swap.second}
        if not any(things & {other.first, other.second} for other in kept):
            kept.append(swap)
    return kept


def _is_told_otherwise(exchange: Exchange, candidates: Sequence[tuple[int, int]]) -> bool:
    """Whether more than one pair of neighbours of a list is turned: it is told in another order."""
    return sum(exchange.is_list(i, j) for i, j in candidates if exchange.is_reversed(i, j)) > 1


def _order_matters(exchange: Exchange, group: str, i: int, j: int) -> bool:
    """Whether two neighbours of a list say something else in the other order."""
    if exchange.is_told_as_change(i, j):
        return False
    return group in ("figures", "unlike") or exchange.order_matters(i, j)


def _finding(pair: Pair, piece: Piece, swap: Swap) -> Finding:
    a, b = swap.first, swap.second
    left, right = piece.english[a.start : a.end], piece.english[b.start : b.end]
    seen, meant = piece.chinese[b.chinese_start : b.chinese_end], piece.chinese[a.chinese_start : a.chinese_end]
    code = _CODES.get(swap.group, SIDES)
    return pair.finding(
        code,
        f"{left} and {right} have changed places",
        left,
        seen,
        severity=None if swap.sure and (code != SIDES or _plainly_compared(piece, swap)) else "warning",
        expected=meant,
    )


def _plainly_compared(piece: Piece, swap: Swap) -> bool:
    """Whether a word of comparison stands between the two on both sides: readers found the others mostly told freely."""
    first, second = sorted((swap.first, swap.second), key=lambda place: place.start)
    left, right = sorted((swap.first, swap.second), key=lambda place: place.chinese_start)
    return bool(
        _OUTDOES.search(piece.english, first.end, second.start)
        and _OUTDOES_CHINESE.search(piece.chinese, left.chinese_end, right.chinese_start)
    )


def _turned(pair: Pair, piece: Piece, turned: TurnedStandard) -> Finding:
    thing = turned.thing
    said, seen = piece.english[thing.start : thing.end], piece.chinese[thing.chinese_start : thing.chinese_end]
    return pair.finding(SIDES, f"{said} is what another thing is compared with, not {seen} with another", said, seen)


def _turned_list(pair: Pair, piece: Piece, member: Place) -> Finding:
    said = piece.english[member.start : member.end]
    seen = piece.chinese[member.chinese_start : member.chinese_end]
    code = "names-swapped" if member.kind == "name" else "sides-swapped"
    return pair.finding(code, f"{said} stands at the other end of its list, which is told respectively", said, seen)


def _replaced(pair: Pair, replaced: ReplacedName) -> Finding:
    name, instead = replaced.name, replaced.instead
    # An acronym may have been said in words, beside a name that Chinese repeats where English says "it".
    severity: Severity | None = "warning" if name.rstrip("s").isupper() else None
    message = f"{instead} stands in the place of {name}"
    return pair.finding("names-swapped", message, name, instead, severity=severity, expected=name)
