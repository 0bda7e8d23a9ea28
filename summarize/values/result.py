"""What is made of a paper: draft, findings, result, or a failure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from summarize.values.conversation import Usage
from summarize.values.document import HiddenText, ReadingKind
from summarize.values.paper import Paper, PaperRef

Severity = Literal["error", "warning"]
UnitName = Literal["title", "abstract", "one_line", "summary", "takeaways"]
State = Literal["open", "repaired"]
Script = Literal["zh-Hans", "zh-Hant"]
#: Which language of an abstract stands first on a page.
LanguageOrder = Literal["zh-en", "en-zh"]


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
    of the takeaway, or None. ``expected`` is what would be right (the usual rendering, the value, the name), or empty
    where the check does not know.
    """

    code: str
    severity: Severity
    message: str
    unit: UnitName
    sentence: int | None = None
    source: str = ""
    target: str = ""
    state: State = "open"
    expected: str = ""


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
