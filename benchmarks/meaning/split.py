"""Which papers the checks are built on, and which they are measured on."""

from __future__ import annotations

import hashlib
import re
from typing import Literal

Part = Literal["building", "measuring"]

#: A fifth of the papers is kept for measuring. A first byte of the digest below this limit says measuring.
MEASURING_BYTES = 51

_NEW_STYLE = re.compile(r"\d{4}\.\d{4,5}")
_OLD_STYLE = re.compile(r"([a-z-]+)(?:\.[a-z-]+)?/(\d{7})")


def paper_of(name: str) -> str:
    """Return the name under which all versions and spellings of one paper fall together.

    ``name`` is an arXiv ID, with or without version, prefix or address, of the new or the old style. The subject class
    of an old ID is left out, because arXiv reads the ID without it too. Any other name is its own paper, without case
    and blanks around it.
    """
    text = name.strip().lower()
    if found := _NEW_STYLE.search(text):
        return found.group()
    if found := _OLD_STYLE.search(text):
        return f"{found.group(1)}/{found.group(2)}"
    return text


def part_of(name: str) -> Part:
    """Return the part that a paper, or a pair that is no paper, belongs to. It never changes."""
    first = hashlib.sha256(paper_of(name).encode("utf-8")).digest()[0]
    return "measuring" if first < MEASURING_BYTES else "building"
