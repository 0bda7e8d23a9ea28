"""The alignment of Chinese sentences with the English ones that they translate, where nobody numbered them.

Sentences are aligned in order, by dynamic programming over beads of up to three sentences on either side (W. Gale and
K. Church, A Program for Aligning Sentences in Bilingual Corpora, Computational Linguistics 19(1), 1993). A bead counts
for what its two sides share (figures, Latin words, words of the lexicon) and for their lengths.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from summarize.characters import count_han
from summarize.checks.aligning.lexicon import COMPOUND_ZH, Entry, Word, known_words
from summarize.checks.occurrences import occurrences
from summarize.reading.sentences import split_sentences

_END = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’\"」』）)]*|\n+|$)")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*|\d+(?:\.\d+)?")
#: Shapes of a bead: number of English sentences, number of Chinese sentences, cost.
_BEADS = ((1, 1, 0.0), (1, 2, 0.6), (2, 1, 0.6), (2, 2, 1.4), (1, 3, 1.4), (3, 1, 1.4), (1, 0, 2.6), (0, 1, 2.6))
_LENGTH_WEIGHT, _LIMIT = 1.6, 40


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence with its place in the text it was cut from."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Bead:
    """English sentences and the Chinese ones that say the same. One side is empty where no sentence does."""

    english: tuple[Part, ...]
    chinese: tuple[Part, ...]


@lru_cache(maxsize=256)
def english_parts(text: str) -> tuple[Part, ...]:
    """Return the sentences of an English text with their places."""
    parts: list[Part] = []
    at = 0
    for sentence in split_sentences(text):
        found = text.find(sentence[:20], at)
        at = max(found, at)
        parts.append(Part(at, sentence))
        at += 1
    return tuple(parts)


def chinese_parts(text: str) -> tuple[Part, ...]:
    """Return the sentences of a Chinese text with their places. A line break ends a sentence, too."""
    parts: list[Part] = []
    for m in _END.finditer(text):
        stripped = m[0].strip()
        if not stripped:
            continue
        start = m.start() + m[0].index(stripped[0])
        if len(stripped) < 3 and parts:
            continue
        parts.append(Part(start, stripped))
    return tuple(parts)


def present(word: Word, chinese: str) -> bool:
    """Whether one of the renderings of the word, or the word itself, stands in the Chinese."""
    if "大" in word.entry.pieces:
        chinese = COMPOUND_ZH.sub("", chinese)
    return any(piece in chinese for piece in word.entry.pieces) or word.text in chinese


def coverage(english: str, chinese: str) -> tuple[int, int]:
    """Return how many known words of the English have a rendering in the Chinese, and how many there are."""
    words = {word.text.lower(): word for word in known_words(english)}
    return sum(present(word, chinese) for word in words.values()), len(words)


@lru_cache(maxsize=2048)
def length(text: str, *, chinese: bool) -> float:
    """Return the length of a text in English characters. A Chinese character counts as three of them."""
    if not chinese:
        return float(len(text))
    han = count_han(text)
    return 3.0 * han + (len(text) - han)


@lru_cache(maxsize=4)
def align(source: str, target: str) -> tuple[Bead, ...] | None:
    """Return the sentences of both texts in beads, in order.

    The result is None where a text is empty or has more than 40 sentences, and where no alignment is found.
    """
    english, chinese = english_parts(source), chinese_parts(target)
    n, m = len(english), len(chinese)
    if not n or not m or n > _LIMIT or m > _LIMIT:
        return None
    shared = _shared(english, chinese, target)
    left = list(accumulate((length(p.text, chinese=False) for p in english), initial=0.0))
    right = list(accumulate((length(p.text, chinese=True) for p in chinese), initial=0.0))
    ratio = min(max(right[-1] / max(left[-1], 1.0), 0.75), 1.35)
    left = [ratio * value for value in left]
    width = 2 + abs(n - m)
    best: list[list[float]] = [[-math.inf] * (m + 1) for _ in range(n + 1)]
    back: list[list[tuple[int, int]]] = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    best[0][0] = 0.0
    for i in range(n + 1):
        centre = i * m / n
        for j in range(max(0, int(centre - width)), min(m, int(centre + width) + 1) + 1):
            here = best[i][j]
            if here == -math.inf:
                continue
            for di, dj, cost in _BEADS:
                a, b = i + di, j + dj
                if a > n or b > m:
                    continue
                score = here - cost
                if di and dj:
                    if di == dj == 1:
                        score += shared[i][j]
                    else:
                        score += sum(sum(row[j:b]) for row in shared[i:a])
                    score -= _LENGTH_WEIGHT * abs(math.log((right[b] - right[j] + 12) / (left[a] - left[i] + 12)))
                if score > best[a][b]:
                    best[a][b] = score
                    back[a][b] = (di, dj)
    if best[n][m] == -math.inf:
        return None
    beads, i, j = [], n, m
    while i or j:
        di, dj = back[i][j]
        beads.append(Bead(english[i - di : i], chinese[j - dj : j]))
        i, j = i - di, j - dj
    return tuple(reversed(beads))


def _shared(english: tuple[Part, ...], chinese: tuple[Part, ...], target: str) -> list[list[float]]:
    """Return a table of how much English sentence i and Chinese sentence j have in common.

    A word or figure counts the less, the more Chinese sentences it stands in.
    """
    starts = [p.start for p in chinese]
    latin: dict[str, set[int]] = {}
    for j, part in enumerate(chinese):
        for token in LATIN.findall(part.text):
            latin.setdefault(token, set()).add(j)
    places: dict[Entry, set[int]] = {}
    rows = []
    for part in english:
        row = [0.0] * len(chinese)
        weight = 2.0
        for entry in {word.entry for word in known_words(part.text)}:
            if (hits := places.get(entry)) is None:
                hits = places[entry] = _sentences_with(entry, target, starts)
            weight += 1.0
            for j in hits:
                row[j] += 1.0 / len(hits)
        for token in set(LATIN.findall(part.text)):
            if hits := latin.get(token) or latin.get(token.rstrip("s")):
                weight += 1.5
                for j in hits:
                    row[j] += 1.5 / len(hits)
        rows.append([6.0 * value / weight for value in row])
    return rows


def _sentences_with(entry: Entry, target: str, starts: list[int]) -> set[int]:
    """Return the indexes of the Chinese sentences in which a rendering stands. ``starts`` are their offsets."""
    return {max(bisect_right(starts, at) - 1, 0) for piece in entry.pieces for at in occurrences(piece, target)}
