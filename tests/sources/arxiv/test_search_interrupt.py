"""Ctrl-C while the program waits for arXiv's pace ends it at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.loopback.arxiv_server import ArxivServer
from tests.sources.arxiv.arxiv_desk import made_up


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to a process there")
def test_ctrl_c_in_a_long_wait_is_130_and_keeps_what_was_printed(server: ArxivServer, tmp_path: Path) -> None:
    server.add(*map(made_up, range(1, 201)))
    env = os.environ | {
        "SUMMARIZE_HOME": str(tmp_path),
        "SUMMARIZE_ARXIV_URL": server.url,
        "SUMMARIZE_ARXIV_DELAY": "60",
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "summarize", "search", "tides", "-n", "200"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env | {"PYTHONUNBUFFERED": "1"},
    )
    assert child.stdout is not None
    printed = [child.stdout.readline() for _ in range(100)]
    time.sleep(0.1)
    began = time.monotonic()
    child.send_signal(signal.SIGINT)
    rest, said = child.communicate(timeout=30)
    assert child.returncode == 130, said
    assert time.monotonic() - began < 15
    assert (len(set(printed)), rest) == (100, "")
    assert "interrupted" in said
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to a process there")
@pytest.mark.parametrize(
    "command", [["text", "2503.00002"], ["2503.00002"], ["new", "cs.CL"]], ids=["text", "page", "new"]
)
def test_ctrl_c_before_the_turn_of_a_record_does_not_wait_for_it(
    env: dict[str, str], server: ArxivServer, tmp_path: Path, command: list[str]
) -> None:
    server.add(made_up(1))
    env = env | {"SUMMARIZE_ARXIV_URL": server.url, "SUMMARIZE_ARXIV_DELAY": "60"}
    program = [sys.executable, "-m", "summarize"]
    # The first request takes the turn of this minute.
    subprocess.run([*program, "search", "tides", "-n", "1"], env=env, cwd=tmp_path, check=True, capture_output=True)
    child = subprocess.Popen(
        [*program, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        cwd=tmp_path,
    )
    time.sleep(2)
    began = time.monotonic()
    child.send_signal(signal.SIGINT)
    printed, said = child.communicate(timeout=30)
    assert child.returncode == 130, said
    assert time.monotonic() - began < 15
    assert printed == ""
    assert "interrupted" in said or "1 not done" in said
    assert "Traceback" not in said
