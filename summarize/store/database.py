"""The SQLite file of the store and the ledger: many processes at once, damage, locks, full disks, foreign folders.

A run never fails for its store's sake. What is damaged is replaced (``salvage.py``). Where the file cannot be written, a
database in memory takes the rows of this run, and the file is still read where it can be.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

from summarize.errors import OutputError
from summarize.store.connections import connected, identity_of, in_transaction, opened_to_read
from summarize.store.salvage import replace_damaged
from summarize.store.schema import SCHEMA_VERSION, create_tables, mend_tables, plausible, written_version
from summarize.store.sqlite_errors import FAULTS, ForeignLog, is_damage, is_locked, is_not_permitted, is_of_the_tables
from summarize.store.store_lock import StoreLock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from summarize.store.schema import Execute

#: How often one process replaces or mends the file. A disk that damages each new one is not written to for ever.
_MOST_REPAIRS = 3

T = TypeVar("T")


class Database:
    """The database at ``path``. The file and its folder are made where they are missing. ``notice`` gets texts for the user.

    The file has a write-ahead log, so readers never wait. A writer waits up to ``patience_s`` seconds for its turn. A
    file that SQLite calls damaged is replaced, with a notice. A file that cannot be used (locked, not permitted, on a
    full disk, of a newer version) is not touched: one notice says so, and rows are kept in memory for this run alone.
    """

    def __init__(
        self, path: Path, *, notice: Callable[[str], None] = lambda text: None, patience_s: float = 60.0
    ) -> None:
        self.path = path
        self._notice, self._patience_s = notice, patience_s
        self._lock = StoreLock(path.with_name(path.name + ".lock"), patience_s)
        self._one_at_a_time = threading.RLock()
        self._file: sqlite3.Connection | None = None
        self._memory: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._repairs = 0
        #: Why nothing is written into the file; "" while it is.
        self._unwritable = ""
        self._said = False
        self._open()

    def close(self) -> None:
        for connection in (self._file, self._memory):
            if connection is not None:
                connection.close()
        self._file = self._memory = None
        self._lock.close()

    def row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None; also where the file cannot be read."""
        found = self.rows(query, *values)
        return found[0] if found else None

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return all rows of a query: those of this run where it keeps its own, else those of the file.

        A file that cannot be read has none.
        """
        with self._one_at_a_time:
            own = self._memory.execute(query, values).fetchall() if self._memory is not None else []
            return own or self._used(lambda file: file.execute(query, values).fetchall()) or []

    def write(self, work: Callable[[Execute], T], *, into_file: bool = False) -> T:
        """Return what ``work`` returns, which runs statements by the function that it is given, in one transaction.

        An exception rolls the transaction back. ``work`` is called again where the file was replaced meanwhile, and
        with a database in memory where it cannot be written. With ``into_file`` it raises OutputError there.
        """
        with self._one_at_a_time:
            if not self._unwritable:
                done = self._used(lambda file: (in_transaction(file, work),), writes=True)
                if done is not None:
                    return done[0]
            self._say()
            if into_file:
                raise OutputError(f"the store {self.path} {self._unwritable}", hint=_HINT)
            if self._memory is None:
                self._memory = connected(":memory:")
                create_tables(self._memory)
            return in_transaction(self._memory, work)

    def vacuum(self) -> None:
        """Give free pages of the file back to the file system. Raises OutputError where it cannot be written."""
        with self._one_at_a_time:
            if self._used(lambda file: (file.execute("VACUUM"),), writes=True) is None:
                raise OutputError(f"the store {self.path} {self._unwritable}", hint=_HINT)

    # --- using the file

    def _used(self, use: Callable[[sqlite3.Connection], T], *, writes: bool = False) -> T | None:
        """Return what ``use`` returns of the open file, or None where the file cannot be used.

        A locked file is waited for, a damaged one is replaced, a missing table is made; then ``use`` is called again.
        """
        deadline = time.monotonic() + self._patience_s
        while True:
            self._follow()
            if self._file is None or (writes and self._unwritable):
                return None
            try:
                if not writes:
                    return use(self._file)
                with self._lock.shared():
                    if self._is_ours():
                        return use(self._file)
            except FAULTS as error:
                if is_locked(error) and time.monotonic() < deadline:
                    continue
                failed = error
            else:
                continue  # another process has replaced the file
            if not self._repaired(failed):
                self._do_without(failed, reads_too=not writes)

    def _is_ours(self) -> bool:
        """Whether the file at the path is still the one that is open."""
        return identity_of(self.path) == self._identity

    def _follow(self) -> None:
        """Open the file anew where another process has replaced it, or somebody has removed it."""
        if self._file is not None and not self._unwritable and not self._is_ours():
            self._file.close()
            self._open()

    # --- opening

    def _open(self) -> None:
        """Open the file, or note why it cannot be used."""
        self._file = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._note_unwritable(f"cannot be made: {error.strerror}")
            return
        deadline = time.monotonic() + self._patience_s
        while True:
            try:
                with self._lock.shared():
                    self._file = self._opened()
                return
            except FAULTS as error:
                # A switch to the write-ahead log locks the whole file, and SQLite does not wait for that lock.
                if is_locked(error) and time.monotonic() < deadline:
                    time.sleep(0.02)
                    continue
                failed = error
            if is_damage(failed):
                if self._replaced(failed):
                    return
                self._drop_file()
            elif not is_locked(failed):
                self._file = opened_to_read(self.path)
            self._note_unwritable(_reason(failed))
            return

    def _opened(self) -> sqlite3.Connection | None:
        """The open file; None where it is of a newer version. Raises sqlite3.Error."""
        connection = connected(self.path)
        try:
            self._identity = identity_of(self.path)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if plausible(version) > SCHEMA_VERSION:
                self._note_unwritable(f"was written by a newer version of this program (schema {version})")
                connection.close()
                return None
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            if version != SCHEMA_VERSION:
                if written_version(self.path) == SCHEMA_VERSION:
                    raise ForeignLog("its log is another database's")
                create_tables(connection)
        except BaseException as error:
            if is_damage(error):
                # To close it would write its log into the damaged file. It is closed when the file is out of the way.
                self._file = connection
            else:
                connection.close()
            raise
        return connection

    # --- what is wrong with it

    def _repaired(self, error: Exception) -> bool:
        """Mend what ``error`` shows. Return False where nothing can be done."""
        if is_damage(error):
            return self._replaced(error)
        if self._file is None or self._unwritable or not is_of_the_tables(error) or self._repairs >= _MOST_REPAIRS:
            return False
        self._repairs += 1
        try:
            with self._lock.shared():
                mend_tables(self._file)
        except FAULTS as worse:
            return is_damage(worse) and self._replaced(worse)
        self._notice(f"tables of the store {self.path} were missing or damaged ({error}); they were made anew")
        return True

    def _replaced(self, error: Exception) -> bool:
        """Replace the damaged file and open the new one. Return False where that is impossible."""
        if self._repairs >= _MOST_REPAIRS or self._unwritable:
            return False
        self._repairs += 1
        damaged = self._file
        try:
            with self._lock.alone():
                if self._is_ours():
                    done = replace_damaged(self.path)
                    kept = f"{done.rows} of its rows were" if done.rows != 1 else "one of its rows was"
                    self._notice(
                        f"the store was damaged ({error}); it is kept as {done.kept_as}, and {kept} carried over into a new one"
                    )
        except (OSError, *FAULTS) as why:
            self._notice(f"the store {self.path} is damaged ({error}) and cannot be replaced ({why})")
            return False
        if damaged is not None:
            damaged.close()  # SQLite leaves the files at the path alone, since they are no longer this database's
        self._open()
        return True

    def _do_without(self, error: Exception, *, reads_too: bool) -> None:
        """Write nothing into the file from now on, and where it cannot be read, read nothing either."""
        if reads_too or is_damage(error):
            self._drop_file()
        self._note_unwritable(_reason(error))

    def _drop_file(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _note_unwritable(self, why: str) -> None:
        """Write nothing into the file from now on. It is said at once where nothing can be read either."""
        self._unwritable = why
        if self._file is None:
            self._say()

    def _say(self) -> None:
        """Say once why nothing is kept."""
        if not self._said:
            self._said = True
            self._notice(f"the store {self.path} {self._unwritable}; this run goes on and keeps nothing in it")


_HINT = "See to the file, free some disk space, or choose another place with SUMMARIZE_HOME"


def _reason(error: Exception) -> str:
    """Why the file cannot be used, to go on after its name."""
    if is_locked(error):
        return "is locked by another program"
    if is_not_permitted(error):
        return f"may not be written ({error})"
    return f"cannot be used ({error})"
