"""The event loop of a command: signals end it in order, and its worker threads never keep the process from ending."""

from __future__ import annotations

import asyncio
import os
import queue
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

#: The size of Python's own pool (https://docs.python.org/3/library/concurrent.futures.html#threadpoolexecutor).
_MOST_THREADS = min(32, (os.cpu_count() or 1) + 4)


def run_in_loop(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Return what ``work`` gives, in an event loop of its own, and raise what it raises.

    ``asyncio.to_thread`` and look-ups of names use daemon threads there. ``asyncio.run`` would wait at its end for each
    thread that is still in a request or a look-up, and the interpreter would wait once more at exit.

    SIGTERM, which ends a job on a server, is treated as Ctrl-C while the loop runs.
    """
    with _terminated_as_interrupted(), asyncio.Runner() as runner:
        runner.get_loop().set_default_executor(DaemonThreads())
        return runner.run(work)


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what a signal does
        return
    before = signal.signal(signal.SIGTERM, lambda number, frame: signal.raise_signal(signal.SIGINT))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class DaemonThreads(ThreadPoolExecutor):
    """An executor whose threads are daemons: they are left behind, with what they do, when the process ends.

    At most ``most`` calls run at the same time; others wait for their turn. It is a ThreadPoolExecutor only because
    asyncio takes no other class; it starts no thread of that class.
    """

    def __init__(self, most: int = _MOST_THREADS) -> None:
        super().__init__(most)
        self._most = most
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._free = threading.Semaphore(0)
        self._count = 0
        self._starting = threading.Lock()

    def submit(self, fn: Callable[Given, Answer], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Answer]:
        """Call ``fn`` in a thread as soon as one is free."""
        future: Future[Answer] = Future()

        def call() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                answer = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001  the caller gets it, whatever it is
                future.set_exception(error)
            else:
                future.set_result(answer)

        self._calls.put(call)
        if not self._free.acquire(blocking=False):
            with self._starting:
                if self._count < self._most:
                    self._count += 1
                    threading.Thread(target=self._serve, daemon=True, name=f"worker-{self._count}").start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let threads without work end. Nothing is waited for, whatever ``wait`` says."""
        for _ in range(self._count):
            self._calls.put(None)

    def _serve(self) -> None:
        while (call := self._next()) is not None:
            call()
            del call  # it holds the arguments and the answer

    def _next(self) -> Callable[[], None] | None:
        """Return the next call, or None after ``shutdown``. A thread counts as free only while no call waits."""
        try:
            return self._calls.get_nowait()
        except queue.Empty:
            self._free.release()
            return self._calls.get()
