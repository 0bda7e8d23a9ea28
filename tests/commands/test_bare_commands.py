"""A group of commands that is named alone does what it is asked for most: it lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

Invoke = Callable[..., Result]


@pytest.mark.parametrize(
    ("bare", "whole"),
    [
        ("models", ("models", "list")),
        ("runs", ("runs", "list")),
        ("prompts", ("prompts", "list")),
        ("cache", ("cache", "info")),
        ("layouts", ("layouts", "list")),
    ],
)
def test_a_bare_group_lists(invoke: Invoke, bare: str, whole: tuple[str, ...]) -> None:
    ran, listed = invoke(bare), invoke(*whole)
    assert ran.exit_code == listed.exit_code == 0
    assert ran.stdout == listed.stdout
    assert "Usage" not in ran.output


def test_no_runs_yet_is_said(invoke: Invoke) -> None:
    ran = invoke("runs")
    assert (ran.stdout, ran.stderr) == ("", "no runs yet\n")
