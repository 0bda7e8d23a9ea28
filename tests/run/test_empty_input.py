"""A search that finds nothing, piped into the program, is a day without papers and no mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import Summarize
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import SAMPLES

Invoke = Callable[..., Result]
SAID = "standard input is empty: no papers, nothing to do"


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n", "\ufeff"])
@pytest.mark.parametrize("more", [(), ("--layout", "json"), ("--dry-run",), ("--full",), ("--new-only",)])
def test_an_empty_standard_input_is_an_empty_run(invoke: Invoke, text: str, more: tuple[str, ...]) -> None:
    ran = invoke("-", *more, stdin=text)
    assert (ran.exit_code, ran.stdout, ran.stderr.strip()) == (0, "", SAID)


@pytest.mark.parametrize("more", [(), ("--new-only",), ("--layout", "html"), ("--overwrite",)])
def test_a_file_that_is_there_is_left_untouched(invoke: Invoke, tmp_path: Path, more: tuple[str, ...]) -> None:
    page = tmp_path / "day.md"
    page.write_text("my own page\n", encoding="utf-8")
    before = page.stat().st_mtime_ns
    ran = invoke("-", "-o", "day.md", *more, stdin="")
    assert (ran.exit_code, SAID in ran.stderr) == (0, True)
    assert (page.read_text(encoding="utf-8"), page.stat().st_mtime_ns) == ("my own page\n", before)


def test_no_file_and_no_folder_is_made(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("-", "-o", "pages/", stdin="").exit_code == 0
    assert invoke("-", "-o", "new.md", stdin="").exit_code == 0
    assert not (tmp_path / "pages").exists() and not (tmp_path / "new.md").exists()


def test_no_model_is_needed_for_nothing(summarize: Summarize) -> None:
    ran = summarize("-", stdin="", SUMMARIZE_MODEL=None, OPENAI_BASE_URL=None)
    assert (ran.returncode, ran.stderr.strip()) == (0, SAID)


def test_quiet_says_nothing(invoke: Invoke) -> None:
    ran = invoke("-", "-q", stdin="")
    assert (ran.exit_code, ran.output) == (0, "")


def test_papers_named_beside_an_empty_standard_input_are_made(invoke: Invoke, model_server: ModelServer) -> None:
    ran = invoke("-", SAMPLES[0].paper.id, stdin="")
    assert ran.exit_code == 0
    assert ran.stdout.startswith("# Lantern")


def test_a_text_without_any_id_stays_a_usage_error(invoke: Invoke) -> None:
    ran = invoke("-", stdin="There is nothing to read today.\n")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "standard input names no paper" in ran.stderr


def test_an_empty_file_that_is_named_stays_a_usage_error(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("", encoding="utf-8")
    assert invoke("ids.txt").exit_code == 2
