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
    from collections.abc import Iterable, Mapping

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


def to_traditional(text: str, *, of_traditional: bool | None = None) -> str:
    """Return the text in Traditional Chinese as written in Taiwan, quotation marks included.

    A text without a Simplified character that is part of a Traditional one keeps the words that Taiwan has too: its 程序
    (a procedure) is not a mainland 程序. Others (激光, 信息) become Taiwan's there too. ``of_traditional`` says whether
    the text is part of a Traditional one; None looks at its own characters.
    """
    text = in_taiwans_words(text, of_traditional=of_traditional)
    return text.translate(_TAIWAN_QUOTES) if has_han(text) else text


def in_taiwans_words(text: str, *, of_traditional: bool | None = None) -> str:
    """Return the text as ``to_traditional`` does, with its quotation marks as they are."""
    if not has_han(text):
        return _SURROGATE.sub("\ufffd", text)
    words = _words()
    if of_traditional is None:
        of_traditional = _convert("t2s", text) != text
    if of_traditional and _convert("s2t", text) == text:
        return words.mainland_only.sub(lambda found: words.to_taiwan[found[0]], text)
    return words.mainland.sub(lambda found: words.to_taiwan[found[0]], _convert("s2tw", text))


def to_simplified(text: str) -> str:
    """Return the text in Simplified Chinese, with mainland words where it was Traditional.

    Other texts stay as they are.
    """
    if _convert("t2s", text) == text:
        return text
    words = _words()
    text = words.taiwan.sub(lambda found: words.to_mainland[found[0]], text)
    return _convert("tw2s", text).replace("「", "“").replace("」", "”")


def read_simplified(text: str, *, converted: bool = False) -> SimplifiedReading:
    """Return the reading of a text, whichever script it is in. A place in it is a place in the text.

    A word that both sides have in different senses (預設, 文件) is read as it stands, or, with ``converted``, as the
    mainland word that the conversion turns into it.
    """
    words = _words()
    pattern, to_mainland = (words.converted, words.of_converted) if converted else (words.taiwan, words.to_mainland)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(start: int, end: int, piece: str) -> None:
        one_by_one = len(piece) == end - start
        pieces.append(piece)
        starts.extend(range(start, end) if one_by_one else [start] * len(piece))
        ends.extend(range(start + 1, end + 1) if one_by_one else [end] * len(piece))

    before = 0
    for found in pattern.finditer(text):
        add(before, found.start(), _of_taiwan(text[before : found.start()]))
        add(found.start(), found.end(), _convert("t2s", to_mainland[found[0]]))
        before = found.end()
    add(before, len(text), _of_taiwan(text[before:]))
    return SimplifiedReading(text, "".join(pieces), tuple(starts), tuple(ends))


def _of_taiwan(text: str) -> str:
    """Return a text of Taiwan as ``simplified_characters`` does, with 着 for its 著.

    OpenCC leaves 於 where a person's name may begin with it (於單), which is 对于单个 in papers.
    """
    converted = _convert("tw2s", text).replace("於", "于")
    return converted if len(converted) == len(text) else simplified_characters(text)


def simplified_characters(text: str) -> str:
    """Return the text with each Traditional character as its Simplified one. Its length and its words stay the same.

    Where the conversion would change the length (it does so for no common word), the text is returned as it is.
    """
    converted = _convert("t2s", text)
    return converted if len(converted) == len(text) else text


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of ``taiwan_words.txt`` in both directions, with a pattern for each that finds the longest word.

    ``mainland_only`` finds the words that Taiwan does not have. ``of_converted`` turns back every word, also those that
    are ordinary on the mainland in another sense.
    """

    to_taiwan: Mapping[str, str]
    to_mainland: Mapping[str, str]
    of_converted: Mapping[str, str]
    mainland: re.Pattern[str]
    mainland_only: re.Pattern[str]
    taiwan: re.Pattern[str]
    converted: re.Pattern[str]


@cache
def _words() -> _Words:
    to_taiwan: dict[str, str] = {}
    to_mainland: dict[str, str] = {}
    of_converted: dict[str, str] = {}
    mainland_only: list[str] = []
    for line in _TAIWAN_WORDS.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        in_both_senses = line.removeprefix("~").startswith("=")
        mainland, taiwan = line.lstrip("~=").split(" ")
        to_taiwan[mainland] = taiwan
        of_converted.setdefault(taiwan, mainland)
        if not line.startswith("~"):
            mainland_only.append(mainland)
        if not in_both_senses:
            to_mainland.setdefault(taiwan, mainland)
    return _Words(
        to_taiwan,
        to_mainland,
        of_converted,
        _any_of(to_taiwan),
        _any_of(mainland_only),
        _any_of(to_mainland),
        _any_of(of_converted),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def _convert(name: str, text: str) -> str:
    """Return the text as OpenCC's conversion ``name`` has it. Half a surrogate pair, which it cannot take, is U+FFFD."""
    return str(_converter(name).convert(_SURROGATE.sub("\ufffd", text)))


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)
