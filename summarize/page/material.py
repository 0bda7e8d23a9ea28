"""What a digest is made from: the numbered abstract, the marked text of the whole paper, or notes on its parts.

A text that does not fit the model's context is split along its sections. The model takes notes on all parts at the same
time, and the digest is made from the notes, which carry the marks of their places. No part is cut off.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.errors import ContextTooLong, PdfWithoutText
from summarize.llm.cost import estimate_tokens
from summarize.prompting.asking import ask_notes, numbered_text
from summarize.prompting.replies import visible_text
from summarize.reading.marked_text import (
    body_sections,
    left_out,
    marked_text,
    page_texts,
    section_texts,
    split_parts,
)
from summarize.values import Reading, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.page.prompter import Prompter
    from summarize.prompting.asking import EvidenceKind
    from summarize.values import Document, Paper, Section

#: Tokens that instructions, title and glossary take beside the text (the longest shipped prompt has about 700).
_PROMPT_TOKENS = 1200
#: Tokens that are kept free for a reply.
_REPLY_TOKENS = 1500
#: Tokens of one note of a part: a sentence and its mark (measured 25–50).
_NOTE_TOKENS = 50
_FEWEST_NOTES, _MOST_NOTES = 4, 30
#: How often notes are taken on notes at most. Each round makes the text several times shorter.
_ROUNDS = 3
_MARK = {
    "page": re.compile(r"\[p\d+(?:\s*[,，\-–]\s*p?\d+)*\]"),
    "section": re.compile(r"\[§[\w.]+(?:\s*[,，]\s*§?[\w.]+)*\]"),
    "sentence": re.compile(r"\[\d+\]"),
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A top-level section with its subsections, as one marked text."""

    number: str
    title: str
    page: int
    text: str

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Material:
    """What a digest is made from and held against. ``enough`` where it is long enough for three takeaways;
    ``chapters`` are the top-level sections, where they were asked for."""

    text: str
    evidence: EvidenceKind
    source: Source
    reading: Reading
    enough: bool = True
    chapters: tuple[Chapter, ...] = ()


def abstract_material(paper: Paper, sentences: tuple[str, ...]) -> Material:
    """Return the abstract as numbered sentences."""
    source = Source(paper.title, sentences)
    return Material(numbered_text(sentences), "sentence", source, Reading("abstract"), len(sentences) > 3)


async def whole_material(
    prompter: Prompter, paper: Paper, sentences: tuple[str, ...], document: Document, context_tokens: int
) -> Material:
    """Return the whole paper, in one piece where it fits ``context_tokens``, otherwise as notes on its parts.

    Raises PdfWithoutText where there is nothing to read, ContextTooLong where not even a part fits.
    """
    recipe = prompter.recipe
    sections = body_sections(document, recipe.appendix)
    text = marked_text(sections)
    if not text.strip():
        raise PdfWithoutText(
            "the file has no text to read", paper=str(paper), hint="Read its abstract: leave --full and --pdf away"
        )
    room = context_tokens - _PROMPT_TOKENS - _REPLY_TOKENS
    if room < 500:
        raise ContextTooLong(
            f"a context of {context_tokens} tokens is too small to read a whole paper in parts",
            paper=str(paper),
            hint="Use a model with at least 4096, or name its context with --context",
            limit_tokens=context_tokens,
        )
    taker = _NoteTaker(prompter, paper.title, "section" if document.kind == "html" else "page", room)
    parts: tuple[tuple[Section, ...], ...] = (sections,)
    if estimate_tokens(text) > room:
        parts = split_parts(sections, room, estimate_tokens)
        text = await taker.notes_on([marked_text(part) for part in parts])
    reading = Reading(
        what=document.kind,
        pages=document.pages,
        pages_read=document.pages_read,
        left_out=left_out(document, recipe.appendix),
        hidden=document.hidden,
        parts=len(parts),
    )
    source = Source(paper.title, sentences, page_texts(document), section_texts(document))
    chapters = await taker.chapters(sections) if recipe.sections else ()
    return Material(text, taker.evidence, source, reading, chapters=chapters)


@dataclass(frozen=True, slots=True)
class _NoteTaker:
    """Takes notes on texts that are too long for one call. ``room`` is the tokens that a text may take."""

    prompter: Prompter
    title: str
    evidence: EvidenceKind
    room: int

    async def chapters(self, sections: Sequence[Section]) -> tuple[Chapter, ...]:
        """The top-level sections of the body; notes stand for one that is too long for a call."""
        groups: list[list[Section]] = []
        for section in sections:
            if section.kind not in ("body", "appendix"):
                continue
            if section.level <= 1 or not groups:
                groups.append([])
            groups[-1].append(section)
        chapters = []
        for group in groups:
            text = marked_text(tuple(group))
            if estimate_tokens(text) > self.room:
                parts = split_parts(tuple(group), self.room, estimate_tokens)
                text = await self.notes_on([marked_text(part) for part in parts])
            head = group[0]
            if head.title and any(section.paragraphs for section in group):
                chapters.append(Chapter(head.number, head.title, head.page, text))
        return tuple(chapters)

    async def notes_on(self, texts: Sequence[str]) -> str:
        """Notes on ``texts``, taken at the same time, in order; notes of notes until they fit.

        Raises ContextTooLong where they do not come to fit.
        """
        for _ in range(_ROUNDS):
            most = max(_FEWEST_NOTES, min(_MOST_NOTES, self.room // (_NOTE_TOKENS * len(texts))))
            replies = await asyncio.gather(*(self._asked(n, texts, most) for n in range(1, len(texts) + 1)))
            lines = [line for n, reply in enumerate(replies) for line in _note_lines(reply, texts[n], self.evidence)]
            notes = "\n".join(lines)
            if estimate_tokens(notes) <= self.room:
                return notes
            texts = _grouped(lines, self.room)
        raise ContextTooLong(
            "the notes on the paper's parts are still too long for the model's context",
            hint="Use a model with a longer context, or the abstract alone",
        )

    async def _asked(self, n: int, texts: Sequence[str], most: int) -> str:
        template = self.prompter.template("notes")
        messages = ask_notes(
            template, self.title, texts[n - 1], part=n, parts=len(texts), most_notes=most, evidence=self.evidence
        )
        return await self.prompter.ask(messages)


def _note_lines(reply: str, text: str, evidence: EvidenceKind) -> list[str]:
    """The notes of one part, one a line; a note without a mark gets that of the part's beginning."""
    pattern = _MARK[evidence]
    first = pattern.search(text)
    beginning = first[0] if first else ""
    lines = []
    for line in visible_text(reply).splitlines():
        note = re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", line).strip()
        if len(note) < 8 or note.startswith("#"):
            continue
        lines.append(note if pattern.search(note) or not beginning else f"{note} {beginning}")
    return lines


def _grouped(lines: Sequence[str], room: int) -> list[str]:
    groups: list[list[str]] = [[]]
    used = 0
    for line in lines:
        cost = estimate_tokens(line) + 1
        if used + cost > room and groups[-1]:
            groups.append([])
            used = 0
        groups[-1].append(line)
        used += cost
    return ["\n".join(group) for group in groups]
