"""All rules of damage, and the choice of twins from what they can make."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from benchmarks.meaning.clauses import add_claim, claims, lose_condition, omit_clause
from benchmarks.meaning.exchanges import swap_figures, swap_names, swap_respectively, swap_roles, swap_sides
from benchmarks.meaning.substitutions import (
    Substitution,
    lost_modifiers,
    other_meanings,
    sister_terms,
    substitutions,
)
from benchmarks.meaning.twins import CLASSES, CleanPair, Damage, Twin, damaged

_FUNCTIONS: Mapping[str, Callable[[CleanPair], Iterator[Damage]]] = {
    "comparison-swapped": swap_sides,
    "figures-swapped": swap_figures,
    "respectively": swap_respectively,
    "name-swapped": swap_names,
    "agent-changed": swap_roles,
    "clause-omitted": omit_clause,
    "condition-lost": lose_condition,
}


@cache
def all_rows() -> tuple[Substitution, ...]:
    """Return the rows of all tables."""
    return (*substitutions(), *sister_terms(), *other_meanings(), *lost_modifiers())


#: Candidates for each twin that is wanted, so that rare rows of a table have their turn beside common ones.
CANDIDATES = 5


def possible_damage(pairs: Sequence[CleanPair], enough: int) -> Iterator[tuple[str, CleanPair, Damage]]:
    """Yield what the rules can make wrong, with its class, in the order of the pairs.

    A class ends after the pair with which it has ``enough``.
    """
    rows = {kind: [row for row in all_rows() if row.kind == kind] for kind in CLASSES}
    rows_of_claims, found = claims(), dict.fromkeys(CLASSES, 0)
    for number, pair in enumerate(pairs):
        for kind in CLASSES:
            if found[kind] >= enough:
                continue
            damages = [damage for row in rows[kind] if (damage := row.damage(pair))]
            if kind in _FUNCTIONS:
                damages += _FUNCTIONS[kind](pair)
            if kind == "claim-added" and (claim := add_claim(pair, rows_of_claims, number)):
                damages.append(claim)
            found[kind] += len(damages)
            for damage in damages:
                yield kind, pair, damage


def made_twins(pairs: Sequence[CleanPair], each: int, seed: int) -> tuple[Twin, ...]:
    """Return up to ``each`` twins of each class. The same arguments give the same twins.

    A sentence is used once in a class. The rules of a class take turns, so that no common word fills it alone.
    """
    shuffled = random.Random(seed).sample(pairs, len(pairs))
    by_rule: dict[str, dict[str, list[Twin]]] = {kind: defaultdict(list) for kind in CLASSES}
    for kind, pair, damage in possible_damage(shuffled, CANDIDATES * each):
        by_rule[kind][damage.rule].append(damaged(kind, pair, damage))
    return tuple(twin for kind in CLASSES for twin in _in_turns(by_rule[kind], each, random.Random(f"{seed} {kind}")))


def _in_turns(by_rule: Mapping[str, list[Twin]], each: int, chance: random.Random) -> Iterator[Twin]:
    queues = [chance.sample(twins, len(twins)) for _, twins in sorted(by_rule.items())]
    chance.shuffle(queues)
    used: set[str] = set()
    while queues and len(used) < each:
        for queue in queues:
            twin = queue.pop()
            if twin.source not in used and len(used) < each:
                used.add(twin.source)
                yield twin
        queues = [queue for queue in queues if queue]
