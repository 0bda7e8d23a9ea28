"""A name that is too long for a file is said so, in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import SAMPLES

Invoke = Callable[..., Result]
LONG = "页" * 100  # 300 bytes; most file systems take 255


@pytest.mark.parametrize("output", [f"{LONG}.md", f"{LONG}/", f"{LONG}/a.md", f"{LONG}.html"])
@pytest.mark.parametrize("more", [(), ("--new-only",)])
def test_an_output_whose_name_is_too_long_is_refused_before_anything_is_spent(
    invoke: Invoke, model_server: ModelServer, output: str, more: tuple[str, ...]
) -> None:
    ran = invoke(SAMPLES[0].paper.id, "-o", output, *more)
    assert ran.exit_code == 6
    assert "name is too long" in ran.stderr and "-o" in ran.stderr
    assert "Errno" not in ran.stderr
    assert LONG not in ran.stderr
    assert not model_server.chats


@pytest.mark.parametrize("words", [("layouts", "export", "report", f"{LONG}.j2"), ("prompts", "export", LONG)])
def test_other_commands_say_it_without_a_number_of_an_error(invoke: Invoke, words: tuple[str, ...]) -> None:
    ran = invoke(*words)
    assert ran.exit_code == 6
    assert "Errno" not in ran.stderr and "too long" in ran.stderr


def test_text_and_search_take_retries(invoke: Invoke) -> None:
    assert invoke("text", SAMPLES[0].paper.id, "--retries", "0", "--source", "pdf").exit_code in (0, 1)
    assert invoke("search", "lantern", "--retries", "0").exit_code == 0
