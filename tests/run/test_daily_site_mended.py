"""A daily site that was damaged, killed, turned into the other script, or asked for too much."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result as Ran

from summarize.errors import OutputError
from summarize.run.daily_site.site_wishes import SiteWishes
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import Fault as ModelFault
from tests.loopback.model_server import ModelServer
from tests.run.test_daily_site import CALLS, MONDAY, NEW, TUESDAY, WEDNESDAY, Week, announce, ids, paper, started

Invoke = Callable[..., Ran]


@pytest.fixture
def week(tmp_path: Path, env: dict[str, str]) -> Week:
    return Week(tmp_path / "site", env)


def three_days(week: Week, server: ArxivServer) -> None:
    for n, day in enumerate((MONDAY, TUESDAY, WEDNESDAY), 1):
        announce(server, day, n)
    assert week.run(WEDNESDAY, wishes=replace(NEW, since=MONDAY)) == 0


def test_a_damaged_day_that_is_removed_as_advised_is_made_again(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    three_days(week, arxiv_server)
    # More days come, so that the lost one lies before those that are asked for again in every run.
    announce(arxiv_server, later := MONDAY.replace(day=27), 9)
    assert week.run(later) == 0
    calls, lost = model_server.chat_calls, week.folder / "days" / f"{MONDAY}.json"
    lost.write_text('{"bad', "utf-8")
    with pytest.raises(OutputError) as caught:
        week.run(later, wishes=SiteWishes(redraw=True))
    assert "remove it" in caught.value.hint and "the next run" in caught.value.hint
    lost.unlink()
    capsys.readouterr()
    assert week.run(later, quiet=False) == 0
    said = capsys.readouterr().err
    assert f"days/{MONDAY}.json is gone" in said and f"{MONDAY}: 1 papers announced" in said
    assert set(week.papers(MONDAY)) == ids(1) and model_server.chat_calls == calls


def test_a_lost_day_that_nobody_can_tell_is_said_in_every_run(
    week: Week, arxiv_server: ArxivServer, capsys: pytest.CaptureFixture[str]
) -> None:
    three_days(week, arxiv_server)
    (week.folder / "days" / f"{MONDAY}.json").unlink()
    assert week.run(WEDNESDAY, offline=True, quiet=False) == 0
    assert f"days/{MONDAY}.json is gone" in capsys.readouterr().err


def test_more_than_a_year_is_refused_as_by_new(invoke: Invoke, arxiv_server: ArxivServer, tmp_path: Path) -> None:
    ran = invoke("daily", "site", "cs.CL", "--since", "2020-01-01")
    assert ran.exit_code == 2 and "more than a year ago" in ran.stderr
    assert not arxiv_server.requests and not (tmp_path / "site").exists()


def test_weeks_without_an_announcement_are_one_line(
    week: Week, arxiv_server: ArxivServer, capsys: pytest.CaptureFixture[str]
) -> None:
    announce(arxiv_server, WEDNESDAY, 1)
    assert week.run(WEDNESDAY, wishes=replace(NEW, since=MONDAY.replace(month=6)), quiet=False) == 0
    assert capsys.readouterr().err.count("nothing announced in") <= 2


def test_another_script_turns_every_page_and_back(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    three_days(week, arxiv_server)
    before, calls = week.state(), model_server.chat_calls
    hans = week.day(MONDAY)["papers"][0]["title_zh"]
    assert week.run(WEDNESDAY, wishes=SiteWishes(to="zh-Hant"), quiet=False) == 0
    assert "3 papers were put into Traditional characters, without a model" in capsys.readouterr().err
    row = week.day(MONDAY)["papers"][0]
    assert row["to"] == "zh-Hant" and row["title_zh"] != hans
    index = (week.folder / "index.html").read_text("utf-8")
    assert row["title_zh"] in index and hans not in index
    assert week.run(WEDNESDAY, wishes=SiteWishes(to="zh-Hans")) == 0
    assert week.state() == before and model_server.chat_calls == calls


def test_a_first_day_without_a_finished_paper_links_no_feed(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer
) -> None:
    announce(arxiv_server, MONDAY, 1, 2)
    model_server.reply = lambda request: ModelFault.http(503)
    assert week.run(MONDAY, wishes=NEW, retries=0) in (1, 5)
    feed = (week.folder / "feed.xml").is_file()
    for name in ("index.html", "months/2026-11.html"):
        assert ("feed.xml" in (week.folder / name).read_text("utf-8")) == feed


def test_what_a_killed_first_run_finished_is_led_to_and_the_next_run_says_what_it_makes(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    announce(arxiv_server, MONDAY, *range(1, 41))
    model_server.latency_s = 1.5
    process = started(week.env, tmp_path)
    deadline = time.monotonic() + 60
    while not (week.folder / "days" / f"{MONDAY}.html").is_file() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    for name in ("index.html", "months/2026-11.html", "search/2026-11.js", "feed.xml"):
        assert (week.folder / name).is_file(), name
    assert "made" not in week.day(MONDAY)
    model_server.latency_s = 0
    assert week.run(MONDAY, quiet=False) == 0
    said = capsys.readouterr().err
    assert "papers of earlier announcements are still to be made" in said
    assert week.papers(MONDAY) == dict.fromkeys(ids(*range(1, 41)), "")
    assert model_server.chat_calls <= CALLS * 40 + 2


def test_what_stands_behind_the_last_marker_is_an_edit_and_is_not_counted_as_drawn(
    week: Week, arxiv_server: ArxivServer, capsys: pytest.CaptureFixture[str]
) -> None:
    three_days(week, arxiv_server)
    page = week.folder / "days" / f"{MONDAY}.html"
    page.write_text(page.read_text("utf-8") + "<!-- mine -->\n", "utf-8")
    assert week.run(WEDNESDAY, wishes=SiteWishes(redraw=True), quiet=False) == 6
    said = capsys.readouterr().err
    assert f"{page} is left as it is: it was edited" in said and "2 days drawn anew" in said


def test_no_lock_stays_in_the_folder_that_is_published(week: Week, arxiv_server: ArxivServer) -> None:
    three_days(week, arxiv_server)
    assert not [name for name in week.state() if "lock" in name]
    assert json.loads((week.folder / "site.json").read_text("utf-8"))["unfinished"] == []
    assert paper(1).id in week.papers(MONDAY)
