"""Made-up papers as PDFs, set the way LaTeX sets them, for every test that needs one.

A :class:`PaperBuilder` places words on pages with PyMuPDF: columns, headings, hyphenation, running heads, page numbers,
footnotes, captions, references. It remembers on which page each paragraph began. All sentences are made up.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pymupdf

BODY, BOLD, ITALIC = "tiro", "tibo", "tiit"
_SUBJECTS = (
    "the sampler", "our encoder", "a shallow network", "the second stage", "each annotator", "the scheduler", "this estimator",
    "the residual branch", "a larger vocabulary", "the frozen backbone", "every replica", "the corrected baseline",
)  # fmt: skip
_VERBS = (
    "improves", "stabilises", "approximates", "compresses", "recovers", "regularises", "outperforms", "anticipates",
    "underestimates", "reconstructs", "accelerates", "decomposes",
)  # fmt: skip
_OBJECTS = (
    "the distribution of intermediate representations", "long contexts without additional supervision", "most of the remaining variance",
    "the temperature of the posterior", "rare categories in the validation split", "communication between neighbouring devices",
    "the gradient of the auxiliary objective", "noisy measurements from independent laboratories", "the curvature near saddle points",
    "hyperparameters that practitioners usually ignore",
)  # fmt: skip
_ENDS = (
    "under a fixed budget", "in all but two settings", "as the following section demonstrates", "with negligible overhead",
    "although the effect remains modest", "across architectures", "when observations are sparse", "after a short warm-up",
)  # fmt: skip


def sentence(rng: random.Random) -> str:
    """Return a made-up English sentence of ten to twenty words."""
    return (
        f"{rng.choice(_SUBJECTS).capitalize()} {rng.choice(_VERBS)} {rng.choice(_OBJECTS)} {rng.choice(_ENDS)}"
        f"{rng.choice((', and ' + rng.choice(_SUBJECTS) + ' ' + rng.choice(_VERBS) + ' ' + rng.choice(_OBJECTS), ''))}."
    )


def paragraph(rng: random.Random, sentences: int = 5) -> str:
    """Return some made-up sentences."""
    return " ".join(sentence(rng) for _ in range(sentences))


@dataclass
class PaperBuilder:
    """The pages of a made-up paper. Lengths are in points. Text flows from column to column and page to page."""

    columns: int = 2
    size: float = 10.0
    width: float = 612.0
    height: float = 792.0
    running_head: str = ""
    numbers: bool = True
    hyphenate: bool = True
    stamp: str = ""
    doc: Any = field(default_factory=pymupdf.open)
    #: first page (1-based) of every paragraph, by its text.
    begins: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.top, self.bottom, self.margin, self.gutter = 72.0, 72.0, 54.0, 18.0
        self.column = 0
        self.floor = self.height - self.bottom
        self.y = 0.0
        self._fonts = {name: pymupdf.Font(name) for name in (BODY, BOLD, ITALIC)}
        self._widths: dict[tuple[str, str], float] = {}
        self._page: Any = None
        self._pending: Any = None
        self.new_page()

    @property
    def page(self) -> Any:
        """PyMuPDF's page with everything put so far written to it.

        What is drawn next lies on top.
        """
        self._flush()
        return self._page

    def _flush(self) -> None:
        # One write for all lines of a page: each costs a millisecond otherwise.
        if self._pending is not None:
            self._pending.commit()
            self._pending = None

    @property
    def column_width(self) -> float:
        return (self.width - 2 * self.margin - (self.columns - 1) * self.gutter) / self.columns

    @property
    def x(self) -> float:
        return self.margin + self.column * (self.column_width + self.gutter)

    @property
    def number(self) -> int:
        return int(self.doc.page_count)

    def new_page(self) -> None:
        self._flush()
        self._page = self.doc.new_page(width=self.width, height=self.height)
        self.column, self.y, self.floor = 0, self.top, self.height - self.bottom
        self.column_top = self.top
        if self.running_head:
            self.put(self.margin, 40, self.running_head, size=8)
        if self.numbers:
            self.put(self.width / 2, self.height - 30, str(self.number), size=8)
        if self.stamp and self.number == 1:
            self.page.insert_text((30, 560), self.stamp, fontsize=20, fontname=BODY, rotate=90, color=(0.5, 0.5, 0.5))

    def put(self, x: float, y: float, text: str, *, size: float = 0.0, font: str = BODY, **options: Any) -> None:
        """Put words at a place, with the base line at ``y``. ``options`` are PyMuPDF's (color, render_mode, …)."""
        if self._pending is None:
            self._pending = self._page.new_shape()
        self._pending.insert_text((x, y), text, fontsize=size or self.size, fontname=font, **options)

    def centred(self, text: str, *, size: float = 0.0, font: str = BODY, gap: float = 4.0) -> None:
        """Put a line in the middle of the whole page's width."""
        size = size or self.size
        self.y += size
        self.put((self.width - self._fonts[font].text_length(text, size)) / 2, self.y, text, size=size, font=font)
        self.y += gap
        self.column_top = self.y

    def advance(self, height: float) -> None:
        """Make room: begin the next column or page if ``height`` does not fit any more."""
        if self.y + height <= self.floor:
            return
        if self.column + 1 < self.columns:
            self.column += 1
            self.y, self.floor = self.column_top, self.height - self.bottom
        else:
            self.new_page()

    def heading(self, text: str, *, size: float = 12.0, font: str = BOLD, apart: float = 0.0) -> None:
        """Put a heading. ``apart`` sets number and words as two pieces of text, so many points from each other."""
        self.advance(size + 3 * self.size)
        self.y += 1.6 * size
        if apart:
            number, words = text.split(" ", 1)
            self.put(self.x, self.y, number, size=size, font=font)
            self.put(self.x + self._fonts[font].text_length(number, size) + apart, self.y, words, size=size, font=font)
        else:
            self.put(self.x, self.y, text, size=size, font=font)
        self.y += 0.6 * size

    def text(
        self, words: str, *, size: float = 0.0, font: str = BODY, indent: float = 15.0, width: float = 0.0
    ) -> None:
        """Put a paragraph, broken into lines and hyphenated, over columns and pages as it comes."""
        size = size or self.size
        room = width or self.column_width
        leading = 1.2 * size
        first = True
        rest = words.split()
        while rest:
            self.advance(leading)
            self.y += leading
            if first:
                self.begins[words] = self.number
            line, rest = self._break(rest, room - (indent if first else 0.0), size, font)
            self.put(self.x + (indent if first else 0.0), self.y, line, size=size, font=font)
            first = False
        self.ends[words] = self.number

    def _break(self, words: list[str], room: float, size: float, font: str) -> tuple[str, list[str]]:
        line, used = words[0], self._width(words[0], font) * size
        space = self._width(" ", font) * size
        for index, word in enumerate(words[1:], start=1):
            wide = self._width(word, font) * size
            if used + space + wide <= room:
                line, used = f"{line} {word}", used + space + wide
                continue
            if self.hyphenate and word.isalpha() and len(word) > 7:
                for cut in range(len(word) - 3, 3, -1):
                    if used + space + self._width(f"{word[:cut]}-", font) * size <= room:
                        return f"{line} {word[:cut]}-", [word[cut:], *words[index + 1 :]]
            return line, words[index:]
        return line, []

    def _width(self, text: str, font: str) -> float:
        """Return the width of ``text`` at 1 pt. It is measured once, because measuring takes the time."""
        key = (font, text)
        if key not in self._widths:
            self._widths[key] = self._fonts[font].text_length(text, 1)
        return self._widths[key]

    def footnote(self, text: str) -> None:
        """Put a note in small type at the foot of the present column, with a raised mark."""
        self.floor -= 24
        y = self.floor + 16
        self.put(self.x + 8, y - 3, "1", size=5.5)
        self.put(self.x + 12, y, text, size=8)

    def figure(self, caption: str, *, height: float = 90.0, vector: bool = True) -> Any:
        """Put a drawing (or picture) with its caption in the present column.

        Returns the rectangle of the drawing.
        """
        self.advance(height + 60)
        area = pymupdf.Rect(self.x + 10, self.y + 10, self.x + self.column_width - 10, self.y + height)
        if vector:
            self.page.draw_rect(area, color=(0, 0, 0), width=0.7)
            self.page.draw_line(area.bl, area.tr, color=(0.8, 0.1, 0.1), width=1.5)
            self.page.draw_circle((area.x0 + 40, area.y0 + 30), 12, color=(0, 0, 0.7), fill=(0.7, 0.8, 1))
        else:
            pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 60, 40), 0)
            pixels.clear_with(120)
            self.page.insert_image(area, pixmap=pixels, keep_proportion=False)
        self.y = area.y1 + 4
        self.text(caption, size=self.size - 1, indent=0)
        self.y += 10
        return area

    def title_block(self, title: str, authors: str, affiliation: str = "Institute of Made-up Results") -> None:
        """Put title, authors and affiliation over the whole width."""
        self.centred(title, size=16, font=BOLD, gap=10)
        self.centred(authors, size=11, gap=3)
        self.centred(affiliation, size=9, gap=14)

    def save(self, path: Path, **options: Any) -> Path:
        """Write the file. ``options`` are PyMuPDF's (encryption, garbage, …)."""
        self._flush()
        self.doc.save(str(path), **options)
        return path


def sample_paper(
    path: Path,
    *,
    columns: int = 2,
    sections: int = 5,
    paragraphs: int = 4,
    seed: int = 7,
    references: bool = True,
    appendix: str = "after",
    builder: PaperBuilder | None = None,
) -> PaperBuilder:
    """Save a whole made-up paper to ``path``. The builder that is returned knows where its paragraphs are.

    ``appendix`` is ``"after"`` or ``"before"`` the references, or ``""`` for none.
    """
    rng = random.Random(seed)
    paper = builder or PaperBuilder(
        columns=columns,
        running_head="Made-up Proceedings of Imagined Methods",
        stamp="arXiv:2601.01234v2  [cs.CL]  3 Jan 2026",
    )
    paper.title_block("Sparse Lanterns for Imagined Networks", "Ada Lindqvist, Bo Marchetti and Chen Okafor")
    paper.heading("Abstract")
    paper.text(paragraph(rng, 4), indent=0)
    titles = ("Introduction", "Related Work", "Method", "Experiments", "Limitations and Outlook", "Conclusion")
    for number in range(1, sections + 1):
        paper.heading(f"{number} {titles[(number - 1) % len(titles)]}", apart=12)
        for position in range(paragraphs):
            paper.text(paragraph(rng), indent=0 if position == 0 else 15)
        if number == 3:
            paper.heading("3.1 Objective", size=10.5, apart=10)
            paper.text(paragraph(rng), indent=0)
            paper.figure("Figure 1: The lantern network, drawn from memory. Darker nodes are older.")
    if appendix == "before":
        _appendix(paper, rng)
    if references:
        paper.heading("References")
        for n in range(1, 13):
            paper.text(
                f"[{n}] A. Author{n} and B. Writer. {sentence(rng)} Journal of Imagined Methods, {n}:1-{n + 9}, {2000 + n}.",
                size=9,
                indent=0,
            )
    if appendix == "after":
        _appendix(paper, rng)
    paper.save(path)
    return paper


def _appendix(paper: PaperBuilder, rng: random.Random) -> None:
    paper.heading("A Further Measurements", apart=12)
    paper.text(paragraph(rng), indent=0)
    paper.heading("B Proofs", apart=12)
    paper.text(paragraph(rng), indent=0)
