"""The fields of one paper that templates and the terminal show (docs/layouts.md lists them).

A view is made from a result: LaTeX of running text is text, Chinese is typeset, every text knows which addresses may
become links in it, findings are with the piece of text that they are about, and evidence has its address.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from summarize.layouts.addresses import evidence_url, paper_links, urls_in
from summarize.layouts.arranging.reasons import reasons_of
from summarize.layouts.clean import one_line
from summarize.layouts.findings.faulty_sentences import with_marks
from summarize.layouts.findings.finding_view import FindingView, OpenFinding, count_distinct, mark_for, open_findings
from summarize.layouts.labels import words_for
from summarize.layouts.latex.latex_text import latex_to_text
from summarize.layouts.layout import part_name
from summarize.layouts.paper_parts import LinkView, SectionView, SentenceView, TakeawayView
from summarize.layouts.paragraphs import paragraph_starts
from summarize.layouts.prose import Prose
from summarize.layouts.provenance import Fact, provenance_of
from summarize.layouts.typography import typeset
from summarize.values import ARXIV, Evidence, Figure, Result

if TYPE_CHECKING:
    from summarize.interests.interest import Relevance

_FIGURE = re.compile(r"(?P<kind>fig(?:ure|\.)?|table|tab\.)\s*(?P<number>\S.*)$", re.IGNORECASE)


class PaperView:
    """One paper as a template sees it (``p``). All text is as it is shown; nothing is escaped yet.

    ``n`` is its position in the page, from 1. ``added`` is the day on which it was added to the page, or "".
    ``relevance`` says why it matters to the reader, and is None without ``--interests``; ``folded`` papers do not.
    ``vault`` says that the page is a note of a vault (``VaultView``).
    """

    vault = False

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
        named = (paper.title, paper.abstract, paper.comment, *(s.en for s in result.draft.sentences))
        self.urls = urls_in(*named, *map(latex_to_text, named))
        self.title = self._english(paper.title) or Prose(self.words.no_title)
        self.title_zh = self._chinese(result.draft.title_zh)
        self.authors = tuple(Prose(latex_to_text(one_line(author))) for author in paper.authors)
        self.date = paper.published[:10]
        self.updated = paper.updated[:10] if paper.updated[:10] != self.date else ""
        self.categories = paper.categories
        self.comment = self._english(paper.comment)
        self.journal_ref = self._english(paper.journal_ref)
        self.abstract = self._english(paper.abstract)
        self.one_line = self._chinese(result.draft.one_line)
        self.summary = self._chinese(result.draft.summary)
        self.summary_en = self._english(result.draft.summary_en)
        self.figures = tuple(self._figure(figure) for figure in result.figures)

    def _english(self, text: str) -> Prose:
        return Prose(latex_to_text(one_line(text)), self.urls)

    def _chinese(self, text: str) -> Prose:
        return Prose(typeset(latex_to_text(one_line(text), english=False), self.result.to), self.urls)

    # Findings

    @cached_property
    def _open(self) -> tuple[OpenFinding, ...]:
        return open_findings(self.result.findings, self.words)

    def findings_at(self, unit: str, sentence: int | None = None) -> tuple[FindingView, ...]:
        """Return what is open about a unit, or about one sentence or takeaway of it."""
        return tuple(
            told.view
            for told in self._open
            if told.finding.unit == unit and (sentence is None or told.finding.sentence == sentence)
        )

    @cached_property
    def whole_abstract_findings(self) -> tuple[FindingView, ...]:
        """What is open about the abstract without belonging to one of its sentences."""
        known = {s.n for s in self.result.draft.sentences}
        return tuple(
            told.view for told in self._open if told.finding.unit == "abstract" and told.finding.sentence not in known
        )

    @property
    def whole_abstract_mark(self) -> str:
        """⚠ where an error is open about the abstract without belonging to one of its sentences."""
        return mark_for(self.whole_abstract_findings)

    @cached_property
    def findings(self) -> tuple[FindingView, ...]:
        """Everything that is open, each finding once: errors, then warnings, each in the order of the page."""
        told = [told.view for told in self._open if told.view.first]
        return tuple(sorted(told, key=lambda view: view.severity != "error"))

    @property
    def errors(self) -> int:
        """How many errors are open, each counted once for all its places."""
        return sum(view.severity == "error" for view in self.findings)

    @property
    def repaired(self) -> int:
        """How many findings were put right before the page was made, each counted once for all its places."""
        return count_distinct((f for f in self.result.findings if f.state == "repaired"), self.words)

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

    @property
    def one_line_marked(self) -> Prose:
        """The one line with ⚠ behind its faulty sentences."""
        return with_marks(self.one_line, self.findings_at("one_line"))

    @property
    def summary_marked(self) -> Prose:
        """The summary with ⚠ behind its faulty sentences."""
        return with_marks(self.summary, self.findings_at("summary"))

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
        starts = paragraph_starts([s.en for s in self.result.draft.sentences], self.result.paper.abstract)
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
        url = evidence_url(evidence, self.result.paper, anchor)
        return LinkView(label, url, evidence.sentence if known else None)

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

    def _figure(self, figure: Figure) -> Figure:
        """Return the figure with its label in words of the page: 图 3 for "Figure 3". Another label stays."""
        match = _FIGURE.match(figure.label)
        if match is None:
            return figure
        kind = self.words.table if match["kind"][0] in "Tt" else self.words.figures
        return replace(figure, label=f"{kind} {match['number']}")

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
        """How the page was made: source, what was read, model, checks; folded: prompts, program, dates."""
        words = self.words
        dated = "，".join(d for d in (self.date, self.updated and f"{words.updated} {self.updated}") if d)
        if self.arxiv:
            source = f"arXiv:{self.arxiv}"
        else:
            source = self.name if self.result.paper.id else f"{words.local_pdf} {self.name}"
        return provenance_of(self.result, words, source, dated)

    @property
    def footer(self) -> tuple[Fact, ...]:
        """The facts of ``provenance`` that every reader sees."""
        return tuple(fact for fact in self.provenance if not fact.folded)

    @property
    def folded_facts(self) -> tuple[Fact, ...]:
        """The facts of ``provenance`` that are folded."""
        return tuple(fact for fact in self.provenance if fact.folded)

    @property
    def small_model(self) -> bool:
        return self.result.provenance.small_model

    @property
    def checked(self) -> str:
        """``passed``, ``open`` or ``skipped``."""
        if not self.result.provenance.checked:
            return "skipped"
        return "open" if self.errors else "passed"


def paper_anchor(paper_id: str, version: int, n: int) -> str:
    """Return the id of a paper in a page: from its own ID, or from its position where it has none."""
    return f"{re.sub(r'[^a-zA-Z0-9.-]', '-', paper_id)}v{version}" if paper_id else f"paper-{n}"
