"""Pages on stdout, and the protocol that every output of pages has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TextIO

from summarize.terminal.files.output_files import unwritable
from summarize.values import PaperFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarize.layouts import Layout, RunInfo
    from summarize.values import Outcome


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
            try:
                self._stream.write(self._clean(text))
                self._stream.flush()
            except BrokenPipeError:
                raise  # who reads has seen enough
            except OSError as error:
                raise unwritable("standard output", error) from error
