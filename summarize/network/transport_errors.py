"""The errors of requests and urllib3, as one error that has one of a few faults.

Each caller has its own words for the faults.
"""

from __future__ import annotations

from typing import Any, Literal

from summarize.network.redirects import ForbiddenRedirect

#: How a request fails before its answer is whole. "no-connection-in-time" is silence before there is a connection.
Fault = Literal[
    "bad-address", "proxy", "tls", "unknown-name", "refused", "no-connection-in-time", "silence", "cut", "redirects", "other"
]  # fmt: skip


class TransportError(Exception):
    """A request failed. ``fault`` says how. The message is that of the foreign error, which is the cause."""

    def __init__(self, foreign: Exception) -> None:
        super().__init__(str(foreign))
        self.fault = fault_of(foreign)


def fault_of(exc: Exception) -> Fault:
    """Return the fault that an error of requests or urllib3 stands for.

    The error and everything that it wraps are looked at. Of several faults the most specific one counts.
    """
    import requests.exceptions as high
    import urllib3.exceptions as low

    wrapped: list[Any] = [exc]
    for item in wrapped:
        wrapped += [c for c in (*getattr(item, "args", ()), getattr(item, "reason", None)) if isinstance(c, Exception)]

    def among(*kinds: type[Exception]) -> bool:
        return any(isinstance(c, kinds) for c in wrapped)

    said = str(exc).lower()
    faults: tuple[tuple[Fault, bool], ...] = (
        ("bad-address", isinstance(exc, (high.InvalidURL, high.InvalidSchema, low.LocationParseError))),
        ("proxy", among(high.ProxyError, low.ProxyError)),
        # An SSLError of urllib3 that requests does not wrap comes in the middle of a body, so it is a cut connection.
        ("tls", among(high.SSLError)),
        ("unknown-name", among(low.NameResolutionError)),
        ("refused", among(ConnectionRefusedError) or "refused" in said),
        ("no-connection-in-time", among(high.ConnectTimeout)),
        ("silence", among(high.Timeout, low.TimeoutError, TimeoutError) or "timed out" in said),
        ("cut", among(low.ProtocolError, low.SSLError, high.ChunkedEncodingError, ConnectionResetError)),
        ("redirects", among(ForbiddenRedirect)),
    )
    return next((fault for fault, is_it in faults if is_it), "other")
