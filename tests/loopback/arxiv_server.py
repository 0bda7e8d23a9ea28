"""A loopback arXiv: the Atom API, ``/pdf/ID``, ``/html/ID``, feeds and lists on port 0, with arXiv's faults and quirks.

::

    with ArxivServer() as server:
        server.add(Paper("2509.00001", 2, "A title", "An abstract."), pdf=b"%PDF-…", html=b"<article>…")
        server.fault(Fault(status=429, headers={"Retry-After": "1"}), times=2)
        ArxivApi(base_url=server.url, …)
        server.requests[0].ids          # what was asked for
        server.asked("/pdf/")           # the requests of one kind

The shape of feeds, error entries and statuses follows arXiv's answers as recorded in the arxiv package's own tests
(April 2026), and the user manual (https://info.arxiv.org/help/api/user-manual.html). Papers are made up by the tests.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from summarize.values import Paper
from tests.loopback import arxiv_feed
from tests.loopback.arxiv_announcements import AnnouncementSchedule
from tests.loopback.arxiv_faults import Fault, Request
from tests.loopback.arxiv_query import BadQuery, matches

__all__ = ["CAPTCHA_PAGE", "HTML_PAGE", "ArxivServer", "Fault", "Request", "UnknownVersion"]

HTML_PAGE = b"<!DOCTYPE html><html><head><title>arXiv</title></head><body><p>Please try again later.</p></body></html>"
CAPTCHA_PAGE = (
    b"<!DOCTYPE html><html><head><title>arXiv reCAPTCHA</title></head>"
    b'<body><form id="captcha"><p>Are you a human?</p></form></body></html>'
)

UnknownVersion = Literal["absent", "error", "empty", "newest"]


class ArxivServer:
    """The server. It is a context manager, and all attributes may be changed while it runs.

    ``reorder`` gives entries in the order of submission and not of the request. ``count_unknown`` restores an old bug:
    unknown IDs count in totalResults, and ``start`` skips IDs and not entries, so that a client pages on into an empty
    or repeated page. ``unknown_version`` is the answer for a version that does not exist. ``leave_out`` names IDs that
    are missing from answers although the papers exist. ``rename`` gives an entry under another ID. ``refuse`` names IDs
    that arXiv takes for ill-formed.
    """

    def __init__(self, *, port: int = 0) -> None:
        self.requests: list[Request] = []
        self.reorder = False
        self.count_unknown = False
        self.unknown_version: UnknownVersion = "absent"
        self.leave_out: set[str] = set()
        self.rename: dict[str, str] = {}
        self.refuse: set[str] = set()
        self.announcements = AnnouncementSchedule()
        self._papers: dict[str, dict[int, Paper]] = {}
        self._files: dict[tuple[str, str, int], bytes] = {}
        self._faults: list[tuple[str, Fault, int | None]] = []
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self._http = _Http(("127.0.0.1", port), _Handler, self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> ArxivServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop at once, even in the middle of a slow answer."""
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def add(self, *papers: Paper, pdf: bytes | None = None, html: bytes | None = None) -> None:
        """Make papers known, each under its ``id`` and ``version``. The highest version is the newest."""
        for paper in papers:
            self._papers.setdefault(paper.id, {})[paper.version] = paper
            if pdf is not None:
                self._files["pdf", paper.id, paper.version] = pdf
            if html is not None:
                self._files["html", paper.id, paper.version] = html

    def remove(self, paper_id: str) -> None:
        """Forget a paper with all its versions."""
        self._papers.pop(paper_id, None)

    def fault(self, fault: Fault, *, times: int | None = 1, path: str = "/api/query") -> None:
        """Let the next ``times`` requests whose path begins with ``path`` go wrong. None means all from now on."""
        with self._lock:
            self._faults.append((path, fault, times))

    def heal(self) -> None:
        """Forget the faults that are left."""
        with self._lock:
            self._faults.clear()

    def asked(self, path: str = "/api/query") -> list[Request]:
        """Return the requests so far whose path begins with ``path``."""
        return [r for r in list(self.requests) if r.path.startswith(path)]

    def note(self, request: Request) -> int:
        """Keep a request before it is answered, so that a client with the answer finds it here.

        Returns its index.
        """
        with self._lock:
            self.requests.append(request)
            return len(self.requests) - 1

    def next_fault(self, path: str) -> Fault | None:
        with self._lock:
            for i, (prefix, fault, times) in enumerate(self._faults):
                if path.startswith(prefix):
                    if times == 1:
                        del self._faults[i]
                    elif times is not None:
                        self._faults[i] = (prefix, fault, times - 1)
                    return fault
        return None

    def file(self, kind: str, name: str) -> bytes | None:
        """Return the registered file of ``2509.00001``, ``2509.00001v2`` or ``…v2.pdf``."""
        match = re.fullmatch(r"(.+?)(?:v(\d+))?(?:\.pdf)?", name)
        assert match is not None
        versions = [v for k, i, v in self._files if (k, i) == (kind, match[1])]
        if not versions:
            return None
        return self._files.get((kind, match[1], int(match[2]) if match[2] else max(versions)))

    def answer(self, query: Mapping[str, str]) -> tuple[int, bytes]:
        """Return the status and the feed for an API query."""
        start, size = query.get("start", "0"), query.get("max_results", "10")
        if not start.isdigit():
            return 400, arxiv_feed.error("start_must_be_an_integer", "start must be an integer")
        if not size.isdigit():
            return 400, arxiv_feed.error("max_results_must_be_an_integer", "max_results must be an integer")
        ids = [i for i in query.get("id_list", "").split(",") if i]
        if ids:
            return self._by_id(ids, query, int(start), int(size))
        try:
            found = [p for p in self._newest() if matches(query.get("search_query", ""), p)]
        except BadQuery as exc:
            return 400, arxiv_feed.error("malformed_query", f"malformed query: {exc}")
        descending = query.get("sortOrder", "descending") == "descending"
        by_update = query.get("sortBy") == "lastUpdatedDate"
        if query.get("sortBy") != "relevance":
            found.sort(key=lambda p: p.updated if by_update else p.published, reverse=descending)
        page = found[int(start) : int(start) + int(size)]
        return 200, arxiv_feed.feed(page, total=len(found), start=int(start), size=int(size), query=query)

    def _newest(self) -> list[Paper]:
        return [versions[max(versions)] for versions in list(self._papers.values())]

    def _by_id(self, ids: list[str], query: Mapping[str, str], start: int, size: int) -> tuple[int, bytes]:
        for name in ids:
            if not re.fullmatch(r"(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?", name) or name in self.refuse:
                return 400, arxiv_feed.error(f"incorrect_id_format_for_{name}", f"incorrect id format for {name}")
        entries: list[Paper | str] = [e for e in map(self._entry, ids) if e is not None]
        total = len(ids) if self.count_unknown else len(entries)
        if self.count_unknown:
            page = [e for e in map(self._entry, ids[start : start + size]) if e is not None]
        else:
            page = entries[start : start + size]
        if self.reorder:
            page = sorted(page, key=lambda e: e.published if isinstance(e, Paper) else "", reverse=True)
        return 200, arxiv_feed.feed(page, total=total, start=start, size=size, query=query)

    def _entry(self, name: str) -> Paper | str | None:
        """Return a paper, the XML of a strange entry, or None."""
        match = re.fullmatch(r"([a-z-]+)?(?:\.[A-Z]{2})?(/?[\d.]+?)(?:v(\d+))?", name)
        assert match is not None
        versions = self._papers.get((match[1] or "") + match[2])
        if versions is None or name in self.leave_out:
            return None
        newest = versions[max(versions)]
        paper = newest if match[3] is None else versions.get(int(match[3]))
        if paper is None:
            if self.unknown_version == "error":
                return arxiv_feed.error_entry(f"no_such_version_{name}", f"no such version {name}")
            if self.unknown_version == "empty":
                return arxiv_feed.empty_entry(name)
            return newest if self.unknown_version == "newest" else None
        return replace(paper, id=self.rename[name]) if name in self.rename else paper


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[_Handler], arxiv: ArxivServer) -> None:
        super().__init__(address, handler)
        self.arxiv = arxiv

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes; the second would wait 40 ms for an ACK
    server: _Http

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        arxiv = self.server.arxiv
        began = time.monotonic()
        url = urlsplit(self.path)
        query = {k: v[0] for k, v in parse_qs(url.query, keep_blank_values=True).items()}
        request = Request(self.command, url.path, query, dict(self.headers), began)
        number = arxiv.note(request)
        fault = arxiv.next_fault(url.path)
        try:
            if fault is not None and arxiv.closing.wait(fault.delay_s):
                return
            if fault is not None and fault.reset:
                self._hang_up()
                return
            status, headers, body = self._answer(url.path, query)
            if fault is not None:
                status = fault.status if fault.status != 200 or fault.body is not None else status
                body = body if fault.body is None else fault.body
                body = body if fault.truncate is None else body[: fault.truncate]
                headers |= fault.headers
            self._send(status, headers, body, fault)
        finally:
            arxiv.requests[number] = replace(request, ended=time.monotonic())

    do_HEAD = do_GET

    def _answer(self, path: str, query: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        arxiv = self.server.arxiv
        if path == "/api/query":
            status, feed = arxiv.answer(query)
            return status, {"Content-Type": "application/atom+xml; charset=utf-8"}, feed
        announced = arxiv.announcements.answer(path, query)
        if announced is not None:
            return announced[0], {"Content-Type": announced[1]}, announced[2]
        for kind, mime in (("pdf", "application/pdf"), ("html", "text/html; charset=utf-8")):
            if path.startswith(f"/{kind}/"):
                data = arxiv.file(kind, path.removeprefix(f"/{kind}/"))
                if data is not None:
                    return self._part(data, {"Content-Type": mime, "Accept-Ranges": "bytes"})
        return 404, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>"

    def _part(self, data: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted is None:
            return 200, headers, data
        first, last = int(wanted[1]), int(wanted[2] or len(data) - 1)
        if first >= len(data):
            return 416, headers | {"Content-Range": f"bytes */{len(data)}"}, b""
        headers |= {"Content-Range": f"bytes {first}-{min(last, len(data) - 1)}/{len(data)}"}
        return 206, headers, data[first : last + 1]

    def _send(self, status: int, headers: Mapping[str, str], body: bytes, fault: Fault | None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if fault is not None and fault.cut_after is not None:
            self.wfile.write(body[: fault.cut_after])
            self._hang_up()
            return
        if fault is not None and fault.pause_s:
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            if self.server.arxiv.closing.wait(fault.pause_s):
                return
            body = body[len(body) // 2 :]
        while fault is not None and fault.drip_s and body:
            self.wfile.write(body[:8])
            body = body[8:]
            if self.server.arxiv.closing.wait(fault.drip_s):
                return
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
