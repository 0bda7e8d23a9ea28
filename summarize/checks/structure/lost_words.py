"""The warnings of ``omission`` for words and clauses.

A word is lost if no rendering of it stands in the Chinese beside its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from summarize.checks.aligning.alignment import Bead, present
from summarize.checks.aligning.lexicon import Word, known_words
from summarize.checks.pair import Pair
from summarize.values import Finding

_WORD = re.compile(r"\w+")
#: Findings of one unit at the most. A reader needs the first one, not the tenth.
_MOST = 3
#: Two lost words are of one clause if at most this many words lead from one to the other.
_TOGETHER = 5
#: A clause is at least this many lost words together, or two that carry content (``Entry.worth``).
_CLAUSE = 3


def words_lost(pair: Pair, beads: Sequence[Bead], told: Collection[str]) -> list[Finding]:
    """Return warnings for what is lost, at most three for a unit.

    Words on which a claim hangs come first, then clauses, then one of two things named together. Sentences in ``told``
    were reported as a whole and are passed over.
    """
    clauses: list[Finding] = []
    claims: list[Finding] = []
    others: list[Finding] = []
    for n, bead in enumerate(beads):
        if not bead.chinese:
            continue
        here = " ".join(part.text for part in bead.chinese)
        near = "\n".join(part.text for other in beads[max(0, n - 1) : n + 2] for part in other.chinese)
        for part in bead.english:
            if any(part.text in sentence for sentence in told):
                continue
            words = known_words(part.text)
            lost = [w for w in words if not present(w, here if w.entry.worth == 2 else near)]
            lost.extend(_said_less_often(words, here))
            lost.sort(key=lambda w: w.start)
            for group in _groups(lost, part.text):
                worth = [w for w in group if w.entry.worth]
                if len(group) >= _CLAUSE or len(worth) >= 2:
                    clauses.append(_lost(pair, part.text[group[0].start : group[-1].start + len(group[-1].text)]))
                elif worth and worth[0].entry.worth == 2:
                    claims.append(_lost(pair, worth[0].text))
                elif worth and _beside_one_kept(worth[0], words, lost, part.text):
                    others.append(_lost(pair, worth[0].text))
    return (claims + clauses + others)[:_MOST]


def _said_less_often(words: Sequence[Word], chinese: str) -> list[Word]:
    """Return words of degree that a sentence says twice and its Chinese once. The later one counts as lost."""
    lost = []
    for entry in {w.entry for w in words if w.entry.worth == 2}:
        said = [w for w in words if w.entry is entry]
        if len(said) > 1 and said[0].text[-2:] == "ly" and len(said) > sum(map(chinese.count, entry.pieces)) > 0:
            lost.append(said[-1])
    return lost


def _beside_one_kept(word: Word, words: Sequence[Word], lost: Sequence[Word], text: str) -> bool:
    """Whether the word is one of two joined by "and" or "or", of which the Chinese has the other.

    A single verb or adjective can be said in ways that no lexicon knows. Of two things named together, both are named.
    """
    for other in words:
        first, second = sorted((word, other), key=lambda w: w.start)
        if other not in lost and text[first.start + len(first.text) : second.start] in (" and ", " or "):
            return True
    return False


def _groups(lost: Sequence[Word], text: str) -> list[list[Word]]:
    """Return the lost words in groups that stand close together."""
    groups: list[list[Word]] = []
    for word in lost:
        if groups and len(_WORD.findall(text[groups[-1][-1].start : word.start])) <= _TOGETHER:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _lost(pair: Pair, words: str) -> Finding:
    return pair.finding("omission", f"nothing in the Chinese says “{words[:60]}”", words, severity="warning")
