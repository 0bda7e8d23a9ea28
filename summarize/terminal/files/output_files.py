"""Files that the program writes: their names, and how each is written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import OutputError
from summarize.processes import is_alive
from summarize.values import ARXIV, LOCAL, PaperRef

if TYPE_CHECKING:
    from summarize.values import Paper, Result

#: Names that Windows reserves, whatever their suffix (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
_LONGEST_NAME = 100
#: Characters of a name that is too long, in a message.
_SHOWN_NAME = 40
_TEMPORARY = ".summarize-"
#: Seconds. A temporary file is written in one go; a day later nobody writes it any more.
_LONGEST_WRITE_S = 86400.0
#: A disk that is full, a quota that is used up, a file that would be larger than a process may write.
_NO_SPACE = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def file_name(result: Result, *, stable: bool = False) -> str:
    """Return the name of a result's file, without its suffix; with ``stable`` the same for all versions of a paper."""
    return paper_name(replace(result.paper, version=0) if stable else result.paper)


def paper_name(paper: Paper) -> str:
    """Return a name for any file system: ``2501.18585v2``, ``hep-th_9901001v1``, or a PDF's stem and a hash.

    A paper of a source without such IDs has its ID and a hash.
    """
    if paper.id and paper.source == ARXIV:
        name = paper.id.replace("/", "_")
        return f"{name}v{paper.version}" if paper.version else name
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


def output_path(output: str) -> Path:
    """Return the path that ``-o`` names. Raises OutputError where no file system takes such a name."""
    path = Path(output)
    try:
        path.lstat()
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            return path  # nothing there yet, or what writing it will say
        longest = max(path.parts, key=lambda part: len(os.fsencode(part)))
        shown = f"{longest[:_SHOWN_NAME]}…" if len(longest) > _SHOWN_NAME else longest
        raise OutputError(
            f"the name is too long for a file: {shown} ({len(os.fsencode(longest))} bytes; most file systems take 255)",
            hint="Choose a shorter -o",
        ) from error
    except ValueError as error:
        raise OutputError(f"-o {output!r} is no name of a file: {error}", hint="Choose another -o") from error
    return path


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
        raise unwritable(str(path), error) from error
    return True


def copy_whole(source: Path, target: Path) -> bool:
    """Copy a file, whole or not at all. Return False where ``target`` is there already, whatever is in it.

    Raises OutputError.
    """
    if target.exists():
        return False
    make_folder(target.parent)
    try:
        handle, temporary = tempfile.mkstemp(prefix=f"{_TEMPORARY}{os.getpid()}-", suffix=".tmp", dir=target.parent)
        os.close(handle)
        try:
            shutil.copyfile(source, temporary)
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise unwritable(str(target), error) from error
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


def unwritable(what: str, error: OSError) -> OutputError:
    """Return the error that ``what``, a file or stream, cannot be written."""
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
