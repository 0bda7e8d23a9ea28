"""Whether the learned lexicon agrees with a finding on two words: an independent sign that it is right.

A check of a closed class of words knows which expressions exclude each other, and not how freely they are rendered. The
lexicon knows how often a word is missing in right sentences, and not what excludes what. Where both see a fault, it is one.
Readers judged 469 findings on 400 good pages: of the errors with which the lexicon agreed on both sides 1 in 8 was
false, of the others 3 in 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from summarize.checks.aligning.compared_words import compared
from summarize.checks.aligning.pieces import Piece
from summarize.checks.occurrences import occurrences
from summarize.checks.pair import Pair
from summarize.values import Finding

#: The surprise of a missed English word, and of a Chinese word that nothing supports, with which the lexicon agrees.
_MISSED, _UNSUPPORTED = 1.8, 2.5
#: What must agree: the lexicon misses the English words, finds the Chinese ones unsupported, one of both, or both.
Need = Literal["missed", "unsupported", "either", "both"]
#: Code -> what an error needs. Without it the finding is a warning.
_ERROR_NEEDS: dict[str, Need] = {
    "antonym": "missed", "aspect": "both", "modality": "both", "quantifier": "both", "connective": "both",
    "direction": "missed", "time-place": "missed", "negation": "either",
}  # fmt: skip
#: Code -> what a finding needs that its check reports as a warning. Without it, it is none.
_WARNING_NEEDS: dict[str, Need] = {
    "aspect": "unsupported", "quantifier": "both", "connective": "both", "negation": "either",
    "time-place": "either",
}  # fmt: skip


def held_against_lexicon(findings: Iterable[Finding], pair: Pair, piece: Piece) -> Iterator[Finding]:
    """Yield the findings on a piece that stand, with the severity that they have earned.

    A sentence of a digest may tell several sentences of the source. There a finding stands only where nothing in the
    whole source supports its Chinese words.
    """
    for finding in findings:
        if not piece.whole and not _unsupported(finding, pair.source, piece.chinese):
            continue
        if finding.severity == "error":
            need = _ERROR_NEEDS.get(finding.code)
            yield finding if need is None or _agrees(need, finding, piece) else replace(finding, severity="warning")
        else:
            need = _WARNING_NEEDS.get(finding.code)
            if need is None or _agrees(need, finding, piece):
                yield finding


def _agrees(need: Need, finding: Finding, piece: Piece) -> bool:
    comparison = compared(piece.english, piece.chinese)
    missed = any(
        word.surprise >= _MISSED and _overlaps(word.start, word.end, finding.source, piece.english)
        for word in comparison.missed
    )
    if need == "missed" or (need == "either" and missed) or (need == "both" and not missed):
        return missed
    return _unsupported(finding, piece.english, piece.chinese)


def _unsupported(finding: Finding, english: str, chinese: str) -> bool:
    """Whether nothing in the English supports the Chinese words of a finding."""
    return any(
        word.surprise >= _UNSUPPORTED and _overlaps(word.start, word.end, finding.target, chinese)
        for word in compared(english, chinese).unsupported
    )


def _overlaps(start: int, end: int, words: str, text: str) -> bool:
    """Whether some of the words stand between two places of a text."""
    return bool(words) and any(at < end and start < at + len(words) for at in occurrences(words, text))
