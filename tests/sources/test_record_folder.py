"""A source is added by one file and one line, and works wherever a paper is named."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import competent, numbered_paper

ROOT = Path(__file__).resolve().parents[2]
#: The one line that adds the source, before the program's own beginning.
PROGRAM = """
from summarize.sources.source_table import register
register("records", "tests.sources.record_folder:RecordFolder")
from summarize.cli import main
main()
"""
Ran = subprocess.CompletedProcess[str]
Run = Callable[..., Ran]


def reader(request: dict[str, Any]) -> str:
    """Answer as a model that cites the sections that it was shown."""
    asked = str(request["messages"][-1]["content"])
    if "# One line" in asked and (marks := re.findall(r"\[§\d\]", asked, re.MULTILINE)):
        items = "\n".join(f"- 没有导线断裂。{mark}" for mark in marks)
        return f"# One line\n测量铜线。\n# Summary\n本文测量铜线。\n# Takeaways\n{items}"
    return competent(request)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the records of two papers. One has its whole text beside it."""
    records = tmp_path / "records"
    records.mkdir()
    for name, n in (("wires", 7), ("cables", 8)):
        paper = numbered_paper(n)
        record = {"title": paper.title, "abstract": paper.abstract, "authors": list(paper.authors)}
        (records / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    parts = (
        "What We Did\nWe bent 7 wires.",
        "What We Saw\nNo wire breaks.",
        "What We Hope\nNo wire breaks in the cold.",
    )
    (records / "wires.txt").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return records


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer(reader) as server:
        yield server


@pytest.fixture
def run(env: dict[str, str], model: ModelServer, folder: Path, tmp_path: Path) -> Run:
    """The real command in a process of its own, with the source registered."""

    def command(*args: str, stdin: str | None = None) -> Ran:
        paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        own = {**env, "OPENAI_BASE_URL": model.url, "RECORD_FOLDER": str(folder), "PYTHONPATH": paths}
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, *args],
            input=stdin, capture_output=True, encoding="utf-8", env=own, cwd=tmp_path, timeout=60,
        )  # fmt: skip

    return command


def test_a_record_becomes_a_page_without_a_word_of_arxiv(run: Run, arxiv_server: ArxivServer) -> None:
    ran = run("records:wires", "--bibtex", "--front-matter")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "# Report 7 on Copper Wires" in ran.stdout and "关于铜线的第 7 号报告" in ran.stdout
    assert "https://records.example/wires" in ran.stdout
    assert "arxiv" not in ran.stdout.lower()
    assert "来源：records:wires · " in ran.stdout
    assert not arxiv_server.requests


def test_json_names_the_record_and_its_links(run: Run) -> None:
    page = json.loads(run("records:wires", "-l", "json").stdout)
    assert (page["paper"]["id"], page["paper"]["version"], page["paper"]["path"]) == ("records:wires", 0, None)
    assert page["paper"]["links"]["abs"] == "https://records.example/wires"
    assert page["paper"]["links"]["pdf"] == ""


def test_a_stored_page_is_found_until_the_record_changes(run: Run, model: ModelServer, folder: Path) -> None:
    first = run("records:wires")
    asked = len(model.chats)
    again = run("records:wires")
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert len(model.chats) == asked
    record = json.loads((folder / "wires.json").read_text(encoding="utf-8"))
    (folder / "wires.json").write_text(json.dumps({**record, "authors": ["Di Other"]}), encoding="utf-8")
    assert "Di Other" in run("records:wires").stdout


def test_offline_reads_what_is_here(run: Run) -> None:
    assert run("records:wires", "--offline").returncode == 0


def test_papers_of_several_sources_stand_in_one_run(run: Run, arxiv_server: ArxivServer) -> None:
    ran = run("-", "-l", "jsonl", stdin="records:wires\n2501.10001\nrecords:cables  # the second\nnonsense\n")
    pages = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [page["paper"]["id"] for page in pages] == ["records:wires", "2501.10001", "records:cables", "nonsense"]
    assert [bool(page["error"]) for page in pages] == [False, False, False, True]
    assert len(arxiv_server.asked()) == 1


def test_free_text_names_papers_of_several_sources(run: Run) -> None:
    ran = run("-", "-l", "jsonl", stdin="Today we read records:cables beside arXiv:2501.10001, and\nnothing else.\n")
    assert ran.returncode == 0, ran.stderr
    assert {json.loads(line)["paper"]["id"] for line in ran.stdout.splitlines()} == {"records:cables", "2501.10001"}


def test_a_folder_of_pages_has_a_file_for_each_record(run: Run, tmp_path: Path) -> None:
    assert run("records:wires", "records:cables", "-o", "pages/").returncode == 0
    names = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert [name.partition("-")[0] for name in names] == ["records_cables", "records_wires"]


def test_a_dry_run_counts_records_and_no_request(run: Run, model: ModelServer) -> None:
    ran = run("records:wires", "records:missing", "--dry-run")
    assert ran.returncode == 0
    assert "papers     2 (0 from the store, 1 cannot be done)" in ran.stdout
    assert "arXiv      0 requests" in ran.stdout
    assert not re.search(r"tokens     about 0 in", ran.stdout)
    assert not model.chats


def test_the_whole_text_is_read_with_full(run: Run) -> None:
    page = json.loads(run("records:wires", "--full", "-l", "json").stdout)
    assert page["read"]["what"] == "html"
    assert [t["evidence"] for t in page["takeaways"]] == [[{"section": n}] for n in "123"]
    without = run("records:cables", "--full")
    assert without.returncode == 1
    assert "records:cables: there is no text beside the record" in without.stderr


def test_figures_need_a_pdf(run: Run) -> None:
    ran = run("records:wires", "--figures")
    assert ran.returncode == 1
    assert "records:wires: its source has no PDF of it" in ran.stderr


def test_text_shows_what_would_be_sent(run: Run, folder: Path) -> None:
    shown = run("text", "records:wires")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "[§1]" in shown.stdout and "We bent 7 wires." in shown.stdout
    told = json.loads(run("text", "records:wires", "--json").stdout)
    assert told["source"] == str(folder / "wires.txt")


@pytest.mark.parametrize("layout", ["report", "json"])
def test_its_own_pages_can_be_checked(run: Run, layout: str) -> None:
    assert run("records:wires", "-o", "page", "-l", layout).returncode == 0
    checked = run("check", "page")
    assert checked.returncode == 0, checked.stderr
    assert "without the English" not in checked.stdout
    assert "of 1 paper" in checked.stdout


def test_an_unknown_record_fails_alone_and_can_be_retried(run: Run, folder: Path) -> None:
    ran = run("records:wires", "records:later", "-l", "jsonl")
    assert ran.returncode == 1
    assert "records:later: there is no such record" in ran.stderr
    (folder / "later.json").write_text((folder / "cables.json").read_text(encoding="utf-8"), encoding="utf-8")
    again = run("--retry-failed", "-l", "jsonl")
    assert [json.loads(line)["paper"]["id"] for line in again.stdout.splitlines()] == ["records:later"]


def test_new_only_knows_a_record_that_was_done(run: Run) -> None:
    run("records:wires")
    ran = run("records:wires", "records:cables", "--new-only", "-l", "jsonl")
    assert [json.loads(line)["paper"]["id"] for line in ran.stdout.splitlines()] == ["records:cables"]


def test_a_finished_record_can_be_opened(run: Run) -> None:
    run("records:wires")
    ran = run("open", "records:wires", "--no-browser")
    assert ran.returncode == 0, ran.stderr
    assert "https://records.example/wires" in Path(ran.stdout.strip()).read_text(encoding="utf-8")


def test_a_name_that_the_source_refuses_says_why(run: Run) -> None:
    ran = run("records:two words")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "no name of a record" in ran.stderr and "records:kelp" in ran.stderr
