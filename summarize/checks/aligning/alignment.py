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

from summarize.characters import HAN, count_han
from summarize.checks.aligning.lexicon import COMPOUND_ZH, Entry, Word, known_words, pieces_by_characters
from summarize.reading.sentences import split_sentences

_END = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’\"」』）)]*|\n+|$)")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*|\d+(?:\.\d+)?")
_CLAUSE_END = re.compile(rf"[；：]|(?<=[{HAN}）]);(?=\s?[{HAN}（])")
_SHORTEST_CLAUSE = 6
#: Costs of a bead of one, two and three Chinese sentences with one, two and three English ones.
_COSTS = ((0.0, 0.6, 1.4), (0.6, 1.4), (1.4,))
#: Cost of a sentence that stands on one side only, and of a bead that ends inside a Chinese sentence.
_LEFT_OUT, _CUT = 2.6, 0.15
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


@lru_cache(maxsize=64)
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
    pieces = word.entry.pieces
    if "大" in pieces and "大" in chinese:
        chinese = COMPOUND_ZH.sub("", chinese)
    for piece in pieces:  # a generator would take three times as long
        if piece in chinese:
            return True
    return word.text in chinese


def coverage(english: str, chinese: str) -> tuple[int, int]:
    """Return how many known words of the English have a rendering in the Chinese, and how many there are."""
    words = {word.text.lower(): word for word in known_words(english)}
    kept = 0
    for word in words.values():
        if present(word, chinese):
            kept += 1
    return kept, len(words)


@lru_cache(maxsize=256)
def latin_tokens(text: str) -> frozenset[str]:
    """Return the different Latin words and figures of a text."""
    return frozenset(LATIN.findall(text))


@lru_cache(maxsize=2048)
def length(text: str, *, chinese: bool) -> float:
    """Return the length of a text in English characters. A Chinese character counts as three of them."""
    if not chinese:
        return float(len(text))
    han = count_han(text)
    return 3.0 * han + (len(text) - han)


@lru_cache(maxsize=8)
def align(source: str, target: str) -> tuple[Bead, ...]:
    """Return the sentences of both texts in beads, in order.

    Chinese joins sentences with semicolons and colons where English does not. Several English sentences may thus each
    have a clause of one Chinese sentence beside them.

    The result is empty where a text is empty or has more than 40 sentences, and where no alignment is found.
    """
    english, sentences = english_parts(source), chinese_parts(target)
    n = len(english)
    if not n or not sentences or n > _LIMIT or len(sentences) > _LIMIT:
        return ()
    if n == len(sentences) == 1 and _of_like_length(english[0].text, sentences[0].text):
        return (Bead(english, sentences),)
    clauses = [clause for sentence in sentences for clause in _clauses(sentence)] if n > 1 else list(sentences)
    if len(clauses) > _LIMIT:
        clauses = list(sentences)
    return _Search(english, sentences, clauses, target).beads()


def _of_like_length(english: str, chinese: str) -> bool:
    """Whether a sentence beside the only other one is cheaper than both alone, whatever they say."""
    left, right = length(english, chinese=False), length(chinese, chinese=True)
    left *= _proportion(left, right)
    return _LENGTH_WEIGHT * abs(math.log((right + 12) / (left + 12))) < 2 * _LEFT_OUT


def _proportion(left: float, right: float) -> float:
    """Return the length of the Chinese relative to the English, within limits."""
    return min(max(right / max(left, 1.0), 0.75), 1.35)


def _clauses(sentence: Part) -> list[Part]:
    """Return the clauses of a Chinese sentence that semicolons or colons end."""
    text = sentence.text
    if not _CLAUSE_END.search(text):
        return [sentence]
    clauses, start = [], 0
    for m in _CLAUSE_END.finditer(text):
        if m.end() - start >= _SHORTEST_CLAUSE and len(text) - m.end() >= _SHORTEST_CLAUSE:
            clauses.append(Part(sentence.start + start, text[start : m.end()]))
            start = m.end()
    clauses.append(Part(sentence.start + start, text[start:]))
    return clauses


class _Search:
    """The search for the best beads of some English sentences and some Chinese clauses."""

    def __init__(
        self, english: tuple[Part, ...], sentences: tuple[Part, ...], clauses: list[Part], target: str
    ) -> None:
        self.english, self.clauses, self.target = english, clauses, target
        starts = {part.start for part in sentences}
        # At each border of clauses: how many sentences began before it, and whether a sentence ends there.
        self.began = list(accumulate((part.start in starts for part in clauses), initial=0))
        self.ends = [True, *(part.start in starts for part in clauses[1:]), True]
        left = list(accumulate((length(p.text, chinese=False) for p in english), initial=0.0))
        self.right = list(accumulate((length(p.text, chinese=True) for p in clauses), initial=0.0))
        ratio = _proportion(left[-1], self.right[-1])
        self.left = [ratio * value for value in left]
        self.width = 2 + abs(len(english) - len(sentences)) + len(clauses) - len(sentences)
        # What the first i sentences and the first j clauses have in common.
        self.sums = [[0.0] * (len(clauses) + 1)]
        for row in _shared(english, tuple(clauses), target):
            self.sums.append([a + b for a, b in zip(self.sums[-1], accumulate(row, initial=0.0), strict=True)])

    def beads(self) -> tuple[Bead, ...]:
        """Return the best beads, in order, or none where there are none."""
        n, m = len(self.english), len(self.clauses)
        best: list[list[float]] = [[-math.inf] * (m + 1) for _ in range(n + 1)]
        back: list[list[tuple[int, int]]] = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
        best[0][0] = 0.0
        steps = [self._steps(j) for j in range(m + 1)]
        sums, left, right, log = self.sums, self.left, self.right, math.log
        for i in range(n + 1):
            centre = i * m / n
            best_here, sums_here, left_here = best[i], sums[i], left[i]
            for j in range(max(0, int(centre - self.width)), min(m, int(centre + self.width) + 1) + 1):
                here = best_here[j]
                if here == -math.inf:
                    continue
                if i < n and here - _LEFT_OUT > best[i + 1][j]:
                    best[i + 1][j] = here - _LEFT_OUT
                    back[i + 1][j] = (i, j)
                for b, alone, costs in steps[j]:
                    if here - alone > best_here[b]:
                        best_here[b] = here - alone
                        back[i][b] = (i, j)
                    taken = right[b] - right[j] + 12
                    a = i
                    for cost in costs:
                        a += 1
                        if a > n:
                            break
                        # The more both sides share, and the more alike their lengths, the better.
                        there = sums[a]
                        score = here - cost + there[b] - sums_here[b] - there[j] + sums_here[j]
                        if score <= best[a][b]:
                            continue
                        score -= _LENGTH_WEIGHT * abs(log(taken / (left[a] - left_here + 12)))
                        if score > best[a][b]:
                            best[a][b] = score
                            back[a][b] = (i, j)
        if best[n][m] == -math.inf:
            return ()
        found, i, j = [], n, m
        while i or j:
            k, start = back[i][j]
            found.append(Bead(self.english[k:i], self._joined(start, j)))
            i, j = k, start
        return tuple(found[::-1])

    def _steps(self, j: int) -> list[tuple[int, float, tuple[float, ...]]]:
        """Return where the beads that begin at clause j may end.

        Each end comes with the cost of Chinese without English, and with those of one, two and three English sentences.
        """
        steps: list[tuple[int, float, tuple[float, ...]]] = []
        whole = self.began[j] + self.ends[j] - 1  # sentences that ended before this clause
        for b in range(j + 1, len(self.clauses) + 1):
            touched = self.began[b] - whole
            if touched > len(_COSTS):
                break
            cut = 0.0 if self.ends[b] else _CUT
            alone = _LEFT_OUT + cut if touched == 1 else math.inf
            steps.append((b, alone, tuple(cost + cut for cost in _COSTS[touched - 1])))
        return steps

    def _joined(self, first: int, end: int) -> tuple[Part, ...]:
        """Return the clauses from ``first`` to ``end``, those of one sentence as one part."""
        parts: list[Part] = []
        for at in range(first, end):
            clause = self.clauses[at]
            if parts and not self.ends[at]:
                start = parts[-1].start
                parts[-1] = Part(start, self.target[start : clause.start + len(clause.text)])
            else:
                parts.append(clause)
        return tuple(parts)


def _shared(english: tuple[Part, ...], chinese: tuple[Part, ...], target: str) -> list[list[float]]:
    """Return a table of how much English sentence i and Chinese sentence j have in common.

    A word or figure counts the less, the more Chinese sentences it stands in.
    """
    starts = [p.start for p in chinese]
    latin: dict[str, set[int]] = {}
    for j, part in enumerate(chinese):
        for token in latin_tokens(part.text):
            latin.setdefault(token, set()).add(j)
    places: dict[Entry, set[int]] = {}
    characters = set(target)
    rows = []
    for part in english:
        row = [0.0] * len(chinese)
        weight = 2.0
        for entry in {word.entry for word in known_words(part.text)}:
            if (hits := places.get(entry)) is None:
                hits = places[entry] = _sentences_with(entry, target, characters, starts)
            weight += 1.0
            for j in hits:
                row[j] += 1.0 / len(hits)
        for token in latin_tokens(part.text) if latin else ():
            if hits := latin.get(token) or (latin.get(token.rstrip("s")) if token[-1] == "s" else None):
                weight += 1.5
                for j in hits:
                    row[j] += 1.5 / len(hits)
        rows.append([6.0 * value / weight for value in row])
    return rows


def _sentences_with(entry: Entry, target: str, characters: set[str], starts: list[int]) -> set[int]:
    """Return the indexes of the Chinese sentences in which a rendering stands. ``starts`` are their offsets.

    ``characters`` are those of the Chinese. Few renderings have no others, and only these are searched for.
    """
    found = set()
    for spelt_with, piece in pieces_by_characters(entry):
        if spelt_with <= characters:
            at = target.find(piece)
            while at >= 0:
                after = bisect_right(starts, at)
                found.add(after - 1 if after else 0)
                if after == len(starts):
                    break
                at = target.find(piece, starts[after] if after else at + 1)  # one place in a sentence is enough
    return found
