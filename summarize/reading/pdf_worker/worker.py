"""PDFs read one after another in a process of their own, which is kept for the next and replaced where it is lost."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Literal, TypeVar

import msgspec

from summarize.errors import (
    ABSTRACT_ROUTE,
    NoPdf,
    NotAPdf,
    PdfCrashed,
    PdfEncrypted,
    PdfError,
    PdfTooCostly,
    PdfTooLarge,
    PdfTruncated,
    PdfWithoutText,
)
from summarize.reading.pdf_worker import frames
from summarize.reading.pdf_worker.frames import PICTURES_LIMIT, Failure, Frame, Question
from summarize.reading.pdf_worker.worker_child import Child, ChildLost
from summarize.reading.pdf_worker.worker_limits import PdfLimits
from summarize.values import Document, Figure

T = TypeVar("T")

_log = logging.getLogger(__name__)
#: The errors that the process may report, by code. Any other code becomes a PdfError.
_ERRORS: dict[str, type[PdfError]] = {
    kind.code: kind for kind in (NoPdf, NotAPdf, PdfEncrypted, PdfTooLarge, PdfTruncated, PdfWithoutText)
}
_PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
_DAMAGED = f"the file is damaged or made to do this: download it again; {ABSTRACT_ROUTE}"


class PdfWorker:
    """Reads PDFs in a process of its own, one at a time, in the order in which they are asked for.

    The process starts with the first question, or with ``start``. Where it is lost in the answer to a PDF that was not its
    first, the PDF is tried once more in a new process: an earlier one may be to blame. Methods return at once and may be
    called from any thread. ``command`` starts the process (None: this program's own).
    """

    def __init__(self, limits: PdfLimits | None = None, command: Sequence[str] | None = None) -> None:
        self._limits, self._command = limits or PdfLimits(), command
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._child: Child | None = None
        self._current: Future[Any] | None = None
        self._given_up: Future[Any] | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The number of the process; None where there is none."""
        child = self._child
        return None if child is None else child.pid

    def start(self) -> None:
        """Start the process now, so that it is ready when the first PDF is."""
        if self._thread is None:
            self._put(_Task(Question("check", "", 0), _end, Future(), only_start=True))

    def check(self, path: Path | str) -> Future[None]:
        """Whether ``path`` is a whole, readable PDF: nothing, or a PdfError."""
        return self._asked("check", path, _end)

    def read(self, path: Path | str) -> Future[Document]:
        """The text of the PDF ``path``, or a PdfError."""

        def document(answer: Iterator[Frame]) -> Document:
            body = _one(answer, frames.DOCUMENT).body
            return replace(msgspec.json.decode(body, type=Document), kind="pdf", source=str(path))

        return self._asked("read", path, document)

    def pictures(
        self, path: Path | str, save: Callable[[Figure, bytes], Figure], *, dpi: int = 150
    ) -> Future[list[Figure]]:
        """Page 1, figures and tables of the PDF ``path``, or a PdfError.

        ``save`` gets each figure with its PNG, in a thread of this object, and returns what stands in the result. What it
        raises ends the answer.
        """

        def pictures(answer: Iterator[Frame]) -> list[Figure]:
            figures: list[Figure] = []
            caption: Figure | None = None
            for frame in answer:
                if frame.kind == frames.END:
                    return figures
                if frame.kind == frames.CAPTION and caption is None and len(figures) < PICTURES_LIMIT:
                    caption = msgspec.json.decode(frame.body, type=Figure)
                elif frame.kind == frames.PNG and caption is not None and frame.body.startswith(_PNG_BEGINS):
                    figures.append(save(caption, frame.body))
                    caption = None
                else:
                    break
            raise ChildLost("nonsense")

        return self._asked("pictures", path, pictures, dpi=dpi)

    def give_up(self, future: Future[T]) -> None:
        """End the work for ``future``, which nobody waits for any more; where it is under way, by ending the process."""
        if future.cancel():
            return
        with self._lock:
            if self._current is future and self._child is not None:
                self._given_up = future
                self._child.kill()

    def close(self) -> None:
        """End the process at once. What is asked for is cancelled, or ends with an error. Nothing can be asked after."""
        with self._lock:
            self._closed = True
            if self._child is not None:
                self._child.kill()
        self._tasks.put(None)

    def _asked(
        self,
        work: Literal["check", "read", "pictures"],
        path: Path | str,
        read: Callable[[Iterator[Frame]], T],
        dpi: int = 150,
    ) -> Future[T]:
        question = Question(work, str(Path(path).absolute()), self._limits.cpu_s, dpi)
        future: Future[T] = Future()
        self._put(_Task(question, read, future, str(path)))
        return future

    def _put(self, task: _Task) -> None:
        with self._lock:
            if self._closed:
                task.future.cancel()
                return
            self._tasks.put(task)
            if self._thread is None:
                # One thread starts every process and lives as long as this object: a process ends with its thread.
                self._thread = threading.Thread(target=self._work, name="pdf-worker", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            if self._closed:
                task.future.cancel()
            if not task.future.set_running_or_notify_cancel():
                continue
            try:
                task.future.set_result(self._answer(task))
            except BaseException as error:  # noqa: BLE001  whoever waits for the future gets it
                task.future.set_exception(error)
        self._drop()

    def _answer(self, task: _Task) -> object:
        while True:
            child = self._ready_child(task)
            if task.only_start:
                return None
            earlier = child.read - {task.question.path}
            try:
                return task.read(_reported(child.ask(task.question)))
            except _Reported as reported:
                if reported.failure.trace:
                    _log.debug("%s: unexpected error in the reader of PDFs\n%s", task.name, reported.failure.trace)
                if not reported.failure.memory:
                    raise _error_of_failure(reported.failure, task.name) from reported
                lost = ChildLost("memory")
            except ChildLost as exc:
                lost = exc
            except msgspec.MsgspecError:
                lost = ChildLost("nonsense")
            except BaseException:
                # The answer was not read to its end: the next PDF gets a new process.
                self._drop()
                raise
            finally:
                with self._lock:
                    self._current = None
            self._drop()
            if self._closed:
                raise PdfError("was not read: the program ends", paper=task.name)
            if not earlier or lost.cause in ("time", "too long") or self._given_up is task.future:
                raise _error_of(lost, self._limits, task.name)

    def _ready_child(self, task: _Task) -> Child:
        with self._lock:
            if self._closed:
                raise PdfError("was not read: the program ends", paper=task.name)
            if self._child is None:
                try:
                    self._child = Child(self._limits, self._command)
                except OSError as exc:
                    raise PdfCrashed(
                        f"the reader of PDFs cannot start: {exc.strerror or exc}",
                        paper=task.name,
                        hint=f"close other programs and try again; {ABSTRACT_ROUTE}",
                    ) from exc
            self._current = task.future
            return self._child

    def _drop(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.close()


@dataclass(frozen=True, slots=True)
class _Task:
    """A question, who makes a value of the answer's frames, and who waits for it. ``name`` is the paper, for errors."""

    question: Question
    read: Callable[[Iterator[Frame]], object]
    future: Future[Any]
    name: str = ""
    only_start: bool = False


class _Reported(Exception):
    """The process says why it cannot answer. The text is its traceback, where there is one."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.trace)
        self.failure = failure


def _reported(answer: Iterator[Frame]) -> Iterator[Frame]:
    """The frames of an answer. Raises _Reported at a FAILURE."""
    for frame in answer:
        if frame.kind == frames.FAILURE:
            raise _Reported(msgspec.json.decode(frame.body, type=Failure))
        yield frame


def _one(answer: Iterator[Frame], kind: bytes) -> Frame:
    """The only frame of an answer. Raises ChildLost where it is of another kind."""
    frame = next(answer)
    if frame.kind != kind:
        raise ChildLost("nonsense")
    return frame


def _end(answer: Iterator[Frame]) -> None:
    _one(answer, frames.END)


def _error_of_failure(failure: Failure, name: str) -> PdfError:
    return _ERRORS.get(failure.code, PdfError)(failure.message, hint=failure.hint, paper=name)


def _error_of(lost: ChildLost, limits: PdfLimits, name: str) -> PdfError:
    """The error of the PDF in whose answer the process was lost."""
    memory = f"takes more than {limits.memory_bytes / 2**20:,.0f} MB of memory to read"
    if lost.cause == "memory":
        return PdfTooCostly(memory, paper=name, hint=_DAMAGED)
    if lost.cause == "time":
        return PdfTooCostly(
            f"takes more than {limits.cpu_s} s of work, or {limits.wall_s:.0f} s in all, to read",
            paper=name,
            hint=_DAMAGED,
        )
    if lost.cause == "too long":
        return PdfTooLarge("has more text or larger pictures than a paper has", paper=name, hint=ABSTRACT_ROUTE)
    if lost.cause == "start":
        hint = f"try again; where it stays so, install summarize again; {ABSTRACT_ROUTE}"
        return PdfCrashed(f"the reader of PDFs does not start ({lost.how})", paper=name, hint=hint)
    if lost.how == "SIGKILL":
        hint = f"memory of this machine may have run out: close other programs and try again; {ABSTRACT_ROUTE}"
        return PdfCrashed("the reader of PDFs was ended from outside (SIGKILL)", paper=name, hint=hint)
    return PdfCrashed(f"the reader of PDFs broke down over it ({lost.how})", paper=name, hint=_DAMAGED)
