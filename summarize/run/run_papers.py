"""A run: from named papers to pages, the ledger, and an exit status.

Papers whose results are stored are answered here, without a model, without arXiv and without an event loop; the others
are made in ``making.py``.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from summarize import __version__
from summarize.errors import PaperError, SummarizeError
from summarize.exit_status import ExitStatus
from summarize.layouts import RunInfo
from summarize.run.arguments import Named, failed_last, named_papers, unique, wanted
from summarize.run.downloads import agree_to_downloads
from summarize.run.page_output import PageOutput
from summarize.run.run_record import RunRecord
from summarize.run.setup import open_setup
from summarize.terminal.browser import show_in_browser, write_page
from summarize.terminal.console import Console
from summarize.values import Result

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from summarize.page.outcomes import Made
    from summarize.run.setup import RunSetup
    from summarize.settings import Settings
    from summarize.values import PaperRef


def run_papers(
    arguments: Sequence[str], settings: Settings, env: Mapping[str, str], commands: Collection[str] = ()
) -> int:
    """Make pages of what ``arguments`` name. Returns the exit status. Raises SummarizeError where nothing can begin.

    ``commands`` are the names of the program's commands, for a hint where one is misplaced.
    """
    console = Console(quiet=settings.quiet, verbose=settings.verbose, env=env)
    named = Named(()) if settings.retry_failed and not arguments else named_papers(arguments, commands)
    if not named.refs and not settings.retry_failed:
        console.note("standard input is empty: no papers, nothing to do")
        return ExitStatus.DONE
    setup = open_setup(settings, env, console)
    with setup.store as store:
        if settings.retry_failed:
            named = replace(named, refs=unique((*named.refs, *failed_last(store.ledger))))
        output = PageOutput(settings, console, store.result, setup.sources.stored_pdf, store.results_of)
        refs = wanted(named.refs, settings, store.ledger, console, output.stands)
        if output.growing and not refs:
            console.note(f"no new papers; {output.growing} is left as it is")
            return ExitStatus.DONE
        run = Run(setup, RunRecord(store, refs, named.bad, clock=setup.clock), output)
        return run.dry() if settings.dry_run else run.go(_shown(" ".join(arguments)))


def _shown(arguments: str) -> str:
    """The arguments as the ledger keeps them: bytes that are not UTF-8, which a file's name may have, as “?”."""
    return arguments.encode("utf-8", "replace").decode("utf-8")


class Run:
    """One run with the parts of ``setup`` over the papers of ``record``; their pages go to ``output``."""

    def __init__(self, setup: RunSetup, record: RunRecord, output: PageOutput) -> None:
        self._setup, self._record, self._output = setup, record, output
        self._settings, self._console = setup.settings, setup.console
        self._emitted = 0
        self._interrupted = False

    def dry(self) -> int:
        """Say what the run would do and cost, without asking a model. Returns the exit status."""
        from summarize.run.dry_run import say_what_it_would_cost

        self._find_stored()
        say_what_it_would_cost(self._setup, self._record)
        return ExitStatus.DONE

    def go(self, command: str) -> int:
        """Do the papers; write the page; say what it came to. Returns the exit status."""
        if self._settings.full:
            self._agree_to_downloads()
        record, output = self._record, self._output
        output.begin(self._run_info(), record.made)
        record.begin(command)
        status: int = ExitStatus.INTERRUPTED
        try:
            for failure in record.bad.values():
                # Said at once, before anything is spent; on the page it stands in its place.
                self._console.failure(failure)
            stopped_by = self._papers(output)
            output.finish(complete=not self._interrupted)
            if self._settings.open_page:
                self._show()
            status = self._conclude(stopped_by)
        except SummarizeError as error:
            status = error.exit_status
            output.show_paged()
            raise
        finally:
            record.end(status)
        return status

    # --- the papers

    def _papers(self, output: PageOutput) -> SummarizeError | None:
        """Do all papers; returns what stopped the run, if anything did."""
        self._find_stored()
        if not self._record.todo:
            for i in range(len(self._record.refs)):
                made = self._record.known(i)
                if made is None:
                    break
                self._record.note(i, made)
                self.emit(i, made, output)
            else:
                return None
        from summarize.run.making import make_papers

        ended = make_papers(self._setup, self._record, output, self.emit)
        self._interrupted = ended.interrupted
        return ended.reason

    def emit(self, i: int, made: Made, output: PageOutput) -> None:
        """Give a paper whose turn has come to the page, the person and the totals; each paper once, in order."""
        if i < self._emitted:
            return  # shown before a stored result further on turned out to be unreadable
        self._emitted = i + 1
        strict = self._settings.strict
        if strict and isinstance(made.outcome, Result) and made.outcome.open_errors:
            self._console.findings(made.outcome)
        outcome = self._record.take(i, made, strict=strict)
        output.add(outcome, key=made.key, stored=made.stored, said=self._record.refs[i] in self._record.bad)

    def _find_stored(self) -> None:
        if not self._settings.refresh:
            pictures_in = self._setup.page_folder if self._settings.figures is not None else None
            self._record.find_stored(self._stored_key, pictures_in)

    def _stored_key(self, ref: PaperRef) -> str:
        """The key under which the result of ``ref`` would be stored; "" where its version is not known without asking.

        A file that cannot be read has none either: making its page will say why.
        """
        try:
            name = self._setup.sources.result_name(ref)
        except PaperError:
            return ""
        return self._setup.recipes.of(ref).key(name) if name else ""

    # --- before and after

    def _agree_to_downloads(self) -> None:
        agree_to_downloads(self._record.refs, self._settings, self._setup.sources)

    def _run_info(self) -> RunInfo:
        settings = self._settings
        return RunInfo(
            title="arXiv 论文" if settings.to == "zh-Hans" else "arXiv 論文",
            date=time.strftime("%Y-%m-%d", time.localtime(self._setup.clock())),
            total=len(self._record.refs),
            model=self._setup.model.label,
            program=__version__,
            checked=settings.check,
            many=settings.new_only and bool(self._output.growing),
        )

    def _show(self) -> None:
        """Show what is done in the browser (``--open``)."""
        results = [outcome for outcome in self._record.outcomes() if isinstance(outcome, Result)]
        if results:
            folder = self._setup.places.cache_dir / "pages"
            path = write_page(results, folder, self._output.interests, order=self._settings.order)
            if not show_in_browser(path):
                self._console.note(f"no browser could be started; the page is {path}")

    def _conclude(self, stopped_by: SummarizeError | None) -> int:
        totals, papers = self._record.totals, len(self._record.refs)
        if papers > 1 or self._interrupted:
            self._console.note(totals.closing_line(papers))
        if stopped_by is not None:
            self._console.error(stopped_by)
        return totals.exit_status(stopped_by, self._interrupted, unwritten=bool(self._output.kept))
