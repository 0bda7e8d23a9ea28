"""A SOCKS5 proxy on port 0 that connects every name to one loopback port and notes the names that it was given."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from types import TracebackType


class SocksServer:
    """A context manager. ``names`` are the host names that clients left to the proxy to resolve (``socks5h``)."""

    def __init__(self, target_port: int) -> None:
        self.names: list[str] = []
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer._serve(self.request, target_port)

        self._tcp = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._tcp.daemon_threads = True
        self._thread = threading.Thread(target=self._tcp.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"socks5h://127.0.0.1:{self._tcp.server_address[1]}"

    def __enter__(self) -> SocksServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._tcp.shutdown()
        self._tcp.server_close()
        self._thread.join()

    def _serve(self, client: socket.socket, target_port: int) -> None:
        """Serve one client: CONNECT by name, without authentication (RFC 1928)."""
        with contextlib.suppress(OSError):
            methods = client.recv(2)[1]
            client.recv(methods)
            client.sendall(b"\x05\x00")
            kind = client.recv(4)[3]
            if kind != 3:
                client.sendall(b"\x05\x08\x00\x01" + bytes(6))
                return
            self.names.append(client.recv(client.recv(1)[0]).decode())
            client.recv(2)
            with socket.create_connection(("127.0.0.1", target_port), timeout=5) as target:
                client.sendall(b"\x05\x00\x00\x01" + bytes(6))
                back = threading.Thread(target=_pump, args=(target, client), daemon=True)
                back.start()
                _pump(client, target)
                back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(65536):
            sink.sendall(chunk)
        sink.shutdown(socket.SHUT_WR)
