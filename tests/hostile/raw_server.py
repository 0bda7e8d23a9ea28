"""A loopback server that answers with raw bytes, in steps, and hands every other request on to a good server.

A fault is a list of steps: bytes are sent as they are, ``Pour`` sends without end, ``Hold`` waits, ``Reset`` breaks the
connection. The connection is closed after the last step.
"""

from __future__ import annotations

import http.client
import itertools
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import cast
from urllib.parse import urlsplit

#: No fault sends more than this, so that a client without a limit ends as well.
MOST_BYTES = 6 * 2**30
#: Headers that belong to one connection.
_HOP_BY_HOP = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive"})


@dataclass(frozen=True, slots=True)
class Pour:
    """``piece`` sent again and again: ``times`` times, or until the client leaves. ``pause_s`` passes after each."""

    piece: bytes
    times: int | None = None
    pause_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing is sent for ``seconds``, or until the client leaves."""

    seconds: float = 3600.0


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset (RST) instead of closed."""


Step = bytes | Pour | Hold | Reset


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came. ``path`` has its query. ``number`` counts the faulty requests from 0."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    number: int = 0


@dataclass(frozen=True, slots=True)
class Good:
    """The right answer to a request: its status, its headers but those of the connection, and its body."""

    body: bytes
    content_type: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    def whole(self) -> bytes:
        """Return the answer as it is sent."""
        lines = [f"HTTP/1.1 {self.status} X", *(f"{name}: {value}" for name, value in self.headers)]
        lines += [f"Content-Length: {len(self.body)}", "Connection: close", "", ""]
        return "\r\n".join(lines).encode("latin-1") + self.body


#: Returns the steps for a request, or None for one that the good server answers.
Answer = Callable[[Asked], Sequence[Step] | None]


class RawServer:
    """The server, on port 0 of 127.0.0.1, before the good server at ``upstream`` (an address without a path)."""

    def __init__(self, answer: Answer, upstream: str) -> None:
        self.answer = answer
        self.upstream = urlsplit(upstream)
        self.asked: list[Asked] = []
        self.poured = 0
        self.closing = threading.Event()
        self.lock = threading.Lock()
        self._tcp = _Tcp(("127.0.0.1", 0), _Connection)
        self._tcp.raw = self
        self._thread = threading.Thread(target=self._tcp.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self._tcp.server_address[1]}"

    def good(self, request: Asked) -> Good:
        """Return the good server's answer."""
        good = http.client.HTTPConnection(self.upstream.hostname or "", self.upstream.port, timeout=30)
        try:
            headers = {k: v for k, v in request.headers.items() if k not in ("connection", "host", "accept-encoding")}
            good.request(request.method, request.path, request.body or None, headers)
            reply = good.getresponse()
            body = reply.read()
        finally:
            good.close()
        kept = tuple((name, value) for name, value in reply.getheaders() if name.lower() not in _HOP_BY_HOP)
        return Good(body, reply.getheader("Content-Type", ""), reply.status, kept)

    def __enter__(self) -> RawServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.closing.set()
        self._tcp.shutdown()
        self._tcp.server_close()
        self._thread.join()


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128
    block_on_close = False
    raw: RawServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what this server is for."""


class _Connection(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        raw = cast(_Tcp, self.server).raw
        request = self._read()
        if request is None:
            return
        with raw.lock:
            request = Asked(request.method, request.path, request.headers, request.body, len(raw.asked))
            steps = raw.answer(request)
            if steps is not None:
                raw.asked.append(request)
        if steps is None:
            self.connection.sendall(raw.good(request).whole())
        else:
            self._play(steps, raw)

    def _read(self) -> Asked | None:
        first = self.rfile.readline(2**16).decode("latin-1").split()
        if len(first) < 2:
            return None
        headers: dict[str, str] = {}
        while (line := self.rfile.readline(2**16).decode("latin-1").strip()) != "":
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        return Asked(first[0], first[1], headers, body)

    def _play(self, steps: Sequence[Step], raw: RawServer) -> None:
        for step in steps:
            if isinstance(step, bytes):
                self.connection.sendall(step)
            elif isinstance(step, Hold):
                self._hold(step.seconds, raw)
            elif isinstance(step, Reset):
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                return
            else:
                self._pour(step, raw)

    def _hold(self, seconds: float, raw: RawServer) -> None:
        """Wait. A client that leaves ends it: its socket becomes readable and empty."""
        self.connection.settimeout(0.05)
        for _ in range(int(seconds / 0.05) + 1):
            try:
                if raw.closing.is_set() or not self.connection.recv(4096):
                    return
            except TimeoutError:
                continue
        self.connection.settimeout(None)

    def _pour(self, step: Pour, raw: RawServer) -> None:
        # Few large writes instead of many small ones where nothing passes in between.
        piece, times = step.piece, step.times
        if not step.pause_s and times is None and len(piece) < 2**16:
            piece *= 2**16 // len(piece)
        sent = 0
        for _ in itertools.count() if times is None else range(times):
            if raw.closing.is_set() or sent > MOST_BYTES:
                return
            self.connection.sendall(piece)
            sent += len(piece)
            raw.poured += len(piece)
            if step.pause_s:
                raw.closing.wait(step.pause_s)
