"""Many papers go through the real command in order, and nothing finished is lost or made twice.

That holds when a run is interrupted or killed, and when two run at once.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result as Ran

from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import Fault, ModelServer
from tests.loopback.sample_papers import competent, numbered_paper

Invoke = Callable[..., Ran]
IDS = [f"2502.{n:05d}" for n in range(1, 41)]


@pytest.fixture
def arxiv_server() -> Any:
    with ArxivServer() as server:
        server.add(*(numbered_paper(n) for n in range(1, 41)))
        yield server


def _pages(stdout: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stdout.splitlines()]


def test_results_come_in_the_order_given_whatever_is_finished_first(invoke: Invoke) -> None:
    chance = random.Random(5)

    def uneven(request: dict[str, Any]) -> str:
        time.sleep(chance.random() * 0.01)
        return competent(request)

    shuffled = chance.sample(IDS, len(IDS))
    with ModelServer(uneven) as server:
        ran = invoke("-", "-l", "jsonl", "-j", "16", stdin="\n".join(shuffled), OPENAI_BASE_URL=server.url)
    assert [page["paper"]["id"] for page in _pages(ran.stdout)] == shuffled


def test_every_paper_gets_its_own_text(invoke: Invoke) -> None:
    ran = invoke("-", "-l", "jsonl", "-j", "16", stdin="\n".join(IDS))
    for page in _pages(ran.stdout):
        n = int(page["paper"]["id"].split(".")[1])
        assert page["title_zh"] == f"关于铜线的第 {n} 号报告"
        assert str(n) in page["summary"]


def test_records_of_all_papers_come_in_one_request(invoke: Invoke, arxiv_server: ArxivServer) -> None:
    invoke("-", "-l", "jsonl", stdin="\n".join(IDS))
    assert len(arxiv_server.asked()) == 1


def test_isolated_faults_cost_no_paper(invoke: Invoke) -> None:
    seen: dict[str, int] = {}

    def shaky(request: dict[str, Any]) -> str | Fault:
        asked = str(request["messages"][-1]["content"])
        seen[asked] = seen.get(asked, 0) + 1
        n = len(seen)
        if seen[asked] == 1 and n % 6 == 0:
            return (Fault.http(429, retry_after=0), Fault.http(500), Fault.cut())[n // 6 % 3]
        return competent(request)

    with ModelServer(shaky) as server:
        ran = invoke("-", "-l", "jsonl", "-j", "16", stdin="\n".join(IDS), OPENAI_BASE_URL=server.url)
    assert ran.exit_code == 0, ran.stderr
    assert not [page for page in _pages(ran.stdout) if page["error"]]


def test_a_dead_model_stops_the_run_and_not_after_every_paper(invoke: Invoke) -> None:
    with ModelServer(lambda request: Fault.http(500)) as server:
        ran = invoke("-", "-l", "jsonl", "-j", "4", "--retries", "0", stdin="\n".join(IDS), OPENAI_BASE_URL=server.url)
        assert len(server.chats) < 40
    assert ran.exit_code == 5
    assert "not done" in ran.stderr


def test_fail_fast_stops_at_the_first_paper_that_fails(invoke: Invoke, arxiv_server: ArxivServer) -> None:
    arxiv_server.remove(IDS[3])
    ran = invoke("-", "-l", "jsonl", "-j", "1", "--fail-fast", stdin="\n".join(IDS))
    assert ran.exit_code == 1
    assert len(_pages(ran.stdout)) < 20


def test_a_page_of_many_has_heading_papers_and_failures(invoke: Invoke, arxiv_server: ArxivServer) -> None:
    arxiv_server.remove(IDS[1])
    page = invoke(*IDS[:3], "-l", "digest").stdout
    assert page.index("Report 1 on") < page.index("Report 3 on") < page.index(IDS[1])


def test_whole_papers_in_great_number_need_a_yes(invoke: Invoke, model_server: ModelServer) -> None:
    ids = "\n".join(f"2503.{n:05d}" for n in range(1, 102))
    ran = invoke("-", "--full", stdin=ids)
    assert ran.exit_code == 2
    assert "minutes" in ran.stderr
    assert not model_server.chats


def test_a_list_from_windows_notepad_is_read(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_bytes("\r\n".join(IDS[:2]).encode("utf-16"))
    assert len(_pages(invoke("ids.txt", "-l", "jsonl").stdout)) == 2


def _command(*options: str) -> list[str]:
    return [sys.executable, "-m", "summarize", "-", "-l", "jsonl", "-q", *options]


def _run(env: dict[str, str], cwd: Path, ids: list[str], *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(*options), input="\n".join(ids), capture_output=True, text=True, encoding="utf-8", env=env, cwd=cwd
    )


def test_a_run_that_is_killed_loses_and_pays_nothing_twice(env: dict[str, str], tmp_path: Path) -> None:
    asked: list[str] = []

    def counting(request: dict[str, Any]) -> str:
        asked.append(str(request["messages"][-1]["content"]))
        time.sleep(0.01)
        return competent(request)

    with ModelServer(counting) as server:
        own = {**env, "OPENAI_BASE_URL": server.url}
        whole = _run({**own, "SUMMARIZE_HOME": str(tmp_path / "undisturbed")}, tmp_path, IDS, "-o", "whole.jsonl")
        assert whole.returncode == 0, whole.stderr
        asked.clear()
        for n in (0, 3):
            killed = subprocess.Popen(
                _command("-o", "page.jsonl", "-j", "4"), stdin=subprocess.PIPE, text=True, env=own, cwd=tmp_path
            )
            assert killed.stdin is not None
            killed.stdin.write("\n".join(IDS))
            killed.stdin.close()
            before = len(asked)
            deadline = time.monotonic() + 10
            while len(asked) < before + 8 + n and time.monotonic() < deadline:
                time.sleep(0.005)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        last = _run(own, tmp_path, IDS, "-o", "page.jsonl")
    assert last.returncode == 0, last.stderr
    assert (tmp_path / "page.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    # Only the calls that were in flight when the process died are made again, at most -j of them.
    assert len(asked) <= 2 * len(IDS) + 2 * 4
    assert not list(tmp_path.glob(".summarize-*"))


def test_ctrl_c_keeps_what_is_finished_and_ends_with_130(env: dict[str, str], tmp_path: Path) -> None:
    with ModelServer(competent, latency_s=0.15) as server:
        own = {**env, "OPENAI_BASE_URL": server.url}
        process = subprocess.Popen(
            _command("-j", "2"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=own, cwd=tmp_path, encoding="utf-8",
        )  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write("\n".join(IDS))
        process.stdin.close()
        process.stdin = None
        first = process.stdout.readline()
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=20)
        assert time.monotonic() - began < 6
        assert process.returncode == 130, errors
        assert "Traceback" not in errors
        finished = _pages(first + rest)
        assert finished
        calls = len(server.chats)
        again = _run(own, tmp_path, [page["paper"]["id"] for page in finished])
        assert len(server.chats) == calls
    assert _pages(again.stdout) == finished


def test_four_processes_share_a_new_store(env: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "summarize", "-l", "jsonl", "-q"]
    processes = [
        subprocess.Popen([*command, IDS[n % 3]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, cwd=tmp_path)
        for n in range(4)
    ]  # fmt: skip
    ended = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, [stderr for _, stderr in ended]


def test_the_same_paper_in_four_processes_is_paid_for_once(
    env: dict[str, str], tmp_path: Path, model_server: ModelServer
) -> None:
    command = [sys.executable, "-m", "summarize", "-l", "jsonl", "-q", IDS[0]]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, env=env, cwd=tmp_path) for _ in range(4)]
    pages = {process.communicate(timeout=60)[0] for process in processes}
    assert len(pages) == 1
    assert len(model_server.chats) == 2


@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise on Windows")
def test_a_closed_pipe_ends_quietly_with_0(env: dict[str, str], tmp_path: Path) -> None:
    process = subprocess.Popen(
        _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env,
        cwd=tmp_path, encoding="utf-8",
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    process.stdin.write("\n".join(IDS))
    process.stdin.close()
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    assert process.wait(20) == 0
    assert errors == ""


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_terminal_sees_progress_and_a_page_on_stdout_stays_clean(env: dict[str, str], tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    with ModelServer(competent, latency_s=0.3) as server:
        process = subprocess.Popen(
            [sys.executable, "-m", "summarize", *IDS[:6], "-l", "jsonl", "-j", "2"],
            stdout=subprocess.PIPE, stderr=theirs, env={**env, "OPENAI_BASE_URL": server.url, "TERM": "xterm"},
            cwd=tmp_path,
        )  # fmt: skip
        os.close(theirs)
        stdout, _ = process.communicate(timeout=60)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:
        pass  # the other end is closed
    finally:
        os.close(ours)
    assert process.returncode == 0
    assert len(_pages(stdout.decode())) == 6
    assert b"\x1b" not in stdout
    text = seen.decode(errors="replace")
    assert "0/6" in text
    assert "5/6" in text
    assert text.rstrip().endswith("price not known")
