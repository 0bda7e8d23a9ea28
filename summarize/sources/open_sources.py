"""The sources of one run: each paper's record and document from the source that its reference names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.sources.pdf_reader import PdfReader
from summarize.sources.source_table import source_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from summarize.sources.paper_source import PaperSource, SourceSettings
    from summarize.values import Document, Paper, PaperRef


class Sources:
    """The sources of one run, each opened when it is first needed. The methods are those of :class:`PaperSource`.

    One run has one event loop: the methods that are coroutines, and ``expect``, are called in it.
    """

    def __init__(self, settings: SourceSettings) -> None:
        self.pdfs = PdfReader()
        self._settings = settings
        self._opened: dict[str, PaperSource] = {}

    def result_name(self, ref: PaperRef, paper: Paper | None = None) -> str:
        """What a stored result of ``ref`` is known by; ``""`` where nobody knows without asking."""
        return self._of(ref).result_name(ref, paper)

    def expect(self, refs: Sequence[PaperRef]) -> None:
        """Tell each source which records will be asked for."""
        for name, own in _by_source(refs).items():
            self._named(name).expect(own)

    async def record(self, ref: PaperRef) -> Paper:
        """The record of ``ref``. Raises SummarizeError."""
        return await self._of(ref).record(ref)

    async def document(self, ref: PaperRef, paper: Paper | None = None) -> Document:
        """The text of the whole paper. Raises SummarizeError."""
        return await self._of(ref).document(ref, paper)

    async def pdf(self, ref: PaperRef, paper: Paper) -> Path:
        """The paper's PDF as a file. Raises NoPdf where its source has none."""
        return await self._of(ref).pdf(ref, paper)

    def record_requests(self, refs: Iterable[PaperRef]) -> int:
        """How many requests over the network the records of these papers take."""
        return sum(self._named(name).record_requests(len(own)) for name, own in _by_source(refs).items())

    def downloads(self, refs: Iterable[PaperRef]) -> tuple[int, float]:
        """How many of these papers have documents that must be downloaded, and at least how many seconds that takes."""
        papers, wait_s = 0, 0.0
        for name, own in _by_source(refs).items():
            own_s = self._named(name).document_wait_s(len(own))
            if own_s is not None:
                papers, wait_s = papers + len(own), wait_s + own_s
        return papers, wait_s

    def close(self) -> None:
        """Give up what is still asked for, so that the program can end."""
        for source in self._opened.values():
            source.close()

    def __enter__(self) -> Sources:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def _of(self, ref: PaperRef) -> PaperSource:
        return self._named(ref.source)

    def _named(self, name: str) -> PaperSource:
        if name not in self._opened:
            self._opened[name] = source_class(name)(self._settings, self)
        return self._opened[name]


def _by_source(refs: Iterable[PaperRef]) -> dict[str, list[PaperRef]]:
    groups: dict[str, list[PaperRef]] = {}
    for ref in refs:
        groups.setdefault(ref.source, []).append(ref)
    return groups
