"""Pages in files: one file for all papers of a run, or one file a paper."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from summarize.errors import NotOverwritten
from summarize.layouts.existing.marked_page import PageMarks
from summarize.page.outcomes import Made
from summarize.terminal.files.output_files import file_name, make_folder, sweep
from summarize.terminal.files.page_file import PageFile
from summarize.values import PaperFailure, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from summarize.layouts import Layout, RunInfo
    from summarize.terminal.files.page_file import GrowingPage, WholePage
    from summarize.terminal.files.reference_file import ReferencePage
    from summarize.values import Outcome

#: Seconds. While a run goes on, a page of many papers is rewritten at most this often.
PAGE_INTERVAL_S = 10.0


class FileSink:
    """Output of one page to one file, which is rewritten from time to time while a run goes on, and at its end.

    ``reload`` returns what came of the papers so far, in order, from the store, so that a run keeps few of them in
    memory. A layout for programs (``for_programs``) is written also where the only paper failed.
    """

    def __init__(
        self,
        page: WholePage | GrowingPage | ReferencePage,
        run: RunInfo,
        reload: Callable[[], Iterable[Made]],
        *,
        for_programs: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._page, self._run, self._reload, self._clock = page, run, reload, clock
        self._for_programs = for_programs
        self._next = clock() + PAGE_INTERVAL_S
        self._only: Made | None = None

    def add(self, outcome: Outcome, key: str = "") -> None:
        self._only = Made(outcome, key=key)
        if self._run.total > 1 and self._clock() >= self._next:
            began = self._clock()
            self._put_together(complete=False)
            # A page that takes long is made less often, so that it never costs more than a tenth of the run.
            self._next = self._clock() + max(PAGE_INTERVAL_S, 10 * (self._clock() - began))

    def finish(self, *, complete: bool) -> None:
        if self._run.total != 1:
            self._put_together(complete=complete)
        elif self._only is not None and (isinstance(self._only.outcome, Result) or self._for_programs):
            self._page.write([self._only], self._run)

    def _put_together(self, *, complete: bool) -> None:
        made = list(self._reload())
        if made or complete:
            self._page.write(made, self._run)


class FolderSink:
    """Output of one file a paper. A file that has the same content already is not written.

    A file that may not be overwritten is left as it is, and ``report`` is told. ``stable`` names files without version.
    """

    def __init__(
        self,
        folder: Path,
        layout: Layout,
        run: RunInfo,
        report: Callable[[NotOverwritten], None],
        *,
        stable: bool = False,
        overwrite: bool = False,
    ) -> None:
        self._folder, self._layout, self._run = folder, layout, replace(run, total=1)
        self._report, self._stable, self._overwrite = report, stable, overwrite
        sweep(folder)
        self.written = 0
        self.unchanged = 0
        self.kept = 0

    def add(self, outcome: Outcome, key: str = "") -> None:
        if isinstance(outcome, PaperFailure):
            return
        path = self._folder / (file_name(outcome, stable=self._stable) + self._layout.suffix)
        try:
            file = PageFile(path, self._layout, overwrite=self._overwrite)
            changed = file.put([outcome], self._run_of(outcome), PageMarks())
        except NotOverwritten as error:
            self._left(error)
            return
        if changed:
            self.written += 1
        else:
            self.unchanged += 1

    def finish(self, *, complete: bool) -> None:
        make_folder(self._folder)

    def _run_of(self, result: Result) -> RunInfo:
        """Return what the page of a result is told about its run."""
        return self._run

    def _left(self, error: NotOverwritten) -> None:
        self.kept += 1
        self._report(error)
