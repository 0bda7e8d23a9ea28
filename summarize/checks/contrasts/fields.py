"""The fields of contrasts and the expressions of their values, read from the files of words beside this module.

A field has values that exclude each other, such as *more* and *less*. A row of a file names English and Chinese
expressions that render each other. A value has one row or several.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from summarize.checks.word_lists import read_table

#: code -> the files of its fields, under ``summarize/checks``.
FILES = {
    "direction": ("contrasts/direction.toml", "contrasts/measures.toml", "contrasts/opposites.toml"),
    "modality": ("contrasts/modality.toml",),
    "quantifier": ("contrasts/quantifier.toml",),
    "connective": ("contrasts/connective.toml",),
    "aspect": ("contrasts/aspect.toml",),
    "time-place": ("contrasts/time.toml", "contrasts/place.toml"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A set of values of which one cannot stand for another.

    ``alike`` are pairs of values that may stand for each other after all, ``same`` those that may do so even where both
    sides begin with them. Of the expressions in ``weak``, in lower case, right translations have more than one in four
    on one side alone, of those in ``sure`` hardly any: such a one that stands alone is a finding in itself.

    ``idle`` are the expressions that tell nothing on one side
    alone, whatever else is there. ``burdens`` are Chinese names of what is better the less there is of it. ``adverbs`` says that the Chinese
    expressions are adverbs, which stand before their negation. ``counted`` says that they are units.
    """

    code: str
    name: str
    alike: frozenset[frozenset[str]]
    same: frozenset[frozenset[str]]
    weak: frozenset[str]
    sure: frozenset[str]
    idle: frozenset[str]
    burdens: tuple[str, ...]
    adverbs: bool
    counted: bool


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What an expression says: a value of a field.

    ``row`` is the row of its file, by number, and ``usual`` the usual Chinese of that row. A firm expression always says
    the value. One that is not firm can say it, so it accounts for an expression of the other language, and is never
    missed or too much itself. ``judges`` is True for words such as "improve", which say "less" of a burden.

    ``value`` "" is that of a compound that says nothing (目前 has 前).
    """

    field: Field
    value: str
    row: int = -1
    firm: bool = False
    judges: bool = False
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All expressions of both languages with their senses: English in lower case, with ``*`` after a stem."""

    english: Mapping[str, tuple[Sense, ...]]
    chinese: Mapping[str, tuple[Sense, ...]]


#: Fields are known by their identity, so threads that come first at the same moment must be given the same ones.
_MAKING = Lock()


def field_vocabularies() -> Mapping[Field, Vocabulary]:
    """Return every field with all its expressions."""
    with _MAKING:
        return _field_vocabularies()


@lru_cache(maxsize=1)
def _field_vocabularies() -> Mapping[Field, Vocabulary]:
    found = {}
    for code, files in FILES.items():
        for table in (table for file in files for table in read_table(file)["field"]):
            field = _field(code, table)
            found[field] = Vocabulary(_senses(field, table, "english"), _senses(field, table, "chinese"))
    return found


@lru_cache(maxsize=1)
def firm_vocabulary() -> Vocabulary:
    """Return the firm expressions and the compounds of all fields together."""
    english: dict[str, tuple[Sense, ...]] = {}
    chinese: dict[str, tuple[Sense, ...]] = {}
    for vocabulary in field_vocabularies().values():
        for merged, one in ((english, vocabulary.english), (chinese, vocabulary.chinese)):
            for expression, senses in one.items():
                firm = tuple(sense for sense in senses if sense.firm or not sense.value)
                if firm:
                    merged[expression] = (*merged.get(expression, ()), *firm)
    return Vocabulary(english, chinese)


def _senses(field: Field, table: Mapping[str, Any], language: str) -> dict[str, tuple[Sense, ...]]:
    """Return the expressions of one field in one language with their senses."""
    senses: dict[str, list[Sense]] = {}
    _add(senses, table.get(f"no_{language}", ""), Sense(field, ""))
    for number, row in enumerate(table["row"]):
        usual = next(iter(_expressions(row.get("chinese") or row.get("loose_chinese", ""))), "")
        _add(senses, row.get(language, ""), Sense(field, row["value"], number, True, row.get("judges", False), usual))
        _add(senses, row.get(f"loose_{language}", ""), Sense(field, row["value"], number))
    return {expression: tuple(said) for expression, said in senses.items()}


def _field(code: str, table: Mapping[str, Any]) -> Field:
    same = frozenset(frozenset(pair) for pair in table.get("same", table.get("alike", ())))
    alike = same | frozenset(frozenset(pair) for pair in table.get("alike", ()))
    burdens = tuple(_expressions(table.get("burdens", "")))
    return Field(
        code,
        table["name"],
        alike,
        same,
        _both(table, "weak"),
        _both(table, "sure"),
        _both(table, "idle"),
        burdens,
        table.get("adverbs", False),
        table.get("counted", False),
    )


def _both(table: Mapping[str, Any], key: str) -> frozenset[str]:
    """Return the English and the Chinese expressions of a key."""
    return frozenset(e for language in ("english", "chinese") for e in _expressions(table.get(f"{key}_{language}", "")))


def _expressions(text: str) -> Iterable[str]:
    return filter(None, map(str.strip, text.replace("\n", " ").split(",")))


def _add(senses: dict[str, list[Sense]], expressions: str, sense: Sense) -> None:
    for expression in _expressions(expressions):
        senses.setdefault(expression, []).append(sense)
