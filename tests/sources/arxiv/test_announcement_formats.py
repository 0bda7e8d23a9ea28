"""Feeds and lists of announcements: arXiv's own formats are read, and what is neither is told from them."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from summarize.arxiv_categories import CATEGORIES, parse_categories, parse_category
from summarize.errors import UsageError
from summarize.sources.arxiv.announcements.announcement_feed import read_announcement_feed
from summarize.sources.arxiv.announcements.listing_page import NotAListing, read_listing
from summarize.sources.arxiv.announcements.mailings import Announced, put_together
from summarize.sources.arxiv.announcements.schedule import (
    announced_at,
    days_due,
    is_announcement_day,
    newest_due,
    submitted_between,
)
from summarize.sources.arxiv.feed import NotAFeed
from tests.loopback.arxiv_announcements import AnnouncementSchedule
from tests.loopback.arxiv_server import CAPTCHA_PAGE, HTML_PAGE
from tests.sources.arxiv.arxiv_desk import made_up

FRI = date(2026, 11, 20)
BEIJING = ZoneInfo("Asia/Shanghai")

FEED = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
  <channel>
    <title>cs.CL updates on arXiv.org</title>
    <lastBuildDate>Fri, 20 Nov 2026 05:00:02 +0000</lastBuildDate>
    <pubDate>{day}</pubDate>
    <skipDays>
      <day>Saturday</day>
      <day>Sunday</day>
    </skipDays>
{items}  </channel>
</rss>
"""
ITEM = """    <item>
      <title>{title}</title>
      <link>https://arxiv.org/abs/2503.00001</link>
      <description>arXiv:2503.00001v2 Announce Type: {kind} \nAbstract: It is high.</description>
      <guid isPermaLink="false">{guid}</guid>
      <category>cs.CL</category>
      <category>cs.AI</category>
      <pubDate>{day}</pubDate>
      <arxiv:announce_type>{kind}</arxiv:announce_type>
      <dc:creator>Ada Muster, Zoë Probe (Institute of Tides), Bo Sample</dc:creator>
    </item>
"""
DAY = "Fri, 20 Nov 2026 00:00:00 -0500"


def feed(
    kind: str = "new", *, day: str = DAY, guid: str = "oai:arXiv.org:2503.00001v2", title: str = "On Tides"
) -> bytes:
    item = ITEM.format(kind=kind, day=day, guid=guid, title=title)
    return FEED.format(day=day, items=item).encode()


def test_an_item_of_the_feed_is_an_announced_paper() -> None:
    read = read_announcement_feed(feed("replace-cross", title="Tides &amp; $x^2$\n      in Harbours"))
    assert (read.day, read.whole) == (FRI, True)
    assert read.papers == (
        Announced(
            "2503.00001",
            2,
            "replaced",
            "Tides & $x^2$ in Harbours",
            ("cs.CL", "cs.AI"),
            FRI,
            ("Ada Muster", "Zoë Probe (Institute of Tides)", "Bo Sample"),
        ),
    )


@pytest.mark.parametrize(
    ("kind", "meant"), [("new", "new"), ("cross", "cross"), ("replace", "replaced"), ("replace-cross", "replaced")]
)
def test_announce_types(kind: str, meant: str) -> None:
    assert [paper.kind for paper in read_announcement_feed(feed(kind)).papers] == [meant]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (DAY, FRI),
        ("Fri, 20 Nov 2026 00:00:00 EST", FRI),
        ("Fri, 20 Nov 2026 05:00:00 +0000", FRI),
        ("Fri, 20 Nov 2026 04:59:59 +0000", date(2026, 11, 19)),
        ("Wed, 05 Aug 2026 00:00:00 -0400", date(2026, 8, 5)),
        ("", None),
        ("today", None),
        ("Fri, 99 Nov 2026 00:00:00 -0500", None),
        ("Fri, 31 Dec 9999 23:59:59 -0500", None),
    ],
)
def test_a_feed_is_dated_by_the_day_in_the_east_of_the_us(text: str, day: date | None) -> None:
    assert read_announcement_feed(feed(day=text)).day == day


def test_the_date_of_the_feed_is_that_of_its_items_whatever_they_say() -> None:
    item = ITEM.format(kind="new", day="Wed, 01 Jan 2020 00:00:00 -0500", guid="oai:arXiv.org:2503.00001v1", title="T")
    dated, undated = (FEED.format(day=day, items=item).encode() for day in (DAY, "soon"))
    assert [paper.day for paper in read_announcement_feed(dated).papers] == [FRI]
    assert read_announcement_feed(undated).day == date(2020, 1, 1)


@pytest.mark.parametrize("guid", ["", "oai:arXiv.org:2513.00001v1", "oai:arXiv.org:../../etc", "x" * 10_000])
def test_an_item_without_an_id_is_left_out_and_the_feed_is_not_whole(guid: str) -> None:
    content = feed(guid=guid).replace(b"https://arxiv.org/abs/2503.00001", b"https://example.org/x")
    read = read_announcement_feed(content)
    assert (read.day, read.papers, read.whole) == (FRI, (), False)


def test_an_item_of_a_kind_that_nobody_knows_is_left_out_and_the_feed_is_not_whole() -> None:
    read = read_announcement_feed(feed("absonly"))
    assert (read.papers, read.whole) == ((), False)


def test_damage_costs_one_item_and_the_feed_is_not_whole() -> None:
    good = ITEM.format(kind="new", day=DAY, guid="oai:arXiv.org:2503.00002v1", title="On Tides")
    bad = ITEM.format(kind="new", day=DAY, guid="oai:arXiv.org:2503.00001v1", title="a < b & c \x0b <i>open")
    read = read_announcement_feed(FEED.format(day=DAY, items=bad + good).encode())
    assert ([paper.id for paper in read.papers], read.whole) == (["2503.00002"], False)


def test_a_feed_at_arxivs_limit_is_not_whole() -> None:
    items = "".join(
        ITEM.format(kind="new", day=DAY, guid=f"oai:arXiv.org:2503.{n:05}v1", title="T") for n in range(1, 2001)
    )
    read = read_announcement_feed(FEED.format(day=DAY, items=items).encode())
    assert (len(read.papers), read.whole) == (2000, False)


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        HTML_PAGE,
        CAPTCHA_PAGE,
        feed()[:-20],
        b"<rss></rss>",
        b"<feed></feed></rss>",
        b"<" * 2_000_000 + b"</rss>",
        b"<rss><channel>" + b"<item>" * 300_000 + b"</rss>"[:-1],
        b"<rss><channel>" + b"<item></item>" * 300_000 + b"</rss>",
    ],
    ids=["empty", "white", "html", "captcha", "cut", "no channel", "atom", "angles", "deep", "many"],
)
def test_what_is_no_feed_is_refused_quickly(content: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(NotAFeed):
        read_announcement_feed(content)
    assert time.monotonic() - began < 2


def test_entities_of_a_feed_are_not_expanded() -> None:
    content = BOMB + feed(title="&j;").partition(b"?>")[2]
    began = time.monotonic()
    read = read_announcement_feed(content)
    assert all(len(paper.title) < 1000 for paper in read.papers)
    assert time.monotonic() - began < 2


def schedule() -> AnnouncementSchedule:
    made = AnnouncementSchedule()
    made.add(FRI - timedelta(days=1), new=[made_up(1)])
    made.add(
        FRI,
        new=[replace(made_up(2), title="Tides & $a<b$ in Harbours", categories=("cs.CL", "cond-mat.mes-hall"))],
        cross=[replace(made_up(3), categories=("hep-th", "cs.CL"))],
        replaced=[replace(made_up(4), id="math/0309136")],
    )
    return made


def page(path: str, made: AnnouncementSchedule | None = None) -> bytes:
    answer = (made or schedule()).answer(path, {})
    assert answer is not None
    return answer[2]


def test_the_list_of_a_day_has_its_kinds() -> None:
    for path in ("/list/cs.CL/new", f"/catchup/cs.CL/{FRI}"):
        read = read_listing(page(path))
        assert (read.day, read.entries, read.total) == (FRI, 3, 3)
        assert read.papers[0] == Announced(
            "2503.00002",
            None,
            "new",
            "Tides & $a<b$ in Harbours",
            ("cs.CL", "cond-mat.mes-hall"),
            FRI,
            ("Ada Muster", "Zoë Probe"),
        )
        assert [(p.id, p.kind) for p in read.papers[1:]] == [("2503.00003", "cross"), ("math/0309136", "replaced")]


def test_the_list_of_a_week_has_its_days() -> None:
    read = read_listing(page("/list/cs.CL/pastweek"))
    assert (read.day, set(read.days), read.total) == (FRI, {FRI, FRI - timedelta(days=1)}, 3)
    assert [(p.id, p.kind, p.day.day) for p in read.papers] == [
        ("2503.00002", "new", 20),
        ("2503.00003", "cross", 20),
        ("2503.00001", "new", 19),
    ]


def test_headings_with_a_kind_and_a_day_are_read_too() -> None:
    old = page("/list/cs.CL/new").replace(b"New submissions (", b"New submissions for Friday, 20 November 2026 (")
    assert [paper.kind for paper in read_listing(old).papers] == ["new", "cross", "replaced"]


@pytest.mark.parametrize("path", ["/list/hep-ph/new", f"/catchup/hep-ph/{FRI}", "/list/hep-ph/pastweek"])
def test_a_list_without_papers_is_a_list(path: str) -> None:
    read = read_listing(page(path))
    assert (read.day, read.papers, read.total) == (FRI, (), 0)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "an empty answer"),
        (HTML_PAGE, "a web page instead"),
        (CAPTCHA_PAGE, "a web page instead"),
        (page("/list/cs.CL/new")[:-900], "cut off"),
        (page("/list/cs.CL/new").replace(b"1 of 1 entries", b"7 of 7 entries"), "cut off"),
        (page("/list/cs.CL/new").replace(b"20 November", b"99 November"), "a web page instead"),
        (b"<p>" * 1_000_000, "too long"),
        (b"\x00\xff\xfe" * 1000, "a web page instead|cut off"),
    ],
    ids=["empty", "html", "captcha", "cut", "miscounted", "no such day", "huge", "binary"],
)
def test_what_is_no_list_is_refused_quickly(content: bytes, what: str) -> None:
    began = time.monotonic()
    with pytest.raises(NotAListing, match=what):
        read_listing(content)
    assert time.monotonic() - began < 2


def test_a_title_cannot_pose_as_a_heading_or_another_paper() -> None:
    made = schedule()
    made.add(FRI, new=[replace(made_up(9), title="<h3>Replacement submissions</h3><a href='/abs/2503.09999'>x</a>")])
    read = read_listing(page("/list/cs.CL/new", made))
    assert [(p.id, p.kind) for p in read.papers][:2] == [("2503.00002", "new"), ("2503.00009", "new")]


def test_put_together_each_paper_is_there_once_as_the_strongest_kind() -> None:
    def entry(n: int, kind: str, version: int | None = None, title: str = "") -> Announced:
        return Announced(f"2503.{n:05}", version, kind, title, (), FRI)  # type: ignore[arg-type]

    other_day = replace(entry(5, "new"), day=FRI - timedelta(days=1))
    lists = [entry(3, "replaced"), entry(1, "cross", title="T"), entry(2, "new"), other_day]
    mailing = put_together(FRI, [*lists, entry(1, "new", 2), entry(4, "cross")])
    assert mailing.papers == (entry(1, "new", 2, "T"), entry(2, "new"), entry(4, "cross"), entry(3, "replaced"))


@pytest.mark.parametrize(
    ("now", "day"),
    [
        # In winter 20:00 in the east of the US is 09:00 in Beijing, in summer 08:00.
        (datetime(2026, 11, 24, 8, 59, tzinfo=BEIJING), date(2026, 11, 23)),
        (datetime(2026, 11, 24, 9, 0, tzinfo=BEIJING), date(2026, 11, 24)),
        (datetime(2026, 8, 4, 7, 59, tzinfo=BEIJING), date(2026, 8, 3)),
        (datetime(2026, 8, 4, 8, 0, tzinfo=BEIJING), date(2026, 8, 4)),
        (datetime(2026, 11, 21, 9, 0, tzinfo=BEIJING), FRI),
        (datetime(2026, 11, 22, 23, 0, tzinfo=BEIJING), FRI),
        (datetime(2026, 11, 23, 9, 0, tzinfo=BEIJING), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 0, 30, tzinfo=UTC), FRI),
    ],
)
def test_the_newest_announcement_that_is_due(now: datetime, day: date) -> None:
    assert newest_due(now) == day
    assert announced_at(day) <= now


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 23), "2026-11-19T19:00", "2026-11-20T19:00"),  # Monday: Thursday to Friday
        (date(2026, 11, 24), "2026-11-20T19:00", "2026-11-23T19:00"),  # Tuesday: Friday to Monday
        (date(2026, 11, 25), "2026-11-23T19:00", "2026-11-24T19:00"),
        (date(2026, 8, 5), "2026-08-03T18:00", "2026-08-04T18:00"),  # in summer
        (date(2026, 3, 10), "2026-03-06T19:00", "2026-03-09T18:00"),  # over the change of clocks
    ],
)
def test_which_submissions_an_announcement_has(day: date, first: str, last: str) -> None:
    assert [f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}" for moment in submitted_between(day)] == [first, last]


def test_no_submission_falls_between_two_announcements() -> None:
    days = days_due(date(2026, 1, 1), date(2026, 12, 31))
    assert all(is_announcement_day(day) for day in days)
    bounds = [submitted_between(day) for day in days]
    assert all(one[1] == other[0] for one, other in zip(bounds, bounds[1:], strict=False))  # noqa: RUF007


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cs.CL", "cs.CL"),
        ("cs.cl", "cs.CL"),
        ("CS.cl", "cs.CL"),
        ("COND-MAT.MES-HALL", "cond-mat.mes-hall"),
        ("cs", "cs"),
        ("math.*", "math"),
        ("hep-th", "hep-th"),
        ("cmp-lg", "cs.CL"),
    ],
)
def test_a_category_is_known_however_it_is_spelt(text: str, name: str) -> None:
    assert parse_category(text) == name


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("cs.CLL", "did you mean cs.CL"),
        ("cl", "did you mean cs.CL?"),
        ("cs.QQ", "those of cs: cs.AI, cs.AR"),
        ("hepth", "did you mean hep-th"),
        ("nlp", "category_taxonomy"),
        ("x" * 10_000, "category_taxonomy"),
        ("2501.18585", "category_taxonomy"),
    ],
)
def test_an_unknown_category_is_told_with_those_that_come_near(text: str, hint: str) -> None:
    with pytest.raises(UsageError, match="arXiv has no category") as caught:
        parse_category(text)
    assert hint in caught.value.hint
    assert len(str(caught.value)) < 100


def test_several_categories_are_each_taken_once() -> None:
    assert parse_categories(["cs.cl,cs.AI", "cs.CL", "hep-th+cs.LG", " "]) == ("cs.CL", "cs.AI", "hep-th", "cs.LG")
    assert len(set(CATEGORIES)) == len(CATEGORIES) == 166
