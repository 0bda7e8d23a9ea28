"""A loopback server that speaks the OpenAI chat API, scripted by one function, for tests and benchmarks.

    with ModelServer(lambda request: "你好") as server:
        ...  # server.url is the base URL for a client; server.requests is what arrived

``reply(request_json)`` gives a string (streamed as a whole, well-formed reply), a ``Reply`` (text and how it ends) or a
``Fault`` (how it fails). It is called on the server's own thread, once for each chat call, in order of arrival. The
server is written on bare asyncio, so that hundreds of streams at once cost next to nothing. Benchmarks run it in a
process of its own: ``python -m tests.loopback.model_server --latency 1`` prints its base URL and serves until killed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib
import json
import threading
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from tests.loopback.model_replies import Fault, Reply, ReplyFunction, echo, random_faults

__all__ = ["Fault", "ModelServer", "Reply", "ReplyFunction", "Request", "echo", "random_faults"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it arrived. ``body`` is the JSON object of a chat call, else {}; ``at`` is ``time.monotonic()``."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    at: float


class ModelServer:
    """The server, on its own thread, on a free port of 127.0.0.1 unless ``port`` is given.

    ``latency_s`` passes before the first byte of each chat call. ``rate`` is the calls per second that it enforces
    (a bucket that holds ``burst`` calls; 429 beyond, with Retry-After ``retry_after`` if set). ``key`` is the bearer
    key it demands. ``models`` is what /v1/models lists; ``pages`` are further GET paths and their JSON. ``keep`` False
    forgets requests, for long benchmarks.
    """

    def __init__(
        self,
        reply: ReplyFunction = echo,
        *,
        latency_s: float = 0.0,
        rate: float | None = None,
        burst: float = 1.0,
        retry_after: float | None = None,
        key: str | None = None,
        models: Sequence[str] = ("test-model",),
        pages: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        port: int = 0,
        keep: bool = True,
    ) -> None:
        self.reply = reply
        self.latency_s = latency_s
        self.rate = rate
        self.burst = burst
        self.retry_after = retry_after
        self.key = key
        self.models = tuple(models)
        self.pages = dict(pages or {})
        self.headers = dict(headers or {})
        self.keep = keep
        self.requests: list[Request] = []
        self.chat_calls = 0
        self.completed = 0
        self.refused = 0
        self.most_at_once = 0
        self.first_at: float | None = None
        self.last_at: float | None = None
        self._at_once = 0
        self._tokens = burst
        self._filled_at = time.monotonic()
        self._port = port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stop: asyncio.Event | None = None
        self._failure: BaseException | None = None

    @property
    def port(self) -> int:
        return self._port

    @property
    def root(self) -> str:
        """The server's address without a path."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"{self.root}/v1"

    @property
    def chats(self) -> list[Request]:
        """The chat calls among the requests."""
        return [r for r in self.requests if r.path.endswith("/chat/completions")]

    def start(self) -> ModelServer:
        ready = threading.Event()

        def run() -> None:
            try:
                asyncio.run(self._serve(ready))
            except BaseException as exc:  # noqa: BLE001 - carried over to the thread that started us
                self._failure = exc
                ready.set()

        self._thread = threading.Thread(target=run, name="model-server", daemon=True)
        self._thread.start()
        ready.wait(10)
        if self._failure is not None:
            raise self._failure
        return self

    def stop(self) -> None:
        if self._loop is not None and self._stop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread is not None:
            self._thread.join(10)

    def __enter__(self) -> ModelServer:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        connections: set[asyncio.Task[None]] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            connections.add(task)
            try:
                with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                    while await self._answer_one(reader, writer):
                        pass
            finally:
                connections.discard(task)
                writer.close()

        server = await asyncio.start_server(connected, "127.0.0.1", self._port, limit=2**24, backlog=1024)
        self._port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Read one request and answer it. False ends the connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return False
        first, *lines = head.split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        # A client that takes us for its proxy sends the whole address.
        path = "/" + target.split("/", 3)[3] if target.startswith("http://") else target
        request = json.loads(body) if body[:1] == b"{" else {}
        if self.keep:
            self.requests.append(Request(method, target, headers, request, time.monotonic()))
        out = _Answer(writer, headers.get("authorization", ""), self.headers)
        if self.key is not None and headers.get("authorization") != f"Bearer {self.key}":
            return await out.json(401, {"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}})
        if method == "POST" and path.endswith("/chat/completions"):
            return await self._chat(request, out)
        if method == "GET" and path in self.pages:
            return await out.json(200, self.pages[path])
        if method == "GET" and path.endswith("/v1/models"):
            return await out.json(200, {"object": "list", "data": [{"id": m, "object": "model"} for m in self.models]})
        return await out.json(404, {"error": {"message": f"no such path: {path}"}})

    async def _chat(self, request: dict[str, Any], out: _Answer) -> bool:
        now = time.monotonic()
        self.chat_calls += 1
        self.first_at = self.first_at or now
        if not self._admitted(now):
            self.refused += 1
            headers = {} if self.retry_after is None else {"Retry-After": f"{self.retry_after:g}"}
            return await out.json(429, {"error": {"message": "Rate limit reached", "code": "rate_limit"}}, headers)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            answer = self.reply(request)
            if isinstance(answer, str):
                answer = Reply(answer)
            if self.latency_s:
                await asyncio.sleep(self.latency_s)
            alive = await (out.fault(answer) if isinstance(answer, Fault) else out.reply(answer, request))
            if isinstance(answer, Reply):
                self.completed += 1
                self.last_at = time.monotonic()
            return alive
        finally:
            self._at_once -= 1

    def _admitted(self, now: float) -> bool:
        if self.rate is None:
            return True
        self._tokens = min(self.burst, self._tokens + (now - self._filled_at) * self.rate)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class _Answer:
    """Writes one HTTP answer. Every method returns whether the connection can be used again."""

    def __init__(self, writer: asyncio.StreamWriter, auth: str, headers: Mapping[str, str]) -> None:
        self._writer = writer
        self._auth = auth
        self._headers = headers

    def _head(self, status: int, kind: str, headers: Mapping[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} Status", f"Content-Type: {kind}"]
        lines += [f"{name}: {value}" for name, value in {**self._headers, **headers}.items()]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    async def body(self, status: int, kind: str, text: str, headers: Mapping[str, str] | None = None) -> bool:
        payload = text.replace("{auth}", self._auth).encode()
        self._head(status, kind, {**(headers or {}), "Content-Length": str(len(payload))})
        self._writer.write(payload)
        await self._writer.drain()
        return True

    async def json(self, status: int, value: Any, headers: Mapping[str, str] | None = None) -> bool:
        return await self.body(status, "application/json", json.dumps(value, ensure_ascii=False), headers)

    async def _stream(self, events: AsyncIterator[str]) -> bool:
        self._head(200, "text/event-stream", {"Transfer-Encoding": "chunked"})
        async for event in events:
            payload = event.encode()
            self._writer.write(b"%x\r\n%s\r\n" % (len(payload), payload))
            await self._writer.drain()
        self._writer.write(b"0\r\n\r\n")
        await self._writer.drain()
        return True

    async def reply(self, reply: Reply, request: dict[str, Any]) -> bool:
        model = str(request.get("model", ""))
        prompt = sum(len(str(m.get("content", ""))) for m in request.get("messages", []))
        counts = (prompt // 4, len(reply.text) // 4) if reply.usage == "asked" else reply.usage
        usage = None
        if counts is not None:
            usage = {"prompt_tokens": counts[0], "completion_tokens": counts[1], "total_tokens": sum(counts)}
        if not request.get("stream") or reply.as_json:
            message = {"role": "assistant", "content": reply.text}
            if reply.reasoning:
                message[reply.reasoning_field] = reply.reasoning
            choice = {"index": 0, "message": message, "finish_reason": reply.finish}
            whole = {"id": "c", "object": "chat.completion", "created": 0, "model": model, "choices": [choice]}
            return await self.json(200, whole | ({"usage": usage} if usage else {}))
        asked = bool((request.get("stream_options") or {}).get("include_usage"))

        async def events() -> AsyncIterator[str]:
            yield _chunk(model, {"role": "assistant", "content": ""})
            for name, text in ((reply.reasoning_field, reply.reasoning), ("content", reply.text)):
                for start in range(0, len(text), reply.chunk_chars):
                    yield _chunk(model, {name: text[start : start + reply.chunk_chars]})
                    if reply.pause_s:
                        await asyncio.sleep(reply.pause_s)
            if reply.finish is not None:
                yield _chunk(model, {}, reply.finish)
            if usage and (asked or reply.usage != "asked"):
                yield _event(
                    {"id": "c", "object": "chat.completion.chunk", "model": model, "choices": [], "usage": usage}
                )
            yield "data: [DONE]\n\n"

        return await self._stream(events())

    async def fault(self, fault: Fault) -> bool:
        if fault.kind in ("status", "malformed"):
            return await self.body(fault.status, "application/json", fault.body, fault.headers)
        if fault.kind == "html":
            return await self.body(200, "text/html; charset=utf-8", fault.body)
        if fault.kind == "empty":
            return await self.body(200, "application/json", "")
        if fault.kind == "raw":
            return await self.body(200, "text/event-stream", fault.body)
        if fault.kind == "stall":
            await asyncio.Event().wait()
        self._head(200, "text/event-stream", {"Transfer-Encoding": "chunked"})
        start = _chunk("test-model", {"role": "assistant", "content": fault.text})
        if fault.kind == "bad-chunk":
            start += 'data: {"choices": [{"delta": {"content": "br\n\n'
        payload = start.encode()
        self._writer.write(b"%x\r\n%s\r\n" % (len(payload), payload))
        await self._writer.drain()
        if fault.kind == "stall-midway":
            await asyncio.Event().wait()
        if fault.kind == "bad-chunk":
            self._writer.write(b"0\r\n\r\n")
            await self._writer.drain()
        return False  # "cut": the connection closes before the last chunk


def _event(value: Any) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


def _chunk(model: str, delta: dict[str, str], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _event({"id": "c", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": [choice]})


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve a loopback model until killed.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before the first byte")
    parser.add_argument("--rate", type=float, help="calls per second to enforce")
    parser.add_argument("--burst", type=float, default=1.0, help="calls that the rate's bucket holds")
    parser.add_argument("--retry-after", type=float, help="Retry-After of a refused call, in seconds")
    parser.add_argument(
        "--faults", type=float, default=0.0, help="share of calls that fail (429, 500, 503, cut stream)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reply", default="tests.loopback.model_replies:echo", help="MODULE:FUNCTION that replies")
    options = parser.parse_args()
    module, _, name = options.reply.partition(":")
    reply: ReplyFunction = getattr(importlib.import_module(module), name)
    if options.faults:
        reply = random_faults(reply, options.faults, options.seed)
    server = ModelServer(
        reply,
        latency_s=options.latency,
        rate=options.rate,
        burst=options.burst,
        retry_after=options.retry_after,
        port=options.port,
        keep=False,
    )
    with server:
        print(server.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
