"""Obsidian's rules for notes, as its help gives them, in our own words: properties, tags, links and blocks.

https://help.obsidian.md/properties, /tags, /aliases, /links and /pdf.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

_WIKILINK = re.compile(r"(?<!\\)\[\[([^\[\]|]+)(?:\|([^\[\]|]+))?\]\]")
_BLOCK_NAME = re.compile(r"\s\^([A-Za-z0-9-]+)$")
_TAG = re.compile(r"[\w/-]+")


@dataclass(frozen=True, slots=True)
class WikiLink:
    """``[[target|text]]``."""

    target: str
    text: str


def properties_of(note: str) -> dict[str, Any]:
    """Return the properties of a note. Fails where one has a form that Obsidian does not know."""
    lines = note.split("\n")
    assert lines[0] == "---", "properties begin in the first line"
    front = "\n".join(lines[1 : lines.index("---", 1)])
    values = yaml.safe_load(front)
    assert isinstance(values, dict)
    for name, value in values.items():
        assert isinstance(name, str) and name
        assert isinstance(value, (str, int, float, bool, date, list)), f"{name} is nested"
        if isinstance(value, list):
            assert all(isinstance(item, str) for item in value), f"{name} is no list of texts"
        if isinstance(value, str) and value.startswith("[["):
            assert re.search(rf"^{re.escape(name)}: ['\"]\[\[", front, re.MULTILINE), (
                f"the link in {name} has no quotes"
            )
    for tag in values.get("tags", []):
        assert _TAG.fullmatch(tag) and not tag.isdecimal(), f"{tag!r} is no tag"
    for once in ("tags", "aliases"):
        assert len(set(values.get(once, []))) == len(values.get(once, [])), f"{once} has one twice"
    if "date" in values:
        assert isinstance(values["date"], date)
    return values


def links_in(note: str) -> list[WikiLink]:
    """Return the internal links of a note's text."""
    body = note.split("\n---\n", 1)[1]
    return [WikiLink(match[1], match[2] or match[1]) for match in _WIKILINK.finditer(body)]


def blocks_of(note: str) -> dict[str, str]:
    """Return the paragraphs of a note that have a name, by it. Fails where a name stands twice."""
    blocks: dict[str, str] = {}
    for paragraph in re.split(r"\n\s*\n", note.split("\n---\n", 1)[1]):
        if match := _BLOCK_NAME.search(paragraph):
            assert match[1] not in blocks, f"^{match[1]} stands twice"
            blocks[match[1]] = paragraph[: match.start()]
    return blocks
