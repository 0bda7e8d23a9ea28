"""Which thing of a sentence is the standard of a comparison: what another one is held against, better than, or put for.

In "A outperforms B", "compared to B, A …", A 优于 B, 与 B 相比，A …… and A 比 B 更…… the standard is B.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.word_lists import read_table

_WORDS = read_table("order/order.toml")["comparison"]
#: Characters behind a marker in which its standard stands.
_ENGLISH_REACH, _CHINESE_REACH = 60, 30


def _any(words: Sequence[str]) -> str:
    return "|".join(words)


_ENGLISH = re.compile(
    rf"\b(?:(?P<better>{_any(_WORDS['better'])})|(?P<worse>{_any(_WORDS['worse'])})|(?P<plain>{_any(_WORDS['plain'])}))\b",
    re.I,
)
#: The letters with which the words of ``_ENGLISH`` begin. Most sentences have none of them, and the pattern is slow.
_STEMS = tuple({re.split(r"[^a-z ]", words)[0] for kind in ("better", "worse", "plain") for words in _WORDS[kind]})
#: Those of them that no shorter one is a part of, each a sign of the others.
_SIGNS = tuple(stem for stem in _STEMS if not any(other in stem for other in _STEMS if other != stem))
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$")
_ENGLISH_END = re.compile(r"[,;:.()]|\b(?:and|but|while|to|in|on|for|by|with|when|under|at|across)\b")
_CHINESE = re.compile(
    rf"(?P<better>{_any(_WORDS['better_zh'])})|(?P<worse>{_any(_WORDS['worse_zh'])})|(?P<plain>{_any(_WORDS['plain_zh'])})"
    rf"|(?P<closing>{_any(_WORDS['closing_zh'])})"
)
_FIGURE = re.compile(r"\s?(?:\d|one\b|two\b|half\b|[一二两三四五六七八九十百千万半])")
_CHINESE_END = re.compile(r"[，。；：、（）,;:()]|更|还|要|时|上|中|下")
#: What follows 相比 where it closes a standard. Any other word is the standard itself.
_CLOSED = re.compile(r"[，,的之]|$")


@dataclass(frozen=True, slots=True)
class Standard:
    """A comparison: where its words begin, and the span behind or before them in which its standard stands.

    ``sign`` is 1 where the other side is said to be better, -1 where it is said to be worse, else 0.
    """

    words: int
    start: int
    end: int
    sign: int


@lru_cache(maxsize=16)
def english_standards(text: str) -> tuple[Standard, ...]:
    """Return the standards of the comparisons of an English text, in order."""
    folded = text.lower()
    for sign in _SIGNS:  # a generator would take twice as long
        if sign in folded:
            break
    else:
        return ()
    found = []
    for m in _ENGLISH.finditer(text):
        sign = 1 if m["better"] else -1 if m["worse"] else 0
        if sign and _PASSIVE.search(text[max(0, m.start() - 20) : m.start()]) and not m[0].endswith(("to", "than")):
            continue
        if _FIGURE.match(text, m.end()):
            continue
        stop = _ENGLISH_END.search(text, m.end() + 1, m.end() + _ENGLISH_REACH)
        found.append(
            Standard(m.start(), m.end(), stop.start() if stop else min(m.end() + _ENGLISH_REACH, len(text)), sign)
        )
    return tuple(found)


@lru_cache(maxsize=16)
def chinese_standards(text: str) -> tuple[Standard, ...]:
    """Return the standards of the comparisons of a Chinese text, in order."""
    found = []
    for m in _CHINESE.finditer(text):
        if m["closing"]:
            closed = _CLOSED.match(text, m.end()) is not None
            if start := _opening(text, m.start(), closed=closed):
                found.append(Standard(m.start(), start, m.start(), 0))
            if start or closed:
                continue
        sign = 1 if m["better"] else -1 if m["worse"] else 0
        if _FIGURE.match(text, m.end()):
            continue
        stop = _CHINESE_END.search(text, m.end(), m.end() + _CHINESE_REACH)
        found.append(
            Standard(m.start(), m.end(), stop.start() if stop else min(m.end() + _CHINESE_REACH, len(text)), sign)
        )
    return tuple(found)


def _opening(text: str, at: int, *, closed: bool) -> int:
    """Return the place behind the 与 that opens a standard which ends at ``at``, or 0 where there is none.

    和 opens one only where ``closed`` says that the standard can end there.
    """
    doubtful = 0
    for n in range(at - 1, max(0, at - _CHINESE_REACH) - 1, -1):
        if text[n] in "，。；：":
            break
        if text[n] in "与同跟":
            return n + 1
        if closed and text[n] in "和较":
            doubtful = n + 1  # 与 A 和 B 相比 is opened by 与
    return doubtful
