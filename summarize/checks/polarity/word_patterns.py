"""Words of a word file in which a star stands for any letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a list. A star stands for any letters at the start, at the end or inside a word."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    around: tuple[tuple[str, str], ...]

    def __contains__(self, word: object) -> bool:
        """Whether a word in lower case is one of them."""
        return isinstance(word, str) and (
            word in self.whole
            or word.startswith(self.starts)
            or word.endswith(self.ends)
            or any(word.startswith(start) and word.endswith(end) for start, end in self.around)
        )


def words_of(entries: Sequence[str]) -> Words:
    """Return the words of a list of a word file."""
    inside = [entry for entry in entries if "*" in entry.strip("*")]
    return Words(
        frozenset(entry for entry in entries if "*" not in entry),
        tuple(entry[:-1] for entry in entries if entry.endswith("*") and entry not in inside),
        tuple(entry[1:] for entry in entries if entry.startswith("*") and entry not in inside),
        tuple((entry.split("*")[0], entry.split("*")[1]) for entry in inside),
    )
