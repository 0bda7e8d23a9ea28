"""A run of a daily site: asks for announcements, makes the papers that are due, draws the pages that change.

What stands in the folder decides what is left to do, so that a run which is started twice, or was killed, or did not
take place for a week, comes to the same pages: first the announced papers are written down, then they are made, then
their pages are drawn, then those that list them.
"""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from summarize import __version__
from summarize.exit_status import ExitStatus
from summarize.layouts import LayoutOptions
from summarize.layouts.site.site_pages import day_url
from summarize.run.daily_site.announced_days import announced_days
from summarize.run.daily_site.site_drawing import SiteDrawing
from summarize.run.daily_site.site_plan import (
    DuePaper,
    asked_since,
    due_papers,
    merged,
    remembered_since,
    turned_paper,
    with_first,
)
from summarize.run.daily_site.site_sink import SiteOutput, SiteSink
from summarize.run.daily_site.site_wishes import NO_WISHES, SiteWishes, looks, site_for
from summarize.run.page_output import PageOutput, interests_of
from summarize.run.run_papers import Run
from summarize.run.run_record import RunRecord
from summarize.run.setup import open_setup
from summarize.terminal.browser import show_in_browser
from summarize.terminal.console import Console
from summarize.terminal.files.site_folder import SiteFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from summarize.layouts.site.site_day import AnnouncedPaper, SiteDay
    from summarize.layouts.site.site_file import Site
    from summarize.run.daily_site.announced_days import AnnouncedDays
    from summarize.run.setup import RunSetup
    from summarize.settings import Settings


def make_site(
    folder: Path,
    wishes: SiteWishes,
    settings: Settings,
    env: Mapping[str, str],
    *,
    defaults: SiteWishes = NO_WISHES,
    opened: Callable[[Settings, Mapping[str, str], Console], RunSetup] = open_setup,
) -> int:
    """Bring the site in ``folder`` up to date. Returns the exit status.

    ``defaults`` are the wishes for a new site that come from the environment or config.toml. ``opened`` gives the parts
    of the run. Raises UsageError where a
    new site has no categories, NotOverwritten where the folder holds something else, and what the parts of a run raise.
    """
    console = Console(quiet=settings.quiet, verbose=settings.verbose, env=env)
    place = SiteFolder(folder, console.error, overwrite=settings.overwrite)
    site_for(place.site(), wishes, defaults, folder)  # before the folder is made

    def waiting() -> None:
        console.note(f"another run is at work on {folder}; this one waits for its end")

    with nullcontext() if settings.dry_run else place.locked(waiting):
        before = place.site()
        site = site_for(before, wishes, defaults, folder)
        if before is not None and looks(before) != looks(site):
            site = replace(site, unfinished=place.days())
        own = replace(settings, to=site.to, output=f"{folder}/", new_only=False, open_page=False)
        run = _SiteRun(place, site, own, console, env)
        status = run.redraw() if wishes.redraw else run.go(opened(own, env, console), wishes.since)
    index = folder / "index.html"
    if settings.open_page and not settings.dry_run and index.is_file() and not show_in_browser(index):
        console.note(f"no browser could be started; the page is {index}")
    return status


class _SiteRun:
    """One run of the site in ``place``, which is locked."""

    def __init__(
        self,
        place: SiteFolder,
        site: Site,
        settings: Settings,
        console: Console,
        env: Mapping[str, str],
    ) -> None:
        self._place, self._site, self._settings = place, site, settings
        self._console, self._env = console, env
        self._interests = interests_of(settings)
        self._days: dict[str, SiteDay] = {}

    def redraw(self) -> int:
        """Draw every page from the papers that stand in the folder."""
        names = self._place.days()
        self._place.write_site(self._site)
        self._turn(names)
        self._drawing().draw(names)
        self._finished()
        drawn = sum(not self._place.is_kept(day_url(name)) for name in names)
        self._console.note(f"{drawn} days drawn anew in {self._place.path}")
        return self._status()

    def go(self, setup: RunSetup, since: date | None) -> int:
        """Ask for announcements, make what is due, draw what changed. Returns the exit status."""
        settings = self._settings
        with setup.store as store:
            changed = self._learn(since)
            due = self._due()
            refs = tuple(dict.fromkeys(paper.ref for paper in due))
            record = RunRecord(store, refs, {}, clock=setup.clock)
            if settings.dry_run:
                return Run(setup, record, PageOutput(settings, self._console, store.result)).dry()
            self._write_down(changed, due)
            drawing = self._drawing()
            status = int(ExitStatus.DONE)
            if refs:
                today = time.strftime("%Y-%m-%d", time.localtime(setup.clock()))
                sink = SiteSink(self._place, drawing, self._days, due, today)
                output = SiteOutput(settings, self._console, store.result, sink)
                status = Run(setup, record, output).go(f"daily {self._place.path}".encode("utf-8", "replace").decode())
        self._draw(drawing)
        self._say_what_is_left()
        return self._status(status)

    # --- what there is to do

    def _learn(self, since: date | None) -> dict[str, SiteDay]:
        """Ask for announcements. Returns the days that change by them; all days that matter are in ``_days``."""
        names = self._place.days()
        newest = names[0] if names else ""
        lost = self._lost(names)
        told: AnnouncedDays = []
        if not self._settings.offline:
            asked = asked_since(self._site, newest, since)
            told = announced_days(self._site, asked, lost, self._settings, self._env, self._console)
        last = max([newest, *(day for day, _ in told)])
        if last:
            first = min([remembered_since(last), *(remembered_since(f"{day}") for day in lost), *(d for d, _ in told)])
            self._days = {name: self._place.day(name) for name in names if name >= first}
        known = {paper for day in self._days.values() for paper in day.announced}
        changed = merged(self._days, told, self._site.kinds)
        self._days |= changed
        self._say_what_is_told(changed, names, known)
        for day in () if self._settings.offline else [day for day in lost if f"{day}" not in changed]:
            self._console.note(f"arXiv tells nothing of {day} any more; to give that day up, remove days/{day}.html")
        return changed

    def _lost(self, names: Sequence[str]) -> list[date]:
        """Return the days whose papers were in a file that is gone, oldest first, and say which they are."""
        lost = sorted({*self._place.days_with_a_page(), *self._site.unfinished} - set(names))
        for name in lost:
            if self._settings.offline:
                self._console.note(f"days/{name}.json is gone; a run without --offline asks arXiv for that day again")
            else:
                self._console.note(f"days/{name}.json is gone; arXiv is asked for that day again")
        return [date.fromisoformat(name) for name in lost]

    def _say_what_is_told(
        self, changed: Mapping[str, SiteDay], names: Sequence[str], known: set[AnnouncedPaper]
    ) -> None:
        """Say what arXiv announced, and what of earlier announcements is still to be made."""
        if not changed and names:
            self._console.note(f"nothing announced that the site does not have; its newest day is {names[0]}")
        for name in sorted(changed.keys() - set(names)):
            self._console.note(f"{name}: {len(changed[name].announced)} papers announced")
        for name in sorted(changed.keys() & set(names)):
            self._console.note(f"{name}: {len(changed[name].announced)} papers announced, some of them late")
        days = self._days.values()
        due = [paper for day in days for paper in day.due(failed_too=self._settings.retry_failed)]
        left = sum(paper in known for paper in due)
        if left == 1:
            self._console.note("1 paper of an earlier announcement is still to be made")
        elif left:
            self._console.note(f"{left} papers of earlier announcements are still to be made")

    def _due(self) -> list[DuePaper]:
        due = due_papers(self._days.values(), failed_too=self._settings.retry_failed)
        limit = self._settings.max_papers
        if limit is not None and len(due) > limit:
            self._console.note(f"--max-papers: the first {limit} of {len(due)} papers are taken")
            due = due[:limit]
        return due

    def _write_down(self, changed: Mapping[str, SiteDay], due: Iterable[DuePaper]) -> None:
        """Write which papers were announced and which pages will change, before anything is spent."""
        unfinished = {*self._site.unfinished, *changed, *(paper.day for paper in due), *self._drawing().missing()}
        self._site = with_first(replace(self._site, unfinished=tuple(sorted(unfinished))), changed)
        self._place.write_site(self._site)
        for day in changed.values():
            self._place.write_day(day)
        self._turn(self._site.unfinished)

    def _turn(self, names: Iterable[str]) -> None:
        """Put the papers of these days into the script of the site, where ``--to`` has changed it. No model is asked."""
        turned = 0
        for name in names:
            day = self._days[name] if name in self._days else self._place.day(name)
            papers = {key: turned_paper(paper, self._site.to) for key, paper in day.papers.items()}
            different = sum(papers[key] is not paper for key, paper in day.papers.items())
            if different:
                turned += different
                new = replace(day, papers=papers)
                self._place.write_day(new)
                if name in self._days:
                    self._days[name] = new
        if turned and self._site.to == "zh-Hant":
            self._console.note(f"{turned} papers were put into Traditional characters, without a model")
        elif turned:
            self._console.note(f"{turned} papers were put into Simplified characters, without a model")

    # --- what comes of it

    def _drawing(self) -> SiteDrawing:
        settings = self._settings
        options = LayoutOptions(
            to=self._site.to,
            also_english=settings.also_english,
            bibtex=settings.bibtex,
            contents=True,
            interests=self._interests,
            order=settings.order,
        )
        program = f"summarize {__version__}"
        return SiteDrawing(self._place, self._site, options, program, settings.check, self._days)

    def _draw(self, drawing: SiteDrawing) -> None:
        if self._site.unfinished or not (self._place.path / "index.html").is_file():
            drawing.draw(self._site.unfinished)
            self._finished()

    def _finished(self) -> None:
        self._site = replace(self._site, unfinished=())
        self._place.write_site(self._site)

    def _say_what_is_left(self) -> None:
        left = len(due_papers(self._days.values(), failed_too=False))
        if left:
            papers = "1 announced paper is" if left == 1 else f"{left} announced papers are"
            late = sum(failure.lags for day in self._days.values() for failure in day.failures.values())
            why = f" ({late} not yet in arXiv's API)" if late else ""
            self._console.note(f"{papers} left for the next run of summarize daily {self._place.path}{why}")

    def _status(self, status: int = ExitStatus.DONE) -> int:
        return ExitStatus.OUTPUT if self._place.kept and status in (ExitStatus.DONE, ExitStatus.FAILED) else status
