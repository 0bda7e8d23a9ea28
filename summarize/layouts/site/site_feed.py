"""The Atom feed of a daily site (RFC 4287): the papers of its newest days, those that were added later included."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from uuid import UUID, uuid5

from feedgenerator import Atom1Feed

from summarize.layouts.labels import words_for
from summarize.layouts.site.site_day import AnnouncedPaper, SiteDay, SitePaper
from summarize.layouts.site.site_pages import day_url
from summarize.layouts.view import PaperView
from summarize.values import Script

#: The feed has at most so many papers, of so many days. A reader's program keeps what it has seen.
FEED_DAYS, FEED_PAPERS = 7, 500
#: What XML 1.0 has no character for (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def site_feed(title: str, to: Script, site_id: str, site_url: str, program: str, days: Sequence[SiteDay]) -> str:
    """Return the feed of ``days``, which are the newest first; "" where no paper is finished.

    ``site_id`` is the site's UUID, from which those of its entries are made. ``site_url`` ends in a slash; where it is
    "" the links are relative to the feed.
    """
    feed = Atom1Feed(
        title=_xml(title),
        link=site_url or "index.html",
        description=None,
        language=to,
        author_name=_xml(program),
        feed_url=f"{site_url}feed.xml",
        feed_guid=f"urn:uuid:{site_id}",
    )
    newest = [(day, *both) for day in days[:FEED_DAYS] for both in day.standing]
    newest.sort(key=lambda item: item[2].added or item[0].day, reverse=True)
    for n, (day, announced, paper) in enumerate(newest[:FEED_PAPERS], 1):
        _add(feed, UUID(site_id), site_url, day.day, PaperView(paper.result, n), (announced, paper))
    if not newest:
        return ""
    text = io.StringIO()
    feed.write(text, "utf-8")
    return text.getvalue() + "\n"


def _add(
    feed: Atom1Feed, site_id: UUID, site_url: str, day: str, view: PaperView, entry: tuple[AnnouncedPaper, SitePaper]
) -> None:
    announced, paper = entry
    words = words_for(view.result.to)
    parts = [(words.one_line, view.one_line), (words.summary, view.summary)]
    shown = "".join(f"<p><b>{label}</b> {escape(_xml(text))}</p>" for label, text in parts if text)
    takeaways = "".join(f"<li>{escape(_xml(takeaway.text))}</li>" for takeaway in view.takeaways)
    titles = [str(title) for title in (view.title_zh, view.title) if title]
    feed.add_item(
        title=_xml(" · ".join(titles)),
        link=f"{site_url}{day_url(day)}#{view.anchor}",
        description=shown + (f"<ol>{takeaways}</ol>" if takeaways else ""),
        author_name=_xml(", ".join(view.authors)) or None,
        pubdate=_midnight(day),
        updateddate=_midnight(paper.added or day),
        unique_id=f"urn:uuid:{uuid5(site_id, f'{day}/{view.name}')}",
        categories=[_xml(category) for category in view.categories or announced.categories],
    )


def _midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _xml(text: str) -> str:
    return _NOT_XML.sub("", str(text))
