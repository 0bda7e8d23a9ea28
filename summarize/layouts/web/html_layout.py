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
from summarize.layouts.arranging.arrangement import Arranged, Arranger
from summarize.layouts.bibtex import bibtex_entry
from summarize.layouts.labels import words_for
from summarize.layouts.layout import WEB_TEMPLATES, WHOLE_PART, LayoutOptions, PagePart, PageParts, RunInfo
from summarize.layouts.paper_parts import FailureView
from summarize.layouts.view import PaperView
from summarize.layouts.web.html_text import faulty_html, html, marked_html, plain_html
from summarize.values import Outcome, PaperFailure


class HtmlLayout:
    """A web page. It does not stream, because its head lists the papers that follow; ``page`` makes it whole."""

    name, suffix, streams = "html", ".html", False

    def __init__(self, options: LayoutOptions) -> None:
        self._options = options
        self._arranger = Arranger(options)

    def head(self, run: RunInfo) -> str:
        return self._head(run, run.title, True, Arranged(()))

    def paper(self, outcome: Outcome, n: int) -> str:
        return "" if isinstance(outcome, PaperFailure) else self._paper(self._arranger.view(outcome, n), many=True)

    def tail(self, failures: Sequence[PaperFailure], run: RunInfo) -> str:
        views = [FailureView(failure, words_for(self._options.to)) for failure in failures]
        return self._block("tail", run=run, failures=views, script=_script())

    def page(self, outcomes: Iterable[Outcome], run: RunInfo) -> str:
        done = list(outcomes)
        many = not run.shows_one(len(done))
        failures = [o for o in done if isinstance(o, PaperFailure)]
        if many:
            page, title = self._arranger.arranged(done, run), run.title
        else:
            alone = [
                self._arranger.view(outcome, 1, run.added.get(str(outcome.paper), ""), alone=True)
                for outcome in done
                if not isinstance(outcome, PaperFailure)
            ]
            page = Arranged(tuple(alone))
            title = str(alone[0].title_zh or alone[0].title) if alone else run.title
        return "".join(
            [
                self._head(run, title, many, page),
                *(self._paper(view, many) for view in page.shown),
                *self._rest(page, many),
                self.tail(failures, run),
            ]
        )

    def parts(self, outcomes: Iterable[Outcome], run: RunInfo) -> PageParts:
        return PageParts("", (PagePart(WHOLE_PART, self.page(outcomes, run)),))

    def _rest(self, page: Arranged, many: bool) -> Iterable[str]:
        """Yield the folded papers with what opens and closes the fold."""
        if page.rest:
            yield self._block("rest", rest=page.rest)
            yield from (self._paper(view, many) for view in page.rest)
            yield self._block("rest_end")

    def _head(self, run: RunInfo, title: str, many: bool, page: Arranged) -> str:
        papers = page.papers
        counted = Counter(category for view in papers for category in view.categories)
        return self._block(
            "head",
            run=run,
            title=title,
            many=many,
            papers=papers,
            shown=page.shown,
            rest=page.rest,
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
        f"default-src 'none'; style-src '{sha256_source(_style())}'; script-src '{sha256_source(_script())}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def sha256_source(text: str) -> str:
    """Return the source expression of a Content-Security-Policy that allows exactly this style or script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _style() -> str:
    return (WEB_TEMPLATES / "page.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    return "".join((WEB_TEMPLATES / name).read_text(encoding="utf-8") for name in ("marks.js", "page.js"))


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
