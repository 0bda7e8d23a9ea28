"""Our own results are checked sentence by sentence, and their takeaways need evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarize.checks import check_draft, check_pair
from summarize.values import Draft, Evidence, Finding, Sentence, Source, Takeaway

ENGLISH = (
    "We collect 900 maps of old cities drawn by hand.",
    "The maps are scanned and aligned with satellite images.",
    "Accuracy reaches 91.5% on streets and 78% on rivers.",
    "Our code is available at https://github.com/example/maps.",
)
CHINESE = (
    "我们收集了 900 幅手绘的古城地图。",
    "这些地图经过扫描，并与卫星图像对齐。",
    "街道的准确率达到 91.5%，河流的准确率为 78%。",
    "代码见 https://github.com/example/maps 。",
)
SOURCE = Source("Old Maps Made New", ENGLISH)
GOOD = Draft(
    "旧图新制",
    tuple(Sentence(n, en, zh) for n, (en, zh) in enumerate(zip(ENGLISH, CHINESE, strict=True), 1)),
    one_line="对齐 900 幅古城地图。",
    summary="本文扫描并对齐了 900 幅古城地图，街道准确率为 91.5%。",
    takeaways=(
        Takeaway("收集了 900 幅手绘地图。", (Evidence(sentence=1),)),
        Takeaway("街道准确率 91.5%，河流 78%。", (Evidence(sentence=3),)),
    ),
)


def codes(draft: Draft, source: Source = SOURCE) -> list[tuple[str, str, str, int | None]]:
    return [(f.code, f.severity, f.unit, f.sentence) for f in check_draft(draft, source)]


def with_chinese(*chinese: str) -> Draft:
    return replace(
        GOOD, sentences=tuple(Sentence(n, en, zh) for n, (en, zh) in enumerate(zip(ENGLISH, chinese, strict=True), 1))
    )


def test_a_good_draft_is_quiet() -> None:
    assert check_draft(GOOD, SOURCE) == ()


def test_a_finding_names_its_sentence() -> None:
    found = codes(with_chinese(*CHINESE[:2], CHINESE[2].replace("91.5", "95.1"), CHINESE[3]))
    assert found == [("number-changed", "error", "abstract", 3)]


def test_an_empty_sentence_is_an_omission() -> None:
    found = codes(with_chinese(CHINESE[0], "", *CHINESE[2:]))
    assert ("omission", "error", "abstract", 2) in found


def test_a_sentence_given_twice_shifts_the_later_ones_and_that_is_seen() -> None:
    found = codes(with_chinese(CHINESE[0], CHINESE[1], CHINESE[1], CHINESE[2]))
    assert {n for code, severity, _, n in found if (code, severity) == ("omission", "error")} >= {3}
    assert {n for code, severity, unit, n in found if severity == "error" and unit == "abstract"} >= {3, 4}


def test_two_sentences_exchanged_are_seen() -> None:
    found = codes(with_chinese(CHINESE[1], CHINESE[0], *CHINESE[2:]))
    assert {n for _, severity, _, n in found if severity == "error"} == {1, 2}


def test_the_title_is_held_against_the_title() -> None:
    found = codes(replace(GOOD, title_zh="旧图新制\n\n说明：该译文力求简洁。"))
    assert found == [("chatter", "error", "title", None)]


def test_figures_of_the_summary_may_come_from_any_page() -> None:
    draft = replace(GOOD, summary="平均误差为 3.4 米。")
    assert ("number-invented", "error", "summary", None) in codes(draft)
    assert codes(draft, replace(SOURCE, pages={1: "Introduction", 2: "The mean error is 3.4 m."})) == []


@pytest.mark.parametrize(
    ("takeaway", "message"),
    [
        (Takeaway("收集了 900 幅地图。"), "does not say where"),
        (Takeaway("收集了 900 幅地图。", (Evidence(sentence=9),)), "[9] leads nowhere"),
        (Takeaway("收集了 900 幅地图。", (Evidence(page=3),)), "[p3] leads nowhere"),
        (Takeaway("收集了 900 幅地图。", (Evidence(section="4.1"),)), "[§4.1] leads nowhere"),
        (Takeaway("收集了 900 幅地图。", (Evidence(sentence=2),)), "900 does not stand at [2]"),
    ],
)
def test_evidence_must_lead_to_where_the_figures_stand(takeaway: Takeaway, message: str) -> None:
    found: list[Finding] = [
        f for f in check_draft(replace(GOOD, takeaways=(takeaway,)), SOURCE) if f.code == "evidence"
    ]
    assert [(f.severity, f.unit, f.sentence) for f in found] == [("warning", "takeaways", 1)]
    assert message in found[0].message


def test_evidence_of_a_page_may_run_on_to_the_next_and_a_section_holds_its_parts() -> None:
    source = replace(SOURCE, pages={2: "We collect", 3: "900 maps."}, sections={"3.1": "We collect 900 maps."})
    for mark in (Evidence(page=2), Evidence(section="3"), Evidence(section="3.1")):
        assert codes(replace(GOOD, takeaways=(Takeaway("收集了 900 幅地图。", (mark,)),)), source) == []


def test_a_takeaway_that_says_the_same_as_another_is_repeated() -> None:
    again = Takeaway("共收集了 900 幅手绘地图。", (Evidence(sentence=1),))
    assert codes(replace(GOOD, takeaways=(*GOOD.takeaways, again))) == [("repeated", "error", "takeaways", 3)]


def test_takeaways_that_differ_in_a_figure_are_two() -> None:
    one, other = "在街道数据上准确率达到了 91.5%。", "在街道数据上准确率达到了 78%。"
    found = check_pair("takeaways", " ".join(ENGLISH), f"1. {one}\n2. {other}")
    assert not [f for f in found if f.code == "repeated" and f.severity == "error"]


def test_evidence_is_not_asked_of_pages_that_others_made() -> None:
    assert check_pair("takeaways", " ".join(ENGLISH), "1. 收集了 900 幅手绘地图。") == ()
