"""Finds any number of keywords in a text, in time that grows with the text and not with the number of keywords.

A text and a keyword are cut into the same pieces: words of letters and digits, and single Han characters. A keyword is
found where its pieces stand one after the other, so ``RAG`` is not found in ``storage``, and ``强化学习`` is found
inside a sentence. Spaces, hyphens, quotes and other signs between the pieces do not count (``long-context`` is
``long context``); punctuation that ends a clause does. Accents do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from summarize.characters import HAN

_KANA = "\u3040-\u30ff"
_PIECE = re.compile(
    rf"[{HAN}{_KANA}]"  # Chinese and Japanese have no spaces between words
    r"|\d+(?:\.\d+)+[A-Za-z]*"  # 3.5, 3.5B
    rf"|[^\W_{HAN}{_KANA}]+(?:\+\+|\#)?"  # words; C++ and C#
    r"|[.,;:!?()\[\]|。，；：！？（）、…]"
)
_MARKS = re.compile("[\u0300-\u036f]")
_TEX_ACCENT = re.compile(r"\\['\"^`~=.]\{?([A-Za-z])\}?")
#: The fewest letters before the ``*`` of a keyword.
SHORTEST_STEM = 2


def without_accents(text: str) -> str:
    """Return a text in normal form: full-width letters as usual ones, no accents, also none of TeX (``\\'e``)."""
    if "\\" in text:
        text = _TEX_ACCENT.sub(r"\1", text)
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))


def pieces(text: str, *, case: bool) -> list[str]:
    """Return the pieces of a text in order. Without ``case`` they are in small letters."""
    plain = without_accents(text)
    return _PIECE.findall(plain if case else plain.casefold())


def pieces_of_keyword(keyword: str, *, case: bool) -> tuple[list[str], bool]:
    """Return the pieces of a keyword, and whether its last one is only the beginning of a word (``diffus*``).

    Raises ValueError, with the reason, where nothing can be looked for.
    """
    begins = keyword.rstrip().endswith("*")
    found = pieces(keyword.rstrip().removesuffix("*"), case=case)
    if "*" in keyword.rstrip().removesuffix("*"):
        raise ValueError("* may stand only at its end")
    if not any(piece[0].isalnum() for piece in found):
        raise ValueError("it has no word to look for")
    if begins and (len(found[-1]) < SHORTEST_STEM or keyword.rstrip()[-2].isspace()):
        raise ValueError(f"* needs at least {SHORTEST_STEM} letters before it")
    return found, begins


@dataclass(slots=True)
class _Node:
    """A place in the tree of keywords. ``ends`` are the keywords that end here, ``begun`` those that end in a stem."""

    following: dict[str, _Node] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    begun: dict[str, list[int]] = field(default_factory=dict)


class KeywordIndex:
    """Keywords that are looked for together, numbered in the order given. ``case`` says whether capitals count."""

    def __init__(self, keywords: Iterable[str], *, case: bool = False) -> None:
        self._root, self._case = _Node(), case
        for n, keyword in enumerate(keywords):
            self._add(n, *pieces_of_keyword(keyword, case=case))

    def _add(self, n: int, parts: Sequence[str], begins: bool) -> None:
        node = self._root
        for part in parts[:-1] if begins else parts:
            node = node.following.setdefault(part, _Node())
        (node.begun.setdefault(parts[-1], []) if begins else node.ends).append(n)

    def find(self, text: str) -> set[int]:
        """Return the numbers of the keywords that stand in the text."""
        words = pieces(text, case=self._case)
        found: set[int] = set()
        first = self._root.following
        stems = {stem[:SHORTEST_STEM] for stem in self._root.begun}
        for at, word in enumerate(words):
            if word in first or word[-1] == "s" or word[:SHORTEST_STEM] in stems:
                self._follow(words, at, found)
        return found

    def _follow(self, words: Sequence[str], at: int, found: set[int]) -> None:
        """Add the keywords that begin at a word of the text."""
        node: _Node | None = self._root
        while node is not None and at < len(words):
            word = words[at]
            for singular in _singulars(word):
                if (one := node.following.get(singular)) is not None:
                    found.update(one.ends)
            if node.begun:
                for length in range(SHORTEST_STEM, len(word) + 1):
                    found.update(node.begun.get(word[:length], ()))
            node = node.following.get(word)
            if node is not None:
                found.update(node.ends)
            at += 1


def _singulars(word: str) -> Iterable[str]:
    """Return the words whose plural this may be. The last word of a keyword is found in its plural, too."""
    if len(word) < 3 or word[-1] != "s" or word[-2] == "s":
        return ()
    if word.endswith("ies"):
        return word[:-1], word[:-3] + "y"
    return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)
