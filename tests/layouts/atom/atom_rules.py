"""Whether a text is an Atom feed by RFC 4287: its schema (in RELAX NG, beside this file) and the rules that a schema cannot say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from lxml import etree

_ATOM = "{http://www.w3.org/2005/Atom}"
_SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def atom_problems(text: str) -> list[str]:
    """Return what is wrong with a feed, or nothing."""
    root = etree.fromstring(text.encode("utf-8"))
    problems = [] if _SCHEMA.validate(root) else [str(error) for error in _SCHEMA.error_log]
    entries = root.findall(f"{_ATOM}entry")
    problems += _links(root)
    for entry in entries:
        problems += _links(entry)
        name = entry.findtext(f"{_ATOM}title")
        if entry.find(f"{_ATOM}author") is None and root.find(f"{_ATOM}author") is None:
            problems.append(f"{name}: neither the entry nor the feed has an author (4.1.1)")
        if entry.find(f"{_ATOM}content") is None and not _alternates(entry):
            problems.append(f"{name}: neither content nor an alternate link (4.1.2)")
    ids = Counter(entry.findtext(f"{_ATOM}id") for entry in entries)
    problems += [f"{name} is the id of {count} entries (4.2.6)" for name, count in ids.items() if count > 1]
    return problems


def _alternates(element: Any) -> list[tuple[str, str]]:
    found = [link for link in element.findall(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate"]
    return [(link.get("type", ""), link.get("hreflang", "")) for link in found]


def _links(element: Any) -> list[str]:
    doubled = [both for both, count in Counter(_alternates(element)).items() if count > 1]
    return [f"two alternate links of one type and language: {both} (4.1.1, 4.1.2)" for both in doubled]
