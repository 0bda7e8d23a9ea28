"""When messages are coloured: https://no-color.org and https://force-color.org."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from summarize.terminal.console import wants_colour
from tests.conftest import Summarize

Invoke = Callable[..., Result]
PAGE = """\
# Counting Sparrows from Space

**Title (ZH)**: 从太空清点麻雀

**Abstract**: We count 1,200 sparrows.

**Abstract (ZH)**: 我们清点了 1,500 只麻雀。
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("env", "on_a_terminal", "in_a_pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_no_color_wins_over_force_color(env: dict[str, str], on_a_terminal: bool, in_a_pipe: bool) -> None:
    assert wants_colour(Terminal(), env) is on_a_terminal
    assert wants_colour(io.StringIO(), env) is in_a_pipe


def test_findings_keep_their_colours_in_a_pipe_where_they_are_forced(summarize: Summarize, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    assert "\x1b[" not in summarize("check", "page.md").stdout
    assert "\x1b[31m\x1b[1mnumber-changed" in summarize("check", "page.md", FORCE_COLOR="1").stdout
    assert "\x1b[" not in summarize("check", "page.md", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_errors_on_stderr_too(summarize: Summarize) -> None:
    assert "\x1b[31m" in summarize("2501.99999", FORCE_COLOR="1").stderr


def test_a_page_in_a_pipe_is_plain_markdown_whatever_is_forced(summarize: Summarize) -> None:
    page = summarize("2501.10001", FORCE_COLOR="1").stdout
    assert page.startswith("# Lantern") and "\x1b" not in page
