"""The places where words stand in a text."""

from __future__ import annotations

from collections.abc import Iterator


def occurrences(words: str, text: str) -> Iterator[int]:
    """Yield the offset of every place where ``words`` stand in ``text``, in order; places may overlap."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
