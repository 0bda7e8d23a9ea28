"""arXiv's feed and lists over the network, at the pace of all requests to arXiv and with the same errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from summarize.errors import ArxivNonsense, ArxivUnreachable
from summarize.network.retrying import TryAgain
from summarize.sources.arxiv.announcements.announcement_feed import AnnouncementFeed, read_announcement_feed
from summarize.sources.arxiv.announcements.listing_page import PER_PAGE, Listing, NotAListing, read_listing
from summarize.sources.arxiv.feed import NotAFeed

if TYPE_CHECKING:
    from summarize.sources.arxiv.api_http import ArxivHttp

#: A day of the largest archive has fewer papers than one page takes, a week of it two or three pages.
_MOST_PAGES = 10
_HINT = "a proxy, a network's log-in page or maintenance at arXiv can cause this; try again later"
#: What arXiv answers with where it does not know the category or does not keep the day.
_REFUSALS = frozenset({400, 404})


@dataclass(frozen=True, slots=True)
class AnnouncementPages:
    """Feeds below ``/rss`` of one host and lists below ``/list`` and ``/catchup`` of another, or of the same.

    The methods block, and take one turn of arXiv's pace for each request. They raise ArxivUnreachable or its kinds.
    """

    feeds: ArxivHttp
    lists: ArxivHttp

    def feed(self, categories: Sequence[str]) -> AnnouncementFeed:
        """The feed of several categories together."""
        names = "+".join(categories)

        def read(status: int, content: bytes) -> AnnouncementFeed:
            if status in _REFUSALS:
                raise _refused(f"the feed of {names}", status)
            try:
                return read_announcement_feed(content)
            except NotAFeed as exc:
                raise TryAgain(ArxivNonsense(f"arXiv sent {exc}", hint=_HINT), broken=True) from exc

        return self.feeds.read(f"{self.feeds.base_url}/rss/{names}", read, statuses=_REFUSALS | {200})

    def new(self, category: str) -> Listing:
        """The list of the newest announcement in one category, with its replaced papers."""
        return self._whole(category, lambda page, read: f"/list/{category}/new?skip={read}&show={PER_PAGE}")

    def pastweek(self, category: str) -> Listing:
        """The list of the last five announcements in one category; replaced papers are not on it."""
        return self._whole(category, lambda page, read: f"/list/{category}/pastweek?skip={read}&show={PER_PAGE}")

    def catchup(self, category: str, day: date) -> Listing:
        """The list of one day in one category, of at most 90 days ago; it is empty where nothing was announced."""
        found = self._whole(category, lambda page, read: f"/catchup/{category}/{day}?abs=False&page={page}")
        if found.day != day:
            raise ArxivNonsense(f"arXiv sent the list of another day, {found.day} instead of {day}", hint=_HINT)
        return found

    def _whole(self, category: str, path: Callable[[int, int], str]) -> Listing:
        """The pages of a list as one; ``path`` gives that of a page, from 1 on, with so many entries before it.

        Raises ArxivNonsense where they have fewer entries than the first one counts.
        """
        whole = self._page(category, path(1, 0))
        for page in range(2, _MOST_PAGES + 1):
            if whole.entries >= whole.total:
                return whole
            here = self._page(category, path(page, whole.entries))
            if not here.entries:
                break
            days = tuple(dict.fromkeys(whole.days + here.days))
            whole = replace(whole, days=days, papers=whole.papers + here.papers, entries=whole.entries + here.entries)
        if whole.entries < whole.total:
            raise ArxivNonsense(
                f"arXiv's list of {category} ends after {whole.entries} of {whole.total} papers", hint="try again later"
            )
        return whole

    def _page(self, category: str, path: str) -> Listing:
        def read(status: int, content: bytes) -> Listing:
            if status in _REFUSALS:
                raise _refused(f"the list of {category}", status)
            try:
                return read_listing(content)
            except NotAListing as exc:
                raise TryAgain(ArxivNonsense(f"arXiv sent {exc}", hint=_HINT), broken=True) from exc

        return self.lists.read(f"{self.lists.base_url}{path}", read, statuses=_REFUSALS | {200})


def _refused(what: str, status: int) -> ArxivUnreachable:
    return ArxivUnreachable(
        f"arXiv refuses {what} (HTTP {status})",
        hint="SUMMARIZE_ARXIV_URL may name a mirror without it, or arXiv has given the category another name",
    )
