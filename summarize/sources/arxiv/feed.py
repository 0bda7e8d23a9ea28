"""Feeds of arXiv's API, cut into their records before anything of them is read: a damaged one spoils no other. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_ATOM = "{http://www.w3.org/2005/Atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"

#: A request asks for 100 records at most, and the API gives at most 2,000
#: (https://info.arxiv.org/help/api/user-manual.html#query_interface).
_MOST_ENTRIES = 2_000
#: The longest lists of authors at arXiv have about 5,000 names of 50 bytes of XML. A megabyte of elements without
#: content becomes 40 MB in memory.
_LARGEST_ENTRY_BYTES = 2**20
#: What stands around the records: a title, a link and three counts, half a kilobyte.
_LARGEST_FRAME_BYTES = 2**16

#: What XML 1.0 does not allow in a text, neither as it is nor as a reference (https://www.w3.org/TR/xml/#charsets).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_ENTRY_ID = re.compile(r"<id>([^<]{1,200})</id>")
#: The name of a paper in a record's address. Of ``math.GT/0309136`` the subject class is no part of the ID.
_NAME = re.compile(r"/abs/([a-z-]{2,16}(?=[./]))?(?:\.[A-Za-z-]{2,14})?(/?[0-9.]{7,10})", re.ASCII)


class NotAFeed(Exception):
    """An answer is no feed of the API, or not a whole one. The message says what it is instead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as arXiv sent it. ``content`` is a feed with this record alone.

    ``paper_id`` is the ID that it names, without a version, or "" where it cannot be told. ``fault`` says what is wrong
    with its XML; it is "" where nothing is.
    """

    content: bytes
    paper_id: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """An answer of the API. ``total`` is arXiv's count of results. ``errors`` are the texts of error entries."""

    entries: tuple[Entry, ...]
    total: int
    errors: tuple[str, ...] = ()


def read_feed(content: bytes) -> Feed:
    """Return the records, errors and count of a feed. Raises NotAFeed.

    Characters that XML does not allow become spaces: one of them in an abstract would spoil the record. Time and memory
    grow with the size of ``content`` and no faster, whatever it is.
    """
    if not content.rstrip().endswith(b"</feed>"):
        raise NotAFeed(what_it_is(content))
    frame, cut = _cut(content)
    root = parsed_xml(frame)
    total = re.fullmatch(r"\s*([0-9]{1,9})\s*", root.findtext(_TOTAL) or "") if root is not None else None
    opening = re.search(rb"<feed\b[^<>]*>", frame)
    if root is None or root.tag != f"{_ATOM}feed" or total is None or opening is None:
        raise NotAFeed(what_it_is(content))
    entries, errors = [], []
    for piece in cut:
        entry = legal_xml(opening[0] + piece + b"</feed>")
        parsed = parsed_xml(entry) if len(piece) <= _LARGEST_ENTRY_BYTES else None
        record = parsed.find(f"{_ATOM}entry") if parsed is not None else None
        if record is None:
            where = _ENTRY_ID.search(entry[:2000].decode("utf-8", "replace"))
            entries.append(Entry(b"", _paper_id(where[1] if where else ""), "its XML is damaged"))
            continue
        address = record.findtext(f"{_ATOM}id") or ""
        if "/api/errors" in address:
            errors.append(" ".join((record.findtext(f"{_ATOM}summary") or "an error without a text").split())[:500])
        else:
            entries.append(Entry(entry, _paper_id(address)))
    return Feed(tuple(entries), int(total[1]), tuple(errors))


def _cut(content: bytes) -> tuple[bytes, list[bytes]]:
    """What stands around the records, and each record from ``<entry>`` to ``</entry>``. Raises NotAFeed."""
    pieces = list(_entries(content))
    first = pieces[0].start if pieces else content.rfind(b"</feed>")
    frame = content[:first] + content[pieces[-1].stop if pieces else first :]
    if len(frame) > _LARGEST_FRAME_BYTES:
        raise NotAFeed("something that is not its API's answer")
    return legal_xml(frame), [content[piece] for piece in pieces]


def _entries(content: bytes) -> Iterator[slice]:
    start = content.find(b"<entry")
    for _ in range(_MOST_ENTRIES + 1):
        end = content.find(b"</entry>", start) if start >= 0 else -1
        if end < 0:
            return
        end += len(b"</entry>")
        yield slice(start, end)
        start = content.find(b"<entry", end)
    raise NotAFeed(f"more than {_MOST_ENTRIES:,} records, which nobody asked for")


def legal_xml(xml: bytes) -> bytes:
    """The text in UTF-8 with a space for each character, and each reference to one, that XML does not allow."""
    text = _NO_XML.sub(" ", xml.decode("utf-8-sig", "replace"))
    return _REFERENCE.sub(_legal_reference, text).encode()


def _legal_reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if code <= 0x10FFFF and not _NO_XML.match(chr(code)) else " "


def parsed_xml(xml: bytes) -> Any:
    """The root element, or None where the XML is not well-formed."""
    from lxml import etree

    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _paper_id(address: str) -> str:
    match = _NAME.search(address)
    return (match[1] or "") + match[2] if match else ""


def what_it_is(content: bytes) -> str:
    """Say what an answer is that is no feed of the API; the words go on after "arXiv sent"."""
    start = content[:400].lstrip().lower()
    if not start:
        return "an empty answer"
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page instead of its API's answer"
    if b"<feed" in start and not content.rstrip().endswith(b"</feed>"):
        return "an answer that is cut off"
    return "something that is not its API's answer"
