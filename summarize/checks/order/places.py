"""Where the same thing stands in an English piece and in its Chinese: figures, Latin names, and words with a rendering.

A thing has a place where it stands once on both sides. Only such things can be said to have changed places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Literal, NamedTuple

from summarize.checks.aligning.compared_words import compared
from summarize.checks.numbers.quantities import DIGITS, Quantity
from summarize.checks.numbers.same_value import means_same
from summarize.checks.word_lists import read_table
from summarize.checks.words.latin import bare, latin_words

Kind = Literal["figure", "name", "word"]


class Place(NamedTuple):
    """A thing of a piece, with its span in the English and in the Chinese.

    ``movable`` is True for a figure, a name, and a word that names a thing or a property of one. ``side`` is True for
    words that change places only as the sides of a comparison: "methods", "previous". ``sort`` is what a figure counts:
    only figures of one sort are easily exchanged.

    It is a tuple, because an abstract has a hundred of them, and a frozen dataclass takes three times as long to make.
    """

    kind: Kind
    start: int
    end: int
    chinese_start: int
    chinese_end: int
    movable: bool = True
    side: bool = False
    sort: str = ""


_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*|[A-Z](?:[-.][A-Za-z0-9]+)+")
#: The end of a run of signs of names, from its first capital. A name stands at the start of such a run, or nowhere in it.
_FROM_CAPITAL = re.compile(r"[A-Z][A-Za-z0-9.\-]*")
_NAME_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")
#: Before a verb: "to perceive", "can see". "compared to humans" has a noun.
_VERB = re.compile(
    r"(?<!compared )(?<!relative )(?<!superior )(?<!inferior )(?<!due )(?<!similar )\bto $|\b(?:can|must|should|could|will|may|might|cannot|not) $"
)
#: The last word of what ``_VERB`` finds. Few words stand behind one of them, and the pattern is slow.
_VERB_SIGNS = ("to", "can", "must", "should", "could", "will", "may", "might", "cannot", "not")
#: Before a word in -ing that is a verb: "by linking".
_DOING = re.compile(r"(?:^|[,;:]|\b(?:by|for|of|than|without|before|after|while|when|in|of))\s$|^$", re.I)
#: Signs of code, formulas and addresses, in which a word is no name.
_NOT_PLAIN = ("$", "`", "\\", "/", "@", "www.", ".com")
_DIGITS = re.compile(r"(?<![\w.\-])\d+(?:[.,]\d+)*(?![\w\-]*[A-Za-z])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(r"(?<=\s)[a-z]{3,12}$")
_SORTS = {"points": "percent", "ratio": "percent", "vague": "count"}
_SHORTEST = 2  # characters of a rendering; a single one stands in too many words


_WORDS = read_table("order/order.toml")["no_thing"]
_STILL = frozenset(_WORDS["function"]) | frozenset(_WORDS["frame"])
_GRAMMAR = frozenset(_WORDS["function"])
_VERBS = frozenset(_WORDS["verb"])
_NO_THINGS = _STILL | _VERBS
_ACTIVITIES = frozenset(_WORDS["activity"])
_SIDES = frozenset(_WORDS["side"])
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("es", ""),
    ("s", ""),
    ("d", ""),
)
#: The last letters of all of them.
_LAST_LETTERS = ("s", "d", "ing")


_BY_START = attrgetter("start")


def names_a_thing(word: str) -> bool:
    """Whether a word in lower case can be exchanged for another one: no verb, adverb or word of grammar."""
    if word in _NO_THINGS or word.endswith(("ly", "ed")):
        return False
    return not word.endswith(_LAST_LETTERS) or not _is_form_of_verb(word)


@lru_cache(maxsize=8192)
def _is_form_of_verb(word: str) -> bool:
    """Whether a word is a verb of the list with an ending."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            if stem + instead in _VERBS or (len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in _VERBS):
                return True
    return False


def places_of(
    english: str, chinese: str, figures: Sequence[Quantity], chinese_figures: Sequence[Quantity]
) -> list[Place]:
    """Return the things that stand once on both sides of a piece, in the order of the English.

    The figures are those of the piece, with offsets in it.
    """
    found = list(_figures(figures, chinese_figures))
    found += _digits(english, chinese, found)
    found += _names(english, chinese)
    found += _phrases(_words(english, chinese, found), english)
    found.sort(key=_BY_START)
    return found


def _phrases(words: Sequence[Place], english: str) -> list[Place]:
    """Return the words with neighbours that stand together on both sides as one: they change places together."""
    out: list[Place] = []
    for word in words:
        last = out[-1] if out else None
        if (
            last is not None
            and last.movable
            and word.movable
            and english[last.end : word.start] in (" ", "-")
            and 0 <= word.chinese_start - last.chinese_end <= 1
        ):
            out[-1] = Place(
                "word", last.start, word.end, last.chinese_start, word.chinese_end, side=last.side and word.side
            )
        else:
            out.append(word)
    return out


def _figures(english: Sequence[Quantity], chinese: Sequence[Quantity]) -> Iterator[Place]:
    left = [q for q in english if q.strength >= DIGITS]
    right = [q for q in chinese if q.strength >= DIGITS]
    if len(left) > 12 or len(right) > 12:
        return
    for e in left:
        alike = [c for c in right if means_same(e, c)]
        if len(alike) == 1 and sum(means_same(other, alike[0]) for other in left) == 1:
            yield Place("figure", e.start, e.end, alike[0].start, alike[0].end, sort=_sort(e))


def _sort(figure: Quantity) -> str:
    """Return what a figure counts: years, a unit, shares, or anything else."""
    if figure.kind == "count" and not figure.unit and _YEAR.fullmatch(figure.text):
        return "year"
    word = _UNIT.search(figure.text)
    return figure.unit or (word[0] if word else _SORTS.get(figure.kind, figure.kind))


def _digits(english: str, chinese: str, found: Sequence[Place]) -> Iterator[Place]:
    """Yield the places of digits that are no figure of a text, as in formulas, where both sides write them alike."""
    right = _once(_DIGITS, chinese)
    if len(right) < 2:
        return
    left = _once(_DIGITS, english)
    for digits, (start, end) in left.items():
        if digits in right and not any(p.start < end and start < p.end for p in found):
            yield Place("figure", start, end, *right[digits], sort="year" if _YEAR.fullmatch(digits) else "count")


def _once(pattern: re.Pattern[str], text: str) -> dict[str, tuple[int, int]]:
    """Return the spans of the matches that stand once in a text."""
    spans: dict[str, tuple[int, int]] = {}
    again = set()
    for m in pattern.finditer(text):
        if m[0] in spans:
            again.add(m[0])
        spans[m[0]] = m.span()
    return {words: span for words, span in spans.items() if words not in again}


def _names(english: str, chinese: str) -> Iterator[Place]:
    right = spelt_names(chinese)
    if len(right) < 1:
        return
    left = spelt_names(english)
    for name, spans in left.items():
        others = right.get(name) or right.get(name.rstrip("s"))
        if others and len(spans) == len(others) == 1:
            yield Place("name", *spans[0], *others[0])


def spelt_names(text: str) -> dict[str, list[tuple[int, int]]]:
    """Return the places of each name of a text: a Latin word with a capital or a digit in it."""
    found: dict[str, list[tuple[int, int]]] = {}
    for sign in _NOT_PLAIN:
        if sign in text:
            for word in latin_words(text, capitals=True):
                if not (word.quoted or word.address or len(word.text) < 2 or word.text[0].isdigit()):
                    found.setdefault(bare(word.text), []).append((word.start, word.end))
            return found
    for capital in _FROM_CAPITAL.finditer(text):
        start = capital.start()
        while start and text[start - 1] in _NAME_SIGNS:
            start -= 1
        m = _NAME.match(text, start)
        if m is not None and not m[0].islower():
            found.setdefault(bare(m[0]), []).append(m.span())
    return found


def _words(english: str, chinese: str, others: Sequence[Place]) -> list[Place]:
    """Return the words and phrases of which one rendering stands in one place, in order; the longer of two claims wins.

    ``others`` are the places that figures and names have already.
    """
    left, right = bytearray(len(english)), bytearray(len(chinese))
    for place in others:
        left[place.start : place.end] = b"\1" * (place.end - place.start)
    once: dict[str, tuple[int, int, tuple[str, ...]] | None] = {}
    for found in compared(english, chinese).found:
        said = english[found[0] : found[1]]
        folded = said.lower()
        once[folded] = None if folded in once or said.isupper() else found
    claims = []
    for folded, claim in once.items():
        if claim is None:
            continue
        start, end, renderings = claim
        if others and left.find(1, start, end) >= 0:
            continue
        words = [folded]
        if " " in folded or "-" in folded:
            words = folded.replace("-", " ").split(" ")
            if words[0] in _GRAMMAR or words[-1] in _GRAMMAR:
                continue  # "of the learner" is no longer than "learner"
        if span := _only_place(renderings, chinese):
            claims.append((start - end, span[0] - span[1], start, span[0], words))
    claims.sort()  # the longest English first, then the longest Chinese
    kept: list[Place] = []
    for size, chinese_size, start, at, words in claims:
        end, last = start - size, at - chinese_size
        if left.find(1, start, end) >= 0 or right.find(1, at, last) >= 0:
            continue
        left[start:end], right[at:last] = b"\1" * -size, b"\1" * -chinese_size
        side = words[-1] in _SIDES and _SIDES.issuperset(words)
        movable = side or (
            all(map(names_a_thing, words)) and not _is_verb(words[-1], english[max(0, start - 16) : start])
        )
        kept.append(Place("word", start, end, at, last, movable, side))
    kept.sort(key=_BY_START)
    return kept


def _is_verb(word: str, before: str) -> bool:
    """Whether a word is a verb because of what stands before it."""
    if word.endswith("ing") and word not in _ACTIVITIES and _DOING.search(before):
        return True
    return before.rstrip().endswith(_VERB_SIGNS) and _VERB.search(before) is not None


def _only_place(renderings: Sequence[str], chinese: str) -> tuple[int, int] | None:
    """Return the one span in which a rendering stands, or None where there is none or more than one."""
    start = end = -1
    for rendering in renderings:
        size = len(rendering)
        if size < _SHORTEST:
            continue
        at = chinese.find(rendering)
        while at >= 0:
            if start < 0:
                start, end = at, at + size
            elif at < end and start < at + size:  # one of two renderings that overlap
                start, end = min(at, start), max(at + size, end)
            else:
                return None
            at = chinese.find(rendering, at + 1)
    return (start, end) if start >= 0 else None
