"""The aligned pieces of a pair: the Chinese of one or two sentences beside the English that it should say.

Checks that compare what sentences say look at pieces, so that a word of one sentence is never held against another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.aligning.alignment import Part, align, chinese_parts, coverage, english_parts
from summarize.checks.pair import TRANSLATIONS, Pair

#: A sentence of a digest is held against the English sentence of which the Chinese has the most known words, if it has at
#: least this many of them and this share.
_WORDS, _SHARE = 3, 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """Chinese beside its English, with the places of both in their texts.

    ``whole`` says that the Chinese must say everything that the English says. A piece of a summary or takeaway may
    leave words out, so only what contradicts the English is wrong there.
    """

    english: str
    chinese: str
    english_start: int
    chinese_start: int
    whole: bool = True


def pieces_of(pair: Pair) -> tuple[Piece, ...]:
    """Return the aligned pieces of a pair, in order.

    A sentence that stands on one side only is in no piece, or in that of its neighbour: ``omission`` and ``addition``
    report it. A text of more than 40 sentences gives no piece.
    """
    if pair.unit in TRANSLATIONS:
        return _translated(pair.source, pair.target)
    return _digested(pair.source, pair.target)


@lru_cache(maxsize=4)
def _translated(source: str, target: str) -> tuple[Piece, ...]:
    return tuple(
        _piece(source, target, bead.english, bead.chinese)
        for bead in align(source, target)
        if bead.english and bead.chinese
    )


@lru_cache(maxsize=4)
def _digested(source: str, target: str) -> tuple[Piece, ...]:
    english = english_parts(source)
    found = []
    for part in chinese_parts(target):
        scored = [(coverage(sentence.text, part.text), sentence) for sentence in english]
        best = max(scored, key=lambda item: item[0][0], default=None)
        if best is None:
            continue
        (kept, known), sentence = best
        if kept >= _WORDS and kept >= _SHARE * known:
            found.append(_piece(source, target, (sentence,), (part,), whole=False))
    return tuple(found)


def _piece(
    source: str, target: str, english: tuple[Part, ...], chinese: tuple[Part, ...], *, whole: bool = True
) -> Piece:
    """Return the piece of some sentences that stand one after the other, with all that is between them."""
    left, right = english[0].start, chinese[0].start
    return Piece(
        source[left : english[-1].start + len(english[-1].text)],
        target[right : chinese[-1].start + len(chinese[-1].text)],
        left,
        right,
        whole,
    )
