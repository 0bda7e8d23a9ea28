"""The values that pass between the packages (docs/architecture.md shows the way of a paper).

All of them are frozen: a step makes a new value and never changes one that it was given. All of them survive JSON and
pickle, so that they can be stored and sent to other processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]
UnitName = Literal["title", "abstract", "one_line", "summary", "takeaways"]
State = Literal["open", "repaired"]
SectionKind = Literal["abstract", "body", "acknowledgements", "references", "appendix"]
ReadingKind = Literal["abstract", "pdf", "html"]
Script = Literal["zh-Hans", "zh-Hant"]

#: The names of the two sources that values and layouts know by name (``sources/source_table.py`` lists all).
ARXIV, LOCAL = "arxiv", "local"


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper as the user named it: an arXiv ID, with or without version, a local PDF, or a paper of another source.

    ``id`` has no version and no ``arXiv:`` prefix (``2501.18585``, ``hep-th/9901001``); it is empty for a local PDF,
    whose ``path`` is set instead. An ID of another source than arXiv is written so that its source knows it again
    (``talks:tides``). ``version`` is None where the newest one is meant. ``source`` is the source's name. The source's
    ``parse`` gives the same reference for ``str(ref)``.
    """

    id: str
    version: int | None = None
    path: str | None = None
    source: str = ARXIV

    def __str__(self) -> str:
        if self.path is not None:
            return self.path
        return self.id if self.version is None else f"{self.id}v{self.version}"


@dataclass(frozen=True, slots=True)
class Links:
    """Where a paper's source shows it; empty strings where it is nowhere.

    ``abs`` is the page about the paper. ``html`` has the section anchors that LaTeXML gives (``S3.SS2``).
    """

    abs: str = ""
    pdf: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper's record as its source gives it. Text is Unicode with its LaTeX.

    ``abstract`` is one paragraph per line. Dates are ISO 8601 (``2025-01-30``), empty where unknown. ``version`` is 0
    where the source has no versions. ``id`` is ``""`` for a local PDF without an arXiv stamp; ``path`` then names the
    file. ``source`` names the source whose ID ``id`` is: a local PDF with an arXiv stamp has arXiv's.
    """

    id: str
    version: int
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    categories: tuple[str, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    path: str | None = None
    source: str = ARXIV
    links: Links = Links()

    def __str__(self) -> str:
        if not self.id:
            return self.path or self.title
        return f"{self.id}v{self.version}" if self.version else self.id


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


@dataclass(frozen=True, slots=True)
class Message:
    """One chat message to a model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and money. ``cost_usd`` is None where the model's price is not known.

    ``estimated`` is True where the server did not report tokens and they were estimated from the text.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = 0.0
    estimated: bool = False

    def __add__(self, other: Usage) -> Usage:
        known = self.cost_usd is not None and other.cost_usd is not None
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            (self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's whole reply: its text without thinking in a field of its own, the model's own name, and the usage."""

    text: str
    model: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the abstract, numbered from 1, in both languages."""

    n: int
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The place in the source that a takeaway rests on. Exactly one of the three is set."""

    sentence: int | None = None
    page: int | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A key takeaway. ``text_en`` is "" without ``--also-english``."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A short summary of one section (``--sections``)."""

    number: str
    title: str
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model wrote, parsed and aligned with the sentences of the abstract."""

    title_zh: str
    sentences: tuple[Sentence, ...]
    one_line: str = ""
    summary: str = ""
    takeaways: tuple[Takeaway, ...] = ()
    summary_en: str = ""
    sections: tuple[SectionSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The text that the checks compare a draft with. ``sentences`` are the abstract's, in order.

    ``pages`` and ``sections`` are the full text by page number and by section number. They are empty where only the
    abstract was read.
    """

    title: str
    sentences: tuple[str, ...]
    pages: Mapping[int, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect (docs/checks.md). ``source`` and ``target`` are the shortest words that show it, verbatim.

    One of the two is empty only where that side has no words. ``sentence`` is the number of the abstract's sentence or
    of the takeaway, or None.
    """

    code: str
    severity: Severity
    message: str
    unit: UnitName
    sentence: int | None = None
    source: str = ""
    target: str = ""
    state: State = "open"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of the paper. ``left_out`` names the parts that were not sent ("references", "appendix A", …).

    ``parts`` is how many parts a long text was sent in.
    """

    what: ReadingKind = "abstract"
    pages: int = 0
    pages_read: int = 0
    left_out: tuple[str, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a page was made. ``prompts`` maps template names to versions. ``made`` is an ISO date.

    ``checked`` is False with ``--no-check``. ``small_model`` is True for a model that is known to be small, whose
    Chinese is rough.
    """

    model: str
    prompts: Mapping[str, str]
    program: str
    made: str
    checked: bool = True
    small_model: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture cut from a PDF (``--figures``). ``path`` is relative to the page's folder."""

    label: str
    page: int
    path: str
    caption: str = ""
    caption_zh: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """The finished page of one paper, with everything that a layout needs."""

    paper: Paper
    draft: Draft
    findings: tuple[Finding, ...]
    reading: Reading
    provenance: Provenance
    usage: Usage
    figures: tuple[Figure, ...] = ()
    to: str = "zh-Hans"

    @property
    def open_errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "error" and f.state == "open")

    @property
    def is_complete(self) -> bool:
        """Whether no part of the page is missing; another run asks for what is (``part-missing``)."""
        return not any(f.code == "part-missing" for f in self.findings)


@dataclass(frozen=True, slots=True)
class PaperFailure:
    """A paper that could not be done, and why. It is never shown as content.

    ``exit_status`` is the exit status of the program where this is its only failure (docs/exit-codes.md).
    """

    ref: PaperRef
    code: str
    message: str
    hint: str = ""
    exit_status: int = 1
    title: str = ""


Outcome = Result | PaperFailure
