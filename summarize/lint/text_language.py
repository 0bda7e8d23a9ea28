"""Which language a text of a page is in, by the share of its characters."""

from __future__ import annotations

import re

from summarize.characters import count_han

#: Addresses and formulas are of no language.
_NO_LANGUAGE = re.compile(r"https?://[^\s<>]+|\$[^$]*\$")
_LATIN = re.compile("[A-Za-z]")


def is_chinese(text: str) -> bool:
    """Whether a text is Chinese: it has any, and at least one Chinese character for four Latin letters."""
    text = _NO_LANGUAGE.sub("", text)
    han = count_han(text)
    return han * 4 >= count_latin(text) and han > 0


def more_chinese(first: str, second: str) -> bool:
    """Whether the first of two texts has the greater share of Chinese."""
    shares = [count_han(text) / max(count_han(text) + count_latin(text), 1) for text in (first, second)]
    return shares[0] > shares[1]


def count_latin(text: str) -> int:
    """Return how many Latin letters a text has."""
    return len(_LATIN.findall(text))
