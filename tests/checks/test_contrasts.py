"""The checks on contrasts: words of direction, certainty, quantity, relation, aspect, time and place."""

from __future__ import annotations

import pytest

from summarize.checks import check_pair
from summarize.values import Finding, UnitName

CODES = {"direction", "modality", "quantifier", "connective", "aspect", "time-place"}


def contrasts(source: str, target: str, unit: UnitName = "abstract") -> list[Finding]:
    return [finding for finding in check_pair(unit, source, target) if finding.code in CODES]


@pytest.mark.parametrize(
    ("code", "source", "right", "wrong"),
    [
        ("direction", "The dam raises the water level.", "大坝提高了水位。", "大坝降低了水位。"),
        ("direction", "Thinner walls carry lower loads.", "较薄的墙承受较低的载荷。", "较薄的墙承受较高的载荷。"),
        ("direction", "Shade inhibits the growth of moss.", "阴影抑制苔藓的生长。", "阴影促进苔藓的生长。"),
        ("direction", "The old gauge overestimates rainfall.", "旧雨量计高估了降雨量。", "旧雨量计低估了降雨量。"),
        ("modality", "The vein may contain silver.", "该矿脉可能含银。", "该矿脉必然含银。"),
        ("modality", "Visitors must wear a helmet.", "参观者必须戴头盔。", "参观者可以戴头盔。"),
        ("quantifier", "Most oaks lost their leaves.", "大多数橡树落了叶。", "所有橡树都落了叶。"),
        ("quantifier", "Only oaks lost their leaves.", "只有橡树落了叶。", "至少橡树落了叶。"),
        ("connective", "Although it rained, the fair opened.", "尽管下了雨，集市仍然开幕。", "由于下了雨，集市开幕。"),
        ("connective", "If it rains, the fair moves.", "如果下雨，集市就会搬走。", "虽然下雨，集市搬走了。"),
        ("aspect", "The museum will be rebuilt.", "博物馆将被重建。", "博物馆已被重建。"),
        ("aspect", "The river is still frozen.", "河流仍然封冻。", "河流不再封冻。"),
        ("time-place", "Rinse the rice before cooking.", "烹饪之前淘米。", "烹饪之后淘米。"),
        ("time-place", "The pond is drained yearly.", "池塘每年排水。", "池塘每周排水。"),
        ("time-place", "The bell hangs inside the tower.", "钟挂在塔的内部。", "钟挂在塔的外部。"),
    ],
)
def test_a_word_that_says_another_value_is_found(code: str, source: str, right: str, wrong: str) -> None:
    assert contrasts(source, right) == []
    assert [(finding.code, finding.severity) for finding in contrasts(source, wrong)] == [(code, "error")]


def test_a_finding_names_the_words_of_both_sides() -> None:
    (finding,) = contrasts("The dam raises the water level.", "大坝降低了水位。")
    assert (finding.source, finding.target) == ("raises", "降低")
    assert finding.message == "“raises” says more, “降低” says less"


def test_words_of_one_sentence_are_not_held_against_another() -> None:
    source = "The dam raises the water level. The mill lowers the noise of the wheel."
    assert contrasts(source, "大坝提高了水位。磨坊降低了水轮的噪声。") == []
    (finding,) = contrasts(source, "大坝提高了水位。磨坊提高了水轮的噪声。")
    assert finding.source == "lowers"


def test_a_summary_is_checked_too() -> None:
    source = "The dam raises the water level of the river near the mill. The mill is old."
    (finding,) = contrasts(source, "大坝降低了磨坊附近河流的水位。", "summary")
    assert finding.code == "direction"


def test_a_compound_is_no_word_of_the_field() -> None:
    assert contrasts("We prove a lower bound on the cost of paths.", "我们证明了路径成本的下界。") == []
    assert contrasts("The model reads each page.", "大语言模型阅读每个页面。") == []


def test_free_renderings_are_spared() -> None:
    assert contrasts("The glaze makes cups less fragile.", "釉料使杯子更不易碎。") == []
    assert contrasts("Few farmers had heard of the law.", "很少有农民听说过该法律。") == []
    assert contrasts("The mill may move.", "磨坊可能会搬迁。") == []
