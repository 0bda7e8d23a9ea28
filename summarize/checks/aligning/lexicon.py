"""The lexicon: what an English word of an abstract can be in Chinese.

It is large enough to see whether the content of a sentence stands in the Chinese.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from summarize.checks.word_lists import read_text

#: "large language model" and its like. Its "large" and "model" do not count as words of their own.
_COMPOUND = re.compile(r"\b(?:large|small)[ -](?:vision[ -])?(?:language|multimodal)[ -]models?\b", re.I)
COMPOUND_ZH = re.compile("大(?:型|规模)?(?:视觉|多模态)?(?:语言)?模型|大小|不大|放大")
#: A word, in a group: ``split`` gives the words and what stands between them in turn.
_TOKEN = re.compile(r"([A-Za-z]+(?:-[A-Za-z]+)*)")
#: Mark at the start of a line of the lexicon -> Entry.worth.
_WORTH = {"!": 2, "~": 0}
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ically", "ic"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""),
    ("es", "e"), ("s", ""), ("ly", ""), ("ness", ""), ("er", ""), ("er", "e"), ("est", ""), ("ation", "e"), ("ity", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """The pieces of Chinese that show a word was rendered.

    ``worth`` is 2 for words that change a claim when they are lost, 1 for other words of content, 0 for words that only
    help to align.
    """

    pieces: tuple[str, ...]
    worth: int


class Word(NamedTuple):
    """A word of a text that the lexicon knows, with its place.

    It is a tuple, because an abstract has a hundred of them, and a frozen dataclass takes three times as long to make.
    """

    start: int
    text: str
    entry: Entry


#: The constructor, which takes a tuple and half the time.
_word = Word._make


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Entry]:
    """Return the entry of each English word of ``lexicon.txt``, which stands beside this file."""
    entries: dict[str, Entry] = {}
    for line in read_text("aligning/lexicon.txt").splitlines():
        if not line or line.startswith("#"):
            continue
        words, _, pieces = line.partition(" : ")
        entry = Entry(tuple(pieces.split()), _WORTH.get(words[0], 1))
        for word in words.lstrip("!~ ").split():
            known = entries.get(word)
            entries[word] = (
                entry if known is None else Entry((*known.pieces, *entry.pieces), min(known.worth, entry.worth))
            )
    return entries


@lru_cache(maxsize=8192)
def pieces_by_characters(entry: Entry) -> tuple[tuple[frozenset[str], str], ...]:
    """Return the pieces of an entry, each behind its characters."""
    return tuple((frozenset(piece), piece) for piece in entry.pieces)


@lru_cache(maxsize=8192)
def entry_of(word: str) -> Entry | None:
    """Return the entry of a word in lower case, or of the word that it is a form of, or None."""
    entries = lexicon()
    if word in entries:
        return entries[word]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: len(word) - len(ending)]
            if (found := entries.get(stem + instead)) is not None:
                return found
            if not instead and len(stem) > 3 and stem[-1] == stem[-2] and (found := entries.get(stem[:-1])) is not None:
                return found
    return None


@lru_cache(maxsize=1024)
def known_words(text: str) -> tuple[Word, ...]:
    """Return the words of an English text that the lexicon knows, in order. Names in capitals are left out."""
    found = []
    lower = text.lower()
    if "language" in lower or "multimodal" in lower:
        text = _COMPOUND.sub(lambda m: " " * len(m[0]), text)
    at = 0
    is_word = False
    for piece in _TOKEN.split(text):  # matches one by one would take twice as long
        if is_word:
            for offset, word, entry in _known_in(piece):
                found.append(_word((at + offset, word, entry)))
        is_word = not is_word
        at += len(piece)
    return tuple(found)


@lru_cache(maxsize=8192)
def _known_in(word: str) -> tuple[tuple[int, str, Entry], ...]:
    """Return what the lexicon knows of a word: the word itself, or else its parts between hyphens, each with its place."""
    if len(word) > 1 and word[1:].lower() != word[1:] and "-" not in word:
        return ()
    if (entry := entry_of(word.lower())) is not None:
        return ((0, word, entry),)
    found, offset = [], 0
    if "-" in word:
        for part in word.split("-"):
            if len(part) > 3 and (entry := entry_of(part.lower())) is not None:
                found.append((offset, part, entry))
            offset += len(part) + 1
    return tuple(found)
