"""What is read from a page: papers, their texts in both languages, and the place of each text in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from summarize.values import UnitName

#: The units that the model wrote from everything it read.
_DIGEST: tuple[UnitName, ...] = ("one_line", "summary", "takeaways")


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a character in the file. Line and column count from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Passage:
    """Text put together from pieces of a page. ``starts`` has offset, line and column of each piece."""

    text: str = ""
    starts: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, piece: str, line: int, column: int, separator: str = "\n") -> None:
        """Append a piece that stands at this place of the page, after ``separator`` if there is text already."""
        if self.text:
            self.text += separator
        self.starts.append((len(self.text), line, column))
        self.text += piece

    def place(self, offset: int) -> Place:
        """Return the place of the character at ``offset``, and line 1, column 1 where there is no text."""
        line, column = 1, 1
        for start, at_line, at_column in self.starts:
            if start > offset:
                break
            line, column = at_line, at_column + offset - start
        return Place(line, column)


@dataclass(frozen=True, slots=True)
class PageUnit:
    """One Chinese text of a page. ``source`` is empty where the page has no English for it."""

    unit: UnitName
    source: str
    target: Passage


@dataclass(slots=True)
class PagePaper:
    """One paper of a page, as far as it was found there. A part that the page does not have is empty.

    ``ref`` is an arXiv ID, with a version or without. ``address`` is what a title is linked to. Both may be empty.
    ``whole`` says that the page was made from the whole paper. Its digest has figures that the abstract does not have.
    """

    title: str = ""
    ref: str = ""
    address: str = ""
    whole: bool = False
    abstract: Passage = field(default_factory=Passage)
    title_zh: Passage = field(default_factory=Passage)
    abstract_zh: Passage = field(default_factory=Passage)
    summary: Passage = field(default_factory=Passage)
    takeaways: Passage = field(default_factory=Passage)
    one_line: Passage = field(default_factory=Passage)

    def units(self, title: str = "", abstract: str = "") -> Iterator[PageUnit]:
        """Yield the texts to check, in the order of a page.

        ``title`` and ``abstract`` stand in where the page has no English of its own.
        """
        english_title, english = self.title or title, self.abstract.text or abstract
        everything = f"{english_title}\n{english}" if english else ""
        rows: tuple[tuple[UnitName, str, Passage], ...] = (
            ("title", english_title, self.title_zh),
            ("abstract", english, self.abstract_zh),
            ("one_line", everything, self.one_line),
            ("summary", everything, self.summary),
            ("takeaways", everything, self.takeaways),
        )
        for unit, source, target in rows:
            if target.text:
                yield PageUnit(unit, "" if self.whole and unit in _DIGEST else source, target)
