"""arXiv's RSS feed of one day's announcement (https://info.arxiv.org/help/rss_specifications.html). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from summarize.errors import NotAPaperName
from summarize.sources.arxiv.announcements.mailings import Announced, Kind
from summarize.sources.arxiv.announcements.schedule import EASTERN
from summarize.sources.arxiv.feed import NotAFeed, legal_xml, what_it_is
from summarize.sources.arxiv.ids import parse_ref
from summarize.sources.arxiv.records import clean_line

_ARXIV = "{http://arxiv.org/schemas/atom}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_KINDS: dict[str, Kind] = {"new": "new", "cross": "cross", "replace": "replaced", "replace-cross": "replaced"}
#: arXiv cuts a feed off after so many papers (https://info.arxiv.org/help/rss.html).
MOST_ITEMS = 2_000
#: A feed of 2,000 papers has about 30,000 elements.
_MOST_ELEMENTS = 400_000


@dataclass(frozen=True, slots=True)
class AnnouncementFeed:
    """A feed. It is made at midnight US Eastern time, and is empty on days without an announcement.

    ``day`` is its date, None where it has none that can be read. ``whole`` is False where arXiv's limit has cut it off.
    """

    day: date | None
    papers: tuple[Announced, ...]
    whole: bool = True


def read_announcement_feed(content: bytes) -> AnnouncementFeed:
    """The date and the papers of an RSS feed, in its order. Raises NotAFeed.

    An item without an ID or with a kind that nobody knows is left out; damaged XML around it spoils no other item.
    """
    if not content.rstrip().endswith(b"</rss>") or content.count(b"<") > 2 * _MOST_ELEMENTS:
        raise NotAFeed(what_it_is(content))
    channel = _channel(content)
    if channel is None:
        raise NotAFeed(what_it_is(content))
    day = _day(channel.findtext("pubDate") or "")
    items = channel.findall("item")
    papers = [paper for item in items if (paper := _paper(item, day)) is not None]
    return AnnouncementFeed(day, tuple(papers), whole=len(items) < MOST_ITEMS)


def _channel(content: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(legal_xml(content), parser)
    return root.find("channel") if root is not None and root.tag == "rss" else None


def _paper(item: Any, day: date | None) -> Announced | None:
    kind = _KINDS.get((item.findtext(f"{_ARXIV}announce_type") or "").strip().lower())
    name = (item.findtext("guid") or "").strip().rpartition("oai:arXiv.org:")[2] or item.findtext("link") or ""
    day = _day(item.findtext("pubDate") or "") or day
    if kind is None or day is None:
        return None
    try:
        ref = parse_ref(name)
    except NotAPaperName:
        return None
    categories = (clean_line(category.text or "") for category in item.findall("category"))
    return Announced(
        ref.id,
        ref.version,
        kind,
        clean_line(item.findtext("title") or ""),
        tuple(category for category in categories if category),
        day,
        tuple(name for name in re.split(r",\s+", clean_line(item.findtext(_CREATOR) or "")) if name),
    )


def _day(text: str) -> date | None:
    """The day in US Eastern time of an RFC 822 date; None where it is none."""
    try:
        moment = parsedate_to_datetime(text.strip())
        return moment.date() if moment.tzinfo is None else moment.astimezone(EASTERN).date()
    except (ValueError, OverflowError, TypeError):
        return None
