"""One paper, from reference to result. Collaborators are arguments; a failure of the paper is a value, not an exception.

PaperRef ─▶ Paper (+ Document) ─▶ two calls at the same time ─▶ Draft ─▶ checks ─▶ repair ─▶ Result
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from summarize import __version__
from summarize.asker import Asker, Listener
from summarize.drafting import Manner, Translation, digest, translate
from summarize.errors import ConfigurationError, SummarizeError
from summarize.keys import result_key
from summarize.prompting.asking import numbered_text
from summarize.repairing import RepairDesk, repair
from summarize.values import Draft, Paper, PaperFailure, Provenance, Reading, Result, Source

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping

    from summarize.asker import Chat
    from summarize.prompting.glossary import Glossary
    from summarize.prompting.replies import DigestReply
    from summarize.prompting.templates import Template
    from summarize.store import Store
    from summarize.values import Finding, Outcome, PaperRef, Script

_log = logging.getLogger(__name__)
#: How often a process looks whether another one has finished the result that it waits for, seconds.
_CLAIM_POLL_S = 0.25


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
    context_tokens: int | None = None
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

    def for_key(self) -> dict[str, object]:
        chosen: dict[str, object] = {"to": self.to, "check": self.check, "also_english": self.also_english}
        if self.full:
            chosen |= {
                "full": self.source,
                "appendix": self.appendix,
                "sections": self.sections,
                "context": self.context_tokens,
            }
        return chosen


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything that making a result needs (DESIGN §2). ``paper_of`` gives the record of a reference, or raises.

    ``glossary`` is called when it is first needed, and its digest is known before. ``today`` gives an ISO date.
    ``before_spending`` may refuse a paper whose result is not stored, by raising BudgetReached.
    """

    paper_of: Callable[[PaperRef], Awaitable[Paper]]
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
        names += ["notes"]
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


async def summarize_paper(ref: PaperRef, shop: Workshop) -> Made:
    """Make the page of one paper, or say why not. Takes and returns picklable values.

    Raises ConfigurationError (it concerns every paper) and asyncio.CancelledError; everything else is a PaperFailure.
    """
    title = ""
    try:
        paper = await shop.paper_of(ref)
        title = paper.title
        return await _stored_or_made(ref, paper, shop)
    except ConfigurationError:
        raise
    except SummarizeError as error:
        return Made(failure_of(ref, error, title))
    except Exception as error:  # noqa: BLE001  the boundary of one paper: the others must go on
        _log.exception("%s: unexpected error", ref)
        return Made(
            PaperFailure(
                ref,
                "unexpected",
                f"an error that this program did not expect: {type(error).__name__}: {error}",
                "Please report it; -v shows where it happened",
                title=title,
            )
        )


def failure_of(ref: PaperRef, error: SummarizeError, title: str = "") -> PaperFailure:
    """An error as a value."""
    return PaperFailure(ref, error.code, error.message, error.hint, error.exit_status, title)


async def _stored_or_made(ref: PaperRef, paper: Paper, shop: Workshop) -> Made:
    key = key_of(str(paper), shop)
    store = shop.store
    if store is None:
        return Made(await _make(ref, paper, shop))
    while True:
        if not shop.refresh and (result := store.result(key)) is not None:
            return Made(result, stored=True, key=key)
        if store.claim(key, shop.clock()):
            break
        # Another process is making this very result: wait for it rather than pay twice.
        await asyncio.sleep(_CLAIM_POLL_S)
    try:
        if shop.before_spending is not None:
            shop.before_spending(ref, paper)
        result = await _make(ref, paper, shop)
        store.put_result(key, result, shop.clock())
    finally:
        store.release(key)
    return Made(result, key=key)


async def _make(ref: PaperRef, paper: Paper, shop: Workshop) -> Result:
    from summarize.papers.sentences import split_sentences

    sentences = split_sentences(paper.abstract)
    source = Source(paper.title, sentences)
    asker = Asker(
        shop.chat,
        endpoint=shop.model.endpoint,
        model=shop.model.label,
        parameters=shop.model.parameters,
        store=shop.store,
        clock=shop.clock,
        refresh=shop.refresh,
        paper=str(ref),
    )
    small = "-small" if shop.model.small else ""
    manner = Manner(shop.choices.to, at_once=1, output_cap=3.0) if shop.model.small else Manner(shop.choices.to)
    glossary = shop.glossary()
    text = numbered_text(sentences)
    translation, parts = await _both(
        translate(
            asker,
            shop.template(f"translate{small}"),
            paper.title,
            sentences,
            glossary=glossary,
            manner=manner,
            listener=_listener(shop, ref, "translation"),
        ),
        digest(
            asker,
            shop.template(f"digest{small}"),
            paper.title,
            text,
            evidence="sentence",
            enough=len(sentences) > 3,
            glossary=glossary,
            manner=manner,
            listener=_listener(shop, ref, "digest"),
        ),
    )
    draft = Draft(translation.title_zh, translation.sentences, parts.one_line, parts.summary, parts.takeaways)
    findings: tuple[Finding, ...] = ()
    if shop.choices.check:
        from summarize.checks import check_draft

        desk = RepairDesk(
            asker,
            shop.template("repair"),
            shop.template("repair-digest"),
            paper.title,
            text,
            "sentence",
            glossary,
            manner,
        )
        draft, findings = await repair(desk, draft, lambda d: check_draft(d, source, glossary), source)
    names = template_names(shop.choices, shop.model)
    return Result(
        paper=paper,
        draft=draft,
        findings=findings,
        reading=Reading("abstract"),
        provenance=Provenance(
            model=shop.model.label,
            prompts={name: shop.template(name).version for name in names},
            program=__version__,
            made=shop.today(),
            checked=shop.choices.check,
            small_model=shop.model.small,
        ),
        usage=asker.usage,
        to=shop.choices.to,
    )


async def _both(
    first: Coroutine[object, object, Translation], second: Coroutine[object, object, DigestReply]
) -> tuple[Translation, DigestReply]:
    """Both at the same time; the first error cancels the other, whose reply would be paid for nothing."""
    try:
        async with asyncio.TaskGroup() as group:
            one, two = group.create_task(first), group.create_task(second)
    except* SummarizeError as errors:
        error: BaseException = errors
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from None
    return one.result(), two.result()


def _listener(shop: Workshop, ref: PaperRef, what: str) -> Listener | None:
    observer = shop.observer
    if observer is None:
        return None
    return Listener(lambda text: observer.wrote(ref, what, text), lambda: observer.restarted(ref, what))


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
