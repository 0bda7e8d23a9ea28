"""The rates of the lexicon, measured on right sentences, and its text.

Published sentences are not all right: a word that is missing may be lost. So the rates are measured again on sentences in
which nothing else is missing, as the lexicon itself sees it, twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from benchmarks.lexicon.renderings import Rendered, surprise
from benchmarks.lexicon.sentence_pairs import SentencePair
from benchmarks.lexicon.supports import Supported
from summarize.checks.aligning.compared_words import compare_words
from summarize.checks.aligning.learned_lexicon import DIVIDER, PARTS, LearnedLexicon

#: Other words that may be missing in a sentence on which a rate is measured, round by round.
_ROUNDS = (1, 0)
#: A word counts as missing in another one's sentence above this surprise.
_TELLING = 2.3
#: Units with a smaller surprise say nothing when they are missing. Phrases must say more than their words.
_LEAST, _LEAST_OF_PHRASE = 0.7, 2.5
#: Sentences that a prior of the first rate counts for, and missing ones that are added to what was seen.
_PRIOR, _ADDED = 2.0, 0.4


def measured(
    pairs: Sequence[SentencePair], renderings: Mapping[str, Rendered], supports: Mapping[str, Supported]
) -> str:
    """Return the text of the lexicon with the rates of the last round."""
    units = {unit: (entry.missing * entry.sentences + 1) / (entry.sentences + 3) for unit, entry in renderings.items()}
    words = {word: (entry.missing * entry.sentences + 1) / (entry.sentences + 2) for word, entry in supports.items()}
    for others in _ROUNDS:
        lexicon = LearnedLexicon(_text(renderings, units, supports, words, 0.0, 0.0))
        units, words = _round(pairs, lexicon, units, words, others)
    return _text(renderings, units, supports, words, _LEAST, _LEAST_OF_PHRASE)


def _round(
    pairs: Sequence[SentencePair],
    lexicon: LearnedLexicon,
    units: dict[str, float],
    words: dict[str, float],
    others: int,
) -> tuple[dict[str, float], dict[str, float]]:
    seen_units, lost_units, seen_words, lost_words = (Counter[str]() for _ in range(4))
    for pair in pairs:
        result = compare_words(lexicon, pair.english, pair.chinese)
        lost = {word.text for word in result.missed if word.surprise >= _TELLING}
        added = {word.text for word in result.unsupported if word.surprise >= _TELLING}
        wrong = len(lost) + len(added)
        if wrong - 1 > others:
            continue
        missed = {word.text for word in result.missed}
        for unit in set(pair.words):
            if unit in units and wrong - (unit in lost) <= others:
                seen_units[unit] += 1
                lost_units[unit] += unit in missed
        for unit, gone in _phrases(pair, lexicon, lost):
            if wrong - gone <= others:
                seen_units[unit] += 1
                lost_units[unit] += gone
        unsupported = {word.text for word in result.unsupported}
        for start, end in lexicon.segmented(pair.chinese):
            word = pair.chinese[start:end]
            if wrong - (word in added) <= others:
                seen_words[word] += 1
                lost_words[word] += word in unsupported
    return _new_rates(units, seen_units, lost_units), _new_rates(words, seen_words, lost_words)


def _phrases(pair: SentencePair, lexicon: LearnedLexicon, lost: set[str]) -> list[tuple[str, bool]]:
    """Return the phrases of a pair, each with whether it is lost: not there as a whole, and one of its words missing."""
    found = []
    for i, word in enumerate(pair.words):
        size = lexicon.phrases_of.get(" ".join((word, *pair.words[i + 1 : i + 2])), 0)
        for k in range(i + 1, min(i + size, len(pair.words))):
            if not pair.joined[k - 1]:
                break
            phrase = " ".join(pair.words[i : k + 1])
            if (unit := lexicon.unit(phrase)) is not None:
                there = any(rendering in pair.chinese for rendering in unit.renderings)
                found.append((phrase, not there and not lost.isdisjoint(pair.words[i : k + 1])))
    return found


def _new_rates(rates: dict[str, float], seen: Counter[str], lost: Counter[str]) -> dict[str, float]:
    return {
        name: (lost[name] + _ADDED + rate * _PRIOR) / (seen[name] + 1 + _PRIOR) if seen[name] >= 4 else rate
        for name, rate in rates.items()
    }


def _text(
    renderings: Mapping[str, Rendered],
    units: Mapping[str, float],
    supports: Mapping[str, Supported],
    words: Mapping[str, float],
    least: float,
    least_of_phrase: float,
) -> str:
    rows = []
    for unit in sorted(renderings):
        value = surprise(units[unit])
        if value >= (least_of_phrase if " " in unit else least):
            rows.append(f"{unit}\t{round(value * PARTS)}\t{' '.join(renderings[unit].renderings)}")
    rows.append(DIVIDER)
    for word in sorted(supports):
        rows.append(f"{word}\t{round(surprise(words[word]) * PARTS)}\t{' '.join(supports[word].stems)}")
    return "\n".join(rows) + "\n"
