"""What comes of making one paper's page: an outcome, how it came to be, and errors as values.

Loading this module loads no event loop, so a stored page is found without one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from summarize.errors import ErrorsRemain
from summarize.values import PaperFailure, Result, Usage

if TYPE_CHECKING:
    from summarize.errors import SummarizeError
    from summarize.values import Outcome, PaperRef


class Observer(Protocol):
    """Who watches replies arrive: the terminal, or nobody. ``what`` is ``translation`` or ``digest``."""

    def wrote(self, ref: PaperRef, what: str, text: str) -> None:
        """A model wrote ``text`` more of ``what``."""

    def restarted(self, ref: PaperRef, what: str) -> None:
        """What was written of ``what`` is void: the call is made again."""


@dataclass(frozen=True, slots=True)
class Made:
    """An outcome and how it came to be.

    ``stored`` is True where the result came from the store. ``key`` is the key under which the store holds it; it is
    empty for a failure. ``paid`` is what this run paid for a failure; that of a result stands in the result.
    """

    outcome: Outcome
    stored: bool = False
    key: str = ""
    paid: Usage = field(default_factory=Usage)

    @property
    def cost(self) -> Usage:
        """What this run paid for the paper."""
        if isinstance(self.outcome, Result):
            return Usage() if self.stored else self.outcome.usage
        return self.paid


def failure_of(ref: PaperRef, error: SummarizeError, title: str = "") -> PaperFailure:
    """``error`` as a value, with the paper's ``title`` where it is known."""
    return PaperFailure(ref, error.code, error.message, error.hint, error.exit_status, title)


def with_errors_refused(result: Result, ref: PaperRef) -> Outcome:
    """``result``, or a failure where it has open errors (``--strict``)."""
    errors = result.open_errors
    if not errors:
        return result
    refused = ErrorsRemain(
        f"{len(errors)} error{'s' if len(errors) > 1 else ''} could not be repaired, and --strict refuses the page",
        hint="See them without --strict, or try a better model with -m",
    )
    return failure_of(ref, refused, result.paper.title)
