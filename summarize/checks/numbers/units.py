"""The units of measurement, as they are written in English, in Chinese and as symbols."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from summarize.checks.word_lists import read_table


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures and its size in the base of that dimension. One name may stand for two dimensions (度)."""

    dimensions: frozenset[str]
    size: float


@dataclass(frozen=True, slots=True)
class WrittenUnit:
    """A unit behind a figure: its name in ``UNITS``, and where it ends in the text."""

    name: str
    end: int


def _spelt(table: Any) -> Iterator[tuple[str, str, float]]:
    """Yield every name of a unit with its dimension and size."""
    prefixes = table["prefixes"]
    for row in table["metric"]:
        size = row.get("size", 1.0)
        for name in row["names"]:
            yield name, row["dimension"], size
        for word in row["prefixes"]:
            prefix = prefixes[word]
            for name in (*row["names"], *row.get("short", ())):
                # A prefix is written like the name behind it: ms, millisecond, 毫秒.
                kind = [word] if name.isascii() and len(name) > 3 and name.islower() else prefix["symbols"]
                for said in kind if name.isascii() or name == "Ω" else prefix["chinese"]:
                    if said + name not in row.get("without", ()):
                        yield said + name, row["dimension"], size * prefix["factor"]
    for row in table["unit"]:
        for name in row["names"]:
            yield name, row["dimension"], row["size"]


def _collected() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for name, dimension, size in _spelt(read_table("numbers/units.toml")):
        known = found.get(name)
        found[name] = Unit(known.dimensions | {dimension} if known else frozenset({dimension}), size)
    return found


#: Every way of writing a unit.
UNITS: dict[str, Unit] = _collected()
_CHINESE_NAMES: dict[tuple[float, frozenset[str]], str] = {}
for _name, _unit in UNITS.items():
    if not _name.isascii() and "\u3400" <= _name[0] <= "\u9fff":
        _CHINESE_NAMES.setdefault((_unit.size, _unit.dimensions), _name)
_LONGEST_HAN = max(len(name) for name in UNITS if not name.isascii())
#: The word of a unit, and the one behind it. A unit of a power (cm⁻¹) is none of the table.
_WORDS = re.compile(r"(?P<unit>[A-Za-zµμÅΩ°℃℉][A-Za-z]*(?:[²³]|\^?\{?[23]\}?(?![\w.]))?)(?P<more>[ -][A-Za-z]{1,11})?")
_POWER = re.compile(r"\s?(?:\^|\$\^|⁻|[-−]\d)")
_HAN_OF_WORDS = re.compile(
    r"元(?=[组素件模函语])|天(?=[文体线])|年(?=级|轮|鉴)|周(?=期|边|围)|日(?=志|常)|度(?=量)|位(?=[置移点者])|节(?=点)|升(?=[至到高级])|克(?=隆|服)|特(?=征)|开(?=源|发)"
)


def chinese_name(unit: str) -> str:
    """Return the Chinese word for a known unit, or "" where there is none."""
    return _CHINESE_NAMES.get((UNITS[unit].size, UNITS[unit].dimensions), "") if unit in UNITS else ""


def same_unit(a: str, b: str) -> bool:
    """Whether two known units have the same size and may have the same dimension."""
    one, other = UNITS[a], UNITS[b]
    return one.size == other.size and not one.dimensions.isdisjoint(other.dimensions)


def conflicting_units(a: str, b: str) -> bool:
    """Whether two written units are both known and say different things, such as GB and MB."""
    return a in UNITS and b in UNITS and not same_unit(a, b)


def convertible(a: str, b: str) -> bool:
    """Whether both are known units of one dimension, such as minutes and hours."""
    return a in UNITS and b in UNITS and not UNITS[a].dimensions.isdisjoint(UNITS[b].dimensions)


def latin_unit_at(text: str, at: int) -> WrittenUnit | None:
    """Return the unit that begins at ``text[at]`` with a Latin letter or a sign, or None."""
    m = _WORDS.match(text, at)
    if m is None:
        return None
    word = m["unit"].replace("^", "").replace("{", "").replace("}", "")
    if m["more"] and (name := _known(word + m["more"])):
        return WrittenUnit(name, m.end())
    end = m.end("unit")
    if end < len(text) and ((text[end].isalnum() and text[end].isascii()) or _POWER.match(text, end)):
        return None
    name = _known(word)
    return WrittenUnit(name, end) if name else None


def han_unit_at(text: str, at: int) -> WrittenUnit | None:
    """Return the longest unit in Chinese characters that begins at ``text[at]``, or None."""
    for end in range(min(at + _LONGEST_HAN, len(text)), at, -1):
        if text[at:end] in UNITS and not text[at:end].isascii():
            return None if _HAN_OF_WORDS.match(text, at) and end == at + 1 else WrittenUnit(text[at:end], end)
    return None


def _known(word: str) -> str:
    """Return the name in ``UNITS`` that a word is written for, or "". Only words of some length may have capitals."""
    if word in UNITS:
        return word
    return word.lower() if len(word) > 3 and word.lower() in UNITS else ""
