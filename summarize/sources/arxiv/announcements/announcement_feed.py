"""arXiv's RSS feed of one day's announcement (https://info.arxiv.org/help/rss_specifications.html). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

from summarize.errors import NotAPaperName
from summarize.sources.arxiv.announcements.mailings import Announced, Kind
from summarize.sources.arxiv.announcements.schedule import EASTERN
from summarize.sources.arxiv.feed import NotAFeed, legal_xml, parsed_xml, what_it_is
from summarize.sources.arxiv.ids import parse_ref
from summarize.sources.arxiv.records import clean_line

_ARXIV = "{http://arxiv.org/schemas/atom}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_KINDS: dict[str, Kind] = {"new": "new", "cross": "cross", "replace": "replaced", "replace-cross": "replaced"}
#: arXiv cuts a feed off after so many papers (https://info.arxiv.org/help/rss.html).
MOST_ITEMS = 2_000
#: An item is an abstract and a list of authors; the longest of these, in whole collaborations, have 100 kB.
_LARGEST_ITEM_BYTES = 2**20
_PUB_DATE = re.compile(rb"<pubDate>([^<>]{1,60})</pubDate>")


@dataclass(frozen=True, slots=True)
class AnnouncementFeed:
    """A feed. It is made at midnight US Eastern time, and is empty on days without an announcement.

    ``day`` is its date, None where it has none that can be read. ``whole`` is False where arXiv's limit has cut it off,
    or where damage to its XML may have cost papers.
    """

    day: date | None
    papers: tuple[Announced, ...]
    whole: bool = True


def read_announcement_feed(content: bytes) -> AnnouncementFeed:
    """The date and the papers of an RSS feed, in its order. Raises NotAFeed.

    An item is left out whose XML is damaged, which has no ID, or is of a kind that nobody knows. Each is read alone, so
    that it costs no other, and without the feed's own definitions of entities.
    """
    opening = re.search(rb"<rss\b[^<>]*>", content[:10_000])
    if opening is None or b"<channel" not in content[:10_000] or not content.rstrip().endswith(b"</rss>"):
        raise NotAFeed(what_it_is(content))
    items = list(_items(content))
    dated = _PUB_DATE.search(content, 0, items[0].start if items else len(content))
    day = _day(dated[1].decode("utf-8", "replace")) if dated else None
    read = (_paper(opening[0] + content[place] + b"</rss>", day) for place in items)
    papers = tuple(paper for paper in read if paper is not None)
    whole = len(items) < MOST_ITEMS and len(papers) == len(items)
    return AnnouncementFeed(day or max((paper.day for paper in papers), default=None), papers, whole)


def _items(content: bytes) -> Iterator[slice]:
    end = 0
    for _ in range(2 * MOST_ITEMS):
        start = content.find(b"<item", end)
        end = content.find(b"</item>", start) + len(b"</item>")
        if start < 0 or end <= start:
            return
        yield slice(start, end)
    raise NotAFeed("a feed with more papers than arXiv announces")


def _paper(content: bytes, day: date | None) -> Announced | None:
    root = parsed_xml(legal_xml(content)) if len(content) < _LARGEST_ITEM_BYTES else None
    item = root.find("item") if root is not None else None
    if item is None:
        return None
    kind = _KINDS.get((item.findtext(f"{_ARXIV}announce_type") or "").strip().lower())
    name = (item.findtext("guid") or "").strip().rpartition("oai:arXiv.org:")[2] or item.findtext("link") or ""
    day = day or _day(item.findtext("pubDate") or "")
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
