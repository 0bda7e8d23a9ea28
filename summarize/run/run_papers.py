"""A run: from named papers to pages, the ledger, and an exit status.

Papers whose results are stored are answered without a model, without arXiv and without an event loop.
"""

from __future__ import annotations

import time
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from summarize.errors import ConfigurationError, SummarizeError
from summarize.page.workshop import Made, key_of, with_errors_refused
from summarize.run.arguments import Named, failed_last, named_papers, unique, wanted
from summarize.run.budget import agree_to_downloads
from summarize.run.page_output import Outlet
from summarize.run.session import Session, open_session
from summarize.run.totals import INTERRUPTED, Tally
from summarize.sources.source_table import with_links
from summarize.store.ledger import LedgerEntry
from summarize.terminal.console import Console
from summarize.values import PaperFailure, PaperRef, Result

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from summarize.page.cached_chat import Chat
    from summarize.page.workshop import Workshop
    from summarize.run.concurrency import Stop
    from summarize.settings import Settings
    from summarize.values import Document, Outcome, Paper

#: Papers in work for each model call that may run: enough that a call is always waiting while others are checked.
_PAPERS_PER_CALL = 2


def run_papers(
    arguments: Sequence[str], settings: Settings, env: Mapping[str, str], commands: Collection[str] = ()
) -> int:
    """Make pages of what ``arguments`` name. Returns the exit status. Raises SummarizeError where nothing can begin.

    ``commands`` are the names of the program's commands, for a hint where one is misplaced.
    """
    console = Console(quiet=settings.quiet, verbose=settings.verbose, env=env)
    named = Named(()) if settings.retry_failed and not arguments else named_papers(arguments, commands)
    session = open_session(settings, env, console)
    with session.store:
        if settings.retry_failed:
            named = replace(named, refs=unique((*named.refs, *failed_last(session.store.ledger))))
        refs = wanted(named.refs, settings, session.store.ledger, console.note)
        run = Run(session, refs, named, arguments)
        if settings.dry_run:
            return run.dry()
        return run.go()


class Run:
    """One run over ``refs``; its parts share the ledger's number, the tally and the outlet."""

    def __init__(self, session: Session, refs: tuple[PaperRef, ...], named: Named, arguments: Sequence[str]) -> None:
        self.session, self.refs = session, refs
        self._bad = {ref: failure for ref, failure in named.bad.items() if ref in refs}
        self._settings, self._store, self._console = session.settings, session.store, session.console
        self._arguments = arguments
        self._tally = Tally()
        self._keys: dict[int, str] = {}
        self._interrupted = False

    def go(self) -> int:
        """Do the papers; write the page; say what it came to. Returns the exit status."""
        if self._settings.full:
            agree_to_downloads(self.refs, self.session)
        clock = self.session.clock
        outlet = Outlet(self.session, len(self.refs), self._reloaded)
        self._number = self._store.ledger.begin_run(" ".join(self._arguments), clock(), self.refs)
        status = INTERRUPTED
        try:
            for failure in self._bad.values():
                # Said at once, before anything is spent; on the page it stands in its place.
                self._console.failure(failure)
            reason = self._papers(outlet)
            outlet.finish(complete=not self._interrupted)
            if self._settings.open_page:
                self._show()
            status = self._conclude(reason)
        except SummarizeError as error:
            status = error.exit_status
            raise
        finally:
            self._store.ledger.end_run(self._number, status, clock())
        return status

    def _show(self) -> None:
        """What is done, in the browser (``--open``)."""
        from summarize.terminal.browser import show_in_browser, write_page

        results = [outcome for outcome in self._reloaded() if isinstance(outcome, Result)]
        if results:
            path = write_page(results, self.session.places.cache_dir / "pages")
            if not show_in_browser(path):
                self._console.note(f"no browser could be started; the page is {path}")

    def dry(self) -> int:
        """Say what the run would do and cost, without asking a model."""
        from summarize.run.budget import print_bill

        keys = self._stored_keys(self.session.workshop(_no_chat(), _no_paper, _no_document))
        todo = [ref for i, ref in enumerate(self.refs) if i not in keys and ref not in self._bad]
        import asyncio

        return asyncio.run(print_bill(self.session, todo, stored=len(keys), bad=len(self._bad)))

    # --- the papers

    def _papers(self, outlet: Outlet) -> SummarizeError | None:
        """All papers; returns what stopped the run, if anything did."""
        self._keys = self._stored_keys(self.session.workshop(_no_chat(), _no_paper, _no_document))
        if len(self._keys) + len(self._bad) == len(self.refs):
            for i in range(len(self.refs)):
                made = self._known(i)
                if made is None:
                    break
                self._emit(i, made, outlet)
            else:
                return None
        import asyncio

        from summarize.run.open_model import make_ready

        make_ready(self.session)
        return asyncio.run(self._work(outlet))

    def _stored_keys(self, shop: Workshop) -> dict[int, str]:
        """Keys of stored results, by the position of their papers."""
        if self._settings.refresh:
            return {}
        keys = {}
        for i, ref in enumerate(self.refs):
            name = "" if ref in self._bad else self.session.sources.result_name(ref)
            if name:
                key = key_of(name, shop.for_ref(ref))
                if self._store.has_result(key) and self._is_whole(key):
                    keys[i] = key
        return keys

    def _is_whole(self, key: str) -> bool:
        if self._settings.figures is None:
            return True
        result = self._store.result(key)
        return result is not None and self.session.is_whole(result)

    def _known(self, i: int) -> Made | None:
        """What needs no work: a token that names no paper, a result that is stored."""
        if (failure := self._bad.get(self.refs[i])) is not None:
            return Made(failure)
        if i not in self._keys:
            return None
        result = self._store.result(self._keys[i])
        return None if result is None else Made(with_links(result), stored=True, key=self._keys[i])

    async def _work(self, outlet: Outlet) -> SummarizeError | None:
        import asyncio

        from summarize.llm.client.limiter import Limiter
        from summarize.page.pipeline import summarize_paper
        from summarize.run.budget import Budget
        from summarize.run.concurrency import Stop, in_order
        from summarize.run.open_model import open_chat
        from summarize.run.saved_figures import save_figures

        stop, limiter = Stop(), Limiter(self._settings.jobs)
        budget = Budget(self.session)
        todo = [ref for i, ref in enumerate(self.refs) if i not in self._keys and ref not in self._bad]
        async with AsyncExitStack() as stack:
            if len(self.refs) > 1:
                stack.enter_context(self._interruptible(stop))
            sources = stack.enter_context(self.session.sources)
            sources.expect(todo)
            warming = asyncio.create_task(asyncio.to_thread(_load_ahead)) if todo else None
            chat = await stack.enter_async_context(open_chat(self.session, limiter))
            shop = self.session.workshop(
                chat,
                sources.record,
                sources.document,
                observer=outlet.observer,
                before_spending=budget.reserve,
                figures_of=lambda ref, paper: save_figures(
                    sources, ref, paper, folder=self._settings.figures or "figures", output=self._settings.output
                ),
            )

            async def make(i: int, ref: PaperRef) -> Made:
                made = self._known(i)
                if made is None:
                    outlet.began(ref)
                    began = time.monotonic()
                    made = await summarize_paper(ref, shop)
                    budget.settle(ref, made)
                    seconds = time.monotonic() - began
                    self._record(i, made, seconds)
                    self._console.detail(timing(ref, made, seconds))
                else:
                    self._record(i, made, 0.0)
                if isinstance(made.outcome, PaperFailure):
                    stop_for = limiter.broken or budget.reached
                    if stop_for is not None:
                        stop.because(stop_for)
                outlet.ended(ref, made)
                return made

            try:
                at_once = self._settings.jobs * _PAPERS_PER_CALL
                async for i, made in in_order(self.refs, make, at_once=at_once, stop=stop, reload=self._store.result):
                    self._emit(i, made, outlet, recorded=True)
                    if self._settings.fail_fast and isinstance(made.outcome, PaperFailure):
                        stop.because(None)
            except asyncio.CancelledError:
                self._interrupted = True
            if warming is not None:
                await warming
        return stop.reason

    @contextmanager
    def _interruptible(self, stop: Stop) -> Iterator[None]:
        """Ctrl-C once: begin nothing new, let papers in flight end; twice: stop at once."""
        import asyncio
        import signal

        loop = asyncio.get_running_loop()
        main = asyncio.current_task()
        assert main is not None

        def interrupt() -> None:
            if self._interrupted:
                main.cancel()
                return
            self._interrupted = True
            self._console.note("interrupted: papers in flight may end; Ctrl-C again stops at once")
            stop.because(None)

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

    # --- what comes of it

    def _emit(self, i: int, made: Made, outlet: Outlet, *, recorded: bool = False) -> None:
        """Give one outcome to the page, the person and the tally."""
        if not recorded:
            self._record(i, made, 0.0)
        outcome: Outcome = made.outcome
        if self._settings.strict and isinstance(outcome, Result):
            if outcome.open_errors:
                self._console.findings(outcome)
            outcome = with_errors_refused(
                outcome,
                PaperRef(outcome.paper.id, outcome.paper.version, outcome.paper.path, self.refs[i].source),
            )
        if made.key:
            self._keys[i] = made.key
        self._tally.add(made, outcome)
        outlet.add(outcome, stored=made.stored, said=self.refs[i] in self._bad)

    def _record(self, i: int, made: Made, seconds: float) -> None:
        outcome = made.outcome
        ref = self.refs[i]
        if isinstance(outcome, PaperFailure):
            entry = LedgerEntry(i, str(ref), "", "failed", outcome.code, outcome.message, seconds=seconds)
        else:
            usage = outcome.usage
            spent = (0, 0, 0.0) if made.stored else (usage.prompt_tokens, usage.completion_tokens, usage.cost_usd)
            entry = LedgerEntry(i, str(ref), str(outcome.paper), "done", "", "", made.stored, *spent, seconds)
        self._store.ledger.record(self._number, entry, self.session.clock())

    def _reloaded(self) -> Iterator[Outcome]:
        """The outcomes so far, in order, from the store: what a page in a file is put together from."""
        failures = {str(failure.ref): failure for failure in self._tally.failures}
        for i, ref in enumerate(self.refs):
            if str(ref) in failures:
                yield failures[str(ref)]
            elif i in self._keys and (result := self._store.result(self._keys[i])) is not None:
                yield with_links(result)

    def _conclude(self, reason: SummarizeError | None) -> int:
        tally = self._tally
        if len(self.refs) > 1 or self._interrupted:
            self._console.note(tally.closing_line(len(self.refs)))
        if reason is not None:
            self._console.error(reason)
            if isinstance(reason, ConfigurationError) or not tally.done:
                return reason.exit_status
            return 1
        if self._interrupted:
            return INTERRUPTED
        return tally.status()


def _load_ahead() -> None:
    """Import, while arXiv and then the model take their time to answer, what will be needed then: openai (half a
    second) and the checks."""
    from summarize.llm.client.connection import warm_up

    warm_up()
    import summarize.checks.runner
    import summarize.page.repairing  # noqa: F401


def timing(ref: PaperRef, made: Made, seconds: float) -> str:
    """What a paper took, for ``-v``."""
    from summarize.llm.cost import format_cost

    if isinstance(made.outcome, PaperFailure):
        return f"{ref}: {seconds:.1f} s, failed"
    if made.stored:
        return f"{ref}: {seconds:.1f} s, its result was stored"
    usage = made.outcome.usage
    return (
        f"{ref}: {seconds:.1f} s, {usage.prompt_tokens:,} tokens in, {usage.completion_tokens:,} out, "
        f"{format_cost(usage.cost_usd)}"
    )


def _no_chat() -> Chat:
    return cast("Chat", None)


async def _no_paper(ref: PaperRef) -> Paper:
    raise AssertionError("a stored result needs no paper")


async def _no_document(ref: PaperRef, paper: Paper) -> Document:
    raise AssertionError("a stored result needs no document")
