"""How fast calls may start where a server enforces a rate: searched for, since no server says it.

Too fast by a little can cost half: a server that lets in one call every 100 ms refuses every second one of calls that
come every 95 ms. So the pace is the fastest that was seen to be quiet, found by halving the distance to the slowest
that was not, as in a binary search; now and then a faster one is tried, because servers change.
"""

from __future__ import annotations

import math

_QUIET_S, _QUIET_STARTS = 1.0, 8  # a pace is good after so long, and so many starts or 2 s, without a busy reply
_RAISE = 1.5  # while no pace is known to be too fast
_CLOSE = 1.05  # the search ends when good and bad are this close
_AGAIN_S, _AGAIN = 20.0, 1.2  # so long after its end, a pace this much faster is tried
_SLOWER = 0.7  # when a pace that was good is so no more
_SLOWEST_PER_S = 0.5
_OUT = 4


class Pace:
    """``per_s`` is how many calls may start in a second, infinite until there was a storm. Times in seconds."""

    def __init__(self) -> None:
        self.per_s = math.inf
        self.set_at = -math.inf
        self._good = 0.0
        self._bad = math.inf
        self._since = -math.inf  # when the pace was set, or last met a busy reply
        self._starts = 0
        self._next_start_at = -math.inf

    def start_at(self, now: float) -> float:
        """When the next call may start; each call to this reserves that moment."""
        if math.isinf(self.per_s):
            return now
        self._starts += 1
        at = max(now, self._next_start_at)
        self._next_start_at = at + 1 / self.per_s
        return at

    def busy(self, now: float) -> None:
        """A call was refused; not yet a storm."""
        self._since, self._starts = now, 0

    def storm(self, now: float, let_in_per_s: float) -> bool:
        """Too many were refused. ``let_in_per_s`` is how fast calls were let in lately.

        False if that is no more than the price of the search: a faster pace was tried and is taken back.
        """
        let_in_per_s = max(let_in_per_s, _SLOWEST_PER_S)
        if self._good and self.per_s > self._good * 1.001:
            self._bad = self.per_s
            self._set(now, (self._good + self._bad) / 2 if self._bad > self._good * _CLOSE else self._good)
            return False
        # More was offered than could be let in: what was let in is the rate, or a little more with a burst.
        # Where next to nothing was let in, the server is out, and no pace is to blame.
        self._good, self._bad = 0.0, self.per_s if let_in_per_s * _OUT > self.per_s else math.inf
        self._set(now, max(_SLOWEST_PER_S, min(self.per_s * _SLOWER, let_in_per_s)))
        return True

    def quiet(self, now: float, let_in_per_s: float) -> None:
        """A call was let in. Raises the pace when it has been quiet for long enough."""
        if math.isinf(self.per_s):
            return
        quiet_s = now - self._since
        if quiet_s < _QUIET_S or self._starts < min(_QUIET_STARTS, 2 * self.per_s):
            if quiet_s > _QUIET_S and let_in_per_s * 4 < self.per_s:
                self._free()  # nothing waits for the pace any more
            return
        self._good = max(self._good, self.per_s)
        if math.isinf(self._bad):
            self._set(now, self.per_s * _RAISE)
        elif self._bad > self._good * _CLOSE:
            self._set(now, (self._good + self._bad) / 2)
        elif quiet_s > _AGAIN_S:
            self._bad = math.inf
            self._set(now, self.per_s * _AGAIN)

    def _set(self, now: float, per_s: float) -> None:
        self.per_s, self.set_at = per_s, now
        self._since, self._starts = now, 0
        self._next_start_at = min(self._next_start_at, now + 1 / per_s)

    def _free(self) -> None:
        self.per_s, self._good, self._bad = math.inf, 0.0, math.inf
