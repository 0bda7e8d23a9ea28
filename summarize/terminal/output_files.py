"""The outputs of pages: stdout, one file for all papers, or one file a paper. A file is written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from summarize.errors import OutputError
from summarize.processes import is_alive
from summarize.values import ARXIV, LOCAL, PaperFailure, PaperRef, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from summarize.layouts import Layout, RunInfo
    from summarize.values import Outcome, Paper

#: Seconds. While a run goes on, a page of many papers is rewritten at most this often.
PAGE_INTERVAL_S = 10.0
#: Names that Windows reserves, whatever their suffix (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
_LONGEST_NAME = 100
_TEMPORARY = ".summarize-"
#: Seconds. A temporary file is written in one go; a day later nobody writes it any more.
_LONGEST_WRITE_S = 86400.0
#: A disk that is full, a quota that is used up, a file that would be larger than a process may write.
_NO_SPACE = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


class Sink(Protocol):
    """An output. It takes outcomes in the order of the papers and then ends the page."""

    def add(self, outcome: Outcome) -> None: ...

    def finish(self, *, complete: bool) -> None:
        """End the page. ``complete`` is False where the run was interrupted."""


class StreamSink:
    """Output to stdout: each paper when its turn comes. A layout that does not stream is written at the end."""

    def __init__(self, stream: TextIO, layout: Layout, run: RunInfo, clean: Callable[[str], str]) -> None:
        self._stream, self._layout, self._run, self._clean = stream, layout, run, clean
        self._failures: list[PaperFailure] = []
        self._kept: list[Outcome] = []
        self._n = 0

    def add(self, outcome: Outcome) -> None:
        if not self._layout.streams or self._run.total == 1:
            self._kept.append(outcome)
            return
        self._begin()
        self._n += 1
        if isinstance(outcome, PaperFailure):
            self._failures.append(outcome)
        self._write(self._layout.paper(outcome, self._n))

    def finish(self, *, complete: bool) -> None:
        if self._layout.streams and self._run.total != 1:
            self._begin()
            self._write(self._layout.tail(self._failures, self._run))
        elif self._kept and complete:
            only_failed = self._run.total == 1 and isinstance(self._kept[0], PaperFailure)
            # Where the only paper failed, stderr says why and nothing that looks like a page is printed. JSON has a
            # shape for failures, which programs read.
            if not only_failed or self._layout.suffix in (".json", ".jsonl"):
                self._write(self._layout.page(self._kept, self._run))

    def _begin(self) -> None:
        if self._n == 0 and not self._failures:
            self._write(self._layout.head(self._run))

    def _write(self, text: str) -> None:
        if text:
            try:
                self._stream.write(self._clean(text))
                self._stream.flush()
            except BrokenPipeError:
                raise  # who reads has seen enough
            except OSError as error:
                raise _unwritable("standard output", error) from error


class FileSink:
    """Output of one page to one file, which is rewritten from time to time while a run goes on, and at its end.

    ``reload`` returns the outcomes so far, in order, from the store, so that a run keeps few of them in memory.
    """

    def __init__(
        self,
        path: Path,
        layout: Layout,
        run: RunInfo,
        reload: Callable[[], Iterable[Outcome]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path, self._layout, self._run, self._reload, self._clock = path, layout, run, reload, clock
        self._next = clock() + PAGE_INTERVAL_S
        sweep(path.parent)
        self._only: Outcome | None = None

    def add(self, outcome: Outcome) -> None:
        self._only = outcome
        if self._run.total > 1 and self._clock() >= self._next:
            began = self._clock()
            self._put_together()
            # A page that takes long is made less often, so that it never costs more than a tenth of the run.
            self._next = self._clock() + max(PAGE_INTERVAL_S, 10 * (self._clock() - began))

    def finish(self, *, complete: bool) -> None:
        if self._run.total == 1:
            if isinstance(self._only, Result) or (
                self._only is not None and self._layout.suffix in (".json", ".jsonl")
            ):
                write_whole(self._path, self._layout.page([self._only], self._run))
            return
        self._put_together()

    def _put_together(self) -> None:
        write_whole(self._path, self._layout.page(self._reload(), self._run))


class FolderSink:
    """Output of one file a paper. A file that has the same content already is not written."""

    def __init__(self, folder: Path, layout: Layout, run: RunInfo) -> None:
        self._folder, self._layout, self._run = folder, layout, replace(run, total=1)
        sweep(folder)
        self.written = 0
        self.unchanged = 0

    def add(self, outcome: Outcome) -> None:
        if isinstance(outcome, PaperFailure):
            return
        path = self._folder / (file_name(outcome) + self._layout.suffix)
        if write_whole(path, self._layout.page([outcome], self._run)):
            self.written += 1
        else:
            self.unchanged += 1

    def finish(self, *, complete: bool) -> None:
        make_folder(self._folder)


def file_name(result: Result) -> str:
    """Return the name of a result's file, without its suffix."""
    return paper_name(result.paper)


def paper_name(paper: Paper) -> str:
    """Return a name for any file system: ``2501.18585v2``, ``hep-th_9901001v1``, or a PDF's stem and a hash.

    A paper of a source without such IDs has its ID and a hash.
    """
    if paper.id and paper.source == ARXIV:
        return f"{paper.id.replace('/', '_')}v{paper.version}"
    known_by = str(paper) if paper.id else str(paper.path)
    name = known_by if paper.id else Path(paper.path or paper.title).stem
    stem = re.sub(r"[^\w.()+-]+", "_", name).strip("._ ")[:_LONGEST_NAME]
    if not stem or stem.split(".")[0].lower() in _RESERVED:
        stem = f"paper_{stem}".rstrip("_")
    return f"{stem}-{hashlib.sha256(known_by.encode()).hexdigest()[:6]}"


def ref_of(result: Result) -> PaperRef:
    """Return the reference that names exactly this paper and version."""
    paper = result.paper
    return PaperRef(paper.id, paper.version or None, paper.path, LOCAL if paper.path else paper.source)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents. Raises OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder {folder} cannot be made: {error.strerror}", hint=_hint(error)) from error


def write_whole(path: Path, text: str) -> bool:
    """Write ``text`` to ``path`` as UTF-8, whole or not at all. Return False where the file has this text already.

    Raises OutputError.
    """
    data = text.encode("utf-8", "replace")
    make_folder(path.parent)
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        if path.exists() and not path.is_file():
            # A device or a pipe (/dev/stderr, a process substitution) is written to and not replaced.
            path.write_bytes(data)
            return True
        handle, temporary = tempfile.mkstemp(prefix=f"{_TEMPORARY}{os.getpid()}-", suffix=".tmp", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(str(path), error) from error
    return True


def sweep(folder: Path) -> None:
    """Remove this program's temporary files in ``folder`` whose process no longer lives, and those of another day.

    A process number is given again, and means nothing for a file that another machine wrote. What cannot be removed
    stays.
    """
    with suppress(OSError):
        for path in folder.glob(f"{_TEMPORARY}*.tmp"):
            pid = path.name.removeprefix(_TEMPORARY).split("-")[0]
            with suppress(OSError):
                abandoned = time.time() - path.stat().st_mtime > _LONGEST_WRITE_S
                if abandoned or (pid.isdecimal() and not is_alive(int(pid))):
                    path.unlink(missing_ok=True)


def _unwritable(what: str, error: OSError) -> OutputError:
    return OutputError(f"{what} cannot be written: {error.strerror or error}", hint=_hint(error))


def _hint(error: OSError) -> str:
    return "Free some disk space, or choose another -o" if error.errno in _NO_SPACE else "Choose another -o"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def page_folder_of(output: str | None) -> Path:
    """Return the folder that paths in a page are relative to: the output's folder, or the working directory."""
    if not output or output == "-":
        return Path()
    path = Path(output)
    return path if path.is_dir() or output.endswith(("/", "\\")) else path.parent
