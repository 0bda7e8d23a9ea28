"""Reading of arXiv's HTML of a paper (made by LaTeXML) into a :class:`~summarize.values.Document`.

LaTeXML's classes say what an element is: ``ltx_section`` … ``ltx_appendix``, ``ltx_bibliography``, ``ltx_title``,
``ltx_tag`` (a number), ``ltx_para``, ``ltx_caption`` (https://math.nist.gov/~BMiller/LaTeXML/manual/). Sections keep
their ids as anchors (``S3.SS2``). Formulas stay LaTeX.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from summarize.errors import NoHtml
from summarize.reading.html.element_text import Told, classes, element_text, paint_of
from summarize.reading.instructions import looks_like_instruction
from summarize.reading.pdf.letters import clean
from summarize.values import Caption, Document, HiddenText, Paragraph, Section, SectionKind

_LEVELS = {
    "ltx_part": 1,
    "ltx_chapter": 1,
    "ltx_section": 1,
    "ltx_subsection": 2,
    "ltx_subsubsection": 3,
    "ltx_appendix": 1,
    "ltx_bibliography": 1,
}
_KINDS: dict[str, SectionKind] = {
    "ltx_abstract": "abstract",
    "ltx_acknowledgements": "acknowledgements",
    "ltx_bibliography": "references",
    "ltx_appendix": "appendix",
}
_SKIPPED = {
    "ltx_page_header",
    "ltx_page_footer",
    "ltx_page_navbar",
    "ltx_page_logo",
    "ltx_TOC",
    "ltx_pagination",
    "ltx_authors",
    "ltx_dates",
    "ltx_role_institutetext",
    "package-alerts",
}
_SKIPPED_TAGS = {"nav", "header", "footer", "script", "style", "button", "form", "noscript", "template", "svg"}
_NAMED: dict[str, SectionKind] = {
    "acknowledgments": "acknowledgements",
    "acknowledgements": "acknowledgements",
    "acknowledgment": "acknowledgements",
    "acknowledgement": "acknowledgements",
    "references": "references",
    "bibliography": "references",
    "appendix": "appendix",
    "appendices": "appendix",
    "supplementary material": "appendix",
    "supplementary materials": "appendix",
    "abstract": "abstract",
}
_LABEL = re.compile(r"^((?:Extended Data |Supplementary )?[A-Z][A-Za-z]+\.?)\s*([\w.]*\w)")
_ID = re.compile(r"(\d{4}\.\d{4,5}|(?<![a-z-])[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?")
#: Hidden text of fewer words is no message. The same rule holds for PDFs.
_WORDS = 4


@dataclass(slots=True)
class _Open:
    kind: SectionKind
    level: int
    number: str
    title: str
    anchor: str
    paragraphs: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    told: Told = field(default_factory=Told)
    sections: list[_Open] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)


def read_html(html: str | bytes, source: str) -> Document:
    """Return the document of a LaTeXML page. ``source`` is the address or file it came from.

    Raises NoHtml where the page is not a paper (arXiv's "no HTML" page, a CAPTCHA).
    """
    # lxml takes 12 ms, which a run over abstracts or PDFs does not need.
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    data = html.encode("utf-8") if isinstance(html, str) else html
    try:
        root = document_fromstring(data, parser=HTMLParser(encoding="utf-8", remove_comments=True))
    except (etree.ParserError, ValueError) as exc:
        raise _no_paper(source) from exc
    article = next(iter(root.xpath("//article[contains(concat(' ', @class, ' '), ' ltx_document ')]")), None)
    if article is None:
        article = next(
            iter(root.xpath("//*[contains(concat(' ', @class, ' '), ' ltx_document ')][.//*[@class]]")), None
        )
    if article is None:
        raise _no_paper(source)
    reader = _Reader()
    reader.sections.append(_Open("body", 0, "", "", ""))
    title = next(iter(article.xpath(".//h1[contains(@class, 'ltx_title_document')]")), None)
    title_text = element_text(title, reader.told) if title is not None else ""
    authors = _authors(article)
    _read_children(article, reader, reader.sections[0])
    sections = tuple(_closed(section) for section in reader.sections if section.paragraphs or section.level)
    if not any(section.paragraphs for section in sections):
        raise _no_paper(source)
    warnings = []
    if reader.told.errors:
        warnings.append(f"arXiv's HTML has {reader.told.errors} LaTeX commands that were not converted; left out")
    abstract = next((s for s in sections if s.kind == "abstract"), None)
    found = _ID.search(source)
    return Document(
        kind="html",
        source=source,
        pages=0,
        pages_read=0,
        sections=sections,
        captions=tuple(reader.captions),
        hidden=_hidden(reader.told),
        warnings=tuple(warnings),
        title=title_text,
        authors=authors,
        abstract="\n".join(p.text for p in abstract.paragraphs) if abstract else "",
        arxiv_id=(found[1] + (found[2] or "")) if found else "",
    )


def _no_paper(source: str) -> NoHtml:
    return NoHtml(
        "arXiv has no HTML of this paper",
        paper=source,
        hint="read its PDF (--source pdf), or the abstract without --full",
    )


def _closed(section: _Open) -> Section:
    paragraphs = tuple(Paragraph(0, text) for text in section.paragraphs)
    return Section(section.kind, section.level, section.number, section.title, 0, paragraphs, section.anchor)


def _hidden(told: Told) -> tuple[HiddenText, ...]:
    texts: dict[str, list[str]] = {}
    for reason, text in told.hidden:
        texts.setdefault(reason, []).append(text)
    reports = []
    for reason, pieces in texts.items():
        text = " ".join(clean(" ".join(pieces)).split())
        words = re.findall(r"[^\W\d_]{2,}", text)
        if len(words) >= _WORDS or looks_like_instruction(text) or reason.startswith("zero-width"):
            reports.append(HiddenText(0, reason, text))
    return tuple(reports)


def _authors(article: Any) -> tuple[str, ...]:
    names: list[str] = []
    for person in article.xpath(".//*[contains(@class, 'ltx_personname')]"):
        # The first line is the name (or several); addresses and notes follow after a break.
        text = person.text or ""
        for child in person:
            marks = classes(child)
            if child.tag == "br" or marks & {"ltx_note", "ltx_break"}:
                break
            if child.tag not in ("sup", "math") and not marks & {"ltx_Math", "ltx_author_notes"}:
                text += child.text_content()
            text += child.tail or ""
        for piece in re.split(r",|\band\b|&", text):
            name = " ".join(clean(piece).split()).strip(" *†‡§")
            if (
                2 < len(name) < 60
                and not re.search(r"[@\d]|university|institute", name, re.IGNORECASE)
                and name not in names
            ):
                names.append(name)
    return tuple(names)


def _read_children(element: Any, reader: _Reader, current: _Open) -> None:
    for child in element:
        if isinstance(child.tag, str):
            _read(child, reader, current)
            if child.tail and child.tail.strip():
                current.paragraphs.append(" ".join(clean(child.tail).split()))


def _read(element: Any, reader: _Reader, current: _Open) -> None:
    marks = classes(element)
    if element.tag in _SKIPPED_TAGS or marks & _SKIPPED or "ltx_title_document" in marks:
        return
    if paint_of(element, None).reason:
        element_text(element, reader.told)
        return
    level = next((_LEVELS[mark] for mark in marks if mark in _LEVELS), 0)
    kind = next((_KINDS[mark] for mark in marks if mark in _KINDS), None)
    if level or kind:
        current = _opened(element, reader, current, level or 1, kind)
        _read_children(element, reader, current)
    elif marks & {"ltx_paragraph", "ltx_subparagraph"}:
        title = _own_title(element, reader)
        before = len(current.paragraphs)
        _read_children(element, reader, current)
        if title and len(current.paragraphs) > before:
            current.paragraphs[before] = f"{title} {current.paragraphs[before]}"
    elif "ltx_title" in marks:
        return
    elif element.tag == "figure" or marks & {"ltx_float", "ltx_figure", "ltx_table"}:
        _read_float(element, reader, current)
    elif element.tag in ("p", "table") or marks & {"ltx_p", "ltx_bibitem", "ltx_item", "ltx_equation", "ltx_tabular"}:
        text = element_text(element, reader.told)
        if text:
            current.paragraphs.append(text)
    elif "ltx_para" in marks and not element.xpath(".//*[contains(@class, 'ltx_item') or self::figure]"):
        # A paragraph with the formulas inside it is one paragraph.
        text = element_text(element, reader.told)
        if text:
            current.paragraphs.append(text)
    elif element.text and element.text.strip():
        text = element_text(element, reader.told)
        if text:
            current.paragraphs.append(text)
    else:
        _read_children(element, reader, current)


def _own_title(element: Any, reader: _Reader) -> str:
    for child in element:
        if isinstance(child.tag, str) and "ltx_title" in classes(child):
            return element_text(child, reader.told)
    return ""


def _opened(element: Any, reader: _Reader, parent: _Open, level: int, kind: SectionKind | None) -> _Open:
    number = title = ""
    for child in element:
        if not isinstance(child.tag, str) or "ltx_title" not in classes(child):
            continue
        tag = next((t for t in child.iter() if isinstance(t.tag, str) and "ltx_tag" in classes(t)), None)
        title = element_text(child, reader.told)
        if tag is not None:
            label = element_text(tag, Told())
            title = title.removeprefix(label).strip()
            number = re.sub(r"^(?:Appendix|Section|Chapter|Part|§)\s*", "", label).strip(" .:")
        break
    inherited: SectionKind = parent.kind if level > 1 or parent.level else "body"
    kind = kind or _NAMED.get(title.lower().rstrip(".")) or (inherited if level > 1 else "body")
    if (
        kind == "body"
        and level == 1
        and any(s.kind == "appendix" and s.level == 1 and s.number for s in reader.sections)
    ):
        kind = "appendix"
    if kind == "abstract" and not title:
        level = 0
    section = _Open(kind, level, number, title, element.get("id", ""))
    reader.sections.append(section)
    return section


def _read_float(element: Any, reader: _Reader, current: _Open) -> None:
    """Add captions to the captions, and the words of tables and listings to the text. Pictures are left out."""
    for caption in element.xpath(
        ".//figcaption | .//*[contains(concat(' ', @class, ' '), ' ltx_caption ')][not(self::figcaption)]"
    ):
        text = element_text(caption, reader.told)
        match = _LABEL.match(text)
        if text:
            reader.captions.append(Caption(f"{match[1].rstrip('.')} {match[2]}" if match else "", 0, text))
    for table in element.xpath(
        ".//table[not(ancestor::table)] | .//*[contains(@class, 'ltx_listing')][not(self::figure)]"
    ):
        text = element_text(table, reader.told)
        if text:
            current.paragraphs.append(text)
