"""A week of ``summarize daily`` against a loopback arXiv: whatever happens, the site comes out right."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result as Ran

from summarize.errors import BadSetting
from summarize.llm.cost import Price
from summarize.run.daily_site.make_site import make_site
from summarize.run.daily_site.site_wishes import SiteWishes
from summarize.run.setup import RunSetup, open_setup
from summarize.settings import Settings
from summarize.terminal.console import Console
from summarize.values import Paper
from tests.layouts.atom.atom_rules import atom_problems
from tests.loopback.arxiv_faults import Fault
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import Fault as ModelFault
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import competent, numbered_paper
from tests.page.test_missing_parts import Forgetful

Invoke = Callable[..., Ran]
#: Monday to Friday of a week whose Thursday is a holiday.
MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 11, day) for day in (16, 17, 18, 20))
#: Two calls make a page: a translation and a digest.
CALLS = 2
NOTHING = SiteWishes()
NEW = SiteWishes(categories=("cs.CL", "cs.AI"))


def paper(n: int, *categories: str) -> Paper:
    return replace(numbered_paper(n), categories=categories or ("cs.CL", "cs.AI"))


def announce(server: ArxivServer, day: date, *numbers: int, known: bool = True) -> list[Paper]:
    papers = [paper(n) for n in numbers]
    if known:
        server.add(*papers)
    server.announcements.add(day, new=papers)
    return papers


class Week:
    """The site in ``folder`` and its runs, each on a day of its own by an injected clock."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder, self.env = folder, env
        self.price: Price | None = None

    def run(self, day: date, *, wishes: SiteWishes = NOTHING, **settings: Any) -> int:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
        own = Settings(quiet=settings.pop("quiet", True), **settings)

        def opened(settings: Settings, env: Mapping[str, str], console: Console) -> RunSetup:
            setup = open_setup(settings, env, console)
            return replace(setup, clock=lambda: noon, model=replace(setup.model, price=self.price))

        return make_site(self.folder, wishes, own, self.env, opened=opened)

    def day(self, day: date) -> dict[str, Any]:
        text = (self.folder / "days" / f"{day}.json").read_text("utf-8")
        whole: dict[str, Any] = json.loads(text)
        return whole

    def papers(self, day: date) -> dict[str, str]:
        """The papers of a day, with the day on which they were added later, by the number in their ID."""
        found = self.day(day)["papers"]
        page = (self.folder / "days" / f"{day}.html").read_text("utf-8")
        for row in found:
            assert row["title_zh"] in page
            assert row["title_zh"] in (self.folder / "months" / f"{str(day)[:7]}.html").read_text("utf-8")
            assert row["title_zh"] in (self.folder / "search" / f"{str(day)[:7]}.js").read_text("utf-8")
        assert page.count("<article") == len(found)
        return {row["paper"]["id"]: row.get("added", "") for row in found}

    def state(self) -> dict[str, bytes]:
        return {str(p.relative_to(self.folder)): p.read_bytes() for p in self.folder.rglob("*") if p.is_file()}


def ids(*numbers: int) -> set[str]:
    return {paper(n).id for n in numbers}


@pytest.fixture
def week(tmp_path: Path, env: dict[str, str]) -> Week:
    return Week(tmp_path / "site", env)


def test_a_week_with_a_holiday_a_missed_day_and_a_late_paper(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    announce(arxiv_server, MONDAY, 1, 2, 3)
    assert week.run(MONDAY, wishes=NEW) == 0
    assert set(week.papers(MONDAY)) == ids(1, 2, 3)

    # Tuesday's run does not take place. On Wednesday one paper is announced that the API does not have yet.
    announce(arxiv_server, TUESDAY, 4, 5)
    announce(arxiv_server, WEDNESDAY, 6)
    (late,) = announce(arxiv_server, WEDNESDAY, 7, known=False)
    assert week.run(WEDNESDAY, quiet=False) == 1
    assert "1 announced paper is left for the next run" in capsys.readouterr().err
    assert set(week.papers(TUESDAY)) == ids(4, 5) and set(week.papers(WEDNESDAY)) == ids(6)
    page = (week.folder / "days" / f"{WEDNESDAY}.html").read_text("utf-8")
    assert "接口里还没有" in page and late.id in page

    before = week.state()
    assert week.run(WEDNESDAY) == 1
    assert week.state() == before

    # Thursday is a holiday: no page, and it is said. The late paper is there now and is added to its day.
    arxiv_server.add(late)
    arxiv_server.announcements.today = date(2026, 11, 19)
    assert week.run(date(2026, 11, 19), quiet=False) == 0
    assert f"its newest day is {WEDNESDAY}" in capsys.readouterr().err
    assert week.papers(WEDNESDAY) == {paper(6).id: "", paper(7).id: "2026-11-19"}
    assert not (week.folder / "days" / "2026-11-19.html").exists()
    assert "补于 2026-11-19" in (week.folder / "index.html").read_text("utf-8")

    # On Friday a paper of Monday's is listed in another category: it is not shown twice. On Saturday nothing changes.
    announce(arxiv_server, FRIDAY, 8)
    arxiv_server.announcements.add(FRIDAY, cross=[paper(1, "cs.LG", "cs.CL")])
    arxiv_server.announcements.today = None
    assert week.run(FRIDAY, quiet=False) == 0
    assert "Thursday, 19 November 2026: nothing announced" in capsys.readouterr().err
    assert set(week.papers(FRIDAY)) == ids(8)
    before, calls = week.state(), model_server.chat_calls
    assert calls == CALLS * 8
    assert week.run(date(2026, 11, 21)) == 0
    assert week.state() == before and model_server.chat_calls == calls

    feed = (week.folder / "feed.xml").read_text("utf-8")
    assert atom_problems(feed) == [] and feed.count("<entry>") == 8
    tuesday = (week.folder / "days" / f"{TUESDAY}.html").read_text("utf-8")
    assert f"../days/{MONDAY}.html" in tuesday and f"../days/{WEDNESDAY}.html" in tuesday


def test_a_paper_that_is_listed_later_is_added_to_its_day(
    week: Week, arxiv_server: ArxivServer, capsys: pytest.CaptureFixture[str]
) -> None:
    announce(arxiv_server, MONDAY, 1)
    assert week.run(MONDAY, wishes=NEW) == 0
    announce(arxiv_server, MONDAY, 2)
    assert week.run(TUESDAY, quiet=False) == 0
    assert "some of them late" in capsys.readouterr().err
    assert week.papers(MONDAY) == {paper(1).id: "", paper(2).id: "2026-11-17"}


def test_a_momentary_failure_of_the_model_costs_no_paper(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer
) -> None:
    announce(arxiv_server, MONDAY, 1, 2)

    def fails_for_one(request: dict[str, Any]) -> Any:
        return ModelFault.http(503) if "2 copper" in str(request["messages"]) else competent(request)

    model_server.reply = fails_for_one
    assert week.run(MONDAY, wishes=NEW, retries=0) == 1
    assert set(week.papers(MONDAY)) == ids(1)
    model_server.reply = competent
    assert week.run(TUESDAY) == 0
    assert week.papers(MONDAY) == {paper(1).id: "", paper(2).id: "2026-11-17"}


def test_a_page_of_which_a_part_is_missing_is_completed(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer
) -> None:
    announce(arxiv_server, MONDAY, 1)
    model_server.reply = forgetful = Forgetful("takeaways")
    assert week.run(MONDAY, wishes=NEW) == 0
    assert week.day(MONDAY)["papers"][0]["takeaways"] == []
    forgetful.remember = True
    assert week.run(TUESDAY) == 0
    row = week.day(MONDAY)["papers"][0]
    assert row["takeaways"] and "added" not in row and week.day(MONDAY)["failed"] == {}
    calls = model_server.chat_calls
    assert week.run(TUESDAY) == 0 and model_server.chat_calls == calls


def test_what_money_left_undone_is_done_the_next_day(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    announce(arxiv_server, MONDAY, *range(1, 7))
    week.price = Price(10.0, 10.0, "2026-11-16", "made up")
    status = week.run(MONDAY, wishes=NEW, max_cost=0.04, quiet=False, jobs=1)
    said = capsys.readouterr().err
    done = set(week.papers(MONDAY))
    assert status == 1 and 0 < len(done) < 6
    assert "--max-cost" in said and f"{6 - len(done)} announced papers are left" in said
    page = (week.folder / "days" / f"{MONDAY}.html").read_text("utf-8")
    assert page.count("尚未处理") == 6 - len(done)
    assert week.run(TUESDAY, max_cost=1.0) == 0
    assert set(week.papers(MONDAY)) == ids(*range(1, 7))
    assert model_server.chat_calls == CALLS * 6


def test_a_site_is_redrawn_and_completed_without_the_store(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer, tmp_path: Path
) -> None:
    announce(arxiv_server, MONDAY, 1, 2)
    assert week.run(MONDAY, wishes=NEW) == 0
    before, calls = week.state(), model_server.chat_calls
    lost = {**week.env, "SUMMARIZE_HOME": str(tmp_path / "another-home")}
    for name in ("index.html", "feed.xml", f"days/{MONDAY}.html", "months/2026-11.html", "search/2026-11.js"):
        (week.folder / name).unlink()
    week.env = lost
    assert week.run(MONDAY) == 0
    assert week.state() == before and model_server.chat_calls == calls
    asked = len(arxiv_server.requests)
    assert week.run(MONDAY, wishes=SiteWishes(redraw=True)) == 0
    assert week.state() == before and len(arxiv_server.requests) == asked


def test_a_page_that_was_edited_is_kept_and_said(
    week: Week, arxiv_server: ArxivServer, capsys: pytest.CaptureFixture[str]
) -> None:
    announce(arxiv_server, MONDAY, 1)
    assert week.run(MONDAY, wishes=NEW) == 0
    page = week.folder / "days" / f"{MONDAY}.html"
    page.write_text(page.read_text("utf-8").replace("</h1>", " my words</h1>"), "utf-8")
    announce(arxiv_server, TUESDAY, 2)
    assert week.run(TUESDAY) == 6
    assert f"{page} is left as it is: it was edited" in capsys.readouterr().err
    assert "my words" in page.read_text("utf-8") and set(week.papers(TUESDAY)) == ids(2)
    assert week.run(TUESDAY, wishes=SiteWishes(redraw=True), overwrite=True) == 0
    assert "my words" not in page.read_text("utf-8")


def test_a_new_version_is_shown_on_the_day_that_announced_it_where_that_is_asked_for(
    week: Week, arxiv_server: ArxivServer
) -> None:
    (first,) = announce(arxiv_server, MONDAY, 1)
    wishes = replace(NEW, kinds=("new", "cross", "replaced"))
    assert week.run(MONDAY, wishes=wishes) == 0
    second = replace(first, version=2)
    arxiv_server.add(second)
    arxiv_server.announcements.add(TUESDAY, replaced=[second])
    assert week.run(TUESDAY) == 0
    assert week.day(TUESDAY)["papers"][0]["paper"]["version"] == 2
    assert week.day(MONDAY)["papers"][0]["paper"]["version"] == 1


def test_arxiv_out_of_reach_changes_nothing(
    week: Week, arxiv_server: ArxivServer, invoke: Invoke, tmp_path: Path
) -> None:
    announce(arxiv_server, MONDAY, 1)
    assert week.run(MONDAY, wishes=NEW) == 0
    before = week.state()
    arxiv_server.fault(Fault(status=503), times=None, path="/")
    ran = invoke("daily", "site", "--retries", "0")
    assert ran.exit_code == 4 and "Traceback" not in ran.output
    assert week.state() == before


def started(env: dict[str, str], folder: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "summarize", "daily", "site", "cs.CL", "-j", "2", *options]
    return subprocess.Popen(
        command, env=env, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


@pytest.mark.parametrize("calls", [1, 5, 11, 16])
def test_a_run_that_is_killed_is_taken_up_where_it_was(
    calls: int, week: Week, arxiv_server: ArxivServer, model_server: ModelServer, tmp_path: Path
) -> None:
    announce(arxiv_server, MONDAY, *range(1, 9))
    model_server.latency_s = 0.05
    process = started(week.env, tmp_path)
    deadline = time.monotonic() + 60
    while model_server.chat_calls < calls and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert len(week.day(MONDAY)["announced"]) == 8
    assert week.run(MONDAY) == 0
    assert set(week.papers(MONDAY)) == ids(*range(1, 9))
    # What was under way when the run was killed is asked again: at most as many calls as may run at once.
    assert model_server.chat_calls <= CALLS * 8 + 2
    assert week.papers(MONDAY) == dict.fromkeys(sorted(ids(*range(1, 9))), "")
    assert not [name for name in week.state() if name.endswith(".tmp")]


def test_a_run_that_is_interrupted_keeps_what_is_finished(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer, tmp_path: Path
) -> None:
    announce(arxiv_server, MONDAY, *range(1, 9))
    model_server.latency_s = 0.4
    process = started(week.env, tmp_path)
    deadline = time.monotonic() + 60
    while model_server.completed < 7 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130, said
    done = week.papers(MONDAY)
    assert 0 < len(done) < 8 and (week.folder / "index.html").is_file()
    assert week.run(MONDAY) == 0
    assert week.papers(MONDAY) == dict.fromkeys(ids(*range(1, 9)), "")


def test_pages_that_a_killed_run_did_not_draw_are_drawn(week: Week, arxiv_server: ArxivServer) -> None:
    announce(arxiv_server, MONDAY, 1, 2)
    assert week.run(MONDAY, wishes=NEW) == 0
    right = week.state()
    for name in right:
        if name.endswith((".html", ".js")):
            # As it stands where the run came to its end only in the file of the day.
            (week.folder / name).unlink()
    site = json.loads(right["site.json"])
    (week.folder / "site.json").write_text(json.dumps({**site, "unfinished": [str(MONDAY)]}), "utf-8")
    assert week.run(MONDAY) == 0
    assert week.state() == right


def test_another_title_is_on_every_page(week: Week, arxiv_server: ArxivServer) -> None:
    announce(arxiv_server, MONDAY, 1)
    announce(arxiv_server, TUESDAY, 2)
    assert week.run(TUESDAY, wishes=replace(NEW, since=MONDAY)) == 0
    assert week.run(TUESDAY, wishes=SiteWishes(title="晨读", url="https://example.org/p", to="zh-Hant")) == 0
    for name in ("index.html", "months/2026-11.html", f"days/{MONDAY}.html", f"days/{TUESDAY}.html"):
        text = (week.folder / name).read_text("utf-8")
        assert "晨读" in text and 'lang="zh-Hant"' in text, name
    assert "https://example.org/p/days/" in (week.folder / "feed.xml").read_text("utf-8")


def test_two_runs_at_once_make_one_site_and_pay_once(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer, tmp_path: Path
) -> None:
    announce(arxiv_server, MONDAY, *range(1, 7))
    model_server.latency_s = 0.1
    both = [started(week.env, tmp_path) for _ in range(2)]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("this one waits for its end" in text for text in said) == 1
    assert set(week.papers(MONDAY)) == ids(*range(1, 7))
    assert model_server.chat_calls == CALLS * 6


def test_a_run_that_waits_goes_on_where_a_killed_one_stopped(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer, tmp_path: Path
) -> None:
    announce(arxiv_server, MONDAY, *range(1, 7))
    model_server.latency_s = 0.1
    first = started(week.env, tmp_path)
    deadline = time.monotonic() + 60
    while model_server.chat_calls < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    second = started(week.env, tmp_path)
    assert second.stderr is not None
    while "waits for its end" not in (line := second.stderr.readline()):
        assert line
    first.kill()
    first.communicate()
    assert second.wait(timeout=120) == 0
    second.stderr.close()
    assert set(week.papers(MONDAY)) == ids(*range(1, 7))
    assert model_server.chat_calls <= CALLS * 6 + 2


def test_every_page_of_a_day_passes_our_own_check(week: Week, arxiv_server: ArxivServer, invoke: Invoke) -> None:
    announce(arxiv_server, MONDAY, 1, 2)
    announce(arxiv_server, TUESDAY, 3)
    assert week.run(TUESDAY, wishes=replace(NEW, since=MONDAY)) == 0
    checked = invoke("check", "--offline", *(f"site/days/{day}.html" for day in (MONDAY, TUESDAY)))
    assert checked.exit_code == 0 and re.search(r"of 3 papers", checked.stdout), checked.output


def test_a_day_is_ranked_by_interests_and_says_why(week: Week, arxiv_server: ArxivServer, tmp_path: Path) -> None:
    announce(arxiv_server, MONDAY, 1, 2, 3)
    interests = tmp_path / "mine.toml"
    interests.write_text('[wanted]\nkeywords = ["Report 3"]\n', encoding="utf-8")
    assert week.run(MONDAY, wishes=NEW, interests=interests) == 0
    page = (week.folder / "days" / f"{MONDAY}.html").read_text("utf-8")
    first = re.search(r'<article[^>]* id="([\d.]+)v1"', page)
    assert first is not None and first[1] == paper(3).id
    assert "命中" in page and "其余 2 篇" in page


def test_an_interests_file_that_is_wrong_ends_the_run_before_anything_is_asked(
    week: Week, arxiv_server: ArxivServer, model_server: ModelServer, tmp_path: Path
) -> None:
    announce(arxiv_server, MONDAY, 1)
    interests = tmp_path / "mine.toml"
    interests.write_text('[wanted]\nkeywrods = ["x"]\n', encoding="utf-8")
    with pytest.raises(BadSetting, match="keywrods"):
        week.run(MONDAY, wishes=NEW, interests=interests)
    assert not model_server.requests and not arxiv_server.requests
