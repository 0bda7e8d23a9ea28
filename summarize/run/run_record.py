"""What is known of each paper of a run: stored results, failures, the ledger's entries, the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.errors import NotStored
from summarize.page.outcomes import Made, failure_of, with_errors_refused
from summarize.page.stored_result import has_its_pictures
from summarize.run.run_totals import RunTotals
from summarize.store.ledger import LedgerEntry
from summarize.terminal.files.output_files import ref_of
from summarize.values import PaperFailure, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from summarize.store.storage import Store
    from summarize.values import Outcome, PaperRef


class RunRecord:
    """The papers of one run by their position among ``refs``.

    ``bad`` has the failures of references that name no paper. ``clock`` gives seconds since the epoch.
    """

    def __init__(
        self,
        store: Store,
        refs: Sequence[PaperRef],
        bad: Mapping[PaperRef, PaperFailure],
        *,
        clock: Callable[[], float],
    ) -> None:
        self.refs = tuple(refs)
        self.bad = {ref: failure for ref, failure in bad.items() if ref in set(self.refs)}
        self.totals = RunTotals()
        self._store, self._clock = store, clock
        self._keys: dict[int, str] = {}
        self._failures: dict[int, PaperFailure] = {}
        self._run = 0

    # --- what needs no work

    def find_stored(self, key_of: Callable[[PaperRef], str], page_folder: Path | None) -> None:
        """Look up which results are there.

        ``key_of`` gives a paper's key, or "" where its version is not known. Where pages have pictures, ``page_folder``
        is
        what their paths are relative to; None where they have none.
        """
        for i, ref in enumerate(self.refs):
            key = "" if ref in self.bad else key_of(ref)
            if key and self._store.has_result(key) and self._shows_its_pictures(key, page_folder):
                self._keys[i] = key

    @property
    def stored(self) -> int:
        """How many papers are answered from the store."""
        return len(self._keys)

    @property
    def todo(self) -> tuple[PaperRef, ...]:
        """The papers that are neither stored nor bad, in order."""
        return tuple(ref for i, ref in enumerate(self.refs) if i not in self._keys and ref not in self.bad)

    def known(self, i: int) -> Made | None:
        """What needs no work: a token that names no paper, a result that is stored. None: it is to be made."""
        if (failure := self.bad.get(self.refs[i])) is not None:
            return Made(failure)
        if i not in self._keys:
            return None
        result = self._store.result(self._keys[i])
        return None if result is None else Made(result, stored=True, key=self._keys[i])

    # --- the ledger

    def begin(self, command: str) -> None:
        """Enter the run into the ledger, with every paper as pending."""
        self._run = self._store.ledger.begin_run(command, self._clock(), self.refs)

    def end(self, status: int) -> None:
        """Enter the run's end and exit status."""
        self._store.ledger.end_run(self._run, status, self._clock())

    def note(self, i: int, made: Made, seconds: float = 0.0) -> None:
        """Enter what became of a paper, and how long it took."""
        outcome, ref = made.outcome, str(self.refs[i])
        spent = (made.cost.prompt_tokens, made.cost.completion_tokens, made.cost.cost_usd)
        if isinstance(outcome, PaperFailure):
            entry = LedgerEntry(i, ref, "", "failed", outcome.code, outcome.message, False, *spent, seconds)
        else:
            entry = LedgerEntry(i, ref, str(outcome.paper), "done", "", "", made.stored, *spent, seconds)
        self._store.ledger.record(self._run, entry, self._clock())

    # --- what comes of it

    def take(self, i: int, made: Made, *, strict: bool) -> Outcome:
        """Count a paper whose turn has come. Returns what its page shows: with ``strict``, open errors are a failure."""
        outcome = made.outcome
        if strict and isinstance(outcome, Result):
            outcome = with_errors_refused(outcome, ref_of(outcome))
        if made.key:
            self._keys[i] = made.key
        if isinstance(outcome, PaperFailure):
            self._failures[i] = outcome
        self.totals.add(made, outcome)
        return outcome

    def outcomes(self) -> Iterator[Outcome]:
        """The outcomes so far, in order."""
        return (made.outcome for made in self.made())

    def made(self) -> Iterator[Made]:
        """What came of the papers so far, in order, from the store: what a page in a file is put together from.

        A result that the store has lost meanwhile is a failure from then on.
        """
        for i in range(len(self.refs)):
            if i in self._failures:
                yield Made(self._failures[i])
            elif i in self._keys:
                result = self._store.result(self._keys[i])
                yield Made(self._lost(i)) if result is None else Made(result, stored=True, key=self._keys[i])

    def _lost(self, i: int) -> PaperFailure:
        """The failure of a paper that was done, and whose result was lost when the store was damaged since."""
        lost = NotStored("its result was lost when the store was damaged", hint="Run it again")
        self._failures[i] = failure = failure_of(self.refs[i], lost)
        self.totals.lose(failure)
        return failure

    def _shows_its_pictures(self, key: str, page_folder: Path | None) -> bool:
        if page_folder is None:
            return True
        result = self._store.result(key)
        return result is not None and has_its_pictures(result, page_folder)
