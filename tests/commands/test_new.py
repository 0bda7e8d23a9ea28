"""``summarize new``: IDs, table and JSON of what arXiv announced; errors; the morning's pipe, with a late paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.shell_completion import BashComplete
from click.testing import Result

from summarize.cli import main
from summarize.sources.arxiv.announcements.schedule import newest_due, previous_day
from summarize.values import Paper
from tests.loopback.arxiv_server import HTML_PAGE, ArxivServer, Fault
from tests.loopback.sample_papers import numbered_paper

Invoke = Callable[..., Result]
#: The newest day of arXiv's schedule, and the two before it. Whether they are over is nothing to these tests.
TODAY = newest_due(datetime.now(UTC))
BEFORE = previous_day(TODAY)
FIRST = previous_day(BEFORE)


def paper(n: int, *categories: str) -> Paper:
    return replace(numbered_paper(n), categories=categories or ("cs.CL",))


@pytest.fixture
def announced(arxiv_server: ArxivServer) -> ArxivServer:
    arxiv_server.announcements.add(FIRST, new=[paper(1)])
    arxiv_server.announcements.add(BEFORE, new=[paper(2)], cross=[paper(1, "cs.LG", "cs.CL")])
    arxiv_server.announcements.add(
        TODAY,
        new=[paper(3), paper(4, "cs.AI", "cs.CL")],
        cross=[paper(5, "math.ST", "cs.CL")],
        replaced=[replace(paper(6), version=4)],
    )
    return arxiv_server


def test_the_ids_of_the_newest_announcement_are_printed_one_a_line(announced: ArxivServer, invoke: Invoke) -> None:
    ran = invoke("new", "cs.CL")
    assert ran.exit_code == 0
    assert ran.stdout.split() == ["2502.00003", "2502.00004", "2502.00005"]
    assert ran.stderr.splitlines()[0] == f"{TODAY}: 1 new, 2 cross-listed"
    both = invoke("new", "cs.cl", "cs.AI", "cs.CL")
    assert sorted(both.stdout.split()) == ["2502.00003", "2502.00004", "2502.00005"]
    assert both.stderr.splitlines()[0] == f"{TODAY}: 2 new, 1 cross-listed"


def test_quiet_says_nothing_but_the_ids(announced: ArxivServer, invoke: Invoke) -> None:
    ran = invoke("new", "cs.CL", "-q", "--since", str(FIRST))
    assert ran.stdout.split() == ["2502.00001", "2502.00002", "2502.00003", "2502.00004", "2502.00005"]
    assert ran.stderr == ""


def test_a_paper_of_several_days_is_printed_once(announced: ArxivServer, invoke: Invoke) -> None:
    ran = invoke("new", "cs.CL", "--since", str(FIRST), "--format", "json")
    days = {paper["id"]: paper["day"] for paper in json.loads(ran.stdout)["papers"]}
    assert days["2502.00001"] == str(FIRST)
    assert len(json.loads(ran.stdout)["papers"]) == len(days) == 5


def test_one_day(announced: ArxivServer, invoke: Invoke) -> None:
    ran = invoke("new", "cs.CL", "--day", str(BEFORE))
    assert ran.stdout.split() == ["2502.00002", "2502.00001"]
    assert ran.stderr == f"{BEFORE}: 1 new, 1 cross-listed\n"


def test_kinds_are_chosen_and_a_replaced_paper_is_named_with_its_version(
    announced: ArxivServer, invoke: Invoke
) -> None:
    assert invoke("new", "cs.CL", "--kind", "new").stdout.split() == ["2502.00003"]
    assert invoke("new", "cs.CL", "--kind", "replaced").stdout.split() == ["2502.00006v4"]
    assert len(invoke("new", "cs.CL", "--kind", "all").stdout.split()) == 4
    ran = invoke("new", "cs.CL", "--kind", "old")
    assert ran.exit_code == 2
    assert "'old' is none of new, cross, replaced" in ran.stderr


def test_the_table_has_a_line_for_each_paper(announced: ArxivServer, invoke: Invoke) -> None:
    hostile = replace(paper(7), title="Tides\x1b in \u202eHarbours", authors=("Ada Muster", "Bo Sample"))
    announced.announcements.add(TODAY, new=[hostile])
    lines = invoke("new", "cs.CL", "--format", "table").stdout.splitlines()
    assert lines[0].startswith(f"2502.00003       {TODAY}  new       cs.CL      ")
    assert lines[1].endswith("Tides in Harbours — Ada Muster et al.")
    assert len(lines) == 4


def test_json_is_one_object(announced: ArxivServer, invoke: Invoke) -> None:
    ran = invoke("new", "cs.CL", "--kind", "all", "--format", "json")
    listing = json.loads(ran.stdout)
    assert (listing["schema"], listing["categories"]) == (1, ["cs.CL"])
    assert listing["papers"][3] == {
        "id": "2502.00006",
        "version": 4,
        "kind": "replaced",
        "day": str(TODAY),
        "title": paper(6).title,
        "authors": list(paper(6).authors),
        "categories": ["cs.CL"],
    }


def test_a_day_without_papers_is_no_error_and_is_said(announced: ArxivServer, invoke: Invoke) -> None:
    ran = invoke("new", "econ.TH")
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert "nothing announced in econ.TH" in ran.stderr
    listing = json.loads(invoke("new", "econ.TH", "--format", "json").stdout)
    assert listing["papers"] == [] and "nothing announced" in listing["notes"][0]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["new"], "Missing argument"),
        (["new", "cs.XX"], "arXiv has no category 'cs.XX'"),
        (["new", "CL"], "did you mean cs.CL?"),
        (["new", " , "], "no category is named"),
        (["new", "cs.CL", "--since", "7d", "--day", "today"], "exclude each other"),
        (["new", "cs.CL", "--since", "tomorrow"], "--since 'tomorrow' is no date"),
        (["new", "cs.CL", "--day", "2026-13-01"], "--day '2026-13-01' is no date"),
        (["new", "cs.CL", "--day", "2126-01-01"], "--day 2126-01-01 is in the future"),
        (["new", "cs.CL", "--since", "1999-01-01"], "1999-01-01 is more than a year ago"),
        (["new", "cs.CL", "--format", "html"], "'html' is not one of"),
    ],
)
def test_a_wrong_command_line_is_told_before_anything_is_asked(
    args: list[str], said: str, arxiv_server: ArxivServer, invoke: Invoke
) -> None:
    ran = invoke(*args)
    assert ran.exit_code == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
    assert arxiv_server.requests == []


@pytest.mark.parametrize("fault", [Fault(status=500), Fault(body=HTML_PAGE), Fault(reset=True)])
def test_an_arxiv_that_cannot_be_reached_is_exit_4(announced: ArxivServer, invoke: Invoke, fault: Fault) -> None:
    announced.fault(fault, times=None, path="/")
    ran = invoke("new", "cs.CL", SUMMARIZE_RETRIES="0")
    assert ran.exit_code == 4
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr


def test_verbose_says_which_of_feed_and_list_is_older(announced: ArxivServer, invoke: Invoke) -> None:
    announced.announcements.feed_day = BEFORE
    assert f"arXiv's feed is of {BEFORE}, its list of {TODAY}" in invoke("new", "cs.CL", "-v").stderr
    assert "feed" not in invoke("new", "cs.CL").stderr


def test_categories_are_completed() -> None:
    def completed(*words: str) -> list[str]:
        shell = BashComplete(main, {}, "summarize", "_SUMMARIZE_COMPLETE")
        return [item.value for item in shell.get_completions(list(words[:-1]), words[-1])]

    assert completed("new", "cs.cl") == ["cs.CL"]
    assert completed("new", "math-") == ["math-ph"]
    assert completed("new", "cs.CL", "--kind", "re") == ["replaced"]
    assert completed("new", "cs.CL", "--kind", "new,cr") == ["new,cross"]


def test_the_morning_pipe_gets_a_late_paper_on_a_later_day_and_pays_nothing_twice(
    arxiv_server: ArxivServer, invoke: Invoke, tmp_path: Path
) -> None:
    """A week of runs with --since 7d: each day's papers, one that the API knew a day late, and a day that was missed."""
    days = [TODAY]
    while len(days) < 4:
        days.insert(0, previous_day(days[0]))
    late = replace(paper(12), id=f"{datetime.now(UTC):%y%m}.00012", title=numbered_paper(12).title)
    for n, day in enumerate(days):
        arxiv_server.announcements.add(day, new=[paper(20 + n), *([late] if n == 0 else [])])
        arxiv_server.add(paper(20 + n))

    def morning(day: date) -> Result:
        arxiv_server.announcements.newest = day
        ids = invoke("new", "cs.CL", "--since", str(days[0]), "-q").stdout
        return invoke("-", "--new-only", "-o", "papers.jsonl", "-l", "jsonl", stdin=ids)

    first = morning(days[0])
    assert first.exit_code == 1
    assert f"{late.id}: arXiv's API does not know this ID" in first.stderr and "later" in first.stderr
    arxiv_server.add(late)
    # The second day is missed.
    assert morning(days[2]).exit_code == 0
    again = morning(days[2])
    assert again.exit_code == 0 and "no new papers" in again.stderr
    assert morning(days[3]).exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "papers.jsonl").read_text("utf-8").splitlines()]
    assert sorted(line["paper"]["id"] for line in lines) == sorted(
        [late.id, *(f"2502.000{n}" for n in (20, 21, 22, 23))]
    )
    assert all(line["error"] is None for line in lines)


def test_an_old_id_that_arxiv_does_not_know_is_not_called_new(arxiv_server: ArxivServer, invoke: Invoke) -> None:
    ran = invoke("2502.00012", "-l", "json")
    assert json.loads(ran.stdout)["error"]["code"] == "not-found"
    month = f"{datetime.now(UTC) - timedelta(days=1):%y%m}"
    ran = invoke(f"{month}.00012", "-l", "json")
    assert json.loads(ran.stdout)["error"]["code"] == "not-yet-known"
