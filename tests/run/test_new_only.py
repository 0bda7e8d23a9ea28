"""``--new-only -o FILE`` adds to the page that stands there, whatever its layout, and never loses a paper."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result as Ran

from summarize.layouts import load_layout
from summarize.run.page_output import PageOutput
from summarize.run.run_papers import Run
from summarize.run.run_record import RunRecord
from summarize.run.setup import open_setup
from summarize.settings import Settings
from summarize.terminal.console import Console
from summarize.values import PaperRef
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import LANTERN, LOOM, TIDE, numbered_paper

Invoke = Callable[..., Ran]
FIRST = ("2501.10001", "2501.10002")


def state(path: Path) -> tuple[bytes, int]:
    return path.read_bytes(), path.stat().st_mtime_ns


def add(invoke: Invoke, *papers: str, to: str = "day.md", options: tuple[str, ...] = ()) -> Ran:
    return invoke(*papers, "--new-only", "-o", to, *options)


@pytest.mark.parametrize("layout", ["report", "table", "html", "json", "jsonl"])
def test_new_papers_are_added_and_those_that_stand_there_stay(layout: str, invoke: Invoke, tmp_path: Path) -> None:
    name = f"day{load_layout(layout).suffix}"
    file, options = tmp_path / name, ("-l", layout)
    assert add(invoke, "2501.10001", to=name, options=options).exit_code == 0
    assert LANTERN.title_zh in file.read_text("utf-8")
    os.utime(file, (0, 0))
    before = state(file)
    ran = add(invoke, "2501.10001", to=name, options=options)
    assert ran.exit_code == 0
    assert f"no new papers; {name} is left as it is" in ran.stderr
    assert state(file) == before
    assert add(invoke, "2501.10001", "2501.10002", "hep-th/9901001", to=name, options=options).exit_code == 0
    text = file.read_text("utf-8")
    places = [text.rindex(known.title_zh) for known in (TIDE, LOOM, LANTERN)]
    # What people read begins with the new papers, in the order given; what programs read ends with them.
    wanted = sorted(places) if "json" not in layout else [*sorted(places[:2]), min(places)]
    assert places == wanted
    checked = invoke("check", "--offline", name)
    assert checked.exit_code == 0 and "of 3 papers" in checked.stdout


def test_each_paper_has_the_day_on_which_it_was_added(env: dict[str, str], tmp_path: Path) -> None:
    def on_day(day: int, name: str, *papers: str) -> None:
        settings = Settings(output=str(tmp_path / name), new_only=True, quiet=True)
        setup = replace(open_setup(settings, env, Console(quiet=True, env=env)), clock=lambda: day * 86400.0 + 43200)
        with setup.store:
            output = PageOutput(settings, setup.console, setup.store.result)
            record = RunRecord(setup.store, [PaperRef(paper) for paper in papers], {}, clock=setup.clock)
            assert Run(setup, record, output).go("summarize") == 0

    for name in ("day.md", "day.html", "day.json"):
        on_day(20_000, name, "2501.10001")
        on_day(20_001, name, "2501.10002")
    text = (tmp_path / "day.md").read_text("utf-8")
    assert text.count("- **加入**：2024-10-04") == text.count("- **加入**：2024-10-05") == 1
    assert "2024-10-05 · 共 2 篇" in text
    assert (tmp_path / "day.html").read_text("utf-8").count("<b>加入</b> 2024-10-0") == 2
    papers = json.loads((tmp_path / "day.json").read_text("utf-8"))["papers"]
    assert [paper["added"] for paper in papers] == ["2024-10-04", "2024-10-05"]


def test_a_page_of_an_ordinary_run_is_added_to_and_its_notes_stay(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke(*FIRST, "-o", "day.md").exit_code == 0
    file = tmp_path / "day.md"
    file.write_text(file.read_text("utf-8") + "\nmy note\n", "utf-8")
    assert add(invoke, *FIRST, "hep-th/9901001").exit_code == 0
    text = file.read_text("utf-8")
    assert text.endswith("\nmy note\n") and "共 3 篇" in text
    assert text.count("**加入**") == 1


def test_a_new_version_takes_the_place_of_the_one_that_stands_there(
    invoke: Invoke, tmp_path: Path, arxiv_server: ArxivServer
) -> None:
    arxiv_server.add(numbered_paper(7))
    assert add(invoke, "2501.10001", "2502.00007v1").exit_code == 0
    arxiv_server.add(replace(numbered_paper(7), version=2))
    assert add(invoke, "2501.10001", "2502.00007v2").exit_code == 0
    text = (tmp_path / "day.md").read_text("utf-8")
    assert "2502.00007v2" in text and "2502.00007v1" not in text and "共 2 篇" in text


def test_a_paper_that_failed_is_tried_again_and_is_listed_once(
    invoke: Invoke, tmp_path: Path, arxiv_server: ArxivServer
) -> None:
    for name, sign in (("day.md", "未完成的论文"), ("day.json", "not-found")):
        failed = str(70 + len(name))
        assert add(invoke, "2501.10001", f"2502.000{failed}", to=name, options=("--refresh",)).exit_code == 1
        text = (tmp_path / name).read_text("utf-8")
        assert f"2502.000{failed}" in text and sign in text
        arxiv_server.add(numbered_paper(int(failed)))
        assert add(invoke, "2501.10001", f"2502.000{failed}", to=name, options=("--max-age", "0s")).exit_code == 0
        text = (tmp_path / name).read_text("utf-8")
        assert sign not in text and f"关于铜线的第 {failed} 号报告" in text
        (tmp_path / "home" / "cache" / "store.sqlite").unlink()


REFUSED: dict[str, tuple[Callable[[str], str], str]] = {
    "edited": (lambda text: text.replace("速度很慢", "很慢"), "was edited"),
    "without markers": (lambda text: "my own file\n", "no markers"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_that_cannot_be_added_to_is_left_before_anything_is_spent(
    name: str, invoke: Invoke, tmp_path: Path, model_server: ModelServer
) -> None:
    damage, why = REFUSED[name]
    assert add(invoke, "2501.10001").exit_code == 0
    file = tmp_path / "day.md"
    file.write_text(damage(file.read_text("utf-8")), "utf-8")
    before, asked = state(file), len(model_server.chats)
    ran = add(invoke, "2501.10001", "2501.10002")
    assert ran.exit_code == 6
    assert "day.md is left as it is" in ran.stderr and why in ran.stderr
    assert state(file) == before and len(model_server.chats) == asked
    if name != "without markers":
        assert add(invoke, "2501.10001").exit_code == 0  # nothing new: nothing is to be written
        assert state(file) == before


def test_another_layout_a_lost_store_and_data_without_marks_are_said(
    invoke: Invoke, tmp_path: Path, home: Path
) -> None:
    assert add(invoke, "2501.10001").exit_code == 0
    other = add(invoke, "2501.10001", "2501.10002", options=("-l", "digest"))
    assert other.exit_code == 6 and "layout report" in other.stderr and "--layout report" in other.stderr
    (tmp_path / "row.tsv.j2").write_text("{{ p.title_zh }}\n", "utf-8")
    (tmp_path / "day.tsv").write_text("x\n", "utf-8")
    rows = add(invoke, "2501.10002", to="day.tsv", options=("-l", "row.tsv.j2"))
    assert rows.exit_code == 6 and "does not say which papers" in rows.stderr
    assert (tmp_path / "day.tsv").read_text("utf-8") == "x\n"
    before = state(tmp_path / "day.md")
    for path in (home / "cache").glob("store.sqlite*"):
        path.unlink()
    lost = add(invoke, "2501.10001", "2501.10002")
    assert lost.exit_code == 6
    assert "1 of the 1 papers that stand there are no more in the store (2501.10001)" in lost.stderr
    assert state(tmp_path / "day.md") == before
    assert add(invoke, "2501.10001").exit_code == 0  # it stands there, so it is not new
    assert add(invoke, "2501.10002", options=("--overwrite",)).exit_code == 0
    assert "共 1 篇" in (tmp_path / "day.md").read_text("utf-8")


@pytest.mark.parametrize("status", [None, 6, 130])
def test_a_paper_whose_run_was_killed_interrupted_or_wrote_no_page_is_new_again(
    status: int | None, invoke: Invoke, tmp_path: Path, home: Path, model_server: ModelServer
) -> None:
    assert invoke("2501.10001", "-o", "pages/").exit_code == 0
    with sqlite3.connect(home / "cache" / "store.sqlite") as store:
        store.execute("UPDATE runs SET ended = NULL, status = ?", (status,))
    asked = len(model_server.chats)
    assert add(invoke, "2501.10001").exit_code == 0
    assert LANTERN.title_zh in (tmp_path / "day.md").read_text("utf-8")
    assert len(model_server.chats) == asked
    assert "no new papers" in add(invoke, "2501.10001").stderr


def test_a_file_is_not_made_where_nothing_is_new(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("2501.10001").exit_code == 0
    ran = add(invoke, "2501.10001", to="tomorrow.md")
    assert ran.exit_code == 0 and "no new papers" in ran.stderr
    assert not (tmp_path / "tomorrow.md").exists()
