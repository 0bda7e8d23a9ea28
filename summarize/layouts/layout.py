"""The protocol that every layout has, and the values that a layout is given."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from summarize.values import LanguageOrder, Outcome, Paper, PaperFailure

if TYPE_CHECKING:
    from summarize.interests.interest import Interests

_HERE = Path(__file__).resolve().parent
#: The folders of the Markdown templates and of the web page's files.
MARKDOWN_TEMPLATES, WEB_TEMPLATES = _HERE / "markdown", _HERE / "web"


@dataclass(frozen=True, slots=True)
class LayoutOptions:
    """The options of a page that a user can choose.

    ``to`` is the script of the page's own words. ``vault`` makes the page of one paper a note of an Obsidian vault
    (Markdown layouts). ``contents`` asks for a contents list, which only a page that is rendered whole can have.
    ``order`` says which language of the abstract stands first. ``front_matter`` concerns the Markdown layouts;
    ``bibtex`` concerns these and html. JSON has the same facts as fields, and ``table`` has no place for BibTeX.
    ``interests`` rank the papers of a page that is written whole, and mark why; not in JSON.
    """

    to: str = "zh-Hans"
    also_english: bool = False
    front_matter: bool = False
    bibtex: bool = False
    contents: bool = False
    interests: Interests | None = None
    order: LanguageOrder = "zh-en"
    vault: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a paper's note in a vault.

    ``pdf`` is the name or path of its PDF as a link in the vault names it, ``citekey`` its key in the lists of
    references. Both are empty where there is none.
    """

    pdf: str = ""
    citekey: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link from a page to one beside it. ``rel`` is ``prev``, ``next`` or ``up``."""

    label: str
    url: str
    rel: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The facts in the heading of a page of many papers.

    ``date`` is an ISO date. ``total`` is how many papers were asked for. ``checked`` is False with ``--no-check``.
    ``many`` asks for the page of many papers also where there is one. ``added`` has the day (an ISO date) on which
    ``--new-only`` put a paper on the page, by ``str(paper)``. ``beside`` has what lies beside a paper's note in a
    vault, by ``str(paper)``. ``links`` lead to the pages beside a page of a daily site; only ``html`` shows them.
    """

    title: str
    date: str
    total: int
    model: str
    program: str
    checked: bool = True
    many: bool = False
    added: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, Beside] = field(default_factory=dict)
    links: tuple[PageLink, ...] = ()

    def shows_one(self, count: int) -> bool:
        """Whether a page of ``count`` outcomes is the page of one paper."""
        return count == 1 and self.total <= 1 and not self.many


#: Names of the parts of a page that belong to no paper. A paper's part is named after its paper (``part_name``).
HEADING_PART, FAILURES_PART, WHOLE_PART = "heading", "failures", "page"
#: What stands before and behind the folded papers of a page with ``--interests``.
REST_PART, REST_END_PART = "rest", "rest-end"


@dataclass(frozen=True, slots=True)
class PagePart:
    """One part of a page: its name, unique in the page, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PageParts:
    """A whole page in parts, in order. ``front`` is its YAML front matter with the ``---`` lines, or "".

    ``str()`` gives the page.
    """

    front: str
    parts: tuple[PagePart, ...]

    def __str__(self) -> str:
        return self.front + "".join(part.text for part in self.parts)


def part_name(paper: Paper) -> str:
    """Return the name of a paper's part: the same for all versions of a paper, and without spaces.

    A file on this machine is named by a hash, so that a page does not tell where it lies.
    """
    if paper.id:
        return quote(paper.id, safe="/:.()+", errors="replace")
    return f"file:{hashlib.sha256((paper.path or paper.title).encode('utf-8', 'replace')).hexdigest()[:12]}"


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

    def parts(self, outcomes: Iterable[Outcome], run: RunInfo) -> PageParts:
        """Return the same page in parts. A layout whose papers cannot stand apart gives one part, ``WHOLE_PART``."""
