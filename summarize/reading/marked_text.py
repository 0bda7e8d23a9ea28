"""The text of a document as a model gets it: which sections are sent, their page marks, the cut into parts.

The functions are pure. ``page_texts`` and ``section_texts`` give the whole text by page and by section, for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from summarize.reading.instructions import looks_like_instruction
from summarize.reading.sentences import split_sentences
from summarize.values import Document, Paragraph, Section

__all__ = [
    "body_sections",
    "left_out",
    "looks_like_instruction",
    "marked_text",
    "page_texts",
    "section_texts",
    "split_parts",
]

#: A mark that only this program sets. The same words in a paper lose their opening bracket.
_MARK_LIKE = re.compile(r"\[(?=(?:p\d{1,4}|§[^\]\s]{0,12})\])")


def body_sections(document: Document, appendix: bool = False) -> tuple[Section, ...]:
    """Return the sections that are sent, in order: abstract and body, with ``appendix`` the appendices too.

    References and acknowledgements are left out. Sections of the body that come after the references (some journals
    print methods there) are kept. A document that has no such section is sent whole.
    """
    kept = []
    for section in document.sections:
        wanted = section.kind in ("abstract", "body") or (appendix and section.kind == "appendix")
        if wanted and (section.paragraphs or section.title):
            kept.append(section)
    if kept or not document.sections:
        return tuple(kept)
    return document.sections


def left_out(document: Document, appendix: bool = False) -> tuple[str, ...]:
    """Return names of what is not sent: "references", "acknowledgements", "appendix A", "pages 31-40"."""
    sent = set(map(id, body_sections(document, appendix)))
    names: list[str] = []
    for section in document.sections:
        if id(section) in sent or section.level > 1 or (section.level == 0 and not section.paragraphs):
            continue
        name: str = section.kind
        if section.kind == "appendix" and section.number:
            name = f"appendix {section.number}"
        if name not in names:
            names.append(name)
    if "appendix" in names and any(name.startswith("appendix ") for name in names):
        names.remove("appendix")
    if document.pages_read < document.pages:
        names.append(f"pages {document.pages_read + 1}-{document.pages}")
    return tuple(names)


def page_texts(document: Document) -> dict[int, str]:
    """Return all text by page number (from 1), captions included. A document from HTML gives an empty dict.

    A paragraph that runs over pages stands on each of them, because its figures may be on either.
    """
    pages: dict[int, list[str]] = {}
    for section in document.sections:
        if section.title and section.page:
            pages.setdefault(section.page, []).append(f"{section.number} {section.title}".strip())
        for paragraph in section.paragraphs:
            for page in range(paragraph.page, max(paragraph.page, paragraph.last_page) + 1):
                if page:
                    pages.setdefault(page, []).append(paragraph.text)
    for caption in document.captions:
        if caption.page:
            pages.setdefault(caption.page, []).append(caption.text)
    return {page: "\n\n".join(texts) for page, texts in sorted(pages.items())}


def section_texts(document: Document) -> dict[str, str]:
    """Return all text by section number ("3.2"), for sources without pages. A section holds its subsections too.

    The abstract is under "abstract". Captions are under "captions", because HTML gives them no section number.
    """
    texts: dict[str, list[str]] = {}
    for section in document.sections:
        keys = [section.number] if section.number else ["abstract"] if section.kind == "abstract" else []
        while keys and "." in keys[-1]:
            keys.append(keys[-1].rsplit(".", 1)[0])
        for key in keys:
            texts.setdefault(key, []).append("\n\n".join(filter(None, (section.title, section.text))))
    if document.captions:
        texts["captions"] = [caption.text for caption in document.captions]
    return {key: "\n\n".join(parts) for key, parts in texts.items()}


def marked_text(sections: tuple[Section, ...]) -> str:
    """Return sections as one text in which each paragraph on a new page begins with its mark ``[p3]``.

    Sources without pages have ``[§3.2]`` at each numbered section instead. Titles stand on lines of their own. Words of
    the paper that look like a mark lose their opening bracket.
    """
    lines: list[str] = []
    page = 0
    for section in sections:
        title = _unmarked(f"{section.number} {section.title}".strip())
        if not section.page and section.number:
            title = f"[§{section.number}] {title}"
        if title:
            if section.page and section.page != page:
                page = section.page
                title = f"[p{page}] {title}"
            lines.append(title)
        for paragraph in section.paragraphs:
            text = _unmarked(paragraph.text)
            if paragraph.page and paragraph.page != page:
                text = f"[p{paragraph.page}] {text}"
                page = paragraph.page
            if paragraph.last_page > paragraph.page:
                page = 0
            lines.append(text)
    return "\n\n".join(lines)


def _unmarked(text: str) -> str:
    return _MARK_LIKE.sub("(", text) if "[" in text else text


def split_parts(
    sections: tuple[Section, ...], budget_tokens: int, estimate: Callable[[str], int]
) -> tuple[tuple[Section, ...], ...]:
    """Cut sections into parts of at most ``budget_tokens`` each, counted by ``estimate``. No text is lost.

    A cut falls between sections where that keeps parts at least half full, else between paragraphs. A paragraph is cut,
    between sentences or words, only where it alone is too long. A section that is cut keeps its number and title in
    each part. :func:`marked_text` of a part fits the budget unless the budget is smaller than one title.
    """
    parts: list[list[Section]] = []
    room = 0
    for section in sections:
        cost = estimate(marked_text((section,))) + 2
        if parts and cost <= room:
            parts[-1].append(section)
            room -= cost
            continue
        if cost <= budget_tokens and (not parts or room < budget_tokens / 2):
            parts.append([section])
            room = budget_tokens - cost
            continue
        for piece in _pieces(section, room if parts else budget_tokens, budget_tokens, estimate):
            cost = estimate(marked_text((piece,))) + 2
            if parts and cost <= room:
                parts[-1].append(piece)
                room -= cost
            else:
                parts.append([piece])
                room = budget_tokens - cost
    return tuple(tuple(part) for part in parts)


def _pieces(section: Section, first_room: int, budget: int, estimate: Callable[[str], int]) -> list[Section]:
    """Return a section in pieces.

    The first fits ``first_room`` if one of its paragraphs does; the others fit ``budget``.
    """
    overhead = estimate(marked_text((replace(section, paragraphs=()),))) + 16
    pieces: list[list[Paragraph]] = [[]]
    room = first_room - overhead
    for paragraph in section.paragraphs:
        for part in _cut(paragraph, max(16, budget - overhead), estimate):
            cost = estimate(part.text) + 8
            if cost > room and (pieces[-1] or len(pieces) == 1):
                if pieces[-1]:
                    pieces.append([])
                room = budget - overhead
            pieces[-1].append(part)
            room -= cost
    return [
        replace(section, page=piece[0].page if piece else section.page, paragraphs=tuple(piece)) for piece in pieces
    ]


def _cut(paragraph: Paragraph, budget: int, estimate: Callable[[str], int]) -> list[Paragraph]:
    """Return a paragraph whole, or cut between sentences, or between words where a sentence alone is too long."""
    if estimate(paragraph.text) + 8 <= budget:
        return [paragraph]
    units: list[str] = []
    for sentence in split_sentences(paragraph.text):
        if estimate(sentence) + 8 <= budget:
            units.append(sentence)
        else:
            units.extend(_cut_words(sentence, budget, estimate))
    pieces: list[str] = []
    for unit in units:
        joined = f"{pieces[-1]} {unit}" if pieces else unit
        if pieces and estimate(joined) + 8 <= budget:
            pieces[-1] = joined
        else:
            pieces.append(unit)
    return [replace(paragraph, text=piece) for piece in pieces]


def _cut_words(text: str, budget: int, estimate: Callable[[str], int]) -> list[str]:
    pieces = [""]
    for word in text.split():
        for start in range(0, len(word), 200):
            chunk = word[start : start + 200]
            joined = f"{pieces[-1]} {chunk}" if pieces[-1] and not start else pieces[-1] + chunk
            if pieces[-1] and estimate(joined) + 8 > budget:
                pieces.append(chunk)
            else:
                pieces[-1] = joined
    return pieces
