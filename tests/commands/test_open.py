"""``summarize open`` and ``--open`` write the page and hand it to the browser that ``BROWSER`` names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import Summarize
from tests.loopback.sample_papers import LANTERN

Invoke = Callable[..., Result]


@pytest.fixture
def browser(tmp_path: Path) -> tuple[str, Path]:
    """Return a command that notes what it was asked to open, and the file in which it notes it."""
    notes = tmp_path / "opened"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" >> "{notes}"\n')
    script.chmod(0o755)
    return f"{script} %s", notes


def test_a_finished_paper_is_shown(invoke: Invoke, summarize: Summarize, browser: tuple[str, Path]) -> None:
    command, notes = browser
    assert invoke("2501.10001").exit_code == 0
    ran = summarize("open", "2501.10001", BROWSER=command)
    assert ran.returncode == 0, ran.stderr
    page = Path(ran.stdout.strip())
    assert notes.read_text().strip() == page.as_uri()
    assert LANTERN.title_zh in page.read_text(encoding="utf-8")


def test_several_papers_are_one_page(invoke: Invoke) -> None:
    invoke("2501.10001", "2501.10002")
    ran = invoke("open", "2501.10001", "2501.10002", "--no-browser")
    assert ran.exit_code == 0
    assert Path(ran.stdout.strip()).read_text(encoding="utf-8").count("<article") == 2


def test_a_paper_that_is_not_done_is_named_with_the_way_to_make_it(summarize: Summarize) -> None:
    ran = summarize("open", "2501.10001", "--no-browser")
    assert ran.returncode == 1
    assert "summarize 2501.10001" in ran.stderr
    assert ran.stdout == ""


def test_open_after_a_run_shows_what_was_made(summarize: Summarize, browser: tuple[str, Path]) -> None:
    command, notes = browser
    ran = summarize("2501.10001", "--open", BROWSER=command)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("# Lantern")
    assert notes.read_text().strip().endswith("/pages/2501.10001v2.html")


def test_without_a_browser_the_path_is_still_given(invoke: Invoke, summarize: Summarize) -> None:
    invoke("2501.10001")
    ran = summarize("open", "2501.10001", BROWSER="/nonexistent/browser %s", PATH="/nonexistent")
    assert ran.returncode == 0
    assert Path(ran.stdout.strip()).is_file()
