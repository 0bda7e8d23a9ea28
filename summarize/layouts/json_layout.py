"""The ``json`` and ``jsonl`` layouts: the whole result in the shape that docs/json-schema.md documents.

The text is the model's as it was checked, without typography, so that the words which a finding quotes are found in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from summarize.layouts.addresses import paper_links
from summarize.layouts.layout import WHOLE_PART, PagePart, PageParts, RunInfo
from summarize.values import Evidence, Finding, Outcome, PaperFailure, Result

SCHEMA = 1


def outcome_to_json(outcome: Outcome) -> dict[str, object]:
    """Return the documented object of one paper. A failure has only ``paper`` and ``error``."""
    return _failure(outcome) if isinstance(outcome, PaperFailure) else _result(outcome)


def _failure(failure: PaperFailure) -> dict[str, object]:
    paper: dict[str, object] = {"id": failure.ref.id, "version": failure.ref.version}
    if failure.ref.path is not None:
        paper["path"] = failure.ref.path
    if failure.title:
        paper["title"] = failure.title
    error = {"code": failure.code, "message": failure.message}
    if failure.hint:
        error["hint"] = failure.hint
    return {"schema": SCHEMA, "paper": paper, "error": error}


def _result(result: Result) -> dict[str, object]:
    paper, draft, reading, made = result.paper, result.draft, result.reading, result.provenance
    return {
        "schema": SCHEMA,
        "paper": {
            "id": paper.id,
            "version": paper.version,
            "title": paper.title,
            "authors": list(paper.authors),
            "published": paper.published,
            "updated": paper.updated,
            "categories": list(paper.categories),
            "comment": paper.comment,
            "journal_ref": paper.journal_ref,
            "doi": paper.doi,
            "path": paper.path,
            "links": paper_links(paper).to_json(),
        },
        "to": result.to,
        "title_zh": draft.title_zh,
        "one_line": draft.one_line,
        "sentences": [{"n": s.n, "en": s.en, "zh": s.zh} for s in draft.sentences],
        "summary": draft.summary,
        "summary_en": draft.summary_en,
        "takeaways": [
            {"text": t.text, "text_en": t.text_en, "evidence": [_evidence(e) for e in t.evidence]}
            for t in draft.takeaways
        ],
        "sections": [{"number": s.number, "title": s.title, "page": s.page, "text": s.text} for s in draft.sections],
        "figures": [
            {"label": f.label, "page": f.page, "path": f.path, "caption": f.caption, "caption_zh": f.caption_zh}
            for f in result.figures
        ],
        "findings": [_finding(f) for f in result.findings],
        "read": {
            "what": reading.what,
            "pages": reading.pages,
            "pages_read": reading.pages_read,
            "left_out": list(reading.left_out),
            "hidden": [{"page": h.page, "reason": h.reason, "text": h.text} for h in reading.hidden],
            "parts": reading.parts,
        },
        "provenance": {
            "model": made.model,
            "prompts": dict(made.prompts),
            "program": made.program,
            "made": made.made,
            "checked": made.checked,
            "small_model": made.small_model,
        },
        "usage": {
            "prompt_tokens": result.usage.prompt_tokens,
            "completion_tokens": result.usage.completion_tokens,
            "cost_usd": result.usage.cost_usd,
        },
        "error": None,
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    if evidence.sentence is not None:
        return {"sentence": evidence.sentence}
    if evidence.page is not None:
        return {"page": evidence.page}
    return {"section": evidence.section}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "unit": finding.unit,
        "sentence": finding.sentence,
        "source": finding.source,
        "target": finding.target,
        "state": finding.state,
        "expected": finding.expected,
    }


def json_text(value: dict[str, object], indent: int | None) -> str:
    """Return an object as the JSON layouts write it. ``indent`` is None for an object on one line."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # A lone surrogate cannot be written as UTF-8; JSON has an escape for it.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class JsonLayout:
    """The ``json`` layout: one object for one paper, ``{"schema": 1, "papers": […]}`` for several."""

    name, suffix, streams = "json", ".json", False

    def head(self, run: RunInfo) -> str:
        return f'{{"schema": {SCHEMA}, "papers": ['

    def paper(self, outcome: Outcome, n: int) -> str:
        return ("," if n > 1 else "") + "\n" + json_text(outcome_to_json(outcome), 2)

    def tail(self, failures: Sequence[PaperFailure], run: RunInfo) -> str:
        return "\n]}\n"

    def page(self, outcomes: Iterable[Outcome], run: RunInfo) -> str:
        papers = list(outcomes)
        if run.shows_one(len(papers)):
            return json_text(outcome_to_json(papers[0]), 2) + "\n"
        body = "".join(self.paper(outcome, n) for n, outcome in enumerate(papers, 1))
        return self.head(run) + body + self.tail((), run)

    def parts(self, outcomes: Iterable[Outcome], run: RunInfo) -> PageParts:
        return PageParts("", (PagePart(WHOLE_PART, self.page(outcomes, run)),))


class JsonLinesLayout:
    """The ``jsonl`` layout: one object a line. A failure has its line where its paper would stand."""

    name, suffix, streams = "jsonl", ".jsonl", True

    def head(self, run: RunInfo) -> str:
        return ""

    def paper(self, outcome: Outcome, n: int) -> str:
        return json_text(outcome_to_json(outcome), None) + "\n"

    def tail(self, failures: Sequence[PaperFailure], run: RunInfo) -> str:
        return ""

    def page(self, outcomes: Iterable[Outcome], run: RunInfo) -> str:
        return "".join(self.paper(outcome, n) for n, outcome in enumerate(outcomes, 1))

    def parts(self, outcomes: Iterable[Outcome], run: RunInfo) -> PageParts:
        return PageParts("", (PagePart(WHOLE_PART, self.page(outcomes, run)),))
