"""A request is tried again so often and after such waits as its patience says, then its error is raised."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from summarize.network.retrying import Patience, TryAgain, doubling_wait_s, retry


class Refused(Exception):
    """The error of a failed attempt in these tests."""


LATE = TryAgain(Refused("later"))
BROKEN = TryAgain(Refused("broken"), broken=True)
FURTHER = TryAgain(Refused("cut"), broken=True, got_further=True)
#: Where the server names the wait.
IN_SEVEN = TryAgain(Refused("later"), wait_s=7.0)


class Attempts:
    """An attempt that fails as told, one failure a call, and then returns "done".

    ``waits`` and ``notices`` are what happened between the calls.
    """

    def __init__(self, failures: Sequence[Exception]) -> None:
        self.failures = list(failures)
        self.waits: list[float] = []
        self.notices: list[str] = []
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return "done"

    def run(self, patience: Patience) -> str:
        def say(error: Exception, wait_s: float) -> None:
            self.notices.append(f"{error}, {wait_s:g} s")

        return retry(self, patience, pause=self.waits.append, on_retry=say)


@pytest.mark.parametrize(
    ("failures", "waits"),
    [
        ([], []),
        ([LATE], [5]),
        ([LATE, LATE, LATE], [5, 10, 20]),
        ([BROKEN], [5]),
        ([LATE, BROKEN, LATE], [5, 10, 20]),
        ([IN_SEVEN, LATE], [7, 10]),
        ([TryAgain(Refused("at once"), wait_s=0.0)], [0]),
        ([BROKEN, FURTHER, BROKEN], [5, 2.5, 5]),
        ([FURTHER] * 9, [2.5] * 9),
    ],
)
def test_what_passes_is_waited_out(failures: list[Exception], waits: list[float]) -> None:
    attempts = Attempts(failures)
    assert attempts.run(Patience(tries=4, broken_tries=2, backoff_s=5)) == "done"
    assert attempts.waits == waits
    assert len(attempts.notices) == len(waits)


@pytest.mark.parametrize(
    ("failures", "calls"),
    [
        ([LATE] * 9, 4),
        ([BROKEN] * 9, 2),
        ([LATE, LATE, BROKEN, BROKEN, LATE], 4),
        ([LATE, LATE, LATE, BROKEN, LATE], 5),
        ([FURTHER, FURTHER, BROKEN, BROKEN], 4),
        ([Refused("for good"), LATE], 1),
    ],
)
def test_patience_ends_with_the_error_of_the_last_attempt(failures: list[Exception], calls: int) -> None:
    attempts = Attempts(failures)
    with pytest.raises(Refused):
        attempts.run(Patience(tries=4, broken_tries=2, backoff_s=5))
    assert attempts.calls == calls
    assert len(attempts.waits) == calls - 1


def test_the_cause_of_the_last_failure_is_kept() -> None:
    cause = OSError("no route")

    def attempt() -> None:
        raise TryAgain(Refused("gone"), broken=True) from cause

    with pytest.raises(Refused) as caught:
        retry(attempt, Patience(broken_tries=1), pause=lambda _: None, on_retry=lambda error, wait_s: None)
    assert caught.value.__cause__ is cause


def test_the_error_and_the_wait_are_told_before_the_wait() -> None:
    attempts = Attempts([LATE, IN_SEVEN])
    attempts.run(Patience())
    assert attempts.notices == ["later, 5 s", "later, 7 s"]


@pytest.mark.parametrize(
    ("first_s", "failures", "longest_s", "expected"),
    [(5, 1, 90, 5), (5, 3, 90, 20), (5, 9, 90, 90), (2, 0, 90, 1), (0, 4, 90, 0), (0.5, 100_000, 8, 8)],
)
def test_a_wait_doubles_up_to_its_limit(first_s: float, failures: int, longest_s: float, expected: float) -> None:
    assert doubling_wait_s(first_s, failures, longest_s) == expected
