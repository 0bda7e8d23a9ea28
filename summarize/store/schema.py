"""The tables of the store, and how they are put right where some are missing or have other columns."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    #: Runs one statement with its values, inside a transaction.
    Execute = Callable[..., sqlite3.Cursor]

SCHEMA_VERSION = 1
#: A schema version above this one, or below zero, is no version that a program wrote but a damaged number.
_HIGHEST_PLAUSIBLE_VERSION = 1000
_STATEMENTS = (
    "CREATE TABLE IF NOT EXISTS papers (id TEXT, version INTEGER, fetched_at REAL, body BLOB, PRIMARY KEY (id, version)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS newest (id TEXT PRIMARY KEY, version INTEGER, fetched_at REAL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, paper TEXT, made REAL, body BLOB)",
    "CREATE INDEX IF NOT EXISTS results_of_paper ON results (paper, made)",
    "CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, made REAL, body BLOB)",
    "CREATE TABLE IF NOT EXISTS claims (key TEXT PRIMARY KEY, pid INTEGER, host TEXT, since REAL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, started REAL, ended REAL, command TEXT, status INTEGER)",
    "CREATE TABLE IF NOT EXISTS run_papers ("
    "run INTEGER, position INTEGER, ref TEXT, paper TEXT, state TEXT, code TEXT, reason TEXT, stored INTEGER, "
    "prompt_tokens INTEGER, completion_tokens INTEGER, cost_usd REAL, seconds REAL, finished REAL, "
    "PRIMARY KEY (run, position)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS run_papers_paper ON run_papers (paper, state)",
    "CREATE INDEX IF NOT EXISTS run_papers_ref ON run_papers (ref)",
)
#: The tables, in the order in which rows are carried over (what is dear comes first), and the columns without which a
#: row is of no use.
NEEDED = {
    "results": {"key", "paper", "body"},
    "replies": {"key", "body"},
    "papers": {"id", "version", "fetched_at", "body"},
    "newest": {"id", "version", "fetched_at"},
    "runs": {"run", "started", "command"},
    "run_papers": {"run", "position", "ref", "paper", "state"},
    "claims": {"key", "pid", "host", "since"},
}
TABLES = tuple(NEEDED)
#: Tables whose rows have a row number. The others are ordered by their key.
NUMBERED = ("results", "replies", "runs")


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the tables and indexes that are missing and note the schema's version, in one transaction."""
    _transaction(connection, lambda: _create(connection))


def mend_tables(connection: sqlite3.Connection) -> None:
    """Create missing tables, and replace those that have other columns; what fits of their rows is kept.

    Raises sqlite3.Error where that is impossible; nothing is changed then.
    """
    with sqlite3.connect(":memory:", isolation_level=None) as model:
        create_tables(model)
        wanted = {table: _shape(model, table) for table in TABLES}
    model.close()

    def mend() -> None:
        wrong = [table for table in TABLES if _shape(connection, table) not in ([], wanted[table])]
        for table in wrong:
            connection.execute(f"ALTER TABLE {table} RENAME TO unusable_{table}")
        _create(connection)
        for table in wrong:
            there = {name for name, *_ in _shape(connection, f"unusable_{table}")}
            common = ", ".join(name for name, *_ in wanted[table] if name in there)
            if there >= NEEDED[table]:
                connection.execute(f"INSERT OR IGNORE INTO {table} ({common}) SELECT {common} FROM unusable_{table}")
            connection.execute(f"DROP TABLE unusable_{table}")
        # Indexes that went with a dropped table.
        _create(connection)

    _transaction(connection, mend)


def plausible(version: int) -> int:
    """Return a schema version as it was read, or 0 where the number can only be damage."""
    return version if 0 <= version <= _HIGHEST_PLAUSIBLE_VERSION else 0


def written_version(path: Path) -> int:
    """Return the schema version that the file itself has, without its log; 0 where it has none.

    It stands in bytes 60 to 63 of the header (https://www.sqlite.org/fileformat2.html#user_version_number).
    """
    try:
        with path.open("rb") as file:
            return int.from_bytes(file.read(64)[60:], "big")
    except OSError:
        return 0


def columns_of(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """Return the names of a table's columns, in order; () where there is no such table. Raises sqlite3.Error."""
    return tuple(str(name) for name, *_ in _shape(connection, table))


def _create(connection: sqlite3.Connection) -> None:
    for statement in _STATEMENTS:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _shape(connection: sqlite3.Connection, table: str) -> list[tuple[str, str, int]]:
    """The columns of a table: name, type and place in the primary key (0: none)."""
    return [(row[1], row[2], row[5]) for row in connection.execute(f"PRAGMA table_info({table})")]


def _transaction(connection: sqlite3.Connection, work: Callable[[], None]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        work()
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
