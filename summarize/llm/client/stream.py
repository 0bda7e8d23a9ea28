"""Reading of a chat reply from its bytes: server-sent events, chunks, and how the reply ended.

The SDK's own stream is not used. It raises a bare JSONDecodeError for a damaged chunk, takes a stream without
``finish_reason`` for a whole one, and builds a typed object of every chunk (docs/providers.md has the figures).
"""

from __future__ import annotations

import asyncio
import codecs
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarize.llm.client.reply_length import ReplyLength

if TYPE_CHECKING:
    import httpx2


#: How long a server may still report its usage after it said how the reply ended, seconds.
_AFTER_FINISH_S = 1.0
#: How long the end of the connection's last message may come after ``[DONE]``, seconds.
_LAST_BYTES_S = 0.1
#: More tokens than any call has. A count beyond it is not believed; the store could not hold a much larger one.
_MOST_TOKENS = 10**9
_LONGEST_MODEL_NAME = 200  # characters
#: The most bytes of one event, and of a reply that is no stream. The longest reply that is accepted (``MOST_THINKING``
#: Chinese characters, six bytes each as JSON may write them) fits. Parsing a MiB takes at most 25 ms and 25 MB.
_EVENT_BYTES = 2**20
#: The most bytes of a whole stream: twice what 39,000 tokens of thinking take at 400 bytes an event (OpenRouter's).
STREAM_BYTES = 2**25


class Damaged(ValueError):
    """The error for a reply that is not a chat completion. Its message says what the reply is instead."""


class TooLarge(Damaged):
    """The error for a body, a line or an event over its limit in bytes."""


class ErrorInStream(Exception):
    """The error for an error object in place of a chunk. ``body`` is that object."""

    def __init__(self, body: Any) -> None:
        super().__init__("error in stream")
        self.body = body


class EventReader:
    """A splitter of bytes into the data of server-sent events (WHATWG HTML, 9.2). Lines end with LF, CRLF or CR.

    Only these separate lines, because text inside JSON may hold U+2028 and its like, which are no line ends in SSE. The
    time is linear, however small the pieces are.
    """

    def __init__(self) -> None:
        self._rest = bytearray()
        self._data: list[bytes] = []
        self._size = 0  # of the lines in ``_data``
        self._begun = False
        self._after_cr = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the data of each event that ``chunk`` completes. Raises TooLarge for an event without an end."""
        if self._after_cr:
            chunk = chunk.removeprefix(b"\n") if chunk else chunk
        self._after_cr = chunk.endswith(b"\r") or (self._after_cr and not chunk)
        if b"\r" in chunk:
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        end = chunk.find(b"\n")
        if end < 0:
            self._rest += chunk
            self._check(len(self._rest))
            return
        first = bytes(self._rest) + chunk[:end]
        *lines, rest = chunk[end + 1 :].split(b"\n")
        self._rest = bytearray(rest)
        for line in (first, *lines):
            if not self._begun:
                self._begun = True
                line = line.removeprefix(codecs.BOM_UTF8)
            if line.startswith(b"data:"):
                self._data.append(line[6:] if line[5:6] == b" " else line[5:])
                self._size += len(line)
                self._check(self._size)
            elif not line and self._data:
                yield b"\n".join(self._data)
                self._data, self._size = [], 0

    def end(self) -> Iterator[bytes]:
        """Yield the data of a last event that no blank line follows."""
        yield from self.feed(b"\n\n")

    def _check(self, size: int) -> None:
        if size > _EVENT_BYTES:
            raise TooLarge(f"an event of more than {_EVENT_BYTES:,} bytes")


@dataclass(slots=True)
class ReplyParts:
    """What has arrived of a reply. ``prompt_tokens`` and ``completion_tokens`` are None until the server reports them.

    ``finish`` is the ``finish_reason``, None before it comes. ``thought`` says that the server sent thinking in a field
    of its own, which is not kept. ``length`` raises Runaway where a reply becomes too long.
    """

    length: ReplyLength = field(default_factory=ReplyLength)
    pieces: list[str] = field(default_factory=list)
    finish: str | None = None
    model: str = ""
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    thought: bool = False

    @property
    def text(self) -> str:
        return _whole_characters("".join(self.pieces))

    def add_chunk(self, data: bytes) -> str:
        """Add one chunk of a stream and return its text. Raises Damaged, ErrorInStream or Runaway."""
        chunk = _object(data)
        return self._take(chunk, "delta")

    def add_whole(self, body: bytes) -> str:
        """Add a reply that is not a stream, and return its text. Raises what ``add_chunk`` does."""
        if not body.strip():
            raise Damaged("an empty body")
        return self._take(_object(body), "message")

    def add_usage(self, data: bytes) -> None:
        """Add what a chunk after the reply's end says of its usage. Nothing else counts there, and nothing is raised."""
        with suppress(Damaged):
            self._count(_object(data).get("usage"))

    def _take(self, answer: dict[str, Any], place: str) -> str:
        if answer.get("error"):
            raise ErrorInStream(answer["error"])
        if "choices" not in answer and place == "message":
            raise Damaged("JSON without choices")
        if isinstance(model := answer.get("model"), str) and model:
            self.model = _whole_characters(model[:_LONGEST_MODEL_NAME])
        choices = answer.get("choices") or []
        if not isinstance(choices, list):
            raise Damaged(f"JSON whose choices are a {type(choices).__name__}")
        choice = choices[0] if choices and isinstance(choices[0], dict) else {}
        self._count(answer.get("usage") or choice.get("usage"))
        part = choice.get(place) or choice.get("message") or {}
        if not isinstance(part, dict):
            raise Damaged(f"a choice whose {place} is no object")
        if thinking := part.get("reasoning_content") or part.get("reasoning"):
            self.thought = True
            self.length.add_thinking(thinking if isinstance(thinking, str) else "")
        if finish := choice.get("finish_reason"):
            self.finish = finish if isinstance(finish, str) else f"a {type(finish).__name__}"
        text = part.get("content") or ""
        if not isinstance(text, str):
            raise Damaged(f"a choice whose content is a {type(text).__name__}")
        if text:
            self.length.add_text(text)
            self.pieces.append(text)
        return text

    def _count(self, usage: Any) -> None:
        if isinstance(usage, dict):
            prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
            if _is_count(prompt) and _is_count(completion):
                self.prompt_tokens, self.completion_tokens = prompt, completion


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_TOKENS


def _whole_characters(text: str) -> str:
    """Return ``text`` with surrogates paired to characters: a server may split an emoji over two chunks.

    A lone one becomes U+FFFD.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except RecursionError:
        raise Damaged("JSON that is nested too deeply") from None
    except ValueError:  # also UnicodeDecodeError
        shown = data[:40].decode("utf-8", "replace")
        raise Damaged(f"text that is not JSON, beginning {shown!r}") from None
    if not isinstance(value, dict):
        raise Damaged(f"JSON that is a {type(value).__name__} and not an object")
    return value


async def read_reply(
    response: httpx2.Response, on_text: Callable[[str], None], length: ReplyLength | None = None
) -> ReplyParts:
    """Read a reply to its end, streamed or not. ``on_text`` gets each piece of text as it arrives.

    The end is what the reply says: ``finish_reason`` or ``[DONE]``. After it a server may keep the connection open, break
    it, or go on; only the usage is waited for. Raises Damaged (also TooLarge), ErrorInStream, Runaway where ``length``
    is passed, and what httpx2 raises where the connection breaks before.
    """
    import httpx2

    parts = ReplyParts(length or ReplyLength())
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if "html" in kind:
        raise Damaged("a web page")
    body = aiter(response.aiter_bytes())
    beginning = b"" if kind == "text/event-stream" else await _beginning(body)
    if kind != "text/event-stream" and not beginning.startswith((b"data:", b":", b"event:")):
        # A server that does not stream.
        if beginning[:1] == b"<":
            raise Damaged("a web page")
        if text := parts.add_whole(await _rest(body, beginning)):
            on_text(text)
        return parts
    events = EventReader()

    def take(data: bytes) -> bool:
        if data.strip() == b"[DONE]":
            return True
        if parts.finish is not None:
            parts.add_usage(data)
        elif text := parts.add_chunk(data):
            on_text(text)
        return False

    piece, ends_at = beginning, None
    while True:
        try:
            for data in events.feed(piece):
                if take(data):
                    await _end(body)
                    return parts
            if parts.finish is not None and ends_at is None:
                ends_at = asyncio.get_running_loop().time() + _AFTER_FINISH_S
            async with asyncio.timeout_at(ends_at):
                piece = await anext(body)
        except (StopAsyncIteration, TimeoutError):
            break
        except (httpx2.HTTPError, TooLarge):
            if parts.finish is None:
                raise
            return parts
    for data in events.end():
        take(data)
    return parts


async def _end(body: AsyncIterator[bytes]) -> None:
    """Wait a moment for the end of a body in which everything is said: then its connection serves the next call."""
    import httpx2

    with suppress(StopAsyncIteration, TimeoutError, TooLarge, httpx2.HTTPError):
        async with asyncio.timeout(_LAST_BYTES_S):
            await anext(body)


async def _beginning(body: AsyncIterator[bytes]) -> bytes:
    """Return what comes first of a body, without a byte order mark and white space: enough to show what it is."""
    arrived = b""
    async for piece in body:
        arrived = (arrived + piece).removeprefix(codecs.BOM_UTF8).lstrip()
        if len(arrived) >= len(b"event:"):
            break
    return arrived


async def _rest(body: AsyncIterator[bytes], beginning: bytes) -> bytes:
    """Return a body whole. Raises TooLarge."""
    arrived = bytearray(beginning)
    async for piece in body:
        arrived += piece
        if len(arrived) > _EVENT_BYTES:
            raise TooLarge(f"a body of more than {_EVENT_BYTES:,} bytes")
    return bytes(arrived)
