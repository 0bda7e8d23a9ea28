"""The reading order, words, sections and pages of PDFs are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.reading.pdf.read_pdf import read_pdf
from summarize.values import Document
from tests.reading.pdf.pdf_builder import PaperBuilder, sample_paper


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("pdf") / "paper.pdf"
    sample_paper(path)
    return read_pdf(path)


def _all_paragraphs(document: Document) -> list[str]:
    return [p.text for s in document.sections for p in s.paragraphs]


@pytest.mark.parametrize("columns", [1, 2])
def test_every_paragraph_is_whole_in_order_and_on_its_page(tmp_path: Path, columns: int) -> None:
    paper = sample_paper(tmp_path / "paper.pdf", columns=columns)
    document = read_pdf(tmp_path / "paper.pdf")
    found = {p.text: p for s in document.sections for p in s.paragraphs}
    body = [text for text in paper.begins if not text.startswith("Figure")]
    assert [text for text in _all_paragraphs(document) if text in paper.begins] == body
    assert {text: found[text].page for text in body} == {text: paper.begins[text] for text in body}
    assert {text: found[text].last_page for text in body} == {text: paper.ends[text] for text in body}


def test_sections_have_kind_level_number_and_title(document: Document) -> None:
    assert [(s.kind, s.level, s.number, s.title) for s in document.sections if s.level] == [
        ("abstract", 1, "", "Abstract"),
        ("body", 1, "1", "Introduction"),
        ("body", 1, "2", "Related Work"),
        ("body", 1, "3", "Method"),
        ("body", 2, "3.1", "Objective"),
        ("body", 1, "4", "Experiments"),
        ("body", 1, "5", "Limitations and Outlook"),
        ("references", 1, "", "References"),
        ("appendix", 1, "A", "Further Measurements"),
        ("appendix", 1, "B", "Proofs"),
    ]


def test_title_authors_and_stamp_are_found_in_the_file(document: Document) -> None:
    assert document.title == "Sparse Lanterns for Imagined Networks"
    assert document.authors == ("Ada Lindqvist", "Bo Marchetti", "Chen Okafor")
    assert document.arxiv_id == "2601.01234v2"
    assert document.abstract and document.abstract in _all_paragraphs(document)


def test_running_heads_page_numbers_and_stamp_are_not_text(document: Document) -> None:
    whole = "\n".join(_all_paragraphs(document))
    assert "Made-up Proceedings" not in whole
    assert "arXiv:2601" not in whole
    assert not any(text.isdigit() for text in _all_paragraphs(document))


def test_a_caption_is_no_paragraph(document: Document) -> None:
    assert [(c.label, c.text) for c in document.captions] == [
        ("Figure 1", "Figure 1: The lantern network, drawn from memory. Darker nodes are older.")
    ]
    assert not any("lantern network, drawn" in text for text in _all_paragraphs(document))


def test_a_hyphen_that_belongs_to_the_word_survives(tmp_path: Path) -> None:
    paper = PaperBuilder(columns=1, hyphenate=False, numbers=False)
    paper.heading("1 Introduction")
    for line in (
        "We translate with an English-to-German system and study the com-",
        "pression of long contexts. Another English-to-",
        "German system is used, and the compression is measured.",
    ):
        paper.y += 12
        paper.put(paper.x, paper.y, line)
    paper.save(tmp_path / "paper.pdf")
    text = " ".join(_all_paragraphs(read_pdf(tmp_path / "paper.pdf")))
    assert "study the compression of" in text
    assert "Another English-to-German system" in text
