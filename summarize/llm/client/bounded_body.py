"""Bodies of answers with a limit on their size, which counts after decompression."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing

import httpx2

from summarize.llm.client.stream import TooLarge

#: What is read of the body of an error or a redirect: bytes and seconds. No error object of a provider has 10 kB.
_ERROR_BYTES, _ERROR_S = 65_536, 2.0
#: How long the event loop may be kept by bytes that are there already, seconds. A body that never lets the loop wait
#: would stop the streams of other papers, and its own deadline too.
_KEPT_S = 0.005
#: The largest piece that is handed on, in bytes: what one turn works on (65,536 empty lines take 10 ms).
_PIECE_BYTES = 65_536


def bounded(most_bytes: int) -> Callable[[httpx2.Response], Awaitable[None]]:
    """Return a hook for the responses of an ``httpx2.AsyncClient`` that limits their bodies.

    A body with a status of 200 to 299 may have ``most_bytes``; more raises TooLarge while it is read. Of any other body
    the beginning is read and the rest is not waited for, because its status says what it is.
    """

    async def limit(response: httpx2.Response) -> None:
        # The inner response decompresses, a MiB at a time at most. The outer one gets plain bytes.
        inner = httpx2.Response(response.status_code, headers=response.headers, stream=response.stream)
        body = _Whole(inner, most_bytes) if response.is_success else _Beginning(inner)
        response.stream = body
        for name in ("content-encoding", "content-length"):
            response.headers.pop(name, None)

    return limit


class _Whole(httpx2.AsyncByteStream):
    """A body that is read to its end, of ``most_bytes`` at most."""

    def __init__(self, inner: httpx2.Response, most_bytes: int) -> None:
        self._inner, self._most_bytes = inner, most_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size, turn_began = 0, time.monotonic()
        async with aclosing(self._inner.aiter_bytes()) as pieces:
            async for piece in pieces:
                size += len(piece)
                if size > self._most_bytes:
                    raise TooLarge(f"a body of more than {self._most_bytes:,} bytes")
                for start in range(0, len(piece), _PIECE_BYTES):
                    yield piece[start : start + _PIECE_BYTES]
                    if time.monotonic() - turn_began > _KEPT_S:
                        await asyncio.sleep(0)
                        turn_began = time.monotonic()

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Beginning(httpx2.AsyncByteStream):
    """The beginning of a body: ``_ERROR_BYTES`` at most, and what has come after ``_ERROR_S``."""

    def __init__(self, inner: httpx2.Response) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        room = _ERROR_BYTES
        ends_at = asyncio.get_running_loop().time() + _ERROR_S
        async with aclosing(self._inner.aiter_bytes()) as pieces:
            while room > 0:
                try:
                    async with asyncio.timeout_at(ends_at):
                        piece = await anext(pieces)
                except (StopAsyncIteration, TimeoutError, httpx2.HTTPError):
                    return  # also of a broken body the status counts
                yield piece[:room]
                room -= len(piece)

    async def aclose(self) -> None:
        await self._inner.aclose()
