"""The places that a takeaway cites in brackets at its end: （第 2 句、第 3 页）, each of them perhaps a link."""

from __future__ import annotations

import re

_AT_END = re.compile(r"（([^（）]*)）\s*$")
_LINKED = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_LONGEST_PLACE = 16  # characters


def without_evidence(takeaway: str) -> str:
    """Return a takeaway without the places that it cites at its end; other brackets are its own words."""
    bracket = _AT_END.search(takeaway)
    if bracket is None:
        return takeaway
    places = re.split("[、,，]", _LINKED.sub(r"\1", bracket[1]))
    cites = all(0 < len(place.strip(" []")) <= _LONGEST_PLACE for place in places)
    return takeaway[: bracket.start()] if cites else takeaway


def only_links(paragraph: str) -> bool:
    """Whether a paragraph is links and nothing else."""
    return paragraph.startswith("[") and not _LINKED.sub("", paragraph).strip(" ·|,、/")
