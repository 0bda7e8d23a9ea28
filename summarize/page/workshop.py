"""What making a page needs, and what comes of it: the values at the two ends of the pipeline.

Apart from the pipeline itself, so that a stored result is found without loading an event loop.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from summarize.sources.source_table import source_class
from summarize.store.keys import result_key
from summarize.values import PaperFailure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from summarize.errors import SummarizeError
    from summarize.page.cached_chat import Chat
    from summarize.prompting.glossary import Glossary
    from summarize.prompting.templates import Template
    from summarize.store.storage import Store
    from summarize.values import Document, Figure, Outcome, Paper, PaperRef, Result, Script


class Observer(Protocol):
    """Who watches a run: the terminal, or nobody."""

    def wrote(self, ref: PaperRef, what: str, text: str) -> None:
        """A model wrote ``text`` more of ``what`` (``translation`` or ``digest``)."""

    def restarted(self, ref: PaperRef, what: str) -> None:
        """What was written of ``what`` is void: the call is made again."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the flow must know of the model. ``label`` is ``provider/model``; ``parameters`` go into cache keys."""

    label: str
    endpoint: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    context_tokens: int = 8192
    small: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """The options that change what is asked and so what a result is."""

    to: Script = "zh-Hans"
    full: bool = False
    source: str = "auto"
    check: bool = True
    appendix: bool = False
    sections: bool = False
    also_english: bool = False
    context_tokens: int | None = None
    figures: str | None = None

    def for_key(self) -> dict[str, object]:
        chosen: dict[str, object] = {"to": self.to, "check": self.check, "also_english": self.also_english}
        if self.full:
            chosen |= {
                "full": self.source,
                "appendix": self.appendix,
                "sections": self.sections,
                "context": self.context_tokens,
            }
        if self.figures is not None:
            chosen["figures"] = self.figures
        return chosen


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything that making a result needs (DESIGN §2). ``paper_of`` gives the record of a reference, and
    ``document_of`` the text of the whole paper, or they raise. ``name_of`` gives what a stored result of a paper is
    known by.

    ``glossary`` is called when it is first needed, and its digest is known before. ``today`` gives an ISO date.
    ``figures_of`` cuts the pictures of a paper, where ``choices.figures`` asks for them.
    ``is_whole`` says whether the files of a stored result are still there.
    ``before_spending`` may refuse a paper whose result is not stored, by raising BudgetReached.
    """

    paper_of: Callable[[PaperRef], Awaitable[Paper]]
    document_of: Callable[[PaperRef, Paper], Awaitable[Document]]
    name_of: Callable[[PaperRef, Paper], str]
    chat: Chat
    model: ModelFacts
    template: Callable[[str], Template]
    glossary: Callable[[], Glossary]
    glossary_digest: str
    checks_digest: str
    store: Store | None
    choices: Choices
    clock: Callable[[], float] = time.time
    today: Callable[[], str] = lambda: time.strftime("%Y-%m-%d")
    refresh: bool = False
    observer: Observer | None = None
    before_spending: Callable[[PaperRef, Paper], None] | None = None
    figures_of: Callable[[PaperRef, Paper], Awaitable[tuple[Figure, ...]]] | None = None
    is_whole: Callable[[Result], bool] = lambda result: True

    def for_ref(self, ref: PaperRef) -> Workshop:
        """This workshop, set for ``ref``: papers of some sources, such as local PDFs, are always read whole."""
        kind = source_class(ref.source).always_whole
        if kind is None or self.choices.full:
            return self
        return replace(self, choices=replace(self.choices, full=True, source=kind))


@dataclass(frozen=True, slots=True)
class Made:
    """An outcome, and what the run wants to know about how it came to be."""

    outcome: Outcome
    stored: bool = False
    key: str = ""


def template_names(choices: Choices, model: ModelFacts) -> tuple[str, ...]:
    """The templates that a result of these choices is made with, for keys and provenance."""
    small = "-small" if model.small else ""
    names = [f"translate{small}", f"digest{small}", "repair", "repair-digest"]
    if choices.full:
        names += ["notes", "section"] if choices.sections else ["notes"]
    if choices.also_english:
        names += ["english"]
    return tuple(names)


def key_of(paper: str, shop: Workshop) -> str:
    """The store's key of the result that this workshop would make of ``paper`` (``IDvN`` or ``sha256:…``)."""
    return result_key(
        paper=paper,
        options=shop.choices.for_key(),
        templates={name: shop.template(name).digest for name in template_names(shop.choices, shop.model)},
        glossary=shop.glossary_digest,
        checks=shop.checks_digest if shop.choices.check else "",
        model=f"{shop.model.label} {sorted(shop.model.parameters.items())}",
        endpoint=shop.model.endpoint,
    )


def failure_of(ref: PaperRef, error: SummarizeError, title: str = "") -> PaperFailure:
    """An error as a value."""
    return PaperFailure(ref, error.code, error.message, error.hint, error.exit_status, title)


def with_errors_refused(result: Result, ref: PaperRef) -> Outcome:
    """``--strict``: a result with open errors is a failure."""
    errors = result.open_errors
    if not errors:
        return result
    return PaperFailure(
        ref,
        "errors-remain",
        f"{len(errors)} error{'s' if len(errors) > 1 else ''} could not be repaired, and --strict refuses the page",
        "See them without --strict, or try a better model with -m",
        title=result.paper.title,
    )
