"""The outputs of pages: stdout, one file for all papers, or one file a paper."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TextIO

from summarize.errors import NotOverwritten
from summarize.layouts.existing.marked_page import PageMarks
from summarize.page.outcomes import Made
from summarize.terminal.output_files import file_name, make_folder, sweep
from summarize.terminal.page_file import PageFile
from summarize.values import PaperFailure, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from summarize.layouts import Layout, RunInfo
    from summarize.terminal.page_file import GrowingPage, WholePage
    from summarize.values import Outcome

#: Seconds. While a run goes on, a page of many papers is rewritten at most this often.
PAGE_INTERVAL_S = 10.0


class Sink(Protocol):
    """An output. It takes outcomes in the order of the papers and then ends the page."""

    def add(self, outcome: Outcome, key: str = "") -> None:
        """Take the next outcome. ``key`` is the one under which the store has it, or ""."""

    def finish(self, *, complete: bool) -> None:
        """End the page. ``complete`` is False where the run was interrupted."""


class StreamSink:
    """Output to stdout: each paper when its turn comes. A layout that does not stream is written at the end."""

    def __init__(self, stream: TextIO, layout: Layout, run: RunInfo, clean: Callable[[str], str]) -> None:
        self._stream, self._layout, self._run, self._clean = stream, layout, run, clean
        self._failures: list[PaperFailure] = []
        self._kept: list[Outcome] = []
        self._n = 0

    def add(self, outcome: Outcome, key: str = "") -> None:
        if not self._layout.streams or self._run.total == 1:
            self._kept.append(outcome)
            return
        self._begin()
        self._n += 1
        if isinstance(outcome, PaperFailure):
            self._failures.append(outcome)
        self._write(self._layout.paper(outcome, self._n))

    def finish(self, *, complete: bool) -> None:
        if self._layout.streams and self._run.total != 1:
            self._begin()
            self._write(self._layout.tail(self._failures, self._run))
        elif self._kept and complete:
            only_failed = self._run.total == 1 and isinstance(self._kept[0], PaperFailure)
            # Where the only paper failed, stderr says why and nothing that looks like a page is printed. JSON has a
            # shape for failures, which programs read.
            if not only_failed or self._layout.suffix in (".json", ".jsonl"):
                self._write(self._layout.page(self._kept, self._run))

    def _begin(self) -> None:
        if self._n == 0 and not self._failures:
            self._write(self._layout.head(self._run))

    def _write(self, text: str) -> None:
        if text:
            self._stream.write(self._clean(text))
            self._stream.flush()


class FileSink:
    """Output of one page to one file, which is rewritten from time to time while a run goes on, and at its end.

    ``reload`` returns what came of the papers so far, in order, from the store, so that a run keeps few of them in
    memory. A layout for programs (``for_programs``) is written also where the only paper failed.
    """

    def __init__(
        self,
        page: WholePage | GrowingPage,
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
            changed = PageFile(path, self._layout, overwrite=self._overwrite).put([outcome], self._run, PageMarks())
        except NotOverwritten as error:
            self.kept += 1
            self._report(error)
            return
        if changed:
            self.written += 1
        else:
            self.unchanged += 1

    def finish(self, *, complete: bool) -> None:
        make_folder(self._folder)
