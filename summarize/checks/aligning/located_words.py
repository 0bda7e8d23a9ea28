"""English words of a piece that have one place in the Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from summarize.checks.aligning.compared_words import compared
from summarize.checks.aligning.learned_lexicon import learned_lexicon
from summarize.checks.aligning.lexicon import entry_of, known_words
from summarize.checks.occurrences import occurrences, outermost

#: Shorter words are no words of content. A single Chinese character stands in too many words to show a place.
_LETTERS, _CHARACTERS = 4, 2
#: Renderings of a word that are looked at, the most usual ones.
_RENDERINGS = 6


class LocatedWord(NamedTuple):
    """The place of an English word or phrase, and that of its Chinese."""

    start: int
    end: int
    chinese_start: int
    chinese_end: int


@lru_cache(maxsize=64)
def located_words(english: str, chinese: str) -> tuple[LocatedWord, ...]:
    """Return the English words that have one place in the Chinese, in order. The parts of a phrase are not among them."""
    found: dict[int, LocatedWord] = {}
    for start, end, renderings in sorted(compared(english, chinese).found, key=lambda word: word[0] - word[1]):
        place = place_of(renderings, chinese) if end - start >= _LETTERS else None
        if place is not None and not any(word.start <= start < word.end for word in found.values()):
            found[start] = LocatedWord(start, end, *place)
    for word in known_words(english):
        if not any(other.start <= word.start < other.end for other in found.values()):
            place = place_of(word.entry.pieces, chinese)
            if place is not None:
                found[word.start] = LocatedWord(word.start, word.start + len(word.text), *place)
    return tuple(sorted(found.values()))


def place_of(renderings: Iterable[str], chinese: str) -> tuple[int, int] | None:
    """Return the place of one of the renderings, or None where they stand nowhere or in several places."""
    spans = outermost(
        (at, at + len(rendering))
        for rendering in renderings
        if len(rendering) >= _CHARACTERS
        for at in occurrences(rendering, chinese)
    )
    return spans[0] if len(spans) == 1 else None


def renderings_of(word: str) -> tuple[str, ...]:
    """Return the usual renderings of a word in lower case."""
    unit, entry = learned_lexicon().unit(word), entry_of(word)
    return (*(unit.renderings[:_RENDERINGS] if unit else ()), *(entry.pieces if entry else ()))
