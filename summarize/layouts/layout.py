"""What a layout is: the protocol that all of them have, and the values that they are given.

A layout is pure: the same outcomes give the same characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from summarize.values import Outcome, PaperFailure

_HERE = Path(__file__).resolve().parent
#: Where the templates are: Markdown ones and those of the web page.
MARKDOWN_TEMPLATES, WEB_TEMPLATES = _HERE / "markdown", _HERE / "web"


@dataclass(frozen=True, slots=True)
class LayoutOptions:
    """What the user wants of a page.

    ``to`` is the script of the page's own words. ``contents`` asks for a contents list, which only a page that is
    rendered whole can have. ``front_matter`` and ``bibtex`` concern the Markdown layouts (``bibtex`` also html); JSON
    carries all of that already, and ``table`` has no place for BibTeX.
    """

    to: str = "zh-Hans"
    also_english: bool = False
    front_matter: bool = False
    bibtex: bool = False
    contents: bool = False


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The heading of a page of many papers: its title, ISO date, how many papers were asked for, model and program."""

    title: str
    date: str
    total: int
    model: str
    program: str
    checked: bool = True


class Layout(Protocol):
    """``head + paper… + tail``, joined, is the page of many as it streams; ``page`` is a page that is written whole.

    ``suffix`` is what a file of it is called (".md"). Where ``streams`` is False only ``page`` is of use on stdout,
    because the page is one value that is complete or nothing.
    """

    @property
    def name(self) -> str: ...

    @property
    def suffix(self) -> str: ...

    @property
    def streams(self) -> bool: ...

    def head(self, run: RunInfo) -> str:
        """What stands before the papers of a page of many."""

    def paper(self, outcome: Outcome, n: int) -> str:
        """One paper of a page of many; ``n`` is its position there, from 1. A failure gives "" where ``tail`` lists it."""

    def tail(self, failures: Sequence[PaperFailure], run: RunInfo) -> str:
        """What stands after the papers: those that failed, with the reason."""

    def page(self, outcomes: Iterable[Outcome], run: RunInfo) -> str:
        """A whole page. One outcome gives the page of one paper; several give heading, overview, papers, failures."""
