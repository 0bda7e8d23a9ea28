"""What the program writes, ``summarize check`` reads back: every layout, one paper and many, both scripts, whole papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result as Ran

from summarize.checks import check_draft
from summarize.layouts import LAYOUTS, REFERENCE_LISTS, LayoutOptions, RunInfo, load_layout
from summarize.lint.page_reader import read_page
from summarize.lint.report import Report, lint
from summarize.values import Finding, LanguageOrder, Links, Outcome, Paper, Result, Sentence, Source
from tests.layouts.samples import FAILED
from tests.lint.own_results import STONES, TIDENET, in_traditional

#: The layouts that are pages, which hold a translation.
OF_PAGES = [name for name in LAYOUTS if name not in REFERENCE_LISTS]
#: Findings whose words are all wrong as Chinese for the paper, so that one read as text of the paper is found.
OPEN = (
    Finding("number-changed", "error", "it became 1999", "abstract", 3, "two orders in 1888", "十分之一 2077"),
    Finding("term", "warning", "33 of them", "takeaways", 2, "KF 1888", "一千八 1777"),
    Finding("format", "warning", "x", "title", None, "KF 1888", "1777", "repaired"),
)
DOUBTFUL = replace(TIDENET, findings=OPEN)
#: A PDF of this machine: its title has no address.
LOCAL = replace(
    STONES,
    paper=replace(
        STONES.paper, id="", version=0, published="", updated="", path="stones.pdf", source="local", links=Links()
    ),
)
PAGES: dict[str, tuple[Outcome, ...]] = {
    "one": (TIDENET,),
    "whole": (STONES,),
    "findings": (DOUBTFUL,),
    "local": (LOCAL,),
    "many": (TIDENET, STONES, FAILED, DOUBTFUL),
}


def written(
    layout: str, outcomes: Sequence[Outcome], to: str = "zh-Hans", order: LanguageOrder = "zh-en", **options: Any
) -> str:
    """Return the page of some outcomes in the script ``to``."""
    results = [in_traditional(o) if to == "zh-Hant" and isinstance(o, Result) else o for o in outcomes]
    run = RunInfo("arXiv 论文", "2026-11-21", len(results), "acme/kite-large", "summarize 0.2.0")
    return load_layout(layout, LayoutOptions(to=to, order=order, **options)).page(results, run)


def read_back(text: str) -> Report:
    def lookup(names: Sequence[str]) -> Mapping[str, Paper]:
        return {name: r.paper for r in (TIDENET, STONES) for name in names if str(r.paper) in name}

    return lint("page", text, lookup, None)


@pytest.mark.parametrize("result", [TIDENET, STONES], ids=lambda result: str(result.paper))
def test_the_abstracts_of_these_pages_are_clean(result: Result) -> None:
    source = Source(result.paper.title, tuple(s.en for s in result.draft.sentences))
    assert not [f for f in check_draft(result.draft, source) if f.unit in ("title", "abstract")]


@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("layout", OF_PAGES)
def test_no_clean_page_of_ours_fails_its_own_check(layout: str, page: str, to: str) -> None:
    outcomes = PAGES[page]
    for extras in (False, True):
        options = dict.fromkeys(("also_english", "front_matter", "bibtex", "contents"), extras)
        order: LanguageOrder = "en-zh" if extras else "zh-en"
        report = read_back(written(layout, outcomes, to, order, **options))
        assert report.remarks == ()
        assert report.papers == sum(isinstance(outcome, Result) for outcome in outcomes)
        assert report.texts >= 2 * report.papers


@pytest.mark.parametrize("order", ["zh-en", "en-zh"])
@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("layout", OF_PAGES)
def test_a_figure_that_was_changed_is_found_in_every_layout(layout: str, to: str, order: LanguageOrder) -> None:
    report = read_back(written(layout, (TIDENET, STONES), to, order).replace("4,096 天", "4,069 天"))
    assert {(r.finding.code, r.finding.unit) for r in report.remarks} == {("number-changed", "abstract")}
    assert all("4,069" in r.finding.target for r in report.remarks)


def test_a_finding_on_a_page_in_traditional_chinese_quotes_the_page() -> None:
    text = written("report", (TIDENET,), "zh-Hant").replace("誤差低於 0.8", "誤差低於 0.9")
    finding = next(r.finding for r in read_back(text).remarks if r.finding.unit == "summary")
    assert finding.target and finding.target in text


@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant"])
def test_a_short_abstract_in_a_table_is_checked(to: str) -> None:
    text = written("table", (STONES, TIDENET), to)
    assert read_back(text).texts == 4
    changed = read_back(text.replace("有 4,096", "有 4,069"))
    assert {(r.finding.code, r.finding.unit) for r in changed.remarks} == {("number-changed", "abstract")}


@pytest.mark.parametrize("layout", ["report", "interleaved", "bilingual"])
def test_a_finding_behind_numbered_sentences_has_its_line_and_column(layout: str) -> None:
    text = written(layout, (TIDENET,)).replace("4,096 天", "4,069 天")
    place = next(r.place for r in read_back(text).remarks if "4,069" in r.finding.target)
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith("4,069")


@pytest.mark.parametrize("order", ["zh-en", "en-zh"])
def test_a_sentence_of_names_alone_stays_beside_its_other_language(order: LanguageOrder) -> None:
    sentences = (
        TIDENET.draft.sentences[0],
        Sentence(2, "See TideNet at $O(n)$ and HarbourBench, v2.", "见 TideNet at $O(n)$ and HarbourBench, v2。"),
    )
    result = replace(TIDENET, draft=replace(TIDENET.draft, sentences=sentences, summary="", takeaways=(), one_line=""))
    (paper,) = read_page(written("interleaved", (result,), order=order))
    assert paper.abstract.text == " ".join(s.en for s in sentences)
    assert paper.abstract_zh.text == "\n".join(s.zh for s in sentences)


EARLIER = sorted((Path(__file__).parent / "earlier_pages").iterdir())


@pytest.mark.parametrize("page", EARLIER, ids=lambda path: path.name)
def test_pages_that_earlier_versions_wrote_are_read(page: Path) -> None:
    report = read_back(page.read_text("utf-8"))
    assert report.remarks == ()
    assert report.papers == (1 if "-one" in page.name else 2 if page.name.startswith("0.1") else 3)
    changed = read_back(page.read_text("utf-8").replace("4,096 天", "4,069 天"))
    assert {(r.finding.code, r.finding.unit) for r in changed.remarks} == {("number-changed", "abstract")}


def test_a_finding_on_a_web_page_has_its_line_and_column() -> None:
    text = written("html", (TIDENET,)).replace("4,096 天", "4,069 天")
    place = read_back(text).remarks[0].place
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith("4,069")


def test_the_digest_of_a_whole_paper_is_not_held_against_its_abstract() -> None:
    for layout in ("report", "html"):
        report = read_back(written(layout, (STONES,)))
        assert report.blind == ("hep-th/9909099v1",)
        abstract_only = replace(STONES, reading=TIDENET.reading)
        codes = {r.finding.code for r in read_back(written(layout, (abstract_only,))).remarks}
        assert "number-invented" in codes


def test_a_web_page_of_another_program_holds_no_paper(invoke: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text("<!doctype html><article><h1>中文</h1><p>正文</p></article>", "utf-8")
    ran = invoke("check", "other.html")
    assert ran.exit_code == 2
    assert "no paper" in ran.stderr


@pytest.mark.parametrize("layout", REFERENCE_LISTS)
def test_a_list_of_references_is_no_page_and_gives_no_findings(
    layout: str, invoke: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / f"refs{load_layout(layout).suffix}").write_text(written(layout, PAGES["many"]), "utf-8")
    ran = invoke("check", "--offline", f"refs{load_layout(layout).suffix}")
    assert ran.exit_code == 2 and not ran.stdout
    assert "a list of references" in ran.stderr and "no Chinese text" in ran.stderr


def test_the_command_reads_its_own_pages_back(invoke: Callable[..., Ran], tmp_path: Path) -> None:
    pages = []
    for layout in OF_PAGES:
        for papers, to in ((("2501.10001",), "zh-Hans"), (("2501.10001", "2501.10002", "hep-th/9901001"), "zh-Hant")):
            made = invoke(*papers, "--layout", layout, "--to", to)
            assert made.exit_code == 0, made.stderr
            pages.append(f"{layout}-{to}{load_layout(layout).suffix}")
            (tmp_path / pages[-1]).write_text(made.stdout, "utf-8")
    ran = invoke("check", "--offline", *pages)
    assert ran.exit_code == 0, ran.stdout
    assert f"of {4 * len(OF_PAGES)} papers" in ran.stdout and "0 errors, 0 warnings" in ran.stdout
