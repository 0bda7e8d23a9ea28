"""Progress of a run on stderr: the draft of one paper as it arrives, or a line about many papers.

A terminal gets one display that is redrawn. Other outputs get a plain line every 15 s, and none with ``-q``.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from summarize.characters import neutral
from summarize.llm.cost import format_cost
from summarize.values import PaperFailure, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.live import Live
    from rich.text import Text

    from summarize.page.outcomes import Made, Observer
    from summarize.terminal.console import Console
    from summarize.values import PaperRef

#: Seconds between plain lines of progress where nothing can be redrawn.
_PLAIN_INTERVAL_S = 15.0
_DRAFT_LINES = 14
#: What is kept of each part of the draft: more than so many lines have on a wide terminal.
_DRAFT_CHARACTERS = 14 * 250


class Display:
    """The display of a run over ``total`` papers. ``shows_draft`` shows the draft of a single paper as it arrives."""

    def __init__(
        self, console: Console, total: int, *, shows_draft: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._console, self._total, self._clock = console, total, clock
        self._began_at = clock()
        self._next_line = self._began_at + _PLAIN_INTERVAL_S
        self._done = self._failed = self._stored = self._in_flight = self._tokens = 0
        self._cost: float | None = 0.0
        self._shows_draft = shows_draft and console.live
        self._drafts: dict[str, str] = {}
        self._live: Live | None = None
        self._closed = False

    @property
    def observer(self) -> Observer | None:
        """What is told of the draft as it arrives; None where no draft is shown."""
        return self if self._shows_draft else None

    # Called by the run

    def wrote(self, ref: PaperRef, what: str, text: str) -> None:
        """Add a piece of text to the draft's part ``what``."""
        self._drafts[what] = (self._drafts.get(what, "") + text)[-_DRAFT_CHARACTERS:]
        self._refresh()

    def restarted(self, ref: PaperRef, what: str) -> None:
        """Empty the draft's part ``what``, because its call is tried again."""
        self._drafts[what] = ""
        self._refresh()

    def began(self, ref: PaperRef) -> None:
        """Count a paper as in flight."""
        self._in_flight += 1
        if self._total == 1:
            self._console.detail(f"{ref}: asking arXiv and the model")
        self._refresh()

    def ended(self, ref: PaperRef, made: Made) -> None:
        """Count a paper as done, failed or stored, with its tokens and cost."""
        outcome = made.outcome
        self._in_flight -= not made.stored
        self._done += isinstance(outcome, Result)
        self._failed += isinstance(outcome, PaperFailure)
        self._stored += made.stored
        if isinstance(outcome, Result) and not made.stored:
            self._tokens += outcome.usage.prompt_tokens + outcome.usage.completion_tokens
            cost = outcome.usage.cost_usd
            self._cost = None if self._cost is None or cost is None else self._cost + cost
        self._refresh()

    # The screen

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Remove the display while something else is printed."""
        was_live = self._live is not None
        self._take_away()
        yield
        if was_live:
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
        if self._closed or self._console.quiet or (self._total == 1 and not self._shows_draft):
            return
        if not self._console.live:
            self._plain_line()
            return
        if self._live is None:
            # rich takes 36 ms, which runs without a terminal do not need.
            from rich.console import Console as RichConsole
            from rich.live import Live

            self._live = Live(
                console=RichConsole(stderr=True), refresh_per_second=8, transient=True, get_renderable=self._picture,
                redirect_stdout=False, redirect_stderr=False,
            )  # fmt: skip
            self._live.start()

    def _plain_line(self) -> None:
        now = self._clock()
        if now >= self._next_line:
            self._next_line = now + _PLAIN_INTERVAL_S
            self._console.note(self._summary())

    def _picture(self) -> Text:
        from rich.text import Text

        if self._total > 1:
            return Text(self._console.worded(self._summary()), overflow="ellipsis", no_wrap=True)
        lines = neutral("\n".join(self._drafts.values())).splitlines()[-_DRAFT_LINES:]
        elapsed = self._clock() - self._began_at
        picture = Text("\n".join(lines) + ("\n" if lines else ""), style="dim")
        picture.append(self._console.worded(f"… {elapsed:.0f} s, a draft: not checked yet"), style="italic")
        return picture

    def _summary(self) -> str:
        finished = self._done + self._failed
        elapsed = max(self._clock() - self._began_at, 1e-6)
        made = finished - self._stored
        parts = [f"{finished}/{self._total} papers", f"{self._in_flight} in flight"]
        if self._stored:
            parts.append(f"{self._stored} from the store")
        if self._failed:
            parts.append(f"{self._failed} failed")
        if made > 0:
            rate = made / elapsed
            parts.append(f"{rate * 60:.0f}/min")
            parts.append(f"{_clock_time((self._total - finished) / rate)} left")
        if self._tokens:
            parts.append(f"{self._tokens:,} tokens")
            parts.append(format_cost(self._cost))
        return " · ".join(parts)


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
