"""Pages can have front matter, BibTeX, links and paragraphs."""

from __future__ import annotations

import dataclasses
import datetime
import re

import pytest
import yaml

from summarize.layouts import LayoutOptions, load_layout
from summarize.layouts.addresses import paper_links, section_anchor, urls_in
from summarize.layouts.bibtex import bibtex_entry
from summarize.layouts.paragraphs import paragraph_starts
from summarize.values import Paper
from tests.layouts.samples import HOSTILE, KITE, MANY, PDF, RUN

ONE = dataclasses.replace(RUN, total=1)


def front_matter(page: str) -> dict[str, object]:
    match = re.match(r"---\n(.*?)\n---\n\n", page, re.DOTALL)
    assert match is not None
    fields = yaml.safe_load(match[1])
    assert isinstance(fields, dict)
    return fields


def test_front_matter_is_yaml_with_the_fields_that_notes_need() -> None:
    fields = front_matter(load_layout("report", LayoutOptions(front_matter=True)).page([KITE], ONE))
    assert fields == {
        "title": "KiteNet: Aligning the Logs of Weather Kites",
        "title_zh": "KiteNet：对齐气象风筝的日志",
        "arxiv": "2501.90001v2",
        "authors": ["Ada Nguyen", "Björn Ólafsson", "王小明"],
        "date": datetime.date(2025, 1, 30),
        "categories": ["cs.LG", "physics.ao-ph"],
        "tags": ["arxiv", "cs-LG", "physics-ao-ph"],
        "model": "acme/kite-large",
        "checked": "open",
        "findings": 1,
    }


def test_front_matter_holds_a_hostile_title_and_an_id_that_looks_like_a_number() -> None:
    paper = dataclasses.replace(HOSTILE.paper, title='a: "b" # c\n---\nd: [e', version=0)
    fields = front_matter(
        load_layout("digest", LayoutOptions(front_matter=True)).page([dataclasses.replace(HOSTILE, paper=paper)], ONE)
    )
    assert fields["title"] == 'a: "b" # c — d: [e'
    assert fields["arxiv"] == "2502.00666"


def test_a_page_of_many_has_one_front_matter_at_its_top() -> None:
    layout = load_layout("report", LayoutOptions(front_matter=True))
    page = layout.page(MANY, RUN)
    assert front_matter(page)["title"] == "每日论文"
    assert page.startswith(layout.head(RUN))
    assert page.count("title_zh") == 0


def test_pages_that_are_not_markdown_have_no_front_matter() -> None:
    for name in ("json", "jsonl", "html"):
        assert not load_layout(name, LayoutOptions(front_matter=True)).page([KITE], ONE).startswith("---")


def test_bibtex_as_arxiv_gives_it() -> None:
    assert bibtex_entry(KITE.paper).splitlines() == [
        "@misc{nguyen2025kitenet,",
        "  title = {{KiteNet: Aligning the Logs of Weather Kites}},",
        "  author = {Ada Nguyen and Björn Ólafsson and 王小明},",
        "  year = {2025},",
        "  eprint = {2501.90001},",
        "  archivePrefix = {arXiv},",
        "  primaryClass = {cs.LG},",
        "  doi = {10.5555/kite.2025.1},",
        "  url = {https://arxiv.org/abs/2501.90001v2}",
        "}",
    ]


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("50% of R&D at #1", "50\\% of R\\&D at \\#1"),
        ("Sets $\\{x_i\\}$ and y_i", "Sets $\\{x_i\\}$ and y\\_i"),
        ("Unbalanced } brace", "Unbalanced  brace"),
        ("Fence ``` here", "Fence ''' here"),
    ],
)
def test_bibtex_survives_what_tex_takes_for_something_else(title: str, value: str) -> None:
    assert f"title = {{{{{value}}}}}" in bibtex_entry(dataclasses.replace(KITE.paper, title=title))


def test_bibtex_stands_in_the_page_when_asked_for() -> None:
    for name in ("report", "digest", "bilingual", "interleaved", "html"):
        assert "@misc{" in load_layout(name, LayoutOptions(bibtex=True)).page([PDF], ONE)
        assert "@misc{" not in load_layout(name).page([PDF], ONE)


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://a.example/x.", {"https://a.example/x"}),
        ("见https://a.example/x找到", {"https://a.example/x"}),
        ("(https://a.example/x_(y))", {"https://a.example/x_(y)"}),
        ("“https://a.example/x/”，", {"https://a.example/x"}),
        ("HTTP://A.example", {"HTTP://A.example"}),
        ("javascript:alert(1) ftp://a.example a.example/x", set()),
    ],
)
def test_addresses_end_where_the_sentence_goes_on(text: str, urls: set[str]) -> None:
    assert urls_in(text) == urls


def test_code_and_project_pages_come_from_abstract_and_comment() -> None:
    links = paper_links(KITE.paper)
    assert links.code == ("https://github.com/acme-kites/kitenet",)
    assert links.project == ("https://kites.example.org/demo",)
    assert links.html == "https://arxiv.org/html/2501.90001v2"


def test_a_local_pdf_has_no_page_at_arxiv() -> None:
    links = paper_links(Paper(id="", version=0, title="T", abstract="A", path="/tmp/a.pdf"))
    assert (links.abs, links.pdf, links.html) == ("", "", "")


@pytest.mark.parametrize(
    ("number", "anchor"),
    [("3", "S3"), ("3.2", "S3.SS2"), ("3.2.1", "S3.SS2.SSS1"), ("A", "A1"), ("B.1", "A2.SS1"), ("Intro", ""), ("", "")],
)
def test_sections_have_the_ids_of_arxivs_html(number: str, anchor: str) -> None:
    assert section_anchor(number) == anchor


def test_a_short_abstract_is_one_paragraph_and_a_long_one_turns_with_its_sense() -> None:
    assert paragraph_starts(["We show it."] * 4) == {0}
    long = [
        "Kites drift.",
        "Logs differ.",
        "In this paper, we align them.",
        "It is cheap.",
        "Experiments show it.",
        "So.",
    ]
    assert paragraph_starts(long) == {0, 2, 4}


def test_the_abstracts_own_paragraphs_come_first() -> None:
    assert paragraph_starts(["One.", "Two.", "Three."], "One. Two.\nThree.") == {0, 2}
