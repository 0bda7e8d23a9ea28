"""Makes the papers of a run that are not stored: many at once, records fetched ahead, one model, an orderly end."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.checks.runner import load_functions
from summarize.event_loop import run_in_loop
from summarize.llm.client.connection import warm_up
from summarize.llm.client.limiter import Limiter
from summarize.llm.cost import format_cost
from summarize.page.page_maker import PageMaker
from summarize.run.budget import Budget, estimate
from summarize.run.concurrency import Stop, in_order
from summarize.run.documents import Documents
from summarize.run.open_model import make_ready, open_chat
from summarize.values import PaperFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from summarize.errors import SummarizeError
    from summarize.page.outcomes import Made
    from summarize.run.page_output import PageOutput
    from summarize.run.run_record import RunRecord
    from summarize.run.setup import RunSetup
    from summarize.values import Paper, PaperRef, Usage

    Emit = Callable[[int, Made, PageOutput], None]

#: Papers in work for each model call that may run: enough that a call is always waiting while others are checked.
_PAPERS_PER_CALL = 2


@dataclass(frozen=True, slots=True)
class Ended:
    """How the making of papers ended. ``reason`` is the error that stopped it, if one did."""

    reason: SummarizeError | None = None
    interrupted: bool = False


def make_papers(setup: RunSetup, record: RunRecord, output: PageOutput, emit: Emit) -> Ended:
    """Make what is not known of ``record``; ``emit`` gets every paper of the run in its turn.

    Raises ConfigurationError where the model's file is missing, and what ``emit`` raises.
    """
    make_ready(setup)
    return run_in_loop(_Making(setup, record, output, emit).work())


class _Making:
    """The papers of one run in the making."""

    def __init__(self, setup: RunSetup, record: RunRecord, output: PageOutput, emit: Emit) -> None:
        self._setup, self._record = setup, record
        self._output, self._emit = output, emit
        self._stop, self._limiter = Stop(), Limiter(setup.settings.jobs)
        self._budget = Budget(setup.settings.max_cost, setup.model, self._estimate)
        self._interrupted = False

    async def work(self) -> Ended:
        try:
            await self._work()
        except asyncio.CancelledError:
            self._interrupted = True
        return Ended(self._stop.reason, self._interrupted)

    async def _work(self) -> None:
        setup, record = self._setup, self._record
        self._output.count_calls(lambda: self._limiter.running)
        async with AsyncExitStack() as stack:
            if len(record.refs) > 1:
                stack.enter_context(self._interruptible())
            sources = stack.enter_context(setup.sources)
            sources.expect(record.todo)
            loading = asyncio.create_task(asyncio.to_thread(_load_ahead)) if record.todo else None
            chat = await stack.enter_async_context(open_chat(setup, self._limiter))
            maker = PageMaker(
                chat=chat,
                papers=Documents(sources, setup.settings),
                store=setup.store,
                prompts=setup.prompts,
                context_tokens=setup.model.context_tokens,
                clock=setup.clock,
                observer=self._output.observer,
                refresh=setup.settings.refresh,
                before_spending=self._budget.reserve,
                page_folder=setup.page_folder,
            )
            await self._in_order(maker)
            if loading is not None and not self._interrupted:
                await loading

    async def _in_order(self, maker: PageMaker) -> None:
        settings, store = self._setup.settings, self._setup.store

        async def make(i: int, ref: PaperRef) -> Made:
            return await self._made(i, ref, maker)

        at_once = settings.jobs * _PAPERS_PER_CALL
        async for i, made in in_order(self._record.refs, make, at_once=at_once, stop=self._stop, reload=store.result):
            self._emit(i, made, self._output)
            if settings.fail_fast and isinstance(made.outcome, PaperFailure):
                self._stop.because(None)

    async def _made(self, i: int, ref: PaperRef, maker: PageMaker) -> Made:
        made = self._record.known(i)
        if made is None:
            self._output.began(ref)
            began = time.monotonic()
            made = await maker.make(ref, self._setup.recipes.of(ref))
            self._budget.settle(ref, made)
            seconds = time.monotonic() - began
            self._record.note(i, made, seconds)
            self._setup.console.detail(timing(ref, made, seconds))
        else:
            self._record.note(i, made)
        if isinstance(made.outcome, PaperFailure):
            stop_for = self._limiter.broken or self._budget.reached
            if stop_for is not None:
                self._stop.because(stop_for)
        self._output.ended(ref, made)
        return made

    def _estimate(self, ref: PaperRef, paper: Paper) -> Usage:
        return estimate(paper, self._setup.recipes.of(ref), self._setup.prompts, self._setup.model.price)

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        """Ctrl-C once: begin nothing new, ask arXiv no more, let the model end what it writes; twice: stop at once."""
        loop = asyncio.get_running_loop()
        main = asyncio.current_task()
        assert main is not None

        def interrupt() -> None:
            if self._interrupted:
                main.cancel()
                return
            self._interrupted = True
            self._setup.console.note("interrupted: papers in flight may end; Ctrl-C again stops at once")
            self._stop.because(None)
            self._setup.sources.ask_no_more()

        try:
            loop.add_signal_handler(signal.SIGINT, interrupt)
        except (NotImplementedError, RuntimeError, ValueError):
            # Windows, or not the main thread: the first Ctrl-C stops at once, and the store keeps what is finished.
            yield
            return
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGINT)


def _load_ahead() -> None:
    """Import what will be needed while arXiv and then the model take their time: openai (half a second), the checks."""
    warm_up()
    load_functions()


def timing(ref: PaperRef, made: Made, seconds: float) -> str:
    """What a paper took, for ``-v``."""
    if isinstance(made.outcome, PaperFailure):
        return f"{ref}: {seconds:.1f} s, failed"
    if made.stored:
        return f"{ref}: {seconds:.1f} s, its result was stored"
    usage = made.outcome.usage
    return (
        f"{ref}: {seconds:.1f} s, {usage.prompt_tokens:,} tokens in, {usage.completion_tokens:,} out, "
        f"{format_cost(usage.cost_usd)}"
    )
