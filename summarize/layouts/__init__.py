"""Pages: from the result of one paper, or of many, to the text that a reader keeps (docs/layouts.md).

A layout is pure: the same outcomes give the same characters. ``load_layout`` gives one by name or from a template
file; heavy packages are imported only by the layout that needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from summarize.errors import TemplateError, UsageError
from summarize.values import Outcome, PaperFailure

_HERE = Path(__file__).resolve().parent
#: Where the templates are: Markdown ones and those of the web page.
MARKDOWN_TEMPLATES, WEB_TEMPLATES = _HERE / "markdown", _HERE / "web"

#: layout name -> what it gives, in one line. The order is the order in which they are listed to people.
LAYOUTS = {
    "report": "everything about a paper: both abstracts, summary, takeaways with evidence, findings",
    "digest": "English title, linked Chinese title, Chinese abstract in paragraphs",
    "bilingual": "titles, authors, link and both abstracts, one after the other",
    "interleaved": "each English sentence with its Chinese below it",
    "table": "one row a paper: date, titles, Chinese abstract, first takeaway",
    "json": "one JSON object (several papers: one object that holds them), docs/json-schema.md",
    "jsonl": "one JSON object a line",
    "html": "one self-contained web page with search, filters and formulas",
}


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


def load_layout(name_or_path: str, options: LayoutOptions = LayoutOptions()) -> Layout:
    """The layout of that name, or the one that a Jinja2 file describes (anything that ends in ``.j2``).

    Raises UsageError for an unknown name or a file that cannot be read, TemplateError (with file and line) for a
    template that cannot be compiled.
    """
    if name_or_path in ("json", "jsonl"):
        from summarize.layouts.json_layout import JsonLayout, JsonLinesLayout

        return JsonLayout() if name_or_path == "json" else JsonLinesLayout()
    if name_or_path == "html":
        from summarize.layouts.web.html_layout import HtmlLayout

        return HtmlLayout(options)
    if name_or_path in LAYOUTS:
        from summarize.layouts.markdown.markdown_layout import MarkdownLayout

        return MarkdownLayout(name_or_path, options)
    if name_or_path.endswith(".j2"):
        from summarize.layouts.template_file import load_template_file

        return load_template_file(Path(name_or_path), options)
    raise UsageError(
        f"there is no layout {name_or_path!r}",
        hint=f"layouts: {', '.join(LAYOUTS)}; or the path of a Jinja2 template that ends in .j2",
    )


__all__ = [
    "LAYOUTS",
    "MARKDOWN_TEMPLATES",
    "WEB_TEMPLATES",
    "Layout",
    "LayoutOptions",
    "RunInfo",
    "TemplateError",
    "load_layout",
]
