"""Words on which a claim hangs, and one of two things named together, by the hand-made lexicon."""

from __future__ import annotations

from collections.abc import Sequence

from summarize.checks.aligning.alignment import present
from summarize.checks.aligning.compared_words import MissedWord
from summarize.checks.aligning.lexicon import Word, known_words
from summarize.checks.aligning.pieces import Piece

#: The learned lexicon must miss the word, too, with this surprise.
_AGREED = 1.4


def lost_claim_words(piece: Piece, near: str, missed: Sequence[MissedWord]) -> list[Word]:
    """Return the words of a piece that are surely lost, in order.

    These are words whose loss changes the claim (``Entry.worth`` is 2), words of degree that the English says twice and
    the Chinese once, and one of two words joined by "and" or "or" of which the Chinese has the other. ``near`` is the
    Chinese of the pieces beside this one, to which an ordinary word may have moved. ``missed`` are the words that the
    learned lexicon misses: where it knows a word and finds it, the word is there.
    """
    words = known_words(piece.english)
    agreed = {word.start for word in missed if word.surprise >= _AGREED}
    found = []
    for word in words if agreed else ():
        if word.start in agreed and (worth := word.entry.worth):
            if worth == 2:
                if not present(word, piece.chinese):
                    found.append(word)
            elif not present(word, piece.chinese + near) and _beside_one_kept(word, words, piece, near):
                found.append(word)
    found += _said_less_often(words, piece.chinese)
    return sorted(found, key=lambda w: w.start)


def _said_less_often(words: Sequence[Word], chinese: str) -> list[Word]:
    """Return words of degree that a sentence says twice and its Chinese once. The later one counts as lost."""
    lost = []
    for entry in {w.entry for w in words if w.entry.worth == 2 and w.text[-2:] == "ly"}:
        said = [w for w in words if w.entry is entry]
        if len(said) > 1 and said[0].text[-2:] == "ly" and len(said) > sum(map(chinese.count, entry.pieces)) > 0:
            lost.append(said[-1])
    return lost


def _beside_one_kept(word: Word, words: Sequence[Word], piece: Piece, near: str) -> bool:
    """Whether the word is one of two joined by "and" or "or", of which the Chinese has the other.

    A single verb or adjective can be said in ways that no lexicon knows. Of two things named together, both are named.
    """
    for other in words:
        first, second = sorted((word, other), key=lambda w: w.start)
        if piece.english[first.start + len(first.text) : second.start] in (" and ", " or ") and present(
            other, piece.chinese + ("" if other.entry.worth == 2 else near)
        ):
            return True
    return False
