"""What a run of a daily site has to do: which days to ask arXiv for, and which papers are due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from summarize.layouts.json_layout import outcome_to_json
from summarize.layouts.site.site_day import AnnouncedPaper, SiteDay, SitePaper
from summarize.page.chinese import result_in_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from summarize.layouts.site.site_file import Site
    from summarize.values import PaperRef, Script

#: Days before the newest one of a site that arXiv is asked for again: a list that was read while it was made, or a feed
#: that was stale, may have lacked papers. arXiv's lists go back over a week, so this costs no request.
ASKED_AGAIN_DAYS = 4
#: Days before the newest one in which papers that are not done are tried again, and in which a paper that was announced
#: before (a cross-list, for instance) is found and not shown twice.
REMEMBERED_DAYS = 31


@dataclass(frozen=True, slots=True)
class DuePaper:
    """A paper that is to be made, and the day on whose page it stands."""

    day: str
    ref: PaperRef


def asked_since(site: Site, newest: str, wanted: date | None) -> date | None:
    """Return the day from which on announcements are asked for; None for the newest ones alone.

    ``newest`` is the site's newest day or "". ``wanted`` is ``--since``.
    """
    if wanted is not None or not newest:
        return wanted
    since = date.fromisoformat(newest) - timedelta(days=ASKED_AGAIN_DAYS)
    return max(since, date.fromisoformat(site.first)) if site.first else since


def remembered_since(newest: str) -> str:
    """Return the first day that is looked through for papers; ``newest`` is the newest day that is known."""
    return (date.fromisoformat(newest) - timedelta(days=REMEMBERED_DAYS)).isoformat()


def merged(
    days: Mapping[str, SiteDay], mailings: Iterable[tuple[str, Sequence[AnnouncedPaper]]], kinds: Sequence[str]
) -> dict[str, SiteDay]:
    """Return those of ``days`` that change by what was announced, and new ones; ``mailings`` are oldest first.

    A paper that stands on another day already is left out, unless a new version of it was announced.
    """
    versions = {(paper.id, day.day): paper.version for day in days.values() for paper in day.announced}
    where: dict[str, set[str]] = {}
    for paper_id, day_name in versions:
        where.setdefault(paper_id, set()).add(day_name)
    changed: dict[str, SiteDay] = {}
    for name, papers in mailings:
        new = []
        for paper in papers:
            others = where.get(paper.id, set()) - {name}
            known = {versions[paper.id, other] for other in others}
            replaces = paper.kind == "replaced" and (paper.version is None or paper.version not in known)
            if paper.kind in kinds and (not others or replaces):
                new.append(paper)
        before = days.get(name, SiteDay(name))
        day = before.with_announced(new)
        if day is not before:
            changed[name] = day
        for paper in day.announced:
            versions[paper.id, name] = paper.version
            where.setdefault(paper.id, set()).add(name)
    return changed


def due_papers(days: Iterable[SiteDay], *, failed_too: bool) -> list[DuePaper]:
    """Return the papers that are to be made: the newest day first, each day in the order of its mailing."""
    newest_first = sorted(days, key=lambda day: day.day, reverse=True)
    return [DuePaper(day.day, paper.ref) for day in newest_first for paper in day.due(failed_too=failed_too)]


def with_first(site: Site, days: Iterable[str]) -> Site:
    """Return the site with its first day, the earliest of ``days``."""
    return replace(site, first=min([*days, *([site.first] if site.first else [])], default=""))


def turned_paper(paper: SitePaper, to: Script) -> SitePaper:
    """Return the paper with its Chinese in the script ``to``; the same object where it is in it already."""
    if paper.result.to == to:
        return paper
    result = result_in_script(paper.result, to)
    return replace(paper, row={**paper.row, **outcome_to_json(result)}, result=result)
