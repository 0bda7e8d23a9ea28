"""Why a paper stands where it does (``--interests``), in words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.layouts.clean import one_line
from summarize.layouts.labels import Words
from summarize.layouts.prose import Prose

if TYPE_CHECKING:
    from summarize.interests.interest import Interest, Relevance

#: More reasons than these are counted and not named.
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Reasons:
    """The interests that a paper has, as a page names them: those that are wanted and those that are not.

    Both are empty where the paper has none, or no interests were given.
    """

    matched: Prose
    unwanted: Prose
    words: Words

    def __str__(self) -> str:
        """Both with their labels, on one line: ``命中：reasoning、作者 Ada Nguyen；排除：survey``."""
        both = ((self.words.matched, self.matched), (self.words.unwanted, self.unwanted))
        return "；".join(f"{label}：{names}" for label, names in both if names)


def reasons_of(relevance: Relevance | None, words: Words) -> Reasons:
    """Return the reasons in words of a page."""
    if relevance is None:
        return Reasons(Prose(""), Prose(""), words)
    return Reasons(_named(relevance.wanted, words), _named(relevance.unwanted, words), words)


def _named(entries: Sequence[Interest], words: Words) -> Prose:
    labels = {"author": f"{words.author} {{}}", "category": f"{words.category} {{}}"}
    names = [labels.get(entry.kind, "{}").format(one_line(entry.name)) for entry in entries[:_NAMED]]
    more = words.and_more.format(len(entries)) if len(entries) > _NAMED else ""
    return Prose("、".join(names) + more)
