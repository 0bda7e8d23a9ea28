"""Ctrl-C and SIGTERM end the real command within two seconds while arXiv is silent, and arXiv is not asked again."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result as Ran
from filelock import FileLock

from tests.loopback.raw_server import Answer, Connection, RawServer, whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to a process there")

#: The promise is 2 s on an idle machine; without it, 30 s and more pass: the time-out of a silent connection.
_WITHIN_S = 12.0

Invoke = Callable[..., Ran]


def silent(path: str, send: Connection) -> None:
    send.wait(60)


def dripping_head(path: str, send: Connection) -> None:
    send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    send.drip(itertools.repeat(b"a"), 0.1)


def dripping_body(path: str, send: Connection) -> None:
    send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n%PDF-1.7 ")
    send.drip(itertools.repeat(b" "), 0.1)


def busy(path: str, send: Connection) -> None:
    send(whole(b"", "Retry-After: 60", status="503 Service Unavailable"))


def _started(env: dict[str, str], folder: Path, *args: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "summarize", *args]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=env, cwd=folder
    )


def _until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _ended(child: subprocess.Popen[str], number: signal.Signals, times: int = 1) -> tuple[str, str]:
    """Send the signal; return what the command printed and said. A second signal may end the process itself."""
    began = time.monotonic()
    for _ in range(times):
        child.send_signal(number)
        time.sleep(0.1 if times > 1 else 0)
    try:
        printed, said = child.communicate(timeout=30)
    finally:
        child.kill()
    assert time.monotonic() - began < _WITHIN_S
    assert child.returncode in ({130} if times == 1 else {130, -number}), said
    assert "Traceback" not in said
    return printed, said


CASES: dict[str, tuple[Answer, list[str], signal.Signals, int]] = {
    "a page, silence": (silent, ["2501.10001"], signal.SIGINT, 1),
    "pages, the head drips, twice": (dripping_head, ["2501.10001", "2501.10002"], signal.SIGINT, 2),
    "text, the body drips": (dripping_body, ["text", "2501.10001"], signal.SIGINT, 1),
    "a search, told to wait": (busy, ["search", "tides"], signal.SIGINT, 1),
    "pages, silence, SIGTERM": (silent, ["2501.10001", "2501.10002"], signal.SIGTERM, 1),
}


@pytest.mark.parametrize("name", CASES)
def test_the_command_ends_while_the_api_is_silent(name: str, env: dict[str, str], tmp_path: Path) -> None:
    answer, args, number, times = CASES[name]
    with RawServer(answer) as server:
        child = _started(env | {"SUMMARIZE_ARXIV_URL": server.url}, tmp_path, *args)
        _until(lambda: bool(server.paths))
        _, said = _ended(child, number, times)
        assert "interrupted" in said or "not done" in said
        assert len(server.paths) == 1


@pytest.mark.parametrize(("kind", "answer"), [("html", silent), ("pdf", dripping_body)])
def test_the_command_ends_while_a_file_does_not_come(
    kind: str, answer: Answer, env: dict[str, str], invoke: Invoke, tmp_path: Path
) -> None:
    assert invoke("--dry-run", "2501.10001", "2501.10002").exit_code == 0  # the records are remembered now
    with RawServer(answer) as server:
        child = _started(
            env | {"SUMMARIZE_ARXIV_URL": server.url}, tmp_path, "--full", "--source", kind, "2501.10001", "2501.10002"
        )
        _until(lambda: bool(server.paths))
        _, said = _ended(child, signal.SIGINT)
        assert "0 of 2 papers done, 2 not done" in said
        assert [path.split("/")[1] for path in server.paths] == [kind]


def test_what_is_finished_is_printed_and_counted(env: dict[str, str], invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("2501.10001", "-l", "jsonl").exit_code == 0
    with RawServer(silent) as server:
        child = _started(env | {"SUMMARIZE_ARXIV_URL": server.url}, tmp_path, "-l", "jsonl", "2501.10001", "2501.10002")
        _until(lambda: bool(server.paths))
        printed, said = _ended(child, signal.SIGINT)
    assert len(printed.splitlines()) == 1
    assert "2501.10001" in printed
    assert "1 of 2 papers done" in said


def test_the_command_ends_while_another_process_has_arxivs_turn(env: dict[str, str], tmp_path: Path) -> None:
    cache = Path(env["SUMMARIZE_HOME"]) / "cache"
    cache.mkdir(parents=True)
    with FileLock(cache / "arxiv.lock"), RawServer(silent) as server:
        child = _started(env | {"SUMMARIZE_ARXIV_URL": server.url}, tmp_path, "text", "2501.10001")
        _until(lambda: (cache / "store.sqlite").exists())
        time.sleep(0.3)
        _ended(child, signal.SIGINT)
        assert server.paths == []
