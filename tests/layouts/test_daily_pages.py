"""The pages, feed and search files of a daily site, and the files that they are drawn from."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from summarize.errors import PaperError, PaperIncomplete, PaperNotFound, PaperNotYetKnown, VersionNotFound, WrongPaper
from summarize.layouts import LayoutOptions
from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.existing.result_json import result_from_json
from summarize.layouts.json_layout import outcome_to_json
from summarize.layouts.site.search_index import search_file
from summarize.layouts.site.site_day import AnnouncedPaper, SiteDay, day_text, read_day
from summarize.layouts.site.site_feed import FEED_PAPERS, site_feed
from summarize.layouts.site.site_file import Site, read_site, site_text
from summarize.layouts.site.site_pages import SiteHead, day_page, index_page, month_page
from summarize.values import PaperFailure, PaperRef, Result
from tests.layouts.atom.atom_rules import atom_problems
from tests.layouts.many_papers import made_up_papers
from tests.layouts.samples import HOSTILE, KITE, MANY

SITE_ID = "12345678-1234-4234-8234-123456789abc"
HEAD = SiteHead("论文", "zh-Hans", "summarize 0.1.0", ("2026-11", "2026-10"))
OPTIONS = LayoutOptions(contents=True)
DONE = [outcome for outcome in MANY if isinstance(outcome, Result)]


def day_of(*results: Result, day: str = "2026-11-20", made: str = "2026-11-20") -> SiteDay:
    announced = tuple(AnnouncedPaper(r.paper.id, r.paper.version, "new", r.paper.title) for r in results)
    whole = SiteDay(day, announced)
    for result in results:
        whole = whole.with_result(result.paper.id, result, "2026-11-23")
    return dataclasses.replace(whole, made=made)


@pytest.mark.parametrize("result", [*DONE, *made_up_papers(3)], ids=lambda result: result.paper.id or "local")
def test_a_result_that_is_read_back_is_the_one_that_was_written(result: Result) -> None:
    row = json.loads(json.dumps(outcome_to_json(result)))
    assert outcome_to_json(result_from_json(row)) == row


def test_a_result_of_a_later_version_with_unknown_fields_is_read() -> None:
    row: dict[str, object] = json.loads(json.dumps(outcome_to_json(KITE)))
    assert result_from_json({**row, "later": {"x": 1}}).draft.title_zh == KITE.draft.title_zh


@pytest.mark.parametrize("row", [{}, {"schema": 1, "paper": {"id": "x"}, "error": {"code": "x"}}, {"schema": 2}])
def test_what_is_no_finished_paper_is_not_read_as_one(row: dict[str, object]) -> None:
    with pytest.raises(NotOurs):
        result_from_json(row)


def test_a_day_that_is_read_back_is_the_one_that_was_written() -> None:
    day = day_of(*DONE[:2]).with_announced([AnnouncedPaper("2511.00001", None, "cross", "A Lost Kite", ("cs.CL",))])
    day = day.with_failure("2511.00001", PaperFailure(PaperRef("2511.00001"), "not-found", "no", exit_status=1))
    again = read_day(day_text(day), day.day)
    assert day_text(again) == day_text(day)
    assert again.announced == day.announced and again.failures == day.failures
    assert [paper.id for paper in again.waiting] == ["2511.00001"]


def test_a_field_of_a_later_version_survives_in_the_file_of_a_day() -> None:
    text = day_text(day_of(KITE)).replace('"title_zh"', '"later": 7, "title_zh"')
    assert '"later": 7' in day_text(read_day(text, "2026-11-20"))


@pytest.mark.parametrize("text", ["", "[]", "<<<<<<< HEAD", '{"schema": 1, "day": "2026-11-19", "papers": []}'])
def test_a_file_that_is_not_that_of_the_day_is_refused(text: str) -> None:
    with pytest.raises(NotOurs):
        read_day(text, "2026-11-20")


def test_a_paper_that_fails_for_a_reason_of_its_own_is_tried_three_times() -> None:
    day = SiteDay("2026-11-20", (AnnouncedPaper("2511.00001"), AnnouncedPaper("2511.00002")))
    own = PaperFailure(PaperRef("2511.00001"), "content-filtered", "refused")
    momentary = PaperFailure(PaperRef("2511.00002"), "model-busy", "busy", exit_status=5)
    for run in range(4):
        assert [paper.id for paper in day.due()] == ["2511.00001", "2511.00002"][run > 2 :]
        day = day.with_failure("2511.00001", own).with_failure("2511.00002", momentary)
    assert len(day.due(failed_too=True)) == 2


@pytest.mark.parametrize("error", [PaperNotFound, PaperNotYetKnown, VersionNotFound, PaperIncomplete, WrongPaper])
def test_a_paper_that_the_api_does_not_have_yet_is_tried_again_and_again(error: type[PaperError]) -> None:
    paper = AnnouncedPaper("2511.00001", 1, "new", "A Lost Kite")
    day = SiteDay("2026-11-20", (paper,))
    for _ in range(9):
        day = day.with_failure(paper.id, PaperFailure(paper.ref, error.code, "no", exit_status=error.exit_status))
    assert day.due() == (paper,)
    assert "接口里还没有" in day_page(HEAD, day, OPTIONS, newer="", older="")


def test_what_a_site_remembers_is_read_back() -> None:
    site = Site(SITE_ID, ("cs.CL",), ("new",), "题", "https://example.org/", "zh-Hant", "2026-11-16", ("2026-11-20",))
    assert read_site(site_text(site)) == site


@pytest.mark.parametrize("text", ["{}", "no", '{"kind": "summarize daily", "schema": 1}', '{"name": "my-app"}'])
def test_another_site_json_is_not_taken_for_one_of_ours(text: str) -> None:
    with pytest.raises(NotOurs):
        read_site(text)


def test_an_index_has_a_line_for_each_paper_with_a_link_to_its_place() -> None:
    day = day_of(KITE)
    page, month = index_page(HEAD, [day]), month_page(HEAD, "2026-11", [day])
    target = f"days/2026-11-20.html#{KITE.paper.id}v2"
    assert f'href="{target}"' in page and f'href="../{target}"' in month
    assert f'id="{KITE.paper.id}v2"' in day_page(HEAD, day, OPTIONS, newer="", older="")
    assert "2026-11-20 星期五" in page and "KiteNet 无" in page
    assert 'href="months/2026-10.html"' in page and 'href="../index.html"' in month


def test_a_page_of_a_day_leads_to_the_days_beside_it() -> None:
    page = day_page(HEAD, day_of(KITE), OPTIONS, newer="2026-11-23", older="2026-11-19")
    assert re.findall(r'href="([^"]+)" rel="(\w+)"', page)[:3] == [
        ("../index.html", "up"),
        ("../days/2026-11-19.html", "prev"),
        ("../days/2026-11-23.html", "next"),
    ]


def test_a_paper_that_is_not_finished_stands_on_its_day_with_the_reason() -> None:
    waiting = [AnnouncedPaper(f"2511.0000{n}", 1, "new", f"A Lost Kite {n}") for n in range(1, 4)]
    day = day_of(KITE).with_announced(waiting)
    day = day.with_failure("2511.00002", PaperFailure(waiting[1].ref, "not-found", "unknown"))
    day = day.with_failure("2511.00003", PaperFailure(waiting[2].ref, "content-filtered", "the provider refused it"))
    page = day_page(HEAD, day, OPTIONS, newer="", older="")
    assert "共 4 篇" in page and "尚未处理" in page and "接口里还没有" in page and "the provider refused it" in page
    assert "3 篇待补" in index_page(HEAD, [day])


def test_a_paper_that_came_later_is_marked_with_its_day() -> None:
    day = day_of(KITE, made="2026-11-20").with_announced([AnnouncedPaper(DONE[1].paper.id, DONE[1].paper.version)])
    day = day.with_result(DONE[1].paper.id, DONE[1], "2026-11-24")
    assert "补于 2026-11-24" in index_page(HEAD, [day])
    assert day_page(HEAD, day, OPTIONS, newer="", older="").count("加入</b> 2026-11-24") == 1
    assert read_day(day_text(day), day.day).papers[DONE[1].paper.id].added == "2026-11-24"


def test_a_site_in_traditional_characters_says_so_in_its_own_words() -> None:
    head = dataclasses.replace(HEAD, to="zh-Hant")
    page = index_page(head, [day_of(KITE)])
    assert 'lang="zh-Hant"' in page and "按月瀏覽" in page and "訂閱" in page


def test_an_index_without_a_day_says_so() -> None:
    assert "还没有论文" in index_page(dataclasses.replace(HEAD, months=()), [])


def test_hostile_text_reaches_no_page_as_markup() -> None:
    day = day_of(HOSTILE)
    for page in (index_page(HEAD, [day]), day_page(HEAD, day, OPTIONS, newer="", older="")):
        assert page.count("<script") == 1
        assert "<img" not in page and "javascript:" not in re.sub(r">[^<]*<", "><", page)
    assert "</script" not in search_file("2026-11", [day])


def test_a_search_file_is_one_call_with_a_list_a_paper() -> None:
    text = search_file("2026-11", [day_of(KITE, *made_up_papers(2)), day_of(HOSTILE, day="2026-11-19")])
    month, rows = json.loads(f"[{text.removeprefix('summarizeMonth(').removesuffix(');' + chr(10))}]")
    assert month == "2026-11" and len(rows) == 4
    assert rows[0][:2] == ["2026-11-20", f"{KITE.paper.id}v2"] and rows[-1][0] == "2026-11-19"
    assert KITE.paper.authors[0] in rows[0][5] and "\u2028" not in text


@pytest.mark.parametrize("url", ["", "https://example.org/papers/"])
def test_the_feed_is_atom(url: str) -> None:
    days = [day_of(*DONE[:2]), day_of(HOSTILE, day="2026-11-19"), day_of(*made_up_papers(3), day="2026-11-18")]
    feed = site_feed("论文 & <更多>", "zh-Hans", SITE_ID, url, "summarize 0.1.0", days)
    assert atom_problems(feed) == []
    assert f'href="{url}days/2026-11-20.html#{KITE.paper.id}v2"' in feed
    assert f'href="{url}feed.xml" rel="self"' in feed or f'rel="self" href="{url}feed.xml"' in feed


def test_the_rules_of_atom_find_a_feed_that_breaks_them() -> None:
    feed = site_feed("论文", "zh-Hans", SITE_ID, "", "summarize 0.1.0", [day_of(KITE)])
    assert atom_problems(re.sub(r"<id>.*?</id>", "", feed, count=1))
    assert atom_problems(feed.replace("T00:00:00", " 00:00:00"))
    assert atom_problems(re.sub(r"<author>.*?</author>", "", feed))


def test_the_feed_begins_with_what_was_added_last_and_its_ids_stay() -> None:
    first = day_of(KITE)
    later = first.with_announced([AnnouncedPaper(DONE[1].paper.id, DONE[1].paper.version)])
    later = later.with_result(DONE[1].paper.id, DONE[1], "2026-11-24")
    before, after = (site_feed("论文", "zh-Hans", SITE_ID, "", "s", [day]) for day in (first, later))
    entries = re.findall(r"<entry>.*?</entry>", after, re.DOTALL)
    assert len(entries) == 2 and "<updated>2026-11-24T00:00:00" in entries[0]
    assert set(re.findall(r"<id>.*?</id>", before)) < set(re.findall(r"<id>.*?</id>", after))


def test_a_feed_of_many_papers_is_cut_and_one_of_none_is_not_made() -> None:
    days = [day_of(*made_up_papers(120, seed=n), day=f"2026-11-{20 - n}") for n in range(7)]
    feed = site_feed("论文", "zh-Hans", SITE_ID, "", "s", days)
    assert feed.count("<entry>") == FEED_PAPERS
    assert site_feed("论文", "zh-Hans", SITE_ID, "", "s", [SiteDay("2026-11-20")]) == ""
