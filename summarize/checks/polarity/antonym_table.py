"""The table of opposites: English words of two sides, and the Chinese of both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.word_lists import read_words

#: Prefixes that stand before a hyphen or space.
_DENYING = frozenset({"non", "un", "im", "anti"})
#: Words after a hyphen or space that deny the one before.
_DOING_WITHOUT = (["free"], ["agnostic"], ["independent"])
#: What may stand before and after a Chinese word without making another word of it: 稳定性, 预训练.
_KEEPING_BEFORE, _KEEPING_AFTER = (
    frozenset({"", "预", "后", "未", "未经", "无", "非"}),
    frozenset({"", "性", "率", "化"}),
)
_WORD = re.compile("[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two opposites.

    ``negated`` are Chinese words of the other side that mean this one after a negator. ``loose`` are those of its own
    that say other things as well.
    """

    chinese: tuple[str, ...]
    negated: tuple[str, ...]
    loose: frozenset[str]


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two sides that exclude each other. ``negated`` says that the second one denies the first: stable, unstable."""

    sides: tuple[Side, Side]
    negated: bool


@dataclass(frozen=True, slots=True)
class Said:
    """An English expression of one side of ``row``, and its place. A ``loose`` one says other things as well."""

    row: int
    side: int
    start: int
    end: int
    loose: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """An expression of the table without its first word."""

    others: tuple[str, ...]
    row: int
    side: int
    loose: bool


@dataclass(frozen=True, slots=True)
class Table:
    """All opposites. ``exact`` and ``stems`` lead from the first word of an expression to the rest of it.

    ``meant`` leads from a string of Chinese to the (row, side) of which it renders or is part of a rendering. ``hiding``
    leads from a Chinese word to the longer ones that it is part of.
    """

    rows: tuple[Opposites, ...]
    exact: dict[str, list[_Entry]]
    stems: dict[str, list[tuple[int, int]]]
    meant: dict[str, frozenset[tuple[int, int]]]
    hiding: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def table() -> Table:
    """Return the table of ``antonyms.toml``."""
    rows: list[Opposites] = []
    exact: dict[str, list[_Entry]] = {}
    stems: dict[str, list[tuple[int, int]]] = {}
    meant: dict[str, set[tuple[int, int]]] = {}
    negated, opposites = (read_words("polarity/antonyms.toml", key) for key in ("negated", "opposites"))
    for number, line in enumerate((*negated, *opposites)):
        fields = [field.split() for field in line.split(" | ")]
        for side, expressions in enumerate(fields[:2]):
            for expression in expressions:
                if expression.endswith("*"):
                    stems.setdefault(expression[:-1], []).append((number, side))
                else:
                    first, *others = expression.lstrip("?").split("-")
                    entry = _Entry(tuple(others), number, side, expression[0] == "?")
                    exact.setdefault(first, []).append(entry)
        sides = []
        for side, words in enumerate(fields[2:]):
            sides.append(
                Side(
                    tuple(word.lstrip("?") for word in words if word[0] != "!"),
                    tuple(word[1:] for word in words if word[0] == "!"),
                    frozenset(word[1:] for word in words if word[0] == "?"),
                )
            )
            for word in words:
                for part in _parts(word.lstrip("!?")):
                    meant.setdefault(part, set()).add((number, side))
        rows.append(Opposites((sides[0], sides[1]), number < len(negated)))
    return Table(
        tuple(rows), exact, stems, {part: frozenset(sides) for part, sides in meant.items()}, _longer_words(rows)
    )


def _longer_words(rows: list[Opposites]) -> dict[str, tuple[str, ...]]:
    known = {word for row in rows for side in row.sides for word in side.chinese}
    longer: dict[str, list[str]] = {}
    for word in (*known, *read_words("polarity/chinese.toml", "hiding")):
        for i in range(len(word)):
            for j in range(i + 1, len(word) + 1):
                if word[i:j] in known and not (word[:i] in _KEEPING_BEFORE and word[j:] in _KEEPING_AFTER):
                    longer.setdefault(word[i:j], []).append(word)
    return {word: tuple(others) for word, others in longer.items()}


def stands_alone(word: str, at: int, chinese: str) -> bool:
    """Whether a Chinese word of the table, at a place of a text, is no part of a longer word that says something else."""
    for longer in table().hiding.get(word, ()):
        start = chinese.find(longer, max(0, at - len(longer) + 1), at + len(longer))
        if 0 <= start <= at and at + len(word) <= start + len(longer):
            return False
    return True


def _parts(word: str) -> set[str]:
    """Return the word and its parts of two characters or more."""
    return {word} | {word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1)}


def expressions_in(english: str) -> list[Said]:
    """Return the expressions of the table in an English text, in order. "non" before a word makes it the other side."""
    found: list[Said] = []
    opposites = table()
    tokens = [(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(english)]
    words = [word for word, _, _ in tokens]
    for i, (word, start, end) in enumerate(tokens):
        after_non = i > 0 and words[i - 1] in _DENYING
        rest = opposites.exact.get(word)
        for entry in rest or ():
            last = i + len(entry.others)
            if tuple(words[i + 1 : last + 1]) == entry.others:
                turned = opposites.rows[entry.row].negated and (
                    after_non
                    or (
                        words[last + 1 : last + 2] in _DOING_WITHOUT
                        and english[tokens[last][2] : tokens[last][2] + 1] == "-"
                    )
                )
                at = tokens[i - 1][1] if turned and after_non else start
                found.append(
                    Said(entry.row, 1 - entry.side if turned else entry.side, at, tokens[last][2], entry.loose)
                )
        if rest is None and len(word) > 5:
            found.extend(
                Said(row, side, start, end)
                for length in range(4, len(word) + 1)
                for row, side in opposites.stems.get(word[:length], ())
            )
            if word.startswith("non") and not (found and found[-1].start == start):
                found.extend(
                    Said(entry.row, 1, start, end)
                    for entry in opposites.exact.get(word[3:], ())
                    if not entry.others and entry.side == 0 and opposites.rows[entry.row].negated
                )
    return found
