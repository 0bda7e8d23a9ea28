"""The fields of one paper that templates and the terminal show (docs/layouts.md lists them).

A view is made from a result: Chinese is typeset, every text knows which addresses may become links in it, findings are
with the piece of text that they are about, and evidence has its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from summarize.layouts.addresses import evidence_url, paper_links, urls_in
from summarize.layouts.arranging.reasons import reasons_of
from summarize.layouts.clean import one_line
from summarize.layouts.labels import words_for
from summarize.layouts.layout import part_name
from summarize.layouts.paragraphs import paragraph_starts
from summarize.layouts.prose import Prose
from summarize.layouts.provenance import Fact, provenance_of
from summarize.layouts.typography import typeset
from summarize.values import ARXIV, Evidence, Figure, Finding, PaperFailure, Result

if TYPE_CHECKING:
    from summarize.interests.interest import Relevance

MARK = "⚠"


def mark_for(findings: Iterable[FindingView]) -> str:
    """Return ⚠ if one of the findings is an error, else "".

    Warnings give no mark, because the checks are not sure of them.
    """
    return MARK if any(finding.severity == "error" for finding in findings) else ""


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link: its label and its address, which may be empty."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding that is still open. ``where`` and ``fault`` are words of the page's script.

    ``source`` and ``target`` are verbatim and may be empty. ``expected`` says in words of the page what would be right,
    or is empty.
    """

    code: str
    fault: str
    severity: str
    where: str
    message: Prose
    source: Prose
    target: Prose
    expected: Prose

    @property
    def sign(self) -> str:
        """⚠ for an error, a dot for a warning."""
        return MARK if self.severity == "error" else "·"


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
    """A takeaway, the places that it rests on, and its open findings. ``text_en`` may be empty."""

    n: int
    text: Prose
    text_en: Prose
    evidence: tuple[LinkView, ...]
    findings: tuple[FindingView, ...]

    @property
    def mark(self) -> str:
        return mark_for(self.findings)


@dataclass(frozen=True, slots=True)
class SectionView:
    """The short summary of one section, with its place in the PDF or HTML (``url`` may be empty)."""

    number: str
    title: Prose
    page: int
    url: str
    text: Prose


class PaperView:
    """One paper as a template sees it (``p``). All text is as it is shown; nothing is escaped yet.

    ``n`` is its position in the page, from 1. ``added`` is the day on which it was added to the page, or "".
    ``relevance`` says why it matters to the reader, and is None without ``--interests``; ``folded`` papers do not.
    """

    def __init__(self, result: Result, n: int = 1, added: str = "", relevance: Relevance | None = None) -> None:
        self.result = result
        self.n = n
        self.added = added
        self.words = words_for(result.to)
        self.folded = relevance is not None and relevance.folded
        self.reasons = reasons_of(relevance, self.words)
        paper = result.paper
        self.arxiv = str(paper) if paper.id and paper.source == ARXIV else ""
        own = paper.id and one_line(str(paper))
        self.name = own or one_line(paper.path or "").rsplit("/", 1)[-1] or "paper"
        self.anchor = paper_anchor(paper.id, paper.version, n)
        self.urls = urls_in(paper.title, paper.abstract, paper.comment, *(s.en for s in result.draft.sentences))
        self.title = self._english(paper.title) or Prose(self.words.no_title)
        self.title_zh = self._chinese(result.draft.title_zh)
        self.authors = tuple(Prose(one_line(author)) for author in paper.authors)
        self.date = paper.published[:10]
        self.updated = paper.updated[:10] if paper.updated[:10] != self.date else ""
        self.categories = paper.categories
        self.comment = self._english(paper.comment)
        self.journal_ref = self._english(paper.journal_ref)
        self.abstract = self._english(paper.abstract)
        self.one_line = self._chinese(result.draft.one_line)
        self.summary = self._chinese(result.draft.summary)
        self.summary_en = self._english(result.draft.summary_en)
        self.figures: tuple[Figure, ...] = result.figures

    def _english(self, text: str) -> Prose:
        return Prose(one_line(text), self.urls)

    def _chinese(self, text: str) -> Prose:
        return Prose(typeset(one_line(text), self.result.to), self.urls)

    # Findings

    @cached_property
    def _open(self) -> tuple[tuple[Finding, FindingView], ...]:
        return tuple((f, self._finding(f)) for f in self.result.findings if f.state == "open")

    def _finding(self, finding: Finding) -> FindingView:
        return FindingView(
            code=finding.code,
            fault=self.words.fault(finding.code),
            severity=finding.severity,
            where=self.words.where(finding.unit, finding.sentence),
            message=Prose(typeset(one_line(finding.message), self.result.to)),
            source=Prose(one_line(finding.source)),
            target=Prose(one_line(finding.target)),
            expected=Prose(self.words.expected.format(one_line(finding.expected)) if finding.expected else ""),
        )

    def findings_at(self, unit: str, sentence: int | None = None) -> tuple[FindingView, ...]:
        """Return what is open about a unit, or about one sentence or takeaway of it."""
        return tuple(view for f, view in self._open if f.unit == unit and (sentence is None or f.sentence == sentence))

    @cached_property
    def whole_abstract_findings(self) -> tuple[FindingView, ...]:
        """What is open about the abstract without belonging to one of its sentences."""
        known = {s.n for s in self.result.draft.sentences}
        return tuple(view for f, view in self._open if f.unit == "abstract" and f.sentence not in known)

    @cached_property
    def findings(self) -> tuple[FindingView, ...]:
        """Everything that is open: errors, then warnings, each in the order of the page."""
        return tuple(sorted((view for _, view in self._open), key=lambda view: view.severity != "error"))

    @property
    def errors(self) -> int:
        """How many errors are open."""
        return sum(view.severity == "error" for _, view in self._open)

    @property
    def repaired(self) -> int:
        """How many findings were put right before the page was made."""
        return sum(f.state == "repaired" for f in self.result.findings)

    @property
    def mark(self) -> str:
        """⚠ where an error is open."""
        return mark_for(self.findings)

    def mark_of(self, unit: str) -> str:
        """Return ⚠ where an error is open about that unit (``title``, ``one_line``, ``summary``, …)."""
        return mark_for(self.findings_at(unit))

    @property
    def key(self) -> str:
        """The paper's name for what a reader keeps about it: the same for all of its versions and on all pages."""
        return part_name(self.result.paper)

    @property
    def why(self) -> Prose:
        """The reader's interests that the paper has, with their labels, or ""."""
        return Prose(str(self.reasons))

    # Sentences and takeaways

    @cached_property
    def sentences(self) -> tuple[SentenceView, ...]:
        draft = self.result.draft
        cited = {e.sentence for takeaway in draft.takeaways for e in takeaway.evidence}
        return tuple(
            SentenceView(
                n=s.n,
                en=self._english(s.en),
                zh=self._chinese(s.zh),
                anchor=f"{self.anchor}-s{s.n}",
                cited=s.n in cited,
                findings=self.findings_at("abstract", s.n),
            )
            for s in draft.sentences
        )

    @cached_property
    def paragraphs(self) -> tuple[tuple[SentenceView, ...], ...]:
        """The sentences in paragraphs: the abstract's own, or those that ``paragraph_starts`` finds."""
        starts = paragraph_starts([s.en for s in self.sentences], self.result.paper.abstract)
        paragraphs: list[list[SentenceView]] = []
        for i, sentence in enumerate(self.sentences):
            if i in starts or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(sentence)
        return tuple(tuple(paragraph) for paragraph in paragraphs)

    @cached_property
    def takeaways(self) -> tuple[TakeawayView, ...]:
        return tuple(
            TakeawayView(
                n=n,
                text=self._chinese(takeaway.text),
                text_en=self._english(takeaway.text_en),
                evidence=tuple(self._evidence(e) for e in takeaway.evidence),
                findings=self.findings_at("takeaways", n),
            )
            for n, takeaway in enumerate(self.result.draft.takeaways, 1)
        )

    def _evidence(self, evidence: Evidence) -> LinkView:
        known = any(s.n == evidence.sentence for s in self.result.draft.sentences)
        anchor = f"{self.anchor}-s{evidence.sentence}" if known else ""
        if evidence.sentence is not None:
            label = self.words.sentence.format(evidence.sentence)
        elif evidence.page is not None:
            label = self.words.page.format(evidence.page)
        else:
            label = self.words.section.format(one_line(evidence.section or ""))
        return LinkView(label, evidence_url(evidence, self.result.paper, anchor))

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        return tuple(
            SectionView(
                number=one_line(s.number),
                title=self._english(s.title),
                page=s.page,
                url=evidence_url(Evidence(page=s.page), self.result.paper, "")
                if s.page
                else evidence_url(Evidence(section=s.number), self.result.paper, ""),
                text=self._chinese(s.text),
            )
            for s in self.result.draft.sections
        )

    # Addresses and provenance

    @cached_property
    def links(self) -> tuple[LinkView, ...]:
        """arXiv's pages, DOI, code and project pages that the abstract or the comment names."""
        links = paper_links(self.result.paper)
        own = [(self.words.abs_page, links.abs), ("PDF", links.pdf), ("HTML", links.html), ("DOI", links.doi)]
        found = [(self.words.code, url) for url in links.code] + [(self.words.project, url) for url in links.project]
        return tuple(LinkView(label, url) for label, url in own + found if url)

    @property
    def abs_url(self) -> str:
        return paper_links(self.result.paper).abs

    @property
    def pdf_url(self) -> str:
        return paper_links(self.result.paper).pdf

    @cached_property
    def provenance(self) -> tuple[Fact, ...]:
        """How the page was made: source, what was read, model, prompts, program, date, checks."""
        words = self.words
        dated = "，".join(d for d in (self.date, self.updated and f"{words.updated} {self.updated}") if d)
        if self.arxiv:
            source = f"arXiv:{self.arxiv}"
        else:
            source = self.name if self.result.paper.id else f"{words.local_pdf} {self.name}"
        return provenance_of(self.result, words, f"{source}（{dated}）" if dated else source)

    @property
    def small_model(self) -> bool:
        return self.result.provenance.small_model

    @property
    def checked(self) -> str:
        """``passed``, ``open`` or ``skipped``."""
        if not self.result.provenance.checked:
            return "skipped"
        return "open" if self.errors else "passed"


class FailureView:
    """A paper that could not be done, as a template sees it."""

    def __init__(self, failure: PaperFailure) -> None:
        self.failure = failure
        self.name = one_line(str(failure.ref))
        self.title = Prose(one_line(failure.title))
        self.code = failure.code
        self.message = Prose(one_line(failure.message))
        self.hint = Prose(one_line(failure.hint))


def paper_anchor(paper_id: str, version: int, n: int) -> str:
    """Return the id of a paper in a page: from its own ID, or from its position where it has none."""
    return f"{re.sub(r'[^a-zA-Z0-9.-]', '-', paper_id)}v{version}" if paper_id else f"paper-{n}"
