"""How many model calls run at once: the user's limit, less when the endpoint is busy, none when it is dead.

DESIGN §11. The limit is halved when 3 of the last 20 replies were 429 or 503, at most once a second, and grown back
after quiet seconds. Nothing here knows of HTTP or openai: a call says how it ended with ``Turn.ended``.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from copy import copy

from summarize.errors import ConfigurationError, ModelBusy, ModelUnreachable, QuotaUsedUp, SummarizeError

_WINDOW = 20  # replies looked back on
_STORM = 3  # of them busy: a storm
_STEP_S = 1.0  # between two halvings, and the length of a quiet second

# How many calls in a row must end for good in the same kind of failure before the rest is not even tried.
_DEAD_AFTER = 5
_DEAD_AFTER_SUCCESS = 8


class Limiter:
    """At most ``jobs`` turns at once, given out in the order asked for. One for a whole run; times in seconds.

    ``limit`` is how many run at once now. ``broken`` is None, or why nothing is tried any more: then every waiting
    and every later turn raises it at once. ``succeeded_at`` is when a call last succeeded, by ``clock``.
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
        self.clock = clock
        self.broken: SummarizeError | None = None
        self.succeeded_at: float | None = None
        self.running = 0
        self.busy_replies = 0
        self._sleep = sleep
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._pauses: set[asyncio.Future[None]] = set()
        self._replies: deque[bool] = deque(maxlen=_WINDOW)
        self._halved_at = float("-inf")
        self._grown_at = float("-inf")
        self._failures = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn and hold it. Raises ``broken`` while waiting, or at once."""
        await self._acquire()
        try:
            yield
        finally:
            self._release()

    async def pause(self, seconds: float) -> None:
        """Sleep without a turn, before a call is tried again. Raises ``broken`` as soon as it is set."""
        if self.broken is not None:
            raise self._stopped(self.broken)
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
            raise self._stopped(self.broken)

    def succeeded(self) -> None:
        """A call gave a reply."""
        self._failures = 0
        self.succeeded_at = self.clock()
        self._replied(busy=False)

    def refused(self, *, busy: bool) -> None:
        """A call was answered with an error; ``busy``: with 429 or 503."""
        self._replied(busy=busy)

    def gave_up(self, error: SummarizeError) -> None:
        """A call failed for good. Breaks the run when the failure is one that every other call must meet too."""
        if isinstance(error, ConfigurationError | QuotaUsedUp):
            needed = 1 if self.succeeded_at is None else 3
        elif isinstance(error, ModelUnreachable):
            needed = _DEAD_AFTER if self.succeeded_at is None else _DEAD_AFTER_SUCCESS
        else:
            return  # that paper's own trouble
        self._failures += 1
        if self._failures >= needed and self.broken is None:
            self._break(error)

    def _break(self, error: SummarizeError) -> None:
        self.broken = error
        for future in (*self._waiting, *self._pauses):
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    def _stopped(self, error: SummarizeError) -> SummarizeError:
        """A copy of what broke the run, for a call of another paper."""
        own = copy(error)
        own.paper = ""
        return own

    async def _acquire(self) -> None:
        if self.broken is not None:
            raise self._stopped(self.broken)
        if self.running < self.limit and not self._waiting:
            self.running += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and self.broken is None:
                self._release()  # it was given to us in the same instant: pass it on
            elif turn in self._waiting:
                self._waiting.remove(turn)
            raise
        if self.broken is not None:
            raise self._stopped(self.broken)

    def _release(self) -> None:
        self.running -= 1
        self._admit()

    def _admit(self) -> None:
        while self._waiting and self.running < self.limit:
            turn = self._waiting.popleft()
            if not turn.done():
                self.running += 1
                turn.set_result(None)

    def _replied(self, *, busy: bool) -> None:
        now = self.clock()
        self._replies.append(busy)
        if busy:
            self.busy_replies += 1
            self._grown_at = now
            if sum(self._replies) >= _STORM and now - self._halved_at >= _STEP_S:
                self.limit = max(1, self.limit // 2)
                self._halved_at = now
                self._replies.clear()
        elif self.limit < self.jobs and now - self._grown_at >= _STEP_S:
            self.limit += 1
            self._grown_at = now
            self._admit()


def is_busy(error: SummarizeError) -> bool:
    """Whether an error counts towards a storm: 429 or 503, not a used-up quota."""
    return isinstance(error, ModelBusy) and not isinstance(error, QuotaUsedUp)
