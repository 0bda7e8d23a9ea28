"""The faults of a PDF that arXiv sends. Mutants of PDFs have their own test (test_pdf_mutants.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.hostile.faults import Fault, head, ok, typed
from tests.hostile.raw_server import Good, Pour, Step

_PDF = head("200 OK", Content_Type="application/pdf")


def _replaced(pattern: bytes, by: bytes) -> Callable[[Good], Sequence[Step]]:
    return lambda good: [ok(good, re.sub(pattern, by, good.body))]


_FAULTS: Mapping[str, Callable[[Good], Sequence[Step]]] = {
    "no PDF": lambda good: [ok(good, b"This is no PDF.\n")],
    "a web page": lambda good: [ok(Good(b"<html><script>evil()</script>Sign in</html>", "text/html"))],
    "a first line and no more": lambda good: [ok(good, b"%PDF-1.7\n")],
    "a first line, then zeros": lambda good: [ok(good, b"%PDF-1.7\n" + bytes(2**20))],
    "a first line, then zeros without end": lambda good: [_PDF + b"%PDF-1.7\n", Pour(bytes(2**16))],
    "a PDF without its end": lambda good: [ok(good, good.body[: len(good.body) // 2])],
    "a PDF without its start": lambda good: [ok(good, good.body[len(good.body) // 2 :])],
    "a PDF, then bytes without end": lambda good: [typed(good) + good.body, Pour(bytes(2**16))],
    "more pages than there are": _replaced(rb"/Count \d+", b"/Count 99"),
    "pages of 5,000 digits": _replaced(rb"/Count \d+", b"/Count " + b"9" * 5000),
    "no pages": _replaced(rb"/Kids ?\[[^\]]*\]", b"/Kids[]"),
    "kids that are the tree": _replaced(rb"/Kids ?\[[^\]]*\]", b"/Kids[2 0 R 2 0 R 2 0 R]"),
    "a page of the size of a town": _replaced(rb"/MediaBox ?\[[^\]]*\]", b"/MediaBox[0 0 9999999 9999999]"),
    "no catalogue": _replaced(rb"/Type ?/Catalog", b"/Type/Nothing"),
    "a wrong table of objects": _replaced(rb"startxref\s+\d+", b"startxref\n7"),
    "lengths that are wrong": _replaced(rb"/Length \d+", b"/Length 999999999"),
    "a filter that does not exist": _replaced(rb"/FlateDecode", b"/EvilDecode"),
    "encrypted": _replaced(rb"trailer\s*<<", b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/P 0/O(x)/U(y)>>"),
}


def pdf_faults() -> Iterator[Fault]:
    """Yield them all. Their names are unique."""
    for name, steps in _FAULTS.items():
        yield Fault(f"pdf: {name}", steps)
