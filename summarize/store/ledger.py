"""The ledger of runs: which papers each run had, and the outcome of each."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

import msgspec

from summarize.exit_status import ExitStatus
from summarize.store.connections import glob_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.store.database import Database
    from summarize.store.schema import Execute
    from summarize.values import PaperRef

#: The largest integer that SQLite keeps (https://www.sqlite.org/datatype3.html).
_MOST = 2**63 - 1
#: The latest time that the platform's calendar functions all take, in seconds since the epoch: the year 3000, as Windows.
_LATEST = 32_503_680_000.0


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One paper of one run. ``state`` is ``done``, ``failed`` or ``pending``. ``stored`` says that no model was asked.

    ``position`` counts from 0. ``code`` and ``reason`` are those of a failure, else "".
    """

    position: int
    ref: str
    paper: str
    state: str
    code: str = ""
    reason: str = ""
    stored: bool = False
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """One run in the ledger. ``ended`` and ``status`` are None while it goes on, and for ever if it was killed.

    Times are seconds since the epoch. ``cost_usd`` is the sum over papers whose price is known, ``unpriced`` counts those
    that a model made at a price that is not.
    """

    run: int
    started: float
    ended: float | None
    command: str
    status: int | None
    papers: int
    done: int
    failed: int
    cost_usd: float
    unpriced: int = 0


T = TypeVar("T", LedgerEntry, Run)


class Ledger:
    """The ledger in ``database``. Times are seconds since the epoch and are given by the caller.

    A row that makes no sense, because the file was damaged, is left out.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._begun: dict[int, tuple[float, str]] = {}

    def begin_run(self, command: str, now: float, refs: Sequence[PaperRef] = ()) -> int:
        """Note that a run began over ``refs``, which are pending until they are recorded. Return the run's number."""
        command = _storable(command)

        def write(execute: Execute) -> int:
            # A damaged store that was replaced may have lost a run and kept its papers: its number is not used again.
            row = execute(
                "SELECT max(coalesce((SELECT max(run) FROM runs WHERE run < ?1), 0), "
                "coalesce((SELECT max(run) FROM run_papers WHERE run < ?1), 0))",
                _MOST - 1,
            ).fetchone()
            run = max(int(row[0]), 0) + 1
            execute("INSERT OR REPLACE INTO runs (run, started, command) VALUES (?, ?, ?)", run, now, command)
            for position, ref in enumerate(refs):
                execute(
                    "INSERT OR REPLACE INTO run_papers (run, position, ref, paper, state, code, reason, stored, "
                    "prompt_tokens, completion_tokens, seconds) VALUES (?, ?, ?, '', 'pending', '', '', 0, 0, 0, 0)",
                    run,
                    position,
                    _storable(str(ref)),
                )
            return run

        run = self._database.write(write)
        self._begun[run] = (now, command)
        return run

    def record(self, run: int, entry: LedgerEntry, now: float) -> None:
        """Keep the outcome of one paper in place of what the ledger has at its position."""

        def write(execute: Execute) -> None:
            self._enter(execute, run)
            execute(
                "INSERT OR REPLACE INTO run_papers VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                run, entry.position, _storable(entry.ref), _storable(entry.paper), entry.state, entry.code,
                _storable(entry.reason), int(entry.stored), min(entry.prompt_tokens, _MOST),
                min(entry.completion_tokens, _MOST), entry.cost_usd, entry.seconds, now,
            )  # fmt: skip

        self._database.write(write)

    def end_run(self, run: int, status: int, now: float) -> None:
        """Note that a run ended with this exit status."""

        def write(execute: Execute) -> None:
            self._enter(execute, run)
            execute("UPDATE runs SET ended = ?, status = ? WHERE run = ?", now, status, run)

        self._database.write(write)

    def last_runs(self, limit: int = 20) -> tuple[Run, ...]:
        """Return the last ``limit`` runs, the newest first."""
        rows = self._database.rows(
            "SELECT run, started, ended, command, status, count(position), total(state = 'done'), "
            "total(state = 'failed'), total(cost_usd), total(state != 'pending' AND NOT stored AND cost_usd IS NULL) FROM runs LEFT JOIN run_papers USING (run) "
            "GROUP BY run ORDER BY run DESC LIMIT ?",
            limit,
        )
        return tuple(run for row in rows if (run := _checked(Run, row)) is not None)

    def entries(self, run: int) -> tuple[LedgerEntry, ...]:
        """Return the papers of a run by position; () for a run that the ledger does not have."""
        rows = self._database.rows(
            "SELECT position, ref, paper, state, code, reason, stored, prompt_tokens, completion_tokens, cost_usd, "
            "seconds FROM run_papers WHERE run = ? ORDER BY position",
            run,
        )
        return tuple(entry for row in rows if (entry := _checked(LedgerEntry, row)) is not None)

    def attempts(self, ref: str, run: int) -> int:
        """Return in how many runs, up to and with ``run``, the paper was done or failed."""
        row = self._database.row(
            "SELECT count(*) FROM run_papers WHERE ref = ? AND run <= ? AND state != 'pending'", ref, run
        )
        return int(row[0]) if row else 0

    def is_done(self, ref: PaperRef) -> bool:
        """Whether a run has finished this paper and come to its end. Where ``ref`` names no version, any one counts.

        A run that was killed, was interrupted, or could not write its page may have left no page of the paper.
        """
        which, names = "paper = ?", [str(ref)]
        if ref.version is None:
            which, names = "(paper = ? OR paper GLOB ?)", [ref.id, f"{glob_of(ref.id)}v[0-9]*"]
        query = (
            f"SELECT 1 FROM run_papers JOIN runs USING (run) WHERE {which} AND state = 'done' "
            f"AND status NOT IN ({ExitStatus.OUTPUT:d}, {ExitStatus.INTERRUPTED:d}) LIMIT 1"
        )
        return self._database.row(query, *map(_storable, names)) is not None

    def _enter(self, execute: Execute, run: int) -> None:
        """Enter the run again where the file that it was entered into has been replaced since."""
        if run in self._begun:
            execute("INSERT OR IGNORE INTO runs (run, started, command) VALUES (?, ?, ?)", run, *self._begun[run])


def _checked(kind: type[T], row: tuple[object, ...]) -> T | None:
    """A row as ``kind``, whose fields stand in its order; None where a column has a value that the field cannot have."""
    named = dict(zip((field.name for field in fields(kind)), row, strict=True))
    try:
        # SQLite has numbers for bool, and gives a sum of nothing as a float.
        value = msgspec.convert(named, kind, strict=False)
    except msgspec.ValidationError:
        return None
    times = (value.started, value.ended or 0.0) if isinstance(value, Run) else (value.seconds,)
    return value if all(0 <= time <= _LATEST for time in times) else None


def _storable(text: str) -> str:
    """``text`` as SQLite can keep it: half a surrogate pair (an argument that is no UTF-8) becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
