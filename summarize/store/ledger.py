"""The ledger of runs: which papers each run had, and the outcome of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.exit_status import ExitStatus
from summarize.store.database import glob_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.store.database import Database
    from summarize.values import PaperRef


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

    Times are seconds since the epoch. ``cost_usd`` is the sum over papers whose price is known.
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


class Ledger:
    """The ledger in ``database``. Times are seconds since the epoch and are given by the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin_run(self, command: str, now: float, refs: Sequence[PaperRef] = ()) -> int:
        """Note that a run began over ``refs``, which are pending until they are recorded. Return the run's number."""
        with self._database.writing() as write:
            run = int(write("INSERT INTO runs (started, command) VALUES (?, ?)", now, command).lastrowid or 0)
            for position, ref in enumerate(refs):
                write(
                    "INSERT INTO run_papers (run, position, ref, paper, state, code, reason, stored, prompt_tokens, "
                    "completion_tokens, seconds) VALUES (?, ?, ?, '', 'pending', '', '', 0, 0, 0, 0)",
                    run,
                    position,
                    str(ref),
                )
            return run

    def record(self, run: int, entry: LedgerEntry, now: float) -> None:
        """Keep the outcome of one paper in place of what the ledger has at its position."""
        with self._database.writing() as write:
            write(
                "INSERT OR REPLACE INTO run_papers VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                run, entry.position, entry.ref, entry.paper, entry.state, entry.code, entry.reason, int(entry.stored),
                entry.prompt_tokens, entry.completion_tokens, entry.cost_usd, entry.seconds, now,
            )  # fmt: skip

    def end_run(self, run: int, status: int, now: float) -> None:
        """Note that a run ended with this exit status."""
        with self._database.writing() as write:
            write("UPDATE runs SET ended = ?, status = ? WHERE run = ?", now, status, run)

    def last_runs(self, limit: int = 20) -> tuple[Run, ...]:
        """Return the last ``limit`` runs, the newest first."""
        rows = self._database.rows(
            "SELECT run, started, ended, command, status, count(position), total(state = 'done'), "
            "total(state = 'failed'), total(cost_usd) FROM runs LEFT JOIN run_papers USING (run) "
            "GROUP BY run ORDER BY run DESC LIMIT ?",
            limit,
        )
        return tuple(Run(r[0], r[1], r[2], r[3], r[4], r[5], int(r[6]), int(r[7]), r[8]) for r in rows)

    def entries(self, run: int) -> tuple[LedgerEntry, ...]:
        """Return the papers of a run by position; () for a run that the ledger does not have."""
        rows = self._database.rows(
            "SELECT position, ref, paper, state, code, reason, stored, prompt_tokens, completion_tokens, cost_usd, "
            "seconds FROM run_papers WHERE run = ? ORDER BY position",
            run,
        )
        return tuple(LedgerEntry(r[0], r[1], r[2], r[3], r[4], r[5], bool(r[6]), r[7], r[8], r[9], r[10]) for r in rows)

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
        return self._database.row(query, *names) is not None
