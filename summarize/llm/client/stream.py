"""Reading of a chat reply from its bytes: server-sent events, chunks, and how the reply ended.

The SDK's own stream is not used. It raises a bare JSONDecodeError for a damaged chunk, takes a stream without
``finish_reason`` for a whole one, and builds a typed object of every chunk (docs/providers.md has the figures).
"""

from __future__ import annotations

import asyncio
import codecs
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2


#: How long a server may still report its usage after it said how the reply ended, seconds.
_AFTER_FINISH_S = 1.0
#: More tokens than any call has. A count beyond it is not believed; the store could not hold a much larger one.
_MOST_TOKENS = 10**9
_LONGEST_MODEL_NAME = 200  # characters


class Damaged(ValueError):
    """The error for a reply that is not a chat completion. Its message says what the reply is instead."""


class ErrorInStream(Exception):
    """The error for an error object in place of a chunk. ``body`` is that object."""

    def __init__(self, body: Any) -> None:
        super().__init__("error in stream")
        self.body = body


class EventReader:
    """A splitter of bytes into the data of server-sent events (WHATWG HTML, 9.2). Lines end with LF or CRLF.

    Only LF separates lines, because text inside JSON may hold U+2028 and its like, which are no line ends in SSE.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []
        self._begun = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the data of each event that ``chunk`` completes."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            line = line.rstrip(b"\r")
            if not self._begun:
                self._begun = True
                line = line.removeprefix(codecs.BOM_UTF8)
            if line.startswith(b"data:"):
                self._data.append(line[6:] if line[5:6] == b" " else line[5:])
            elif not line and self._data:
                yield b"\n".join(self._data)
                self._data = []

    def end(self) -> Iterator[bytes]:
        """Yield the data of a last event that no blank line follows."""
        yield from self.feed(b"\n\n")


@dataclass(slots=True)
class ReplyParts:
    """What has arrived of a reply. ``prompt_tokens`` and ``completion_tokens`` are None until the server reports them.

    ``finish`` is the ``finish_reason``, None before it comes. ``thought`` says that the server sent thinking in a field
    of its own, which is not kept.
    """

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
        """Add one chunk of a stream and return its text. Raises Damaged or ErrorInStream."""
        chunk = _object(data)
        return self._take(chunk, "delta")

    def add_whole(self, body: bytes) -> str:
        """Add a reply that is not a stream, and return its text. Raises Damaged or ErrorInStream."""
        if not body.strip():
            raise Damaged("an empty body")
        return self._take(_object(body), "message")

    def _take(self, answer: dict[str, Any], place: str) -> str:
        if answer.get("error"):
            raise ErrorInStream(answer["error"])
        if "choices" not in answer and place == "message":
            raise Damaged("JSON without choices")
        if answer.get("model"):
            self.model = _whole_characters(str(answer["model"])[:_LONGEST_MODEL_NAME])
        choices = answer.get("choices") or []
        if not isinstance(choices, list):
            raise Damaged(f"JSON whose choices are a {type(choices).__name__}")
        choice = choices[0] if choices and isinstance(choices[0], dict) else {}
        self._count(answer.get("usage") or choice.get("usage"))
        part = choice.get(place) or choice.get("message") or {}
        if not isinstance(part, dict):
            raise Damaged(f"a choice whose {place} is no object")
        if part.get("reasoning_content") or part.get("reasoning"):
            self.thought = True
        if choice.get("finish_reason"):
            self.finish = str(choice["finish_reason"])
        text = part.get("content") or ""
        if not isinstance(text, str):
            raise Damaged(f"a choice whose content is a {type(text).__name__}")
        if text:
            self.pieces.append(text)
        return text

    def _count(self, usage: Any) -> None:
        if isinstance(usage, dict):
            prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
            if _is_count(prompt) and _is_count(completion):
                self.prompt_tokens, self.completion_tokens = prompt, completion


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and 0 <= value < _MOST_TOKENS


def _whole_characters(text: str) -> str:
    """Return ``text`` with surrogates paired to characters: a server may split an emoji over two chunks.

    A lone one becomes U+FFFD.
    """
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


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


async def read_reply(response: httpx2.Response, on_text: Callable[[str], None]) -> ReplyParts:
    """Read a reply to its end, streamed or not. ``on_text`` gets each piece of text as it arrives.

    Raises Damaged, ErrorInStream, and what httpx2 raises where the connection breaks.
    """
    parts = ReplyParts()
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if "html" in kind:
        raise Damaged("a web page")
    if kind != "text/event-stream":  # a server that does not stream, or does not say that it does
        content = await response.aread()
        if not content.lstrip().startswith((b"data:", b":", b"event:")):
            if content.lstrip()[:1] == b"<":
                raise Damaged("a web page")
            if text := parts.add_whole(content):
                on_text(text)
            return parts
        chunks: list[bytes] = [content]
    else:
        chunks = []
    events = EventReader()

    def take(data: bytes) -> bool:
        if data.strip() == b"[DONE]":
            return True
        if text := parts.add_chunk(data):
            on_text(text)
        return False

    for chunk in chunks:
        for data in events.feed(chunk):
            take(data)
    if not chunks:
        done = False
        arriving = aiter(response.aiter_bytes())
        while not done:
            # A server may keep the connection open when it has said everything.
            try:
                async with asyncio.timeout(None if parts.finish is None else _AFTER_FINISH_S):
                    chunk = await anext(arriving)
            except (StopAsyncIteration, TimeoutError):
                break
            for data in events.feed(chunk):
                done = done or take(data)
    for data in events.end():
        take(data)
    return parts
