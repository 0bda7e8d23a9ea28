"""The SQLite file of the store and the ledger. Many processes open it at once; a damaged file is replaced."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from summarize.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SCHEMA_VERSION = 1
#: Seconds that a writer waits for its turn.
_PATIENCE_S = 60.0
_TABLES = """
CREATE TABLE IF NOT EXISTS papers (id TEXT, version INTEGER, fetched_at REAL, body BLOB, PRIMARY KEY (id, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS newest (id TEXT PRIMARY KEY, version INTEGER, fetched_at REAL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, paper TEXT, made REAL, body BLOB);
CREATE INDEX IF NOT EXISTS results_of_paper ON results (paper, made);
CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, made REAL, body BLOB);
CREATE TABLE IF NOT EXISTS claims (key TEXT PRIMARY KEY, pid INTEGER, host TEXT, since REAL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, started REAL, ended REAL, command TEXT, status INTEGER);
CREATE TABLE IF NOT EXISTS run_papers (
    run INTEGER, position INTEGER, ref TEXT, paper TEXT, state TEXT, code TEXT, reason TEXT, stored INTEGER,
    prompt_tokens INTEGER, completion_tokens INTEGER, cost_usd REAL, seconds REAL, finished REAL,
    PRIMARY KEY (run, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS run_papers_paper ON run_papers (paper, state);
CREATE INDEX IF NOT EXISTS run_papers_ref ON run_papers (ref);
"""

T = TypeVar("T")


class Database:
    """The database at ``path``. The file and its folder are made when needed. ``notice`` gets texts for the user.

    The file has a write-ahead log, so readers never wait. A writer waits up to 60 s for its turn. A damaged file is
    moved aside with a notice, and a new one is begun. Raises OutputError where the folder or file cannot be written.
    """

    def __init__(self, path: Path, *, notice: Callable[[str], None] = lambda text: None) -> None:
        self.path = path
        self._notice = notice
        self._connection = self._open()

    def close(self) -> None:
        self._connection.close()

    def row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None. Raises OutputError where the file cannot be read."""
        found: tuple[Any, ...] | None = self._guarded(lambda: self._connection.execute(query, values).fetchone())
        return found

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return all rows of a query. Raises OutputError where the file cannot be read."""
        return self._guarded(lambda: self._connection.execute(query, values).fetchall())

    def _guarded(self, read: Callable[[], T]) -> T:
        """Return what ``read`` returns. A damaged file is moved aside first, and the new one is read."""
        try:
            return read()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
                raise OutputError(f"the store {self.path} cannot be read: {error}") from error
            self._start_anew(error)
            return read()

    @contextmanager
    def writing(self) -> Iterator[Callable[..., sqlite3.Cursor]]:
        """Give a function that runs a statement with its values, inside one transaction.

        An exception inside the block rolls it back. Raises OutputError where the file cannot be written.
        """
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield lambda statement, *values: connection.execute(statement, values)
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                if _is_damage(error):
                    self._start_anew(error)
                raise OutputError(
                    f"the store {self.path} cannot be written: {error}",
                    hint="Free some disk space, or choose another place with SUMMARIZE_HOME",
                ) from error
            raise

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"the folder {self.path.parent} cannot be made: {error.strerror}", hint="Set SUMMARIZE_HOME"
            ) from error
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            try:
                return self._connect()
            except sqlite3.OperationalError as error:
                # A switch to the write-ahead log locks the whole file, and SQLite does not wait for that lock.
                if "locked" not in str(error) or time.monotonic() > deadline:
                    if _is_damage(error):
                        self._move_aside(error)
                        continue
                    raise OutputError(f"the store {self.path} cannot be opened: {error}") from error
                time.sleep(0.02)
            except sqlite3.DatabaseError as error:
                self._move_aside(error)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False)
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
            elif version != SCHEMA_VERSION:
                raise OutputError(
                    f"the store {self.path} was written by another version of this program (schema {version})",
                    hint="Move the file away, or choose another place with SUMMARIZE_HOME",
                )
        except BaseException:
            connection.close()
            raise
        return connection

    def _start_anew(self, error: sqlite3.Error) -> None:
        self._connection.close()
        self._move_aside(error)
        self._connection = self._open()

    def _move_aside(self, error: sqlite3.Error) -> None:
        aside = self.path.with_name(f"{self.path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}")
        for suffix in ("", "-wal", "-shm"):
            old = self.path.with_name(self.path.name + suffix)
            if old.exists():
                old.replace(aside.with_name(aside.name + suffix))
        self._notice(f"the store was damaged ({error}); it is kept as {aside} and a new one is begun")

    def vacuum(self) -> None:
        """Give free pages of the file back to the file system."""
        self._connection.execute("VACUUM")


def _is_damage(error: sqlite3.Error) -> bool:
    return any(
        word in str(error) for word in ("malformed", "not a database", "disk image", "no such table", "no such column")
    )


def glob_of(text: str) -> str:
    """A pattern for SQLite's GLOB that matches ``text`` alone."""
    return re.sub(r"[*?\[]", r"[\g<0>]", text)
