"""The checks on contrasts: words of direction, certainty, quantity, relation, aspect, time and place."""

from __future__ import annotations

import subprocess
import sys

import pytest

from summarize.checks import check_pair
from summarize.checks.contrasts.fields import FILES
from summarize.checks.word_lists import read_table
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
        ("quantifier", "Each oak lost its leaves.", "每棵橡树都落了叶。", "少数橡树落了叶。"),
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
    assert [finding.code for finding in contrasts(source, wrong)] == [code]


def test_it_is_an_error_where_the_lexicon_agrees() -> None:
    # Both know "before" and 之后. The lexicon of abstracts knows too little of museums, so the second is a warning.
    assert [f.severity for f in contrasts("Rinse the rice before cooking.", "烹饪之后淘米。")] == ["error"]
    assert [f.severity for f in contrasts("The museum will be rebuilt.", "博物馆已被重建。")] == ["warning"]


def test_a_finding_names_the_words_of_both_sides() -> None:
    (finding,) = contrasts("The dam raises the water level.", "大坝降低了水位。")
    assert (finding.source, finding.target) == ("raises", "降低")
    assert finding.message == "“raises” says more, “降低” says less"
    assert finding.expected == "增加"


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


def test_a_word_that_right_sentences_never_have_alone_is_a_warning() -> None:
    (finding,) = contrasts("The vein contains silver.", "该矿脉必然含银。")
    assert (finding.code, finding.severity, finding.target) == ("modality", "warning", "必然")
    (lost,) = contrasts("The vein may contain silver.", "该矿脉含银。")
    assert (lost.code, lost.severity, lost.source) == ("modality", "warning", "may")
    assert (
        contrasts("The vein may contain silver. It was dug by hand in the old mine.", "该矿脉含银。", "summary") == []
    )


def test_a_negation_may_turn_a_word() -> None:
    assert contrasts("The new roof does not improve the sound.", "新屋顶降低了声音效果。") == []
    assert contrasts("Such mills are rarely profitable.", "这类磨坊往往难以盈利。") == []


def test_less_of_a_burden_is_better() -> None:
    assert contrasts("The gear improves the delay of the clock.", "该齿轮降低了时钟的延迟。") == []
    (finding,) = contrasts("The gear improves the voice of the clock.", "该齿轮降低了时钟的音质。")
    assert finding.severity == "warning"


def test_connectives_that_begin_the_sentences_are_held_against_each_other() -> None:
    source = "However, the bell is heard, but only at noon."
    assert contrasts(source, "然而，钟声可闻，但仅在正午。") == []
    (finding,) = contrasts(source, "此外，钟声可闻，但仅在正午。")
    assert (finding.source, finding.target) == ("However", "此外")


def test_units_with_a_figure_are_left_to_the_checks_on_figures() -> None:
    assert contrasts("The drive takes 1.5 hours.", "车程为 90 分钟。") == []
    (finding,) = check_pair("abstract", "The drive takes several hours.", "车程为几分钟。")
    assert finding.code == "number-changed" and "hours" in finding.source


def test_the_month_of_may_is_no_word_of_modality() -> None:
    assert contrasts("The fair was held on May 4.", "集市于 5 月 4 日举行。") == []


def test_a_name_in_camel_case_is_no_word() -> None:
    assert contrasts("We describe NightOwl in detail.", "我们详细介绍 NightOwl。") == []


@pytest.mark.parametrize("file", sorted(file for files in FILES.values() for file in files))
def test_the_words_name_only_what_there_is(file: str) -> None:
    keys = {"english", "chinese", "loose_english", "loose_chinese", "value", "judges"}
    for field in read_table(file)["field"]:
        values = {row["value"] for row in field["row"]}
        assert len(values) > 1, field["name"]
        assert {value for pair in field.get("alike", []) + field.get("same", []) for value in pair} <= values
        assert all(set(row) <= keys for row in field["row"]), field["name"]
        firm = {word.strip() for row in field["row"] for word in row.get("chinese", "").replace("\n", " ").split(",")}
        for key in ("weak_chinese", "sure_chinese", "idle_chinese"):
            told = {word.strip() for word in field.get(key, "").replace("\n", " ").split(",")}
            assert told - {""} <= firm, (field["name"], key, told - firm)


#: Threads that ask for the fields at the same moment, in a process that has read no word list yet.
ASKED_AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from summarize.checks.contrasts.fields import field_vocabularies

sys.setswitchinterval(1e-4)
barrier = Barrier(4)

def fields(_):
    barrier.wait()
    return field_vocabularies()

with ThreadPoolExecutor(4) as pool:
    print(len({id(found) for found in pool.map(fields, range(4))}))
"""


def test_papers_that_are_checked_at_once_have_the_same_fields() -> None:
    """A field is known by its identity: with two of each, the check of one paper failed now and then."""
    ran = subprocess.run([sys.executable, "-c", ASKED_AT_ONCE], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "1"
