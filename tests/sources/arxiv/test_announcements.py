"""Announcements: the newest one, days before it, and what is said where arXiv's feed and lists differ."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from summarize.errors import ArxivNonsense, ArxivUnreachable, NotStored
from summarize.settings import arxiv_settings, find_places
from summarize.sources.arxiv.announcements.announcement_notes import what_is_due
from summarize.sources.arxiv.announcements.mailings import USUAL_KINDS, Kind, Mailings
from summarize.sources.arxiv.announcements.schedule import EASTERN, days_due
from summarize.sources.arxiv.arxiv_source import ArxivSource
from summarize.sources.open_sources import Sources
from summarize.sources.paper_source import SourceSettings
from summarize.store.storage import Store
from summarize.values import Paper, PaperRef
from tests.loopback.arxiv_server import HTML_PAGE, ArxivServer, Fault
from tests.sources.arxiv.arxiv_desk import made_up

MON, TUE, WED, THU, FRI = (date(2026, 11, n) for n in range(16, 21))
BEIJING = ZoneInfo("Asia/Shanghai")
SAT, NEXT_MON = date(2026, 11, 21), date(2026, 11, 23)
#: Friday, 09:30 in Beijing: the announcement of Friday has been out for half an hour.
FRIDAY = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def paper(n: int, *categories: str, version: int = 1) -> Paper:
    return replace(made_up(n, version), categories=categories or ("cs.CL",))


class Reader:
    """Asks a loopback arXiv at ``now``; ``details`` are the lines that -v shows."""

    def __init__(self, url: str, home: Path) -> None:
        self.env = {"SUMMARIZE_HOME": str(home), "SUMMARIZE_ARXIV_URL": url, "SUMMARIZE_ARXIV_DELAY": "0"}
        self.now = FRIDAY
        self.offline = False
        self.retries = 0
        self.details: list[str] = []

    def mailings(
        self,
        *categories: str,
        since: date | None = None,
        until: date | None = None,
        kinds: frozenset[Kind] = USUAL_KINDS,
    ) -> Mailings:
        async def asked(store: Store) -> Mailings:
            settings = SourceSettings(
                env=self.env,
                places=find_places(self.env),
                arxiv=arxiv_settings(self.env),
                store=store,
                offline=self.offline,
                retries=self.retries,
                detail=self.details.append,
                clock=lambda: self.now.timestamp(),
            )
            with Sources(settings) as sources:
                arxiv = sources.named("arxiv")
                assert isinstance(arxiv, ArxivSource)
                return await arxiv.mailings(categories, since, until=until, kinds=kinds)

        with Store(find_places(self.env).store_file, notice=lambda text: None) as store:
            return asyncio.run(asked(store))


@pytest.fixture
def reader(server: ArxivServer, tmp_path: Path) -> Iterator[Reader]:
    yield Reader(server.url, tmp_path)


def feed_of(server: ArxivServer, categories: str) -> bytes:
    answer = server.announcements.answer(f"/rss/{categories}", {})
    assert answer is not None
    return answer[2]


def ids(mailings: Mailings) -> list[tuple[date, list[str]]]:
    return [(mailing.day, [paper.id[-2:] for paper in mailing.papers]) for mailing in mailings.mailings]


def kinds(mailings: Mailings, day: int = -1) -> Sequence[tuple[str, str]]:
    return [(paper.id[-2:], paper.kind) for paper in mailings.mailings[day].papers]


def test_the_newest_announcement_of_several_categories_has_each_paper_once(server: ArxivServer, reader: Reader) -> None:
    both = paper(2, "cs.AI", "cs.CL")
    server.announcements.add(THU, new=[paper(9)])
    server.announcements.add(FRI, new=[paper(1), both, paper(3, "cs.LG", "cs.AI")], replaced=[paper(4, version=3)])
    found = reader.mailings("cs.CL", "cs.AI")
    assert [m.day for m in found.mailings] == [FRI]
    assert sorted(kinds(found)) == [("01", "new"), ("02", "new"), ("03", "cross")]
    first = found.mailings[0].papers[0]
    assert (first.title, first.version, first.categories) == ("On Tides, Part 1", 1, ("cs.CL",))
    assert found.notes == ()


def test_days_since_are_oldest_first(server: ArxivServer, reader: Reader) -> None:
    for day, n in ((TUE, 1), (WED, 2), (THU, 3), (FRI, 4)):
        server.announcements.add(day, new=[paper(n)])
    found = reader.mailings("cs.CL", since=WED)
    assert ids(found) == [(WED, ["02"]), (THU, ["03"]), (FRI, ["04"])]
    assert found.notes == ()


def test_each_kind_is_told_apart_and_only_asked_for_ones_are_given(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(
        FRI,
        new=[paper(1), paper(2, "cs.LG", "cs.CL")],
        cross=[paper(3, "math.ST", "cs.CL")],
        replaced=[paper(4, version=9), paper(5, "cs.LG", "cs.CL", version=2)],
    )
    assert kinds(reader.mailings("cs.CL")) == [("01", "new"), ("02", "cross"), ("03", "cross")]
    everything = reader.mailings("cs.CL", kinds=frozenset(("new", "cross", "replaced")))
    assert kinds(everything)[3:] == [("04", "replaced"), ("05", "replaced")]
    assert [p.version for p in everything.mailings[0].papers] == [1, 1, 1, 9, 2]
    assert kinds(reader.mailings("cs.CL", kinds=frozenset(("replaced",)))) == [("04", "replaced"), ("05", "replaced")]


def test_an_archive_stands_for_all_its_categories(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(
        FRI, new=[paper(1, "cs.AI"), paper(2, "cs.LG"), paper(3, "math.ST", "cs.LG"), paper(4, "hep-th")]
    )
    assert kinds(reader.mailings("cs")) == [("01", "new"), ("02", "new"), ("03", "cross")]


def test_from_the_evening_to_midnight_the_feed_is_of_the_day_before_and_the_list_is_taken(
    server: ArxivServer, reader: Reader
) -> None:
    server.announcements.add(THU, new=[paper(1), paper(2, "cs.AI")])
    server.announcements.add(FRI, new=[paper(3), paper(4, "cs.AI")])
    server.announcements.feed_day = THU
    found = reader.mailings("cs.CL", "cs.AI")
    assert ids(found) == [(FRI, ["03", "04"])]
    assert found.notes == ()
    assert reader.details == [f"arXiv's feed is of {THU}, its list of {FRI}; the list was taken"]


def test_one_list_bears_out_the_feed_of_many_categories(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(FRI, new=[paper(1), paper(2, "cs.AI"), paper(3, "cs.LG")])
    assert ids(reader.mailings("cs.CL", "cs.AI", "cs.LG")) == [(FRI, ["01", "02", "03"])]
    assert [request.path for request in server.requests] == ["/rss/cs.CL+cs.AI+cs.LG", "/list/cs.CL/new"]


def test_a_feed_that_lacks_a_paper_of_the_list_is_not_believed_for_others(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(FRI, new=[paper(1), paper(2), paper(3, "cs.AI")])
    head, first, *_ = feed_of(server, "cs.CL+cs.AI").split(b"    <item>")
    server.fault(Fault(body=head + b"    <item>" + first + b"  </channel>\n</rss>\n"), path="/rss/")
    assert ids(reader.mailings("cs.CL", "cs.AI")) == [(FRI, ["01", "02", "03"])]


def test_a_feed_with_a_damaged_item_is_not_believed_for_others(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(FRI, new=[paper(1), paper(2, "cs.AI")])
    damaged = feed_of(server, "cs.CL+cs.AI").replace(b"<title>On Tides, Part 2", b"<title>On <Tides, Part 2")
    server.fault(Fault(body=damaged), path="/rss/")
    assert ids(reader.mailings("cs.CL", "cs.AI")) == [(FRI, ["01", "02"])]


def test_a_stale_list_takes_nothing_from_the_feed(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(THU, new=[paper(1)])
    server.announcements.add(FRI, new=[paper(2), paper(3, "cs.AI")])
    server.announcements.list_days = {"cs.CL": THU, "cs.AI": THU}
    found = reader.mailings("cs.CL", "cs.AI")
    assert ids(found) == [(FRI, ["02", "03"])]
    assert found.notes == ()


def test_a_list_that_is_older_than_another_is_said_where_the_feed_does_not_help(
    server: ArxivServer, reader: Reader
) -> None:
    server.announcements.add(THU, new=[paper(1), paper(2, "cs.AI")])
    server.announcements.add(FRI, new=[paper(3), paper(4, "cs.AI")])
    server.announcements.feed_day = THU
    server.announcements.list_days = {"cs.AI": THU}
    found = reader.mailings("cs.CL", "cs.AI")
    assert ids(found) == [(FRI, ["03"])]
    assert found.notes == (
        "arXiv's list of cs.AI is still that of Thursday, 19 November 2026; run the same command again later",
    )


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=404),
        Fault(body=HTML_PAGE),
        Fault(body=b""),
        Fault(reset=True),
        Fault(truncate=900),
    ],
    ids=["500", "404", "web page", "empty", "reset", "cut"],
)
def test_without_a_feed_the_lists_say_it_all(server: ArxivServer, reader: Reader, fault: Fault) -> None:
    server.announcements.add(FRI, new=[paper(1), paper(2, "cs.AI")])
    server.fault(fault, times=None, path="/rss/")
    assert ids(reader.mailings("cs.CL", "cs.AI")) == [(FRI, ["01", "02"])]


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), Fault(status=404), Fault(body=HTML_PAGE), Fault(body=b""), Fault(truncate=1200)],
    ids=["500", "404", "web page", "empty", "cut"],
)
def test_without_a_list_the_feed_is_taken_and_that_is_said(server: ArxivServer, reader: Reader, fault: Fault) -> None:
    server.announcements.add(FRI, new=[paper(1), paper(2)])
    server.fault(fault, times=None, path="/list/")
    found = reader.mailings("cs.CL")
    assert ids(found) == [(FRI, ["01", "02"])]
    assert found.notes[0].startswith("arXiv's list of cs.CL cannot be had (") and found.notes[0].endswith("taken alone")


def test_without_feed_and_list_arxiv_is_unreachable(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(FRI, new=[paper(1)])
    server.fault(Fault(body=HTML_PAGE), times=None, path="/")
    with pytest.raises(ArxivNonsense, match="a web page instead of its list of papers"):
        reader.mailings("cs.CL")


def test_a_week_that_cannot_be_read_whole_is_an_error_and_not_half_a_week(server: ArxivServer, reader: Reader) -> None:
    for day, n in ((THU, 1), (FRI, 2)):
        server.announcements.add(day, new=[paper(n)])
    server.fault(Fault(status=500), times=None, path="/list/")
    with pytest.raises(ArxivUnreachable, match="HTTP 500"):
        reader.mailings("cs.CL", since=THU)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            datetime(2026, 11, 21, 9, 0, tzinfo=BEIJING),
            "Saturday, 21 November 2026: arXiv announces nothing on Saturdays and Sundays; the newest announcement is of "
            "Friday, 20 November 2026",
        ),
        (
            datetime(2026, 11, 23, 8, 30, tzinfo=BEIJING),
            "the announcement of Monday, 23 November 2026 is due at 09:00 (20:00 US Eastern); the newest announcement is "
            "of Friday, 20 November 2026",
        ),
        (
            datetime(2026, 11, 23, 9, 30, tzinfo=BEIJING),
            "the announcement of Monday, 23 November 2026 was due at 09:00 and is not out (late, or a holiday); the newest "
            "announcement is of Friday, 20 November 2026",
        ),
        (datetime(2026, 11, 20, 9, 30, tzinfo=BEIJING), ""),
        (datetime(2026, 11, 20, 21, 0, tzinfo=EASTERN), ""),
    ],
)
def test_a_reader_in_beijing_is_told_why_it_is_still_friday(now: datetime, said: str) -> None:
    assert list(what_is_due(FRI, now)) == ([said] if said else [])


def test_on_a_weekend_the_feed_is_empty_and_the_newest_announcement_is_of_friday(
    server: ArxivServer, reader: Reader
) -> None:
    server.announcements.add(FRI, new=[paper(1)])
    server.announcements.today = SAT
    reader.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    found = reader.mailings("cs.CL")
    assert ids(found) == [(FRI, ["01"])]
    assert "arXiv announces nothing on Saturdays and Sundays" in found.notes[0]


@pytest.mark.parametrize("day", [SAT, NEXT_MON], ids=["saturday", "not announced"])
def test_a_day_without_announcement_is_empty_and_said(server: ArxivServer, reader: Reader, day: date) -> None:
    server.announcements.add(FRI, new=[paper(1)])
    reader.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    found = reader.mailings("cs.CL", since=day, until=day)
    assert found.mailings == ()
    assert len(found.notes) == 1


def test_a_holiday_in_the_week_is_said_and_costs_no_other_day(server: ArxivServer, reader: Reader) -> None:
    for day, n in ((TUE, 1), (WED, 2), (FRI, 4)):
        server.announcements.add(day, new=[paper(n)])
    found = reader.mailings("cs.CL", since=MON)
    assert [day for day, _ in ids(found)] == [TUE, WED, FRI]
    assert found.notes == tuple(
        f"{day} November 2026: nothing announced in cs.CL (a holiday at arXiv, or no such papers)"
        for day in ("Monday, 16", "Thursday, 19")
    )


def test_a_category_without_papers_is_no_holiday(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(FRI, new=[paper(1)])
    assert reader.mailings("econ.TH").notes == ("Friday, 20 November 2026: nothing announced in econ.TH",)


def test_an_announcement_on_an_unusual_day_is_not_lost(server: ArxivServer, reader: Reader) -> None:
    for day, n in ((THU, 1), (FRI, 2), (SAT, 3)):
        server.announcements.add(day, new=[paper(n)])
    assert [day for day, _ in ids(reader.mailings("cs.CL", since=THU))] == [THU, FRI, SAT]
    assert ids(reader.mailings("cs.CL")) == [(SAT, ["03"])]


def test_days_before_the_week_come_from_catch_up_pages(server: ArxivServer, reader: Reader) -> None:
    days = [day for day in days_due(date(2026, 11, 2), FRI) if day != date(2026, 11, 11)]
    for n, day in enumerate(days, 1):
        server.announcements.add(day, new=[paper(n)], replaced=[paper(90 + n)])
    found = reader.mailings("cs.CL", since=date(2026, 11, 2))
    assert [mailing.day for mailing in found.mailings] == days
    assert len(server.asked("/catchup/")) == 10
    assert len(server.asked("/list/")) == 1
    assert found.notes[0].startswith("Wednesday, 11 November 2026: nothing announced")


def test_replaced_papers_of_earlier_days_come_from_catch_up_pages(server: ArxivServer, reader: Reader) -> None:
    for day, n in ((WED, 1), (THU, 2), (FRI, 3)):
        server.announcements.add(day, new=[paper(n)], replaced=[paper(90 + n, version=2)])
    found = reader.mailings("cs.CL", since=WED, kinds=frozenset(("replaced",)))
    assert ids(found) == [(WED, ["91"]), (THU, ["92"]), (FRI, ["93"])]


def test_one_day_of_the_past_asks_for_nothing_else(server: ArxivServer, reader: Reader) -> None:
    for day, n in ((WED, 1), (THU, 2), (FRI, 3)):
        server.announcements.add(day, new=[paper(n)])
    assert ids(reader.mailings("cs.CL", since=WED, until=WED)) == [(WED, ["01"])]
    assert [request.path for request in server.requests] == [f"/catchup/cs.CL/{WED}"]


def test_beyond_the_lists_the_schedule_says_which_submissions_were_announced(
    server: ArxivServer, reader: Reader
) -> None:
    """Submitted before and after 14:00 US Eastern time on Monday, 3 August 2026, in the time of summer: 18:00 GMT."""
    for n, moment in ((1, "2026-08-03T17:59:00Z"), (2, "2026-08-03T18:00:00Z"), (3, "2026-08-04T17:59:00Z")):
        server.add(replace(paper(n), published=moment, updated=moment))
    server.add(replace(paper(4, "math.ST", "cs.CL"), published="2026-08-04T02:00:00Z", updated="2026-08-04T02:00:00Z"))
    server.announcements.add(FRI, new=[paper(9)])
    day = date(2026, 8, 5)
    found = reader.mailings("cs.CL", since=day, until=day)
    assert kinds(found) == [("02", "new"), ("03", "new"), ("04", "cross")]
    assert found.notes[0].startswith("Wednesday, 5 August 2026: estimated from dates of submission")


def test_a_list_of_many_pages_is_read_whole(server: ArxivServer, reader: Reader) -> None:
    server.announcements.per_page = 7
    server.announcements.feed_day = WED
    server.announcements.add(WED, new=[paper(n) for n in range(1, 16)])
    server.announcements.add(THU, new=[paper(n) for n in range(20, 36)])
    server.announcements.add(
        FRI, new=[paper(n) for n in range(40, 50)], cross=[paper(n, "cs.AI", "cs.CL") for n in range(50, 56)]
    )
    assert [len(m.papers) for m in reader.mailings("cs.CL", since=WED).mailings] == [15, 16, 16]
    assert [len(m.papers) for m in reader.mailings("cs.CL").mailings] == [16]
    assert [len(m.papers) for m in reader.mailings("cs.CL", since=THU, until=THU).mailings] == [16]


def test_a_list_that_ends_early_is_an_error(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(THU, new=[paper(1)])
    server.announcements.add(FRI, new=[paper(2)])
    _, _, page = server.announcements.answer("/list/cs.CL/pastweek", {}) or (0, "", b"")
    more = page.replace(b"Total of 2 entries", b"Total of 2500 entries")
    server.fault(Fault(body=more), path="/list/")
    server.fault(Fault(body=page.partition(b"<dl")[0] + b"</body></html>"), path="/list/", times=None)
    with pytest.raises(ArxivNonsense, match="ends after 2 of 2500 papers"):
        reader.mailings("cs.CL", since=THU)


def test_an_entry_that_cannot_be_read_is_said(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(FRI, new=[paper(1), paper(2)])
    _, _, page = server.announcements.answer("/list/cs.CL/new", {}) or (0, "", b"")
    server.fault(Fault(body=page.replace(b"/abs/2503.00002", b"/abs/garbage")), path="/list/")
    server.fault(Fault(status=500), times=None, path="/rss/")
    assert reader.mailings("cs.CL").notes == ("1 of 2 entries in arXiv's list of cs.CL cannot be read",)


def test_a_feed_with_a_date_of_another_century_is_not_believed(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(FRI, new=[paper(1), paper(2, "cs.AI")])
    feed = feed_of(server, "cs.CL+cs.AI")
    server.fault(Fault(body=feed.replace(b"20 Nov 2026", b"20 Nov 2126")), path="/rss/")
    found = reader.mailings("cs.CL", "cs.AI")
    assert ids(found) == [(FRI, ["01", "02"])]
    assert "which cannot be" in found.notes[0]


def test_the_list_of_another_day_does_not_pass_for_an_empty_day(server: ArxivServer, reader: Reader) -> None:
    for day, n in ((WED, 1), (THU, 2)):
        server.announcements.add(day, new=[paper(n)])
    answer = server.announcements.answer(f"/catchup/cs.CL/{THU}", {})
    assert answer is not None
    server.fault(Fault(body=answer[2]), times=None, path="/catchup/")
    with pytest.raises(ArxivNonsense, match="the list of another day"):
        reader.mailings("cs.CL", since=WED, until=WED)


def test_offline_nothing_is_asked(server: ArxivServer, reader: Reader) -> None:
    reader.offline = True
    with pytest.raises(NotStored):
        reader.mailings("cs.CL")
    assert server.requests == []


def test_feeds_and_lists_are_asked_for_at_arxivs_pace(server: ArxivServer, reader: Reader) -> None:
    reader.env["SUMMARIZE_ARXIV_DELAY"] = "0.4"
    server.announcements.add(FRI, new=[paper(1)])
    server.announcements.feed_day = THU
    reader.mailings("cs.CL", "cs.AI")
    began = [request.began for request in server.requests]
    assert len(began) == 3
    assert began[2] - began[0] >= 0.6  # less than 0.8, because what the first request loads is a part of its turn


def test_a_busy_arxiv_is_waited_for(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(FRI, new=[paper(1)])
    server.fault(Fault(status=503, headers={"Retry-After": "0"}), path="/rss/")
    reader.retries = 1
    assert ids(reader.mailings("cs.CL")) == [(FRI, ["01"])]
    assert len(server.asked("/rss/")) == 2


def test_an_announced_paper_leaves_the_remembered_record_as_it_is(server: ArxivServer, reader: Reader) -> None:
    server.announcements.add(FRI, new=[replace(paper(1), title="Another title")])
    with Store(find_places(reader.env).store_file, notice=lambda text: None) as store:
        store.put(PaperRef("2503.00001"), paper(1), reader.now.timestamp())
    assert reader.mailings("cs.CL").mailings[0].papers[0].title == "Another title"
    with Store(find_places(reader.env).store_file, notice=lambda text: None) as store:
        kept = store.get(PaperRef("2503.00001"))
    assert kept is not None and kept.paper == paper(1)
