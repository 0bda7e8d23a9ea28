"""Excerpts of a text around a finding. Widths are in cells of a terminal: a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from summarize.characters import HAN

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]++[”’\"」）)]*|\n|\Z)")
#: What ends a clause, with the spaces after it. A comma inside a figure ends none.
_CLAUSE_END = re.compile(r"[，。；：！？、]\s*|(?<![0-9])[,;:](?![0-9])\s*|[.!?]\s+")
#: A place between two words: behind a space, or beside a Chinese character.
_WORD_END = re.compile(rf"(?<=\s)(?=\S)|(?<=[{HAN}])(?=\S)|(?<=\S)(?=[{HAN}])")
_GAP = "…"


@dataclass(frozen=True, slots=True)
class SentencePlace:
    """A sentence of a text: its number from 1, and its offsets."""

    number: int
    start: int
    end: int


def width_of(text: str) -> int:
    """Return the cells that a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def sentence_at(text: str, offset: int) -> SentencePlace:
    """Return the sentence of a Chinese text that has the character at ``offset``. A line end ends a sentence, too."""
    number, place = 0, SentencePlace(1, 0, len(text))
    for match in _SENTENCE.finditer(text):
        if not match[0].strip():
            continue
        number += 1
        place = SentencePlace(number, match.start(), match.end())
        if offset < match.end():
            break
    return place


def excerpt_around(text: str, start: int, length: int, width: int) -> str:
    """Return the part of ``text`` around the words at ``start``, in about ``width`` cells, with “…” where it is cut.

    Whole clauses are taken where they fit, else whole words. The words themselves are never cut.
    """
    text = text.rstrip()
    start = min(start, len(text))
    end = min(start + length, len(text))
    if width_of(text) <= width:
        return text
    room = width - 2 * len(_GAP)
    clauses = [0, *(m.end() for m in _CLAUSE_END.finditer(text)), len(text)]
    words = [0, *(m.start() for m in _WORD_END.finditer(text)), len(text)]
    # Words are added to the clauses that fit; the least that is shown are the whole words of the finding.
    first, last = _around(words, start, end)
    for edges in (clauses, words):
        inner = _around(edges, first, last)
        if width_of(text[slice(*inner)]) <= room:
            first, last = _grown(text, edges, inner, room)
            break
    head, tail = _GAP if first > 0 else "", _GAP if last < len(text) else ""
    return f"{head}{text[first:last].strip()}{tail}"


def shortened(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` cells, cut behind a clause or a word. A single longer word stays whole."""
    if width_of(text) <= width:
        return text
    begin = text[: 2 * width]  # a longer beginning never fits
    for pattern in (_CLAUSE_END, _WORD_END):
        fitting = [m.end() for m in pattern.finditer(begin) if width_of(begin[: m.end()].rstrip()) <= width - 2]
        if fitting and fitting[-1] >= width // 4:
            kept = text[: fitting[-1]]
            return f"{kept.rstrip()}{' ' if kept[-1:].isspace() else ''}{_GAP}"
    first = next((m.start() for m in _WORD_END.finditer(text) if m.start()), len(text))
    return text if first >= len(text) else f"{text[:first].rstrip()} {_GAP}"


def _around(edges: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the closest edges that have ``start`` and ``end`` between them."""
    return max(edge for edge in edges if edge <= start), min(edge for edge in edges if edge >= end)


def _grown(text: str, edges: list[int], inner: tuple[int, int], room: int) -> tuple[int, int]:
    """Return ``inner`` with whole pieces added on both sides by turns, as far as ``room`` goes."""
    edges = sorted(set(edges))
    low, high = edges.index(inner[0]), edges.index(inner[1])
    used = width_of(text[edges[low] : edges[high]])
    open_low, open_high = True, True
    while open_low or open_high:
        open_low = open_low and low > 0
        if open_low:
            more = width_of(text[edges[low - 1] : edges[low]])
            if open_low := used + more <= room:
                low, used = low - 1, used + more
        open_high = open_high and high + 1 < len(edges)
        if open_high:
            more = width_of(text[edges[high] : edges[high + 1]])
            if open_high := used + more <= room:
                high, used = high + 1, used + more
    return edges[low], edges[high]
