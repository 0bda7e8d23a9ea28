"""Assembly of a document from printed lines: title, authors, abstract, sections with paragraphs, captions.

The functions are pure.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from summarize.reading.pdf.captions import Found, find_captions
from summarize.reading.pdf.front_page import (
    ends_abstract,
    find_authors,
    find_title,
    join_title,
    run_in_abstract,
    without_key_words,
)
from summarize.reading.pdf.furniture import without_furniture
from summarize.reading.pdf.headings import Heading, find_headings
from summarize.reading.pdf.letters import Vocabulary
from summarize.reading.pdf.line import Line, PageSize, body_font, body_size, join_fragments
from summarize.reading.pdf.paragraph_flow import Block, Page, group, layout_of, text_of
from summarize.values import Caption, Paragraph, Section, SectionKind

#: How many lines that begin with [1] are tried as the beginning of a bibliography without a heading.
_ATTEMPTS = 8
_ENTRY = re.compile(r"^\[?(\d{1,3})[\].]\s")


class Assembled(NamedTuple):
    """The content of a document. ``abstract`` has one paragraph per line and is "" where none was found."""

    title: str
    authors: tuple[str, ...]
    abstract: str
    sections: tuple[Section, ...]
    captions: tuple[Caption, ...]


def assemble(lines: list[Line], sizes: dict[int, PageSize]) -> Assembled:
    """Put a paper together from its printed lines (all pages, in stream order) and page sizes.

    No lines give empty values.
    """
    lines = _without_doubles(join_fragments(without_furniture(lines, sizes)))
    if not lines:
        return Assembled("", (), "", (), ())
    size = body_size(lines, len(sizes))
    font = body_font(lines, size)
    vocabulary = Vocabulary(line.text for line in lines)
    layout = layout_of(lines)
    found = find_captions(lines, size)
    taken = {i for caption in found for i in range(caption.start, caption.end)}
    headings = find_headings(lines, size, font, taken)
    headings = _with_bare_references(lines, headings)
    title_start, title_end = find_title(lines, sizes, headings[0].start if headings else len(lines))
    front, headings = _front(lines, headings, title_end, taken, layout)
    sections = _sections(lines, headings, taken, layout, vocabulary)
    return Assembled(
        join_title(lines[title_start:title_end], vocabulary),
        find_authors(lines[title_end:front]),
        _abstract(sections),
        sections,
        tuple(_caption(lines, entry, vocabulary) for entry in found),
    )


def _without_doubles(lines: list[Line]) -> list[Line]:
    """Return the lines without doubles at one place, which overprinting makes for a bold face or a shadow."""
    kept: list[Line] = []
    seen: dict[tuple[int, str], Line] = {}
    for line in lines:
        key = (line.page, line.text)
        before = seen.get(key)
        if before is not None and abs(before.x0 - line.x0) < 2 and abs(before.base - line.base) < 2:
            continue
        seen[key] = line
        kept.append(line)
    return kept


def _with_bare_references(lines: list[Line], headings: list[Heading]) -> list[Heading]:
    """Add a boundary before a bibliography that has no heading, found by late lines that begin [1], [2], [3] …"""
    if any(h.kind == "references" for h in headings):
        return headings
    begin = int(len(lines) * 0.4)
    inside = {i for h in headings for i in range(h.start, h.end)}
    attempts = 0
    for index in range(begin, len(lines)):
        match = _ENTRY.match(lines[index].text.strip())
        if match is None or match[1] != "1" or index in inside or not lines[index].text.lstrip().startswith("["):
            continue
        # Each attempt reads on to the end of the document.
        attempts += 1
        if attempts > _ATTEMPTS:
            return headings
        expected = 2
        for line in lines[index + 1 :]:
            entry = _ENTRY.match(line.text.strip())
            if entry is not None and int(entry[1]) == expected:
                expected += 1
        if expected > 5:
            bare = Heading(index, index, 0, "", "", "references")
            return sorted([*headings, bare], key=lambda h: (h.start, h.end))
    return headings


def _front(
    lines: list[Line], headings: list[Heading], title_end: int, taken: set[int], layout: Page
) -> tuple[int, list[Heading]]:
    """Return where the front matter ends, and the headings with a boundary for an abstract that has no heading."""
    first = headings[0].start if headings else len(lines)
    if any(h.kind == "abstract" for h in headings):
        return first, headings
    for index in range(title_end, min(first, len(lines))):
        if lines[index].page <= 2 and index not in taken and run_in_abstract(lines[index].text.strip()) is not None:
            return index, [Heading(index, index, 0, "", "", "abstract"), *headings]
    indices = [i for i in range(title_end, first) if lines[i].page == 1 and i not in taken]
    position = {id(lines[i]): i for i in indices}
    for block in group([lines[i] for i in indices], layout):
        letters = sum(len(line.text) for line in block.lines)
        words = sum(len(line.text.split()) for line in block.lines)
        if letters > 280 and words > 0.12 * letters and block.last.text.rstrip().endswith((".", ")", "1", "2")):
            start = position[id(block.lines[0])]
            bare = [Heading(start, start, 0, "", "", "abstract")]
            if not headings:
                end = position[id(block.last)] + 1
                bare.append(Heading(end, end, 0, "", "", "body"))
            return start, [*bare, *headings]
    return min(first, title_end + 12), headings


def _sections(
    lines: list[Line], headings: list[Heading], taken: set[int], layout: Page, vocabulary: Vocabulary
) -> tuple[Section, ...]:
    sections: list[Section] = []
    if not headings or headings[0].start > 0:
        headings = [Heading(0, 0, 0, "", "", "body"), *headings]
    kind: SectionKind = "body"
    late = False
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        end = following.start if following is not None else len(lines)
        if heading.level <= 1:
            kind = heading.kind or ("appendix" if late else "body")
            if kind == "body" and late and heading.level == 1 and not heading.number:
                kind = "appendix"
            late = late or kind in ("references", "appendix")
        content = [lines[i] for i in range(heading.end, end) if i not in taken]
        blocks = group(content, layout, entries=kind == "references")
        paragraphs = tuple(p for block in blocks if (p := _paragraph(block, vocabulary)).text)
        if heading.level == 0 and not paragraphs:
            continue
        page = lines[heading.start].page if heading.start < len(lines) else lines[-1].page
        sections.append(Section(kind, heading.level, heading.number, heading.title, page, paragraphs))
    return tuple(sections)


def _paragraph(block: Block, vocabulary: Vocabulary) -> Paragraph:
    text = text_of(block, vocabulary)
    return Paragraph(block.page, text.strip(), block.last_page)


def _caption(lines: list[Line], found: Found, vocabulary: Vocabulary) -> Caption:
    text = ""
    for line in lines[found.start : found.end]:
        text = vocabulary.joined(text, line.text) if text else line.text.strip()
    return Caption(found.label, lines[found.start].page, " ".join(text.split()))


def _abstract(sections: tuple[Section, ...]) -> str:
    """Return the abstract's paragraphs, one per line, up to key words and notes; "" without an abstract."""
    for section in sections:
        if section.kind != "abstract":
            continue
        kept: list[str] = []
        for paragraph in section.paragraphs:
            if ends_abstract(paragraph.text, first=not kept) or (kept and len(paragraph.text) < 60):
                break
            text = run_in_abstract(paragraph.text) if not kept else None
            kept.append(without_key_words(" ".join((text if text is not None else paragraph.text).split())))
        return "\n".join(filter(None, kept))
    return ""
