"""Work that small models are spared.

Magnitudes are rewritten in Chinese figures, the key sentences of a text are chosen, and answers are judged.
"""

from __future__ import annotations

import pytest

from summarize.prompting.small_models import chinese_magnitudes, keeps_to, key_places, key_sentences


@pytest.mark.parametrize(
    ("english", "written"),
    [
        ("trained on 1.2 million pairs", "trained on 120 万 pairs"),
        ("a graph with 3.5 billion edges", "a graph with 35 亿 edges"),
        ("at least 2 billion years", "at least 20 亿 years"),
        ("0.97 million square kilometres", "97 万 square kilometres"),
        ("1.12345 million rows", "112.345 万 rows"),
        ("1,200 billion tokens", "12,000 亿 tokens"),
        ("3 trillion tokens", "30,000 亿 tokens"),
        ("340 thousand users", "34 万 users"),
        ("2 thousand users", "2,000 users"),
        ("graphs with billions of edges", "graphs with 数十亿 edges"),
        ("hundreds of thousands of users", "hundreds of thousands of users"),
        ("a 7-billion-parameter model", "a 7-billion-parameter model"),
        ("41,200 posts and 15 months", "41,200 posts and 15 months"),
    ],
)
def test_magnitudes_are_moved_by_powers_of_ten_and_nothing_else(english: str, written: str) -> None:
    assert chinese_magnitudes(english) == written


def test_traditional_chinese_has_its_own_characters() -> None:
    assert chinese_magnitudes("1.2 million pairs in billions of rows", "zh-Hant") == "120 萬 pairs in 數十億 rows"


ABSTRACT = (
    "Fog closes small harbours.",
    "We present Brackwater, a forecaster for fog.",
    "It was trained on 41 harbours over 4 winters.",
    "Fog has been studied for a long time.",
    "Accuracy improves from 64% to 81%.",
    "The forecaster fails near rivers.",
    "Code is available at https://example.org/x.",
)


def test_contribution_results_and_limits_carry_an_abstract() -> None:
    assert key_sentences(ABSTRACT) == (2, 3, 5, 6)
    assert key_sentences(ABSTRACT[:2]) == (1, 2)


def test_keys_of_a_whole_text_are_prose_of_different_content_in_order() -> None:
    pages = {
        1: [
            "We present Brackwater, a forecaster for fog.",
            "The sea was calm on the first day of the long study there.",
        ],
        2: [
            "Over 12 harbours the median warning came 47 minutes earlier than that of the observers.",
            "The median warning came 47 minutes earlier than that of observers over all 12 harbours.",
            "Figure 3 shows 12 harbours and 41 winters of readings from both of the thermometers.",
            "x = 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13.",
        ],
        3: ["In harbours that are fed by rivers the forecast fails on 31% of all nights."],
    }
    chosen = key_places(pages, ABSTRACT, most=2)
    assert [place for place, _ in chosen] == [2, 3]
    assert chosen[0][1].startswith("Over 12 harbours")


@pytest.mark.parametrize(
    ("short", "fits"),
    [
        ("准确率升到 81%", True),
        ("准确率升到 82%", False),
        ("Accuracy improved", False),
        ("", False),
        ("在所有的十二个港口和四个冬天里，准确率从 64% 升到 81%，这是很好的结果", False),
    ],
    ids=["shorter", "another figure", "English", "empty", "longer"],
)
def test_what_can_stand_for_a_sentence(short: str, fits: bool) -> None:
    assert keeps_to(short, "在十二个港口，准确率从 64% 升到 81%") is fits


@pytest.mark.parametrize(
    ("short", "long", "fits"),
    [
        ("质量发生了变化", "我们没有发现质量发生变化的证据", False),
        ("没有发现质量变化", "我们没有发现质量发生变化的证据", True),
        ("延迟高 9 毫秒", "它的延迟最多比所选模型高 9 毫秒", False),
        ("延迟最多高 9 毫秒", "它的延迟最多比所选模型高 9 毫秒", True),
        ("系统稳定了 20 亿年", "我们证明系统至少稳定了 20 亿年", False),
    ],
)
def test_negations_and_bounds_are_kept(short: str, long: str, fits: bool) -> None:
    assert keeps_to(short, long) is fits
