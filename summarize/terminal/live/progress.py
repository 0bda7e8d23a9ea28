"""Progress of a run on stderr: the draft of one paper as it arrives, or a line about many papers.

A terminal gets one display that is redrawn. Other outputs get a plain line every 15 s, and none with ``-q``.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from summarize.terminal.live.progress_line import Progress, fitted, whole_line
from summarize.values import PaperFailure, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType
    from rich.live import Live

    from summarize.page.outcomes import Made, Observer
    from summarize.terminal.console import Console
    from summarize.values import PaperRef

#: Seconds between plain lines of progress where nothing can be redrawn.
_PLAIN_INTERVAL_S = 15.0
#: What is kept of each reply: more than a translation and a digest of the longest abstract have.
_DRAFT_CHARACTERS = 50_000


class Display:
    """The display of a run over ``total`` papers. ``shows_draft`` shows the draft of a single paper as it arrives."""

    def __init__(
        self, console: Console, total: int, *, shows_draft: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._console, self._total, self._clock = console, total, clock
        self._began_at = clock()
        self._next_line = self._began_at + _PLAIN_INTERVAL_S
        self._done = self._failed = self._stored = self._tokens = 0
        self._cost: float | None = 0.0
        self._calls: Callable[[], int] = lambda: 0
        self._shows_draft = shows_draft and console.live
        self._drafts: dict[str, str] = {}
        self._live: Live | None = None
        self._closed = False
        #: Lines may be printed by other threads, such as those that ask arXiv.
        self._lock = threading.RLock()
        console.aside = self.aside

    @property
    def observer(self) -> Observer | None:
        """What is told of the draft as it arrives; None where no draft is shown."""
        return self if self._shows_draft else None

    # Called by the run

    def wrote(self, ref: PaperRef, what: str, text: str) -> None:
        """Add a piece of text to the draft's part ``what``."""
        self._drafts[what] = (self._drafts.get(what, "") + text)[:_DRAFT_CHARACTERS]
        self._refresh()

    def restarted(self, ref: PaperRef, what: str) -> None:
        """Empty the draft's part ``what``, because its call is tried again."""
        self._drafts[what] = ""
        self._refresh()

    def count_calls(self, running: Callable[[], int]) -> None:
        """Show how many model calls run, which ``running`` tells."""
        self._calls = running

    def began(self, ref: PaperRef) -> None:
        """Note that the making of a paper has begun."""
        if self._total == 1:
            self._console.detail(f"{ref}: asking arXiv and the model")
        self._refresh()

    def ended(self, ref: PaperRef, made: Made) -> None:
        """Count a paper as done, failed or stored, with its tokens and cost."""
        outcome = made.outcome
        self._done += isinstance(outcome, Result)
        self._failed += isinstance(outcome, PaperFailure)
        self._stored += made.stored
        self._tokens += made.cost.prompt_tokens + made.cost.completion_tokens
        cost = made.cost.cost_usd
        self._cost = None if self._cost is None or cost is None else self._cost + cost
        self._refresh()

    # The screen

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Remove the display while something else is printed. Where every paper is finished it does not come back."""
        with self._lock:
            was_live = self._live is not None
            self._take_away()
            yield
            if was_live and self._done + self._failed < self._total:
                self._refresh()

    def close(self) -> None:
        """Remove the display for good, at the end of the run."""
        self._closed = True
        self._take_away()

    def _take_away(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _refresh(self) -> None:
        with self._lock:
            self._show()

    def _show(self) -> None:
        if self._closed or self._console.quiet or (self._total == 1 and not self._shows_draft):
            return
        if not self._console.live:
            self._plain_line()
            return
        if self._live is None:
            # rich takes 36 ms, which runs without a terminal do not need.
            from rich.console import Console as RichConsole
            from rich.live import Live

            screen = RichConsole(stderr=True)
            self._live = Live(
                console=screen, refresh_per_second=8, transient=True, redirect_stdout=False, redirect_stderr=False,
                get_renderable=lambda: self._picture(*screen.size),
            )  # fmt: skip
            self._live.start(refresh=True)  # else the line stays empty until the next tick

    def _plain_line(self) -> None:
        now = self._clock()
        if now >= self._next_line:
            self._next_line = now + _PLAIN_INTERVAL_S
            self._console.note(whole_line(self._progress()))

    def _picture(self, width: int, height: int) -> RenderableType:
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        if self._total > 1:
            progress = self._progress()
            line = fitted(progress, width - 1, self._console.worded)
            if not line.bar_width:
                return Text(line.text, overflow="ellipsis", no_wrap=True)
            row = Table.grid(padding=(0, 1, 0, 0))
            row.add_row(
                ProgressBar(progress.total, progress.finished, width=line.bar_width), Text(line.text, no_wrap=True)
            )
            return row
        from summarize.terminal.live.draft_text import draft_lines, read_draft

        draft = read_draft(self._drafts.get("translation", ""), self._drafts.get("digest", ""))
        elapsed = self._clock() - self._began_at
        lines = draft_lines(draft, width - 1, height - 2)
        said = "a draft: not checked yet" if lines else "waiting for arXiv and the model"
        note = self._console.worded(f"… {elapsed:.0f} s, {said}")
        return Group(*lines, Text(note, style="dim italic", no_wrap=True, overflow="ellipsis"))

    def _progress(self) -> Progress:
        return Progress(
            total=self._total,
            done=self._done,
            failed=self._failed,
            stored=self._stored,
            calls=self._calls(),
            elapsed_s=self._clock() - self._began_at,
            tokens=self._tokens,
            cost_usd=self._cost,
        )
