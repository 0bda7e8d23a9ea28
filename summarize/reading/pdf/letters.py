"""Repair of letters and words from PDFs: accents, control characters, letter-spacing, hyphens at line ends.

The functions are pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from summarize.characters import INVISIBLE, LATIN, SOFT_HYPHEN

#: Spacing accents that TeX's old fonts print before the letter, and the combining ones they stand for.
_ACCENTS = {
    "´": "\u0301",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "ˇ": "\u030c",
    "˘": "\u0306",
    "˚": "\u030a",
    "¯": "\u0304",
    "˙": "\u0307",
    "˝": "\u030b",
    "`": "\u0300",
}
_ACCENTED = re.compile(r"(?<=[A-Za-z]) ?([´¨ˆ˜ˇ˘˚¯˙˝`]) ?([a-zı])|([´¨ˆ˜ˇ˘˚¯˙˝]) ?([A-Za-zı])")
_CEDILLA = re.compile(r"([cCsStT]) ?¸|¸ ?([cCsStT])")
_CONTROLS = {c: None for c in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if c not in (0x09, 0x0A, 0x0D)}
#: Characters without ink and without meaning in running text: joiners, marks of direction, byte order marks, tags. Soft
#: hyphens at line ends are not among them; :meth:`Vocabulary.joined` uses them.
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd\ufffd\ufffe\uffff]")
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_CLEAN = str.maketrans({**_CONTROLS, **{ord(k): v for k, v in _LIGATURES.items()}, 0xA0: " ", 0x09: " ", 0x0D: " "})
_SPACED = re.compile(r"^(?:[A-Z] ){3,}[A-Z]$")
_WORD = re.compile(f"[{LATIN}]+(?:-[{LATIN}]+)*")
_LINE_END = re.compile(rf"([{LATIN}][\w’'-]{{0,40}})[-\u2010\u00ad]$")
_HYPHENS = ("-", "\u2010", SOFT_HYPHEN)
_LINE_START = re.compile(f"^([{LATIN}]+)")
#: First halves that keep their hyphen in English when the document gives no evidence.
_KEEPS_HYPHEN = frozenset(
    [
        "self",
        "well",
        "high",
        "low",
        "long",
        "short",
        "large",
        "small",
        "real",
        "state",
        "one",
        "two",
        "three",
        "four",
        "zero",
        "few",
        "single",
        "cross",
        "fine",
        "non-linear",
        "so",
        "ill",
        "much",
        "so-called",
        "multi-head",
        "left",
        "right",
        "top",
        "end",
    ]
)


def clean(text: str) -> str:
    """Return text without control, zero-width, tag and private-use characters and ligatures, with TeX's accents
    composed.

    "F´ısica" becomes "Física", "Schr ¨odinger" becomes "Schrödinger".
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.translate(_CLEAN)
    if text.isascii():
        return text
    text = _PRIVATE.sub("", _INVISIBLE.sub("", text))
    text = _ACCENTED.sub(_accented, text)
    if "¸" in text:
        text = _CEDILLA.sub(lambda m: unicodedata.normalize("NFC", (m[1] or m[2]) + "\u0327"), text)
    return text


def _accented(match: re.Match[str]) -> str:
    accent, letter = (match[1], match[2]) if match[1] else (match[3], match[4])
    letter = "i" if letter == "ı" else letter
    whole = unicodedata.normalize("NFC", letter + _ACCENTS[accent])
    # Only letters that exist with this accent are composed. "ˆn" in a formula is left as it stands.
    return whole if len(whole) == 1 else match[0]


def unspaced(text: str) -> str:
    """Return "A B S T R A C T" as a word, and anything else as it is."""
    return text.replace(" ", "") if _SPACED.match(text) else text


class Vocabulary:
    """The words inside the lines of a document. They tell which hyphen at a line's end belongs to a word."""

    def __init__(self, lines: Iterable[str]) -> None:
        # A line's last word may be half a word, whose evidence would be circular.
        whole = (line.rsplit(None, 1)[0] if line.endswith(_HYPHENS) and " " in line else line for line in lines)
        self._count: Counter[str] = Counter()
        # Some hundred lines at a time are quicker than one, and the words of a book are never all in memory.
        while part := list(islice(whole, 400)):
            self._count.update(_WORD.findall("\n".join(part).lower()))
        for word in [word for word in self._count if word.count("-") > 1]:
            # "state-of-the-art" is evidence for "state-of" before a break too.
            parts = word.split("-")
            for cut in range(1, len(parts)):
                self._count["-".join(parts[:cut]) + "-" + parts[cut]] += 1
                if cut > 1:
                    self._count[parts[cut - 1] + "-" + parts[cut]] += 1

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._count

    def joined(self, first: str, second: str) -> str:
        """Return two consecutive lines of one paragraph as one text.

        A hyphen at the end of ``first`` is removed when the joined word is known or neither form is. It stays when the
        hyphenated form occurs more often ("English-to-German"), before capitals and digits, and after halves that keep
        it in English ("self-").
        """
        first, second = first.rstrip(), second.lstrip()
        end = _LINE_END.search(first[-40:]) if first[-1:] in _HYPHENS else None
        if end is None:
            if first.endswith(("/", "–", "—")) or not first:
                return first + second
            return f"{first} {second}"
        start = _LINE_START.match(second)
        if start is None:
            return first + second
        left, right = end[1], start[1]
        if left.endswith(("-", "\u2010")):
            return first + second
        soft = first[-1] == SOFT_HYPHEN
        if not soft and self._keeps(left, right):
            return first + second
        return first[:-1] + second

    def _keeps(self, left: str, right: str) -> bool:
        if right[0].isupper() and not left.isupper():
            return True
        head = left.lower().rsplit("-", 1)[-1]
        joined, split = head + right.lower(), f"{head}-{right.lower()}"
        known, hyphenated = self._count[joined], self._count[split]
        if known or hyphenated:
            return hyphenated > known
        if "-" in left:
            return head in self._count and right.lower() in self._count
        if left.isupper() and len(left) > 1:
            return not right.isupper()
        return head in _KEEPS_HYPHEN


_TAGS = re.compile("[\U000e0020-\U000e007e]+")
# Fewer than ``INVISIBLE``: with these a message is encoded; marks of direction and others are counted for no message.
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff]")


def invisible_message(text: str) -> str:
    """Return what ``text`` says with characters that have no ink; "" for a few joiners, which ordinary text has.

    Tag characters (U+E0020 to U+E007E) stand for ASCII and are decoded. Eight or more zero-width characters in one line
    are taken for a code, and their number is returned in words.
    """
    if text.isascii():
        return ""
    tags = "".join(chr(ord(c) - 0xE0000) for run in _TAGS.findall(text) for c in run)
    if tags.strip():
        return tags.strip()
    zero = len(_ZERO_WIDTH.findall(text))
    return f"({zero} zero-width characters)" if zero >= 8 else ""
