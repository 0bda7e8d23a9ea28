"""What an error of SQLite means for the store: damage, a lock, a missing table, or a file that cannot be used.

The result codes are those of https://www.sqlite.org/rescode.html.
"""

from __future__ import annotations

import sqlite3

#: What a statement raises. Python cannot decode a message of SQLite that quotes damaged bytes, and says only that.
FAULTS = (sqlite3.Error, UnicodeDecodeError)
#: The low byte of an extended result code is the primary one (https://www.sqlite.org/rescode.html#pve).
_PRIMARY = 0xFF


class ForeignLog(sqlite3.DatabaseError):
    """The write-ahead log beside the file is another database's, and SQLite took it for this one's."""


def primary_code(error: BaseException) -> int:
    """Return the primary result code of SQLite, or -1 where Python's module raised ``error`` itself."""
    code: int = getattr(error, "sqlite_errorcode", -1)
    return code & _PRIMARY if code >= 0 else -1


def is_damage(error: BaseException) -> bool:
    """Whether SQLite calls the file corrupt or no database."""
    return isinstance(error, (UnicodeDecodeError, ForeignLog)) or primary_code(error) in (
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    )


def is_locked(error: Exception) -> bool:
    """Whether another program has a lock on the file."""
    return primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_of_the_tables(error: Exception) -> bool:
    """Whether a statement does not fit the tables: one of them, or a column, is missing."""
    return primary_code(error) == sqlite3.SQLITE_ERROR


def is_not_permitted(error: Exception) -> bool:
    """Whether file or folder may not be written or opened."""
    return primary_code(error) in (
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
    )
