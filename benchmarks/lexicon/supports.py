"""Which English stems support a Chinese word: one of them stands in nearly every right sentence that has the word."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.lexicon.sentence_pairs import Link, SentencePair
from summarize.checks.aligning.english_words import stem_of
from summarize.checks.aligning.learned_lexicon import WORD_CHARACTERS

#: How often a Chinese word must occur.
CHINESE_COUNT = 6
_SENTENCES, _STEMS = 1200, 40
#: In words of so many sentences, a stem must explain this share of them that no stem before it explains: a decoder stands
#: beside most encoders and supports none.
_MANY, _NEW_SHARE = 100, 0.004
#: A stem is aligned with the word in this share of its sentences at least, or stands in many more of them than elsewhere.
_SHARE, _LIFT, _LIFT_UNALIGNED = 0.003, 1.7, 8.0
_CHINESE = re.compile(f"[一-鿿]{{2,{WORD_CHARACTERS}}}")
#: Stems of words that stand everywhere and support nothing.
_EMPTY = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "and",
        "in",
        "on",
        "for",
        "is",
        "are",
        "as",
        "that",
        "this",
        "with",
        "by",
        "it",
        "we",
        "our",
        "be",
        "its",
        "at",
        "from",
        "or",
        "which",
    ]
)


@dataclass(frozen=True, slots=True)
class Supported:
    """The stems that support a Chinese word, and the share of its sentences in which none of them stands."""

    stems: tuple[str, ...]
    missing: float
    sentences: int


class AlignedStems:
    """How often a Chinese word was aligned with an English stem."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.stems: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, pair: SentencePair, links: set[Link]) -> None:
        """Count the Chinese words of a pair."""
        for token in pair.tokens:
            if _CHINESE.fullmatch(token):
                self.words[token] += 1
        for a, b in links:
            if _CHINESE.fullmatch(pair.tokens[b]):
                self.stems[pair.tokens[b]][stem_of(pair.words[a])] += 1

    def vocabulary(self) -> set[str]:
        """Return the Chinese words that occur often enough."""
        return {word for word, count in self.words.items() if count >= CHINESE_COUNT}


def choose_supports(pairs: Sequence[SentencePair], aligned: AlignedStems) -> dict[str, Supported]:
    """Return the stems of every word of the vocabulary for which there are some."""
    vocabulary = aligned.vocabulary()
    stems_of_pairs = [frozenset(map(stem_of, pair.words)) for pair in pairs]
    general: Counter[str] = Counter(stem for stems in stems_of_pairs for stem in stems)
    places: dict[str, list[int]] = defaultdict(list)
    counts: Counter[str] = Counter()
    order = list(range(len(pairs)))
    random.Random(4).shuffle(order)
    for i in order:
        for word in set(segmented(vocabulary, pairs[i].chinese)):
            counts[word] += 1
            if len(places[word]) < _SENTENCES:
                places[word].append(i)
    found = {}
    for word, ids in places.items():
        if len(ids) < CHINESE_COUNT:
            continue
        scale = min(1.0, _SENTENCES / counts[word])
        stems = [stems_of_pairs[i] for i in ids]
        weights = {stem: count * scale for stem, count in aligned.stems[word].items()}
        for stem, count in Counter(stem for there in stems[:400] for stem in there).items():
            share = count / min(len(stems), 400)
            if count >= max(4, 0.02 * len(stems[:400])) and share >= _LIFT_UNALIGNED * general[stem] / len(pairs):
                weights[stem] = weights.get(stem, 0.0) + 0.3 * count
        chosen, left = _cover(stems, weights, {stem: general[stem] / len(pairs) for stem in weights})
        if chosen:
            found[word] = Supported(tuple(chosen), left / len(ids), len(ids))
    return found


def _cover(
    sentences: Sequence[frozenset[str]], weights: dict[str, float], general: dict[str, float]
) -> tuple[list[str], int]:
    """Return the stems that are taken, and the number of sentences that have none of them."""
    count = len(sentences)
    least = max(1.5 if count >= 20 else 1.0, _SHARE * count)
    left = set(range(count))
    chosen: list[str] = []
    for stem, weight in sorted(weights.items(), key=lambda item: -item[1])[:60]:
        if stem in _EMPTY or weight < least:
            continue
        there = {i for i, stems in enumerate(sentences) if stem in stems}
        if (
            len(there & left) < (_NEW_SHARE * count if count >= _MANY else 1)
            or len(there) / count < _LIFT * general[stem]
        ):
            continue
        chosen.append(stem)
        left -= there
        if len(chosen) == _STEMS:
            break
    return chosen, len(left)


def segmented(vocabulary: set[str], chinese: str) -> list[str]:
    """Return the words of a text that are in the vocabulary, by longest match from the left, as at run time."""
    found, at = [], 0
    while at < len(chinese):
        for size in range(min(WORD_CHARACTERS, len(chinese) - at), 1, -1):
            if chinese[at : at + size] in vocabulary:
                found.append(chinese[at : at + size])
                at += size
                break
        else:
            at += 1
    return found
