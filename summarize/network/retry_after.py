"""The time that a server asks its clients to wait."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime

#: Nobody waits for a year. Messages say the wait, and have no room for the hundreds of digits that a header may have.
_LONGEST_S = 365 * 86_400.0


def retry_after_s(headers: Mapping[str, str], now: float) -> float | None:
    """Return the wait in seconds that a response asks for, or None where it asks for none that can be read.

    ``Retry-After`` is a number of seconds or a date (RFC 9110, 10.2.3). ``retry-after-ms``, which some model servers
    send, has precedence. More than a year counts as a year. ``headers`` finds a name in any case. ``now`` is in seconds since the epoch.
    """
    wait_s = _seconds(headers.get("retry-after-ms", ""))
    if wait_s is not None:
        return wait_s / 1000
    value = headers.get("retry-after", "")
    wait_s = _seconds(value)
    return wait_s if wait_s is not None or not value.strip() else _seconds_until(value, now)


def _seconds(value: str) -> float | None:
    with suppress(ValueError):
        number = float(value)
        if math.isfinite(number):
            return min(max(0.0, number), _LONGEST_S)
    return None


def _seconds_until(date: str, now: float) -> float | None:
    with suppress(ValueError, OverflowError):
        moment = parsedate_to_datetime(date)
        # All dates of HTTP are in UTC (RFC 9110, 5.6.7), also one without a zone.
        wait_s = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now
        return min(max(0.0, wait_s), _LONGEST_S)
    return None
