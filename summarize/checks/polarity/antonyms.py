"""The findings of ``antonym``: the Chinese has the opposite of what the English says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from summarize.checks.aligning.compared_words import compared
from summarize.checks.aligning.lexicon import known_words
from summarize.checks.aligning.pieces import Piece
from summarize.checks.occurrences import occurrences, outermost
from summarize.checks.pair import Pair
from summarize.checks.polarity.antonym_table import Opposites, Side, stands_alone, table
from summarize.checks.polarity.chinese_negation import NEGATORS, is_denied, reading_of, unmasked
from summarize.checks.polarity.denied_words import stands_beside
from summarize.checks.polarity.english_negation import places_accounting
from summarize.checks.polarity.polar_words import WORD, tokens_of
from summarize.values import Finding, Severity

#: What makes a word its opposite, before and after it.
_DENYING = re.compile(r"\b(?:non|un|im|anti)[- ]$", re.I)
_WITHOUT = re.compile("-(?:free|agnostic|independent)", re.I)
#: A word is denied by one that stands at most so many characters before it, or after it.
_BEFORE, _AFTER = 60, 30


class Said(NamedTuple):
    """An English expression of one side of ``row``, and its place. A ``loose`` one says other things as well."""

    row: int
    side: int
    start: int
    end: int
    loose: bool = False


def expressions_in(english: str) -> list[Said]:
    """Return the expressions of the table in an English text, in order. "non" before a word makes it the other side."""
    found: list[Said] = []
    rows = table().rows
    for token in tokens_of(english).expressions:
        second: str | None = None
        for entry in token.uses.expressions:
            start, end, side = token.start, token.end, entry.side
            if entry.others:
                if second is None:
                    second = _word_after(end, english)
                if second != entry.others[0]:
                    continue
                end = _end_of(entry.others, end, english)
                if not end:
                    continue
            if side == 0 and rows[entry.row].negated:
                before = _DENYING.search(english, max(0, start - 6), start)
                if before:
                    start, side = before.start(), 1
                elif _WITHOUT.match(english, end):
                    side = 1
            found.append(Said(entry.row, side, start, end, entry.loose))
    return found


def _word_after(end: int, english: str) -> str:
    """Return the word, in lower case, that begins at the second character from a place, or "" where none does."""
    m = WORD.match(english, end + 1)
    return m[0].lower() if m else ""


def _end_of(others: Iterable[str], end: int, english: str) -> int:
    """Return where the words end that follow a place, or 0 where others stand there."""
    for other in others:
        if _word_after(end, english) != other:
            return 0
        end += 1 + len(other)
    return end


def find_antonyms(pair: Pair, piece: Piece) -> list[Finding]:
    """Return the findings of ``antonym`` on a piece, in the order of its English."""
    said = expressions_in(piece.english)
    found = []
    for row, side in dict.fromkeys((item.row, item.side) for item in said if not item.loose):
        if _may_be_turned(table().rows[row].sides[1 - side], piece.chinese):
            found.extend(_turned(pair, piece, row, side, said))
    return found


def _may_be_turned(opposite: Side, chinese: str) -> bool:
    """Whether a word of the opposite stands in the Chinese at all."""
    for word in opposite.showing:
        if word in chinese:
            return True
    return any(word in chinese for word in opposite.negated) and NEGATORS.search(chinese) is not None


def _turned(pair: Pair, piece: Piece, row: int, side: int, said: list[Said]) -> list[Finding]:
    """Return the finding on one side of a row: it is said less often in the Chinese, and its opposite more often."""
    mine = [item for item in said if item.row == row and item.side == side]
    if mine[0].loose:
        return []
    opposites = table().rows[row]
    there = _places(opposites, piece.chinese)
    theirs = sum(item.row == row and item.side != side for item in said)
    kept = len(there[side]) + len(there[2])
    others = there[1 - side]
    if kept >= len(mine) or len(others) <= theirs:
        return []
    start, end = others[-1]
    word = piece.chinese[start:end]
    denying = (side == 0 and opposites.negated) or NEGATORS.match(word)
    if denying and any(_denied(piece.english, item) for item in mine):
        return []
    if word in opposites.sides[1 - side].loose or _explained(word, row, said, piece.english):
        return []
    first = mine[0]
    shown = piece.english[first.start : first.end]
    sure = (
        not kept
        and not theirs
        and (opposites.negated or _left_over(piece, first, start, end))
        and stands_beside(piece, first.start, first.end, start, end)
    )
    message = f"“{shown}” became its opposite"
    severity: Severity | None = None if sure else "warning"
    return [pair.finding("antonym", message, shown, word, severity=severity, expected=_expected(opposites, side))]


def _places(opposites: Opposites, chinese: str) -> tuple[list[tuple[int, int]], ...]:
    """Return the places of either side in a Chinese text, and those that may be of both."""
    spans: dict[tuple[int, int], int] = {}
    text = ""
    for number, side in enumerate(opposites.sides):
        for word in side.chinese:
            if word not in chinese:
                continue
            text = text or unmasked(chinese)
            for at in occurrences(word, text):
                spans[at, at + len(word)] = number if stands_alone(word, at, text) else 2
    places: tuple[list[tuple[int, int]], ...] = ([], [], [])
    for start, end in outermost(spans):
        number = spans[start, end]
        if number == 0 and opposites.negated:
            reading = reading_of(text, start, end)
            denied = 1 if text[start:end] in opposites.sides[1].negated else 2
            number = {"plain": 0, "negated": denied, "either": 2}[reading]
            if reading == "negated":
                start -= 1
        elif number != 2 and is_denied(text, start):
            number = 2
        places[number].append((start, end))
    return places


def _explained(word: str, row: int, said: list[Said], english: str) -> bool:
    """Whether another English word accounts for the Chinese word of the other side."""
    meant = table().meant.get(word, frozenset())
    for item in said:
        if item.row != row and (item.row, item.side) in meant:
            return True
    return any(
        any(word in piece or (len(piece) > 1 and piece in word) for piece in known.entry.pieces)
        for known in known_words(english)
        if not any(item.start <= known.start < item.end and item.row == row for item in said)
    )


def _left_over(piece: Piece, item: Said, start: int, end: int) -> bool:
    """Whether the learned lexicon misses the English expression, or finds no support for the Chinese at a place."""
    comparison = compared(piece.english, piece.chinese)
    return any(word.start < item.end and item.start < word.end for word in comparison.missed) or any(
        word.start < end and start < word.end for word in comparison.unsupported
    )


def _denied(english: str, item: Said) -> bool:
    """Whether a word that accounts for a negator stands near an expression."""
    return any(
        item.start - _BEFORE <= at < item.end + _AFTER and not item.start <= at < item.end
        for at in places_accounting(english)
    )


def _expected(opposites: Opposites, side: int) -> str:
    words = opposites.sides[side]
    return words.chinese[0] if words.chinese else f"非{words.negated[0]}"
