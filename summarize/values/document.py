"""The text of a whole paper, as it was read from a PDF or from HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SectionKind = Literal["abstract", "body", "acknowledgements", "references", "appendix"]
ReadingKind = Literal["abstract", "pdf", "html"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document and the page that it starts on (from 1; 0 for sources without pages).

    ``last_page`` is the page that it ends on; 0 for sources without pages.
    """

    page: int
    text: str
    last_page: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A section in reading order. ``level`` is 1 for a top-level heading. ``number`` is ``"3.2"``, ``"A"`` or ``""``.

    ``page`` is the page of its heading (from 1; 0 for HTML). ``anchor`` is the HTML's element id (``S3.SS2``), "" for
    PDFs.
    """

    kind: SectionKind
    level: int
    number: str
    title: str
    page: int
    paragraphs: tuple[Paragraph, ...]
    anchor: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Caption:
    """A figure's or table's caption. ``label`` is ``"Figure 3"`` or ``"Table II"``. ``page`` is 0 for HTML."""

    label: str
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Text that a person cannot see. It is left out of what is sent to a model. ``page`` is 0 for HTML."""

    page: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a whole paper. ``title``, ``authors``, ``abstract`` and ``arxiv_id`` are those in the file itself.

    ``source`` is the file or address that it was read from. ``pages`` is 0 for HTML. ``arxiv_id`` may have a version.
    """

    kind: ReadingKind
    source: str
    pages: int
    pages_read: int
    sections: tuple[Section, ...]
    captions: tuple[Caption, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
    warnings: tuple[str, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    abstract: str = ""
    arxiv_id: str = ""
