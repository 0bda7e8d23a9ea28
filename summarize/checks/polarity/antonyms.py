"""The findings of ``antonym``: the Chinese has the opposite of what the English says."""

from __future__ import annotations

from summarize.checks.aligning.lexicon import known_words
from summarize.checks.aligning.pieces import Piece
from summarize.checks.occurrences import occurrences, outermost
from summarize.checks.pair import Pair
from summarize.checks.polarity.antonym_table import Opposites, Said, expressions_in, stands_alone, table
from summarize.checks.polarity.chinese_negation import reading_of, unmasked
from summarize.checks.polarity.denied_words import stands_beside
from summarize.checks.polarity.english_negation import places_accounting
from summarize.values import Finding

#: A word is denied by one that stands at most so many characters before it, or after it.
_BEFORE, _AFTER = 60, 30


def find_antonyms(pair: Pair, piece: Piece) -> list[Finding]:
    """Return the findings of ``antonym`` on a piece, in the order of its English."""
    said = expressions_in(piece.english)
    found = []
    for row in dict.fromkeys(item.row for item in said):
        found.extend(_turned(pair, piece, row, said))
    return found


def _turned(pair: Pair, piece: Piece, row: int, said: list[Said]) -> list[Finding]:
    """Return the finding on one row: one side is said less often in the Chinese, the other one more often."""
    opposites = table().rows[row]
    there = _places(opposites, piece.chinese)
    if there is None:
        return []
    for side in (0, 1):
        mine = [item for item in said if item.row == row and item.side == side]
        kept = len(there[side]) + len(there[2])
        others = there[1 - side]
        if not mine or kept >= len(mine) or not others or mine[0].loose:
            continue
        theirs = sum(item.row == row and item.side != side for item in said)
        if len(others) <= theirs:
            continue
        if side == 0 and opposites.negated and any(_denied(piece.english, item) for item in mine):
            continue
        start, end = others[-1]
        word = piece.chinese[start:end]
        if word in opposites.sides[1 - side].loose or _explained(word, row, side, said, piece.english, opposites):
            continue
        shown = piece.english[mine[0].start : mine[0].end]
        return [
            pair.finding(
                "antonym",
                f"“{shown}” became its opposite",
                shown,
                word,
                severity=None
                if not kept and not theirs and stands_beside(piece, mine[0].start, mine[0].end, start, end)
                else "warning",
                expected=_expected(opposites, side),
            )
        ]
    return []


def _places(opposites: Opposites, chinese: str) -> tuple[list[tuple[int, int]], ...] | None:
    """Return the places of either side in a Chinese text, and those that may be of both. None where there are none."""
    spans: dict[tuple[int, int], int] = {}
    text = ""
    for number, side in enumerate(opposites.sides):
        for word in side.chinese:
            if word not in chinese:
                continue
            text = text or unmasked(chinese)
            for at in occurrences(word, text):
                spans[at, at + len(word)] = number if stands_alone(word, at, text) else 2
    if not spans:
        return None
    places: tuple[list[tuple[int, int]], ...] = ([], [], [])
    for start, end in outermost(spans):
        number = spans[start, end]
        if number == 0 and opposites.negated:
            reading = reading_of(text, start, end)
            denied = 1 if text[start:end] in opposites.sides[1].negated else 2
            number = {"plain": 0, "negated": denied, "either": 2}[reading]
            if reading == "negated":
                start -= 1
        places[number].append((start, end))
    return places


def _explained(word: str, row: int, side: int, said: list[Said], english: str, opposites: Opposites) -> bool:
    """Whether another English word accounts for the Chinese word of the other side."""
    del opposites
    meant = table().meant.get(word, frozenset())
    for item in said:
        if item.row != row and (item.row, item.side) in meant:
            return True
    del side
    return any(
        any(word in piece or (len(piece) > 1 and piece in word) for piece in known.entry.pieces)
        for known in known_words(english)
        if not any(item.start <= known.start < item.end and item.row == row for item in said)
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
