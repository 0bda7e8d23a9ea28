"""arXiv as a source of papers: its records, HTML pages and PDFs at one pace, with one memory."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from summarize.errors import NoHtml, NotStored, SummarizeError
from summarize.sources.arxiv.arxiv_links import arxiv_links
from summarize.sources.arxiv.ids import file_name_of, find_refs, parse_ref
from summarize.sources.paper_source import PaperSource
from summarize.values import ARXIV

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import date
    from pathlib import Path

    from summarize.sources.arxiv.announcements.gather_mailings import Announcements
    from summarize.sources.arxiv.announcements.mailings import Kind, Mailings
    from summarize.sources.arxiv.api import ArxivApi, Found
    from summarize.sources.arxiv.pace import Pacer
    from summarize.sources.arxiv.paper_files import Downloader
    from summarize.sources.arxiv.query import Search
    from summarize.sources.arxiv.records_ahead import RecordsAhead
    from summarize.sources.open_sources import Sources
    from summarize.sources.paper_source import SourceSettings
    from summarize.values import Document, Links, Paper, PaperRef


class ArxivSource(PaperSource):
    """arXiv, as ``settings`` say where it is, how fast it may be asked and what is remembered.

    The API's client, the downloader and the pace that both keep are made when they are first needed: a stored page
    needs none of them.
    """

    name = ARXIV

    def __init__(self, settings: SourceSettings, sources: Sources) -> None:
        self._settings, self._sources = settings, sources
        self._ahead: RecordsAhead | None = None

    @staticmethod
    def parse(text: str) -> PaperRef:
        """The paper; every text is taken to be meant for arXiv. Raises NotAPaperName, which says what is off."""
        return parse_ref(text)

    @staticmethod
    def find(text: str) -> tuple[PaperRef, ...]:
        return find_refs(text)

    @staticmethod
    def links(paper: Paper) -> Links:
        return arxiv_links(paper.id, paper.version)

    def result_name(self, ref: PaperRef, paper: Paper | None = None) -> str:
        """``2501.18585v2``; without a record, only where the version is named or a fresh record is remembered."""
        if paper is not None:
            return str(paper)
        if ref.version is not None:
            return str(ref)
        settings = self._settings
        remembered = settings.store.get(ref)
        if remembered is None:
            return ""
        fresh = settings.offline or 0 <= settings.clock() - remembered.fetched_at <= settings.max_age_s
        return str(remembered.paper) if fresh else ""

    def expect(self, refs: Sequence[PaperRef]) -> None:
        """Fetch the records of ``refs`` from now on, 100 a request."""
        from summarize.sources.arxiv.records_ahead import RecordsAhead

        self._ahead = RecordsAhead(self._api, refs)

    async def record(self, ref: PaperRef) -> Paper:
        """arXiv's record, remembered or asked for. Raises PaperError and ArxivUnreachable with their kinds."""
        if self._ahead is not None and ref in self._ahead:
            return self._linked(await self._ahead.paper_of(ref))
        found = (await self._api.fetch([ref]))[ref]
        if isinstance(found, SummarizeError):
            raise found
        return self._linked(found)

    async def document(self, ref: PaperRef, paper: Paper | None = None) -> Document:
        """arXiv's HTML where there is one and ``--source`` allows it, otherwise the PDF; ``source`` is its address."""
        import asyncio

        from summarize.reading.html.read_html import read_html

        paper = paper or await self.record(ref)
        links = self.links(paper)
        if self._settings.source != "pdf":
            try:
                page = await self._pacer.in_thread(lambda: self._files.fetch_html(paper))
            except NoHtml as exc:
                if self._settings.source == "html":
                    raise
                self._settings.detail(f"{paper}: {exc.message}; its PDF is read")
            else:
                read = await asyncio.to_thread(lambda: read_html(page.read_bytes(), str(page)))
                return replace(read, source=links.html)
        return replace(await self._sources.pdfs.read(await self.pdf(ref, paper)), source=links.pdf)

    async def pdf(self, ref: PaperRef, paper: Paper) -> Path:
        """arXiv's PDF of the version that ``paper`` is. Raises PdfError, NotStored, ArxivUnreachable."""
        # It starts while the file comes.
        self._sources.pdfs.expect()
        return await self._pacer.in_thread(lambda: self._files.fetch_pdf(paper))

    def stored_pdf(self, ref: PaperRef, paper: Paper) -> Path | None:
        path = self._settings.places.papers_dir / file_name_of(paper, "pdf")
        return path if path.is_file() else None

    async def search(self, search: Search) -> AsyncIterator[Found]:
        """What arXiv finds, page by page; all of it is remembered. Raises UsageError, ArxivUnreachable."""
        async for page in self._api.search(search.query, sort=search.sort, limit=search.limit):
            yield replace(page, papers=tuple(self._linked(paper) for paper in page.papers))

    async def mailings(
        self,
        categories: Sequence[str],
        since: date | None = None,
        *,
        until: date | None = None,
        kinds: frozenset[Kind] | None = None,
    ) -> Mailings:
        """What arXiv announced in ``categories`` from ``since`` to ``until``, oldest day first.

        Only the newest announcement where ``since`` is None; new and cross-listed papers where ``kinds`` is None.
        ``categories`` are arXiv's own names (``parse_category``). Raises NotStored with ``--offline``, ArxivUnreachable
        and its kinds.
        """
        if self._settings.offline:
            raise NotStored("announcements are not stored", hint="without --offline arXiv is asked")
        return await self._announcements.mailings(categories, since, until=until, kinds=kinds)

    def record_requests(self, papers: int) -> int:
        from summarize.sources.arxiv.api import IDS_PER_REQUEST

        return -(-papers // IDS_PER_REQUEST)

    def document_wait_s(self, papers: int) -> float | None:
        return None if self._settings.offline else papers * self._settings.arxiv.delay_s

    def close(self) -> None:
        if self._ahead is not None:
            self._ahead.cancel()
        self._pacer.stop()

    def _linked(self, paper: Paper) -> Paper:
        return replace(paper, links=self.links(paper))

    @cached_property
    def _pacer(self) -> Pacer:
        from summarize.sources.arxiv.pace import Pacer

        return Pacer(self._settings.places.arxiv_lock, self._settings.arxiv.delay_s)

    @property
    def _tries(self) -> dict[str, int]:
        """The counts of Patience: what is broken is asked for at most twice, so that a wrong address is told soon."""
        return {"tries": 1 + self._settings.retries, "broken_tries": 1 + min(self._settings.retries, 1)}

    @cached_property
    def _api(self) -> ArxivApi:
        from summarize.network.retrying import Patience
        from summarize.sources.arxiv.api import ArxivApi

        settings = self._settings
        return ArxivApi(
            base_url=settings.arxiv.url,
            patience=Patience(**self._tries),
            pacer=self._pacer,
            memory=settings.store,
            max_age_s=settings.max_age_s,
            refresh=settings.refresh,
            offline=settings.offline,
            on_notice=settings.notice,
        )

    @cached_property
    def _announcements(self) -> Announcements:
        from summarize.network.retrying import Patience
        from summarize.sources.arxiv.announcements.open_announcements import open_announcements

        return open_announcements(self._settings, self._api, self._pacer, Patience(**self._tries))

    @cached_property
    def _files(self) -> Downloader:
        from summarize.sources.arxiv.paper_files import PATIENCE, Downloader

        settings = self._settings
        return Downloader(
            base_url=settings.arxiv.url,
            folder=settings.places.papers_dir,
            pacer=self._pacer,
            patience=replace(PATIENCE, **self._tries),
            check_pdf=self._sources.pdfs.check,
            offline=settings.offline,
            refresh=settings.refresh,
            on_notice=settings.notice,
        )
