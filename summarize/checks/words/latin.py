"""Latin words in Chinese text, and the words of the English that they may come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate

from summarize.characters import EAST_ASIAN
from summarize.checks.occurrences import occurrences

#: A word that is spelt like a name: a capital inside, or letters with digits.
NAME_LIKE = re.compile(r"[A-Za-z0-9][+.\-]*[A-Z]|[A-Za-z][\-.]?\d|\d[A-Za-z]")

_WORD = re.compile(r"[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*")
_MATH = re.compile(r"\$[^$]*\$|\\\((?:(?!\\\().){0,2000}?\\\)|\\[a-zA-Z]+(?:\{[^{}]*\})*")
_ADDRESS = re.compile(
    rf"(?:https?://|www\.)[^\s{EAST_ASIAN}]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}"
    r"|(?<![\w.-])[\w.-]{1,256}\.(?:com|org|io|net|edu|cn)(?:/\S*)?"
)
_PART = re.compile(r"[-.]")
#: The capitals inside a name, where Chinese may render the rest: RAG in GraphRAG.
CAPITALS = re.compile(r"(?<=[a-z])[A-Z]{2,}(?![a-z])|(?<![A-Za-z])[A-Z]{2,}(?=[A-Z][a-z])")
_NO_LETTER = re.compile(r"[^A-Za-z0-9]+")
_NEIGHBOURS = 4  # words that may be written as one
_LONGEST = 120  # characters; a longer one is no word
_TIMES = re.compile(r"\d+x[A-Z]")  # 8xH100
_CODE = re.compile(r"`[^`]*`")


@dataclass(frozen=True, slots=True)
class LatinWord:
    """A Latin word and its place.

    ``quoted`` is True in code or a formula, ``address`` in a URL or an e-mail address.
    """

    text: str
    start: int
    end: int
    quoted: bool = False
    address: bool = False


_SIGNS_OF_ADDRESS = ("://", "www.", "@", ".com", ".org", ".io", ".net", ".edu", ".cn")


def _addresses(text: str) -> list[tuple[int, int]]:
    """Return the spans of addresses. The pattern is slow, and is not tried on text without a sign of an address."""
    if not any(sign in text for sign in _SIGNS_OF_ADDRESS):
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]


def _marks(text: str, spans: Sequence[tuple[int, int]]) -> bytearray:
    """Return one byte for each character of the text: 1 where a span covers it, else 0."""
    marks = bytearray(len(text))
    for start, end in spans:
        marks[start:end] = b"\x01" * (end - start)
    return marks


@lru_cache(maxsize=16)
def latin_words(text: str, *, capitals: bool = False) -> tuple[LatinWord, ...]:
    """Return the words of Latin letters in a text, in order. Words with hyphens or digits (Qwen2.5-7B) are whole.

    With ``capitals`` only words that have a capital letter are given. The words of the last few texts are remembered.
    """
    return tuple(_latin_words(text, capitals=capitals))


def _latin_words(text: str, *, capitals: bool) -> Iterator[LatinWord]:
    code = [match.span() for match in _CODE.finditer(text)] if "`" in text else []
    if "$" in text or "\\" in text:
        code += [match.span() for match in _MATH.finditer(text)]
    addresses = _addresses(text)
    quoted, in_address = _marks(text, code), _marks(text, addresses)
    for match in _WORD.finditer(text):
        word = match[0]
        if (
            (capitals and word.islower())
            or word.isdigit()
            or len(word) > _LONGEST
            or not (word.isalpha() or any(char.isalpha() for char in word))
        ):
            continue
        start, end = match.span()
        yield LatinWord(
            word,
            start,
            end,
            quoted=bool(quoted[start]),
            address=bool(in_address[start]),
        )


def letters_of(text: str) -> str:
    """Return the Latin letters and the digits of a text, without case."""
    return _NO_LETTER.sub("", text.casefold())


@lru_cache(maxsize=8192)
def bare(word: str) -> str:
    """Return a word without hyphens, dots and case, as names are compared. Words are remembered."""
    return letters_of(word)


@lru_cache(maxsize=8192)
def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def is_words_joined(name: str) -> bool:
    """Whether a name is made of ordinary words with hyphens, which may be translated: Rank-Then-Score."""
    parts = name.split("-")
    return len(parts) > 1 and not any(NAME_LIKE.search(part) for part in parts)


class SourceWords:
    """The words of an English text.

    ``exact`` are its words as they stand there. ``names`` are those that may be names, in order. ``numbers`` are its
    figures.
    """

    def __init__(self, text: str) -> None:
        tokens = _WORD.findall(_ADDRESS.sub(" ", text) if _addresses(text) else text)
        if max(map(len, tokens), default=0) > _LONGEST:
            tokens = [token for token in tokens if len(token) <= _LONGEST]
        others = [token for token in tokens if not token.islower()]
        times = [token.partition("x")[2] for token in others if _TIMES.match(token)]
        tokens += times
        others += [token for token in times if not token.islower()]
        self._tokens = tokens
        self.exact = frozenset(tokens)
        others = list(dict.fromkeys(others))
        self.numbers = frozenset(token for token in others if token.isdigit())
        names: dict[str, None] = {}
        for token in others:
            if token in self.numbers:
                continue
            for name in (token, *_PART.split(token)) if _PART.search(token) else (token,):
                if name and (name[0].isupper() or NAME_LIKE.search(name)):
                    names.setdefault(name)
        self._capital = tuple(names)
        self.names = tuple(name for name in names if len(bare(name)) >= 3)

    @cached_property
    def _known(self) -> frozenset[str]:
        """Words of more parts than ``_NEIGHBOURS``, bare and singular, and the capitals inside names."""
        known = {_singular(bare(token)) for token in self.exact if len(_PART.findall(token)) >= _NEIGHBOURS}
        known.update(part.casefold() for name in self._capital for part in CAPITALS.findall(name))
        return frozenset(known)

    @cached_property
    def _joined(self) -> tuple[str, dict[int, int]]:
        """All parts of words written as one, and the number of the part that begins at each offset."""
        parts = [part.casefold() for token in self._tokens for part in _PART.split(token) if part]
        starts = accumulate((len(part) for part in parts), initial=0)
        return "".join(parts), {start: number for number, start in enumerate(starts)}

    def _knows(self, key: str) -> bool:
        """Whether a bare, singular word is one of the text, or up to four neighbours written as one.

        GPT4 is known from "GPT 4".
        """
        if not key or key in self._known:
            return bool(key)
        text, numbers = self._joined
        for at in occurrences(key, text):
            first = numbers.get(at)
            if first is None:
                continue
            end = at + len(key)
            for last in (end, end + 1) if text[end : end + 1] == "s" and len(key) >= 3 else (end,):
                if _singular(text[at:last]) == key and first < numbers.get(last, -1) <= first + _NEIGHBOURS:
                    return True
        return False

    @cached_property
    def _by_bare(self) -> dict[str, str]:
        return {
            _singular(bare(name)): name
            for name in reversed(self._capital)
            if any(char.isupper() for char in name[1:]) and any(char.islower() for char in name)
        }

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(re.sub(r"\d+", "", bare(token)) for token in self.exact)

    def has(self, word: str) -> bool:
        """Whether the text has this word.

        Hyphens, a plural s and, in ordinary words, capitals do not matter. A name must have the capitals of the text.
        """
        if word in self.exact:
            return True
        return self._knows(_singular(bare(word))) and not self.spelling(word)

    def spelling(self, word: str) -> str:
        """Return how the text spells a name that differs from the word in capitals only, or ""."""
        spelt = self._by_bare.get(_singular(bare(word)), "")
        if not spelt or bare(spelt) != bare(word):
            return ""
        return spelt if _NO_LETTER.sub("", spelt) != _NO_LETTER.sub("", word) else ""

    def has_parts(self, word: str) -> bool:
        """Whether the text has the word's letters and its figures apart, as "GPT-3.5 and 4" has those of GPT-4."""
        letters, figures = re.sub(r"[\d.]+", "", bare(word)), re.findall(r"\d+", word)
        return bool(figures) and all(figure in self.numbers for figure in figures) and letters in self._stems


@lru_cache(maxsize=8)
def source_words(text: str) -> SourceWords:
    """Return the words of an English text.

    The last few texts are remembered, because all takeaways of a paper have the same source.
    """
    return SourceWords(text)


def initials_cover(acronym: str, words: Sequence[str]) -> bool:
    """Whether the letters of an acronym come from these words, in order.

    A word gives its initial, and then any of its later letters. The first word and the last one must give a letter.
    """
    letters = [char.casefold() for char in acronym if char.isalpha()]
    if not letters or not words or words[0][0].casefold() != letters[0]:
        return False

    @cache
    def fits(letter: int, word: int) -> bool:
        if letter == len(letters):
            return word == len(words)
        if word == len(words):
            return False
        text = words[word].casefold()
        if word != len(words) - 1 and word > 0 and fits(letter, word + 1):
            return True
        taken = 0
        position = 0
        # A word gives its initial, and then any later letters in order (CALM: C, AL, M).
        while letter + taken < len(letters):
            position = (
                text.find(letters[letter + taken], position) if taken else (0 if text[0] == letters[letter] else -1)
            )
            if position < 0:
                return False
            taken += 1
            position += 1
            if fits(letter + taken, word + 1):
                return True
        return False

    return fits(0, 0)
