"""Progress of the download of a model file: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from summarize.characters import neutral
from summarize.language.catalogue import translated
from summarize.llm.local.model_table import size_text
from summarize.terminal.spoken.speech import spoken_language

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

#: Share of the file after which the next plain line is printed.
_PLAIN_STEP = 0.1


class TerminalReporter:
    """A ``PullReporter`` on stderr.

    With ``quiet`` it prints nothing. As a context manager it removes its bar at the end.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._language = spoken_language()
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._said = 0.0
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def note(self, line: str) -> None:
        """Print a line, above the bar where there is one."""
        if self._quiet:
            return
        line = translated(line, self._language)
        if self._bar is not None:
            self._bar.console.print(neutral(line), markup=False, highlight=False)
        else:
            click.echo(neutral(line), err=True)

    def progress(self, done_bytes: int, total_bytes: int) -> None:
        """Show how many bytes are there."""
        if self._quiet:
            return
        if sys.stderr.isatty():
            self._drawn(done_bytes, total_bytes)
        elif done_bytes / total_bytes >= self._said + _PLAIN_STEP or done_bytes == total_bytes:
            self._said = done_bytes / total_bytes
            seconds = time.monotonic() - self._began
            self.note(f"{size_text(done_bytes)} of {size_text(total_bytes)} after {seconds:.0f} s")

    def _drawn(self, done_bytes: int, total_bytes: int) -> None:
        if self._bar is None:
            # rich takes 47 ms, which a quiet or redirected download does not need.
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

            columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("", total=total_bytes, completed=done_bytes)
        elif self._task is not None:
            self._bar.update(self._task, completed=done_bytes)
