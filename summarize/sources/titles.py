"""Whether two titles are those of one paper. Pure."""

from __future__ import annotations

import difflib
import re
import unicodedata

#: Commands of LaTeX; what they print, if it is a letter, is not compared.
_COMMAND = re.compile(r"\\[A-Za-z]+")
#: Longer titles are compared by their beginnings: the comparison takes the square of the length.
_LONGEST = 300
#: From this share of common letters on, titles are alike. "… and CMB" and "… and cosmic microwave background" have 0.76
#: (arXiv:0908.0054, in its PDF and in its record); the most alike of 105 pairs of different papers have 0.55.
_ALIKE = 0.7
#: A title of so many letters that begins another one is that title without its end, as a first page may have it.
_BEGINNING = 12


def alike(one: str, other: str) -> bool:
    """Whether the titles differ in no more than case, LaTeX, hyphens, accents, spacing, an end or a few words.

    A title without letters is like no other.
    """
    a, b = _letters(one), _letters(other)
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    if longer.startswith(shorter) and len(shorter) >= _BEGINNING:
        return True
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE


def _letters(title: str) -> str:
    """The letters and digits alone, in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", _COMMAND.sub("", title[:_LONGEST])).casefold()
    return "".join(c for c in plain if c.isalnum())
