"""Simplified and Traditional Chinese, for replies in which the model mixed them up.

OpenCC's own dictionaries do the work, with the words that Taiwan uses (軟體, 網路, 演算法). They are loaded, in some
50 ms, when the first text is looked at.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from summarize.characters import has_han

if TYPE_CHECKING:
    from opencc import OpenCC

_TAIWAN_QUOTES = str.maketrans("“”‘’", "「」『』")


def to_traditional(text: str) -> str:
    """The text in Traditional Chinese as written in Taiwan, quotation marks included.

    A text without a Simplified character keeps its words: a Taiwanese 程序 (a procedure) is not a mainland 程序.
    """
    if _converter("s2t").convert(text) != text:
        text = _converter("s2twp").convert(text)
    return text.translate(_TAIWAN_QUOTES) if has_han(text) else text


def to_simplified(text: str) -> str:
    """The text in Simplified Chinese, with mainland words where it was Traditional; other texts stay as they are."""
    if _converter("t2s").convert(text) == text:
        return text
    return str(_converter("tw2sp").convert(text)).replace("「", "“").replace("」", "”")


def simplified_characters(text: str) -> str:
    """The text with each Traditional character as its Simplified one, as long as before; words are not changed.

    Where the conversion would change the length (it does so for no common word), the text stays as it is.
    """
    converted = str(_converter("t2s").convert(text))
    return converted if len(converted) == len(text) else text


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)
