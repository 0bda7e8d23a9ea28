"""Numbers that English spells out, and words that only explain a number ("both", "May", "dual")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.numbers.quantities import Kind

SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip
PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
PARTS |= {"eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000, "millionth": 10**6}

#: Words that say a small number in so many words. "both" and "a" only imply one.
SAID = frozenset({*SMALL, "single", "twice", "thrice", *ORDINALS} - {"zero"})
_ATOM = "|".join([*SMALL, *TENS, *SCALES])
#: The words with which a number can begin, and those with which an ordinal can.
NUMBER_WORDS = frozenset({*SMALL, *TENS, *SCALES})
ORDINAL_WORDS = frozenset({*ORDINALS, *(f"{word}{end}" for word in ORDINALS for end in ("ly", "s"))}) | frozenset(
    {"twenty", "thirty", "forty", "fifty"}
)
#: A number of at most 16 words. 999,999,999,999 has 15, and a list of such words without end is no number.
WORDS = rf"(?:{_ATOM})(?:(?:[\s-]+|(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+)(?:{_ATOM})){{0,15}}"

#: Words that imply two, three, one or a half without being numbers. They can only explain a Chinese numeral.
_LICENCES: tuple[tuple[float, Kind, str], ...] = (
    (2, "count", r"both|pairs?|paired|pairwise|dual\w*|two\w+|twin|couple|binary|bi[a-z]{4,}|either|neither|between|secondary|duo"),
    (2, "multiple", r"doubl\w+|twice"),
    (3, "count", r"tripl\w+|tri[a-z]{4,}|ternary|trio|three\w+|thrice"),
    (4, "count", r"quad\w+|quartet|four\w+|quaternion\w*"),
    (0.25, "ratio", r"quarterly|quartile\w*"),
    (0.1, "percent", r"deciles?"),
    (0.5, "ratio", r"half\w*|semi\w+|halfway"),
    (1, "count", r"an?|once|single\w*|sole\w*|only|uni[a-z]{4,}|mono\w+|individual\w*|any|each|every"),
    (12, "vague", r"dozen"),
    (10, "count", r"decades?|deca\w+"),
    (100, "count", r"centur(?:y|ies)|cent\w+"),
    (1000, "count", r"millennia|millennium|kilo\w*|milli(?!on)\w+"),
    (1e6, "count", r"mega\w*|millionaire\w*"),
    (1, "count", r"jan(?:uary)?|mon(?:days?)?"), (2, "count", r"feb(?:ruary)?|tue(?:s|sdays?)?"),
    (3, "count", r"mar(?:ch)?|wed(?:nesdays?)?"), (4, "count", r"apr(?:il)?|thu(?:rs|rsdays?)?"),
    (5, "count", r"may|fri(?:days?)?"), (6, "count", r"june?|sat(?:urdays?)?"),
    (7, "count", r"july?"), (8, "count", r"aug(?:ust)?|oct(?!ober)[a-z]{2,}"), (9, "count", r"sept?(?:ember)?"),
    (10, "count", r"oct(?:ober)?"), (11, "count", r"nov(?:ember)?"), (12, "count", r"dec(?:ember)?"),
    (5, "count", r"penta\w+|quint[a-z]{4,}"), (6, "count", r"hexa\w+|sext[a-z]{4,}"),
)  # fmt: skip
_LICENCE_RE = re.compile(
    r"\b(?:" + "|".join(f"(?P<l{n}>{words})" for n, (_, _, words) in enumerate(_LICENCES)) + r")\b", re.I
)
_ROMAN_LETTERS = re.compile("[IVX]+")
_BLANK_BUT_LETTERS = bytes(code if chr(code) in "abcdefghijklmnopqrstuvwxyz" else 32 for code in range(256))


def words_apart(small: str) -> list[str]:
    """Return the words of the letters a to z, and an empty string for every further character between two of them."""
    # Places in bytes are places in the text, because every other character becomes one question mark.
    return small.encode("ascii", "replace").translate(_BLANK_BUT_LETTERS).decode("ascii").split(" ")


def word_places(text: str) -> dict[str, list[int]]:
    """Return the offsets of every word of Latin letters in a text. The words are in small letters."""
    small = text.lower()
    if len(small) != len(text):  # İ becomes two characters
        small = "".join(c.lower() if c.isascii() else c for c in text)
    found: dict[str, list[int]] = {}
    at = 0
    for word in words_apart(small):
        if word:
            if word in found:
                found[word].append(at)
            else:
                found[word] = [at]
            at += len(word)
        at += 1
    return found


@dataclass(frozen=True, slots=True)
class Licence:
    """The number that a word such as "both" may explain in the other language."""

    value: float
    kind: Kind


@lru_cache(maxsize=8192)
def licence_of(word: str) -> Licence | None:
    """Return the number that a word may explain, or None."""
    m = _LICENCE_RE.match(word)
    if m is None:
        return None
    value, kind, _ = _LICENCES[int((m.lastgroup or "l0")[1:])]
    return Licence(value, kind)


_ROMAN = re.compile(r"\b(?:I{1,3}|IV|VI{0,3}|IX|X)\b")
ROMAN_VALUES = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def roman_numerals(text: str) -> Iterator[re.Match[str]]:
    """Yield the Roman numerals from I to X that stand as words of their own."""
    for letters in _ROMAN_LETTERS.finditer(text):  # it is ten times as fast to look for these
        if m := _ROMAN.match(text, letters.start()):
            yield m


def count_of(words: str | None) -> float:
    """Return the number that words say ("two", "2.5", "an"). None, and words that leave it open ("several"), give 0."""
    if not words:
        return 0.0
    word = words.strip().lower()
    if word in ("a", "an"):
        return 1.0
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return next((value for value, _, _ in numbers_in(word, 0)), 0.0)


def numbers_in(words: str, offset: int) -> list[tuple[float, int, int]]:
    """Return the spelt-out numbers with their spans, to which ``offset`` is added.

    "two three-layer" is two numbers, "two hundred and five" is one. A word that is no number ends the number before it.
    """
    out: list[tuple[float, int, int]] = []
    total = group = 0.0
    start = end = -1
    last = ""
    for m in re.finditer(r"[A-Za-z]+", words):
        word = m[0].lower()
        if word == "and":
            continue
        step = _step(word)
        if step == "":
            if start >= 0:
                out.append((total + group, offset + start, offset + end))
            total = group = 0.0
            start = -1
            continue
        joins = start >= 0 and (
            step == "scale" or last == "scale" or (last == "tens" and step == "small" and 0 < SMALL[word] < 10)
        )
        if start >= 0 and not joins:
            out.append((total + group, offset + start, offset + end))
            total = group = 0.0
            start = -1
        if start < 0:
            start = m.start()
        if step == "scale":
            if word in ("hundred", "dozen"):
                group = (group or 1) * SCALES[word]
            else:
                total += (group or 1) * SCALES[word]
                group = 0.0
        else:
            group += TENS[word] if step == "tens" else SMALL[word]
        end, last = m.end(), step
    if start >= 0:
        out.append((total + group, offset + start, offset + end))
    return out


def _step(word: str) -> str:
    """Return what a word adds to a number: "scale" for hundred, "tens" for sixty, "small" for two, else ""."""
    if word in SCALES:
        return "scale"
    if word in TENS:
        return "tens"
    return "small" if word in SMALL else ""
