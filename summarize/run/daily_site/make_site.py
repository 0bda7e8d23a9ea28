"""A run of a daily site: asks for announcements, makes the papers that are due, draws the pages that change.

What stands in the folder decides what is left to do, so that a run which is started twice, or was killed, or did not
take place for a week, comes to the same pages: first the announced papers are written down, then they are made, then
their pages are drawn, then those that list them.
"""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from summarize import __version__
from summarize.errors import UsageError
from summarize.exit_status import ExitStatus
from summarize.layouts import LayoutOptions
from summarize.layouts.site.site_day import AnnouncedPaper, SiteDay
from summarize.layouts.site.site_file import Site
from summarize.run.daily_site.site_drawing import SiteDrawing
from summarize.run.daily_site.site_plan import (
    DuePaper,
    asked_since,
    due_papers,
    merged,
    remembered_since,
    with_first,
)
from summarize.run.daily_site.site_sink import SiteOutput, SiteSink
from summarize.run.page_output import PageOutput, interests_of
from summarize.run.run_papers import Run
from summarize.run.run_record import RunRecord
from summarize.run.setup import open_setup
from summarize.sources.arxiv.arxiv_source import ArxivSource
from summarize.sources.open_sources import run_with_sources
from summarize.terminal.browser import show_in_browser
from summarize.terminal.console import Console
from summarize.terminal.files.site_folder import SiteFolder
from summarize.values import ARXIV

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from summarize.run.setup import RunSetup
    from summarize.settings import Settings
    from summarize.sources.arxiv.announcements.mailings import Kind, Mailings
    from summarize.sources.open_sources import Sources
    from summarize.values import Script

#: What is announced and shown where nothing else was asked for.
_USUAL_KINDS: tuple[Kind, ...] = ("new", "cross")


@dataclass(frozen=True, slots=True)
class SiteWishes:
    """What a run asks of its site. None, or nothing, leaves what the site remembers, else the default.

    ``since`` is the day from which on announcements are asked for. ``redraw`` draws every page anew and asks nobody.
    """

    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    title: str | None = None
    url: str | None = None
    to: Script | None = None
    since: date | None = None
    redraw: bool = False


def make_site(
    folder: Path,
    wishes: SiteWishes,
    settings: Settings,
    env: Mapping[str, str],
    *,
    defaults: SiteWishes = SiteWishes(),
    opened: Callable[[Settings, Mapping[str, str], Console], RunSetup] = open_setup,
) -> int:
    """Bring the site in ``folder`` up to date. Returns the exit status.

    ``defaults`` are the wishes for a new site that come from the environment or config.toml. ``opened`` gives the parts
    of the run. Raises UsageError where a
    new site has no categories, NotOverwritten where the folder holds something else, and what the parts of a run raise.
    """
    console = Console(quiet=settings.quiet, verbose=settings.verbose, env=env)
    place = SiteFolder(folder, console.error, overwrite=settings.overwrite)
    _site_for(place.site(), wishes, defaults, folder)  # before the folder is made

    def waiting() -> None:
        console.note(f"another run is at work on {folder}; this one waits for its end")

    with nullcontext() if settings.dry_run else place.locked(waiting):
        before = place.site()
        site = _site_for(before, wishes, defaults, folder)
        if before is not None and _looks(before) != _looks(site):
            site = replace(site, unfinished=place.days())
        own = replace(settings, to=site.to, output=f"{folder}/", new_only=False, open_page=False)
        run = _SiteRun(place, site, own, console, env)
        status = run.redraw() if wishes.redraw else run.go(opened(own, env, console), wishes.since)
    index = folder / "index.html"
    if settings.open_page and not settings.dry_run and index.is_file() and not show_in_browser(index):
        console.note(f"no browser could be started; the page is {index}")
    return status


def _site_for(site: Site | None, wishes: SiteWishes, defaults: SiteWishes, folder: Path) -> Site:
    """Return the site as this run is to leave it. Raises UsageError where a new one has no categories."""
    if site is None:
        categories = wishes.categories or defaults.categories
        if not categories or wishes.redraw:
            raise UsageError(
                f"{folder} is no daily site yet" + ("" if wishes.redraw else ", and no category was named"),
                hint=f"Name the categories of its papers once: summarize daily {folder} cs.CL cs.AI",
            )
        site = Site(
            id=str(uuid4()),
            categories=categories,
            kinds=defaults.kinds or _USUAL_KINDS,
            title=defaults.title or "",
            url=_url(defaults.url or ""),
            to=defaults.to or "zh-Hans",
        )
    return replace(
        site,
        categories=wishes.categories or site.categories,
        kinds=wishes.kinds or site.kinds,
        title=site.title if wishes.title is None else wishes.title,
        url=site.url if wishes.url is None else _url(wishes.url),
        to=wishes.to or site.to,
    )


def _looks(site: Site) -> tuple[object, ...]:
    """Return what of a site stands on every page."""
    return site.title, site.url, site.to, site.categories


def _url(text: str) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise UsageError(f"{text!r} is no address of a site", hint="It looks like https://name.github.io/papers/")
    return text if not text or text.endswith("/") else f"{text}/"


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
        self._drawing().draw(names)
        self._finished()
        self._console.note(f"{len(names)} days drawn anew in {self._place.path}")
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
        told: Sequence[tuple[str, tuple[AnnouncedPaper, ...]]] = ()
        if not self._settings.offline:
            told = self._announced(asked_since(self._site, newest, since))
        last = max([newest, *(day for day, _ in told)])
        if last:
            first = min([remembered_since(last), *(day for day, _ in told)])
            self._days = {name: self._place.day(name) for name in names if name >= first}
        changed = merged(self._days, told, self._site.kinds)
        self._days |= changed
        new = sorted(changed.keys() - set(names))
        if not changed and newest:
            self._console.note(f"nothing announced that the site does not have; its newest day is {newest}")
        for name in new:
            self._console.note(f"{name}: {len(changed[name].announced)} papers announced")
        for name in sorted(changed.keys() & set(names)):
            self._console.note(f"{name}: {len(changed[name].announced)} papers announced, some of them late")
        return changed

    def _announced(self, since: date | None) -> list[tuple[str, tuple[AnnouncedPaper, ...]]]:
        """Ask arXiv for announcements, oldest first, and say what it has to say about them."""
        kinds: frozenset[Kind] = frozenset(self._site.kinds)  # type: ignore[arg-type]

        async def ask(sources: Sources) -> Mailings:
            arxiv = sources.named(ARXIV)
            assert isinstance(arxiv, ArxivSource)
            return await arxiv.mailings(self._site.categories, since, kinds=kinds)

        found = run_with_sources(ask, self._settings, self._env, notice=self._console.note, detail=self._console.detail)
        for note in found.notes:
            self._console.note(note)
        return [
            (
                mailing.day.isoformat(),
                tuple(AnnouncedPaper(p.id, p.version, p.kind, p.title, p.categories) for p in mailing.papers),
            )
            for mailing in found.mailings
        ]

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
