"""LaTeX commands of running text are text on pages; formulas, and the source's own words in JSON, stay LaTeX."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from summarize.layouts import LAYOUTS, REFERENCE_LISTS, LayoutOptions, load_layout
from summarize.layouts.addresses import paper_links
from summarize.layouts.latex.latex_text import latex_to_text
from summarize.lint.report import lint
from summarize.terminal.draw_page import render_terminal
from summarize.values import Finding, Paper, Result, Sentence
from tests.layouts.samples import FAILED, KITE, RUN
from tests.lint.own_results import TIDENET

OF_PAGES = [name for name in LAYOUTS if name not in REFERENCE_LISTS]
ONE = dataclasses.replace(RUN, total=1)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\textit{\underline{P}rivate} and \textbf{bold}, \emph{x}", "Private and bold, x"),
        (r"{\it italic} {\bf bold} \textsc{Foo}: bar", "italic bold Foo: bar"),
        ("``quoted'' and `single' but `code` and don't", "“quoted” and ‘single’ but `code` and don't"),
        (r"G\"odel, Erd\H{o}s, {\'e}, \c{c}, \L{}ukasz, S\o ren, na\"{\i}ve", "Gödel, Erdős, é, ç, Łukasz, Søren, naïve"),
        (r"50\% of R\&D, 95% of \#1, \$5, a_b", "50% of R&D, 95% of #1, $5, a_b"),
        (r"we -- here --- 1--2 Sch\"onberg--Li, --fast", "we – here — 1–2 Schönberg–Li, --fast"),
        ("Fig.~2, 10~GHz, et~al, ~5%, 5~10", "Fig. 2, 10 GHz, et al, ~5%, 5~10"),
        (r"\alpha helix, 3 \times 4, \ldots", "α helix, 3 × 4, …"),
        (r"\texttt{foo_bar} in \LaTeX\ \ie, fast\\next", "foo_bar in LaTeX i.e., fast next"),
        (r"\href{https://a.example/b\_c}{code} \url{https://a.example/~d}", "code (https://a.example/b_c) https://a.example/~d"),
        (r"{B}ERT, {GPT}s and {0, 1}", "BERT, GPTs and {0, 1}"),
        (r"\textbf{$x_1 \textit{a}$ kites} and \(y\)", r"$x_1 \textit{a}$ kites and \(y\)"),
        (r"\SysName{} beats \foo{bar} \cite{x}", r"\SysName beats \foo{bar} \cite{x}"),
        (r"unbalanced { one \textit{two", "unbalanced { one two"),
        ("and } back \\", "and } back \\"),
        ("it costs $5 and $10", "it costs $5 and $10"),
        ("", ""),
    ],
)  # fmt: skip
def test_commands_become_the_text_that_they_stand_for(latex: str, text: str) -> None:
    assert latex_to_text(latex) == text


def test_chinese_keeps_its_own_signs() -> None:
    assert latex_to_text(r"约 5~10 倍 -- \textbf{快}", english=False) == "约 5~10 倍 -- 快"


def test_no_number_of_braces_is_too_many() -> None:
    for text in ("{" * 5000, "{" * 90 + "x" + "}" * 90, "\\textbf{" * 5000, "}" * 5000, "\\" * 5001):
        assert isinstance(latex_to_text(text), str)


@given(st.text(alphabet="\\{}$%~`'-\"aé中 /:.&_^#\n[]()tbfic01", max_size=40))
def test_any_text_is_read(text: str) -> None:
    assert "\ue000" not in latex_to_text(text)


LATEX = dataclasses.replace(
    TIDENET,
    paper=dataclasses.replace(
        TIDENET.paper,
        title=r"\textit{\underline{T}ideNet}: ``Late'' Tides in 12 Harbours",
        authors=(r"Bj\"orn \'{O}lafsson", "Ada Nguyen"),
        comment=r"14 pages; code at \url{https://github.com/acme/tide\_net}",
    ),
    draft=dataclasses.replace(
        TIDENET.draft,
        title_zh=r"\textit{TideNet}：12 个港口的“迟到”潮水",
        sentences=(
            Sentence(1, r"Tides reach the ``inner'' harbour \emph{late}.", r"潮水较\emph{晚}才到达“内”港。"),
            *TIDENET.draft.sentences[1:3],
            Sentence(4, r"It is 35\% cheaper -- see Fig.~2 of \textbf{R\&D}.", "它便宜 35\\%，见 R\\&D 的图 2。"),
        ),
    ),
)
LATEX = dataclasses.replace(
    LATEX, paper=dataclasses.replace(LATEX.paper, abstract=" ".join(s.en for s in LATEX.draft.sentences))
)
GONE = ("textit", "\\underline", "emph", "textbf", "``", "~2", "R\\", '\\"o', "tide\\")


def shown(layout: str, result: Result) -> str:
    if layout == "terminal":
        out = io.StringIO()
        render_terminal(result, Console(file=out, width=80, color_system=None, _environ={}))
        return out.getvalue()
    return load_layout(layout, LayoutOptions(front_matter=True)).page([result], ONE)


@pytest.mark.parametrize("layout", ["terminal", *(name for name in OF_PAGES if not name.startswith("json"))])
def test_no_page_shows_a_text_command(layout: str) -> None:
    page = shown(layout, LATEX)
    assert not [words for words in GONE if words in page]
    assert "12 个港口的“迟到”潮水" in page and "TideNet" in page
    if layout in ("report", "bilingual", "html", "terminal"):
        assert "Björn Ólafsson" in page


def test_json_keeps_the_words_of_the_source() -> None:
    paper = json.loads(load_layout("json").page([LATEX], ONE))["paper"]
    assert paper["title"] == LATEX.paper.title
    assert paper["authors"] == list(LATEX.paper.authors)


def test_an_address_with_an_escaped_sign_is_a_whole_link() -> None:
    assert paper_links(LATEX.paper).code == ("https://github.com/acme/tide_net",)
    assert "<https://github.com/acme/tide_net>" in shown("report", LATEX)


def test_the_words_of_a_finding_are_found_in_the_text_that_a_web_page_shows() -> None:
    finding = Finding("term", "error", "x", "abstract", 1, r"\emph{late}", r"较\emph{晚}")
    page = shown("html", dataclasses.replace(LATEX, findings=(finding,)))
    assert "<mark>late</mark>" in page and "<mark>较晚</mark>" in page


@pytest.mark.parametrize("layout", OF_PAGES)
def test_check_reads_such_pages_with_and_without_their_english(layout: str) -> None:
    def lookup(names: Sequence[str]) -> Mapping[str, Paper]:
        return dict.fromkeys(names, LATEX.paper)

    assert lint("page", load_layout(layout).page([LATEX], ONE), lookup, None).remarks == ()


def test_abstracts_with_lines_of_their_own_keep_their_paragraphs() -> None:
    abstract = "\n".join(s.en for s in KITE.draft.sentences).replace("Earlier", r"\emph{Earlier}")
    sentences = tuple(
        dataclasses.replace(s, en=s.en.replace("Earlier", r"\emph{Earlier}")) for s in KITE.draft.sentences
    )
    result = dataclasses.replace(
        KITE,
        paper=dataclasses.replace(KITE.paper, abstract=abstract),
        draft=dataclasses.replace(KITE.draft, sentences=sentences),
    )
    page = shown("digest", result)
    assert "\n\n此前的工作靠人工校正漂移。\n\n" in page


@pytest.mark.parametrize("layout", ["report", "table", "html"])
def test_the_title_of_a_failed_paper_is_text_too(layout: str) -> None:
    failed = dataclasses.replace(FAILED, title=r"\textit{Lost} ``Paper''")
    page = load_layout(layout).page([KITE, failed], RUN)
    assert "Lost “Paper”" in page
