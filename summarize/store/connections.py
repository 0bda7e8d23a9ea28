"""Connections to a SQLite file: how the store opens one, what it does in one transaction, which file it is."""

from __future__ import annotations

import re
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from summarize.store.schema import SCHEMA_VERSION
from summarize.store.sqlite_errors import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from summarize.store.schema import Execute

#: Seconds that one attempt at a locked file takes. Between two attempts Ctrl-C is heard.
_ATTEMPT_S = 0.25

T = TypeVar("T")


def connected(path: Path | str, *, uri: bool = False) -> sqlite3.Connection:
    """Return a connection that begins no transaction by itself. Any thread may use it. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, timeout=_ATTEMPT_S, isolation_level=None, check_same_thread=False, uri=uri)
    # A damaged text is a wrong text, and no error that ends the run.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def opened_to_read(path: Path) -> sqlite3.Connection | None:
    """Open a store for reading alone. Return None where that is impossible too, or its schema is another one.

    A file with a write-ahead log needs a second file beside it, unless SQLite is told that nobody writes
    (https://www.sqlite.org/wal.html#read_only_databases).
    """
    for options in ("mode=ro", "mode=ro&immutable=1"):
        connection = None
        try:
            connection = connected(f"{path.absolute().as_uri()}?{options}", uri=True)
            if connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                return connection
            connection.close()
        except FAULTS:
            if connection is not None:
                connection.close()
    return None


def in_transaction(connection: sqlite3.Connection, work: Callable[[Execute], T]) -> T:
    """Return what ``work`` returns, which runs statements by the function that it is given.

    An exception rolls back what it wrote.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(lambda statement, *values: connection.execute(statement, values))
        connection.execute("COMMIT")
    except BaseException:
        with suppress(*FAULTS):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise
    return result


def identity_of(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from one that takes its place (device and number), or None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def glob_of(text: str) -> str:
    """A pattern for SQLite's GLOB that matches ``text`` alone."""
    return re.sub(r"[*?\[]", r"[\g<0>]", text)
