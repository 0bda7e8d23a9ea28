"""What a run comes to: counts and cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarize.exit_status import of_run
from summarize.llm.cost import format_cost
from summarize.values import PaperFailure

if TYPE_CHECKING:
    from summarize.errors import SummarizeError
    from summarize.page.outcomes import Made
    from summarize.values import Outcome


@dataclass(slots=True)
class RunTotals:
    """Counts of a run. ``cost_usd`` and ``tokens`` are of what this run paid for; stored results are free."""

    done: int = 0
    stored: int = 0
    open_errors: int = 0
    failures: list[PaperFailure] = field(default_factory=list)
    cost_usd: float = 0.0
    cost_known: bool = True
    tokens: int = 0

    def add(self, made: Made, outcome: Outcome) -> None:
        """Count ``made``, which the page shows as ``outcome`` (a failure, where ``--strict`` refused it)."""
        if isinstance(outcome, PaperFailure):
            self.failures.append(outcome)
        else:
            self.done += 1
            self.stored += made.stored
            self.open_errors += len(outcome.open_errors)
        usage = made.cost
        self.tokens += usage.prompt_tokens + usage.completion_tokens
        self.cost_known = self.cost_known and usage.cost_usd is not None
        self.cost_usd += usage.cost_usd or 0.0

    def lose(self, failure: PaperFailure) -> None:
        """Count a paper that was done as failed."""
        self.done -= 1
        self.failures.append(failure)

    def exit_status(self, stopped_by: SummarizeError | None, interrupted: bool, *, unwritten: bool = False) -> int:
        """The exit status of the run; ``stopped_by`` is the error that ended it early, if one did.

        ``unwritten`` says that a page could not be written.
        """
        return of_run(
            self.done,
            [failure.exit_status for failure in self.failures],
            stopped_by=None if stopped_by is None else stopped_by.exit_status,
            interrupted=interrupted,
            unwritten=unwritten,
        )

    def closing_line(self, total: int) -> str:
        """What the run came to, on one line."""
        parts = [f"{self.done} of {total} papers done"]
        if self.stored:
            parts.append(f"{self.stored} from the store")
        if self.failures:
            parts.append(f"{len(self.failures)} failed")
        left = total - self.done - len(self.failures)
        if left > 0:
            parts.append(f"{left} not done")
        if self.open_errors:
            parts.append(f"{self.open_errors} open errors marked")
        if self.tokens:
            parts.append(f"{self.tokens:,} tokens")
        if self.tokens or not self.cost_known:
            parts.append(format_cost(self.cost_usd if self.cost_known else None))
        return ", ".join(parts)
