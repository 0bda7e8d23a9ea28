"""References to papers and their records."""

from __future__ import annotations

from dataclasses import dataclass

#: The names of the two sources that values and layouts know by name (``sources/source_table.py`` lists all).
ARXIV, LOCAL = "arxiv", "local"


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper as the user named it: an arXiv ID, with or without version, a local PDF, or a paper of another source.

    ``id`` has no version and no ``arXiv:`` prefix (``2501.18585``, ``hep-th/9901001``); it is empty for a local PDF,
    whose ``path`` is set instead. An ID of another source than arXiv is written so that its source knows it again
    (``talks:tides``). ``version`` is None where the newest one is meant. ``source`` is the source's name. The source's
    ``parse`` gives the same reference for ``str(ref)``.
    """

    id: str
    version: int | None = None
    path: str | None = None
    source: str = ARXIV

    def __str__(self) -> str:
        if self.path is not None:
            return self.path
        return self.id if self.version is None else f"{self.id}v{self.version}"


@dataclass(frozen=True, slots=True)
class Links:
    """Where a paper's source shows it; empty strings where it is nowhere.

    ``abs`` is the page about the paper. ``html`` has the section anchors that LaTeXML gives (``S3.SS2``).
    """

    abs: str = ""
    pdf: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper's record as its source gives it. Text is Unicode with its LaTeX.

    ``abstract`` is one paragraph per line. Dates are ISO 8601 (``2025-01-30``), empty where unknown. ``version`` is 0
    where the source has no versions. ``id`` is ``""`` for a local PDF without an arXiv stamp; ``path`` then names the
    file. ``source`` names the source whose ID ``id`` is: a local PDF with an arXiv stamp has arXiv's.
    """

    id: str
    version: int
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    categories: tuple[str, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    path: str | None = None
    source: str = ARXIV
    links: Links = Links()

    def __str__(self) -> str:
        if not self.id:
            return self.path or self.title
        return f"{self.id}v{self.version}" if self.version else self.id
