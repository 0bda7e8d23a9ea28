"""The announcements of a run, from its settings and what it asks arXiv with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from summarize.sources.arxiv.announcements.announcement_pages import AnnouncementPages
from summarize.sources.arxiv.announcements.gather_mailings import Announcements
from summarize.sources.arxiv.api_http import ArxivHttp
from summarize.sources.arxiv.query import submitted_query

if TYPE_CHECKING:
    from summarize.network.retrying import Patience
    from summarize.sources.arxiv.api import ArxivApi
    from summarize.sources.arxiv.pace import Pacer
    from summarize.sources.paper_source import SourceSettings
    from summarize.values import Paper

#: The API gives no more results of one query (https://info.arxiv.org/help/api/user-manual.html#paging).
_MOST_RESULTS = 30_000


def open_announcements(settings: SourceSettings, api: ArxivApi, pacer: Pacer, patience: Patience) -> Announcements:
    """Announcements at the addresses of ``settings``, asked for in the turns of ``pacer``."""

    def asking(url: str) -> ArxivHttp:
        return ArxivHttp(url, pacer, patience, clock=settings.clock, on_notice=settings.notice)

    async def submitted(categories: Sequence[str], first: datetime, last: datetime) -> AsyncIterator[Paper]:
        found: list[Paper] = []
        query = submitted_query(categories, first, last)
        async for page in api.search(query, sort="submitted", limit=_MOST_RESULTS):
            found += page.papers
        for paper in reversed(found):
            yield paper

    return Announcements(
        AnnouncementPages(asking(settings.arxiv.feeds_url), asking(settings.arxiv.lists_url)),
        pacer,
        submitted,
        now=lambda: datetime.fromtimestamp(settings.clock(), UTC).astimezone(),
        detail=settings.detail,
    )
