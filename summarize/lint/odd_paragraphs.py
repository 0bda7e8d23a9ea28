"""Paragraphs that pages of others have and that are no plain text: titles of several lines, bare addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: A paragraph that is nothing but an address.
_ADDRESS = re.compile(r"<?(?P<url>https?://[^\s<>\u3000-\u303f\uff00-\uffef]+?)>?[.。]?")
#: What a sentence ends with whose address stands in the next paragraph.
_GOES_ON = re.compile(r"(?:[：:，,（(见在为于是至]|\b(?:at|from|on|in|is|here|via|see))\s*\Z", re.IGNORECASE)
#: The first line of a linked title that has further lines, and its last one. Titles with a model's talk have a few.
_LINK_BEGINS = re.compile(r"\[[^\]]+")
_LINK_ENDS = re.compile(r"[^\[]*\]\(https?://[^\s()]+\)[\s⚠]*")
#: The same of a title in bold.
_BOLD_BEGINS = re.compile(r"\*\*[^*\s][^*]*")
_BOLD_ENDS = re.compile(r"[^*]*\*\*[\s⚠]*")
_MOST_TITLE_LINES = 12


def address_of(paragraph: str) -> str:
    """Return the address that a paragraph consists of, or "" where it is anything else."""
    match = _ADDRESS.fullmatch(paragraph)
    return match["url"] if match else ""


def goes_on(text: str) -> bool:
    """Whether a text ends in words after which an address comes: a colon, 见, "at"."""
    return _GOES_ON.search(text) is not None


def title_end(lines: Sequence[str], at: int) -> int | None:
    """Return the index of the line on which the title ends that begins on line ``at`` and has several lines.

    None where no such title begins there. Models put talk above or below a title, and pages put all of it into a link or
    into bold type.
    """
    first = lines[at].strip()
    linked = _LINK_BEGINS.fullmatch(first) is not None
    if not linked and not _BOLD_BEGINS.fullmatch(first):
        return None
    for ahead in range(at + 1, min(at + _MOST_TITLE_LINES, len(lines))):
        line = lines[ahead].strip()
        if line.startswith("#"):
            return None
        if _LINK_ENDS.fullmatch(line) if linked else _BOLD_ENDS.fullmatch(line):
            return ahead
    return None
