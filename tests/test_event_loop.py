"""Worker threads of a command's event loop do their work, and are left behind where it does not end."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
import time

import pytest

from summarize.event_loop import DaemonThreads, run_in_loop


def test_a_thread_that_does_not_end_is_not_waited_for() -> None:
    for_ever = threading.Event()

    async def give_up() -> str:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.to_thread(for_ever.wait), 0.05)
        return "done"

    began = time.monotonic()
    assert run_in_loop(give_up()) == "done"
    assert time.monotonic() - began < 5
    for_ever.set()


def test_answers_and_errors_come_back_and_calls_share_few_threads() -> None:
    busy, most = [0], [0]

    def work(n: int) -> int:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        time.sleep(0.01)
        busy[0] -= 1
        return n * n

    with DaemonThreads(most=3) as threads:
        assert list(threads.map(work, range(20))) == [n * n for n in range(20)]
        with pytest.raises(ZeroDivisionError):
            threads.submit(lambda: 1 // 0).result(5)
    assert most[0] <= 3


def test_a_call_that_was_cancelled_before_its_turn_is_not_made() -> None:
    gate, called = threading.Event(), list[int]()
    with DaemonThreads(most=1) as threads:
        first = threads.submit(gate.wait)
        second = threads.submit(called.append, 1)
        assert second.cancel()
        gate.set()
        first.result(5)
        threads.submit(called.append, 2).result(5)
    assert called == [2]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a process there")
def test_sigterm_is_ctrl_c_while_the_loop_runs_and_what_it_was_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)

    async def wait() -> None:
        signal.raise_signal(signal.SIGTERM)
        await asyncio.sleep(30)

    with pytest.raises(KeyboardInterrupt):
        run_in_loop(wait())
    assert signal.getsignal(signal.SIGTERM) is before
