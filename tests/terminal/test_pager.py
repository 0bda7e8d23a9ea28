"""``--pager`` shows pages through the user's pager, on a terminal alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conftest import Summarize
from tests.loopback.sample_papers import SAMPLES
from tests.terminal.pseudo_terminal import seen

PAPERS = [known.paper.id for known in SAMPLES]
COMMAND = [sys.executable, "-m", "summarize"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture
def pager(env: dict[str, str], tmp_path: Path) -> Path:
    """Make the pager a program that keeps what it is given, and says so. Return the file that it keeps it in."""
    kept = tmp_path / "paged.txt"
    script = tmp_path / "pager.py"
    script.write_text(
        f"import pathlib, sys\nkept = pathlib.Path({str(kept)!r})\n"
        "kept.write_bytes(sys.stdin.buffer.read())\nprint('PAGED')\n",
        encoding="utf-8",
    )
    env["PAGER"] = f"{sys.executable} {script}"
    return kept


def test_a_page_goes_through_the_pager_with_its_colours(env: dict[str, str], tmp_path: Path, pager: Path) -> None:
    shown = seen([*COMMAND, PAPERS[0], "--pager"], env, tmp_path)
    text = pager.read_text(encoding="utf-8")
    assert "Lantern" in text and "要点" in text and "\x1b[" in text
    assert "要点" not in shown.replace("a draft", "")
    assert shown.rstrip().endswith("PAGED")


def test_papers_are_paged_together_and_in_order(env: dict[str, str], tmp_path: Path, pager: Path) -> None:
    shown = seen([*COMMAND, *PAPERS, "--pager"], env, tmp_path)
    text = pager.read_text(encoding="utf-8")
    assert text.index("Lantern") < text.index("Tide") < text.index("Woven")
    assert shown.count("PAGED") == 1
    assert "3 of 3 papers done" in shown


@pytest.mark.parametrize("layout", ["digest", "jsonl", "table"])
def test_other_layouts_go_through_the_pager_too(env: dict[str, str], tmp_path: Path, pager: Path, layout: str) -> None:
    seen([*COMMAND, *PAPERS, "--pager", "-l", layout], env, tmp_path)
    assert "Lantern" in pager.read_text(encoding="utf-8")


def test_no_pager_without_the_option_and_none_with_its_opposite(
    env: dict[str, str], tmp_path: Path, pager: Path
) -> None:
    assert "要点" in seen([*COMMAND, PAPERS[0]], env, tmp_path)
    assert "要点" in seen([*COMMAND, PAPERS[0], "--no-pager"], {**env, "SUMMARIZE_PAGER": "1"}, tmp_path)
    assert not pager.exists()


def test_the_variable_turns_it_on(env: dict[str, str], tmp_path: Path, pager: Path) -> None:
    seen([*COMMAND, PAPERS[0]], {**env, "SUMMARIZE_PAGER": "1"}, tmp_path)
    assert pager.exists()


def test_no_pager_in_a_pipe_and_none_for_a_file(
    env: dict[str, str], summarize: Summarize, tmp_path: Path, pager: Path
) -> None:
    assert summarize(PAPERS[0], "--pager", PAGER=env["PAGER"]).stdout.startswith("# Lantern")
    seen([*COMMAND, PAPERS[0], "--pager", "-o", "page.md"], env, tmp_path)
    assert (tmp_path / "page.md").read_text(encoding="utf-8").count("Lantern: Sparse") >= 1
    assert not pager.exists()


@pytest.mark.parametrize("choice", [{"PAGER": "cat"}, {"PAGER": ""}, {"PAGER": "no-such-pager-here"}, {"TERM": "dumb"}])
def test_without_a_pager_the_page_is_simply_printed(
    env: dict[str, str], tmp_path: Path, choice: dict[str, str]
) -> None:
    assert "要点" in seen([*COMMAND, PAPERS[0], "--pager"], {**env, **choice}, tmp_path)


def test_a_paper_that_fails_opens_no_pager(env: dict[str, str], tmp_path: Path, pager: Path) -> None:
    shown = seen([*COMMAND, "2501.99999", "--pager"], env, tmp_path, status=1)
    assert "not-found" in shown or "2501.99999" in shown
    assert not pager.exists()
