"""Reading of a PDF into a :class:`~summarize.values.Document`: the file is opened, checked and read page by page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from summarize.errors import NoPdf, NotAPdf, PdfEncrypted, PdfTooLarge, PdfTruncated, PdfWithoutText
from summarize.reading.pdf.line import Line, PageSize
from summarize.values import Document, HiddenText

ABSTRACT_ROUTE = "the paper's abstract can still be summarized: run it without --full and --pdf"
#: MuPDF's cache of fonts and objects is emptied after so many pages, so that memory does not grow with the document.
_SHRINK_EVERY = 16
#: A file of more pages is refused before it is read. No paper or thesis has so many.
PAGE_LIMIT = 3000
#: A document with fewer letters a page, on average, is a scan.
_LETTERS_A_PAGE = 25


def open_pdf(path: str | os.PathLike[str]) -> Any:
    """Return an open PyMuPDF document of a whole, readable PDF. The caller closes it.

    Raises NoPdf (no such file), NotAPdf, PdfTruncated, PdfEncrypted, PdfTooLarge.
    """
    # PyMuPDF takes 0.2 s.
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    file = Path(path)
    name = str(file)
    try:
        with file.open("rb") as stream:
            head = stream.read(1024)
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(0, size - 2048))
            tail = stream.read()
    except OSError as exc:
        raise NoPdf(f"cannot be read: {exc.strerror or exc}", paper=name, hint="check the path") from exc
    if b"%PDF-" not in head:
        raise NotAPdf(_not_a_pdf(head), paper=name, hint=f"download the file again; {ABSTRACT_ROUTE}")
    whole = b"%%EOF" in tail
    try:
        document = pymupdf.open(name, filetype="pdf")
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as exc:
        if not whole:
            raise _truncated(name) from exc
        raise NotAPdf(f"is damaged: {exc}", paper=name, hint=f"download the file again; {ABSTRACT_ROUTE}") from exc
    try:
        if document.needs_pass:
            raise PdfEncrypted("needs a password", paper=name, hint=f"save it without a password; {ABSTRACT_ROUTE}")
        if not document.is_pdf:
            raise NotAPdf("is not a PDF", paper=name, hint=f"download the file again; {ABSTRACT_ROUTE}")
        if (not whole and document.is_repaired) or not document.page_count:
            raise _truncated(name)
        if document.page_count > PAGE_LIMIT:
            raise PdfTooLarge(
                f"has {document.page_count} pages, over the limit of {PAGE_LIMIT}", paper=name, hint=ABSTRACT_ROUTE
            )
    except BaseException:
        document.close()
        raise
    return document


def _not_a_pdf(head: bytes) -> str:
    start = head.lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "is an HTML page, not a PDF"
    return "is empty" if not head else "is not a PDF"


def _truncated(name: str) -> PdfTruncated:
    return PdfTruncated(
        "ends early: the download was cut", paper=name, hint=f"download it again (--refresh); {ABSTRACT_ROUTE}"
    )


def read_pdf(path: str | os.PathLike[str], *, max_pages: int | None = None) -> Document:
    """Return a paper's text in reading order without hidden text, in sections with kinds and pages.

    Reading stops after ``max_pages`` pages (None: it reads all). ``pages_read`` of the result says how many were read.
    Raises what :func:`open_pdf` raises, and PdfWithoutText for a scan without a text layer.
    """
    # PyMuPDF takes 0.2 s and the patterns of the assembly 20 ms: a run over abstracts alone needs neither.
    import pymupdf

    from summarize.reading.pdf.assembly import assemble
    from summarize.reading.pdf.hidden_text import without_hidden
    from summarize.reading.pdf.page_lines import read_page

    document = open_pdf(path)
    lines: list[Line] = []
    sizes: dict[int, PageSize] = {}
    hidden: list[HiddenText] = []
    warnings: list[str] = []
    stamp, letters = "", 0
    try:
        pages = document.page_count
        wanted = pages if max_pages is None else min(pages, max_pages)
        if document.is_repaired:
            warnings.append("the file is damaged and was repaired; text may be missing")
        for index in range(wanted):
            number = index + 1
            try:
                page = document[index]
                sizes[number] = PageSize(page.rect.width, page.rect.height)
                text = read_page(page, number)
                if text.suspects or text.invisible or page.get_images():
                    text, found = without_hidden(page, number, text)
                    hidden.extend(found)
            except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as exc:
                sizes.setdefault(number, PageSize(612.0, 792.0))
                warnings.append(f"page {number} cannot be read: {exc}")
                continue
            stamp = stamp or text.stamp
            letters += text.letters
            lines.extend(text.lines)
            if number % _SHRINK_EVERY == 0:
                pymupdf.TOOLS.store_shrink(100)
    finally:
        document.close()
        pymupdf.TOOLS.store_shrink(100)
    if letters < _LETTERS_A_PAGE * max(1, wanted):
        raise PdfWithoutText(
            f"has no text on its {wanted} pages: it is a scan",
            paper=str(path),
            hint=f"run OCR over it (ocrmypdf) and try again; {ABSTRACT_ROUTE}",
        )
    whole = assemble(lines, sizes)
    return Document(
        kind="pdf",
        source=str(path),
        pages=pages,
        pages_read=wanted,
        sections=whole.sections,
        captions=whole.captions,
        hidden=tuple(hidden),
        warnings=tuple(warnings),
        title=whole.title,
        authors=whole.authors,
        abstract=whole.abstract,
        arxiv_id=stamp,
    )
