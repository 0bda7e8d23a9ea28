"""Which papers arXiv announced on which days, from its feed and its lists, held against each other.

The list of a category has an announcement as soon as it is out, at 20:00 US Eastern time; the feed has it from midnight
on, is one request for many categories, and knows versions. Either can be older than the other, empty or broken.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from summarize.errors import ArxivUnreachable
from summarize.sources.arxiv.announcements.mailings import (
    USUAL_KINDS,
    Announced,
    Kind,
    Mailing,
    Mailings,
    put_together,
)
from summarize.sources.arxiv.announcements.schedule import (
    announced_at,
    is_announcement_day,
    newest_due,
    previous_day,
    submitted_between,
)

if TYPE_CHECKING:
    from summarize.sources.arxiv.announcements.announcement_feed import AnnouncementFeed
    from summarize.sources.arxiv.announcements.announcement_pages import AnnouncementPages
    from summarize.sources.arxiv.announcements.listing_page import Listing
    from summarize.sources.arxiv.pace import Pacer
    from summarize.values import Paper

#: ``pastweek`` has the last five announcements, which are a week without holidays.
_WEEK = timedelta(days=7)
#: arXiv's catch-up pages go back so far.
_CATCHUP = timedelta(days=90)
#: Gives the papers that were submitted to one of the categories (or listed in it) between two moments.
Submitted = Callable[[Sequence[str], datetime, datetime], AsyncIterator["Paper"]]


@dataclass(frozen=True, slots=True)
class Announcements:
    """Asks for announcements.

    ``submitted`` asks the API where no list reaches. ``now`` gives the present moment with its time zone. ``detail``
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

        Without ``kinds``: new and cross-listed papers.
        ``categories`` are arXiv's own names, at least one. Raises ArxivUnreachable or its kinds, UsageError.
        """
        kinds = USUAL_KINDS if kinds is None else kinds
        gathering = _Gathering(self, tuple(categories), kinds)
        await gathering.newest(whole_week=since is not None and "replaced" not in kinds)
        if since is not None:
            await gathering.earlier(since)
        return gathering.result(since, until)


class _Gathering:
    """What has been found so far, by day."""

    def __init__(self, asker: Announcements, categories: tuple[str, ...], kinds: frozenset[Kind]) -> None:
        self._asker, self._categories, self._kinds = asker, categories, kinds
        self._papers: dict[date, list[Announced]] = {}
        self._settled: set[date] = set()
        self._notes: list[str] = []

    async def newest(self, *, whole_week: bool) -> None:
        """Find the newest announcement; with ``whole_week`` those of the days before it, too."""
        asker = self._asker
        trouble: ArxivUnreachable | None = None
        feed: AnnouncementFeed | None = None
        try:
            feed = await asker.pacer.in_thread(partial(asker.pages.feed, self._categories))
        except ArxivUnreachable as exc:
            trouble = exc
            asker.detail(f"arXiv's feed cannot be had ({exc}); its lists are asked")
        one = asker.pages.pastweek if whole_week else asker.pages.new
        listings: list[Listing] = []
        for category in self._categories:
            if listings and not whole_week and self._agree(feed, listings[0]):
                break
            try:
                listings.append(await asker.pacer.in_thread(partial(one, category)))
            except ArxivUnreachable as exc:
                if feed is None or not feed.papers or whole_week:
                    raise
                self._notes.append(f"arXiv's list of {category} cannot be had ({exc}); its feed was taken alone")
        days = [listing.day for listing in listings]
        if feed is not None and feed.day is not None and feed.papers:
            days.append(feed.day)
        if not days:
            raise trouble or ArxivUnreachable("arXiv gave neither a feed nor a list", hint="try again later")
        newest = max(days)
        if feed is not None and feed.day != newest:
            asker.detail(f"arXiv's feed is of {feed.day}, the newest announcement of {newest}; the list was taken")
        for listing in listings:
            self._take(listing.papers)
            if whole_week:
                oldest = min(listing.days)
                self._settled |= {day for day in _days(oldest, listing.day) if day <= newest}
        if feed is not None:
            self._take(feed.papers)
        self._settled.add(newest)
        for category, listing in zip(self._categories, listings, strict=False):
            if listing.day < newest and (feed is None or feed.day != newest):
                self._notes.append(
                    f"arXiv's list of {category} is still that of {_said(listing.day)}; run the same command again later"
                )
        self._newest = newest
        self._notes += _what_is_due(newest, asker.now())

    def _agree(self, feed: AnnouncementFeed | None, listing: Listing) -> bool:
        """Whether the feed alone says all that further lists could say."""
        if feed is None or not feed.whole or not feed.papers or feed.day is None or "replaced" in self._kinds:
            return False
        known = {paper.id for paper in feed.papers}
        return feed.day > listing.day or (
            feed.day == listing.day and all(p.id in known for p in listing.papers if p.kind in self._kinds)
        )

    async def earlier(self, since: date) -> None:
        """Find the announcements from ``since`` to the newest one that are not known yet."""
        asker = self._asker
        horizon = asker.now().astimezone(UTC).date() - _CATCHUP
        estimated: list[date] = []
        for day in _days(since, self._newest):
            if day in self._settled:
                continue
            if day < horizon:
                estimated.append(day)
                async for paper in asker.submitted(self._categories, *submitted_between(day)):
                    self._take([_announced(paper, day, self._categories)])
                continue
            for category in self._categories:
                listing = await asker.pacer.in_thread(partial(asker.pages.catchup, category, day))
                self._take(listing.papers)
        if estimated:
            span = _said(estimated[0]) if len(estimated) == 1 else f"{_said(estimated[0])} to {_said(estimated[-1])}"
            self._notes.append(
                f"{span}: estimated from dates of submission, because arXiv's lists go back 90 days; "
                "which day announced a paper may be off, and replaced papers are not known"
            )

    def result(self, since: date | None, until: date | None) -> Mailings:
        first, last = since or self._newest, until or self._newest
        mailings, empty = [], []
        for day in _days(first, min(last, self._newest)):
            mailing = put_together(day, self._papers.get(day, ()))
            wanted = tuple(paper for paper in mailing.papers if paper.kind in self._kinds)
            if wanted:
                mailings.append(Mailing(day, wanted))
            else:
                empty.append(day)
        names = ", ".join(self._categories)
        notes = [f"{_said(day)}: nothing announced in {names} (a holiday at arXiv, or no such papers)" for day in empty]
        return Mailings(tuple(mailings), (*notes, *self._notes))

    def _take(self, papers: Iterable[Announced]) -> None:
        for paper in papers:
            self._papers.setdefault(paper.day, []).append(paper)


def _what_is_due(newest: date, now: datetime) -> Iterator[str]:
    """What to say where the newest announcement is not the one that a reader may expect at ``now``."""
    due = newest_due(now)
    today = now.astimezone(UTC).date()
    if newest < due:
        at = announced_at(due).astimezone(UTC)
        yield (
            f"the announcement of {_said(due)} was due at {at:%H:%M} GMT and is not out (arXiv is late, or has a holiday); "
            f"the newest one is of {_said(newest)}"
        )
    elif not is_announcement_day(today):
        yield f"arXiv announces nothing on Saturdays and Sundays; the newest announcement is of {_said(newest)}"
    elif newest < today:
        at = announced_at(today).astimezone(UTC)
        yield (f"the announcement of {_said(today)} is due at {at:%H:%M} GMT; the newest one is of {_said(newest)}")


def _announced(paper: Paper, day: date, categories: Sequence[str]) -> Announced:
    own = paper.categories[0] if paper.categories else ""
    kind: Kind = "new" if any(own == c or own.startswith(f"{c}.") for c in categories) else "cross"
    return Announced(paper.id, paper.version, kind, paper.title, paper.categories, day, paper.authors)


def _days(first: date, last: date) -> list[date]:
    """The days from ``first`` to ``last`` on which announcements are due, oldest first."""
    days = []
    day = last if is_announcement_day(last) else previous_day(last)
    while day >= first:
        days.append(day)
        day = previous_day(day)
    return days[::-1]


def _said(day: date) -> str:
    """``Friday, 20 November 2026``, as arXiv writes its days."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
