"""Notes of a vault keep to Obsidian's rules, whatever their papers' texts are."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from summarize.layouts import LayoutOptions, load_layout
from summarize.layouts.layout import Beside
from summarize.layouts.markdown import escaping
from summarize.layouts.view import PaperView
from summarize.lint.page_reader import read_page
from summarize.values import Evidence, Result, Takeaway
from tests.layouts.obsidian import blocks_of, links_in, properties_of
from tests.layouts.samples import HOSTILE, KITE, MANY, PDF, RUN
from tests.layouts.test_random_texts import random_paper

ONE = replace(RUN, total=1)


def note(result: Result, beside: Beside = Beside(), layout: str = "report", **options: Any) -> str:  # noqa: B008
    run = replace(ONE, beside={str(result.paper): beside})
    return load_layout(layout, LayoutOptions(vault=True, **options)).page([result], run)


def titled(title: str, title_zh: str = "风筝") -> Result:
    return replace(KITE, paper=replace(KITE.paper, title=title), draft=replace(KITE.draft, title_zh=title_zh))


def test_the_properties_of_a_note() -> None:
    properties = properties_of(note(KITE, Beside("2501.90001v2.pdf", "nguyen2025kitenet")))
    assert properties["aliases"] == ["KiteNet: Aligning the Logs of Weather Kites", "KiteNet：对齐气象风筝的日志"]
    assert properties["one_line"] == "KiteNet 无需标注即可对齐风筝日志"
    assert properties["url"] == "https://arxiv.org/abs/2501.90001v2"
    assert properties["tags"] == ["arxiv", "cs/LG", "physics/ao-ph"]
    assert properties["categories"] == ["cs.LG", "physics.ao-ph"]
    assert (properties["pdf"], properties["citekey"]) == ("[[2501.90001v2.pdf]]", "nguyen2025kitenet")
    assert properties["doi"] == "10.5555/kite.2025.1"


@pytest.mark.parametrize(
    "title",
    [
        'She said "no": a \'study\'', "---", "--- rules ---", "@mention first", "# heading", "- item", "[[2501.00001]]",
        "🪁 kites 🪁", "yes", "null", "~", "1e5", "0o17", "0x1F", "12:30", "2025-01-30", ".5", "a: b #c", "{x}", "a\\b",
        "% comment", "&anchor", "*star", "!tag", "|", ">", "`code`", "=", "3.14", "1_000", "\u2028split\u0085",
        "long " * 300,
    ],
)  # fmt: skip
def test_a_title_is_the_same_text_for_every_reader_of_yaml(title: str) -> None:
    view, text = PaperView(titled(title, title)), note(titled(title, title))
    properties = properties_of(text)
    assert isinstance(properties["title"], str) and isinstance(properties["title_zh"], str)
    assert (properties["title"], properties["title_zh"]) == (str(view.title), str(view.title_zh))
    assert all(isinstance(alias, str) for alias in properties["aliases"])
    front = text.split("\n---\n")[0].removeprefix("---\n")
    # A reader of YAML 1.2, as Obsidian's is: numbers have exponents without a dot, and octals begin with 0o.
    for line in front.splitlines():
        value = line.partition(": ")[2] or line.removeprefix("- ")
        if value in ("1e5", "0o17", "0x1F"):
            pytest.fail(f"{line!r} is a number in YAML 1.2")


def test_every_key_holds_with_hostile_texts() -> None:
    for result in (HOSTILE, PDF, replace(KITE, paper=replace(KITE.paper, categories=("2024", "a b.c", "", "é.x")))):
        properties_of(note(result, Beside("a.pdf", "k")))
    chance = random.Random(15)
    for _ in range(60):
        result = random_paper(chance)
        text = note(result)
        properties_of(text)
        assert set(blocks_of(text)) >= {f"s{s.n}" for s in result.draft.sentences if s.zh.strip() or s.en.strip()}
        assert not [link for link in links_in(text) if not link.target.startswith("#^s")]


def test_a_sentence_is_a_block_with_both_languages_and_evidence_links_to_it() -> None:
    text = note(KITE)
    assert blocks_of(text)["s2"] == "此前的工作靠人工校正漂移。\nEarlier work corrects the drift by hand."
    assert "2. 误差为 0.73 m（[[#^s5|第 5 句]]、[[#^s3|第 3 句]]）" in text
    assert {link.target for link in links_in(text)} == {"#^s3", "#^s4", "#^s5"}
    assert "十分之一。 ⚠\n" in text


def test_the_order_of_the_languages_holds_in_a_block_too() -> None:
    text = note(KITE, order="en-zh")
    assert blocks_of(text)["s2"] == "Earlier work corrects the drift by hand.\n此前的工作靠人工校正漂移。"
    assert "十分之一。 ⚠ ^s5\n" in text
    assert read_page(text)[0].abstract_zh.text == read_page(note(KITE))[0].abstract_zh.text


def test_evidence_on_a_page_opens_the_pdf_that_lies_in_the_vault() -> None:
    text = note(PDF, Beside("papers/stones.pdf"))
    assert (
        "（[[papers/stones.pdf#page=3|第 3 页]]、[第 3.2 节](https://arxiv.org/html/hep-th/9909099v1#S3.SS2)）" in text
    )
    assert "**3.2 The Count**（[[papers/stones.pdf#page=3|第 3 页]]）" in text
    assert "- **本地 PDF**：[[papers/stones.pdf]]" in text
    assert "[第 3 页](https://arxiv.org/pdf/hep-th/9909099v1#page=3)" in note(PDF)


def test_papers_that_the_abstract_names_are_links_to_their_notes() -> None:
    comment = "v2 of arXiv:2501.00001v1 and https://arxiv.org/abs/hep-th/9901001; see arxiv:2501.00001, 2501.00009"
    text = note(replace(KITE, paper=replace(KITE.paper, comment=comment)))
    assert "- **提到的论文**：[[2501.00001]] · [[hep-th_9901001|hep-th/9901001]]\n" in text
    itself = replace(KITE, paper=replace(KITE.paper, comment="also arXiv:2501.90001"))
    assert "提到的论文" not in note(itself)


def test_no_text_becomes_a_tag_a_comment_or_a_highlight() -> None:
    for text, escaped in [
        ("the #MeToo corpus", "the \\#MeToo corpus"),
        ("标签 #中文", "标签 \\#中文"),
        ("issue #1 and C# code", "issue \\#1 and C# code"),
        ("100%% sure", "100%\\% sure"),
        ("a == b", "a =\\= b"),
        ("50% = half", "50% = half"),
        ("[[2501.00001]]", "\\[\\[2501.00001\\]\\]"),
    ]:
        assert escaping.inline(text) == escaped
        shown = MarkdownIt("gfm-like").render(escaped)
        assert shown.strip() == f"<p>{text}</p>"


@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("layout", ["report", "digest", "bilingual", "interleaved", "table"])
def test_every_markdown_layout_makes_notes_that_check_reads(layout: str, to: str) -> None:
    for result in (KITE, PDF):
        text = note(replace(result, to=to), Beside("a.pdf"), layout, to=to, also_english=True, bibtex=True)
        properties_of(text)
        papers = read_page(text)
        assert [paper.title for paper in papers] == [result.paper.title]
        assert "^s" not in papers[0].abstract_zh.text and "^s" not in papers[0].abstract.text
        assert "[[" not in papers[0].takeaways.text and "a.pdf" not in papers[0].takeaways.text


def test_a_page_of_many_papers_is_no_note() -> None:
    plain = load_layout("report", LayoutOptions(front_matter=True)).page(MANY, RUN)
    assert load_layout("report", LayoutOptions(front_matter=True, vault=True)).page(MANY, RUN) == plain


def test_front_matter_of_many_authors_is_no_text_of_the_paper() -> None:
    many = replace(KITE, paper=replace(KITE.paper, authors=tuple(f"Ada Nguyen {n}" for n in range(300))))
    assert [paper.title for paper in read_page(note(many))] == [KITE.paper.title]


def test_evidence_that_is_no_sentence_of_the_abstract_is_no_link() -> None:
    takeaway = Takeaway("风筝很轻", (Evidence(sentence=99), Evidence(page=2)))
    text = note(replace(KITE, draft=replace(KITE.draft, takeaways=(takeaway,))))
    assert "（第 99 句、[第 2 页](https://arxiv.org/pdf/2501.90001v2#page=2)）" in text
    assert yaml.safe_load(text.split("\n---\n")[0])["findings"] == 1
