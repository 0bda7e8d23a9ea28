"""What the view of a paper is made of: links, sentences, takeaways and sections; and a paper that could not be done."""

from __future__ import annotations

from dataclasses import dataclass

from summarize.language.catalogue import translated
from summarize.layouts.clean import one_line
from summarize.layouts.findings.faulty_sentences import with_marks
from summarize.layouts.findings.finding_view import FindingView, mark_for
from summarize.layouts.labels import Words
from summarize.layouts.latex.latex_text import latex_to_text
from summarize.layouts.prose import Prose
from summarize.values import PaperFailure


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link: its label and its address, which may be empty. ``sentence`` is the number of the one it leads to.

    ``wikilink`` is the link as a note of a vault has it, Markdown already, or "".
    """

    label: str
    url: str
    sentence: int | None = None
    wikilink: str = ""


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence in both languages. ``cited`` says that a takeaway names it as evidence."""

    n: int
    en: Prose
    zh: Prose
    anchor: str
    cited: bool
    findings: tuple[FindingView, ...]

    @property
    def mark(self) -> str:
        return mark_for(self.findings)


@dataclass(frozen=True, slots=True)
class TakeawayView:
    """A takeaway, the places that it rests on, and its open findings. ``text_en`` may be empty.

    ``marked`` is the text with ⚠ behind its faulty sentences.
    """

    n: int
    text: Prose
    text_en: Prose
    evidence: tuple[LinkView, ...]
    findings: tuple[FindingView, ...]

    @property
    def marked(self) -> Prose:
        return with_marks(self.text, self.findings)

    @property
    def mark(self) -> str:
        return mark_for(self.findings)


@dataclass(frozen=True, slots=True)
class SectionView:
    """The short summary of one section, with its place in the PDF or HTML (``url`` may be empty).

    ``wikilink`` is as in :class:`LinkView`.
    """

    number: str
    title: Prose
    page: int
    url: str
    text: Prose
    wikilink: str = ""


class FailureView:
    """A paper that could not be done, as a template sees it. Message and hint are in the page's language."""

    def __init__(self, failure: PaperFailure, words: Words) -> None:
        self.failure = failure
        self.name = one_line(str(failure.ref))
        self.title = Prose(latex_to_text(one_line(failure.title)))
        self.code = failure.code
        self.message = Prose(translated(one_line(failure.message), words.lang))
        self.hint = Prose(translated(one_line(failure.hint), words.lang))
