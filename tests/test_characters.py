"""The program has one definition of the characters that are Chinese and of those that nobody sees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import summarize
from summarize.characters import EAST_ASIAN, INVISIBLE, SOFT_HYPHEN, count_han, has_han

PACKAGE = Path(summarize.__file__).parent


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("maps", 0), ("地图 map", 2), ("，。", 0), ("㐀𠀀", 2), ("かな", 0)]
)
def test_han_are_the_ideographs_and_not_their_punctuation(text: str, count: int) -> None:
    assert count_han(text) == count
    assert has_han(text) is bool(count)


@pytest.mark.parametrize("character", ["地", "，", "（", "か", "Ａ"])
def test_an_address_ends_before_what_is_written_full_width(character: str) -> None:
    assert re.fullmatch(f"[{EAST_ASIAN}]", character)
    assert not re.fullmatch(f"[{EAST_ASIAN}]", "a")


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\u2066", "\ufeff", "\U000e0041", "\u061c"])
def test_what_nobody_sees_is_invisible(character: str) -> None:
    assert re.fullmatch(f"[{INVISIBLE}]", character)


@pytest.mark.parametrize("character", ["a", " ", "地", "\n", SOFT_HYPHEN])
def test_blanks_letters_and_the_soft_hyphen_are_not(character: str) -> None:
    assert not re.fullmatch(f"[{INVISIBLE}]", character)


def test_no_other_module_has_a_range_of_han_of_its_own() -> None:
    own = re.compile(r"\\u[34][0-9a-f]{3}-\\u9[0-9a-f]{3}|[\u3400\u4e00]\s?-\s?[\u9fa5\u9fff]", re.I)
    there = {
        path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if own.search(path.read_text("utf-8"))
    }
    assert there == {"characters.py"}
