"""The draft that is shown while a model writes reaches the terminal as text alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.loopback.model_server import ModelServer, Reply
from tests.loopback.sample_papers import SAMPLES, competent
from tests.terminal.pseudo_terminal import seen

#: What must not arrive: a title of the window, C1 controls, a mark that turns the direction, a bell, a clipboard.
EVIL = "\x1b]0;evil\x07\x9b2J\u202eevil\x07\x1b]52;c;ZXZpbA==\x1b\\\x00"


def slowly(request: dict[str, Any]) -> Reply:
    """What a good model answers, in pieces that a person sees arrive."""
    text = competent(request)
    assert isinstance(text, str)
    return Reply(text, chunk_chars=10, pause_s=0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_draft_with_control_characters_cannot_speak_to_the_terminal(
    env: dict[str, str], model_server: ModelServer, tmp_path: Path
) -> None:
    def reply(request: dict[str, Any]) -> Reply:
        text = competent(request)
        assert isinstance(text, str)
        return Reply("\n".join(f"{line}{EVIL}" for line in text.splitlines()), chunk_chars=60, pause_s=0.01)

    model_server.reply = reply
    text = seen([sys.executable, "-m", "summarize", SAMPLES[0].paper.id], env, tmp_path)
    assert "a draft: not checked yet" in text
    assert "2J" in text  # the rest of a sequence whose control character is gone
    for control in ("\x1b]0", "\x1b]52", "\x9b", "\u202e", "\x07", "\x00"):
        assert control not in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_the_draft_does_not_come_back_after_the_page(
    env: dict[str, str], model_server: ModelServer, tmp_path: Path
) -> None:
    model_server.reply = slowly
    text = seen([sys.executable, "-m", "summarize", SAMPLES[0].paper.id], env, tmp_path)
    assert "a draft: not checked yet" in text
    assert text.rindex("a draft: not checked yet") < text.index("要点")
    assert text.count("核对：通过") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_the_draft_shows_no_protocol(env: dict[str, str], model_server: ModelServer, tmp_path: Path) -> None:
    model_server.reply = slowly
    text = seen([sys.executable, "-m", "summarize", SAMPLES[0].paper.id], env, tmp_path)
    for protocol in ("# ", "One line", "[0]", "[1]", "[2]"):
        assert protocol not in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("columns", [40, 80])
def test_many_papers_have_a_bar_and_a_count_until_the_last_is_done(
    env: dict[str, str], model_server: ModelServer, tmp_path: Path, columns: int
) -> None:
    model_server.reply = slowly
    papers = [known.paper.id for known in SAMPLES]
    text = seen([sys.executable, "-m", "summarize", *papers, "-o", "day.md"], env, tmp_path, columns=columns)
    assert "━" in text or "╸" in text
    assert "/3" in text
    assert "in flight" not in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_the_bar_stays_while_finished_papers_go_into_a_file(
    env: dict[str, str], model_server: ModelServer, tmp_path: Path
) -> None:
    model_server.reply = slowly
    papers = [known.paper.id for known in SAMPLES]
    text = seen([sys.executable, "-m", "summarize", *papers, "-j", "1", "-o", "day.md"], env, tmp_path)
    assert text.count("\x1b[?25h") == 1  # the display gives the cursor back once, at its end
