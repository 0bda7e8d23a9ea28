"""The replies of a scripted model server: good ones, and one for every way to fail (see model_server.py)."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

FaultKind = Literal["status", "html", "empty", "malformed", "bad-chunk", "cut", "stall", "stall-midway", "raw"]


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that the server gives as it should.

    ``finish`` None ends the stream without a ``finish_reason``. ``usage`` is what is reported: ``"asked"`` counts four
    characters a token and reports it where the request asks for it, None never reports, a pair of numbers is given as
    it is. ``reasoning`` is streamed first, in ``reasoning_field``. ``pause_s`` is slept between chunks.
    """

    text: str
    finish: str | None = "stop"
    reasoning: str = ""
    reasoning_field: str = "reasoning_content"
    usage: tuple[int, int] | Literal["asked"] | None = "asked"
    chunk_chars: int = 24
    pause_s: float = 0.0
    as_json: bool = False  # a server that ignores "stream": true


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to fail, made by the constructors below.

    ``body`` may hold ``{auth}``, which becomes the Authorization header of the request.
    """

    kind: FaultKind
    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @classmethod
    def http(cls, status: int, body: str | Mapping[str, Any] = "", retry_after: float | str | None = None) -> Fault:
        """An answer with that status; a mapping becomes JSON. ``retry_after``: seconds, or a header value as it is."""
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        text = body if isinstance(body, str) else json.dumps(body)
        return cls("status", status, text or json.dumps({"error": {"message": f"status {status}"}}), headers)

    @classmethod
    def error(cls, status: int, message: str, code: str | None = None, kind: str | None = None) -> Fault:
        """An error object as OpenAI writes it."""
        return cls.http(status, {"error": {"message": message, "type": kind, "code": code, "param": None}})

    @classmethod
    def html(cls) -> Fault:
        """Status 200 and a login page: a captive portal, or a wrong base URL."""
        return cls("html", body="<!DOCTYPE html><html><head><title>Sign in</title></head><body>Welcome</body></html>")

    @classmethod
    def empty(cls) -> Fault:
        """Status 200 and no body."""
        return cls("empty")

    @classmethod
    def malformed(cls) -> Fault:
        """Status 200, ``application/json``, and JSON that breaks off."""
        return cls("malformed", body='{"id": "x", "choices": [{"message": {"content": "hal')

    @classmethod
    def bad_chunk(cls, text: str = "half ") -> Fault:
        """A stream with a chunk that is not JSON."""
        return cls("bad-chunk", text=text)

    @classmethod
    def cut(cls, text: str = "half ") -> Fault:
        """A stream whose connection is closed after ``text``."""
        return cls("cut", text=text)

    @classmethod
    def stall(cls) -> Fault:
        """Nothing at all is sent until the server stops."""
        return cls("stall")

    @classmethod
    def stall_midway(cls, text: str = "half ") -> Fault:
        """``text`` is sent, then nothing."""
        return cls("stall-midway", text=text)

    @classmethod
    def redirect(cls, url: str, status: int = 307) -> Fault:
        return cls("status", status, "", {"Location": url})

    @classmethod
    def raw(cls, stream_body: str) -> Fault:
        """Status 200, ``text/event-stream``, and this body as it is."""
        return cls("raw", body=stream_body)


ReplyFunction = Callable[[dict[str, Any]], "str | Reply | Fault"]


def echo(request: dict[str, Any]) -> str:
    """Return the words of the last message, which is the reply of a server that nobody scripted."""
    return str(request["messages"][-1]["content"])


def random_faults(reply: ReplyFunction, share: float, seed: int, retry_after: float | None = 1) -> ReplyFunction:
    """Return a reply function that fails in that share of the calls, in a seeded order.

    A failure is a 429, a 500 or a cut stream. The other calls get ``reply``.
    """
    chance = random.Random(seed)

    def with_faults(request: dict[str, Any]) -> str | Reply | Fault:
        if chance.random() >= share:
            return reply(request)
        return chance.choice([Fault.http(429, retry_after=retry_after), Fault.http(500), Fault.cut(), Fault.http(503)])

    return with_faults
