"""The output of a run of a daily site: each outcome goes to its day, and the days into the folder."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from summarize.layouts.site.site_day import SiteDay
from summarize.run.page_output import PageOutput
from summarize.terminal.files.page_sinks import PAGE_INTERVAL_S
from summarize.values import PaperFailure, PaperRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from summarize.layouts import RunInfo
    from summarize.page.outcomes import Made
    from summarize.run.daily_site.site_drawing import SiteDrawing
    from summarize.run.daily_site.site_plan import DuePaper
    from summarize.settings import Settings
    from summarize.terminal.console import Console
    from summarize.terminal.files.site_folder import SiteFolder
    from summarize.values import Outcome, Result

#: Codes of failures that are no word about the paper: the run was not allowed to make it.
_NOT_TRIED = {"budget-reached", "not-stored"}


class SiteSink:
    """Puts outcomes into ``days``, by name, which ``drawing`` draws. ``today`` is the ISO date of the run.

    While the run goes on, days, their pages and what lists them are written from time to time, so that a run which is
    killed leaves a site that leads to what it finished.
    """

    def __init__(
        self,
        folder: SiteFolder,
        drawing: SiteDrawing,
        days: dict[str, SiteDay],
        due: Iterable[DuePaper],
        today: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder, self._drawing, self._days = folder, drawing, days
        self._today, self._clock = today, clock
        self._due: dict[PaperRef, list[str]] = {}
        for paper in due:
            self._due.setdefault(paper.ref, []).append(paper.day)
        self._changed: set[str] = set()
        self._next = clock() + PAGE_INTERVAL_S

    @property
    def kept(self) -> int:
        """How many edited pages were left as they are."""
        return self._folder.kept

    def add(self, outcome: Outcome, key: str = "") -> None:
        """Put an outcome into its day."""
        if isinstance(outcome, PaperFailure):
            paper_id, names = outcome.ref.id, self._due.get(outcome.ref, [])
            if outcome.code in _NOT_TRIED:
                return
        else:
            paper = outcome.paper
            paper_id = paper.id
            names = self._due.get(PaperRef(paper.id, paper.version)) or self._due.get(PaperRef(paper.id), [])
        for name in names:
            day = self._days[name]
            self._days[name] = (
                day.with_failure(paper_id, outcome)
                if isinstance(outcome, PaperFailure)
                else day.with_result(paper_id, outcome, self._today)
            )
            self._changed.add(name)
        if self._clock() >= self._next:
            began = self._clock()
            self._write()
            self._drawing.draw(self._changed)
            self._changed.clear()
            # Pages that take long are drawn less often, so that they never cost more than a tenth of the run.
            self._next = self._clock() + max(PAGE_INTERVAL_S, 10 * (self._clock() - began))

    def finish(self, *, complete: bool) -> None:
        """Write the days. A day with a paper is made when a run comes to its end: what comes later was added."""
        if complete:
            for name in {name for names in self._due.values() for name in names}:
                day = self._days[name]
                if not day.made and day.papers:
                    self._days[name] = replace(day, made=self._today)
                    self._changed.add(name)
        self._write()

    def _write(self) -> None:
        for name in sorted(self._changed):
            self._folder.write_day(self._days[name])


class SiteOutput(PageOutput):
    """The output of a run whose outcomes go to ``sink``. Progress and messages are those of any run."""

    def __init__(
        self, settings: Settings, console: Console, stored: Callable[[str], Result | None], sink: SiteSink
    ) -> None:
        super().__init__(replace(settings, output=None, layout="html"), console, stored)
        self._site_sink = sink

    @property
    def kept(self) -> int:
        return self._site_sink.kept

    def begin(self, run: RunInfo, reload: Callable[[], Iterable[Made]]) -> None:
        super().begin(run, reload)
        self._sink, self._to_terminal = self._site_sink, False
