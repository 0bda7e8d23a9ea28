"""The checks that compare words: what the Chinese lost, what it added, and words that were mistaken for others.

The thresholds are surprises of the learned lexicon. docs/checks.md says how often findings above them were right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from summarize.checks.aligning.alignment import length
from summarize.checks.aligning.compared_words import MissedWord, UnsupportedWord, compared
from summarize.checks.aligning.english_words import stems_of, word_columns
from summarize.checks.aligning.learned_lexicon import learned_lexicon
from summarize.checks.aligning.lexicon import entry_of
from summarize.checks.aligning.pieces import Piece, pieces_of
from summarize.checks.lexical.claim_words import lost_claim_words
from summarize.checks.lexical.leftovers import Leftovers, chain
from summarize.checks.pair import Pair
from summarize.checks.word_lists import read_words
from summarize.values import Finding, Severity

#: One word is lost above this weight; words side by side, above this sum of theirs.
_LOST_WORD, _LOST_WORDS = 3.7, 5.0
#: Less where something that nothing explains stands in its place, which may be a free rendering.
_SOMETHING_ELSE = 1.0
#: A run of at least two lost words above the first weight is a lost clause, and surely so above the second.
_LOST_CLAUSE, _SURELY_LOST = 5.8, 7.2
#: A clause of which the other pieces have this share of the words has moved there.
_MOVED = 0.6
#: Chinese that nothing explains may say freely what seems lost: less of each for its surprise, up to so much of it ...
_FREELY, _MOST_FREELY = 0.4, 15.0
_FREELY_ALONE, _MOST_FREELY_ALONE = 0.1, 8.0
#: ... and less for Chinese that is as long as a whole translation is (``alignment.length`` beside the English): a usual
#: proportion is 0.78; below 0.7 something is missing.
_LONG, _USUAL = 10.0, 0.78
_LONG_ALONE, _SHORT = 5.0, 0.70
#: The same for Chinese words that nothing supports.
_ADDED_CLAUSE = 7.5
#: Added words of a run that is a clause, in a title.
_WORDS_OF_CLAUSE = 3
#: A missed word and an unsupported one in its place are one word mistaken for another above this sum. Each must be
#: surprising by itself.
_MISTAKEN, _OWN = 8.2, 1.5
#: English words that must be found in a piece: with fewer, it is too short or too free to miss one.
_ENOUGH, _ENOUGH_IN_TITLE = 4, 2
#: Characters that make another word of the one before them: 人类 is no part of 人类学.
_SUFFIXES = tuple("学性化者家论率度力法式型器")
#: Sums of surprises in another order may differ by less.
_ROUNDING = 0.01
#: Findings of one code in a piece, at most.
_MOST = 2
#: What ends a run of Chinese words: the end of a clause, and names, figures and formulas, which have their own checks.
_BREAKS = re.compile(r"[，；。：！？,;:A-Za-z0-9$\\%]")
_NUMERAL = re.compile("[一二三四五六七八九十两半几百千万亿倍]")
#: Shorter words are known, or stand for little.
_RARE_LETTERS = 6
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*+")


@lru_cache(maxsize=1)
def _uninformative() -> frozenset[str]:
    """The words whose absence alone is no finding."""
    lists = ("discourse", "light", "verbs", "function", "numbers")
    return frozenset(word for name in lists for word in read_words("lexical/uninformative.toml", name))


@lru_cache(maxsize=1)
def _added_freely() -> frozenset[str]:
    """The Chinese words that say nothing of their own."""
    return frozenset(read_words("lexical/uninformative.toml", "chinese"))


@lru_cache(maxsize=1)
def _of_change() -> frozenset[str]:
    """The Chinese words that stand beside many English ones, and mistake none."""
    return frozenset(read_words("lexical/uninformative.toml", "change"))


def check_words(pair: Pair) -> list[Finding]:
    """Return the findings of ``lost-word``, ``omission``, ``addition`` and ``term`` that the learned lexicon gives."""
    pieces = pieces_of(pair)
    found: list[Finding] = []
    for i, piece in enumerate(pieces):
        if piece.whole:
            beside = pieces[max(0, i - 1) : i] + pieces[i + 1 : i + 2]
            elsewhere = "\n".join(other.chinese for other in pieces if other is not piece)
            found.extend(_PieceOfWords(pair, piece, beside, elsewhere).findings())
    return found


def _rendered_otherwise(word: MissedWord, chinese: str) -> bool:
    """Whether the hand-made lexicon knows a rendering that stands there: the learned one saw few fields."""
    entry = entry_of(word.text)
    return entry is not None and _one_of(entry.pieces, chinese)


def _one_of(renderings: Sequence[str], chinese: str) -> bool:
    for rendering in renderings:  # noqa: SIM110 - a generator would take three times as long
        if rendering in chinese:
            return True
    return False


def _may_be_lost(words: Sequence[MissedWord]) -> bool:
    """Whether the surprises of some words are enough for a finding on one of them or on all."""
    surprises = [word.surprise for word in words]
    return bool(surprises) and (max(surprises) >= _LOST_WORD or sum(surprises) >= _LOST_WORDS - _ROUNDING)


class _PieceOfWords:
    """A piece with its leftovers. Words that a neighbouring piece says were moved there."""

    def __init__(self, pair: Pair, piece: Piece, beside: Sequence[Piece], elsewhere: str = "") -> None:
        self.pair = pair
        self.piece = piece
        self.elsewhere = elsewhere
        self.enough = _ENOUGH_IN_TITLE if pair.unit == "title" else _ENOUGH
        comparison = compared(piece.english, piece.chinese)
        self.leftovers = Leftovers(piece.english, piece.chinese, comparison)
        near_chinese = self.near_chinese = "\n".join([other.chinese for other in beside])
        self.missed = [word for word in comparison.missed if not _one_of(word.unit.renderings, near_chinese)]
        self.unsupported = list(comparison.unsupported)
        if self.unsupported:
            near_stems = frozenset[str]().union(*[stems_of(other.english) for other in beside])
            self.unsupported = [word for word in self.unsupported if word.entry.supports.isdisjoint(near_stems)]

    @cached_property
    def informative(self) -> list[MissedWord]:
        """The missed words whose absence alone says something."""
        uninformative = _uninformative()
        return [word for word in self.missed if word.text not in uninformative]

    @cached_property
    def lost(self) -> list[MissedWord]:
        """Those of them that no hand-made entry explains either."""
        return [word for word in self.informative if not _rendered_otherwise(word, self.piece.chinese)]

    @cached_property
    def unexplained(self) -> float:
        """The surprise of all Chinese words of the piece that nothing supports."""
        claimed = self.leftovers.claimed
        return sum(word.surprise for word in self.unsupported if not any(claimed[word.start : word.end]))

    @cached_property
    def proportion(self) -> float:
        """The length of the Chinese beside that of the English."""
        return length(self.piece.chinese, chinese=True) / max(len(self.piece.english), 1)

    def findings(self) -> Iterator[Finding]:
        told: set[int] = set()
        if (self.missed or self.unsupported) and self._enough_is_found():
            runs = self._lost_runs()
            yield from self._lost_clauses(runs, told)
            added = list(self._added_clauses())
            yield from added
            yield from self._mistaken(told, "".join([finding.target for finding in added]))
            yield from self._lost_words(runs, told)
        for word in lost_claim_words(self.piece, self.near_chinese, self.missed):
            if word.start not in told:
                yield self._lost(word.text, "", word.entry.pieces[0])

    def _lost(self, words: str, instead: str, expected: str) -> Finding:
        message = f"nothing in the Chinese says “{words[:60]}”"
        return self.pair.finding("lost-word", message, words, instead, expected=expected)

    def _enough_is_found(self) -> bool:
        found: set[str] = set()
        for start, end, _ in self.leftovers.comparison.found:
            found.add(self.piece.english[start:end])
            if len(found) >= self.enough:
                return True
        return False

    def _lost_runs(self) -> list[tuple[list[MissedWord], float]]:
        """Return the runs of lost words that may be a finding, with their weights."""
        # Most pieces end here, before anything else is looked up.
        if not _may_be_lost(self.informative) or not _may_be_lost(self.lost):
            return []
        weight = self.leftovers.weight
        items: list[tuple[int, int, float, bool]] = [
            (word.start, i, weight(word), True) for i, word in enumerate(self.lost)
        ]
        items += [(start, -1, 0.0, False) for start, _, _ in self.leftovers.comparison.found]
        # A name or figure that stands on both sides shows that what surrounds it is not lost.
        items += [
            (m.start(), -1, 0.0, False)
            for m in _LATIN.finditer(self.piece.english)
            if len(m[0]) > 1 and not m[0].islower() and m[0] in self.piece.chinese
        ]
        runs = chain([(i, weight, lost) for _, i, weight, lost in sorted(items)])
        return [([self.lost[i] for i in indexes], weight) for indexes, weight in runs]

    def _lost_clauses(self, runs: Sequence[tuple[list[MissedWord], float]], told: set[int]) -> Iterator[Finding]:
        count = 0
        for words, weight in runs:
            weight -= _FREELY * min(self.unexplained, _MOST_FREELY) + _LONG * max(0.0, self.proportion - _USUAL)
            if len({word.text for word in words}) < 2 or weight < _LOST_CLAUSE or count == _MOST:
                continue
            if self._share_elsewhere(words) >= _MOVED:
                continue
            count += 1
            told.update(word.start for word in words)
            severity: Severity = "error" if weight >= _SURELY_LOST else "warning"
            lost = self.piece.english[words[0].start : words[-1].end]
            yield self.pair.finding(
                "omission", "nothing in the Chinese says this", lost, "", severity=severity, expected=_usual(words)
            )

    def _share_elsewhere(self, words: Sequence[MissedWord]) -> float:
        """Return the share of some words that the Chinese of another piece has."""
        different = {word.text: word for word in words}.values()
        there = sum(any(rendering in self.elsewhere for rendering in word.unit.renderings) for word in different)
        return there / len(different)

    def _added_clauses(self) -> Iterator[Finding]:
        if len({word.text for word in self.unsupported}) < 2:
            return
        # Words that are missed on the other side may be what the added ones say freely.
        said_otherwise = sum([word.surprise for word in self.informative])
        if sum([word.surprise for word in self.unsupported]) - said_otherwise < _ADDED_CLAUSE - _ROUNDING:
            return
        for indexes, sum_of_run in chain(self._unsupported_in_order())[: 4 * _MOST]:
            words = [self.unsupported[i] for i in indexes]
            count = len({word.text for word in words})
            if (
                sum_of_run - said_otherwise < _ADDED_CLAUSE
                or count < (_WORDS_OF_CLAUSE if self.pair.unit == "title" else 2)
                or count < 1 + self._unknown()
            ):
                continue
            added = self.piece.chinese[words[0].start : words[-1].end]
            yield self.pair.finding("addition", "nothing in the English says this", "", added, severity="warning")

    def _unsupported_in_order(self) -> list[tuple[int, float, bool]]:
        """Return the items of ``chain`` for the Chinese words from the first to the last unsupported one."""
        chinese, claimed, added_freely = self.piece.chinese, self.leftovers.claimed, _added_freely()
        unsupported = {word.start: i for i, word in enumerate(self.unsupported)}
        items: list[tuple[int, float, bool]] = []
        last = first = self.unsupported[0].start
        for start, end in self.leftovers.comparison.tokens:
            if start < first:
                continue
            if start > self.unsupported[-1].start:
                break
            if _BREAKS.search(chinese, last, start):
                items.append((-1, 0.0, False))
            last = end
            if _NUMERAL.search(chinese, start, end) or chinese[start:end] in added_freely:
                continue
            if (i := unsupported.get(start)) is not None:
                share = 0.5 if any(claimed[start:end]) else 1.0
                items.append((i, share * self.unsupported[i].surprise, True))
            else:
                items.append((-1, 0.0, False))
        return items

    def _unknown(self) -> int:
        """How many Chinese words may render English that the lexicon does not know: rare words, and names in capitals.

        A name that does not stand in the Chinese may be written out there, a word a letter.
        """
        chinese = self.piece.chinese
        capitals = [
            sum([c.isupper() for c in m[0]]) for m in _LATIN.finditer(self.piece.english) if m[0] not in chinese
        ]
        texts = {text for text in word_columns(self.piece.english).texts if len(text) >= _RARE_LETTERS}
        lexicon, folded = learned_lexicon(), chinese.lower()
        rare = [text for text in texts if lexicon.unit(text) is None and text not in folded]
        return sum([count for count in capitals if count > 1]) + len(rare)

    def _mistaken(self, told: set[int], added: str) -> Iterator[Finding]:
        """Yield missed words in whose place stands a word that nothing supports."""
        missed = [word for word in self.informative if word.surprise >= _OWN and word.start not in told]
        taken: set[int] = set()
        scored = sorted(
            [
                (self.leftovers.sum_of(word, other), word, other)
                for other in self.unsupported
                if other.surprise >= _OWN
                for word in missed
                if word.surprise + other.surprise >= _MISTAKEN and self._may_be(word, other, added)
            ],
            key=lambda item: (-item[0], item[1].start, item[2].start),
        )
        for _, word, other in scored:
            if word.start in told or other.start in taken:
                continue
            told.add(word.start)
            taken.add(other.start)
            yield self.pair.finding(
                "term", f"“{word.text}” became “{other.text}”", self._verbatim(word), other.text,
                severity="warning", expected=word.unit.renderings[0],
            )  # fmt: skip
            if len(taken) == _MOST:
                return

    def _may_be(self, word: MissedWord, other: UnsupportedWord, added: str) -> bool:
        return (
            other.text not in _added_freely()
            and other.text not in _of_change()
            and self.leftovers.sum_of(word, other) >= _MISTAKEN
            and other.text not in added
            and not any(self.leftovers.claimed[other.start : other.end])
            and self.piece.chinese[other.end : other.end + 1] not in _SUFFIXES
            and self.leftovers.fills_the_slot(word, other)
        )

    def _lost_words(self, runs: Sequence[tuple[list[MissedWord], float]], told: set[int]) -> Iterator[Finding]:
        count = 0
        for words, weight in sorted(runs, key=lambda run: -run[1]):
            words = [word for word in words if word.start not in told]
            if not words or count == _MOST:
                continue
            alone = max(words, key=self.leftovers.weight)
            side_by_side = weight >= _LOST_WORDS and len({word.text for word in words}) > 1
            weight_alone = self.leftovers.weight(alone)
            if weight_alone < _LOST_WORD and not side_by_side:
                continue
            if self.leftovers.in_its_place(alone.start, alone.end):
                weight_alone -= _SOMETHING_ELSE
            weight_alone -= _FREELY_ALONE * min(self.unexplained, _MOST_FREELY_ALONE)
            weight_alone -= _LONG_ALONE * max(0.0, self.proportion - _SHORT)
            if weight_alone >= _LOST_WORD:
                first = last = alone
            elif side_by_side:
                first, last = words[0], words[-1]
            else:
                continue
            count += 1
            told.update(word.start for word in words if first.start <= word.start <= last.start)
            lost = self.piece.english[first.start : last.end]
            yield self._lost(lost, self.leftovers.in_its_place(first.start, last.end), _usual([first]))

    def _verbatim(self, word: MissedWord) -> str:
        return self.piece.english[word.start : word.end]


def _usual(words: Sequence[MissedWord]) -> str:
    """Return the usual rendering of a lost word, or of each of several."""
    return "、".join(dict.fromkeys(word.unit.renderings[0] for word in words[:4]))
