"""Searches are put into arXiv's grammar, paged at its pace, and remembered."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from summarize.cli import main
from summarize.errors import ArxivNonsense, ArxivUnreachable, UsageError
from summarize.sources.arxiv.query import plan_search
from summarize.values import Paper, PaperRef
from tests.loopback.arxiv_server import ArxivServer, Fault
from tests.sources.arxiv.arxiv_desk import Desk, DictMemory, made_up

NOW = datetime(2025, 3, 6, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("whales", 'all:"whales"'),
        ("counting whales", 'all:"counting" AND all:"whales"'),
        ('"chain of thought" prompting', 'all:"chain of thought" AND all:"prompting"'),
        ("“chain of thought”", 'all:"chain of thought"'),
        ("tree of thought", 'all:"tree" AND all:"thought"'),
        ("of the", 'all:"of" AND all:"the"'),
        ("o1-like models (2025), C++", 'all:"o1-like" AND all:"models" AND all:"2025" AND all:"C++"'),
        ("ti:reasoning", "(ti:reasoning)"),
        ("ti：reasoning", "(ti:reasoning)"),
        ('ti:"test time" OR abs:search', '(ti:"test time" OR abs:search)'),
        ("whales ANDNOT dolphins", "(whales ANDNOT dolphins)"),
        ("a: colon", 'all:"a:" AND all:"colon"'),
    ],
)
def test_what_people_type_becomes_a_query(text: str, query: str) -> None:
    assert plan_search(text, now=NOW).query == query


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("cs.CL", "cat:cs.CL"),
        ("cs.cl", "cat:cs.CL"),
        ("cs", "cat:cs.*"),
        ("cs.*", "cat:cs.*"),
        ("hep-th", "cat:hep-th"),
        ("q-bio.NC", "cat:q-bio.NC"),
        ("cond-mat.mes-hall", "cat:cond-mat.mes-hall"),
        ("physics.acc-ph", "cat:physics.acc-ph"),
        ("astro-ph", "(cat:astro-ph.* OR cat:astro-ph)"),
    ],
)
def test_categories(name: str, term: str) -> None:
    assert plan_search("", now=NOW, categories=[name]).query == term


@pytest.mark.parametrize(
    ("since", "until", "bounds"),
    [
        ("2025-01-30", "", "[202501300000 TO 202503062359]"),
        ("2025-01-30", "2025-01-30", "[202501300000 TO 202501302359]"),
        ("yesterday", "", "[202503050000 TO 202503062359]"),
        ("yesterday", "yesterday", "[202503050000 TO 202503052359]"),
        ("7d", "", "[202502270000 TO 202503062359]"),
        ("2w", "1w", "[202502200000 TO 202502272359]"),
        ("36h", "", "[202503050330 TO 202503062359]"),
        ("", "2024-12-31", "[199108010000 TO 202412312359]"),
        ("2025-03-07", "", "[202503070000 TO 202503072359]"),
    ],
)
def test_dates_are_days_in_gmt(since: str, until: str, bounds: str) -> None:
    shanghai = NOW.astimezone(timezone(timedelta(hours=8)))
    for now in (NOW, shanghai):
        planned = plan_search("", now=now, categories=["cs.CL"], since=since, until=until)
        assert planned.query == f"cat:cs.CL AND submittedDate:{bounds}"


def test_everything_together_says_what_it_is() -> None:
    planned = plan_search(
        "ti:whales",
        now=NOW,
        categories=["cs.CL", "cs.LG"],
        authors=['Ada "M." Muster'],
        since="yesterday",
        sort="updated",
    )
    assert planned.query == (
        '(ti:whales) AND (cat:cs.CL OR cat:cs.LG) AND au:"Ada M. Muster" AND '
        "submittedDate:[202503050000 TO 202503062359]"
    )
    assert planned.what == 'ti:whales, cs.CL or cs.LG, by Ada "M." Muster, since yesterday'


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"since": "2025-02-30", "text": "x"}, "no date"),
        ({"since": "tomorrow", "text": "x"}, "no date"),
        ({"since": "30.1.2025", "text": "x"}, "no date"),
        ({"since": "2026-01-01", "text": "x"}, "in the future"),
        ({"since": "2025-03-02", "until": "2025-03-01", "text": "x"}, "after --until"),
        ({"text": ""}, "nothing to search for"),
        ({"text": "", "since": "today"}, "nothing to search for"),
        ({"text": '"open'}, "not closed"),
        ({"text": "(ti:a OR ti:b"}, "parenthesis"),
        ({"text": "ti:a AND"}, "one side"),
        ({"text": "???"}, "no word"),
        ({"text": "x", "categories": ["cs.CL OR all:x"]}, "no category"),
        ({"text": "x", "categories": ["zz.CL"]}, "no category"),
        ({"text": "x", "authors": [' "" ']}, "--author is empty"),
    ],
)
def test_mistakes_are_told_before_arxiv_is_asked(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        plan_search(now=NOW, **arguments)  # type: ignore[arg-type]
    assert words in caught.value.message
    assert caught.value.hint


def tides(count: int) -> list[Paper]:
    return [replace(made_up(n), published=f"2025-03-06T{n // 60:02}:{n % 60:02}:00Z") for n in range(1, count + 1)]


def search(desk: Desk, limit: int) -> list[str]:
    async def pages() -> list[str]:
        found = desk.source.search("cat:cs.CL", sort="submitted", limit=limit)
        return [paper.id async for page in found for paper in page.papers]

    return asyncio.run(pages())


def test_pages_are_turned_and_what_is_found_is_remembered(server: ArxivServer) -> None:
    server.add(*tides(250))
    memory = DictMemory()
    desk = Desk(server.url, memory=memory)
    assert search(desk, 230) == [f"2503.{n:05}" for n in range(250, 20, -1)]
    assert [(r.query["start"], r.query["max_results"]) for r in server.requests] == [
        ("0", "100"),
        ("100", "100"),
        ("200", "30"),
    ]
    assert len(memory) == 230
    assert str(desk.one("2503.00250")) == "2503.00250v1"
    assert len(server.requests) == 3


def test_a_paper_that_slips_onto_the_next_page_is_given_once(server: ArxivServer) -> None:
    server.add(*tides(150))

    async def pages() -> list[str]:
        names = []
        async for page in Desk(server.url).source.search("cat:cs.CL", sort="submitted", limit=200):
            names += [paper.id for paper in page.papers]
            server.add(replace(made_up(999), published="2025-03-07"))
        return names

    assert asyncio.run(pages()) == [f"2503.{n:05}" for n in range(150, 0, -1)]


def test_an_empty_page_in_the_middle_is_asked_for_again(server: ArxivServer) -> None:
    server.add(*tides(150))
    empty = server.answer({"search_query": "cat:cs.CL", "start": "150", "max_results": "100"})[1]
    server.fault(Fault(body=empty), times=2)
    assert len(search(Desk(server.url), 150)) == 150
    server.fault(Fault(body=empty), times=None)
    with pytest.raises(ArxivNonsense, match="end after 0 of 150"):
        search(Desk(server.url), 150)


def test_a_query_that_arxiv_refuses_is_a_usage_error(server: ArxivServer) -> None:
    server.add(made_up(1))

    async def first() -> None:
        async for _ in Desk(server.url).source.search("zz:x", sort="relevance", limit=5):
            pass

    with pytest.raises(UsageError, match="does not understand the query: malformed query"):
        asyncio.run(first())


def test_a_web_page_is_not_an_empty_day(server: ArxivServer) -> None:
    server.fault(Fault(body=b"<html></html>"), times=None)
    with pytest.raises(ArxivUnreachable):
        search(Desk(server.url), 5)


Run = Callable[..., Result]


@pytest.fixture
def run(server: ArxivServer, tmp_path: Path) -> Run:
    def command(*args: str) -> Result:
        env = {"SUMMARIZE_HOME": str(tmp_path), "SUMMARIZE_ARXIV_URL": server.url, "SUMMARIZE_ARXIV_DELAY": "0"}
        return CliRunner().invoke(main, ["search", *args], env=env)

    return command


def test_ids_are_printed_one_a_line(server: ArxivServer, run: Run) -> None:
    server.add(*tides(5), replace(made_up(6), categories=("math.GT",)))
    got = run("tides", "-c", "cs.CL", "--since", "2025-03-06", "--until", "2025-03-06", "-n", "3")
    assert (got.exit_code, got.stdout) == (0, "2503.00005\n2503.00004\n2503.00003\n")
    assert "3 of 5 papers; -n 5 gives all" in got.stderr


def test_a_category_alone_is_a_search(server: ArxivServer, run: Run) -> None:
    server.add(*tides(2))
    assert run("--category", "cs.CL").stdout == "2503.00002\n2503.00001\n"
    assert run("--author", "Zoë Probe", "-q").stdout == "2503.00002\n2503.00001\n"


def test_an_empty_day_is_no_error_and_is_said(run: Run) -> None:
    got = run("ti:whales", "--since", "yesterday")
    assert (got.exit_code, got.stdout) == (0, "")
    assert "nothing found: ti:whales, since yesterday" in got.stderr
    assert run("ti:whales", "-q").stderr == ""


def test_yesterday_in_gmt_is_found(server: ArxivServer, run: Run) -> None:
    day = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    server.add(replace(made_up(1), published=day), replace(made_up(2), published="2025-03-06"))
    assert run("tides", "--since", "yesterday").stdout == "2503.00001\n"


def test_a_bad_date_is_a_usage_error(server: ArxivServer, run: Run) -> None:
    got = run("whales", "--since", "2025-13-01")
    assert (got.exit_code, got.stdout) == (2, "")
    assert "--since '2025-13-01' is no date" in got.stderr
    assert server.requests == []


def test_an_unreachable_arxiv_is_exit_4(server: ArxivServer, run: Run) -> None:
    server.fault(Fault(status=404), times=None)
    got = run("whales")
    assert (got.exit_code, got.stdout) == (4, "")
    assert "HTTP 404" in got.stderr


def test_a_table_has_a_line_a_paper(server: ArxivServer, run: Run) -> None:
    server.add(made_up(1), replace(made_up(2), id="hep-th/9901001", authors=("Ada Muster",), published="1999-01-04"))
    assert run("tides", "--format", "table").stdout == (
        "2503.00001       2025-03-06  cs.CL      On Tides, Part 1 — Ada Muster et al.\n"
        "hep-th/9901001   1999-01-04  cs.CL      On Tides, Part 2 — Ada Muster\n"
    )


def test_json_is_one_object(server: ArxivServer, run: Run) -> None:
    server.add(made_up(1))
    got = json.loads(run("tides", "--format", "json").stdout)
    assert (got["schema"], got["query"], got["total"]) == (1, 'all:"tides"', 1)
    assert got["papers"][0]["id"] == "2503.00001"
    assert got["papers"][0]["links"]["pdf"] == "https://arxiv.org/pdf/2503.00001v1"


def test_interests_rank_what_is_found(server: ArxivServer, run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[wanted]\nkeywords = ["part 2"]\nauthors = ["Sample"]\n[unwanted]\nkeywords = ["part 3"]', "utf-8")
    server.add(*(replace(made_up(n), authors=("Ada Muster",)) for n in (1, 2, 3)))
    server.add(replace(made_up(4), title="On Tides, Part 2 again", authors=("Bo Sample",)))
    wanted = ("tides", "--interests", str(mine))
    assert run(*wanted).stdout.split() == ["2503.00004", "2503.00002", "2503.00001", "2503.00003"]
    assert run(*wanted, "--format", "table").stdout == (
        "    2  2503.00004       2025-03-06  cs.CL      On Tides, Part 2 again — Bo Sample  [part 2, author Sample]\n"
        "    1  2503.00002       2025-03-06  cs.CL      On Tides, Part 2 — Ada Muster  [part 2]\n"
        "    -  2503.00001       2025-03-06  cs.CL      On Tides, Part 1 — Ada Muster\n"
        "    -  2503.00003       2025-03-06  cs.CL      On Tides, Part 3 — Ada Muster  [unwanted: part 3]\n"
    )
    got = json.loads(run(*wanted, "--format", "json").stdout)["papers"]
    assert got[0]["relevance"] == {"score": 2.0, "folded": False, "wanted": ["part 2", "author Sample"], "unwanted": []}
    mine.write_text("[wanted]", "utf-8")
    refused = run(*wanted)
    assert (refused.exit_code, refused.stdout) == (3, "")


def test_withdrawn_papers_are_left_out_and_named(server: ArxivServer, run: Run) -> None:
    server.add(made_up(1), replace(made_up(2), comment="This paper has been withdrawn"))
    got = run("tides")
    assert got.stdout == "2503.00001\n"
    assert "left out: 2503.00002v1: withdrawn" in got.stderr


def test_the_next_command_asks_arxiv_nothing_twice(server: ArxivServer, run: Run, tmp_path: Path) -> None:
    from summarize.settings import find_places
    from summarize.store.storage import Store

    server.add(*tides(3))
    run("tides")
    with Store(find_places({"SUMMARIZE_HOME": str(tmp_path)}).store_file) as store:
        remembered = store.get(PaperRef("2503.00002"))
    assert remembered is not None and remembered.paper.title == "On Tides, Part 2"


def test_help_has_examples(run: Run) -> None:
    assert "summarize search 'tree of thought' --since 7d" in run("--help").stdout


def test_a_closed_pipe_ends_quietly(server: ArxivServer, tmp_path: Path) -> None:
    server.add(*tides(300))
    env = os.environ | {
        "SUMMARIZE_HOME": str(tmp_path),
        "SUMMARIZE_ARXIV_URL": server.url,
        "SUMMARIZE_ARXIV_DELAY": "0",
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "summarize", "search", "tides", "-n", "300", "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )
    assert child.stdout is not None and child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    assert (child.wait(timeout=20), child.stderr.read()) == (0, "")
    child.stderr.close()


def test_the_package_does_not_speak_on_stderr(server: ArxivServer, tmp_path: Path) -> None:
    server.add(made_up(1))
    env = os.environ | {
        "SUMMARIZE_HOME": str(tmp_path),
        "SUMMARIZE_ARXIV_URL": server.url,
        "SUMMARIZE_ARXIV_DELAY": "0",
    }
    done = subprocess.run(
        [sys.executable, "-m", "summarize", "search", "zz:x AND ti:y"],
        capture_output=True,
        text=True,
        env=env,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith("summarize: arXiv does not understand the query")
