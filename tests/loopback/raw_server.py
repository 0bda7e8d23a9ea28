"""A loopback server whose answers are bytes that a test writes to the socket: for what no well-behaved server sends.

::

    def silent(path: str, send: Connection) -> None:
        send.wait(60)

    with RawServer(silent) as server:
        ...                 # ask server.url
    assert server.paths == ["/api/query?…"]
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from types import TracebackType


class Connection:
    """The connection of one request. Writing to a client that has gone away raises OSError, which ends the answer."""

    def __init__(self, client: socket.socket, closing: threading.Event) -> None:
        self._client, self._closing = client, closing

    def __call__(self, data: bytes) -> None:
        """Send bytes."""
        self._client.sendall(data)

    def wait(self, seconds: float) -> None:
        """Send nothing for so long. Ends early when the server closes."""
        if self._closing.wait(seconds):
            raise OSError("the server closes")

    def drip(self, data: Iterable[bytes], every_s: float) -> None:
        """Send pieces with a pause after each."""
        for piece in data:
            self(piece)
            self.wait(every_s)


#: Answers one request, whose path is the first argument.
Answer = Callable[[str, Connection], None]


def whole(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Return an answer with a body, its length, and further header lines."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


class RawServer:
    """The server, as a context manager. ``paths`` are the requests so far, with their queries."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.paths: list[str] = []
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> RawServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._closing.set()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            try:
                request = b""
                while b"\r\n\r\n" not in request:
                    piece = client.recv(65536)
                    if not piece:
                        return
                    request += piece
                path = request.split(b" ", 2)[1].decode("ascii", "replace")
                self.paths.append(path)
                self._answer(path, Connection(client, self._closing))
            except OSError:
                return
