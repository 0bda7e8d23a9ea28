"""What a fault is, and the parts that the answers of faults are built of."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from tests.hostile.raw_server import Good, Step


@dataclass(frozen=True, slots=True)
class Fault:
    """``steps(good)`` are sent instead of the right answer, to each request or to the first ``requests`` ones.

    ``env`` and ``args`` are added to the run.
    """

    name: str
    steps: Callable[[Good], Sequence[Step]]
    requests: int | None = None
    env: dict[str, str] = field(default_factory=dict)
    args: tuple[str, ...] = ()


def head(status: str = "200 OK", /, **headers: str) -> bytes:
    """Return a status line and headers, with the empty line after them. ``content_type`` becomes Content-Type."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8", "surrogateescape")


def ok(good: Good, body: bytes | None = None, /, **headers: str) -> bytes:
    """Return a whole answer with status 200: the right body, or another one."""
    content = good.body if body is None else body
    given = {"Content_Type": good.content_type, "Content_Length": str(len(content))} | headers
    return head("200 OK", **given) + content


@cache
def gzip_bomb() -> tuple[bytes, bytes]:
    """Return the start of a gzip stream, and a piece of 1 KB that unpacks to 1 MB and may follow any number of times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    pieces = [packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)]
    assert pieces[0] == pieces[1]
    return start, pieces[0]


def chunks(*pieces: bytes) -> bytes:
    """Return pieces in the chunked transfer coding, without the last, empty chunk."""
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


def typed(good: Good, status: str = "200 OK", /, **headers: str) -> bytes:
    """Return a head with the right content type and no length."""
    return head(status, Content_Type=good.content_type, **headers)
