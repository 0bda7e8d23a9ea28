"""What a loopback arXiv announces, day by day, and its feeds and lists of that in arXiv's own formats.

::

    with ArxivServer() as server:
        server.announcements.add(date(2026, 11, 20), new=[paper], cross=[other], replaced=[third])
        server.announcements.today = date(2026, 11, 21)     # a Saturday: the feed is empty

The feeds follow https://info.arxiv.org/help/rss_specifications.html, the lists https://arxiv.org/list/cs.CL/new,
``/list/cs.CL/pastweek`` and ``/catchup/cs.CL/2026-11-20`` as they were in 2026.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from xml.sax.saxutils import escape

from summarize.values import Paper

_PER_PAGE = 2_000
Entry = tuple[str, Paper]


@dataclass(slots=True)
class AnnouncementSchedule:
    """Papers by the day on which they are announced. All attributes may be changed while the server runs.

    ``today`` is the day by arXiv's clock, which the feed is of; None means the newest announcement's. ``newest`` hides
    what was announced after it, on all lists; None hides nothing. ``feed_day`` holds the feed back on an earlier day
    (a stale feed), ``list_days`` the lists of single categories. ``per_page`` is the largest page of a list.
    """

    today: date | None = None
    newest: date | None = None
    feed_day: date | None = None
    list_days: dict[str, date] = field(default_factory=dict)
    per_page: int = _PER_PAGE
    days: dict[date, dict[str, list[Paper]]] = field(default_factory=dict)

    def add(
        self, day: date, *, new: Sequence[Paper] = (), cross: Sequence[Paper] = (), replaced: Sequence[Paper] = ()
    ) -> None:
        """Announce papers on ``day``: ``new`` in their first category, ``cross`` in their others, ``replaced`` in all.

        A paper that is new and has several categories is cross-listed to the others on the same day. A day without
        papers is one on which arXiv announced nothing in the categories that tests use.
        """
        kinds = self.days.setdefault(day, {"new": [], "cross": [], "replaced": []})
        for kind, papers in (("new", new), ("cross", cross), ("replaced", replaced)):
            kinds[kind] += papers

    def answer(self, path: str, query: Mapping[str, str]) -> tuple[int, str, bytes] | None:
        """Status, type and body for a path below ``/rss``, ``/atom``, ``/list`` or ``/catchup``; None for another."""
        if match := re.fullmatch(r"/(rss|atom)/([^/]+)", path):
            kind = "rss" if match[1] == "rss" else "atom"
            return 200, f"application/{kind}+xml", (self._rss if kind == "rss" else self._atom)(match[2].split("+"))
        if match := re.fullmatch(r"/list/([^/]+)/(new|recent|pastweek)", path):
            page = self._new if match[2] == "new" else self._recent
            return 200, "text/html; charset=utf-8", page(match[1], int(query.get("skip", 0)))
        if match := re.fullmatch(r"/catchup/([^/]+)/(\d{4}-\d{2}-\d{2})", path):
            return self._catchup(match[1], date.fromisoformat(match[2]), int(query.get("page", 1)))
        return None

    def _announced(self) -> list[date]:
        return sorted(day for day in self.days if self.newest is None or day <= self.newest)

    def _entries(self, day: date, categories: Sequence[str]) -> list[Entry]:
        """Kinds and papers of one day in one or several categories."""
        found: list[Entry] = []
        kinds = self.days.get(day, {})
        for paper in kinds.get("new", ()):
            if any(_in(c, paper.categories[:1]) for c in categories):
                found.append(("new", paper))
        for kind in ("new", "cross"):
            found += [
                ("cross", paper)
                for paper in kinds.get(kind, ())
                if any(_in(c, paper.categories[1:]) for c in categories)
                and not any(_in(c, paper.categories[:1]) for c in categories)
            ]
        for paper in kinds.get("replaced", ()):
            if any(_in(c, paper.categories) for c in categories):
                own = any(_in(c, paper.categories[:1]) for c in categories)
                found.append(("replace" if own else "replace-cross", paper))
        return found

    def _feed_of(self, categories: Sequence[str]) -> tuple[date, list[Entry]]:
        announced = self._announced()
        today = self.feed_day or self.today or (announced[-1] if announced else date(2026, 11, 20))
        entries = self._entries(today, categories) if today in announced else []
        return today, entries[:_PER_PAGE]

    def _rss(self, categories: Sequence[str]) -> bytes:
        day, entries = self._feed_of(categories)
        name, when = "+".join(categories), f"{day:%a, %d %b %Y} 00:00:00 -0500"
        items = "".join(
            f"    <item>\n      <title>{escape(paper.title)}</title>\n"
            f"      <link>https://arxiv.org/abs/{paper.id}</link>\n"
            f"      <description>arXiv:{paper.id}v{paper.version} Announce Type: {kind} \n"
            f"Abstract: {escape(paper.abstract)}</description>\n"
            f'      <guid isPermaLink="false">oai:arXiv.org:{paper.id}v{paper.version}</guid>\n'
            + "".join(f"      <category>{c}</category>\n" for c in paper.categories)
            + f"      <pubDate>{when}</pubDate>\n"
            f"      <arxiv:announce_type>{kind}</arxiv:announce_type>\n"
            "      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>\n"
            f"      <dc:creator>{escape(', '.join(paper.authors))}</dc:creator>\n    </item>\n"
            for kind, paper in entries
        )
        return (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:atom="http://www.w3.org/2005/Atom" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">\n  <channel>\n'
            f"    <title>{', '.join(categories)} updates on arXiv.org</title>\n"
            f"    <link>http://rss.arxiv.org/rss/{name}</link>\n"
            f"    <description>{', '.join(categories)} updates on the arXiv.org e-print archive.</description>\n"
            f'    <atom:link href="http://rss.arxiv.org/rss/{name}" rel="self" type="application/rss+xml"/>\n'
            "    <docs>http://www.rssboard.org/rss-specification</docs>\n    <language>en-us</language>\n"
            f"    <lastBuildDate>{day:%a, %d %b %Y} 05:00:02 +0000</lastBuildDate>\n"
            f"    <managingEditor>rss-help@arxiv.org</managingEditor>\n    <pubDate>{when}</pubDate>\n"
            "    <skipDays>\n      <day>Saturday</day>\n      <day>Sunday</day>\n    </skipDays>\n"
            f"{items}  </channel>\n</rss>\n"
        ).encode()

    def _atom(self, categories: Sequence[str]) -> bytes:
        day, entries = self._feed_of(categories)
        name, when = "+".join(categories), f"{day}T00:00:00-05:00"
        items = "".join(
            f"  <entry>\n    <id>oai:arXiv.org:{paper.id}v{paper.version}</id>\n"
            f"    <title>{escape(paper.title)}</title>\n    <updated>{when}</updated>\n"
            f'    <link href="https://arxiv.org/abs/{paper.id}" rel="alternate" type="text/html"/>\n'
            f"    <summary>arXiv:{paper.id}v{paper.version} Announce Type: {kind} \n"
            f"Abstract: {escape(paper.abstract)}</summary>\n"
            + "".join(f'    <category term="{c}"/>\n' for c in paper.categories)
            + f"    <published>{when}</published>\n    <arxiv:announce_type>{kind}</arxiv:announce_type>\n"
            f"    <dc:creator>{escape(', '.join(paper.authors))}</dc:creator>\n  </entry>\n"
            for kind, paper in entries
        )
        return (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            '<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">\n'
            f"  <id>http://rss.arxiv.org/atom/{name}</id>\n  <title>{', '.join(categories)} updates on arXiv.org</title>\n"
            f"  <updated>{when}</updated>\n{items}</feed>\n"
        ).encode()

    def _newest_for(self, category: str) -> date | None:
        announced = self._announced()
        held = self.list_days.get(category)
        return max((day for day in announced if held is None or day <= held), default=None)

    def _new(self, category: str, skip: int) -> bytes:
        day = self._newest_for(category)
        entries = self._entries(day, [category]) if day else []
        shown = day or date(2026, 11, 20)
        head = f"<h3>Showing new listings for {shown:%A}, {shown.day} {shown:%B %Y}</h3>\n"
        body = self._sections(entries, skip) if entries else "<p>No updates today.</p>\n"
        return _page(f"{head}{_paging(len(entries))}{body}")

    def _recent(self, category: str, skip: int) -> bytes:
        newest = self._newest_for(category)
        days = [day for day in self._announced() if newest is not None and day <= newest][-5:][::-1]
        by_day = [(day, [e for e in self._entries(day, [category]) if e[0] in ("new", "cross")]) for day in days]
        index = "".join(
            f'<li>\n <a href="/list/{category}/recent?skip=0&amp;show={self.per_page}" rel="nofollow">\n'
            f"  {_short(day)}\n </a>\n</li>\n"
            for day in days
        )
        place, body = 0, ""
        for day, entries in by_day:
            here = entries[max(0, skip - place) : max(0, skip + self.per_page - place)]
            if here:
                first = place + max(0, skip - place)
                heading = f"{_short(day)} ({_showing(first > place, len(here), len(entries), first - place)} )"
                body += _section(heading, here, first)
            place += len(entries)
        head = f"<h2>Authors and titles for recent submissions</h2>\n<ul>\n{index}</ul>\n"
        return _page(f"{head}{_paging(place)}{body}")

    def _catchup(self, category: str, day: date, page: int) -> tuple[int, str, bytes]:
        announced = self._announced()
        today = self.today or (announced[-1] if announced else day)
        if not today - timedelta(days=91) <= day <= today:
            return 400, "text/html", b"<!DOCTYPE html><html><body><h1>Bad Request</h1></body></html>"
        entries = self._entries(day, [category]) if day in announced else []
        when = f"{day:%a, %d %b %Y}"
        body = (
            self._sections(entries, (page - 1) * self.per_page)
            if entries
            else f"<br><div><p>No updates for {when}. There was either no announcement for this day, or no updates within "
            "the requested subject.</p></div>\n"
        )
        head = f"<h1>Catchup results for Subject {category} on {when}</h1>\n<ul></ul>\n"
        count = f"<div>\n Total of {len(entries)} entries for {when}\n</div>\n"
        return 200, "text/html; charset=utf-8", _page(f"{head}{count}{body}")

    def _sections(self, entries: Sequence[Entry], skip: int) -> str:
        """The sections of a day from entry ``skip`` on, as many as a page takes."""
        place, body = 0, ""
        for title, kinds in (
            ("New submissions", ("new",)),
            ("Cross submissions", ("cross",)),
            ("Replacement submissions", ("replace", "replace-cross")),
        ):
            whole = [e for e in entries if e[0] in kinds]
            here = whole[max(0, skip - place) : max(0, skip + self.per_page - place)]
            if here:
                first = place + max(0, skip - place)
                body += _section(
                    f"{title} ({_showing(first > place, len(here), len(whole), first - place)})", here, first
                )
            place += len(whole)
        return body


def _showing(continued: bool, here: int, whole: int, first: int) -> str:
    last = first + here >= whole
    words = ("continued, " if continued else "") + "showing " + ("last " if continued and last else "")
    return f"{words}{'first ' if not continued and not last else ''}{here} of {whole} entries"


def _in(asked: str, categories: Iterable[str]) -> bool:
    """Whether one of ``categories`` is the category that was asked for, or is below the archive that was."""
    return any(c == asked or c.startswith(f"{asked}.") for c in categories)


def _short(day: date) -> str:
    return f"{day:%a}, {day.day} {day:%b %Y}"


def _paging(count: int) -> str:
    return f"<div class='paging'>Total of {count} entries\n</div>\n" if count else ""


def _section(heading: str, entries: Sequence[Entry], first: int) -> str:
    return (
        f"<dl id='articles'>\n  <h3>{heading}</h3>\n"
        + "".join(_entry(kind, paper, first + n) for n, (kind, paper) in enumerate(entries, 1))
        + "</dl>\n"
    )


def _entry(kind: str, paper: Paper, number: int) -> str:
    marks: Mapping[str, Callable[[], str]] = {
        "new": lambda: "",
        "cross": lambda: f"(cross-list from {paper.categories[0]})",
    }
    mark = marks.get(kind, lambda: "(replaced)")()
    subjects = [f"Made-up Subject {c.upper()} ({c})" for c in paper.categories]
    authors = ", ".join(f'<a href="/search/?query={escape(a)}" rel="nofollow">{escape(a)}</a>' for a in paper.authors)
    return (
        f"    <dt>\n      <a name='item{number}'>[{number}]</a>\n"
        f'      <a href ="/abs/{paper.id}" title="Abstract" id="{paper.id}">\n        arXiv:{paper.id}\n      </a>\n'
        f"      {mark}\n"
        f'      [<a href="/pdf/{paper.id}" title="Download PDF" id="pdf-{paper.id}">pdf</a>]\n    </dt>\n'
        "    <dd>\n      <div class='meta'>\n"
        "        <div class='list-title mathjax'><span class='descriptor'>Title:</span>\n"
        f"          {escape(paper.title)}\n        </div>\n"
        f"        <div class='list-authors'>{authors}</div>\n"
        "        <div class='list-subjects'><span class='descriptor'>Subjects:</span>\n"
        f'          <span class="primary-subject">{subjects[0]}</span>{"".join(f"; {s}" for s in subjects[1:])}\n'
        f"        </div>\n        <p class='mathjax'>\n          {escape(paper.abstract)}\n        </p>\n"
        "      </div>\n    </dd>\n"
    )


def _page(body: str) -> bytes:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head><title>Made-up list</title></head>\n<body>\n'
        f"<div id='content-inner'>\n<div id='dlpage'>\n{body}</div>\n</div>\n</body>\n</html>\n"
    ).encode()
