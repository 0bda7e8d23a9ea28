"""Asks arXiv what a daily site is to show: its newest days, and days whose file is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.layouts.site.site_day import AnnouncedPaper
from summarize.sources.arxiv.arxiv_source import ArxivSource
from summarize.sources.open_sources import run_with_sources
from summarize.values import ARXIV

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from summarize.layouts.site.site_file import Site
    from summarize.settings import Settings
    from summarize.sources.arxiv.announcements.mailings import Kind, Mailing
    from summarize.sources.open_sources import Sources
    from summarize.terminal.console import Console

#: The papers of days, by the ISO date of the day, oldest first.
AnnouncedDays = list[tuple[str, tuple[AnnouncedPaper, ...]]]


def announced_days(
    site: Site,
    since: date | None,
    lost: Sequence[date],
    settings: Settings,
    env: Mapping[str, str],
    console: Console,
) -> AnnouncedDays:
    """Return what arXiv announced since ``since`` (None for the newest announcement) and on the ``lost`` days.

    What arXiv's lists have to say about these days goes to ``console``. Raises what asking arXiv raises.
    """
    kinds: frozenset[Kind] = frozenset(site.kinds)  # type: ignore[arg-type]

    async def ask(sources: Sources) -> tuple[list[Mailing], list[str]]:
        arxiv = sources.named(ARXIV)
        assert isinstance(arxiv, ArxivSource)
        newest = await arxiv.mailings(site.categories, since, kinds=kinds)
        found, notes = {mailing.day: mailing for mailing in newest.mailings}, list(newest.notes)
        for day in lost:
            if day not in found and not (since is not None and day >= since):
                one = await arxiv.mailings(site.categories, day, until=day, kinds=kinds)
                found |= {mailing.day: mailing for mailing in one.mailings}
                notes += one.notes
        return sorted(found.values(), key=lambda mailing: mailing.day), notes

    mailings, notes = run_with_sources(ask, settings, env, notice=console.note, detail=console.detail)
    for note in dict.fromkeys(notes):
        console.note(note)
    return [
        (
            mailing.day.isoformat(),
            tuple(AnnouncedPaper(p.id, p.version, p.kind, p.title, p.categories) for p in mailing.papers),
        )
        for mailing in mailings
    ]
