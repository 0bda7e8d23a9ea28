"""arXiv's feed and lists over the network, at the pace of all requests to arXiv and with the same errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from summarize.errors import ArxivNonsense, UsageError
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

    The methods block, and take one turn of arXiv's pace for each request. They raise ArxivUnreachable or its kinds, and
    UsageError where arXiv refuses the categories.
    """

    feeds: ArxivHttp
    lists: ArxivHttp

    def feed(self, categories: Sequence[str]) -> AnnouncementFeed:
        """The feed of several categories together."""
        names = "+".join(categories)

        def read(status: int, content: bytes) -> AnnouncementFeed:
            if status in _REFUSALS:
                raise _refused(categories)
            try:
                return read_announcement_feed(content)
            except NotAFeed as exc:
                raise TryAgain(ArxivNonsense(f"arXiv sent {exc}", hint=_HINT), broken=True) from exc

        return self.feeds.read(f"{self.feeds.base_url}/rss/{names}", read, statuses=_REFUSALS | {200})

    def new(self, category: str) -> Listing:
        """The list of the newest announcement in one category, with its replaced papers."""
        return self._paged(category, f"/list/{category}/new?skip={{skip}}&show={PER_PAGE}")

    def pastweek(self, category: str) -> Listing:
        """The list of the last five announcements in one category; replaced papers are not on it."""
        return self._paged(category, f"/list/{category}/pastweek?skip={{skip}}&show={PER_PAGE}")

    def catchup(self, category: str, day: date) -> Listing:
        """The list of one day in one category, of at most 90 days ago; it is empty where nothing was announced."""
        return self._paged(category, f"/catchup/{category}/{day}?abs=False&page={{page}}")

    def _paged(self, category: str, path: str) -> Listing:
        """The pages of a list as one. It ends where a page brings nothing, whatever arXiv counts."""
        whole: Listing | None = None
        for page in range(_MOST_PAGES):
            here = self._page(category, path.format(skip=page * PER_PAGE, page=page + 1))
            if whole is None:
                whole = here
            else:
                papers, entries = whole.papers + here.papers, whole.entries + here.entries
                whole = replace(whole, papers=papers, entries=entries)
            if not here.entries or whole.entries >= whole.total:
                break
        assert whole is not None
        return whole

    def _page(self, category: str, path: str) -> Listing:
        def read(status: int, content: bytes) -> Listing:
            if status in _REFUSALS:
                raise _refused([category])
            try:
                return read_listing(content)
            except NotAListing as exc:
                raise TryAgain(ArxivNonsense(f"arXiv sent {exc}", hint=_HINT), broken=True) from exc

        return self.lists.read(f"{self.lists.base_url}{path}", read, statuses=_REFUSALS | {200})


def _refused(categories: Sequence[str]) -> UsageError:
    return UsageError(
        f"arXiv has no announcements of {', '.join(categories)} under that name or for that day",
        hint="its categories: https://arxiv.org/category_taxonomy",
    )
