"""Loopback stand-ins of a model hub and of a Python package index, with the faults that real ones show."""

from __future__ import annotations

import base64
import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Fault:
    """What goes wrong with one answer.

    ``status`` and ``headers`` replace the true ones (no body then). ``cut_after`` closes the connection after so many
    bytes of the body. ``stall_after`` sends that many and then nothing until the server is closed. ``ignore_range``
    answers 200 with the whole file. ``announce`` replaces Content-Length, ``body`` the file.
    """

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    stall_after: int | None = None
    ignore_range: bool = False
    announce: int | None = None
    body: bytes | None = None


class FileServer:
    """A server of ``files`` (path to bytes) with Range. ``faults`` are used up one per request, in order."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.faults: list[Fault] = []
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """Clients that hang up are what the tests are about."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def ranges(self) -> list[str]:
        """The Range header of every request, empty where there was none."""
        return [headers.get("range", "") for _, headers in self.requests]

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        self.requests.append((request.path, {k.lower(): v for k, v in request.headers.items()}))
        fault = self.faults.pop(0) if self.faults else Fault()
        if fault.status:
            request.send_response(fault.status)
            for name, value in {"Content-Length": "0", **fault.headers}.items():
                request.send_header(name, value)
            request.end_headers()
            return
        whole = self.files.get(request.path) if fault.body is None else fault.body
        if whole is None:
            request.send_error(404)
            return
        asked = request.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").partition("-")[0]) if asked and not fault.ignore_range else 0
        if start and start >= len(whole):
            request.send_response(416)
            request.send_header("Content-Range", f"bytes */{len(whole)}")
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        body = whole[start:]
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(whole) - 1}/{len(whole)}")
        if request.path.endswith("/"):
            request.send_header("Content-Type", "text/html")
        request.send_header("Content-Length", str(len(body) if fault.announce is None else fault.announce))
        request.end_headers()
        end = fault.cut_after if fault.cut_after is not None else fault.stall_after
        request.wfile.write(body if end is None else body[:end])
        request.wfile.flush()
        if fault.stall_after is not None:
            self.closing.wait(30)
        if end is not None:
            request.close_connection = True


@contextmanager
def file_server() -> Iterator[FileServer]:
    server = FileServer()
    try:
        yield server
    finally:
        server.close()


def add_package(server: FileServer, name: str, version: str, files: Mapping[str, bytes]) -> None:
    """Put a wheel with ``files`` (path inside the wheel to bytes) on ``server`` as pip's simple index wants it."""
    module = name.replace("-", "_")
    info = f"{module}-{version}.dist-info"
    contents = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},sha256={_record_hash(data)},{len(data)}\n" for path, data in contents.items())
    contents[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in contents.items():
            archive.writestr(path, data)
    file = f"{module}-{version}-py3-none-any.whl"
    wheel = buffer.getvalue()
    server.files[f"/files/{file}"] = wheel
    link = f'<a href="/files/{file}#sha256={hashlib.sha256(wheel).hexdigest()}">{file}</a>'
    server.files[f"/simple/{name}/"] = f"<!DOCTYPE html><html><body>{link}</body></html>".encode()


def _record_hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
