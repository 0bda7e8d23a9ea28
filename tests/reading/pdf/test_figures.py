"""Page 1, figures and tables are cut out with their captions, drawn or embedded, in one and two columns."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from summarize.errors import NotAPdf, OutputError
from summarize.reading.figure_files import FigureFolder
from summarize.reading.pdf.figures import cut_pictures
from summarize.values import Figure
from tests.reading.pdf.pdf_builder import PaperBuilder, paragraph

DPI = 72


def _cut(path: Path, folder: Path) -> tuple[Figure, ...]:
    """Cut the pictures of a PDF into ``folder``."""
    files = FigureFolder(folder)
    return tuple(files.save(cut.figure, cut.png) for cut in cut_pictures(path, dpi=DPI))


def _table(paper: PaperBuilder, caption: str, *, caption_above: bool) -> None:
    paper.advance(140)
    if caption_above:
        paper.text(caption, size=9, indent=0)
        paper.y += 4
    for row in range(4):
        if row in (0, 1):
            paper.page.draw_line((paper.x + 20, paper.y + 3), (paper.x + 200, paper.y + 3), width=0.5)
        paper.y += 12
        for cell, word in enumerate((f"lamp {row}", f"{row}.31", f"{row * 7}")):
            paper.put(paper.x + 24 + 70 * cell, paper.y, word, size=9)
    paper.page.draw_line((paper.x + 20, paper.y + 4), (paper.x + 200, paper.y + 4), width=0.5)
    paper.y += 6
    if not caption_above:
        paper.text(caption, size=9, indent=0)
    paper.y += 14


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Figure, ...], dict[str, Any]]:
    """A two-column paper with a drawing, a picture and a table, and the places where the drawings really are."""
    folder = tmp_path_factory.mktemp("figures")
    rng = random.Random(3)
    paper = PaperBuilder(columns=2, running_head="Proceedings of Imagined Methods")
    paper.title_block("Sparse Lanterns", "Ada Lindqvist")
    paper.heading("1 Introduction")
    paper.text(paragraph(rng, 8))
    areas: dict[str, Any] = {"Figure 1": paper.figure("Figure 1: A drawing of lines and a circle.")}
    paper.text(paragraph(rng, 8))
    areas["Figure 2"] = paper.figure("Figure 2: An embedded picture.", vector=False)
    paper.text(paragraph(rng, 8))
    _table(paper, "Table 1: Lamps and their losses.", caption_above=False)
    paper.text(paragraph(rng, 10))
    paper.save(folder / "paper.pdf")
    out = folder / "pictures"
    figures = _cut(folder / "paper.pdf", out)
    return out, figures, areas


def test_page_one_and_every_caption_have_a_picture(cut: tuple[Path, tuple[Figure, ...], dict[str, Any]]) -> None:
    out, figures, _ = cut
    assert [(f.label, f.path) for f in figures] == [
        ("Page 1", "page-1.png"),
        ("Figure 1", "figure-1.png"),
        ("Figure 2", "figure-2.png"),
        ("Table 1", "table-1.png"),
    ]
    assert [f.caption for f in figures[1:3]] == [
        "Figure 1: A drawing of lines and a circle.",
        "Figure 2: An embedded picture.",
    ]
    assert sorted(p.name for p in out.iterdir()) == sorted(f.path for f in figures)


@pytest.mark.parametrize("label", ["Figure 1", "Figure 2"])
def test_a_picture_holds_its_figure_and_caption_and_little_more(
    label: str, cut: tuple[Path, tuple[Figure, ...], dict[str, Any]]
) -> None:
    out, figures, areas = cut
    pixels = pymupdf.Pixmap(str(out / next(f.path for f in figures if f.label == label)))
    area = areas[label]
    assert area.width <= pixels.width <= area.width + 40
    assert area.height + 10 <= pixels.height <= area.height + 50


def test_the_first_page_is_whole(cut: tuple[Path, tuple[Figure, ...], dict[str, Any]]) -> None:
    out, _, _ = cut
    pixels = pymupdf.Pixmap(str(out / "page-1.png"))
    assert (pixels.width, pixels.height) == (612, 792)


@pytest.mark.parametrize("caption_above", [True, False])
def test_of_two_tables_each_caption_takes_its_own(tmp_path: Path, caption_above: bool) -> None:
    rng = random.Random(5)
    paper = PaperBuilder(columns=1)
    paper.heading("1 Results")
    paper.text(paragraph(rng, 8))
    _table(paper, "Table 1: The first lamps.", caption_above=caption_above)
    _table(paper, "Table 2: The second lamps.", caption_above=caption_above)
    paper.text(paragraph(rng, 8))
    paper.save(tmp_path / "paper.pdf")
    figures = _cut(tmp_path / "paper.pdf", tmp_path / "out")
    heights = [pymupdf.Pixmap(str(tmp_path / "out" / f.path)).height for f in figures[1:]]
    assert [f.label for f in figures[1:]] == ["Table 1", "Table 2"]
    assert all(60 < height < 95 for height in heights)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    paper = PaperBuilder(columns=1)
    paper.heading("1 Results")
    paper.text(paragraph(random.Random(1), 8))
    paper.save(tmp_path / "paper.pdf")
    (tmp_path / "taken").write_text("a file", "utf-8")
    with pytest.raises(OutputError):
        _cut(tmp_path / "paper.pdf", tmp_path / "taken")


def test_what_is_no_pdf_has_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_text("<html></html>", "utf-8")
    with pytest.raises(NotAPdf):
        _cut(tmp_path / "page.pdf", tmp_path / "out")
