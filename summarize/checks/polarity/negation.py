"""The findings of ``negation``: the Chinese denies what the English says, or says what the English denies.

Denials are counted in aligned pieces. Where the Chinese has room for fewer than the English needs, one is lost. Where it
has more than any words of the English account for, one was added.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from summarize.checks.aligning.alignment import length
from summarize.checks.aligning.pieces import Piece
from summarize.checks.pair import Pair
from summarize.checks.polarity.chinese_negation import NEGATORS, pattern_of, unmasked
from summarize.checks.polarity.denial_counts import denying_places, room_for_denials
from summarize.checks.polarity.denied_words import affirmed_place, is_affirmed, is_missed, is_unaccounted
from summarize.checks.polarity.english_negation import (
    Denial,
    denials,
    places_accounting,
    places_surely_accounting,
    surely_carries,
)
from summarize.checks.word_lists import read_table
from summarize.values import Finding

#: A Chinese text that is shorter than this share of its English leaves out more than a word.
_SHORT = 0.5
#: A negator. 而非 and 而不是 are left out, because a contrast can be said in many ways.
_CORE = re.compile("(?:(?<!而)非|(?<!而)不|[没无未勿])[免法有]?")
_VERBS = ("没有", "未能", "无法", "无需", "不能", "不会", "不是", "不再", "不应", "不必", "不需要", "并未", "从未")
_NEGATOR = re.compile(rf"{'|'.join(_VERBS)}|[不没无未非勿]\w{{0,2}}")
_MASK = "\x00"
_INSTEAD = re.compile("不同|反而|代替|替代|取代|比|而不|并不")


def find_negations(pair: Pair, piece: Piece, told: Collection[str]) -> list[Finding]:
    """Return the finding of ``negation`` on a piece, if there is one. Words in ``told`` were reported already."""
    if not piece.whole:
        return []
    return _lost(pair, piece, told) or _added(pair, piece, told)


def _lost(pair: Pair, piece: Piece, told: Collection[str]) -> list[Finding]:
    """Return a finding where the English denies more often than the Chinese."""
    said = list(denials(piece.english))
    if said and said[0].word == "rather than" and _INSTEAD.search(piece.chinese):
        said = [denial for denial in said if denial.word != "rather than"]
    if not said or room_for_denials(piece.english, piece.chinese, said) >= len(said):
        return []
    if length(piece.chinese, chinese=True) < _SHORT * len(piece.english):
        return []  # more than the denial is lost, and ``omission`` reports it
    places = denying_places(piece.chinese)
    affirmed = [denial for denial in said if is_affirmed(denial, piece, places)]
    one = affirmed[0] if len(affirmed) == 1 else _unmatched(said, places, piece)
    plain = (surely_carries(one.word) and is_missed(one, piece)) if one.carried else one.word != "rather than"
    doubled = one.word == "without" and one is not said[0]  # "not without x" can become "only with x"
    sure = not doubled and ((len(affirmed) == 1 and one.word != "rather than") or (not places and plain))
    word = piece.english[one.start : one.end]
    if word in told:
        return []
    return [
        pair.finding(
            "antonym" if one.carried else "negation",
            f"“{word}” lost its negation" if one.carried else f"“{word}” is lost",
            word,
            affirmed_place(piece, one),
            severity=None if sure else "warning",
        )
    ]


def _unmatched(said: Sequence[Denial], places: Sequence[int], piece: Piece) -> Denial:
    """Return the denial that stands farthest, in its share of the text, from every place where the Chinese denies."""

    def distance(denial: Denial) -> float:
        share = denial.start / len(piece.english)
        return min((abs(share - at / len(piece.chinese)) for at in places), default=1.0)

    return max(said, key=distance)


def _added(pair: Pair, piece: Piece, told: Collection[str]) -> list[Finding]:
    """Return a finding where the Chinese denies more often than the English accounts for."""
    if NEGATORS.search(piece.chinese) is None:
        return []
    text = unmasked(piece.chinese)
    accounting = places_accounting(piece.english)
    if len(NEGATORS.findall(text)) <= min(len(accounting), len(denials(piece.english))):
        return []
    text = _free().sub(lambda m: _MASK * len(m[0]), text)
    places = [m.start() for m in _CORE.finditer(text)]
    if not places:
        return []
    near = places_surely_accounting(piece.english)
    at = next((at for at in places if is_unaccounted(piece, at, near)), None)
    many = len(places) > len(accounting)
    if not many and (at is None or len(places) <= len(denials(piece.english))):
        return []
    m = _NEGATOR.match(piece.chinese, places[-1] if at is None else at)
    words = m[0] if m else piece.chinese[places[-1]]
    if any(words[:2] in other for other in told):
        return []
    # 不稳定 can stand for a word that is no negation of another one, 没有 and 不能 hardly.
    if at is None and words not in _VERBS:
        return []
    sure = many and (at is not None or not accounting)
    message = "nothing in the English says this “not”"
    return [pair.finding("negation", message, "", words, severity=None if sure else "warning")]


@lru_cache(maxsize=1)
def _free() -> re.Pattern[str]:
    return re.compile(pattern_of(read_table("polarity/negation.toml")["chinese"]["free"]))
