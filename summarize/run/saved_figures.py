"""Where a run's records and whole texts come from: arXiv, ahead of need, and local files."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import NoHtml, SummarizeError
from summarize.sources.local_pdf import paper_of_document, record_beside, stamped_ref

if TYPE_CHECKING:
    from summarize.run.concurrency import RecordsAhead
    from summarize.run.session import Session
    from summarize.sources.arxiv.api import ArxivSource
    from summarize.sources.arxiv.paper_files import Downloader
    from summarize.values import Document, Figure, Paper, PaperRef


class Documents:
    """Papers and their texts for one run. Files are read and fetched in worker threads, one PDF at a time."""

    def __init__(self, session: Session, source: ArxivSource, records: RecordsAhead) -> None:
        self._session, self._source, self._records = session, source, records
        self._read: dict[str, Document] = {}
        self._one_at_a_time = asyncio.Lock()

    async def paper_of(self, ref: PaperRef) -> Paper:
        """The record of ``ref``: arXiv's, also for a local PDF whose stamp names an arXiv paper, if it can be had."""
        if ref.path is None:
            return await self._records.paper_of(ref)
        if (record := record_beside(ref.path)) is not None:
            return record
        document = await self._local(ref.path)
        own = paper_of_document(document, ref.path)
        stamp = stamped_ref(document)
        if stamp is None:
            return own
        found = (await self._source.fetch([stamp]))[stamp]
        if isinstance(found, SummarizeError):
            self._session.console.note(
                f"{ref.path}: {stamp} could not be asked for at arXiv ({found.message}); the file's own title is used"
            )
            return own
        return replace(found, path=ref.path)

    async def document_of(self, ref: PaperRef, paper: Paper) -> Document:
        """The whole text of ``paper``: the local file, arXiv's HTML where there is one, or its PDF."""
        if ref.path is not None:
            document = await self._local(ref.path)
            self._read.pop(ref.path, None)
            return document
        downloader = self._downloader()
        if self._session.settings.source in ("auto", "html"):
            try:
                return await self._html(downloader, paper)
            except NoHtml:
                if self._session.settings.source == "html":
                    raise
                self._session.console.detail(f"{paper}: arXiv has no HTML of it; its PDF is read")
        path = await asyncio.to_thread(downloader.fetch_pdf, paper)
        return await self._pdf(str(path))

    async def figures_of(self, ref: PaperRef, paper: Paper) -> tuple[Figure, ...]:
        """Page 1, figures and tables of the paper's PDF, as files in a folder of its own below ``--figures``.

        Their paths are relative to where the page is written.
        """
        from summarize.reading.pdf.figures import cut_figures
        from summarize.reading.pdf.read_pdf import read_pdf
        from summarize.terminal.output_files import page_folder_of, paper_name

        settings = self._session.settings
        path = ref.path or str(await asyncio.to_thread(self._downloader().fetch_pdf, paper))
        folder = Path(settings.figures or "figures") / paper_name(paper)

        def cut() -> tuple[Figure, ...]:
            return cut_figures(path, read_pdf(path), folder)

        async with self._one_at_a_time:
            figures = await asyncio.to_thread(cut)
        page_folder = page_folder_of(settings.output)
        return tuple(
            replace(figure, path=Path(os.path.relpath(folder / figure.path, page_folder)).as_posix())
            for figure in figures
        )

    def _downloader(self) -> Downloader:
        from summarize.sources.arxiv.paper_files import Downloader

        session = self._session
        return Downloader(
            base_url=session.arxiv.url,
            folder=session.places.papers_dir,
            pacer=self._source.pacer,
            offline=session.settings.offline,
            refresh=session.settings.refresh,
        )

    async def _html(self, downloader: Downloader, paper: Paper) -> Document:
        from summarize.reading.html.read_html import read_html

        path = await asyncio.to_thread(downloader.fetch_html, paper)
        return await asyncio.to_thread(lambda: read_html(path.read_bytes(), str(path)))

    async def _local(self, path: str) -> Document:
        if path not in self._read:
            self._read[path] = await self._pdf(path)
        return self._read[path]

    async def _pdf(self, path: str) -> Document:
        from summarize.reading.pdf.read_pdf import read_pdf

        async with self._one_at_a_time:
            return await asyncio.to_thread(read_pdf, path)
