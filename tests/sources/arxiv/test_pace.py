"""All threads and processes of a machine make one request at a time, and one per delay."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from summarize.errors import ArxivUnreachable, OutputError
from summarize.sources.arxiv.pace import Pacer
from tests.loopback.arxiv_server import ArxivServer, Fault
from tests.sources.arxiv.arxiv_desk import made_up

ROOT = Path(__file__).parents[3]

CHILD = """
import asyncio, sys
from pathlib import Path
from summarize.sources.arxiv.api import ArxivApi, Pacer
from summarize.sources.arxiv.ids import parse_ref

async def main(url, lock, delay, names):
    source = ArxivApi(base_url=url, pacer=Pacer(Path(lock), float(delay)))
    for name in names:
        print((await source.fetch([parse_ref(name)])).popitem()[1])

asyncio.run(main(*sys.argv[1:4], sys.argv[4:]))
"""


def run_child(code: str, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=dict(os.environ)
    )


def test_four_processes_keep_one_pace(server: ArxivServer, tmp_path: Path) -> None:
    delay_s = 0.25
    server.add(*map(made_up, range(1, 9)))
    server.fault(Fault(delay_s=0.05), times=None)
    children = [
        run_child(CHILD, server.url, tmp_path / "a.lock", delay_s, f"2503.{2 * n:05}", f"2503.{2 * n - 1:05}")
        for n in range(1, 5)
    ]
    printed = "".join(child.communicate(timeout=30)[0] for child in children).split()
    assert sorted(printed) == [f"2503.{n:05}v1" for n in range(1, 9)]
    requests = sorted(server.requests, key=lambda r: r.began)
    gaps = [b.began - a.began for a, b in itertools.pairwise(requests)]
    assert min(gaps) >= delay_s * 0.6  # the server's view: the way there takes now more and now less
    assert all(b.began >= a.ended for a, b in itertools.pairwise(requests))


def test_threads_of_one_process_keep_one_pace(tmp_path: Path) -> None:
    pacer = Pacer(tmp_path / "a.lock", 0.05)
    turns: list[tuple[float, float]] = []

    def take() -> None:
        with pacer.turn():
            began = time.monotonic()
            time.sleep(0.01)
            turns.append((began, time.monotonic()))

    threads = [threading.Thread(target=take) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pairs = list(itertools.pairwise(turns))
    assert all(b[0] - a[0] >= 0.045 and b[0] >= a[1] for a, b in pairs)


def test_a_process_that_dies_in_its_turn_lets_go(tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom summarize.sources.arxiv.pace import Pacer\n"
        "with Pacer(Path(sys.argv[1]), 0).turn():\n    os._exit(9)"
    )
    assert run_child(code, tmp_path / "a.lock").wait(timeout=20) == 9
    waits: list[float] = []
    with Pacer(tmp_path / "a.lock", 3, sleep=waits.append).turn():
        pass
    assert len(waits) == 1
    assert 0 < waits[0] <= 3


def test_the_first_turn_does_not_wait_and_the_second_does(tmp_path: Path) -> None:
    waits: list[float] = []
    now = [1000.0]
    pacer = Pacer(tmp_path / "new" / "a.lock", 3, clock=lambda: now[0], sleep=waits.append)
    with pacer.turn():
        now[0] += 1
    assert waits == []
    with pacer.turn():
        pass
    assert waits == [2.0]


def test_what_arxiv_asks_for_holds_for_other_processes(tmp_path: Path) -> None:
    waits: list[float] = []
    with (first := Pacer(tmp_path / "a.lock", 3, clock=lambda: 1000.0)).turn():
        first.postpone(60)
    with Pacer(tmp_path / "a.lock", 3, clock=lambda: 1010.0, sleep=waits.append).turn():
        pass
    assert waits == [50.0]


@pytest.mark.parametrize("note", ["", "garbage", "99999999999 99999999999 0"])
def test_a_damaged_note_or_a_clock_set_back_costs_one_delay(tmp_path: Path, note: str) -> None:
    (tmp_path / "a.last").write_text(note)
    waits: list[float] = []
    with Pacer(tmp_path / "a.lock", 3, clock=lambda: 1000.0, sleep=waits.append).turn():
        pass
    assert waits == [3.0]
    waits.clear()
    with Pacer(tmp_path / "a.lock", 3, clock=lambda: 1010.0, sleep=waits.append).turn():
        pass
    assert waits == []


def test_a_run_with_many_requests_does_not_keep_the_lock_between_them(tmp_path: Path) -> None:
    busy, other = Pacer(tmp_path / "a.lock", 0.1), Pacer(tmp_path / "a.lock", 0.1)
    order: list[str] = []

    def take(pacer: Pacer, name: str, times: int) -> None:
        with contextlib.suppress(ArxivUnreachable):
            for _ in range(times):
                with pacer.turn():
                    order.append(name)

    hog = threading.Thread(target=take, args=(busy, "many", 20))
    hog.start()
    while not order:
        time.sleep(0.005)
    take(other, "one", 1)
    waited = order.index("one")
    busy.stop()
    hog.join()
    assert waited < 15


def test_a_damaged_note_is_waited_for_once_by_a_clock_that_runs(tmp_path: Path) -> None:
    (tmp_path / "a.last").write_text("garbage")
    began = time.monotonic()
    with Pacer(tmp_path / "a.lock", 0.1).turn():
        pass
    assert time.monotonic() - began < 2


def test_an_error_in_a_turn_lets_go(tmp_path: Path) -> None:
    pacer = Pacer(tmp_path / "a.lock", 0)
    with pytest.raises(ValueError, match="x"), pacer.turn():
        raise ValueError("x")
    with pacer.turn():
        pass


def test_stop_ends_the_waiting(tmp_path: Path) -> None:
    pacer = Pacer(tmp_path / "a.lock", 60)
    with pacer.turn():
        pass
    threading.Timer(0.1, pacer.stop).start()
    began = time.monotonic()
    with pytest.raises(ArxivUnreachable, match="stopped"), pacer.turn():
        pass
    assert time.monotonic() - began < 5


def test_stop_ends_the_waiting_for_another_process(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom summarize.sources.arxiv.pace import Pacer\n"
        "with Pacer(Path(sys.argv[1]), 0).turn():\n    print('held', flush=True); time.sleep(60)"
    )
    child = run_child(code, tmp_path / "a.lock")
    assert child.stdout is not None and child.stdout.readline() == "held\n"
    try:
        pacer = Pacer(tmp_path / "a.lock", 0)
        threading.Timer(0.1, pacer.stop).start()
        with pytest.raises(ArxivUnreachable, match="stopped"), pacer.turn():
            pass
    finally:
        child.kill()
        child.communicate()
    with Pacer(tmp_path / "a.lock", 0).turn():
        pass


def test_the_pace_is_kept_elsewhere_where_its_folder_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    waited: list[float] = []
    with Pacer(tmp_path / "file" / "a.lock", 3.0, clock=lambda: 100.0).turn():
        pass
    second = Pacer(tmp_path / "file" / "a.lock", 3.0, clock=lambda: 101.0 + sum(waited), sleep=waited.append)
    with second.turn():
        pass
    assert sum(waited) == pytest.approx(2.0)


def test_a_folder_that_cannot_be_made_anywhere_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    with pytest.raises(OutputError, match="file"), Pacer(tmp_path / "file" / "a.lock", 0).turn():
        pass
