"""The draft that is shown while a model writes reaches the terminal as text alone."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.loopback.model_server import ModelServer, Reply
from tests.loopback.sample_papers import SAMPLES, competent

#: What must not arrive: a title of the window, C1 controls, a mark that turns the direction, a bell, a clipboard.
EVIL = "\x1b]0;evil\x07\x9b2J\u202eevil\x07\x1b]52;c;ZXZpbA==\x1b\\\x00"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_draft_with_control_characters_cannot_speak_to_the_terminal(
    env: dict[str, str], model_server: ModelServer, tmp_path: Path
) -> None:
    def reply(request: dict[str, Any]) -> Reply:
        text = competent(request)
        assert isinstance(text, str)
        return Reply("\n".join(f"{line}{EVIL}" for line in text.splitlines()), chunk_chars=60, pause_s=0.01)

    model_server.reply = reply
    terminal, its_end = pty.openpty()
    command = [sys.executable, "-m", "summarize", SAMPLES[0].paper.id]
    ran = subprocess.Popen(command, env={**env, "TERM": "xterm"}, cwd=tmp_path, stdout=its_end, stderr=its_end)
    os.close(its_end)
    shown = bytearray()

    def read() -> None:
        try:
            while piece := os.read(terminal, 65_536):
                shown.extend(piece)
        except OSError:  # on Linux a terminal whose other end is closed reads as an error
            pass

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    assert ran.wait(60) == 0
    reading.join(5)
    os.close(terminal)
    text = shown.decode("utf-8")
    assert "a draft: not checked yet" in text
    assert "2J" in text  # the rest of a sequence whose control character is gone
    for control in ("\x1b]0", "\x1b]52", "\x9b", "\u202e", "\x07", "\x00"):
        assert control not in text
