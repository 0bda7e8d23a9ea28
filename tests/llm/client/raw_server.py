"""A loopback server that answers each request with bytes as they are: heads, bodies and ends that no real server sends."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType

#: Makes the pieces of one answer, head included, from the request's head. They are sent one after another.
Answer = Callable[[bytes], Iterable[bytes]]

EVENT_STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"


class RawServer:
    """The server, on threads of its own, on a free port of 127.0.0.1.

    ``heads`` are the heads of all requests. ``sent`` counts the bytes that were sent before the client closed the
    connection or ``answer`` came to an end.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.heads: list[bytes] = []
        self.sent = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._closing = False

    @property
    def root(self) -> str:
        """The server's address without a path."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"{self.root}/v1"

    def __enter__(self) -> RawServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self._closing = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while not self._closing:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            head = self._request(connection)
            if not head:
                return
            self.heads.append(head)
            for piece in self._answer(head):
                if self._closing:
                    return
                connection.sendall(piece)
                self.sent += len(piece)
            connection.shutdown(socket.SHUT_WR)

    @staticmethod
    def _request(connection: socket.socket) -> bytes:
        """Read one whole request and return its head; b"" where none comes."""
        connection.settimeout(20)
        arrived = b""
        while b"\r\n\r\n" not in arrived:
            if not (more := connection.recv(65_536)):
                return b""
            arrived += more
        head, _, body = arrived.partition(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
        )
        left = length - len(body)
        while left > 0 and (more := connection.recv(65_536)):
            left -= len(more)
        return head


def endless(head: bytes, piece: bytes) -> Answer:
    """An answer that begins with ``head`` and repeats ``piece`` until the client goes away."""

    def answer(request: bytes) -> Iterator[bytes]:
        yield head
        while True:
            yield piece

    return answer


def bearer(request: bytes) -> bytes:
    """The key that a request's head carries."""
    return next(line for line in request.split(b"\r\n") if line.lower().startswith(b"authorization")).split()[-1]
