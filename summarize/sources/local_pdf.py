"""Local PDFs as papers: named by their content, described by their own first page."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import NotAPdf, PaperIncomplete
from summarize.sources.arxiv.ids import parse_ref
from summarize.values import Paper, PaperRef

if TYPE_CHECKING:
    from summarize.values import Document


def local_name(path: str) -> str:
    """``sha256:…`` of the file's bytes: what a stored result of a local PDF is known by. Raises NotAPdf."""
    try:
        with Path(path).expanduser().open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        raise NotAPdf(f"{path} cannot be read: {error.strerror}", hint="Check the path") from error


def stamped_ref(document: Document) -> PaperRef | None:
    """The arXiv paper that the file's own stamp names; None without one."""
    return parse_ref(document.arxiv_id) if document.arxiv_id else None


def record_beside(path: str) -> Paper | None:
    """The record in ``NAME.json`` beside ``NAME.pdf``, with the fields of ``values.Paper``; None where there is none.

    What a library knows of a paper is better than what can be read off its first page: LaTeX, names, dates. A file of
    that name that is no such record is not ours and is left alone.
    """
    beside = Path(path).expanduser().with_suffix(".json")
    try:
        record = json.loads(beside.read_text(encoding="utf-8"))
        lists = {name: tuple(record.pop(name)) for name in ("authors", "categories") if name in record}
        paper = Paper(**{**record, **lists, "path": path})
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
    return Paper(
        id=stamp.id if stamp else "",
        version=(stamp.version or 1) if stamp else 0,
        title=document.title,
        abstract=document.abstract,
        authors=document.authors,
        path=path,
    )
