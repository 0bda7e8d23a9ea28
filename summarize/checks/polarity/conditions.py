"""The check ``condition``: a condition is lost or became another one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.aligning.alignment import present
from summarize.checks.aligning.lexicon import known_words
from summarize.checks.aligning.pieces import Piece, pieces_of
from summarize.checks.pair import Pair
from summarize.checks.word_lists import read_table
from summarize.values import Finding

#: A condition ends at a mark, or where the main clause begins.
_CLAUSE = re.compile(r"[^,;:.()?!—]*")
#: The share of a condition's known words that may still be found by accident where it is lost.
_LEFT = 0.34
#: Chinese that holds a character of a marker and sets no condition.
_NO_MARKER = re.compile(
    "当前|相当|当地|当代|适当|恰当|充当|当今|如何|例如|比如|诸如|如下|如此|如今|若干|同时|时间|及时|实时|时代|时期|时空|小时|延时|时序|时变|时域|上下文|下游|下降|下一|以下|下面|其中|中文|中国|中心|中间|中等|集中|后续|后者|最后|之后者|目前|以前|前沿|前景|之前的|提前|当中"
)


@dataclass(frozen=True, slots=True)
class _Marker:
    kind: str
    chinese: tuple[str, ...]
    expected: str


@dataclass(frozen=True, slots=True)
class _Exclusive:
    kind: str
    chinese: tuple[str, ...]
    accounts: re.Pattern[str]


@lru_cache(maxsize=1)
def _markers() -> tuple[re.Pattern[str], dict[str, _Marker], tuple[_Exclusive, ...]]:
    tables = read_table("polarity/conditions.toml")
    markers = {
        words: _Marker(row["kind"], tuple(row["chinese"]), row["expected"])
        for row in tables["marker"]
        for words in row["english"]
    }
    exclusive = tuple(
        _Exclusive(
            row["kind"],
            tuple(row["chinese"]),
            re.compile(rf"\b(?:{'|'.join(map(re.escape, row['accounts']))})", re.I),
        )
        for row in tables["exclusive"]
    )
    words = "|".join(map(re.escape, sorted(markers, key=len, reverse=True)))
    return re.compile(rf"(?<![-./_\\])\b(?:{words})\b(?![-./_]\w)", re.I), markers, exclusive


def check_conditions(pair: Pair) -> list[Finding]:
    """Return the findings of ``condition`` on a text, in the order of its English."""
    found = []
    pattern, markers, _ = _markers()
    for piece in pieces_of(pair):
        for m in pattern.finditer(piece.english):
            marker = markers[m[0].lower()]
            said = any(word in piece.chinese for word in marker.chinese)
            finding = None if said else _turned(pair, piece, m, marker)
            if finding is None and piece.whole:
                finding = _lost(pair, piece, m, marker)
            if finding is not None:
                found.append(finding)
    return found


def _turned(pair: Pair, piece: Piece, m: re.Match[str], marker: _Marker) -> Finding | None:
    """Return a finding where a marker of another kind stands in the Chinese and nothing accounts for it."""
    rest = f"{piece.english[: m.start()]} {piece.english[m.end() :]}"
    for other in _markers()[2]:
        if other.kind == marker.kind:
            continue
        word = next((word for word in other.chinese if word in piece.chinese), "")
        if word and not other.accounts.search(rest):
            return pair.finding("condition", f"“{m[0]}” became another condition", m[0], word, expected=marker.expected)
    return None


def _lost(pair: Pair, piece: Piece, m: re.Match[str], marker: _Marker) -> Finding | None:
    """Return a finding where neither the marker nor what the condition says is in the Chinese."""
    clause = _CLAUSE.match(piece.english, m.end())
    end = clause.end() if clause else m.end()
    words = [word for word in known_words(piece.english) if m.end() <= word.start < end]
    kept = sum(present(word, piece.chinese) for word in words)
    if not words or kept > _LEFT * len(words):
        return None
    text = _NO_MARKER.sub("\x00", piece.chinese)
    bare = not any(word in text for word in marker.chinese)
    shown = piece.english[m.start() : min(end, m.start() + 60)].rstrip()
    if not bare and len(words) < 2:
        return None
    return pair.finding(
        "condition",
        f"the condition “{shown}” is lost",
        shown,
        severity=None if bare and kept == 0 and len(words) > 1 else "warning",
    )
