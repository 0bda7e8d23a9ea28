"""The values that pass between the packages (docs/architecture.md shows the way of a paper).

All of them are frozen: a step makes a new value and never changes one that it was given. All of them survive JSON and
pickle, so that they can be stored and sent to other processes.
"""

from __future__ import annotations

from summarize.values.conversation import Completion, Message, Usage
from summarize.values.document import Caption, Document, HiddenText, Paragraph, ReadingKind, Section, SectionKind
from summarize.values.paper import ARXIV, LOCAL, Links, Paper, PaperRef
from summarize.values.result import (
    Draft,
    Evidence,
    Figure,
    Finding,
    LanguageOrder,
    Outcome,
    PaperFailure,
    Provenance,
    Reading,
    Result,
    Script,
    SectionSummary,
    Sentence,
    Severity,
    Source,
    State,
    Takeaway,
    UnitName,
)

__all__ = [
    "ARXIV",
    "LOCAL",
    "Caption",
    "Completion",
    "Document",
    "Draft",
    "Evidence",
    "Figure",
    "Finding",
    "HiddenText",
    "LanguageOrder",
    "Links",
    "Message",
    "Outcome",
    "Paper",
    "PaperFailure",
    "PaperRef",
    "Paragraph",
    "Provenance",
    "Reading",
    "ReadingKind",
    "Result",
    "Script",
    "Section",
    "SectionKind",
    "SectionSummary",
    "Sentence",
    "Severity",
    "Source",
    "State",
    "Takeaway",
    "UnitName",
    "Usage",
]
