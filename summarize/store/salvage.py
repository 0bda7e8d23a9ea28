"""Replacing a damaged store: the file is kept under another name, and its readable rows go into a new one.

The caller holds the store's lock alone. The new file is complete before it takes the place of the old one, so a process
that is killed meanwhile leaves either of the two.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize.processes import is_alive
from summarize.store.schema import NEEDED, NUMBERED, TABLES, columns_of, create_tables
from summarize.store.sqlite_errors import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Files that SQLite keeps beside a database (https://www.sqlite.org/tempfiles.html).
BESIDE = ("-wal", "-shm", "-journal")
#: How many unreadable stretches of a table are searched for rows between them. One damaged page makes about ten.
_SEARCHES = 2000
#: SQLite's page size since 3.12, for a header that does not say it (https://www.sqlite.org/pgszchng2016.html).
_PAGE_BYTES = 4096
_HEADER_BYTES = 100


@dataclass(frozen=True, slots=True)
class Replaced:
    """Where the damaged file is kept, and how many of its rows are in the new one."""

    kept_as: Path
    rows: int


def replace_damaged(path: Path) -> Replaced:
    """Put a new store with the readable rows of the damaged one at ``path``, and keep the damaged one.

    Raises OSError or sqlite3.Error where that is impossible; the damaged file is in its place then.
    """
    _sweep(path)
    new = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        rows = _write_new(path, new)
        kept_as = _free_name(path)
        for suffix in BESIDE:
            with suppress(FileNotFoundError):
                Path(f"{path}{suffix}").replace(f"{kept_as}{suffix}")
        try:
            kept_as.hardlink_to(path)
        except OSError:
            path.replace(kept_as)  # a file system without links: for a moment there is no store
        new.replace(path)
    except BaseException:
        _remove(new)
        raise
    return Replaced(kept_as, rows)


def _write_new(path: Path, new: Path) -> int:
    """Write the new store and return how many rows it has."""
    with closing(sqlite3.connect(new, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = MEMORY")
        create_tables(target)
        target.execute("BEGIN")
        # First the file alone, then with its log, which has the newer rows and may be another database's.
        if not _copy(_uri(path, "mode=ro&immutable=1"), target):
            mended = new.with_name(new.name + ".copy")
            try:
                shutil.copyfile(path, mended)
                _write_header(mended)
                _copy(_uri(mended, "mode=ro&immutable=1"), target)
            finally:
                _remove(mended)
        if Path(f"{path}-wal").exists():
            _copy(_uri(path, "mode=ro"), target)
        target.execute("COMMIT")
        return sum(target.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)


def _copy(uri: str, target: sqlite3.Connection) -> bool:
    """Copy the readable rows of a database. Return False where not even its list of tables can be read."""
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as source:
        source.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            # SQLite then reads on past an entry of its list of tables that makes no sense.
            source.execute("PRAGMA writable_schema = ON")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except FAULTS:
            return False
        for table in TABLES:
            try:
                there, wanted = columns_of(source, table), columns_of(target, table)
            except FAULTS:
                continue
            common = [name for name in wanted if name in there]
            if not NEEDED[table].issubset(common):
                continue
            statement = f"INSERT OR REPLACE INTO {table} ({', '.join(common)}) VALUES ({', '.join('?' * len(common))})"
            for row in _rows(source, table, common):
                with suppress(sqlite3.IntegrityError, sqlite3.DataError):
                    target.execute(statement, row)
    return True


def _rows(source: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """The readable rows of a table: from its beginning and from its end to the damage, and what is between."""
    numbered = table in NUMBERED
    keys = "rowid" if numbered else ", ".join(columns[:2])
    query = f"SELECT {'rowid, ' if numbered else ''}{', '.join(columns)} FROM {table} NOT INDEXED"
    reached: dict[str, int | None] = {"ASC": None, "DESC": None}
    for direction in reached:
        order = ", ".join(f"{key} {direction}" for key in keys.split(", "))
        try:
            for row in source.execute(f"{query} ORDER BY {order}"):
                if numbered:
                    reached[direction] = row[0]
                yield row[1:] if numbered else row
        except FAULTS:
            continue
        return
    if numbered:
        first, last = reached["ASC"] or 0, reached["DESC"]
        # Where no row can be read from the end, rows are numbered from one on, and few runs are longer than this.
        yield from _between(source, query, first + 1, last - 1 if last else first + _SEARCHES)


def _between(source: sqlite3.Connection, query: str, first: int, last: int) -> Iterator[tuple[Any, ...]]:
    """The readable rows with the numbers ``first`` to ``last``: a stretch that cannot be read is halved."""
    stretches, searches = [(first, last)], 0
    while stretches and searches < _SEARCHES:
        low, high = stretches.pop()
        if low > high:
            continue
        searches += 1
        try:
            found = source.execute(f"{query} WHERE rowid BETWEEN ? AND ?", (low, high)).fetchall()
        except FAULTS:
            middle = (low + high) // 2
            if low < high:
                stretches += [(middle + 1, high), (low, middle)]
            continue
        for row in found:
            yield row[1:]


def _write_header(path: Path) -> None:
    """Write the header that SQLite gives a store of this program (https://www.sqlite.org/fileformat2.html#the_database_header)."""
    with path.open("r+b") as file:
        old = file.read(_HEADER_BYTES).ljust(_HEADER_BYTES, b"\0")
        size = path.stat().st_size
        page_bytes = int.from_bytes(old[16:18], "big")
        if page_bytes < 512 or page_bytes & (page_bytes - 1):
            page_bytes = _PAGE_BYTES
        # Format 1: no log is looked for. Fractions 64, 32, 32 are fixed. No free pages; schema format 4; UTF-8.
        header = struct.pack(">16sHBBBBBB", b"SQLite format 3\0", page_bytes, 1, 1, 0, 64, 32, 32)
        header += struct.pack(">IIIIIIIIIIII", 1, size // page_bytes, 0, 0, 1, 4, 0, 0, 1, 0, 0, 0)
        header += bytes(20) + struct.pack(">II", 1, sqlite3.sqlite_version_info[0] * 1_000_000)
        file.seek(0)
        file.write(header)


def _uri(path: Path, options: str) -> str:
    return f"{path.absolute().as_uri()}?{options}"


def _free_name(path: Path) -> Path:
    """A name for the damaged file that nothing has yet."""
    name, n = f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}", 1
    free = path.with_name(name)
    while free.exists():
        n += 1
        free = path.with_name(f"{name}-{n}")
    return free


def _sweep(path: Path) -> None:
    """Remove what a process that was killed while it replaced the store has left."""
    for left in path.parent.glob(f"{path.name}.new-*"):
        pid = left.name.removeprefix(f"{path.name}.new-").split("-")[0].split(".")[0]
        if pid.isdigit() and not is_alive(int(pid)):
            _remove(left)


def _remove(path: Path) -> None:
    for suffix in ("", *BESIDE):
        with suppress(OSError):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
