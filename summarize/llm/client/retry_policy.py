"""When a failed call is sent again, and how long is waited before. All times in seconds."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from summarize.errors import (
    ModelBusy,
    ModelNonsense,
    ModelTimeout,
    ModelUnreachable,
    QuotaUsedUp,
    RunawayReply,
    SummarizeError,
)
from summarize.network.retrying import doubling_wait_s

_BACKOFF_S, _BACKOFF_CAP_S = 0.5, 8.0
# A busy endpoint that still served somebody this lately is worth waiting for.
_PATIENCE_S = 30.0
# A call that timed out is tried again only while all its tries together have taken less than this.
_TIMEOUTS_S = 200.0


class EmptyReply(ModelNonsense):
    """A whole reply without a word in it."""


class OversizedReply(ModelNonsense):
    """A body, or an event of a stream, that is larger than any reply."""


class GatewayTimeout(ModelTimeout):
    """The server, or a gateway before it, says that it waited too long for the model (408, 504, 524)."""


class RedirectRefused(ModelUnreachable):
    """The endpoint redirects to another host, to which neither text nor key is sent."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """``retries`` is how often a call is sent again. While the endpoint is busy but serves others, more often: then
    it is a matter of rate. A Retry-After above ``retry_after_cap_s`` ends the call instead.

    ``deadline_s`` is that of one call. ``jitter`` gives numbers from 0 to 1.
    """

    retries: int = 3
    retry_after_cap_s: float = 60.0
    deadline_s: float = 120.0
    jitter: Callable[[], float] = random.random

    def wait_s(
        self, error: SummarizeError, tries: int, served_s_ago: float | None, *, would_end_s: float = 0.0
    ) -> float | None:
        """Seconds until a call that failed with ``error`` on its try number ``tries`` is sent again; None: never.

        ``served_s_ago`` is how long ago any call of the run succeeded, None if none did. ``would_end_s`` is how long
        all tries would have taken together if one more takes as long as the last.
        """
        tried_again = isinstance(error, ModelUnreachable | RunawayReply)
        if not tried_again or isinstance(error, QuotaUsedUp | RedirectRefused):
            return None
        asked_s = error.retry_after_s if isinstance(error, ModelUnreachable) else None
        if asked_s is not None and asked_s > self.retry_after_cap_s:
            error.hint = f"It asks to wait {asked_s:.0f} s, longer than this program waits: try again then."
            return None
        # Half to whole of a time that doubles: calls that failed together do not come back together.
        backoff_s = doubling_wait_s(_BACKOFF_S, tries, _BACKOFF_CAP_S) * (0.5 + 0.5 * self.jitter())
        wait_s = backoff_s if asked_s is None else asked_s + 0.1 * self.jitter()
        return wait_s if self._goes_on(error, tries, served_s_ago, would_end_s + wait_s) else None

    def _goes_on(self, error: SummarizeError, tries: int, served_s_ago: float | None, would_end_s: float) -> bool:
        """Whether a call is sent again that failed on its try number ``tries``."""
        if isinstance(error, ModelBusy):
            return tries <= self.retries or (served_s_ago is not None and served_s_ago < _PATIENCE_S)
        if isinstance(error, GatewayTimeout) and would_end_s > max(self.deadline_s, _TIMEOUTS_S):
            return False
        if type(error) is ModelTimeout and tries * self.deadline_s > _TIMEOUTS_S:
            return False
        if isinstance(error, EmptyReply | OversizedReply | RunawayReply):
            # Sent again once: such a reply is paid for, and most models give it again.
            return tries < 2 and self.retries > 0
        if type(error) is ModelUnreachable:  # no name, refused, no TLS, no proxy: wrong, or gone for a moment
            return tries < (2 if served_s_ago is None else self.retries + 3)
        return tries <= self.retries
