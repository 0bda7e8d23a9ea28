"""The checks on polarity: what is denied, turned into its opposite, or said without its condition."""

from __future__ import annotations

from summarize.checks.aligning.agreement import held_against_lexicon
from summarize.checks.aligning.pieces import pieces_of
from summarize.checks.pair import Pair
from summarize.checks.polarity.antonyms import find_antonyms
from summarize.checks.polarity.conditions import find_conditions
from summarize.checks.polarity.negation import find_negations
from summarize.values import Finding


def check_polarity(pair: Pair) -> list[Finding]:
    """Return the findings of ``antonym``, ``negation`` and ``condition`` on a text, in the order of its pieces.

    What one of them found is not reported by the next one.
    """
    found: list[Finding] = []
    for piece in pieces_of(pair):
        turned = find_antonyms(pair, piece)
        conditions = find_conditions(pair, piece)
        told = {words for finding in (*turned, *conditions) for words in (finding.source, finding.target) if words}
        found.extend(held_against_lexicon((*turned, *find_negations(pair, piece, told), *conditions), pair, piece))
    return found
