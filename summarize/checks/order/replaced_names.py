"""A name in whose place the Chinese has another name of the same text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.aligning.pieces import Piece
from summarize.checks.order.places import spelt_names

#: "CPU-based", "Retrieval-Augmented": words that Chinese translates.
_COMPOUND = re.compile(r"-[a-z]|[a-z]-[A-Z][a-z]")
#: The places of both names differ by at most this share of their sentences.
_NEAR = 0.25
_LETTERS = re.compile(r"[^a-z0-9]+")

_Spans = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class ReplacedName:
    """A name of an English piece and the name that the Chinese has in its place, as both are written."""

    name: str
    instead: str


def replaced_names(source: str, target: str, pieces: Sequence[Piece]) -> dict[int, ReplacedName]:
    """Return the names that became another name of the text, by the indexes of their pieces.

    The text must have one name less and the other one more than its source. A piece in which more than one name is
    missing or new is passed over: it may be told otherwise.
    """
    theirs = _count(_names(target))
    if not theirs:
        return {}
    ours = _count(_names(source))
    lost = {name for name, count in ours.items() if theirs.get(name, 0) < count}
    more = {name for name, count in theirs.items() if 0 < ours.get(name, 0) < count}
    if not lost or not more:
        return {}
    found = {}
    for n, piece in enumerate(pieces):
        english, chinese = _names(piece.english), _names(piece.chinese)
        flat = _LETTERS.sub("", piece.english.lower())
        missing = [name for name in english if name in lost and name not in chinese]
        new = [name for name in chinese if name in more and name not in flat]
        if len(missing) == len(new) == 1 and piece.whole:
            (start, end), (at, to) = english[missing[0]][0], chinese[new[0]][0]
            if abs(start / len(piece.english) - at / len(piece.chinese)) <= _NEAR:
                found[n] = ReplacedName(piece.english[start:end], piece.chinese[at:to])
    return found


def _names(text: str) -> _Spans:
    """Return the places of what is plainly a name, by its letters without a plural s."""
    found: _Spans = {}
    for name, spans in spelt_names(text).items():
        start, end = spans[0]
        if _is_plainly_a_name(text[start:end]):
            found.setdefault(name.rstrip("s"), []).extend(spans)
    return found


@lru_cache(maxsize=8192)
def _is_plainly_a_name(word: str) -> bool:
    """Whether a word has two capitals or a digit, which no ordinary word has, and is no compound that is translated."""
    many = sum(char.isupper() for char in word) > 1 or any(char.isdigit() for char in word)
    return many and not _COMPOUND.search(word)


def _count(names: _Spans) -> dict[str, int]:
    return {name: len(spans) for name, spans in names.items()}
