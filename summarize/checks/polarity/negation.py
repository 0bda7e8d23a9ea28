"""The check ``negation``: the Chinese denies what the English says, or says what the English denies."""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.checks.aligning.alignment import length
from summarize.checks.aligning.pieces import Piece, pieces_of
from summarize.checks.pair import Pair
from summarize.checks.polarity.chinese_negation import unmasked
from summarize.checks.polarity.english_negation import denials, denies
from summarize.checks.word_lists import read_table
from summarize.values import Finding

#: A Chinese text that is shorter than this share of its English leaves out more than a word.
_SHORT = 0.5
_CORE = re.compile("[不没无未非勿莫]")
_NEGATOR = re.compile(r"没有|未能|无法|无需|不能|不会|不是|不再|不应|不必|不需要|[不没无未非勿莫]\w{0,2}")
_MASK = "\x00"
#: What stands in the Chinese where a denial was lost: (English beginnings, Chinese of the same without it).
_AFFIRMED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("cannot", "unable", "inab", "incap", "imposs", "fail"),
        ("能够", "可以", "足以", "得以", "能", "可", "会", "成功"),
    ),
    (("without",), ("需要", "通过", "借助", "利用", "依赖", "使用", "具有", "有", "需", "在", "经")),
    (("lack",), ("具有", "具备", "拥有", "充足", "丰富", "充分", "有")),
    (("no", "none", "nothing"), ("所有", "任何", "存在", "具有", "需要", "有", "均", "都", "需", "能")),
    (("never",), ("总是", "始终", "曾", "一直", "会")),
    (("rather than",), ("以及", "和", "与", "并", "或", "也是", "而")),
    (("unlikely",), ("很可能", "可能")),
    (("",), ("能够", "可以", "需要", "会", "能", "是", "有", "均", "都", "仍", "已", "应", "需")),
)


def check_negation(pair: Pair) -> list[Finding]:
    """Return the findings of ``negation`` on a text, in the order of its pieces."""
    found = []
    for piece in pieces_of(pair):
        if piece.whole:
            found.extend(_lost(pair, piece) or _invented(pair, piece))
    return found


def _lost(pair: Pair, piece: Piece) -> list[Finding]:
    """Return a finding where the English denies something and the Chinese nothing."""
    said = denials(piece.english)
    if not said or _denying().search(unmasked(piece.chinese)):
        return []
    if length(piece.chinese, chinese=True) < _SHORT * len(piece.english):
        return []  # more than the denial is lost, and ``omission`` reports it
    first = said[0]
    word = piece.english[first.start : first.end]
    if first.word == "rather than" and _COMPARES.search(piece.chinese):
        return []
    place = _affirmed(piece, first.word, first.start)
    return [pair.finding("negation", f"“{word}” is lost", word, place)]


_COMPARES = re.compile("不同|比|代替|并不|而")


def _affirmed(piece: Piece, word: str, start: int) -> str:
    """Return the Chinese word that affirms what the English denies, at about the same place, or ""."""
    words = next(words for beginnings, words in _AFFIRMED if word.startswith(beginnings))
    share = start / max(len(piece.english), 1)
    best, least = "", 1.0
    for candidate in words:
        at = piece.chinese.find(candidate)
        while at >= 0:
            off = abs(at / len(piece.chinese) - share) + 0.05 * words.index(candidate)
            if off < least:
                best, least = candidate, off
            at = piece.chinese.find(candidate, at + 1)
    return best


def _invented(pair: Pair, piece: Piece) -> list[Finding]:
    """Return a finding where the Chinese denies something and nothing in the English accounts for it."""
    text = _free().sub(lambda m: _MASK * len(m[0]), unmasked(piece.chinese))
    m = _CORE.search(text)
    if m is None or denies(piece.english):
        return []
    return [pair.finding("negation", "nothing in the English says this “not”", "", _around(piece.chinese, m.start()))]


def _around(chinese: str, at: int) -> str:
    """Return the negator, with up to two characters of what it denies where it is no word of its own."""
    m = _NEGATOR.match(chinese, at)
    return m[0] if m else chinese[at]


@lru_cache(maxsize=1)
def _denying() -> re.Pattern[str]:
    return re.compile("|".join(read_table("polarity/negation.toml")["chinese"]["denying"]))


@lru_cache(maxsize=1)
def _free() -> re.Pattern[str]:
    words = sorted(read_table("polarity/negation.toml")["chinese"]["free"], key=len, reverse=True)
    return re.compile("|".join(words))
