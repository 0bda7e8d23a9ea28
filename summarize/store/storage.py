"""The store: papers, finished results and raw replies that are kept between runs, in one file with the ledger.

* A finished result is keyed by everything that could change it (``keys.py``). No prompt is made to find one.
* A raw reply is keyed by endpoint, model, parameters and messages, so that after a crash no reply is paid for twice.

Rows are JSON of the frozen values. msgspec decodes and validates them. A row that cannot be decoded counts as missing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from summarize.processes import is_alive
from summarize.store.database import Database, glob_of
from summarize.store.ledger import Ledger
from summarize.values import Completion, Paper, PaperRef, Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Seconds. A claim that was not released for this long is void.
CLAIM_LIFETIME_S = 1800.0

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

    Every method raises OutputError where the file cannot be read or written.
    """

    def __init__(self, path: Path, *, notice: Callable[[str], None] = lambda text: None) -> None:
        self.path = path
        self._database = Database(path, notice=notice)
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
        return RememberedPaper(paper, row[1]) if row and paper else None

    def put(self, ref: PaperRef, paper: Paper, fetched_at: float) -> None:
        """Keep ``paper``, and that it is the newest version where ``ref`` names none."""
        with self._database.writing() as write:
            write(
                "INSERT OR REPLACE INTO papers VALUES (?, ?, ?, ?)", paper.id, paper.version, fetched_at, _encode(paper)
            )
            if ref.version is None:
                write("INSERT OR REPLACE INTO newest VALUES (?, ?, ?)", paper.id, paper.version, fetched_at)

    # Finished results

    def result(self, key: str) -> Result | None:
        """Return the finished result with this key, or None."""
        row = self._database.row("SELECT body FROM results WHERE key = ?", key)
        return _decode(row[0], Result) if row else None

    def has_result(self, key: str) -> bool:
        """Whether there is a finished result with this key. It is not decoded."""
        return self._database.row("SELECT 1 FROM results WHERE key = ?", key) is not None

    def put_result(self, key: str, result: Result, now: float) -> None:
        """Keep a finished result and release every claim to it."""
        with self._database.writing() as write:
            write("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", key, str(result.paper), now, _encode(result))
            write("DELETE FROM claims WHERE key = ?", key)

    def latest_result(self, ref: PaperRef) -> Result | None:
        """Return the newest finished result of ``ref``, whatever it was made with, or None (``summarize open``)."""
        if ref.version is None:
            row = self._database.row(
                "SELECT body FROM results WHERE paper = ? OR paper GLOB ? ORDER BY made DESC LIMIT 1",
                ref.id,
                f"{glob_of(ref.id)}v[0-9]*",
            )
        else:
            row = self._database.row("SELECT body FROM results WHERE paper = ? ORDER BY made DESC LIMIT 1", str(ref))
        return _decode(row[0], Result) if row else None

    # Raw replies

    def reply(self, key: str) -> Completion | None:
        """Return the raw reply with this key, or None."""
        row = self._database.row("SELECT body FROM replies WHERE key = ?", key)
        return _decode(row[0], Completion) if row else None

    def put_reply(self, key: str, completion: Completion, now: float) -> None:
        """Keep a raw reply."""
        with self._database.writing() as write:
            write("INSERT OR REPLACE INTO replies VALUES (?, ?, ?)", key, now, _encode(completion))

    # Claims, so that two processes never make the same result at the same time

    def claim(self, key: str, now: float) -> bool:
        """Take the right to make result ``key``. Return False while another living process has it."""
        host = os.uname().nodename if hasattr(os, "uname") else ""
        with self._database.writing() as write:
            row = write("SELECT pid, host, since FROM claims WHERE key = ?", key).fetchone()
            if row and not _is_void(row[0], row[1], row[2], host, now):
                return bool(row[0] == os.getpid() and row[1] == host)
            write("INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?)", key, os.getpid(), host, now)
        return True

    def release(self, key: str) -> None:
        """Give back the right to make result ``key``."""
        with self._database.writing() as write:
            write("DELETE FROM claims WHERE key = ? AND pid = ?", key, os.getpid())

    # The file

    def info(self) -> StoreInfo:
        """Return what the store has, for ``summarize cache info``."""

        def count(table: str) -> int:
            row = self._database.row(f"SELECT count(*) FROM {table}")
            return int(row[0]) if row else 0

        size = sum(p.stat().st_size for p in self.path.parent.glob(self.path.name + "*") if p.is_file())
        return StoreInfo(str(self.path), size, count("papers"), count("results"), count("replies"), count("runs"))

    def clear(self, *, what: tuple[str, ...] = ("papers", "newest", "results", "replies")) -> None:
        """Delete all rows of the tables in ``what``. The ledger stays unless its tables are named."""
        with self._database.writing() as write:
            for table in what:
                write(f"DELETE FROM {table}")
        self._database.vacuum()


def _encode(value: object) -> bytes:
    return msgspec.json.encode(value)


def _decode(body: Any, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, TypeError):
        return None


def _is_void(pid: int, host: str, since: float, this_host: str, now: float) -> bool:
    if now - since > CLAIM_LIFETIME_S:
        return True
    if host != this_host:
        # Whether a process lives can be told on this machine alone.
        return False
    return not is_alive(pid)
