"""What a page says of a paper's origin: its arXiv ID, and whether the page was made from the whole paper."""

from __future__ import annotations

import re

from summarize.layouts.labels import HANS, HANT

_REF = re.compile(
    r"arxiv\.org/(?:abs|pdf|html)/(?P<id>(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)|arXiv:(?P<bare>\d{4}\.\d{4,5}(?:v\d+)?)",
    re.I,
)


def find_reference(text: str) -> str:
    """Return the first arXiv ID that an address or an ``arXiv:`` names, with its version if it has one, or ""."""
    m = _REF.search(text)
    return (m["id"] or m["bare"]) if m else ""


def made_from_whole_paper(line: str) -> bool:
    """Whether a line is one of our pages' own that says what the page was made from, and that is the whole paper."""
    return any(
        line.startswith(f"{words.made_from}：") and (_before_count(words.read_pdf) in line or words.read_html in line)
        for words in (HANS, HANT)
    )


def _before_count(label: str) -> str:
    """Return a label up to the place where a count is filled in."""
    return label.partition("{")[0]
