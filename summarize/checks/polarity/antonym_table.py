"""The table of opposites: English words of two sides, and the Chinese of both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.word_lists import read_words

#: What may stand before and after a Chinese word without making another word of it: 稳定性, 预训练.
_KEEPING_BEFORE, _KEEPING_AFTER = (
    frozenset({"", "预", "后", "未", "未经", "无", "非"}),
    frozenset({"", "性", "率", "化"}),
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two opposites.

    ``negated`` are Chinese words of the other side that mean this one after a negator. ``loose`` are those of its own
    that say other things as well, ``showing`` are the others.
    """

    chinese: tuple[str, ...]
    negated: tuple[str, ...]
    loose: frozenset[str]
    showing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two sides that exclude each other. ``negated`` says that the second one denies the first: stable, unstable."""

    sides: tuple[Side, Side]
    negated: bool


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of one side of ``row``, without its first word. A ``loose`` one says other things as well."""

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
    exact: dict[str, list[Expression]]
    stems: dict[str, list[tuple[int, int]]]
    meant: dict[str, frozenset[tuple[int, int]]]
    hiding: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def table() -> Table:
    """Return the table of ``antonyms.toml``."""
    rows: list[Opposites] = []
    exact: dict[str, list[Expression]] = {}
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
                    entry = Expression(tuple(others), number, side, expression[0] == "?")
                    exact.setdefault(first, []).append(entry)
        sides = []
        for side, words in enumerate(fields[2:]):
            sides.append(
                Side(
                    tuple(word.lstrip("?") for word in words if word[0] != "!"),
                    tuple(word[1:] for word in words if word[0] == "!"),
                    frozenset(word[1:] for word in words if word[0] == "?"),
                    tuple(word for word in words if word[0] not in "!?"),
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


def begun_by(word: str) -> tuple[Expression, ...]:
    """Return the expressions that begin with a word in lower case."""
    entries = table().exact.get(word)
    if entries is not None:
        return tuple(entries)
    if len(word) <= 5:
        return ()
    stems = table().stems
    found = [
        Expression((), row, side, loose=False) for n in range(4, len(word) + 1) for row, side in stems.get(word[:n], ())
    ]
    if not found and word.startswith("non"):
        found = [
            Expression((), entry.row, 1, loose=False)
            for entry in table().exact.get(word[3:], ())
            if not entry.others and entry.side == 0 and table().rows[entry.row].negated
        ]
    return tuple(found)
