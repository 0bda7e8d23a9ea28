"""Files and layouts that break simple readers are read, or refused with a reason."""

from __future__ import annotations

import random
from pathlib import Path

import pymupdf
import pytest

from summarize.errors import NoPdf, NotAPdf, PdfEncrypted, PdfTruncated, PdfWithoutText
from summarize.reading.marked_text import body_sections
from summarize.reading.pdf.read_pdf import read_pdf
from summarize.values import Document
from tests.reading.pdf.pdf_builder import PaperBuilder, paragraph, sample_paper


def _outline(document: Document) -> list[tuple[str, str, str]]:
    return [(s.kind, s.number, s.title) for s in document.sections if s.level == 1]


def _whole(document: Document) -> str:
    return "\n\n".join(s.text for s in document.sections)


def _prose(paper: PaperBuilder, rng: random.Random, count: int = 3) -> None:
    for _ in range(count):
        paper.text(paragraph(rng))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "paper.pdf"
    sample_paper(path, sections=3, paragraphs=3)
    return path


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_file_that_ends_early_is_named_so(good: Path, tmp_path: Path, share: float) -> None:
    data = good.read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(PdfTruncated) as caught:
        read_pdf(tmp_path / "cut.pdf")
    assert "abstract" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<!DOCTYPE html><html><body>Please wait</body></html>", "HTML page"),
        (b"", "empty"),
        (b"PK\x03\x04 a zip file", "not a PDF"),
    ],
)
def test_what_is_no_pdf_is_named_so(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "page.pdf").write_bytes(data)
    with pytest.raises(NotAPdf, match=said):
        read_pdf(tmp_path / "page.pdf")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoPdf):
        read_pdf(tmp_path / "nothing.pdf")


def test_a_file_with_a_password(good: Path, tmp_path: Path) -> None:
    document = pymupdf.open(good)
    # 5 is AES-256.
    document.save(tmp_path / "locked.pdf", encryption=5, user_pw="wick", owner_pw="oil")
    with pytest.raises(PdfEncrypted):
        read_pdf(tmp_path / "locked.pdf")


def test_a_file_that_only_forbids_printing_is_read(good: Path, tmp_path: Path) -> None:
    document = pymupdf.open(good)
    document.save(tmp_path / "free.pdf", encryption=5, owner_pw="oil")
    assert read_pdf(tmp_path / "free.pdf").sections == read_pdf(good).sections


def test_a_scan_without_text(tmp_path: Path) -> None:
    document = pymupdf.open()
    pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 60, 80), 0)
    pixels.clear_with(200)
    for _ in range(3):
        page = document.new_page()
        page.insert_image(page.rect, pixmap=pixels)
    document.save(tmp_path / "scan.pdf")
    with pytest.raises(PdfWithoutText, match="3 pages"):
        read_pdf(tmp_path / "scan.pdf")


def test_a_limit_of_pages_is_told(good: Path) -> None:
    document = read_pdf(good, max_pages=1)
    assert (document.pages_read, document.pages > 1) == (1, True)
    assert {p.page for s in document.sections for p in s.paragraphs} == {1}


def test_an_appendix_before_the_references(tmp_path: Path) -> None:
    sample_paper(tmp_path / "paper.pdf", sections=3, appendix="before")
    document = read_pdf(tmp_path / "paper.pdf")
    assert _outline(document)[-3:] == [
        ("appendix", "A", "Further Measurements"),
        ("appendix", "B", "Proofs"),
        ("references", "", "References"),
    ]
    assert [s.title for s in body_sections(document)][-1] == "Objective"


def test_no_references_at_all(tmp_path: Path) -> None:
    sample_paper(tmp_path / "paper.pdf", sections=4, references=False, appendix="")
    document = read_pdf(tmp_path / "paper.pdf")
    assert [s.kind for s in document.sections if s.level == 1] == ["abstract", *["body"] * 4]
    assert body_sections(document) == document.sections


def test_references_without_a_heading(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=1)
    for number in (1, 2):
        paper.heading(f"{number} Part of the Paper", apart=10)
        _prose(paper, rng)
    for n in range(1, 13):
        paper.text(f"[{n}] A. Author{n}, Journal of Imagined Methods {n} (2001), 17.", size=9, indent=0)
    paper.save(tmp_path / "paper.pdf")
    document = read_pdf(tmp_path / "paper.pdf")
    assert (document.sections[-1].kind, len(document.sections[-1].paragraphs)) == ("references", 12)
    assert "Author7" not in "".join(s.text for s in body_sections(document))


def test_a_letter_spaced_abstract(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=1)
    paper.title_block("Sparse Lanterns", "Ada Lindqvist")
    paper.heading("A B S T R A C T", size=9)
    abstract = paragraph(rng)
    paper.text(abstract, indent=0)
    paper.heading("1. Introduction")
    _prose(paper, rng)
    paper.save(tmp_path / "paper.pdf")
    document = read_pdf(tmp_path / "paper.pdf")
    assert _outline(document) == [("abstract", "", "ABSTRACT"), ("body", "1", "Introduction")]
    assert document.abstract == abstract


def test_an_abstract_that_begins_in_the_line(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=1)
    paper.title_block("Sparse Lanterns", "Ada Lindqvist")
    abstract = paragraph(rng)
    paper.text(f"Abstract. {abstract}", indent=0)
    paper.heading("1 Introduction")
    _prose(paper, rng)
    paper.save(tmp_path / "paper.pdf")
    document = read_pdf(tmp_path / "paper.pdf")
    assert document.abstract == abstract
    assert _outline(document) == [("body", "1", "Introduction")]


def test_notes_and_key_words_are_no_abstract(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=1)
    paper.title_block("Sparse Lanterns", "Ada Lindqvist")
    paper.heading("Abstract")
    abstract = paragraph(rng)
    paper.text(f"{abstract} Keywords: lanterns, wicks", indent=0)
    paper.text("The first author was supported by a lamp. E-mail: ada@lamps.example.", size=8)
    paper.heading("1 Introduction")
    _prose(paper, rng)
    paper.save(tmp_path / "paper.pdf")
    assert read_pdf(tmp_path / "paper.pdf").abstract == abstract


def test_the_word_abstract_in_a_later_figure_is_no_heading(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=1)
    paper.title_block("Sparse Lanterns", "Ada Lindqvist")
    paper.heading("Abstract")
    paper.text(paragraph(rng), indent=0)
    paper.heading("1 Introduction")
    _prose(paper, rng)
    paper.put(200, paper.y + 30, "ABSTRACT", size=12, font="tibo")
    paper.y += 60
    paper.heading("2 Method")
    _prose(paper, rng)
    paper.save(tmp_path / "paper.pdf")
    assert [title for kind, _, title in _outline(read_pdf(tmp_path / "paper.pdf")) if kind == "abstract"] == [
        "Abstract"
    ]


def test_roman_numbers_with_lettered_subsections(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=2)
    for number, title in (("I.", "INTRODUCTION"), ("II.", "METHODS"), ("III.", "RESULTS")):
        paper.heading(f"{number} {title}", size=9, apart=9)
        _prose(paper, rng, 1)
        if number == "II.":
            for letter in "AB":
                paper.heading(f"{letter}. Part {letter} of it", size=9, apart=9)
                _prose(paper, rng, 1)
    paper.save(tmp_path / "paper.pdf")
    found = [(s.level, s.number, s.kind) for s in read_pdf(tmp_path / "paper.pdf").sections if s.level]
    assert found == [(1, "I", "body"), (1, "II", "body"), (2, "A", "body"), (2, "B", "body"), (1, "III", "body")]


def test_headings_without_numbers(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=2)
    for title in ("Introduction", "How Lanterns Age", "Results", "Discussion", "References"):
        paper.heading(title, size=11)
        _prose(paper, rng, 2)
    paper.save(tmp_path / "paper.pdf")
    found = _outline(read_pdf(tmp_path / "paper.pdf"))
    assert [title for _, _, title in found] == [
        "Introduction",
        "How Lanterns Age",
        "Results",
        "Discussion",
        "References",
    ]
    assert found[-1][0] == "references"


def test_a_heading_over_two_lines(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=2)
    paper.heading("1 Introduction", apart=10)
    _prose(paper, rng)
    paper.heading("2 A Very Long Heading about", apart=10)
    paper.y += 6
    paper.put(paper.x + 18, paper.y, "Lanterns and Wicks", size=12, font="tibo")
    paper.y += 6
    _prose(paper, rng)
    paper.save(tmp_path / "paper.pdf")
    assert _outline(read_pdf(tmp_path / "paper.pdf"))[1] == (
        "body",
        "2",
        "A Very Long Heading about Lanterns and Wicks",
    )


def test_a_contents_list_is_no_text_and_no_headings(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=1)
    paper.heading("Contents")
    titles = ("Introduction", "Background", "Method", "Results", "Discussion", "Conclusion")
    for number, title in enumerate(titles, 1):
        paper.y += 16
        paper.put(54, paper.y, f"{number} {title}", font="tibo")
        paper.put(540, paper.y, str(number), font="tibo")
    for number, title in enumerate(titles, 1):
        paper.heading(f"{number} {title}", apart=10)
        _prose(paper, rng, 2)
    paper.save(tmp_path / "paper.pdf")
    document = read_pdf(tmp_path / "paper.pdf")
    assert [title for _, _, title in _outline(document)] == list(titles)
    assert all(s.paragraphs for s in document.sections)


def test_running_heads_with_section_titles_and_page_numbers(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=1, numbers=False)
    titles = ("Introduction", "Method", "Results", "Conclusion")
    for number, title in enumerate(titles, 1):
        if number > 1:
            paper.new_page()
        first = paper.number
        paper.heading(f"{number} {title}", apart=10)
        _prose(paper, rng, 8)
        for page in range(first, paper.number + 1):
            head = paper.doc[page - 1]
            head.insert_text((54, 40), f"{number}. {title.upper()}", fontsize=9, fontname="tiit")
            head.insert_text((540, 40), str(page + 16), fontsize=9, fontname="tiro")
    paper.save(tmp_path / "paper.pdf")
    document = read_pdf(tmp_path / "paper.pdf")
    assert _outline(document) == [("body", str(n), title) for n, title in enumerate(titles, 1)]
    assert "INTRODUCTION" not in _whole(document)


def test_a_numbered_list_is_no_section(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=1)
    paper.heading("1 Introduction", apart=10)
    for number in (1, 2, 3):
        paper.text(f"{number}. We light lamp number {number} and wait until it dims.")
    paper.heading("2 Method", apart=10)
    _prose(paper, rng)
    paper.save(tmp_path / "paper.pdf")
    assert _outline(read_pdf(tmp_path / "paper.pdf")) == [("body", "1", "Introduction"), ("body", "2", "Method")]


def test_rotated_text_is_left_out_unless_the_page_is_turned(tmp_path: Path) -> None:
    rng = random.Random(2)
    paper = PaperBuilder(columns=1)
    paper.heading("1 Introduction", apart=10)
    _prose(paper, rng)
    paper.page.insert_text((40, 500), "an axis label that stands upright", rotate=90)
    paper.new_page()
    for n in range(30):
        paper.page.insert_text(
            (80 + 14 * n, 700), f"Row {n} of a table that is printed sideways on its page", rotate=90
        )
    paper.save(tmp_path / "paper.pdf")
    whole = _whole(read_pdf(tmp_path / "paper.pdf"))
    assert "axis label" not in whole
    assert whole.index("Row 3 of a table") < whole.index("Row 21 of a table")


def test_a_footnote_does_not_cut_a_sentence(tmp_path: Path) -> None:
    rng = random.Random(4)
    paper = PaperBuilder(columns=2)
    paper.heading("1 Introduction", apart=10)
    paper.footnote("A note about lanterns at the foot of the column.")
    texts = [paragraph(rng, 9) for _ in range(6)]
    for words in texts:
        paper.text(words)
    paper.save(tmp_path / "paper.pdf")
    found = [p.text for s in read_pdf(tmp_path / "paper.pdf").sections for p in s.paragraphs]
    assert [text for text in found if text in texts] == texts
    assert sum("A note about lanterns" in text for text in found) == 1


def test_exponents_and_notes_do_not_melt_into_figures(tmp_path: Path) -> None:
    paper = PaperBuilder(columns=1)
    paper.heading("1 Introduction", apart=10)
    _prose(paper, random.Random(1))
    paper.put(60, 600, "The mass is 10")
    paper.put(60 + pymupdf.Font("tiro").text_length("The mass is 10", 10), 596, "-22", size=6.5)
    paper.put(140, 600, "eV in all of the lamps.")
    paper.save(tmp_path / "paper.pdf")
    whole = _whole(read_pdf(tmp_path / "paper.pdf"))
    assert "10^-22 eV" in whole


def test_control_characters_ligatures_and_private_glyphs_are_gone(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_htmlbox(
        (60, 60, 550, 300), "<p>The e\ufb03cient \ufb01lter of a ca\ufb00eine lamp" + " glows well." * 12 + "</p>"
    )
    page.insert_text((72, 400), "Big braces \x08\x0c\x02 around a formula that is set in an old font")
    document.save(tmp_path / "paper.pdf")
    whole = _whole(read_pdf(tmp_path / "paper.pdf"))
    assert "efficient filter of a caffeine lamp" in whole
    assert all(c.isprintable() or c == "\n" for c in whole)


def test_words_printed_twice_for_boldness_are_read_once(tmp_path: Path) -> None:
    paper = PaperBuilder(columns=1)
    paper.heading("1 Introduction", apart=10)
    _prose(paper, random.Random(1))
    for shift in (0.0, 0.3):
        paper.put(60 + shift, 600, "A line that is printed twice")
    paper.save(tmp_path / "paper.pdf")
    assert _whole(read_pdf(tmp_path / "paper.pdf")).count("printed twice") == 1
