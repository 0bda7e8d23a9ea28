"""The lock that keeps a damaged store from being replaced while another process writes into it.

Whoever opens the store or writes a row holds the lock shared, for as long as that takes. Whoever replaces the file
holds it alone. SQLite's own locks belong to one file and say nothing of the one that takes its place. ``filelock``,
which keeps arXiv's pace, has no shared locks and takes 35 ms to import; a stored page is to be shown in 120 ms.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows has no flock; a file that is open cannot be replaced there anyway.
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Seconds between two attempts.
_POLL_S = 0.01


class StoreLock:
    """The lock in the file ``path``, which is made when it is needed and stays.

    Where it cannot be made (a folder that is not ours), there is no lock: the store cannot be replaced there either.
    Waiting ends after ``patience_s`` seconds; the shared lock is then done without, and the other one raises OSError.
    """

    def __init__(self, path: Path, patience_s: float) -> None:
        self._path, self._patience_s = path, patience_s
        self._file: int | None = None

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Hold the lock with others."""
        file = self._opened()
        held = file is not None and self._acquired(file, alone=False)
        try:
            yield
        finally:
            if held and file is not None:
                fcntl.flock(file, fcntl.LOCK_UN)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock alone. Raises OSError where others do not let go of it in time."""
        file = self._opened()
        if file is not None and not self._acquired(file, alone=True):
            raise TimeoutError("another process is writing into it")
        try:
            yield
        finally:
            if file is not None:
                fcntl.flock(file, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _opened(self) -> int | None:
        if self._file is None and fcntl is not None:
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            except OSError:
                return None
        return self._file

    def _acquired(self, file: int, *, alone: bool) -> bool:
        wanted = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        deadline = time.monotonic() + self._patience_s
        while True:
            try:
                fcntl.flock(file, wanted | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    return False
                time.sleep(_POLL_S)
            except OSError:
                return False  # a file system without such locks
            else:
                return True
