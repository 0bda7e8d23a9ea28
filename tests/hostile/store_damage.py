"""Ways to damage a store, each a name and a few lines: bytes, lengths, tables, rows, and the files beside it.

A damage gets the path of a whole store (no process has it open, its log is written back) and a seeded chance.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

Damage = Callable[[Path, random.Random], None]
#: Nested deeper than any reader of JSON goes.
DEEP = b'{"paper":' + b"[" * 10_000_000


def flip_bytes(path: Path, chance: random.Random) -> None:
    """Change one to twelve bytes anywhere."""
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 12)):
        content[chance.randrange(len(content))] ^= chance.randint(1, 255)
    path.write_bytes(content)


def flip_bytes_of_the_beginning(path: Path, chance: random.Random) -> None:
    """Change one to four bytes of the header and the list of tables, but not the schema's version."""
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 4)):
        at = chance.choice([chance.randrange(100), chance.randrange(4096)])
        if not 60 <= at < 64:
            content[at] ^= chance.randint(1, 255)
    path.write_bytes(content)


def overwrite_a_stretch(path: Path, chance: random.Random) -> None:
    """Write zeros, ones or noise over up to three pages, from anywhere."""
    content = bytearray(path.read_bytes())
    start, length = chance.randrange(len(content)), chance.randint(16, 3 * 4096)
    noise = chance.choice([bytes(length), b"\xff" * length, chance.randbytes(length)])
    content[start : start + length] = noise[: len(content) - start]
    path.write_bytes(content)


def truncate(path: Path, chance: random.Random) -> None:
    """Cut the file off anywhere."""
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def lose_half_a_page(path: Path, chance: random.Random) -> None:
    """Leave out half a page, so that what follows stands in the wrong place."""
    content = path.read_bytes()
    at = chance.randrange(len(content))
    path.write_bytes(content[:at] + content[at + 2048 :])


def swap_two_pages(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    first, second = (4096 * chance.randrange(len(content) // 4096) for _ in range(2))
    content[first : first + 4096], content[second : second + 4096] = (
        content[second : second + 4096], content[first : first + 4096],
    )  # fmt: skip
    path.write_bytes(content)


#: Damages of bytes, drawn at random.
OF_BYTES: tuple[Damage, ...] = (
    flip_bytes, flip_bytes, flip_bytes_of_the_beginning, overwrite_a_stretch, truncate, lose_half_a_page, swap_two_pages,
)  # fmt: skip


def _sql(*statements: str) -> Damage:
    def damage(path: Path, chance: random.Random) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for statement in statements:
                database.execute(statement)

    return damage


def _bodies(body: bytes) -> Damage:
    def damage(path: Path, chance: random.Random) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for table in ("results", "replies", "papers"):
                database.execute(f"UPDATE {table} SET body = ?", (body,))

    return damage


def _one_deep_body(path: Path, chance: random.Random) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE results SET body = ? WHERE rowid = 2", (DEEP,))


def _cut_bodies(path: Path, chance: random.Random) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for table in ("results", "replies", "papers"):
            database.execute(f"UPDATE {table} SET body = substr(body, 1, abs(random()) % length(body))")


def _written(content: bytes) -> Damage:
    def damage(path: Path, chance: random.Random) -> None:
        path.write_bytes(content)

    return damage


def _noise(*suffixes: str) -> Damage:
    def damage(path: Path, chance: random.Random) -> None:
        for suffix in suffixes:
            Path(f"{path}{suffix}").write_bytes(chance.randbytes(40_000))

    return damage


def _log_of_another(path: Path, chance: random.Random) -> None:
    """Put the write-ahead log of another database beside the store, as a careless copy does."""
    other = path.with_name("other.sqlite")
    with closing(sqlite3.connect(other, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE songs (name TEXT)")
        for n in range(200):
            database.execute("INSERT INTO songs VALUES (?)", (f"song {n}" * 50,))
        log = Path(f"{other}-wal").read_bytes()
    for left in path.parent.glob("other.sqlite*"):
        left.unlink()
    Path(f"{path}-wal").write_bytes(log)


def _columns_of_no_type(path: Path, chance: random.Random) -> None:
    """Give every column of every row a value that it cannot have, where SQLite takes it."""
    values = (None, "text", b"\xff\xfe", -1, 2**62, 1e300, "\x1b[31m")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for table in ("papers", "newest", "results", "replies", "claims", "runs", "run_papers"):
            for _, column, *_ in database.execute(f"PRAGMA table_info({table})").fetchall():
                with suppress(sqlite3.Error):
                    database.execute(f"UPDATE {table} SET {column} = ?", (chance.choice(values),))


TABLES_DROPPED = tuple(f"DROP TABLE {name}" for name in ("papers", "newest", "results", "replies", "claims"))
#: Damages that are tried each.
BY_NAME: dict[str, Damage] = {
    "no bytes": _written(b""),
    "a text": _written(b"Dear diary,\n" * 900),
    "a short text": _written(b"x"),
    "all tables dropped": _sql(*TABLES_DROPPED, "DROP TABLE runs", "DROP TABLE run_papers"),
    "results dropped": _sql("DROP TABLE results"),
    "ledger dropped": _sql("DROP TABLE runs", "DROP TABLE run_papers"),
    "claims dropped": _sql("DROP TABLE claims"),
    "indexes dropped": _sql(
        "DROP INDEX results_of_paper", "DROP INDEX run_papers_paper", "DROP INDEX run_papers_ref"
    ),
    "columns dropped": _sql(
        "DROP INDEX results_of_paper", "ALTER TABLE results DROP COLUMN paper", "ALTER TABLE replies DROP COLUMN made",
        "ALTER TABLE papers DROP COLUMN body", "ALTER TABLE runs DROP COLUMN command",
        "ALTER TABLE run_papers DROP COLUMN seconds",
    ),
    "columns of another name": _sql(
        "ALTER TABLE results RENAME COLUMN body TO content", "ALTER TABLE runs RENAME COLUMN started TO since"
    ),
    "tables of another shape": _sql(
        "DROP TABLE results", "CREATE TABLE results (a, b)", "DROP TABLE run_papers", "CREATE TABLE run_papers (x)"
    ),
    "version 0": _sql("PRAGMA user_version = 0"),
    "version -5": _sql("PRAGMA user_version = -5"),
    "version of noise": _sql("PRAGMA user_version = 1347440720"),
    "bodies NULL": _sql(*(f"UPDATE {table} SET body = NULL" for table in ("results", "replies", "papers"))),
    "bodies numbers": _sql(*(f"UPDATE {table} SET body = 12" for table in ("results", "replies", "papers"))),
    "bodies no UTF-8": _bodies(b'{"text":"\xff\xfe"}'),
    "bodies empty": _bodies(b""),
    "bodies of another shape": _bodies(b'{"paper": 1, "text": [], "draft": {"title": {}}}'),
    "bodies a list": _bodies(b"[1, 2, 3]"),
    "bodies with half a surrogate pair": _bodies(b'{"text": "\\ud83d", "model": "\\udc00", "usage": {}}'),
    "a body nested deep": _one_deep_body,
    "bodies cut": _cut_bodies,
    "a digit of a body changed": _sql(
        *(f"UPDATE {table} SET body = CAST(replace(body, '5', '6') AS BLOB)" for table in ("results", "replies"))
    ),
    "columns of no type": _columns_of_no_type,
    "texts no UTF-8": _sql(
        "UPDATE runs SET command = CAST(X'ff1b5b' AS TEXT)", "UPDATE run_papers SET reason = CAST(X'fffe' AS TEXT)"
    ),
    "a claim of nobody": _sql("INSERT INTO claims SELECT key, 'me', NULL, 'once' FROM results", "DELETE FROM results"),
    "log of noise": _noise("-wal"),
    "log index of noise": _noise("-shm"),
    "log and index of noise": _noise("-wal", "-shm"),
    "rollback journal of noise": _noise("-journal"),
    "log of another database": _log_of_another,
}  # fmt: skip
