"""The Markdown layouts, and every layout that is a Jinja2 template.

A template file is the page of one paper. ``many_papers.md.j2`` has, as blocks, what surrounds the papers of a page of
many. A
layout that needs something else there has a block of that name itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from summarize.characters import neutral
from summarize.errors import TemplateError
from summarize.layouts.arranging.arrangement import Arranged, Arranger
from summarize.layouts.bibtex import bibtex_entry
from summarize.layouts.front_matter import paper_front_matter, run_front_matter
from summarize.layouts.labels import words_for
from summarize.layouts.layout import (
    FAILURES_PART,
    HEADING_PART,
    MARKDOWN_TEMPLATES,
    REST_END_PART,
    REST_PART,
    WHOLE_PART,
    Beside,
    LayoutOptions,
    PagePart,
    PageParts,
    RunInfo,
    part_name,
)
from summarize.layouts.markdown import escaping, sentence_numbers
from summarize.layouts.markdown.vault_note import VaultView, vault_front_matter
from summarize.layouts.paper_parts import FailureView, SentenceView
from summarize.layouts.prose import Prose
from summarize.layouts.view import PaperView
from summarize.values import Outcome, PaperFailure

#: Parts of a page that may begin with something else than a heading.
_NO_PAPERS = (HEADING_PART, FAILURES_PART)
_BLANK_LINES = re.compile(r"(?<![ \t])(?:[ \t]*\n){3,}")


@cache
def environment(sandboxed: bool = True) -> Environment:
    """Return the environment of Markdown templates. It escapes for a paragraph what a template puts out unfiltered.

    Users' templates run in Jinja2's sandbox. The program's own run without it, because it would double their time.
    """

    def safe(value: object) -> object:
        return escaping.inline(value) if isinstance(value, str) else value

    kind = ImmutableSandboxedEnvironment if sandboxed else Environment
    env = kind(
        loader=FileSystemLoader((MARKDOWN_TEMPLATES, MARKDOWN_TEMPLATES / "parts")),
        undefined=StrictUndefined,
        finalize=safe,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    env.filters.update(
        inline=escaping.inline,
        block=escaping.block,
        categories=escaping.categories,
        heading=escaping.heading,
        cell=escaping.cell,
        link_text=escaping.link_text,
        cell_link_text=escaping.cell_link_text,
        url=escaping.link_url,
        raw=escaping.Markdown,
        english=english,
        english_cited=english_cited,
        chinese=chinese,
        numbered_english=sentence_numbers.numbered_english,
        numbered_chinese=sentence_numbers.numbered_chinese,
        sentence_number=lambda s: escaping.Markdown(sentence_numbers.anchor(s) + sentence_numbers.sentence_number(s.n)),
        in_html=escaping.in_html,
    )
    return env


def english(sentences: Sequence[SentenceView]) -> Prose:
    """Return the English of some sentences as one text."""
    return Prose(" ".join(s.en for s in sentences), sentences[0].en.urls if sentences else frozenset())


def english_cited(sentences: Sequence[SentenceView]) -> escaping.Markdown:
    """Return the English of a paragraph, with number and anchor before the sentences that a takeaway rests on."""
    parts: list[str] = []
    for s in sentences:
        text: str = escaping.inline(s.en) if parts else escaping.block(s.en)
        if s.cited:
            text = f'<sup id="{s.anchor}">{s.n}</sup> {text}'
        if text:
            parts.append(text)
    return escaping.Markdown(" ".join(parts))


def chinese(sentences: Sequence[SentenceView]) -> Prose:
    """Return the Chinese of some sentences as one text, with ⚠ behind those with open errors."""
    marked = [f"{s.zh} {s.mark} " if s.mark else s.zh for s in sentences]
    return Prose(_joined(marked).rstrip(), sentences[0].zh.urls if sentences else frozenset())


def _joined(sentences: Sequence[str]) -> str:
    """Join sentences. A space stands only where the sentence before ends in a Latin character."""
    joined = ""
    for sentence in sentences:
        gap = " " if joined and joined[-1].isascii() and not joined[-1].isspace() else ""
        joined += gap + sentence
    return joined


class TemplateLayout:
    """A layout that is a Jinja2 template.

    ``shared`` returns the template whose blocks serve where this one has none. ``file`` names the template in errors.
    """

    streams = True

    def __init__(
        self,
        name: str,
        suffix: str,
        template: Template,
        shared: Callable[[], Template],
        options: LayoutOptions,
        file: str,
    ) -> None:
        self.name = name
        self.suffix = suffix
        self._template = template
        self._shared = shared
        self._options = options
        self._arranger = Arranger(options)
        self._file = file

    def head(self, run: RunInfo) -> str:
        return self._front(run) + self._block("head", run=run)

    def paper(self, outcome: Outcome, n: int) -> str:
        if isinstance(outcome, PaperFailure):
            return ""
        return self._paper(self._arranger.view(outcome, n), many=True)

    def tail(self, failures: Sequence[PaperFailure], run: RunInfo) -> str:
        return self._block("tail", run=run, failures=self._failures(failures))

    def _failures(self, failures: Sequence[PaperFailure]) -> list[FailureView]:
        return [FailureView(failure, words_for(self._options.to)) for failure in failures]

    def page(self, outcomes: Iterable[Outcome], run: RunInfo) -> str:
        return str(self.parts(outcomes, run))

    def parts(self, outcomes: Iterable[Outcome], run: RunInfo) -> PageParts:
        done = list(outcomes)
        if run.shows_one(len(done)):
            return self._page_of_one(done[0], run)
        page = self._arranger.arranged(done, run)
        around = {"run": run, "papers": page.papers, "views": page.views, "rest": page.rest}
        heading = [self._block("head", run=run), self._block("overview", **around)]
        if self._options.contents:
            heading.append(self._block("contents", **around))
        parts = [
            PagePart(HEADING_PART, "".join(heading)),
            *map(self._part, page.shown),
            *self._rest(page, around),
            PagePart(FAILURES_PART, self.tail([o for o in done if isinstance(o, PaperFailure)], run)),
        ]
        if not all(_is_section(part.text) for part in parts if part.name not in _NO_PAPERS) or _repeats(
            [part.name for part in parts]
        ):
            parts = [PagePart(WHOLE_PART, "".join(part.text for part in parts))]
        return PageParts(self._front(run), tuple(parts))

    def _page_of_one(self, outcome: Outcome, run: RunInfo) -> PageParts:
        if isinstance(outcome, PaperFailure):
            return PageParts("", (PagePart(FAILURES_PART, self.tail([outcome], run).strip("\n") + "\n"),))
        added = run.added.get(str(outcome.paper), "")
        view = self._arranger.view(outcome, 1, added, alone=True)
        front = ""
        if self._options.vault and self.suffix == ".md":
            beside = run.beside.get(str(outcome.paper), Beside())
            note = VaultView(outcome, added, beside, self._arranger.relevance(outcome, alone=True))
            front, view = vault_front_matter(note), note
        elif self._options.front_matter and self.suffix == ".md":
            front = paper_front_matter(view)
        text = self._paper(view, many=False).strip("\n") + "\n"
        return PageParts(front, (PagePart(part_name(outcome.paper), text),))

    def _rest(self, page: Arranged, around: Mapping[str, object]) -> Iterable[PagePart]:
        """Yield the folded papers with what stands around them. Where none is folded, nothing."""
        if page.rest:
            opened, closed = self._block("rest", **around), self._block("rest_end", **around)
            yield from [PagePart(REST_PART, opened)] if opened else []
            yield from map(self._part, page.rest)
            yield from [PagePart(REST_END_PART, closed)] if closed else []

    def _part(self, view: PaperView) -> PagePart:
        return PagePart(part_name(view.result.paper), self._paper(view, many=True))

    def _front(self, run: RunInfo) -> str:
        return run_front_matter(run) if self._options.front_matter and self.suffix == ".md" else ""

    def _paper(self, view: PaperView, many: bool) -> str:
        bibtex = bibtex_entry(view.result.paper) if self._options.bibtex else ""
        context = {"p": view, "t": view.words, "many": many, "bibtex": escaping.Markdown(bibtex)}
        if "paper" in self._template.blocks:
            return self._block("paper", **context)
        return self._render(lambda: self._template.render(self._context(context)))

    def _context(self, values: Mapping[str, object]) -> dict[str, object]:
        return {"options": self._options, "t": words_for(self._options.to), **values}

    def _block(self, block: str, **values: object) -> str:
        template = self._template if block in self._template.blocks else self._shared()
        if block not in template.blocks:
            return ""
        context = template.new_context(self._context(values))

        def render() -> str:
            try:
                return "".join(template.blocks[block](context))
            except Exception:  # noqa: BLE001  it is raised again
                template.environment.handle_exception()  # raises it again, with lines of templates in its traceback

        return self._render(render)

    def _render(self, render: Any) -> str:
        try:
            text: str = render()
        except (JinjaError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            place = template_place(error, self._file)
            raise TemplateError(
                f"{place}: there is no template {error.name!r}"
                if isinstance(error, TemplateNotFound)
                else f"{place}: the template cannot be rendered: {error}",
                hint="docs/layouts.md lists what a template can use; `summarize layouts export report` gives a start",
            ) from error
        return _BLANK_LINES.sub("\n\n", neutral(text))


def _is_section(text: str) -> bool:
    """Whether a paper's text begins with a heading, so that a comment may stand before it.

    Rows of a table and items of a list are no sections: a comment between two of them would end the table or list.
    """
    first = next((line for line in text.split("\n") if line.strip() and not line.startswith("<a id=")), "")
    return first.startswith("#")


def _repeats(names: Sequence[str]) -> bool:
    return len(set(names)) < len(names)


def template_place(error: BaseException, file: str) -> str:
    """Return the file and line of the template that the error came in: ``file``, or a part that it includes."""
    if isinstance(error, TemplateSyntaxError):  # of a part, which is read when it is included
        return f"{error.filename or error.name or file}:{error.lineno}"
    place, trace = file, error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith((file, ".j2")) or name == "<template>":
            place = f"{file if name.endswith(file) or name == '<template>' else name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


class MarkdownLayout(TemplateLayout):
    """One of the Markdown layouts that come with the program."""

    def __init__(self, name: str, options: LayoutOptions) -> None:
        env = environment(sandboxed=False)
        file = f"{name}.md.j2"
        super().__init__(
            name, ".md", env.get_template(file), lambda: env.get_template("many_papers.md.j2"), options, file
        )
