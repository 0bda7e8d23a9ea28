"""arXiv's pace: one request at a time and one per so many seconds, for all threads and processes of this machine.

https://info.arxiv.org/help/api/tou.html: "make no more than one request every three seconds, and limit requests to a
single connection at a time". The three seconds are ``ARXIV_DELAY_S`` in ``settings.py``, and come here as ``delay_s``.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from summarize.errors import ArxivUnreachable, OutputError

if TYPE_CHECKING:
    import asyncio

    from filelock import BaseFileLock

    from summarize.event_loop import DaemonThreads

Answer = TypeVar("Answer")

#: How long one attempt at the lock lasts before ``stop`` is looked at again.
_ATTEMPT_S = 0.5
#: Twice the papers that a run with the default of 8 model calls has in work; what is stored is found without a wait.
_MOST_WAITING = 32
#: A note that lies further ahead than this was written by a clock that has been set back since.
_FURTHEST_AHEAD_S = 300.0


class Pacer:
    """Gives out turns: ``with pacer.turn(): request``. The lock is held while the body runs.

    ``lock_path`` is locked by the operating system, so that a process that dies lets go of it; beside it a small file
    (``….last``) holds when the last request began and until when arXiv asked everybody to wait, in seconds since the
    epoch. ``clock`` gives those seconds; ``sleep`` waits (by default in a way that :meth:`stop` ends).
    """

    def __init__(
        self,
        lock_path: Path,
        delay_s: float,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self.delay_s = delay_s
        self._lock_path = lock_path
        self._note = lock_path.with_suffix(".last")
        self._unwritten: tuple[float, float, bool] | None = None
        self._clock = clock
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._threads = threading.Lock()
        self._file_lock: BaseFileLock | None = None
        self._mine = (-1.0, 0)
        self._workers: DaemonThreads | None = None
        self._waiting: set[asyncio.Future[Any]] = set()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the next turn and hold it. Those who wait get their turns in no order.

        Raises ArxivUnreachable after :meth:`stop`, OutputError where the lock's folder cannot be written.
        """
        waited_for: tuple[float, float] | None = None
        gave_way = False
        while True:
            with self._threads:
                lock = self._acquire()
                try:
                    began, not_before, others = self._read()
                    mine = self._mine == (began, threading.get_ident())
                    wait_s = 0.0
                    if (began, not_before) != waited_for:
                        wait_s = self._wait_s(began, not_before)
                        if wait_s > 0 and not mine:
                            self._write(began, not_before, others=True)
                    elif mine and others and not gave_way:
                        # Who had the last turn lets those come first who have waited since.
                        wait_s, gave_way = 3 * _poll_s(self.delay_s), True
                    if wait_s <= 0:
                        now = self._clock()
                        self._write(now, not_before if not_before < now + _FURTHEST_AHEAD_S else 0.0)
                        self._mine = (self._read()[0], threading.get_ident())
                        yield
                        return
                finally:
                    lock.release()
            # Not under the lock, so that a run with many requests does not keep it from one to the next.
            self._sleep(wait_s)
            self.still_asked()
            waited_for = (began, not_before)

    def postpone(self, seconds: float) -> None:
        """Let everybody wait for ``seconds`` from now, because arXiv asked for it. Called within a turn."""
        began, _, others = self._read()
        self._write(began, self._clock() + seconds, others=others)

    def still_asked(self) -> None:
        """Raise ArxivUnreachable after :meth:`stop`: between the turn and the request modules may be loaded."""
        if self._stopped.is_set():
            raise _stopped()

    def pause(self, seconds: float) -> None:
        """Wait outside of a turn; ends early after :meth:`stop`."""
        self._sleep(seconds)

    async def in_thread(self, work: Callable[[], Answer]) -> Answer:
        """Return what ``work``, which waits for turns, gives in a worker thread.

        :meth:`stop` cancels whoever awaits it, at once, and the thread is left behind. After it nothing is begun. The
        threads are no others' than this Pacer's: those of the event loop would all wait here for minutes.
        """
        import asyncio

        from summarize.event_loop import DaemonThreads

        if self._stopped.is_set():
            raise asyncio.CancelledError
        if self._workers is None:
            self._workers = DaemonThreads(_MOST_WAITING)
        waiting = asyncio.get_running_loop().run_in_executor(self._workers, work)
        self._waiting.add(waiting)
        try:
            return await waiting
        finally:
            self._waiting.discard(waiting)

    def stop(self) -> None:
        """Give up: nothing more is asked for, and nobody waits any longer, neither for a turn nor for an answer.

        It is called in the event loop of those who await ``in_thread``. Turns that threads wait for raise.
        """
        self._stopped.set()
        for waiting in self._waiting:
            waiting.cancel()

    def _acquire(self) -> BaseFileLock:
        from filelock import FileLock, Timeout

        try:
            if self._file_lock is None:
                self._find_place()
                # thread_local=False: turns of one Pacer already exclude each other, and any thread may hold the lock.
                self._file_lock = FileLock(self._lock_path, thread_local=False, poll_interval=_poll_s(self.delay_s))
            while not self._stopped.is_set():
                try:
                    self._file_lock.acquire(timeout=_ATTEMPT_S)
                except Timeout:
                    continue
                return self._file_lock
        except OSError as exc:
            raise OutputError(
                f"cannot lock {self._lock_path}: {exc.strerror or exc}",
                hint="this file keeps the pace of requests to arXiv; SUMMARIZE_HOME names another folder",
            ) from exc
        raise _stopped()

    def _find_place(self) -> None:
        """Take another folder for lock and note where the program's own cannot be written (a home that is read-only).

        The pace is then kept among the programs of this user that cannot write theirs either. Raises OSError.
        """
        try:
            self._lock_path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o666))
        except OSError:
            folder = Path(tempfile.gettempdir()) / f"summarize-arxiv-{os.getuid() if hasattr(os, 'getuid') else ''}"
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
                raise
            self._lock_path = folder / self._lock_path.name
            self._note = self._lock_path.with_suffix(".last")

    def _wait_s(self, began: float, not_before: float) -> float:
        """Seconds until the next request may begin."""
        now = self._clock()
        wait_s = max(began + self.delay_s, not_before) - now
        return self.delay_s if wait_s > max(self.delay_s, _FURTHEST_AHEAD_S) else max(0.0, wait_s)

    def _read(self) -> tuple[float, float, bool]:
        """When the last request began, until when all must wait, and whether others have begun to wait since.

        An unreadable note was written when its file was.
        """
        if self._unwritten is not None:
            return self._unwritten
        try:
            began, not_before, others = map(float, self._note.read_text("ascii").split())
        except FileNotFoundError:
            return 0.0, 0.0, False
        except ValueError:
            return float(f"{self._note.stat().st_mtime:.6f}"), 0.0, False
        return began, not_before, others > 0

    def _write(self, began: float, not_before: float, *, others: bool = False) -> None:
        try:
            self._note.write_text(f"{began:.6f} {not_before:.6f} {others:d}\n", "ascii")
            self._unwritten = None
        except OSError:
            # A full disk: this process keeps its own pace.
            self._unwritten = (round(began, 6), round(not_before, 6), others)


def _poll_s(delay_s: float) -> float:
    """How often a held lock is tried again: rarely enough for dozens of waiting processes."""
    return min(0.1, max(0.01, delay_s / 20))


def _stopped() -> ArxivUnreachable:
    return ArxivUnreachable("stopped before arXiv was asked")
