"""The process that reads PDFs, seen from the command: it is started, asked, watched and ended here.

``subprocess`` and frames are used, not ``multiprocessing`` or ``concurrent.futures``: both answer with pickles and hand the
command's whole environment on.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Literal, cast

import msgspec

from summarize.reading.pdf_worker import frames
from summarize.reading.pdf_worker.frames import Frame, FrameError, FrameTooLong, Question, read_frame, write_frame
from summarize.reading.pdf_worker.worker_limits import PdfLimits, resident_bytes

#: The first word of a command line that starts this process from a program that is frozen into one file.
WORKER_WORD = "--read-pdfs-for-summarize"
_START = (
    "import json, sys; setup = sys.argv[1]; sys.path[:] = json.loads(setup)[0]\n"
    "from summarize.reading.pdf_worker.worker_loop import main; main(setup)"
)
#: Variables that loading Python and PyMuPDF may need. No other variable is handed on, and so no key.
_KEPT = (
    "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "LANG", "LC_ALL", "TEMP", "TMPDIR",
)  # fmt: skip
#: CREATE_NEW_PROCESS_GROUP (no Ctrl-C) and CREATE_NO_WINDOW of subprocess, which has them on Windows alone.
_WINDOWS_FLAGS = 0x00000200 | 0x08000000 if os.name == "nt" else 0
#: Seconds between two looks at the process's memory.
_LOOK_EVERY_S = 0.5

Cause = Literal["start", "crash", "time", "memory", "too long", "nonsense"]


class ChildLost(Exception):
    """The process gave no whole answer. ``cause`` says why, ``status`` is its exit status where it ended by itself."""

    def __init__(self, cause: Cause, status: int | None = None) -> None:
        super().__init__(cause)
        self.cause: Cause = cause
        self.status = status

    @property
    def how(self) -> str:
        """How the process ended: ``SIGSEGV``, ``exit status 1``."""
        if self.status is None:
            return "its answer made no sense"
        if self.status >= 0:
            return f"exit status {self.status}"
        try:
            return signal.Signals(-self.status).name
        except ValueError:
            return f"signal {-self.status}"


class Child:
    """One process. ``read`` has the paths of all PDFs that it was asked about and answered. It is used from the thread that made it, except ``kill``.

    ``command`` starts the process and gets the setup as its last word. The process ends with the thread that started it
    (Linux), or with the end of its input.
    """

    def __init__(self, limits: PdfLimits, command: Sequence[str] | None = None) -> None:
        self._limits = limits
        self._ready = False
        self._cause: Cause | None = None
        self.read: set[str] = set()
        setup = msgspec.json.encode(([path or str(Path.cwd()) for path in sys.path], os.getpid(), limits.memory_bytes))
        self._popen = subprocess.Popen(
            [*(command or _command()), setup.decode()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            # A group of its own: Ctrl-C on the terminal does not reach it.
            process_group=None if sys.platform == "win32" else 0,
            creationflags=_WINDOWS_FLAGS,
        )

        self._questions, self._answers = cast(BinaryIO, self._popen.stdin), cast(BinaryIO, self._popen.stdout)

    @property
    def pid(self) -> int:
        return self._popen.pid

    def ask(self, question: Question) -> Iterator[Frame]:
        """Ask, and give the frames of the answer, of which the last is a DOCUMENT, END or FAILURE. Raises ChildLost."""
        limits = self._limits
        if not self._ready:
            with self._watched(limits.start_s):
                ready = self._frame()
            if ready.kind == frames.FAILURE:
                yield ready
                return
            if ready.kind != frames.READY:
                raise self._lost("nonsense")
            self._ready = True
        with self._watched(limits.wall_s):
            try:
                write_frame(self._questions, frames.QUESTION, msgspec.json.encode(question))
            except OSError as exc:
                raise self._lost("crash") from exc
            while True:
                frame = self._frame()
                if frame.kind in (frames.DOCUMENT, frames.END, frames.FAILURE):
                    break
                yield frame
        self.read.add(question.path)
        yield frame

    def kill(self) -> None:
        """End the process at once. It may be called from any thread, and more than once."""
        with contextlib.suppress(OSError):
            self._popen.kill()

    def close(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        for stream in (self._questions, self._answers):
            with contextlib.suppress(OSError):
                stream.close()
        self._popen.wait()

    def _frame(self) -> Frame:
        try:
            frame = read_frame(self._answers)
        except FrameTooLong as exc:
            raise self._lost("too long") from exc
        except (FrameError, OSError, ValueError) as exc:
            raise self._lost("crash") from exc
        if frame is None:
            raise self._lost("crash" if self._ready else "start")
        return frame

    def _lost(self, cause: Cause) -> ChildLost:
        """End the process and say why it is lost: by a limit, where one was reached, or by ``cause``."""
        if cause in ("too long", "nonsense"):
            self.kill()
        try:
            # The pipe breaks a moment before the exit status is there.
            status: int | None = self._popen.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()
            status = None
        if self._cause is not None:
            return ChildLost(self._cause)
        if sys.platform != "win32" and status == -signal.SIGXCPU:
            return ChildLost("time")
        return ChildLost(cause, status)

    @contextlib.contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        """End the process after ``seconds``, or when it holds more memory than it may."""
        done = threading.Event()
        deadline = time.monotonic() + seconds

        def watch() -> None:
            while not done.wait(min(_LOOK_EVERY_S, max(0.0, deadline - time.monotonic()))):
                if time.monotonic() >= deadline:
                    self._cause = "time"
                elif resident_bytes(self.pid) > self._limits.memory_bytes:
                    self._cause = "memory"
                else:
                    continue
                self.kill()
                return

        threading.Thread(target=watch, name="pdf-limits", daemon=True).start()
        try:
            yield
        finally:
            done.set()


def _command() -> list[str]:
    """The command line of the process, without its setup.

    Isolated mode (``-I``) heeds no variable of the environment and no module in the current folder; the command's own
    module path is part of the setup.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_WORD]
    return [sys.executable, "-I", "-X", "utf8", "-c", _START]
