"""Reading of a PDF into a :class:`~summarize.values.Document`: the file is opened, checked and read page by page."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pymupdf

from summarize.errors import ABSTRACT_ROUTE, NoPdf, NotAPdf, PdfEncrypted, PdfTooLarge, PdfTruncated, PdfWithoutText
from summarize.reading.pdf.assembly import assemble
from summarize.reading.pdf.hidden_text import without_hidden
from summarize.reading.pdf.line import Line, PageSize
from summarize.reading.pdf.page_lines import read_page
from summarize.values import Document, HiddenText

#: MuPDF's cache of fonts and objects is emptied after so many pages, so that memory does not grow with the document.
_SHRINK_EVERY = 16
#: A file of more pages is refused before it is read. No paper or thesis has so many.
PAGE_LIMIT = 3000
#: What PyMuPDF raises for a file that is damaged: MuPDF's errors under several names, and IndexError for a page that the
#: file counts and does not have.
PAGE_FAULTS = (RuntimeError, ValueError, IndexError, pymupdf.mupdf.FzErrorBase)
#: What MuPDF says where memory runs out ("code=2: calloc (4104 x 1 bytes) failed").
_NO_MEMORY = re.compile(r"\b(?:m|c|re)alloc\b.{0,200}failed|bad_alloc|out of memory", re.IGNORECASE)
_PAGE_MISSING = re.compile(r"^page -?\d+ not in document$")
#: A document with fewer letters a page, on average, is a scan.
_LETTERS_A_PAGE = 25


def open_pdf(path: str | os.PathLike[str]) -> Any:
    """Return an open PyMuPDF document of a whole, readable PDF. The caller closes it.

    Raises NoPdf (no such file), NotAPdf, PdfTruncated, PdfEncrypted, PdfTooLarge, MemoryError.
    """
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
    except PAGE_FAULTS as exc:
        _refuse_memory_faults(str(exc))
        if not whole:
            raise _truncated(name) from exc
        raise _damaged(str(exc), name) from exc
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
    except PAGE_FAULTS as exc:
        document.close()
        _refuse_memory_faults(str(exc))
        raise _damaged(str(exc), name) from exc
    except BaseException:
        document.close()
        raise
    return document


def ran_out_of_memory(said: str) -> bool:
    """Whether a message of MuPDF or of Python says that there was no memory."""
    return _NO_MEMORY.search(said) is not None


def _refuse_memory_faults(said: str) -> None:
    """Raise MemoryError where a message of MuPDF says that there was no memory."""
    if ran_out_of_memory(said):
        raise MemoryError(said[-200:])


def _damaged(what: str, name: str) -> NotAPdf:
    return NotAPdf(f"is damaged: {what}", paper=name, hint=f"download the file again; {ABSTRACT_ROUTE}")


def _said_of(unread: dict[int, str]) -> list[str]:
    """One warning for each run of pages that cannot be read for one reason."""
    runs: list[tuple[int, int, str]] = []
    for number, reason in unread.items():
        # PyMuPDF's "page 17 not in document" counts from 0 and differs from page to page.
        reason = _PAGE_MISSING.sub("not in the file's list of pages", reason)
        if runs and runs[-1][1] == number - 1 and runs[-1][2] == reason:
            runs[-1] = (runs[-1][0], number, reason)
        else:
            runs.append((number, number, reason))
    return [
        f"page {first} cannot be read: {reason}" if first == last else f"pages {first}–{last} cannot be read: {reason}"
        for first, last, reason in runs
    ]


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
    Raises what :func:`open_pdf` raises, PdfWithoutText for a scan without a text layer, and MemoryError.
    """
    document = open_pdf(path)
    lines: list[Line] = []
    sizes: dict[int, PageSize] = {}
    hidden: list[HiddenText] = []
    unread: dict[int, str] = {}
    stamp, letters = "", 0
    try:
        pages = document.page_count
        wanted = pages if max_pages is None else min(pages, max_pages)
        repaired = bool(document.is_repaired)
        for number in range(1, wanted + 1):
            try:
                page = document[number - 1]
                sizes[number] = PageSize(page.rect.width, page.rect.height)
                text = read_page(page, number)
                if text.suspects or text.invisible or page.get_images():
                    text, found = without_hidden(page, number, text)
                    hidden.extend(found)
                # MuPDF goes on after many faults. A page that misses what found no memory is no page of the paper.
                _refuse_memory_faults(pymupdf.TOOLS.mupdf_warnings())
            except PAGE_FAULTS as exc:
                _refuse_memory_faults(str(exc))
                sizes.setdefault(number, PageSize(612.0, 792.0))
                unread[number] = str(exc)
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
        if 2 * len(unread) >= wanted:
            raise _damaged(f"{len(unread)} of its {wanted} pages cannot be read", str(path))
        raise PdfWithoutText(
            f"has no text on its {wanted} pages: it is a scan",
            paper=str(path),
            hint=f"run OCR over it (ocrmypdf) and try again; {ABSTRACT_ROUTE}",
        )
    warnings = ["the file is damaged and was repaired; text may be missing"] if repaired else []
    warnings += _said_of(unread)
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
