"""Text of a paper or a model, with the addresses that may become links in it."""

from __future__ import annotations

from collections.abc import Set


class Prose(str):
    """Text of a paper or a model.

    ``urls`` are the addresses that may become links in it: those that its source names.
    """

    __slots__ = ("urls",)
    urls: Set[str]

    def __new__(cls, text: str, urls: Set[str] = frozenset()) -> Prose:
        prose = super().__new__(cls, text)
        prose.urls = urls
        return prose
