"""The store: papers, finished results and raw replies that are kept between runs, in one file with the ledger.

* A finished result is keyed by everything that could change it (``keys.py``). No prompt is made to find one.
* A raw reply is keyed by endpoint, model, parameters and messages, so that after a crash no reply is paid for twice.

Rows are JSON of the frozen values, with a checksum since schema 1 of version 1.1. msgspec decodes and validates them. A
row that cannot be decoded, or that its checksum does not fit, counts as missing: it is made anew and replaced.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from summarize.processes import is_alive
from summarize.store.connections import glob_of
from summarize.store.database import Database
from summarize.store.ledger import Ledger
from summarize.store.salvage import BESIDE
from summarize.values import Completion, Paper, PaperRef, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from summarize.store.schema import Execute

#: Seconds. A claim that was not released for this long is void.
CLAIM_LIFETIME_S = 1800.0
#: What a row with a checksum begins with. It is a field of the object, which programs that do not know it pass over.
_SEAL = b'{"crc32":"'
#: Bytes of the checksum's field: the seal, eight hexadecimal digits, a quotation mark and a comma.
_SEALED_AT = len(_SEAL) + 10

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RememberedPaper:
    """A record from arXiv, and when it was fetched (seconds since the epoch)."""

    paper: Paper
    fetched_at: float


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """How much the store has of each kind. ``size_bytes`` includes the write-ahead log."""

    path: str
    size_bytes: int
    papers: int
    results: int
    replies: int
    runs: int


class Store:
    """The store in the file ``path``. The file and its folder are made when needed. ``notice`` gets texts for the user.

    A file that cannot be used costs a run nothing but itself (``database.py``): what cannot be read is missing, and what
    cannot be written is kept for this run alone. A writer waits for a locked file for ``patience_s`` seconds.
    """

    def __init__(
        self, path: Path, *, notice: Callable[[str], None] = lambda text: None, patience_s: float = 60.0
    ) -> None:
        self.path = path
        self._database = Database(path, notice=notice, patience_s=patience_s)
        self.ledger = Ledger(self._database)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    # Papers

    def get(self, ref: PaperRef) -> RememberedPaper | None:
        """Return the kept record of ``ref``, or None.

        Without a version it is the newest one, as it was last asked for.
        """
        if ref.version is None:
            row = self._database.row(
                "SELECT papers.body, newest.fetched_at FROM newest JOIN papers USING (id, version) WHERE newest.id = ?",
                ref.id,
            )
        else:
            row = self._database.row(
                "SELECT body, fetched_at FROM papers WHERE id = ? AND version = ?", ref.id, ref.version
            )
        paper = _decode(row[0], Paper) if row else None
        return RememberedPaper(paper, row[1]) if row and paper and _is_time(row[1]) else None

    def put(self, ref: PaperRef, paper: Paper, fetched_at: float) -> None:
        """Keep ``paper``, and that it is the newest version where ``ref`` names none."""
        body = _encode(paper)

        def write(execute: Execute) -> None:
            execute("INSERT OR REPLACE INTO papers VALUES (?, ?, ?, ?)", paper.id, paper.version, fetched_at, body)
            if ref.version is None:
                execute("INSERT OR REPLACE INTO newest VALUES (?, ?, ?)", paper.id, paper.version, fetched_at)

        self._database.write(write)

    # Finished results

    def result(self, key: str) -> Result | None:
        """Return the finished result with this key, or None."""
        row = self._database.row("SELECT body, paper FROM results WHERE key = ?", key)
        result = _decode(row[0], Result) if row else None
        # A row that is filed under another paper is damaged: ``latest_result`` would not find it.
        return result if row and result is not None and row[1] == str(result.paper) else None

    def has_result(self, key: str) -> bool:
        """Whether there is a finished result with this key. It is not decoded."""
        return self._database.row("SELECT 1 FROM results WHERE key = ?", key) is not None

    def put_result(self, key: str, result: Result, now: float) -> None:
        """Keep a finished result and release every claim to it."""
        body = _encode(result)

        def write(execute: Execute) -> None:
            execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", key, str(result.paper), now, body)
            execute("DELETE FROM claims WHERE key = ?", key)

        self._database.write(write)

    def latest_result(self, ref: PaperRef) -> Result | None:
        """Return the newest finished result of ``ref``, whatever it was made with, or None (``summarize open``)."""
        if ref.version is None:
            return next(self._results_of(ref.id), None)
        rows = self._database.rows("SELECT body FROM results WHERE paper = ? ORDER BY made DESC", str(ref))
        return next((result for row in rows if (result := _decode(row[0], Result)) is not None), None)

    def results_of(self, paper: Paper) -> Iterator[Result]:
        """Yield the finished results of all versions of a paper, the newest first; none for a paper without an ID."""
        return self._results_of(paper.id) if paper.id else iter(())

    def _results_of(self, paper_id: str) -> Iterator[Result]:
        rows = self._database.rows(
            "SELECT body FROM results WHERE paper = ? OR paper GLOB ? ORDER BY made DESC",
            paper_id,
            f"{glob_of(paper_id)}v[0-9]*",
        )
        return (result for row in rows if (result := _decode(row[0], Result)) is not None)

    # Raw replies

    def reply(self, key: str) -> Completion | None:
        """Return the raw reply with this key, or None."""
        row = self._database.row("SELECT body FROM replies WHERE key = ?", key)
        return _decode(row[0], Completion) if row else None

    def put_reply(self, key: str, completion: Completion, now: float) -> None:
        """Keep a raw reply."""
        body = _encode(completion)
        self._database.write(lambda execute: execute("INSERT OR REPLACE INTO replies VALUES (?, ?, ?)", key, now, body))

    # Claims, so that two processes never make the same result at the same time

    def claim(self, key: str, now: float) -> bool:
        """Take the right to make result ``key``. Return False while another living process has it."""
        host = os.uname().nodename if hasattr(os, "uname") else ""

        def write(execute: Execute) -> bool:
            row = execute("SELECT pid, host, since FROM claims WHERE key = ?", key).fetchone()
            if row and not _is_void(row[0], row[1], row[2], host, now):
                return bool(row[0] == os.getpid() and row[1] == host)
            execute("INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?)", key, os.getpid(), host, now)
            return True

        return self._database.write(write)

    def release(self, key: str) -> None:
        """Give back the right to make result ``key``."""
        self._database.write(lambda execute: execute("DELETE FROM claims WHERE key = ? AND pid = ?", key, os.getpid()))

    # The file

    def info(self) -> StoreInfo:
        """Return what the store has, for ``summarize cache info``."""

        def count(table: str) -> int:
            row = self._database.row(f"SELECT count(*) FROM {table}")
            return int(row[0]) if row else 0

        files = [self.path, *(Path(f"{self.path}{suffix}") for suffix in BESIDE)]
        size = sum(file.stat().st_size for file in files if file.is_file())
        return StoreInfo(str(self.path), size, count("papers"), count("results"), count("replies"), count("runs"))

    def clear(self, *, what: tuple[str, ...] = ("papers", "newest", "results", "replies")) -> None:
        """Delete all rows of the tables in ``what``. The ledger stays unless its tables are named.

        Raises OutputError where the file cannot be written.
        """

        def write(execute: Execute) -> None:
            for table in what:
                execute(f"DELETE FROM {table}")

        self._database.write(write, into_file=True)
        self._database.vacuum()


def _encode(value: object) -> bytes:
    """``value`` as JSON with its checksum. Half a surrogate pair, which UTF-8 cannot express, becomes a question mark."""
    try:
        body = msgspec.json.encode(value)
    except UnicodeEncodeError:
        body = json.dumps(msgspec.to_builtins(value), ensure_ascii=False).encode("utf-8", "replace")
    return b'%s%08x",%s' % (_SEAL, zlib.crc32(body[1:]), body[1:])


def _decode(body: Any, kind: type[T]) -> T | None:
    """The value of a row, or None. A row without a checksum was written by an earlier version and is taken as it is."""
    if isinstance(body, str):
        body = body.encode("utf-8", "replace")
    if not isinstance(body, bytes):
        return None
    if body.startswith(_SEAL) and body[len(_SEAL) : _SEALED_AT] != b'%08x",' % zlib.crc32(body[_SEALED_AT:]):
        return None
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def _is_time(value: object) -> bool:
    """Whether a value of the store can be seconds since the epoch."""
    return isinstance(value, (int, float)) and 0 <= value < sys.maxsize


def _is_void(pid: object, host: object, since: object, this_host: str, now: float) -> bool:
    """Whether a claim counts no more. One that makes no sense never does."""
    if not isinstance(pid, int) or pid <= 0 or not isinstance(since, (int, float)) or not _is_time(since):
        return True
    if abs(now - since) > CLAIM_LIFETIME_S:
        return True
    if host != this_host:
        # Whether a process lives can be told on this machine alone.
        return False
    return not is_alive(pid)
