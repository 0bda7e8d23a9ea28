"""The ``html`` layout: one file that contains all it needs and calls no server.

Style and script are constants of this package. A Content-Security-Policy allows them by their hash and allows nothing
else. All text from papers and models is escaped, by the template or by ``html_text.py``.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from summarize.characters import neutral
from summarize.layouts.bibtex import bibtex_entry
from summarize.layouts.labels import words_for
from summarize.layouts.layout import WEB_TEMPLATES, WHOLE_PART, LayoutOptions, PagePart, PageParts, RunInfo
from summarize.layouts.view import FailureView, PaperView
from summarize.layouts.web.html_text import faulty_html, html, marked_html, plain_html
from summarize.values import Outcome, PaperFailure


class HtmlLayout:
    """A web page. It does not stream, because its head lists the papers that follow; ``page`` makes it whole."""

    name, suffix, streams = "html", ".html", False

    def __init__(self, options: LayoutOptions) -> None:
        self._options = options

    def head(self, run: RunInfo) -> str:
        return self._head(run, run.title, many=True, papers=[])

    def paper(self, outcome: Outcome, n: int) -> str:
        return "" if isinstance(outcome, PaperFailure) else self._paper(PaperView(outcome, n), many=True)

    def tail(self, failures: Sequence[PaperFailure], run: RunInfo) -> str:
        views = [FailureView(failure, words_for(self._options.to)) for failure in failures]
        return self._block("tail", run=run, failures=views, script=_script())

    def page(self, outcomes: Iterable[Outcome], run: RunInfo) -> str:
        done = list(outcomes)
        many = not run.shows_one(len(done))
        papers = [
            PaperView(outcome, n, run.added.get(str(outcome.paper), ""))
            for n, outcome in enumerate(done, 1)
            if not isinstance(outcome, PaperFailure)
        ]
        title = run.title if many or not papers else str(papers[0].title_zh or papers[0].title)
        failures = [o for o in done if isinstance(o, PaperFailure)]
        return "".join(
            [
                self._head(run, title, many, papers),
                *(self._paper(view, many) for view in papers),
                self.tail(failures, run),
            ]
        )

    def parts(self, outcomes: Iterable[Outcome], run: RunInfo) -> PageParts:
        return PageParts("", (PagePart(WHOLE_PART, self.page(outcomes, run)),))

    def _head(self, run: RunInfo, title: str, many: bool, papers: Sequence[PaperView]) -> str:
        counted = Counter(category for view in papers for category in view.categories)
        return self._block(
            "head",
            run=run,
            title=title,
            many=many,
            papers=papers,
            categories=sorted(counted.items(), key=lambda item: (-item[1], item[0])),
            doubtful=sum(bool(view.findings) for view in papers),
            style=_style(),
            policy=content_security_policy(),
        )

    def _paper(self, view: PaperView, many: bool) -> str:
        bibtex = bibtex_entry(view.result.paper) if self._options.bibtex else ""
        return self._block("paper", p=view, many=many, bibtex=bibtex, t=view.words)

    def _block(self, block: str, **values: object) -> str:
        template = _template()
        context = template.new_context({"t": words_for(self._options.to), "options": self._options, **values})
        return neutral("".join(template.blocks[block](context)))


def content_security_policy() -> str:
    """Return the policy: the page may use its own style and script and pictures inside the file, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_digest(_style())}'; script-src '{_digest(_script())}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _style() -> str:
    return (WEB_TEMPLATES / "page.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    return (WEB_TEMPLATES / "page.js").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    env = Environment(
        loader=FileSystemLoader(WEB_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
    )
    env.filters.update(html=html, plain=plain_html, marked=marked_html, faulty=faulty_html)
    return env.get_template("page.html.j2")
