"""Numbered sentences of a page: a line of them in pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarize.layouts.markdown.sentence_numbers import SENTENCE_NUMBER
from summarize.lint.page_paper import Passage

#: The number before a sentence, as pages of this program and of 0.1 have it.
NUMBER = re.compile(rf"<sup[^<>]*>\s*\d+\s*</sup>\s*|{SENTENCE_NUMBER.pattern}")
#: The anchor before a sentence.
EMPTY_ANCHOR = re.compile(r"<a (?:id|name)=[^<>]*></a>")
#: A mark of a finding behind a text.
MARK = re.compile(r"(?:(?<!\s)\s+)?⚠\ufe0f?[¹²³⁴⁵⁶⁷⁸⁹⁰\d]*\s*$")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: its text in pieces, one a sentence where they are numbered, the whole line, and its number."""

    pieces: Sequence[str]
    line: str
    number: int

    @property
    def text(self) -> str:
        """The pieces as one text."""
        return "".join(piece + _gap(piece) for piece in self.pieces).rstrip()

    def add_to(self, passage: Passage, separator: str = "\n") -> None:
        """Add the pieces, which follow each other in the line, to a passage."""
        end = 0
        for piece in self.pieces:
            start = max(self.line.find(piece[:40], end), 0)
            passage.add(piece, self.number, start + 1, separator)
            separator = _gap(piece)
            end = start + len(piece)


def page_line(text: str, line: str, number: int) -> PageLine:
    """Return a line without anchors (``text``) as its pieces, without numbers and marks."""
    pieces = [words for piece in NUMBER.split(text) if (words := MARK.sub("", piece).strip())]
    return PageLine(pieces, line, number)


def _gap(before: str) -> str:
    """Return what stands between two sentences: a space where the first ends in a Latin character."""
    return " " if before[-1:].isascii() else ""
