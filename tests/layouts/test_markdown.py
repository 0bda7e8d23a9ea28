"""The Markdown layouts, read back by a CommonMark parser, have the structure that was meant.

No text of a paper changes it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from summarize.errors import UsageError
from summarize.layouts import LAYOUTS, MARKDOWN_TEMPLATES, LayoutOptions, load_layout
from summarize.values import PaperFailure, Result
from tests.layouts.samples import FAILED, HOSTILE, KITE, MANY, PDF, RUN

MARKDOWN = [name for name in LAYOUTS if (MARKDOWN_TEMPLATES / f"{name}.md.j2").is_file()]
ONE = dataclasses.replace(RUN, total=1)
#: The reading of GitHub: tables, strikethrough, and bare addresses that become links.
PARSER = MarkdownIt("gfm-like")


def tokens(page: str) -> Iterator[Token]:
    for token in PARSER.parse(page):
        yield token
        yield from token.children or ()


def page_of(name: str, result: Result | PaperFailure, **options: bool) -> str:
    return load_layout(name, LayoutOptions(**options)).page([result], ONE)  # type: ignore[arg-type]


def texts(page: str, kind: str) -> list[str]:
    """Return what stands in each element of that kind, as plain text."""
    found: list[str] = []
    for token, following in zip(seq := PARSER.parse(page), seq[1:], strict=False):
        if token.type == f"{kind}_open":
            found.append("".join(child.content for child in following.children or () if child.type != "html_inline"))
    return found


def links(page: str) -> list[str]:
    return [str(token.attrs["href"]) for token in tokens(page) if token.type == "link_open"]


@pytest.mark.parametrize("name", MARKDOWN)
@pytest.mark.parametrize("result", [KITE, PDF, HOSTILE], ids=["plain", "pdf", "hostile"])
def test_only_our_own_html_and_links_stand_in_a_page(name: str, result: Result) -> None:
    page = page_of(name, result, bibtex=True, also_english=True)
    for token in tokens(page):
        assert token.type != "image"
        if token.type in ("html_inline", "html_block"):
            assert token.content.strip().startswith(("<sup id=", "</sup>", "<br>", "<a id=", "</a>"))
    for link in links(page):
        assert link.startswith(
            (
                f"https://arxiv.org/abs/{result.paper.id}",
                f"https://arxiv.org/pdf/{result.paper.id}",
                f"https://arxiv.org/html/{result.paper.id}",
                "https://doi.org/10.5555/",
                "https://github.com/acme-kites/kitenet",
                "https://kites.example.org/demo",
                "https://real.example/page",
                "http://cs.CR",  # this viewer takes arXiv's own category for a host name
                "#",
            )
        ), link


@pytest.mark.parametrize("name", MARKDOWN)
def test_hostile_text_makes_no_block_of_its_own(name: str) -> None:
    kinds = {token.type for token in tokens(page_of(name, HOSTILE))}
    assert not kinds & {"code_block", "fence", "blockquote_open", "code_inline", "em_open", "s_open"}
    meant = len(texts(page_of(name, KITE), "heading"))
    assert len(texts(page_of(name, HOSTILE), "heading")) == meant


def test_report_has_the_headings_of_its_shape_and_the_title_as_it_is() -> None:
    assert texts(page_of("report", HOSTILE), "heading") == [
        "A|B [C](D) $x_1$ <b>bold</b> second line evil مرحبا 🪁 [31mred #",
        "Abstract",
        "摘要",
        "总结",
        "要点",
        "待核之处",
    ]


def test_the_hostile_title_survives_in_a_table_cell() -> None:
    cells = texts(page_of("table", HOSTILE), "td")
    assert cells[1].startswith("A|B [C](D) $x_1$ <b>bold</b> second line evil مرحبا 🪁 [31mred #")
    assert len(cells) == 4


@pytest.mark.parametrize(
    "title",
    ["**", "C#", "a_b_ and _c", "1. x", "- x", "> q", "`", "~~x~~", "a\\", "&lt;b&gt; &#60;", "\\*", "=", "==="],
)
@pytest.mark.parametrize("name", ["report", "digest", "bilingual", "interleaved"])
def test_titles_that_look_like_markup_stay_text(title: str, name: str) -> None:
    result = dataclasses.replace(KITE, paper=dataclasses.replace(KITE.paper, title=title))
    assert texts(page_of(name, result), "heading")[0] == title


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("$x_1$ and $y_1$", "$x_1$ and $y_1$"),
        ("$\\mathbf{x}_i$ and $y_{j}$", "$\\mathbf{x}_ i$ and $y_{j}$"),
        ("$x^*$ and $y^*$", "$x^\\ast$ and $y^\\ast$"),
        ("$a<b>c$", "$a< b>c$"),
        ("$f[x](y)$", "$f[x] (y)$"),
        ("$O(n \\log n)$", "$O(n \\log n)$"),
        ("it costs $5 or $6", "it costs $5 or $6"),
    ],
)
def test_formulas_mean_the_same_to_tex_and_nothing_to_markdown(formula: str, shown: str) -> None:
    result = dataclasses.replace(KITE, paper=dataclasses.replace(KITE.paper, title=formula))
    assert texts(page_of("report", result), "heading")[0] == shown


def test_a_bar_in_a_formula_does_not_end_a_table_cell() -> None:
    result = dataclasses.replace(KITE, paper=dataclasses.replace(KITE.paper, title="norms $|x|$ and $\\|y\\|$"))
    cells = texts(page_of("table", result), "td")
    assert len(cells) == 4
    assert cells[1].startswith("norms $\\vert x\\vert $ and $\\Vert y\\Vert $")


def test_evidence_leads_to_the_sentence_the_page_and_the_section() -> None:
    page = page_of("report", KITE)
    assert "#2501.90001v2-s5" in links(page)
    assert '<sup id="2501.90001v2-s5">5</sup> Experiments on three coasts' in page
    found = links(page_of("report", PDF))
    assert "https://arxiv.org/pdf/hep-th/9909099v1#page=3" in found
    assert "https://arxiv.org/html/hep-th/9909099v1#S3.SS2" in found
    assert "https://arxiv.org/html/hep-th/9909099v1#A2.SS1" in found


def test_evidence_that_names_no_sentence_of_the_paper_is_no_link() -> None:
    assert not any("s99" in link for link in links(page_of("report", HOSTILE)))
    assert "第 99 句" in page_of("report", HOSTILE)


def test_a_doubtful_sentence_is_marked_and_the_finding_listed() -> None:
    page = page_of("report", KITE)
    assert "是最佳对手的十分之一。 ⚠" in page
    assert "- ⚠ 第 5 句 数字有变：“two orders of magnitude”译作“十分之一”，数量级不同\n" in page
    assert "另有 1 项在核对后已修正" in page
    assert "核对：1 项待核" in page


def test_provenance_says_what_was_read_and_with_what() -> None:
    page = page_of("report", PDF)
    for words in ("arXiv:hep-th/9909099v1", "全文 PDF（12/14 页）", "参考文献、附录 A", "local/tiny"):
        assert words in page
    for words in ("digest 2、translate 3", "summarize 0.1.0", "核对：通过", "所用模型较小"):
        assert words in page


def test_unchecked_pages_say_so() -> None:
    made = dataclasses.replace(PDF.provenance, checked=False)
    page = page_of("report", dataclasses.replace(PDF, provenance=made))
    assert "未核对" in page
    assert "核对：通过" not in page


@pytest.mark.parametrize("name", MARKDOWN)
def test_the_streamed_page_is_head_papers_tail(name: str) -> None:
    layout = load_layout(name)
    assert layout.streams
    failures = [outcome for outcome in MANY if isinstance(outcome, PaperFailure)]
    streamed = (
        layout.head(RUN) + "".join(layout.paper(o, n) for n, o in enumerate(MANY, 1)) + layout.tail(failures, RUN)
    )
    whole = layout.page(MANY, RUN)
    assert whole.startswith(layout.head(RUN))
    assert whole.endswith("".join(layout.paper(o, n) for n, o in enumerate(MANY, 1)) + layout.tail(failures, RUN))
    headings = texts(streamed, "heading")
    assert headings[0] == "每日论文"
    assert headings[-1] == "未完成的论文"
    assert "每日论文" in streamed
    assert streamed.count(FAILED.message.split(" <")[0]) == 1


@pytest.mark.parametrize("name", ["report", "digest", "bilingual", "interleaved"])
def test_a_page_of_many_has_an_overview_and_contents_that_lead_to_the_papers(name: str) -> None:
    page = load_layout(name, LayoutOptions(contents=True)).page(MANY, RUN)
    assert page.count('<a id="2501.90001v2"></a>') == 1
    assert links(page).count("#2501.90001v2") == 2
    rows = texts(page, "td")
    assert rows[2] == "KiteNet 无需标注即可对齐风筝日志"
    assert rows[5].startswith("未完成：arXiv does not know")
    assert len(rows) == 3 * len(MANY)


@pytest.mark.parametrize("name", MARKDOWN)
def test_a_failed_paper_alone_is_listed_as_failed(name: str) -> None:
    page = page_of(name, FAILED)
    assert texts(page, "heading") == ["未完成的论文"]
    assert "arXiv does not know 2503.00404" in page


def test_also_english_adds_the_english_summary_and_takeaways() -> None:
    assert "It runs on a phone" not in page_of("report", KITE)
    headings = texts(page_of("report", KITE, also_english=True), "heading")
    assert "Summary" in headings
    assert "Takeaways" in headings


def test_traditional_pages_have_traditional_words() -> None:
    page = load_layout("report", LayoutOptions(to="zh-Hant")).page([dataclasses.replace(KITE, to="zh-Hant")], ONE)
    assert "一句話總結" in page
    assert "总结" not in page


def test_the_same_result_gives_the_same_bytes() -> None:
    for name in LAYOUTS:
        assert load_layout(name).page(MANY, RUN) == load_layout(name).page(MANY, RUN)


def test_an_unknown_layout_is_a_usage_error_that_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="repot") as caught:
        load_layout("repot")
    assert "report" in caught.value.hint
