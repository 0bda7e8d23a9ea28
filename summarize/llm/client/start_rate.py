"""The pace at which calls may start where a server enforces a rate. It is searched for, because no server tells it.

A pace that is a little too fast can cost half: a server that lets in one call every 100 ms refuses every second one of
calls that come every 95 ms. So the pace is the fastest that was seen to be quiet. A binary search between it and the
slowest pace that was not quiet finds it. From time to time a faster pace is tried, because servers change.
"""

from __future__ import annotations

import math

_QUIET_S, _QUIET_STARTS = 1.0, 8  # a pace is good after so long, and so many starts or 2 s, without a busy reply
_RAISE = 1.5  # the factor while no pace is known to be too fast
_CLOSE = 1.05  # the search ends when the good and the bad pace are this close
_AGAIN_S, _AGAIN = 20.0, 1.2  # so many seconds after its end, a pace faster by this factor is tried
_SLOWER = 0.7  # the factor when a good pace has become too fast
_SLOWEST_PER_S = 0.5
_OUT = 4  # a server that lets in less than this part of the pace is out of order


class Pace:
    """The pace of starts. ``per_s`` is how many calls may start in a second, infinite before the first storm.

    ``set_at`` is when the pace was last set. Times are in seconds.
    """

    def __init__(self) -> None:
        self.per_s = math.inf
        self.set_at = -math.inf
        self._good = 0.0
        self._bad = math.inf
        self._since = -math.inf  # when the pace was set, or last met a busy reply
        self._starts = 0
        self._next_start_at = -math.inf

    def start_at(self, now: float) -> float:
        """Return when the next call may start, and reserve that moment."""
        if math.isinf(self.per_s):
            return now
        self._starts += 1
        at = max(now, self._next_start_at)
        self._next_start_at = at + 1 / self.per_s
        return at

    def busy(self, now: float) -> None:
        """Note that a call was refused, where that is not yet a storm."""
        self._since, self._starts = now, 0

    def storm(self, now: float, let_in_per_s: float) -> bool:
        """Lower the pace, because too many calls were refused. ``let_in_per_s`` is how fast calls were let in lately.

        Return False where the search itself caused the storm, by a faster pace that is now taken back; else True.
        """
        let_in_per_s = max(let_in_per_s, _SLOWEST_PER_S)
        if self._good and self.per_s > self._good * 1.001:
            self._bad = self.per_s
            self._set(now, (self._good + self._bad) / 2 if self._bad > self._good * _CLOSE else self._good)
            return False
        # More was offered than could be let in. What was let in is the rate, or a little more with a burst.
        # Where almost nothing was let in, the server is out of order, and no pace is too fast.
        self._good, self._bad = 0.0, self.per_s if let_in_per_s * _OUT > self.per_s else math.inf
        self._set(now, max(_SLOWEST_PER_S, min(self.per_s * _SLOWER, let_in_per_s)))
        return True

    def quiet(self, now: float, let_in_per_s: float) -> None:
        """Note that a call was let in, and raise the pace when it has been quiet for long enough."""
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
