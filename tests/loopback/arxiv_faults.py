"""The faults that an answer of the loopback arXiv can have, and the notes that it takes of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one answer.

    ``body`` replaces the true body. ``truncate`` shortens it to so many bytes, with the Content-Length of what is sent.
    ``cut_after`` closes the connection after so many bytes of the promised length. ``delay_s`` passes before the first
    byte, and ``pause_s`` between the two halves of the body. ``drip_s`` passes after every 8 bytes. ``reset`` closes
    the connection without an answer.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    truncate: int | None = None
    cut_after: int | None = None
    delay_s: float = 0.0
    pause_s: float = 0.0
    drip_s: float = 0.0
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came. ``began`` and ``ended`` are ``time.monotonic()`` seconds."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    began: float
    ended: float = 0.0

    @property
    def ids(self) -> tuple[str, ...]:
        """The IDs of an ``id_list`` request, in order."""
        return tuple(i for i in self.query.get("id_list", "").split(",") if i)
