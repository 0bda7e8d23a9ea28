"""What an English denial denies, and where it stands in the Chinese."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from summarize.checks.aligning.compared_words import compared
from summarize.checks.aligning.located_words import located_words, place_of, renderings_of
from summarize.checks.aligning.pieces import Piece
from summarize.checks.polarity.english_negation import Denial

#: What a word denies ends here.
_SCOPE = re.compile(r"[,;:.()—]|--|\b(?:but|to|and|that|which|when|if|by|for|while|where|than|because|so)\b")
_PREFIX = re.compile("non-?|un|in|im|ir|il|mis|a")
_CLAUSE_END = re.compile("[，；：。！？,;\n]")
#: The words after a denial that are looked at.
_WORDS = 2
#: Characters from a Chinese negator to what it denies, and from an English word to what denies it.
_REACH, _BEFORE, _AFTER = 3, 45, 30
#: Characters between an English expression and its neighbours, and between the same in Chinese.
_NEIGHBOUR, _BESIDE, _SAME_SHARE = 22, 6, 0.3
#: What stands in the Chinese where a denial was lost: (English beginnings, Chinese of the same without it).
_AFFIRMED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("cannot", "unable", "inab", "incap", "imposs", "fail"),
        ("能够", "可以", "足以", "得以", "能", "可", "会", "成功"),
    ),
    (("without",), ("需要", "通过", "借助", "利用", "依赖", "使用", "具有", "有", "需", "在", "经")),
    (("lack", "absen"), ("具有", "具备", "拥有", "充足", "丰富", "充分", "有")),
    (("no", "none", "nothing"), ("所有", "任何", "存在", "具有", "需要", "有", "均", "都", "需", "能")),
    (("never",), ("总是", "始终", "曾", "一直", "会")),
    (("rather than",), ("以及", "和", "与", "并", "或", "也是", "而")),
    (("unlikely",), ("很可能", "可能")),
    (
        ("not", "n't", "neither", "nor"),
        ("能够", "可以", "需要", "会", "能", "是", "有", "均", "都", "仍", "已", "应", "需"),
    ),
)


def _located(denial: Denial, piece: Piece) -> list[tuple[int, int]]:
    """Return the places in the Chinese of the words that are denied, where each has one place only."""
    if denial.carried:
        return _inside(denial, piece)
    m = _SCOPE.search(piece.english, denial.end)
    end = m.start() if m else len(piece.english)
    words = [word for word in located_words(piece.english, piece.chinese) if denial.end <= word.start < end]
    return [(word.chinese_start, word.chinese_end) for word in words[:_WORDS]]


def _inside(denial: Denial, piece: Piece) -> list[tuple[int, int]]:
    """Return the place of the word inside a carrier: stable, in "unstable", if it stands nowhere else in the English."""
    m = _PREFIX.match(denial.word)
    word = denial.word.removesuffix("-free").removesuffix("less") if m is None else denial.word[m.end() :]
    if len(word) < 4 or re.search(rf"\b{word[:5]}", piece.english, re.I):
        return []
    place = place_of(renderings_of(word), piece.chinese)
    return [] if place is None else [place]


def is_affirmed(denial: Denial, piece: Piece, denying: Sequence[int]) -> bool:
    """Whether what is denied stands in clauses of the Chinese that deny nothing. ``denying`` are the places that do."""
    places = _located(denial, piece)
    return bool(places) and not any(
        start <= at < end for place in places for start, end in (_clause(piece.chinese, place[0]),) for at in denying
    )


def is_missed(denial: Denial, piece: Piece) -> bool:
    """Whether the learned lexicon knows a carrier, and finds none of its renderings in the Chinese."""
    missed = compared(piece.english, piece.chinese).missed
    return any(word.start < denial.end and denial.start < word.end for word in missed)


def _clause(chinese: str, at: int) -> tuple[int, int]:
    start = max((m.end() for m in _CLAUSE_END.finditer(chinese, 0, at)), default=0)
    m = _CLAUSE_END.search(chinese, at)
    return start, m.start() if m else len(chinese)


def affirmed_place(piece: Piece, denial: Denial) -> str:
    """Return the Chinese that affirms what the English denies, or "" where it is not known."""
    words = next((words for starts, words in _AFFIRMED if denial.word.startswith(starts)), ())
    places = _located(denial, piece)
    if not places:
        return next((word for word in words if len(word) > 1 and piece.chinese.count(word) == 1), "")
    start, end = places[0]
    first = max(_clause(piece.chinese, start)[0], start - 8)
    at = max((piece.chinese.rfind(word, first, start) for word in words), default=-1)
    return piece.chinese[at if at >= 0 else start : end]


def is_unaccounted(piece: Piece, at: int, accounting: Collection[int]) -> bool:
    """Whether no English word near what is denied at a place of the Chinese accounts for it.

    ``accounting`` are the places of the words that do.
    """
    near = [word for word in located_words(piece.english, piece.chinese) if 0 < word.chinese_start - at <= _REACH]
    return bool(near) and not any(
        word.start - _BEFORE <= other <= word.end + _AFTER for word in near for other in accounting
    )


def stands_beside(piece: Piece, start: int, end: int, chinese_start: int, chinese_end: int) -> bool:
    """Whether the neighbours of an English expression stand beside a place in the Chinese.

    Where no neighbour has a place, the expression has to stand at about the same share of the text.
    """
    distances = []
    for word in located_words(piece.english, piece.chinese):
        gap = word.start - end if word.start >= end else start - word.end
        if 0 <= gap <= _NEIGHBOUR:
            distances.append(max(word.chinese_start - chinese_end, chinese_start - word.chinese_end, 0))
    if distances:
        return min(distances) <= _BESIDE
    return abs(start / len(piece.english) - chinese_start / len(piece.chinese)) < _SAME_SHARE
