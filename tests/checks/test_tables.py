"""Two tables of made-up pairs hold the checks: damage that they must report, and good translations that tempt them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from summarize.checks import check_pair
from summarize.prompting.glossary import Glossary, load_glossary
from summarize.values import UnitName

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Faulty:
    codes: tuple[str, ...]
    severity: str
    unit: UnitName
    source: str
    target: str
    english: str
    chinese: str


@dataclass(frozen=True, slots=True)
class Good:
    unit: UnitName
    source: str
    target: str


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [[part.strip() for part in line.split(" | ")] for line in lines if line.strip() and not line.startswith("#")]


def unit_of(name: str) -> UnitName:
    for unit in get_args(UnitName):
        if unit == name:
            return unit  # type: ignore[no-any-return]
    raise ValueError(name)


def faulty_pairs() -> list[Faulty]:
    out = []
    for codes, severity, unit, source, target, words in rows("faulty_pairs.txt"):
        english, _, chinese = (part.strip() for part in words.partition("~"))
        target = target.replace("\\n", "\n").replace("∅", "")
        out.append(Faulty(tuple(codes.split()), severity, unit_of(unit), source, target, english, chinese))
    return out


def good_pairs() -> list[Good]:
    found = rows("clean_traps.txt")
    return [Good(unit_of(unit), source, target.replace("\\n", "\n")) for unit, source, target in found]


@cache
def glossary() -> Glossary:
    return load_glossary()


@pytest.mark.parametrize("row", faulty_pairs(), ids=lambda row: f"{row.codes[0]}: {row.source[:40]}")
def test_damage_is_reported_with_its_words(row: Faulty) -> None:
    found = check_pair(row.unit, row.source, row.target, glossary())
    fitting = [
        f
        for f in found
        if f.code in row.codes and f.severity == row.severity and row.english in f.source and row.chinese in f.target
    ]
    assert fitting, [(f.code, f.severity, f.source, f.target) for f in found]
    assert all(f.source in row.source and f.target in row.target for f in found)


@pytest.mark.parametrize("row", good_pairs(), ids=lambda row: row.source[:50])
def test_a_good_translation_is_quiet(row: Good) -> None:
    assert check_pair(row.unit, row.source, row.target, glossary()) == ()


def test_text_that_the_source_has_too_is_no_garbage() -> None:
    assert check_pair("abstract", "A <br> ends the line.", "<br> 结束该行。") == ()
    assert [f.code for f in check_pair("abstract", "It ends the line.", "<br> 结束该行。")] == ["garbage"]


def test_there_are_as_many_rows_as_promised() -> None:
    assert len(faulty_pairs()) >= 120
    assert len(good_pairs()) >= 150
