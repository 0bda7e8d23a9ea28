"""No answer takes more time or memory than its limits, and no redirect leads where it may not."""

from __future__ import annotations

import gzip
import itertools
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from summarize.network.redirects import is_same_site
from summarize.network.retrying import Patience
from summarize.network.transfer import TooLarge, TooSlow, get, open_session, pieces
from summarize.network.transport_errors import TransportError
from tests.loopback.raw_server import Connection, RawServer, whole

PATIENCE = Patience(connect_s=5, read_s=5)
LIMIT = 2**20


def fetched(url: str, *, within_s: float = 10.0) -> bytes:
    deadline = time.monotonic() + within_s
    with (
        open_session(url) as session,
        get(session, url, PATIENCE, {}, deadline=deadline, may_go_to=lambda to: is_same_site(to, url)) as response,
    ):
        return b"".join(pieces(response, limit_bytes=LIMIT, deadline=deadline))


def dripping(start: bytes, piece: bytes) -> object:
    def answer(path: str, send: Connection) -> None:
        send(start)
        send.drip(itertools.repeat(piece), 0.02)

    return answer


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03", b"a"),
    ],
    ids=["status", "headers", "a header", "a length", "no length", "a chunk's head", "chunks", "a gzip head"],
)
def test_an_answer_that_drips_ends_at_the_deadline(start: bytes, piece: bytes) -> None:
    with RawServer(dripping(start, piece)) as server:  # type: ignore[arg-type]
        began = time.monotonic()
        with pytest.raises((TooSlow, TransportError)) as caught:
            fetched(server.url, within_s=0.3)
        assert time.monotonic() - began < 3
    if isinstance(caught.value, TransportError):
        assert caught.value.fault == "cut"  # more headers than http.client takes: it ends sooner


def test_an_answer_whose_body_does_not_begin_ends_before_a_long_deadline() -> None:
    with RawServer(dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n")) as server:  # type: ignore[arg-type]
        patience, began = replace(PATIENCE, head_s=0.3), time.monotonic()
        with (
            open_session(server.url) as session,
            pytest.raises(TooSlow),
            get(session, server.url, patience, {}, deadline=began + 60),
        ):
            pass
        assert time.monotonic() - began < 3


def test_lines_after_a_body_do_not_hold_a_long_deadline() -> None:
    body = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\naaa\r\n0\r\n"
    with RawServer(dripping(body, b"X-A: b\r\n")) as server:  # type: ignore[arg-type]
        patience, began = replace(PATIENCE, head_s=0.3), time.monotonic()
        with (
            open_session(server.url) as session,
            get(session, server.url, patience, {}, deadline=began + 60) as response,
            pytest.raises(TooSlow),
        ):
            b"".join(pieces(response, limit_bytes=99, deadline=began + 60))
        assert time.monotonic() - began < 3


def test_a_body_may_take_longer_than_its_head() -> None:
    with RawServer(dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n", b"a")) as server:  # type: ignore[arg-type]
        patience = replace(PATIENCE, head_s=0.2)
        with open_session(server.url) as session, get(session, server.url, patience, {}) as response:
            assert b"".join(pieces(response, limit_bytes=99)) == b"a" * 30


def bomb(kind: str) -> tuple[bytes, str]:
    """Return 16 MB of zeros compressed, and the Content-Encoding."""
    zeros = bytes(2**20)
    if kind == "gzip":
        return gzip.compress(zeros * 16), "gzip"
    if kind == "deflate":
        return zlib.compress(zeros * 16), "deflate"
    return gzip.compress(gzip.compress(zeros * 16)), "gzip, gzip"


@pytest.mark.parametrize("kind", ["gzip", "deflate", "twice"])
def test_a_body_is_limited_after_decompression(kind: str) -> None:
    body, encoding = bomb(kind)
    answer = whole(body, f"Content-Encoding: {encoding}")
    with RawServer(lambda path, send: send(answer)) as server:
        tracemalloc.start()
        try:
            with pytest.raises(TooLarge):
                fetched(server.url)
            assert tracemalloc.get_traced_memory()[1] < 8 * LIMIT
        finally:
            tracemalloc.stop()


def endless(head: bytes) -> Iterator[bytes]:
    return itertools.chain([head], itertools.repeat(bytes(2**16)))


def test_the_body_of_a_redirect_is_not_read() -> None:
    sent = []

    def answer(path: str, send: Connection) -> None:
        if path == "/there":
            send(whole(b"here"))
            return
        for piece in endless(b"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n"):
            send(piece)
            sent.append(len(piece))

    with RawServer(answer) as server:
        assert fetched(server.url) == b"here"
    assert sum(sent) < 64 * 2**20


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("http://[::1", "cannot be read"),
        ("http://127.0.0.1:99999999999999999999/", ""),
        ("http://127.0.0.1:²/", ""),
        ("ftp://127.0.0.1/", "ftp"),
        ("file:///etc/passwd", "file"),
        ("javascript:alert(1)", "javascript"),
        ("http://", "more than 5 times"),
        ("http://169.254.169.254/latest", "another host"),
        ("http://127.0.0.1.nip.invalid/", "another host"),
        ("\udcff\udcfe", "cannot be read"),
        ("/again", "more than 5 times"),
        ("http://" + "a" * 5000 + ".invalid/", ""),
    ],
)
def test_a_redirect_that_may_not_be_followed_is_an_error(location: str, words: str) -> None:
    answer = whole(b"", f"Location: {location}", status="302 Found")
    with RawServer(lambda path, send: send(answer)) as server, pytest.raises(TransportError) as caught:
        fetched(server.url)
    assert words in str(caught.value)
    assert len(server.paths) <= 6


@pytest.mark.parametrize(
    ("url", "home", "same"),
    [
        ("https://arxiv.org/abs/1", "https://arxiv.org", True),
        ("https://export.arxiv.org/abs/1", "https://arxiv.org", True),
        ("https://arxiv.org.evil.example/", "https://arxiv.org", False),
        ("https://notarxiv.org/", "https://arxiv.org", False),
        ("https://arxiv.org@evil.example/", "https://arxiv.org", False),
        ("https://arxiv.org/", "https://export.arxiv.org", False),
    ],
)
def test_a_site_is_a_host_and_the_names_below_it(url: str, home: str, same: bool) -> None:
    assert is_same_site(url, home) is same


@pytest.mark.parametrize(
    "header",
    [
        "Content-Length: " + "9" * 5000,
        "Content-Length: ²",
        "Content-Length: -1",
        "Content-Range: bytes 0-1/" + "9" * 5000,
        "Transfer-Encoding: chunked",
        "Content-Encoding: gzip",
        "Content-Encoding: br, zstd, gzip, gzip, gzip, gzip, gzip, gzip, gzip",
        "Set-Cookie: a=b; expires=" + "9" * 5000 + "; max-age=" + "9" * 5000 + "; version=²; port=²",
        "Retry-After: ²",
        "X: \udcff\x00\x1b",
    ],
)
def test_an_odd_header_is_ignored_or_an_error_of_transport(header: str) -> None:
    answer = f"HTTP/1.1 200 OK\r\n{header}\r\nConnection: close\r\n\r\n".encode("utf-8", "surrogateescape") + b"zz\r\n"
    with RawServer(lambda path, send: send(answer)) as server:
        try:
            assert fetched(server.url) == b"zz\r\n"
        except TransportError as error:
            assert error.fault in ("cut", "other")
