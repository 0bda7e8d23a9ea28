"""A finding on a page: told once with its places, marked at its sentence, in words of the page."""

from __future__ import annotations

import dataclasses
import re

import pytest
from lxml import html as lxml_html

from summarize.checks import CHECKS
from summarize.layouts import LAYOUTS, REFERENCE_LISTS, LayoutOptions, load_layout
from summarize.layouts.view import PaperView
from summarize.lint.own_html import read_own_html
from summarize.lint.page_reader import read_page
from summarize.values import Evidence, Figure, Finding, PaperFailure, PaperRef, Reading, Result, Takeaway
from tests.layouts.samples import KITE, RUN
from tests.layouts.test_markdown import MARKDOWN, texts
from tests.terminal.test_draw_page import ANSI, shown

ONE = dataclasses.replace(RUN, total=1)
INVENTED = "1,300 does not stand in the source"
SLIPS = (
    Finding("term", "error", "“Logs” became “日志”", "title", None, "Logs", "日志", expected="航迹"),
    Finding("term", "error", "“logs” became “日志”", "abstract", 1, "logs", "日志", expected="航迹"),
    Finding("lost-word", "warning", "nothing in the Chinese says “hard”", "abstract", 1, "hard", expected="困难"),
    Finding("term", "error", "“logs” became “日志”", "abstract", 3, "logs", "日志", expected="航迹"),
    Finding("term", "warning", "“logs” became “日志”", "summary", None, "logs", "日志", expected="航迹"),
    Finding("number-invented", "error", INVENTED, "summary", None, "", "1,300"),
    Finding("number-invented", "error", INVENTED, "takeaways", 2, "", "1,300"),
    Finding("format", "warning", "unpaired ”", "abstract", 1, "", "”", "repaired"),
    Finding("format", "warning", "unpaired ”", "summary", None, "", "”", "repaired"),
)
FAULTY = dataclasses.replace(
    KITE,
    findings=SLIPS,
    draft=dataclasses.replace(
        KITE.draft,
        summary="本文提出KiteNet。它对齐1,300次飞行。误差很小,日志很短。",
        takeaways=(
            KITE.draft.takeaways[0],
            Takeaway("误差很小。共1,300次", (Evidence(sentence=5),)),
            Takeaway("它很小"),
        ),
    ),
)
TOLD = [
    "⚠ 标题、第 1、3 句、总结 术语不当：“Logs”译作“日志”，宜作“航迹”",
    "⚠ 总结、要点 2 数字无据：“1,300”不见于原文",
    "第 1 句 疑漏译词语（提示）：“hard”没有译出，应有“困难”之意",
    "另有 1 项在核对后已修正。",
]


def page_of(name: str, *results: Result | PaperFailure, to: str = "zh-Hans", **options: bool) -> str:
    run = ONE if len(results) == 1 else RUN
    return load_layout(name, LayoutOptions(to=to, **options)).page(results, run)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", MARKDOWN)
def test_the_same_finding_is_told_once_with_all_its_places(name: str) -> None:
    page = page_of(name, FAULTY)
    assert re.findall("^- (.*(?:：“|修正).*)$", page, re.MULTILINE) == TOLD
    assert "- ·" not in page


def test_the_footer_counts_what_the_list_has() -> None:
    view = PaperView(FAULTY)
    assert (len(view.findings), view.errors, view.repaired) == (3, 2, 1)
    assert "核对：2 项待核，1 项提示" in page_of("report", FAULTY)


def test_a_finding_that_two_checks_report_alike_is_told_once() -> None:
    for other in (SLIPS[0], dataclasses.replace(SLIPS[0], source="LOGS")):
        view = PaperView(dataclasses.replace(KITE, findings=(SLIPS[0], other)))
        assert len(view.findings) == len(view.findings_at("title")) == 1


@pytest.mark.parametrize("results", [(FAULTY,), (FAULTY, KITE)], ids=["one", "many"])
@pytest.mark.parametrize("name", MARKDOWN)
def test_no_heading_has_a_mark(name: str, results: tuple[Result, ...]) -> None:
    assert not [heading for heading in texts(page_of(name, *results), "heading") if "⚠" in heading]


def test_no_heading_of_a_web_page_has_a_mark() -> None:
    tree = lxml_html.document_fromstring(page_of("html", FAULTY))
    assert not [h for h in tree.xpath("//h1 | //h2 | //h3") if "⚠" in h.text_content()]


def test_the_faulty_sentence_of_a_summary_and_of_a_takeaway_is_marked() -> None:
    page = page_of("report", FAULTY)
    assert "本文提出 KiteNet。它对齐 1,300 次飞行。 ⚠ 误差很小，日志很短。 ⚠" in page
    assert "2. 误差很小。共 1,300 次 ⚠（[第 5 句]" in page


def test_an_error_whose_words_stand_nowhere_is_marked_at_the_end() -> None:
    lost = Finding("number-missing", "error", "12 has no counterpart", "one_line", None, "12")
    assert "一句话总结**：KiteNet 无需标注即可对齐风筝日志 ⚠" in page_of(
        "report", dataclasses.replace(KITE, findings=(lost,))
    )


def test_a_stop_inside_a_formula_ends_no_sentence() -> None:
    draft = dataclasses.replace(KITE.draft, summary="代价为 $甲。n$ 次。很小。")
    slip = Finding("math-changed", "error", "x", "summary", None, "", "代价")
    page = page_of("report", dataclasses.replace(KITE, findings=(slip,), draft=draft))
    assert "$甲。n$ 次。 ⚠ 很小。" in page


def test_a_web_page_marks_every_place_and_tells_the_finding_at_the_first() -> None:
    tree = lxml_html.document_fromstring(page_of("html", FAULTY))
    notes = [item.text_content() for item in tree.xpath("//ul[@class='notes']/li")]
    assert notes == [
        TOLD[0],
        "⚠ 第 1 句 术语不当：“日志”（见标题）",
        TOLD[2],
        "⚠ 第 3 句 术语不当：“日志”（见标题）",
        "⚠ 总结 术语不当：“日志”（见标题）",
        TOLD[1],
        "⚠ 要点 2 数字无据：“1,300”（见总结）",
    ]
    (summary,) = tree.xpath("//p[@class='zh']")
    assert summary.text_content() == "本文提出 KiteNet。它对齐 1,300 次飞行。 ⚠ 误差很小，日志很短。 ⚠"
    assert [mark.text for mark in summary.xpath("./mark")] == ["1,300", "日志"]


def test_a_terminal_tells_a_finding_as_the_pages_do() -> None:
    page = ANSI.sub("", shown(FAULTY, 120))
    assert page.index(TOLD[0]) < page.index("⚠ 第 1 句 术语不当：“日志”（见标题）") < page.index(f"· {TOLD[2]}")
    assert "它对齐 1,300 次飞行。 ⚠ 误差很小" in page
    assert page.count("宜作“航迹”") == 1


@pytest.mark.parametrize("name", ["report", "bilingual", "digest", "interleaved", "html"])
def test_a_page_with_marks_is_read_back_without_them(name: str) -> None:
    read = read_own_html if name == "html" else read_page
    clean = read(page_of(name, dataclasses.replace(FAULTY, findings=())))
    doubtful = read(page_of(name, FAULTY))
    for one, other in zip(clean, doubtful, strict=True):
        assert [u.target.text.split() for u in one.units()] == [u.target.text.split() for u in other.units()]


def test_a_character_behind_a_mark_has_its_place_in_the_file() -> None:
    text = page_of("report", FAULTY)
    (paper,) = read_page(text)
    place = paper.summary.place(paper.summary.text.index("误差"))
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith("误差很小，日志很短")


@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("name", ["report", "html"])
def test_a_chinese_page_names_what_was_not_read_in_chinese(name: str, to: str) -> None:
    reading = Reading("pdf", 40, 30, ("references", "appendix A", "acknowledgements", "appendix", "pages 31-40"))
    page = page_of(name, dataclasses.replace(KITE, reading=reading, to=to), to=to)
    if to == "zh-Hans":
        assert "未读：参考文献、附录 A、致谢、附录、第 31–40 页" in page
    else:
        assert "未讀：參考文獻、附錄 A、致謝、附錄、第 31–40 頁" in page


@pytest.mark.parametrize(("label", "shown"), [("Figure 3", "图 3"), ("Table II", "表 II"), ("Scheme 1", "Scheme 1")])
def test_the_label_of_a_figure_is_chinese(label: str, shown: str) -> None:
    result = dataclasses.replace(KITE, figures=(Figure(label, 2, "a.png", "A kite.", "一只风筝。"),))
    assert f"{shown}：一只风筝。" in page_of("report", result)


@pytest.mark.parametrize("name", [*MARKDOWN, "html"])
def test_the_reason_of_a_failure_is_told_in_the_language_of_the_page(name: str) -> None:
    failed = PaperFailure(PaperRef("2503.00404"), "interrupted", "interrupted", title="Lanterns")
    assert "已中断" in page_of(name, KITE, failed)
    assert "已中斷" in page_of(name, KITE, failed, to="zh-Hant")


@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("name", [name for name in LAYOUTS if name not in ("json", "jsonl", *REFERENCE_LISTS)])
def test_findings_of_all_codes_can_stand_on_a_page(name: str, to: str) -> None:
    findings = tuple(
        Finding(code, "error", "this sentence has no Chinese", "abstract", 1, "kites", "风筝") for code in CHECKS
    )
    page = page_of(name, dataclasses.replace(KITE, findings=findings, to=to), to=to)
    for check in CHECKS.values():
        assert (check.name_hans if to == "zh-Hans" else check.name_hant) in page
    assert "this sentence has no Chinese" not in page
