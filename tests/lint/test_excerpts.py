"""An excerpt shows where a finding stands, and never cuts a word or a clause where it need not."""

from __future__ import annotations

import pytest

from summarize.lint.locating.excerpts import excerpt_around, sentence_at, shortened, width_of

LONG = (
    "本研究采用了一种新颖的视角,专注于评估模型的核心计算推理能力,即模型准确理解规则和执行逻辑计算操作的能力,"
    "并在 Codeforces 的 1,200 道 题目上得到验证"
)


def test_a_short_sentence_is_shown_whole() -> None:
    assert excerpt_around("误差最多为 5%。", 5, 2, 60) == "误差最多为 5%。"


def test_a_long_one_is_cut_between_clauses() -> None:
    at = LONG.index("力,即")
    shown = excerpt_around(LONG, at, 3, 90)
    assert "力,即" in shown and width_of(shown) <= 90
    inner = shown.strip("…")
    assert inner in LONG
    assert LONG[LONG.index(inner) - 1] in ",，。" or shown[0] != "…"


@pytest.mark.parametrize("width", [12, 20, 33, 60])
@pytest.mark.parametrize("at", range(0, 150, 7))
def test_no_latin_word_is_ever_cut(at: int, width: int) -> None:
    text = "the quick brown fox jumps over the lazy dog and runs through extraordinarily large forests " * 2
    word = text.split()[len(text[:at].split()) - 1] if at else "the"
    shown = excerpt_around(text, text.index(word), len(word), width)
    words = set(text.split())
    assert word in shown
    assert set(shown.strip("…").split()) <= words


def test_the_words_that_a_finding_names_are_never_cut_away() -> None:
    assert "0.7in the evaluation" in excerpt_around("x " * 100 + "0.7in the evaluation of" + " y" * 100, 200, 20, 24)


def test_a_text_is_shortened_at_a_word() -> None:
    assert shortened("We count sparrows from space", 12) == "We count …"
    assert shortened("We count", 12) == "We count"
    assert shortened("我们清点麻雀，并且比较，最后总结", 16) == "我们清点麻雀，…"
    assert shortened("a" * 40, 12) == "a" * 40


@pytest.mark.parametrize(("offset", "number"), [(0, 1), (4, 1), (5, 2), (12, 2), (13, 3)])
def test_sentences_are_counted_to_a_place(offset: int, number: int) -> None:
    assert sentence_at("我们清点。误差为 0.5。好！", offset).number == number


def test_no_sentence_of_no_text() -> None:
    assert sentence_at("", 0).number == 1
