"""Conversion between Simplified and Traditional Chinese, for replies in which the model mixes them.

OpenCC converts the characters. The words that Taiwan has (軟體, 網路, 演算法) come from ``taiwan_words.txt``: OpenCC's own
list of words is made for computer programs and changes the words of science (參數 to 引數, 推導出 to 推匯出). The
dictionaries are loaded when the first text is converted, which takes about 50 ms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.characters import has_han

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opencc import OpenCC

_TAIWAN_QUOTES = str.maketrans("“”‘’", "「」『』")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAIWAN_WORDS = Path(__file__).with_name("taiwan_words.txt")


@dataclass(frozen=True, slots=True)
class SimplifiedReading:
    """A text as the checks read it: in Simplified characters, with mainland words.

    ``text`` is that reading. The character at index i of it comes from ``written[starts[i]:ends[i]]``. Each character
    of a word that was changed comes from the whole word.
    """

    written: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def quote(self, words: str) -> str:
        """Return what is written where ``words`` first stand in the reading, or "" where they do not."""
        at = self.text.find(words) if words else -1
        return "" if at < 0 else self.written[self.starts[at] : self.ends[at + len(words) - 1]]


def to_traditional(text: str) -> str:
    """Return the text in Traditional Chinese as written in Taiwan, quotation marks included.

    A text without a Simplified character keeps its words: a Taiwanese 程序 (a procedure) is not a mainland 程序.
    """
    if _convert("s2t", text) != text:
        words = _words()
        text = words.mainland.sub(lambda found: words.to_taiwan[found[0]], _convert("s2tw", text))
    return text.translate(_TAIWAN_QUOTES) if has_han(text) else text


def to_simplified(text: str) -> str:
    """Return the text in Simplified Chinese, with mainland words where it was Traditional.

    Other texts stay as they are.
    """
    if _convert("t2s", text) == text:
        return text
    words = _words()
    text = words.taiwan.sub(lambda found: words.to_mainland[found[0]], text)
    return _convert("tw2s", text).replace("「", "“").replace("」", "”")


def read_simplified(text: str) -> SimplifiedReading:
    """Return the reading of a text, whichever script it is in. A place in it is a place in the text."""
    words = _words()
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(start: int, end: int, piece: str) -> None:
        one_by_one = len(piece) == end - start
        pieces.append(piece)
        starts.extend(range(start, end) if one_by_one else [start] * len(piece))
        ends.extend(range(start + 1, end + 1) if one_by_one else [end] * len(piece))

    before = 0
    for found in words.taiwan.finditer(text):
        add(before, found.start(), simplified_characters(text[before : found.start()]))
        add(found.start(), found.end(), _convert("t2s", words.to_mainland[found[0]]))
        before = found.end()
    add(before, len(text), simplified_characters(text[before:]))
    return SimplifiedReading(text, "".join(pieces), tuple(starts), tuple(ends))


def simplified_characters(text: str) -> str:
    """Return the text with each Traditional character as its Simplified one. Its length and its words stay the same.

    Where the conversion would change the length (it does so for no common word), the text is returned as it is.
    """
    converted = _convert("t2s", text)
    return converted if len(converted) == len(text) else text


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of ``taiwan_words.txt`` in both directions, with a pattern for each that finds the longest word."""

    to_taiwan: Mapping[str, str]
    to_mainland: Mapping[str, str]
    mainland: re.Pattern[str]
    taiwan: re.Pattern[str]


@cache
def _words() -> _Words:
    to_taiwan: dict[str, str] = {}
    to_mainland: dict[str, str] = {}
    for line in _TAIWAN_WORDS.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        mainland, taiwan = line.removeprefix("=").split(" ")
        to_taiwan[mainland] = taiwan
        if not line.startswith("="):
            to_mainland.setdefault(taiwan, mainland)
    return _Words(to_taiwan, to_mainland, _any_of(to_taiwan), _any_of(to_mainland))


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def _convert(name: str, text: str) -> str:
    """Return the text as OpenCC's conversion ``name`` has it. Half a surrogate pair, which it cannot take, is U+FFFD."""
    return str(_converter(name).convert(_SURROGATE.sub("\ufffd", text)))


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)
