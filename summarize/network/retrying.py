"""The one loop that tries a request again, and the limits of its patience."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a server is asked. All times in seconds.

    ``connect_s`` and ``read_s`` limit one socket operation, ``head_s`` the time until an answer's body begins, with
    redirects, ``overall_s`` a whole answer. ``tries`` counts requests
    for answers that say "later" (429, 5xx), ``broken_tries`` those for timeouts, lost connections and nonsense.
    A Retry-After beyond ``longest_wait_s`` is not waited for. Without Retry-After the wait is ``backoff_s``, then
    twice that, and so on.
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    head_s: float = 60.0
    overall_s: float = 90.0
    tries: int = 4
    broken_tries: int = 2
    backoff_s: float = 5.0
    longest_wait_s: float = 90.0


class TryAgain(Exception):
    """An attempt failed, and the next one may succeed.

    ``error`` is raised where no more attempts are made. ``wait_s`` is the wait before the next one, or None for the
    usual one. ``broken`` says which of the two counts of Patience the failure belongs to. ``got_further`` is True where
    the attempt brought a part of the answer that the next one goes on from. Both counts then start anew.
    """

    def __init__(
        self, error: Exception, *, wait_s: float | None = None, broken: bool = False, got_further: bool = False
    ) -> None:
        super().__init__(str(error))
        self.error, self.wait_s, self.broken, self.got_further = error, wait_s, broken, got_further


def retry(
    attempt: Callable[[], Answer],
    patience: Patience,
    *,
    pause: Callable[[float], object],
    on_retry: Callable[[Exception, float], None],
) -> Answer:
    """Call ``attempt`` until it raises no TryAgain, and return what it returns.

    When ``patience`` ends, the ``error`` of the last TryAgain is raised. Before each further attempt, ``on_retry`` is
    told the error and the wait in seconds, and ``pause`` waits for so long. Any other exception of ``attempt`` ends the
    loop.
    """
    late = broken = 0
    while True:
        try:
            return attempt()
        except TryAgain as failure:
            if failure.got_further:
                late = broken = 0
            elif failure.broken:
                broken += 1
            else:
                late += 1
            if late >= patience.tries or broken >= patience.broken_tries:
                raise failure.error from failure.__cause__
            wait_s = failure.wait_s
            if wait_s is None:
                wait_s = doubling_wait_s(patience.backoff_s, late + broken)
            on_retry(failure.error, wait_s)
            pause(wait_s)


def doubling_wait_s(first_s: float, failures: int, longest_s: float = math.inf) -> float:
    """Return the wait in seconds after so many failures in a row.

    It is ``first_s`` after one failure, twice that after two, and so on, at most ``longest_s``. After none, when an
    attempt got further, it is half of ``first_s``.
    """
    return min(longest_s, first_s * 2.0 ** min(failures - 1, 30))
