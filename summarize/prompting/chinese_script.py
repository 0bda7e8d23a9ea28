"""Conversion between Simplified and Traditional Chinese, for replies in which the model mixes them.

OpenCC converts, with its own dictionaries and the words that Taiwan uses (軟體, 網路, 演算法). The dictionaries are
loaded when the first text is converted, which takes about 50 ms.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from summarize.characters import has_han

if TYPE_CHECKING:
    from opencc import OpenCC

_TAIWAN_QUOTES = str.maketrans("“”‘’", "「」『』")


def to_traditional(text: str) -> str:
    """Return the text in Traditional Chinese as written in Taiwan, quotation marks included.

    A text without a Simplified character keeps its words: a Taiwanese 程序 (a procedure) is not a mainland 程序.
    """
    if _converter("s2t").convert(text) != text:
        text = _converter("s2twp").convert(text)
    return text.translate(_TAIWAN_QUOTES) if has_han(text) else text


def to_simplified(text: str) -> str:
    """Return the text in Simplified Chinese, with mainland words where it was Traditional.

    Other texts stay as they are.
    """
    if _converter("t2s").convert(text) == text:
        return text
    return str(_converter("tw2sp").convert(text)).replace("「", "“").replace("」", "”")


def simplified_characters(text: str) -> str:
    """Return the text with each Traditional character as its Simplified one. Its length and its words stay the same.

    Where the conversion would change the length (it does so for no common word), the text is returned as it is.
    """
    converted = str(_converter("t2s").convert(text))
    return converted if len(converted) == len(text) else text


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)
