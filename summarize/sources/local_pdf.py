"""Local PDFs as a source of papers: named by their content, described by the record beside them or their first page."""

from __future__ import annotations

import hashlib
import json
import os.path
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import NotAPaperName, NotAPdf, PaperIncomplete, PaperNotFound, SummarizeError, UsageError
from summarize.sources.arxiv.arxiv_links import arxiv_links
from summarize.sources.arxiv.ids import parse_ref
from summarize.sources.paper_source import PaperSource
from summarize.sources.titles import alike
from summarize.values import ARXIV, LOCAL, Paper, PaperRef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.sources.open_sources import Sources
    from summarize.sources.paper_source import SourceSettings
    from summarize.values import Document

_WINDOWS_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_PATH_BEGINS = ("./", "../", "~", "/", ".\\", "..\\", "\\\\")


class LocalPdfs(PaperSource):
    """PDF files of this machine. They are read whole; a stored result is known by the bytes of the file."""

    name = LOCAL
    always_whole = "pdf"

    def __init__(self, settings: SourceSettings, sources: Sources) -> None:
        self._settings, self._sources = settings, sources
        #: Documents that were read for their records, until they are asked for.
        self._read: dict[str, Document] = {}

    @staticmethod
    def parse(text: str) -> PaperRef | None:
        """A PDF that exists, or that is written as a path (``./x.pdf``, ``C:\\x.pdf``, ``file://…``).

        A file called ``2501.18585v2.pdf`` is the file where it exists, and left to arXiv where it does not.
        """
        path = text.strip()
        if not path.lower().endswith(".pdf"):
            return None
        if path.lower().startswith("file://"):
            return local_ref(path[len("file://") :])
        if path.startswith(_PATH_BEGINS) or _WINDOWS_DRIVE.match(path) or os.path.isfile(path):  # noqa: PTH113  a Path raises for a long text
            return local_ref(path)
        return None

    def result_name(self, ref: PaperRef, paper: Paper | None = None) -> str:
        """``sha256:…`` of the file's bytes. Raises NotAPdf where it cannot be read."""
        return local_name(_path(ref))

    def stored_pdf(self, ref: PaperRef, paper: Paper) -> Path | None:
        path = Path(_path(ref))
        return path if path.is_file() else None

    def expect(self, refs: Sequence[PaperRef]) -> None:
        """Start the process that reads PDFs, while the model is made ready."""
        if refs:
            self._sources.pdfs.expect()

    async def record(self, ref: PaperRef) -> Paper:
        """The record beside the file; arXiv's, where the file's stamp names a paper of like title; the file's first page.

        Raises PdfError, PaperIncomplete.
        """
        path = _path(ref)
        if (beside := record_beside(path)) is not None:
            return beside
        document = await self._document(path)
        own = paper_of_document(document, path)
        stamp = stamped_ref(document)
        if stamp is None:
            return own
        try:
            record = await self._sources.record(stamp)
        except SummarizeError as error:
            self._settings.notice(
                f"{path}: {stamp} could not be asked for at arXiv ({error.message}); the file's own title is used"
            )
            return own if not isinstance(error, PaperNotFound) else _without_id(own)
        if not alike(own.title, record.title):
            self._settings.notice(
                f"{path}: its stamp names {stamp}, but that is “{record.title[:100]}” at arXiv and the file is "
                f"“{own.title[:100]}”; the file's own title and text are used"
            )
            return _without_id(own)
        return replace(record, path=path)

    async def document(self, ref: PaperRef, paper: Paper | None = None) -> Document:
        """The text of the file. Raises PdfError."""
        document = await self._document(_path(ref))
        self._read.pop(_path(ref), None)
        return document

    async def pdf(self, ref: PaperRef, paper: Paper) -> Path:
        """The file itself."""
        return Path(_path(ref))

    async def _document(self, path: str) -> Document:
        if path not in self._read:
            self._read[path] = await self._sources.pdfs.read(path)
        return self._read[path]


def local_ref(path: str) -> PaperRef:
    """The reference of the file ``path``, which may have any name in UTF-8. Raises UsageError for another one."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(
            f"the name of this file is not UTF-8: {path}",
            hint="Rename it, or give it as a link that has another name: ln -s FILE paper.pdf",
        ) from error
    return PaperRef("", path=path, source=LOCAL)


def _path(ref: PaperRef) -> str:
    if ref.path is None:
        raise ValueError(f"{ref} names no file")
    return ref.path


def local_name(path: str) -> str:
    """``sha256:…`` of the file's bytes: what a stored result of a local PDF is known by. Raises NotAPdf."""
    try:
        with Path(path).expanduser().open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        raise NotAPdf(f"{path} cannot be read: {error.strerror}", hint="Check the path") from error


def stamped_ref(document: Document) -> PaperRef | None:
    """The arXiv paper that the file's own stamp names; None without one, and where it is no ID."""
    try:
        return parse_ref(document.arxiv_id) if document.arxiv_id else None
    except NotAPaperName:
        return None


def record_beside(path: str) -> Paper | None:
    """The record in ``NAME.json`` beside ``NAME.pdf``, with the fields of ``values.Paper``; None where there is none.

    What a library knows of a paper is better than what can be read off its first page: LaTeX, names, dates. A file of
    that name that is no such record is not ours and is left alone.
    """
    beside = Path(path).expanduser().with_suffix(".json")
    try:
        record = json.loads(beside.read_text(encoding="utf-8"))
        lists = {name: tuple(record[name]) for name in ("authors", "categories") if name in record}
        paper = _with_source(Paper(**{**record, **lists, "path": path}))
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return paper if paper.title and paper.abstract else None


def paper_of_document(document: Document, path: str) -> Paper:
    """What the file says of itself. Raises PaperIncomplete where no title was found."""
    if not document.title:
        raise PaperIncomplete(
            f"{path}: no title was found in the file",
            hint="Give the arXiv ID instead, if the paper has one; summarize text shows what was read",
        )
    stamp = stamped_ref(document)
    return _with_source(
        Paper(
            id=stamp.id if stamp else "",
            version=(stamp.version or 1) if stamp else 0,
            title=document.title,
            abstract=document.abstract,
            authors=document.authors,
            path=path,
        )
    )


def _without_id(paper: Paper) -> Paper:
    """The paper as one of no source, where the stamp of its file names another one."""
    return _with_source(replace(paper, id="", version=0))


def _with_source(paper: Paper) -> Paper:
    """An ID in a record is arXiv's, and so are the links."""
    return replace(paper, source=ARXIV if paper.id else LOCAL, links=arxiv_links(paper.id, paper.version))
