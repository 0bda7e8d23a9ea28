"""arXiv's lists of papers: ``/list/cs.CL/new``, ``/list/cs.CL/pastweek`` and ``/catchup/cs.CL/2026-11-20``. Pure.

All three are one page in HTML: a heading with the day, then for each kind (or, in ``pastweek``, each day) a heading
that counts its entries, and a ``dt`` and ``dd`` for each paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from summarize.errors import NotAPaperName
from summarize.sources.arxiv.announcements.mailings import Announced, Kind
from summarize.sources.arxiv.feed import what_it_is
from summarize.sources.arxiv.ids import parse_ref
from summarize.sources.arxiv.records import clean_line

#: arXiv shows at most so many papers on a page.
PER_PAGE = 2_000
#: A page of 2,000 papers has about 80,000 elements.
_MOST_ELEMENTS = 400_000

_DAY = r"[A-Z][a-z]+,? (\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})"
_PAGE_DAY = re.compile(rf"(?:Showing new listings for|Catchup results for .{{1,120}} on) {_DAY}")
_DAY_HEADING = re.compile(rf"{_DAY}(?= \(|$)")
_KIND_HEADING = re.compile(r"(New|Cross|Replacement)(?:s| submissions| ?-?lists?)\b", re.IGNORECASE)
_COUNTS = re.compile(r"showing (?:first |last )?(\d[\d,]*) of (\d[\d,]*) entries")
_TOTAL = re.compile(rb"Total of (\d[\d,]*) entries")
_CATEGORY = re.compile(r"\(([a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?)\)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KINDS: dict[str, Kind] = {"new": "new", "cross": "cross", "replacement": "replaced"}


class NotAListing(Exception):
    """An answer is none of arXiv's lists, or not a whole one. The message goes on after "arXiv sent"."""


@dataclass(slots=True)
class _Section:
    """Entries under one heading; ``kind`` is None where each entry says its own."""

    day: date | None
    kind: Kind | None
    promised: int | None = None
    found: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list.

    ``day`` is its newest day, and ``days`` are all days that it names. ``total`` counts the entries of all its pages.
    """

    day: date
    days: tuple[date, ...]
    papers: tuple[Announced, ...]
    entries: int
    total: int


@dataclass(slots=True)
class _Reading:
    days: list[date] = field(default_factory=list)
    papers: list[Announced] = field(default_factory=list)
    entries: int = 0


def read_listing(content: bytes) -> Listing:
    """What a list says, in its order. Raises NotAListing.

    An entry without an ID that can be read is counted and left out.
    """
    if content.count(b"<") > 2 * _MOST_ELEMENTS:
        raise NotAListing("a web page that is too long for a list of papers")
    root = _root(content)
    if root is None:
        raise NotAListing(what_it_is(content))
    if b"</html>" not in content[-1000:].lower():
        raise NotAListing("a list that is cut off")
    read = _Reading()
    section = _Section(None, None)
    sections = [section]
    term = None
    for element in root.iter("h1", "h3", "dt", "dd"):
        if element.tag in ("h1", "h3"):
            following = _section(_text(element), section.day)
            if following is not None:
                section = following
                sections.append(section)
                if section.day is not None:
                    read.days.append(section.day)
        elif element.tag == "dt":
            term = element
            section.found += 1
            read.entries += 1
        elif term is not None:
            paper = _paper(term, element, section)
            if paper is not None:
                read.papers.append(paper)
            term = None
    days = tuple(dict.fromkeys([*read.days, *_index_days(root)]))
    if not days:
        raise NotAListing("a web page instead of its list of papers")
    if any(s.promised not in (None, s.found) for s in sections):
        raise NotAListing("a list that is cut off")
    said = _TOTAL.search(content)
    total = _number(said[1].decode()) if said else read.entries
    return Listing(max(days), days, tuple(read.papers), read.entries, total)


def _root(content: bytes) -> Any:
    from lxml import etree

    if not content.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


def _section(heading: str, day: date | None) -> _Section | None:
    """The section that a heading begins; None where it is a heading of something else."""
    counts = _COUNTS.search(heading)
    promised = _number(counts[1]) if counts else None
    if match := _PAGE_DAY.search(heading):
        return _Section(_date(*match.groups()), None, promised)
    if match := _KIND_HEADING.match(heading):
        return _Section(day, _KINDS[match[1].lower()], promised)
    if match := _DAY_HEADING.match(heading):
        return _Section(_date(*match.groups()), None, promised)
    return None


def _paper(term: Any, details: Any, section: _Section) -> Announced | None:
    link = next((a.get("href") for a in term.iter("a") if "/abs/" in (a.get("href") or "")), "")
    said = _text(term)
    try:
        ref = parse_ref(link.partition("/abs/")[2])
    except NotAPaperName:
        return None
    if section.day is None:
        return None
    kind: Kind = section.kind or ("cross" if "(cross-list" in said else "replaced" if "(replaced" in said else "new")
    parts = {name: element for element in details.iter("div") for name in (element.get("class") or "").split()[:1]}
    return Announced(
        ref.id,
        ref.version,
        kind,
        _labelled(parts.get("list-title")),
        tuple(_CATEGORY.findall(_labelled(parts.get("list-subjects")))),
        section.day,
        tuple(_authors(parts.get("list-authors"))),
    )


def _authors(element: Any) -> Iterator[str]:
    for link in element.iter("a") if element is not None else ():
        if name := _text(link):
            yield name


def _index_days(root: Any) -> Iterator[date]:
    """The days that the index at the head of ``pastweek`` names, also those on other pages of it."""
    for item in root.iter("li"):
        if (match := re.fullmatch(_DAY, _text(item))) and (day := _date(*match.groups())) is not None:
            yield day


def _labelled(element: Any) -> str:
    """The text of ``Title: …`` without its label."""
    return re.sub(r"^(?:Title|Subjects|Authors)\s?:\s*", "", _text(element)) if element is not None else ""


def _text(element: Any) -> str:
    return clean_line("".join(element.itertext()))


def _number(digits: str) -> int:
    return int(digits.replace(",", "")[:9])


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None
