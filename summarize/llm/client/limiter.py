"""The limit on model calls at once: the user's, fewer while the endpoint is busy, none when it is dead.

A storm is 3 busy replies (429 or 503) among the last 20. It halves the limit, at most once a second. Quiet seconds
raise the limit again. Halving alone does not suit a server that enforces a rate: calls that are refused at once make
room for others that are refused at once, because a limit on calls at once is no rate (a simulation reached 3 to 80 % of
the rate). So a storm also sets a pace at which calls start (``start_rate.py``). This module knows nothing of HTTP or
openai. A call tells through its ``Turn`` how it ended.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from copy import copy

from summarize.errors import ConfigurationError, ModelBusy, ModelUnreachable, QuotaUsedUp, SummarizeError
from summarize.llm.client.start_rate import Pace

_WINDOW = 20  # the last replies that are counted
_STORM = 3  # so many busy replies among them are a storm
_STEP_S = 1.0  # the least time between two halvings, and the quiet time before the limit grows
_GROWTH = 4  # the limit grows back by a quarter of the user's limit each quiet second

_LET_IN, _LET_IN_S = 40, 10.0  # the rate of calls let in is taken from at most so many calls of the last seconds

# So many calls in a row must fail for good, in a way that every other call meets too, before no more are tried.
_DEAD_AFTER = 5
_DEAD_AFTER_SUCCESS = 8
#: Seconds. An endpoint that gave a reply so lately is not dead: eight calls at once can meet one hiccup, or eight papers in a
#: row one fault of their own.
_ALIVE_S = 10.0
_NEVER_REACHED = 10  # before the first success, the same for tries in a row that did not connect


class Turn:
    """One call's turn. Exactly one of its methods is called when the call has ended, and none when it is cancelled."""

    def __init__(self, limiter: Limiter, started_at: float) -> None:
        self._limiter = limiter
        self._started_at = started_at

    def succeeded(self) -> None:
        """Note that the call gave a reply."""
        self._limiter._succeeded()

    def failed(self, error: SummarizeError) -> None:
        """Note that the call was answered with an error, or not at all. It may be tried again."""
        self._limiter._failed(self._started_at, error)


class Limiter:
    """At most ``jobs`` turns at once, given out in the order asked for.

    A whole run has one limiter. Times are in seconds.

    ``limit`` is how many turns may run at once now, ``pace`` how fast they may start. ``broken`` is None, or the reason
    why no call is tried any more; every waiting and every later turn then raises it at once. ``succeeded_at`` is when a
    call last succeeded, by ``clock``, or None.
    """

    def __init__(
        self,
        jobs: int = 8,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if jobs < 1:
            raise ValueError("jobs must be at least 1")
        self.jobs = jobs
        self.limit = jobs
        self.pace = Pace()
        self.clock = clock
        self.broken: SummarizeError | None = None
        self.succeeded_at: float | None = None
        self.running = 0
        self._sleep = sleep
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._pauses: set[asyncio.Future[None]] = set()
        self._replies: deque[bool] = deque(maxlen=_WINDOW)
        self._stormed_at = -math.inf
        self._busy_at = -math.inf
        self._grown_at = -math.inf
        self._let_in: deque[float] = deque(maxlen=_LET_IN)
        self._dead = 0
        self._unreached = 0
        self._gate = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, *, again: bool = False) -> AsyncIterator[Turn]:
        """Wait for a turn and hold it. Raises ``broken`` at once, also while waiting.

        A call that is tried ``again`` comes before those that were never tried, because pages leave in order and the
        oldest one holds up the rest.
        """
        await self._acquire(first=again)
        try:
            await self._keep_pace()
            started_at = self.clock()
            self._let_in.append(started_at)
            yield Turn(self, started_at)
        finally:
            self.running -= 1
            self._admit()

    async def pause(self, seconds: float) -> None:
        """Sleep without a turn before a call is tried again. Raises ``broken`` as soon as it is set."""
        if self.broken is not None:
            raise _own(self.broken)
        if seconds <= 0:
            return
        broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pauses.add(broken)
        nap = asyncio.ensure_future(self._sleep(seconds))
        try:
            await asyncio.wait((nap, broken), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._pauses.discard(broken)
            nap.cancel()
            broken.cancel()
        if self.broken is not None:
            raise _own(self.broken)

    def gave_up(self, error: SummarizeError) -> None:
        """Note that a call failed for good. Enough failures that every other call meets too break the run."""
        if isinstance(error, ConfigurationError | QuotaUsedUp):
            needed = 1 if self.succeeded_at is None else 3
        elif isinstance(error, ModelUnreachable):
            needed = _DEAD_AFTER if self.succeeded_at is None else _DEAD_AFTER_SUCCESS
        else:
            return  # a failure of one paper alone
        self._dead += 1
        if self._dead >= needed and not self._is_alive(error):
            self._break(error)

    def _is_alive(self, error: SummarizeError) -> bool:
        """Whether another call succeeded so lately that ``error`` does not concern all of them."""
        if isinstance(error, ConfigurationError | QuotaUsedUp) or self.succeeded_at is None:
            return False
        return self.clock() - self.succeeded_at < _ALIVE_S

    def _break(self, error: SummarizeError) -> None:
        if self.broken is not None:
            return
        self.broken = error
        for future in (*self._waiting, *self._pauses):
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def _acquire(self, *, first: bool) -> None:
        if self.broken is not None:
            raise _own(self.broken)
        if self.running < self.limit and (first or not self._waiting):
            self.running += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if first:
            self._waiting.appendleft(turn)
        else:
            self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and self.broken is None:
                self.running -= 1  # the turn was given in the same instant and is passed on
                self._admit()
            else:
                with suppress(ValueError):
                    self._waiting.remove(turn)
            raise
        if self.broken is not None:
            raise _own(self.broken)

    def _admit(self) -> None:
        while self._waiting and self.running < self.limit:
            turn = self._waiting.popleft()
            if not turn.done():
                self.running += 1
                turn.set_result(None)

    async def _keep_pace(self) -> None:
        if math.isinf(self.pace.per_s):
            return
        async with self._gate:  # one call at a time waits here, so that a new pace holds for all after it
            now = self.clock()
            await self.pause(self.pace.start_at(now) - now)

    def _succeeded(self) -> None:
        self._dead = 0
        self.succeeded_at = self.clock()
        self._replied(busy=False)

    def _failed(self, started_at: float, error: SummarizeError) -> None:
        self._unreached = self._unreached + 1 if type(error) is ModelUnreachable else 0
        if self._unreached >= _NEVER_REACHED and self.succeeded_at is None:
            self._break(error)
        busy = isinstance(error, ModelBusy) and not isinstance(error, QuotaUsedUp)
        if busy:
            with suppress(ValueError):
                self._let_in.remove(started_at)
            if started_at < self.pace.set_at:
                return  # it started at an earlier pace
        self._replied(busy=busy)

    def _replied(self, *, busy: bool) -> None:
        now = self.clock()
        self._replies.append(busy)
        if not busy:
            self.pace.quiet(now, self._let_in_per_s(now))
            if self.limit < self.jobs and now - max(self._busy_at, self._grown_at) >= _STEP_S:
                self._grown_at = now
                self.limit = min(self.jobs, self.limit + max(1, self.jobs // _GROWTH))
                self._admit()
            return
        self._busy_at = now
        if sum(self._replies) >= _STORM and now - self._stormed_at >= _STEP_S:
            self._stormed_at = now
            self._replies.clear()
            if self.pace.storm(now, self._let_in_per_s(now)):
                self.limit = max(1, self.limit // 2)
        else:
            self.pace.busy(now)

    def _let_in_per_s(self, now: float) -> float:
        """Return how many calls a second were let in lately.

        Calls without an answer count, because a refusal comes quickly.
        """
        recent = [t for t in self._let_in if now - t <= _LET_IN_S]
        return len(recent) / max(now - recent[0], 1.0) if recent else 0.0


def _own(error: SummarizeError) -> SummarizeError:
    """Return a copy of the error that broke the run, for a call of another paper."""
    mine = copy(error)
    mine.paper = ""
    return mine
