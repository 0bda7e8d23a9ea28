"""Which characters are Chinese, which are Latin, and which ones no reader can see.

The constants are ranges to put inside the brackets of a regular expression. They are the definition for the whole
program. A module that needs another set writes its own and says why.
"""

from __future__ import annotations

import re

#: Han characters: the ideographs of the basic plane and those of the planes for rare ones. Two ranges and no more,
#: because a class with more takes a millisecond to compile, and many patterns contain this one.
HAN = "\u3400-\u9fff\U00020000-\U0003134f"
#: Everything that is written full width beside them: Han, kana, the punctuation of Chinese and full-width forms. An
#: address or a Latin word ends before such a character.
EAST_ASIAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
#: Letters of Latin script as papers in English have them: ASCII and the accented ones of Latin-1. The checks compare names
#: by ASCII letters and digits alone, and say so where they do.
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
#: Characters without ink or width that mean nothing in running text, and in which instructions can be hidden: joiners,
#: marks and overrides of direction, the byte order mark, annotation marks, tags and selectors of variants.
INVISIBLE = (
    "\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)  # fmt: skip
#: It is seen at the end of a line only. The reading of PDFs needs it to join words, so it is no part of ``INVISIBLE``.
SOFT_HYPHEN = "\u00ad"

_HAN = re.compile(f"[{HAN}]")
#: Escape sequences; C0 and C1 controls without newline and tab, and marks that turn the direction of text.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def has_han(text: str) -> bool:
    """Whether a Han character stands in the text."""
    return not text.isascii() and _HAN.search(text) is not None


def count_han(text: str) -> int:
    """Return how many Han characters stand in the text."""
    return 0 if text.isascii() else len(_HAN.findall(text))


def neutral(text: str) -> str:
    """Return ``text`` without escape sequences, control characters and marks of direction. Newline and tab stay."""
    return _CONTROLS.sub("", _ESCAPES.sub("", text))
