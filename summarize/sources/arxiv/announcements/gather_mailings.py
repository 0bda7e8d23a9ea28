"""Which papers arXiv announced on which days, from its feed and its lists, held against each other.

The list of a category has an announcement as soon as it is out, at 20:00 US Eastern time; the feed has it from midnight
on, is one request for many categories, and knows versions. Either can be older than the other, empty or broken.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from summarize.errors import ArxivUnreachable
from summarize.sources.arxiv.announcements.announcement_notes import (
    nothing_announced,
    said_day,
    said_span,
    what_is_due,
)
from summarize.sources.arxiv.announcements.mailings import (
    USUAL_KINDS,
    Announced,
    Kind,
    Mailing,
    Mailings,
    put_together,
)
from summarize.sources.arxiv.announcements.schedule import days_due, newest_due, submitted_between

if TYPE_CHECKING:
    from summarize.sources.arxiv.announcements.announcement_feed import AnnouncementFeed
    from summarize.sources.arxiv.announcements.announcement_pages import AnnouncementPages
    from summarize.sources.arxiv.announcements.listing_page import Listing
    from summarize.sources.arxiv.pace import Pacer
    from summarize.values import Paper

#: A feed is made anew every day, also on weekends; one that is further ahead of the lists has a wrong date.
_FURTHEST_AHEAD = timedelta(days=7)
#: arXiv's catch-up pages go back so far.
_CATCHUP = timedelta(days=90)
#: Gives the papers that were submitted to one of the categories (or listed in it) between two moments.
Submitted = Callable[[Sequence[str], datetime, datetime], AsyncIterator["Paper"]]


@dataclass(frozen=True, slots=True)
class Announcements:
    """Asks for announcements.

    ``submitted`` asks the API where no list reaches. ``now`` gives the present moment in the user's time zone. ``detail``
    hears what ``-v`` shows.
    """

    pages: AnnouncementPages
    pacer: Pacer
    submitted: Submitted
    now: Callable[[], datetime]
    detail: Callable[[str], None] = lambda text: None

    async def mailings(
        self,
        categories: Sequence[str],
        since: date | None = None,
        *,
        until: date | None = None,
        kinds: frozenset[Kind] | None = None,
    ) -> Mailings:
        """The announcements from ``since`` to ``until``, oldest first; the newest one alone where ``since`` is None.

        ``categories`` are arXiv's own names, at least one. Without ``kinds``, new and cross-listed papers are given.
        Raises ArxivUnreachable or its kinds.
        """
        kinds = USUAL_KINDS if kinds is None else kinds
        now = self.now()
        gathering = _Gathering(self, tuple(categories), kinds)
        newest = None
        if until is None or until >= newest_due(now):
            newest = await gathering.newest(whole_week=since is not None and "replaced" not in kinds)
        last = min(day for day in (until, newest) if day is not None)
        first = last if since is None else since
        await gathering.earlier(first, last)
        days = gathering.days(first, last)
        empty = [day for day, papers in days.items() if not papers]
        notes = [*nothing_announced(empty, categories, gathering.made)]
        notes += gathering.notes
        if not days or (newest is not None and (until is None or until > newest)):
            notes += what_is_due(newest, now, asked=until)
        return Mailings(tuple(Mailing(day, papers) for day, papers in days.items() if papers), tuple(notes))


class _Gathering:
    """What has been found so far, by day. ``notes`` are for the user, ``made`` are days that arXiv's lists name."""

    def __init__(self, asker: Announcements, categories: tuple[str, ...], kinds: frozenset[Kind]) -> None:
        self.notes: list[str] = []
        self.made: set[date] = set()
        self._asker, self._categories, self._kinds = asker, categories, kinds
        self._papers: dict[date, list[Announced]] = {}
        self._known: set[date] = set()

    async def newest(self, *, whole_week: bool) -> date:
        """Find the newest announcement and return its day; with ``whole_week`` find those of the days before it, too.

        Raises ArxivUnreachable where neither feed nor list says what was announced.
        """
        asker = self._asker
        feed = await self._feed()
        listings = await self._lists(feed, whole_week=whole_week)
        days = [listing.day for listing in listings.values()]
        if feed is not None and feed.day is not None and days and feed.day > max(days) + _FURTHEST_AHEAD:
            self.notes.append(f"arXiv's feed has the date {feed.day}, which cannot be; its lists were taken")
            feed = None
        if feed is not None and feed.day is not None and feed.papers:
            days.append(feed.day)
        newest = max(days)
        covered = feed is not None and feed.day == newest and feed.whole and "replaced" not in self._kinds
        if feed is not None and feed.day != newest:
            asker.detail(f"arXiv's feed is of {feed.day}, its list of {newest}; the list was taken")
        for category, listing in listings.items():
            self._take(listing, category)
            self.made.update(listing.days)
            if listing.day < newest and not covered:
                self.notes.append(
                    f"arXiv's list of {category} is still that of {said_day(listing.day)}; "
                    "run the same command again later"
                )
        if feed is not None:
            self._add(feed.papers)
        if whole_week:
            oldest = max(min(listing.days) for listing in listings.values())
            self._known |= set(days_due(oldest, min(listing.day for listing in listings.values())))
        self._known.add(newest)
        return newest

    async def _feed(self) -> AnnouncementFeed | None:
        try:
            return await self._asker.pacer.in_thread(partial(self._asker.pages.feed, self._categories))
        except ArxivUnreachable as exc:
            self._asker.detail(f"arXiv's feed cannot be had ({exc}); its lists are asked alone")
            return None

    async def _lists(self, feed: AnnouncementFeed | None, *, whole_week: bool) -> dict[str, Listing]:
        """The lists of the categories; of the first one alone where it bears out that the feed says it all."""
        pages = self._asker.pages
        one = pages.pastweek if whole_week else pages.new
        found: dict[str, Listing] = {}
        for category in self._categories:
            try:
                found[category] = await self._asker.pacer.in_thread(partial(one, category))
            except ArxivUnreachable as exc:
                if feed is None or not feed.papers or whole_week:
                    raise
                self.notes.append(f"arXiv's list of {category} cannot be had ({exc}); its feed was taken alone")
                continue
            if not whole_week and self._is_borne_out(feed, found[category]):
                break
        return found

    def _is_borne_out(self, feed: AnnouncementFeed | None, listing: Listing) -> bool:
        """Whether ``feed`` has all that ``listing`` has, so that it can be believed for other categories."""
        if feed is None or not feed.whole or not feed.papers or feed.day is None or "replaced" in self._kinds:
            return False
        known = {paper.id for paper in feed.papers}
        listed = (paper.id in known for paper in listing.papers if paper.kind in self._kinds)
        newer = listing.day < feed.day <= listing.day + _FURTHEST_AHEAD
        return newer or (feed.day == listing.day and all(listed))

    async def earlier(self, first: date, last: date) -> None:
        """Find the announcements from ``first`` to ``last`` that are not known yet."""
        asker = self._asker
        horizon = asker.now().astimezone(UTC).date() - _CATCHUP
        missing = [day for day in days_due(first, last) if day not in self._known]
        estimated = [day for day in missing if day < horizon]
        if estimated:
            asker.detail(f"{len(estimated)} days are beyond arXiv's lists; its API is asked for each")
        for day in estimated:
            async for paper in asker.submitted(self._categories, *submitted_between(day)):
                self._add([_announced(paper, day, self._categories)])
        for day in missing[len(estimated) :]:
            for category in self._categories:
                self._take(await asker.pacer.in_thread(partial(asker.pages.catchup, category, day)), category)
        if estimated:
            self.notes.append(
                f"{said_span(estimated)}: estimated from dates of submission, because arXiv's lists go back 90 days; "
                "a paper may have been announced on another day, and replaced papers are not known"
            )

    def days(self, first: date, last: date) -> dict[date, tuple[Announced, ...]]:
        """The papers of the kinds that are wanted, for each day on which an announcement was due or was made."""
        made = (day for day in self._papers if first <= day <= last)
        return {
            day: tuple(p for p in put_together(day, self._papers.get(day, ())).papers if p.kind in self._kinds)
            for day in sorted({*days_due(first, last), *made})
        }

    def _take(self, listing: Listing, category: str) -> None:
        self._add(listing.papers)
        if unread := listing.entries - len(listing.papers):
            self.notes.append(f"{unread} of {listing.entries} entries in arXiv's list of {category} cannot be read")

    def _add(self, papers: Iterable[Announced]) -> None:
        for paper in papers:
            self._papers.setdefault(paper.day, []).append(paper)


def _announced(paper: Paper, day: date, categories: Sequence[str]) -> Announced:
    own = paper.categories[0] if paper.categories else ""
    kind: Kind = "new" if any(own == c or own.startswith(f"{c}.") for c in categories) else "cross"
    return Announced(paper.id, paper.version, kind, paper.title, paper.categories, day, paper.authors)
