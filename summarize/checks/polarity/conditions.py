"""The findings of ``condition``: a condition is lost or became another one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.aligning.alignment import length, present
from summarize.checks.aligning.lexicon import known_words
from summarize.checks.aligning.pieces import Piece
from summarize.checks.pair import Pair
from summarize.checks.polarity.polar_words import tokens_of
from summarize.checks.word_lists import read_table, read_words
from summarize.values import Finding

#: A condition ends at a mark.
_CLAUSE = re.compile(r"[^,;:.()?!—]*")
#: Of the words of a lost condition, at least this share has no rendering. The Chinese is shorter by at least this share of
#: its length. A right translation in 1,500 is so, and half of the translations that lost a condition.
_MISSING, _SHORTER = 0.5, 0.6
#: Length of a good translation relative to its source, as ``length`` counts.
_RATIO = 0.88
#: Kinds whose Chinese (时, 下, 才) may stand beside a marker of another kind all the same.
_SAID_BESIDE = frozenset({"if", "when", "only"})
#: Characters of a condition that a finding shows.
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    chinese: re.Pattern[str]
    telling: re.Pattern[str]
    expected: str


@dataclass(frozen=True, slots=True)
class _Exclusive:
    name: str
    against: frozenset[str]
    chinese: re.Pattern[str]
    accounts: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Tables:
    marker: re.Pattern[str]
    kinds: dict[str, _Kind]
    exclusive: tuple[_Exclusive, ...]
    hiding: re.Pattern[str]


@lru_cache(maxsize=4)
def _unhidden(chinese: str) -> str:
    return _tables().hiding.sub("\x00", chinese)


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    tables = read_table("polarity/conditions.toml")
    kinds = {
        words: _Kind(
            row["name"],
            re.compile("|".join(row["chinese"])),
            re.compile("|".join(row.get("telling", row["chinese"]))),
            row["expected"],
        )
        for row in tables["kind"]
        for words in row["english"]
    }
    exclusive = tuple(
        _Exclusive(
            row["name"],
            frozenset(row["against"]),
            re.compile("|".join(row["chinese"])),
            re.compile(rf"\b(?:{'|'.join(map(re.escape, row['accounts']))})", re.I),
        )
        for row in tables["exclusive"]
    )
    words = "|".join(map(re.escape, sorted(kinds, key=len, reverse=True)))
    return _Tables(
        re.compile(rf"(?<![-./_\\])(?<!as )(?<!built )(?<!based )(?<!build )(?:{words})\b(?![-./_]\w| [$~]?\d)", re.I),
        kinds,
        exclusive,
        re.compile("|".join(read_words("polarity/conditions.toml", "hiding"))),
    )


def find_conditions(pair: Pair, piece: Piece) -> list[Finding]:
    """Return the findings of ``condition`` on a piece, in the order of its English. No word is in two of them."""
    found: list[Finding] = []
    tables = _tables()
    told = 0
    for token in tokens_of(piece.english).conditions:
        if token.start < told:
            continue
        m = tables.marker.match(piece.english, token.start)
        if m is None:
            continue
        told = m.end()
        kind = tables.kinds[m[0].lower()]
        finding = _turned(pair, piece, m, kind) or (_lost(pair, piece, m, kind) if piece.whole else None)
        if finding is not None:
            found.append(finding)
            told = m.start() + len(finding.source)
    return found


def _turned(pair: Pair, piece: Piece, m: re.Match[str], kind: _Kind) -> Finding | None:
    """Return a finding where a marker of another kind stands in the Chinese and nothing accounts for it."""
    for other in _tables().exclusive:
        if kind.name not in other.against:
            continue
        word = other.chinese.search(_unhidden(piece.chinese))
        if word is None or (kind.name not in _SAID_BESIDE and kind.telling.search(piece.chinese)):
            continue
        if not other.accounts.search(f"{piece.english[: m.start()]} {piece.english[m.end() :]}"):
            message = f"“{m[0]}” became another condition"
            return pair.finding("condition", message, m[0], word[0], expected=kind.expected)
    return None


def _lost(pair: Pair, piece: Piece, m: re.Match[str], kind: _Kind) -> Finding | None:
    """Return a finding where what the condition says is not in the Chinese, which is shorter by about as much."""
    clause = _CLAUSE.match(piece.english, m.end())
    end = clause.end() if clause else m.end()
    share = (end - m.start()) / len(piece.english)
    if length(piece.chinese, chinese=True) >= _RATIO * len(piece.english) * (1 - _SHORTER * share):
        return None
    words = [word for word in known_words(piece.english) if m.end() <= word.start < end]
    missing = sum(not present(word, piece.chinese) for word in words)
    bare = kind.chinese.search(_unhidden(piece.chinese)) is None
    if words:
        if missing < _MISSING * len(words) or not (bare or missing >= 2 or len(words) == 1):
            return None
        sure = bare or missing >= 2
    else:
        sure = False
        if not bare or kind.name == "if":
            return None
    shown = piece.english[m.start() : min(end, m.start() + _SHOWN)].rstrip()
    message = f"the condition “{shown}” is lost"
    return pair.finding("condition", message, shown, severity=None if sure else "warning")
