"""How English words and phrases are rendered: counted from aligned words, then chosen so that few sentences have none."""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.lexicon.sentence_pairs import Link, SentencePair
from summarize.checks.aligning.learned_lexicon import PHRASE_WORDS

#: How often a word and a phrase must occur.
WORD_COUNT, PHRASE_COUNT = 8, 15
#: Sentences of one unit that are looked at, and sentences from which the general rate of a string is taken.
_SENTENCES, _BACKGROUND = 1500, 30_000
#: A rendering is aligned with the unit in this share of its sentences at least, and twice ...
_SHARE, _TIMES = 0.0012, 1.9
#: ... and in this share of those in which the string stands at all. Else it only stands near.
_ALIGNED = 0.2
#: It stands in sentences of the unit so many times as often as elsewhere; single characters must be rarer.
_LIFT, _LIFT_OF_CHARACTER = 2.0, 5.0
_RENDERINGS = 40
_CHINESE = re.compile("[一-鿿]{1,10}")
_WORD = re.compile("[a-z][a-z'’]*")
#: A phrase neither begins nor ends with one of these: "offers a", "more than".
_EDGES = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "and",
        "or",
        "by",
        "with",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "from",
        "than",
        "which",
        "we",
        "our",
        "can",
        "will",
        "may",
        "also",
        "more",
        "most",
        "such",
        "not",
        "no",
        "into",
        "their",
        "they",
        "has",
        "have",
        "had",
        "each",
        "all",
        "when",
        "while",
        "there",
        "but",
        "if",
    ]
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The chosen strings of a unit, the most usual first, and the share of its sentences in which none stands."""

    renderings: tuple[str, ...]
    missing: float
    sentences: int


class AlignedStrings:
    """How often a unit was aligned with a Chinese string."""

    def __init__(self) -> None:
        self.units: Counter[str] = Counter()
        self.strings: dict[str, Counter[str]] = defaultdict(Counter)
        self._pairs = 0

    def add(self, pair: SentencePair, links: set[Link]) -> None:
        """Count the words and phrases of a pair."""
        by_word, by_token = defaultdict(list), defaultdict(list)
        for a, b in sorted(links):
            by_word[a].append(b)
            by_token[b].append(a)
        for i, word in enumerate(pair.words):
            self.units[word] += 1
            tokens = by_word.get(i, ())
            if tokens and tokens[-1] - tokens[0] == len(tokens) - 1 <= 3:
                self._count(word, pair.tokens[tokens[0] : tokens[-1] + 1], 1.0)
            else:
                for b in tokens:
                    self._count(word, (pair.tokens[b],), 0.5)
            self._phrases(pair, i, by_word, by_token)
        self._pairs += 1
        if self._pairs % 40_000 == 0:
            self._forget_rare()

    def _phrases(
        self, pair: SentencePair, i: int, by_word: Mapping[int, list[int]], by_token: Mapping[int, list[int]]
    ) -> None:
        for k in range(i + 1, min(i + PHRASE_WORDS, len(pair.words))):
            if not pair.joined[k - 1]:
                return
            phrase = " ".join(pair.words[i : k + 1])
            self.units[phrase] += 1
            tokens = [b for word in range(i, k + 1) for b in by_word.get(word, ())]
            if not tokens or i not in by_word or k not in by_word or max(tokens) - min(tokens) > 5:
                continue
            span = range(min(tokens), max(tokens) + 1)
            if all(i <= word <= k for b in span for word in by_token.get(b, ())):
                self._count(phrase, pair.tokens[span.start : span.stop], 1.0)

    def _count(self, unit: str, tokens: Sequence[str], weight: float) -> None:
        text = _trimmed("".join(tokens))
        if _CHINESE.fullmatch(text):
            self.strings[unit][text] += weight  # type: ignore[assignment]

    def _forget_rare(self) -> None:
        for unit in [unit for unit, count in self.units.items() if count < 2 and " " in unit]:
            del self.units[unit]
            self.strings.pop(unit, None)

    def candidates(self) -> dict[str, list[tuple[str, float]]]:
        """Return the strings of each frequent unit with their counts, the most frequent first."""
        found = {}
        for unit, strings in self.strings.items():
            count = self.units[unit]
            words = unit.split(" ")
            if count < (PHRASE_COUNT if len(words) > 1 else WORD_COUNT) or not _WORD.match(unit):
                continue
            if len(words) > 1 and (words[0] in _EDGES or words[-1] in _EDGES):
                continue
            best = [(s, float(k)) for s, k in strings.most_common(120) if k >= (1.5 if count > 20 else 1)]
            if best:
                found[unit] = best
        return found


def _trimmed(string: str) -> str:
    """Return a string without the particles at its edges, unless it has nothing else: 以增强 renders no more than 增强."""
    return string.lstrip("的了在对以来将被与和是而并且又也都其此该这").rstrip("的了在是与和地得着上中") or string


def choose_renderings(pairs: Sequence[SentencePair], aligned: AlignedStrings) -> dict[str, Rendered]:
    """Return the renderings of every unit for which there are some."""
    candidates = aligned.candidates()
    rates = _general_rates(pairs, {s for strings in candidates.values() for s, _ in strings})
    found = {}
    for unit, ids in _sentences_of(pairs, candidates).items():
        texts = [pairs[i].chinese for i in ids]
        scale = min(1.0, _SENTENCES / aligned.units[unit])
        chosen, left = _cover(texts, [(s, k * scale) for s, k in candidates[unit]], rates, scale)
        if chosen:
            found[unit] = Rendered(tuple(chosen), left / len(texts), len(texts))
    return found


def _cover(
    texts: Sequence[str], strings: Sequence[tuple[str, float]], rates: Mapping[str, float], scale: float
) -> tuple[list[str], int]:
    """Return the strings that are taken, and the number of texts that have none of them."""
    count = len(texts)
    chosen: list[str] = []
    left = set(range(count))
    least = max(_TIMES * scale if count >= 20 else 1.0, _SHARE * count)
    for string, aligned in strings:
        there = {i for i, text in enumerate(texts) if string in text}
        lift = len(there) / count / rates[string]
        if (
            not there & left
            or aligned < least
            or aligned < _ALIGNED * len(there)
            or lift < (_LIFT_OF_CHARACTER if len(string) == 1 else _LIFT)
            or _stands_in_a_longer_one(string, aligned, there, texts, strings, rates)
        ):
            continue
        chosen.append(string)
        left -= there
        if len(chosen) == _RENDERINGS:
            break
    return chosen, len(left)


def _stands_in_a_longer_one(
    string: str, aligned: float, there: set[int], texts: Sequence[str], strings: Sequence[tuple[str, float]],
    rates: Mapping[str, float],
) -> bool:  # fmt: skip
    """Whether a string is mostly part of a longer and more usual rendering that says more: 结构化 in 非结构化."""
    return any(
        string != other
        and string in other
        and count > aligned
        and rates[other] < 0.3 * rates[string]
        and sum(other in texts[i] for i in there) >= 0.6 * len(there)
        for other, count in strings
    )


def _general_rates(pairs: Sequence[SentencePair], strings: set[str]) -> dict[str, float]:
    """Return the share of all sentences in which each string stands."""
    counts: Counter[str] = Counter()
    sample = random.Random(3).sample(range(len(pairs)), min(_BACKGROUND, len(pairs)))
    longest = max(map(len, strings), default=0)
    for i in sample:
        text = pairs[i].chinese
        seen = {text[a : a + size] for size in range(1, longest + 1) for a in range(len(text) - size + 1)}
        counts.update(seen & strings)
    return {string: (counts[string] + 0.3) / len(sample) for string in strings}


def _sentences_of(pairs: Sequence[SentencePair], units: Iterable[str] | Mapping[str, object]) -> dict[str, list[int]]:
    """Return the indexes of the sentences of each unit, at most 1,500, drawn at random."""
    wanted = set(units)
    order = list(range(len(pairs)))
    random.Random(4).shuffle(order)
    found: dict[str, list[int]] = defaultdict(list)
    for i in order:
        for unit in set(units_of(pairs[i])) & wanted:
            if len(found[unit]) < _SENTENCES:
                found[unit].append(i)
    return {unit: ids for unit, ids in found.items() if len(ids) >= WORD_COUNT}


def units_of(pair: SentencePair) -> list[str]:
    """Return the words and phrases of a sentence."""
    found = []
    for i in range(len(pair.words)):
        for k in range(i, min(i + PHRASE_WORDS, len(pair.words))):
            if k > i and not pair.joined[k - 1]:
                break
            found.append(" ".join(pair.words[i : k + 1]))
    return found


def surprise(share: float) -> float:
    """Return the surprise of something that happens in this share of right sentences."""
    return -math.log(min(max(share, 1e-4), 1.0))
