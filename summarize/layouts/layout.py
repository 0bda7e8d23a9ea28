"""The protocol that every layout has, and the values that a layout is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from summarize.values import Outcome, PaperFailure

_HERE = Path(__file__).resolve().parent
#: The folders of the Markdown templates and of the web page's files.
MARKDOWN_TEMPLATES, WEB_TEMPLATES = _HERE / "markdown", _HERE / "web"


@dataclass(frozen=True, slots=True)
class LayoutOptions:
    """The options of a page that a user can choose.

    ``to`` is the script of the page's own words. ``contents`` asks for a contents list, which only a page that is
    rendered whole can have. ``front_matter`` concerns the Markdown layouts; ``bibtex`` concerns these and html. JSON
    has the same facts as fields, and ``table`` has no place for BibTeX.
    """

    to: str = "zh-Hans"
    also_english: bool = False
    front_matter: bool = False
    bibtex: bool = False
    contents: bool = False


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The facts in the heading of a page of many papers.

    ``date`` is an ISO date. ``total`` is how many papers were asked for. ``checked`` is False with ``--no-check``.
    """

    title: str
    date: str
    total: int
    model: str
    program: str
    checked: bool = True


class Layout(Protocol):
    """A layout of pages. It is pure: the same outcomes give the same characters.

    ``head + paper… + tail``, joined, is the page of many papers as it streams. ``page`` returns a page that is written
    whole. ``suffix`` ends the names of its files (".md"). Where ``streams`` is False, only ``page`` is used on stdout,
    because the page is one value that cannot be printed in pieces.
    """

    @property
    def name(self) -> str: ...

    @property
    def suffix(self) -> str: ...

    @property
    def streams(self) -> bool: ...

    def head(self, run: RunInfo) -> str:
        """Return what stands before the papers of a page of many."""

    def paper(self, outcome: Outcome, n: int) -> str:
        """Return one paper of a page of many.

        ``n`` is its position, from 1. A failure gives "" where ``tail`` lists it.
        """

    def tail(self, failures: Sequence[PaperFailure], run: RunInfo) -> str:
        """Return what stands after the papers: those that failed, with their reasons."""

    def page(self, outcomes: Iterable[Outcome], run: RunInfo) -> str:
        """Return a whole page.

        One outcome gives the page of one paper; several give heading, overview, papers, failures.
        """
