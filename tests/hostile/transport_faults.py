"""The faults that any HTTP answer can have, whatever the connection is for."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.hostile.faults import Fault, chunks, gzip_bomb, head, ok, typed
from tests.hostile.raw_server import Good, Hold, Pour, Reset, Step

_DIGITS = "9" * 5000
_SPACES = Pour(b" " * 2**16)

#: Before there is an answer. These bytes are sent as they are.
_CONNECTIONS: Mapping[str, Sequence[Step]] = {
    "closed at once": [],
    "reset at once": [Reset()],
    "silent": [Hold()],
    "garbage": [bytes(range(256)) * 16],
    "zeros without end": [Pour(bytes(2**16))],
    "a line without end": [Pour(b"x" * 2**16)],
    "half a status line": [b"HTTP/1.", Hold()],
    "a status line and no more": [b"HTTP/1.1 200 OK\r\n", Hold()],
    "headers cut off": [b"HTTP/1.1 200 OK\r\nContent-Ty"],
    "HTTP/2 frames": [b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18)],
    "TLS alert": [b"\x15\x03\x01\x00\x02\x02\x28"],
    "another protocol": [b"220 mail.example ESMTP\r\n", Hold(1.0)],
    "100 Continue without end": [Pour(b"HTTP/1.1 100 Continue\r\n\r\n")],
    "headers without end": [b"HTTP/1.1 200 OK\r\n", Pour(b"X-Pad: 1\r\n")],
    "a header without end": [b"HTTP/1.1 200 OK\r\nX-Pad: ", Pour(b"a" * 2**16)],
    "headers a byte at a time": [b"HTTP/1.1 200 OK\r\nX-Pad: ", Pour(b"a", 40, 1.0)],
}

_STATUS_LINES = ("000 No", "099 No", "999 Odd", "abc Odd", "-1 Odd", "200", "20 OK", "1e2 OK", "²00 OK")

#: Odd headers of an answer that is right.
_HEADERS: Mapping[str, Mapping[str, str]] = {
    "a NUL in a header": {"X_Odd": "a\0b"},
    "control characters in a header": {"X_Odd": "a\x1b[31mb\x07"},
    "a header that is not Latin-1": {"X_Odd": "数据"},
    "an odd cookie": {"Set_Cookie": f"a=b; Max-Age={_DIGITS}; Domain=..;;="},
    "a charset that does not exist": {"Content_Type": "text/html; charset=nonsense-8"},
    "a charset of UTF-7": {"Content_Type": "text/plain; charset=utf-7"},
    "an odd content type": {"Content_Type": "/;;=,\x7f"},
    "an encoding that does not exist": {"Content_Encoding": "nonsense"},
    "an encoding that was not asked for": {"Content_Encoding": "zstd"},
    "ten encodings": {"Content_Encoding": ", ".join(["gzip"] * 10)},
    "gzip that is none": {"Content_Encoding": "gzip"},
    "Content-Length 0": {"Content_Length": "0"},
    "Content-Length 7": {"Content_Length": "7"},
    "Content-Length -1": {"Content_Length": "-1"},
    "Content-Length ²": {"Content_Length": "²"},
    "Content-Length 1e3": {"Content_Length": "1e3"},
    "Content-Length of 20 digits": {"Content_Length": "9" * 20},
    "Content-Length of 5,000 digits": {"Content_Length": _DIGITS},
    "an empty Content-Length": {"Content_Length": ""},
    "two Content-Lengths": {"Content_Length": "5, 5"},
}

#: Bodies and ends.
_BODIES: Mapping[str, Callable[[Good], Sequence[Step]]] = {
    "HTTP/0.9": lambda good: [good.body],
    "103 Early Hints, then the answer": lambda good: [b"HTTP/1.1 103 Early Hints\r\n\r\n", ok(good)],
    "10,000 headers": lambda good: [b"HTTP/1.1 200 OK\r\n", Pour(b"X-Pad: 1\r\n", 10_000), b"\r\n", good.body],
    "a header without a colon": lambda good: [b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n" + good.body],
    "no content type": lambda good: [head(Content_Length=str(len(good.body))) + good.body],
    "more is promised than sent": lambda good: [ok(good, Content_Length=str(len(good.body) + 1000))],
    "cut in the middle": lambda good: [_half(good)],
    "reset in the middle": lambda good: [_half(good), Reset()],
    "silent in the middle": lambda good: [_half(good), Hold()],
    "open after the end, no length": lambda good: [typed(good) + good.body, Hold()],
    "open after the end, with length": lambda good: [ok(good), Hold()],
    "bytes after the end": lambda good: [ok(good), b"HTTP/1.1 200 OK\r\n\r\nmore"],
    "a body without end": lambda good: [typed(good) + good.body, _SPACES],
    "an empty body": lambda good: [ok(good, b"")],
    "a byte-order mark first": lambda good: [ok(good, b"\xef\xbb\xbf" + good.body)],
    "UTF-16": lambda good: [ok(good, good.body.decode("latin-1").encode("utf-16"))],
    "gzip, as it should be": lambda good: [ok(good, gzip.compress(good.body), Content_Encoding="gzip")],
    "gzip cut off": lambda good: [ok(good, gzip.compress(good.body)[:-12], Content_Encoding="gzip")],
    "a gzip bomb": lambda good: _bomb(good, "200 OK"),
    "a gzip bomb with an error": lambda good: _bomb(good, "500 Error"),
    "a deflate bomb": lambda good: _bomb(good, "200 OK", deflate=True),
    "a bomb in a bomb": lambda good: _bomb_in_a_bomb(good),
    "a byte a second": lambda good: [typed(good, Content_Length="900"), Pour(b" ", 40, 1.0)],
    "late by a second": lambda good: [Hold(1.0), ok(good)],
}

#: Bodies in chunks, after a head that says so.
_CHUNKED: Mapping[str, Callable[[Good], Sequence[Step]]] = {
    "chunked, as it should be": lambda good: [chunks(good.body) + b"0\r\n\r\n"],
    "chunks of one byte": lambda good: [chunks(*_bytes(good.body[:4000])), chunks(good.body[4000:]), b"0\r\n\r\n"],
    "chunks without the last": lambda good: [chunks(good.body)],
    "chunks without the last, open": lambda good: [chunks(good.body), Hold()],
    "a chunk's size is nonsense": lambda good: [b"zz\r\n" + good.body],
    "a chunk's size is negative": lambda good: [b"-5\r\n" + good.body],
    "a chunk's size is huge": lambda good: [b"f" * 5000 + b"\r\n" + good.body],
    "a chunk's size without end": lambda good: [Pour(b"0" * 2**16)],
    "a chunk is shorter than its size": lambda good: [b"ffffff\r\n" + good.body],
    "chunks without end": lambda good: [chunks(good.body), Pour(chunks(b" " * 2**16))],
    "trailers without end": lambda good: [chunks(good.body) + b"0\r\n", Pour(b"X-Pad: 1\r\n")],
    "chunk extensions without end": lambda good: [b"5;", Pour(b"a=b;" * 2**14)],
}

#: What Location says.
_LOCATIONS = {
    "to itself": "?again",
    "to nothing": "",
    "to a port that is closed": "http://127.0.0.1:1/x",
    "to a file": "file:///etc/passwd",
    "to ftp": "ftp://127.0.0.1/x",
    "to javascript": "javascript:evil()",
    "to a broken IPv6 address": "http://[::1",
    "to a port that is none": "http://127.0.0.1:99999999/x",
    "to a name that is too long": f"http://{'a' * 300}.example/x",
    "to a name with spaces": "http://exa mple/\x01",
    "to a name that is not ASCII": "http://数据.invalid/²",
    "to an address of 200 KB": "/" + "a" * 200_000,
    "with a user and a password": "http://user:secret@127.0.0.1:1/",
    "with control characters": "/\x1b[31m\x07\u202e",
}

#: Registered statuses (RFC 9110 and IANA's list), and those that gateways have made up.
_STATUSES = (
    *(
        201,
        202,
        203,
        204,
        205,
        206,
        207,
        300,
        304,
        400,
        401,
        402,
        403,
        404,
        405,
        406,
        407,
        408,
        409,
        410,
        411,
        413,
        414,
    ),
    *(
        415,
        417,
        418,
        421,
        422,
        423,
        425,
        426,
        428,
        429,
        431,
        451,
        500,
        501,
        502,
        503,
        504,
        505,
        507,
        508,
        511,
        520,
        522,
    ),
    *(524, 529, 530, 598),
)

#: Bodies of errors.
_ERRORS: Mapping[str, Sequence[Step]] = {
    "HTTP 302 without Location": [head("302 Found", Content_Length="0")],
    "HTTP 307 with a body without end": [head("307 Temporary", Location="/x"), _SPACES],
    "HTTP 400, a body without end": [head("400 X"), Pour(b"sorry " * 1000)],
    "HTTP 404, a body without end": [head("404 X"), Pour(b"sorry " * 1000)],
    "HTTP 500, a body without end": [head("500 X"), Pour(b"sorry " * 1000)],
    "HTTP 404, silent after the head": [head("404 X"), Hold()],
    "HTTP 500, silent after the head": [head("500 X"), Hold()],
    "HTTP 500 in colours": [head("500 X") + "\x1b]0;evil\x07\x1b[31mred\u202e \x9b31m".encode()],
    "HTTP 400 with markup": [head("400 X", Content_Type="text/html") + b"<script>evil()</script>"],
    "HTTP 400, JSON nested deeply": [head("400 X", Content_Type="application/json") + b"[" * 200_000],
    "HTTP 400, JSON of another shape": [
        head("400 X", Content_Type="application/json") + b'{"error": [1, {"message": 2}]}'
    ],
    "HTTP 500, not UTF-8": [head("500 X") + b"\xff\xfe\xfa" * 99],
}

_RETRY_AFTER = {
    "0": "0",
    "-1": "-1",
    "²": "²",
    "nan": "nan",
    "inf": "inf",
    "1e999": "1e999",
    "5,000 digits": _DIGITS,
    "99999999": "99999999",
    "a date that has passed": "Wed, 21 Oct 2015 07:28:00 GMT",
    "a date with a long number": f"Wed, 21 Oct {'9' * 400} 07:28:00 GMT",
    "a date that is none": "Wed, 99 Foo 2026 99:99:99",
    "a NUL": "\x00",
    "two numbers": "1, 2",
}


def transport_faults() -> Iterator[Fault]:
    """Yield them all. Their names are unique."""
    for name, steps in {**_CONNECTIONS, **_ERRORS}.items():
        yield _fixed(name, steps)
    for line in _STATUS_LINES:
        yield _with_status_line(line)
    for name, headers in _HEADERS.items():
        yield _with_headers(name, headers)
    for name, body in _BODIES.items():
        yield Fault(name, body)
    for name, body in _CHUNKED.items():
        yield _chunked(name, body)
    for name, location in _LOCATIONS.items():
        for status in ("302 Found", "308 Permanent Redirect"):
            yield _fixed(f"HTTP {status[:3]} {name}", [head(status, Location=location, Content_Length="0")])
    for number in _STATUSES:
        yield _fixed(f"HTTP {number}", [head(f"{number} X", Content_Type="text/plain", Content_Length="5") + b"sorry"])
    for name, wait in _RETRY_AFTER.items():
        yield _fixed(f"HTTP 503, Retry-After: {name}", [head("503 X", Retry_After=wait, Content_Length="0")])


def _fixed(name: str, steps: Sequence[Step]) -> Fault:
    return Fault(name, lambda good: steps)


def _with_status_line(line: str) -> Fault:
    return Fault(f"the status line {line}", lambda good: [typed(good, line) + good.body])


def _with_headers(name: str, headers: Mapping[str, str]) -> Fault:
    return Fault(name, lambda good: [ok(good, **headers)])


def _chunked(name: str, body: Callable[[Good], Sequence[Step]]) -> Fault:
    return Fault(name, lambda good: [typed(good, Transfer_Encoding="chunked"), *body(good)])


def _half(good: Good) -> bytes:
    whole = ok(good)
    return whole[: len(whole) - len(good.body) // 2]


def _bytes(body: bytes) -> list[bytes]:
    return [bytes([byte]) for byte in body]


def _bomb(good: Good, status: str, *, deflate: bool = False) -> list[Step]:
    start, piece = gzip_bomb()
    skipped = 10 if deflate else 0  # a deflate stream is a gzip stream without its header of 10 bytes
    coding = "deflate" if deflate else "gzip"
    return [typed(good, status, Content_Encoding=coding) + start[skipped:], Pour(piece)]


def _bomb_in_a_bomb(good: Good) -> list[Step]:
    start, piece = gzip_bomb()
    return [ok(good, gzip.compress(start + piece * 2000), Content_Encoding="gzip, gzip")]
