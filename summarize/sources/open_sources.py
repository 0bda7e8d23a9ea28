"""The sources of one run: each paper's record and document from the source that its reference names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from summarize.settings import find_places
from summarize.sources.paper_source import source_settings
from summarize.sources.pdf_reader import PdfReader
from summarize.sources.source_table import source_class
from summarize.store.storage import Store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from summarize.settings import Settings
    from summarize.sources.paper_source import PaperSource, SourceSettings
    from summarize.values import Document, Paper, PaperRef

T = TypeVar("T")


class Sources:
    """The sources of one run, each opened when it is first needed. The methods are those of :class:`PaperSource`.

    One run has one event loop: the methods that are coroutines, and ``expect``, are called in it.
    """

    def __init__(self, settings: SourceSettings) -> None:
        self.pdfs = PdfReader()
        self._settings = settings
        self._opened: dict[str, PaperSource] = {}

    def named(self, name: str) -> PaperSource:
        """The source of that name. Raises KeyError where there is none."""
        if name not in self._opened:
            self._opened[name] = source_class(name)(self._settings, self)
        return self._opened[name]

    def result_name(self, ref: PaperRef, paper: Paper | None = None) -> str:
        """What a stored result of ``ref`` is known by; ``""`` where nobody knows without asking."""
        return self._of(ref).result_name(ref, paper)

    def expect(self, refs: Sequence[PaperRef]) -> None:
        """Tell each source which records will be asked for."""
        for name, own in _by_source(refs).items():
            self.named(name).expect(own)

    async def record(self, ref: PaperRef) -> Paper:
        """The record of ``ref``. Raises SummarizeError."""
        return await self._of(ref).record(ref)

    async def document(self, ref: PaperRef, paper: Paper | None = None) -> Document:
        """The text of the whole paper. Raises SummarizeError."""
        return await self._of(ref).document(ref, paper)

    async def pdf(self, ref: PaperRef, paper: Paper) -> Path:
        """The paper's PDF as a file. Raises NoPdf where its source has none."""
        return await self._of(ref).pdf(ref, paper)

    def stored_pdf(self, ref: PaperRef, paper: Paper) -> Path | None:
        """The paper's PDF where it is on this machine already."""
        return self._of(ref).stored_pdf(ref, paper)

    def record_requests(self, refs: Iterable[PaperRef]) -> int:
        """How many requests over the network the records of these papers take."""
        return sum(self.named(name).record_requests(len(own)) for name, own in _by_source(refs).items())

    def downloads(self, refs: Iterable[PaperRef]) -> tuple[int, float]:
        """How many of these papers have documents that must be downloaded, and at least how many seconds that takes."""
        papers, wait_s = 0, 0.0
        for name, own in _by_source(refs).items():
            own_s = self.named(name).document_wait_s(len(own))
            if own_s is not None:
                papers, wait_s = papers + len(own), wait_s + own_s
        return papers, wait_s

    def ask_no_more(self) -> None:
        """Begin no request, and cancel whoever waits for one. What has come may still be read."""
        for source in self._opened.values():
            source.close()

    def close(self) -> None:
        """Give up what is still asked for, so that the program can end."""
        for source in self._opened.values():
            source.close()
        self.pdfs.close()

    def __enter__(self) -> Sources:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def _of(self, ref: PaperRef) -> PaperSource:
        return self.named(ref.source)


def run_with_sources(
    work: Callable[[Sources], Awaitable[T]],
    settings: Settings,
    env: Mapping[str, str],
    *,
    notice: Callable[[str], None],
    detail: Callable[[str], None] = lambda text: None,
) -> T:
    """What ``work`` gives, in an event loop of its own, with the store as the memory of the sources that it gets.

    The sources are closed inside the event loop, so that Ctrl-C does not wait for a request whose turn has not come.
    Raises BadSetting, OutputError, and what ``work`` raises.
    """
    from summarize.event_loop import run_in_loop

    with Store(find_places(env).store_file, notice=notice) as store:
        opened = source_settings(settings, env, store, notice=notice, detail=detail)

        async def closing() -> T:
            with Sources(opened) as sources:
                return await work(sources)

        return run_in_loop(closing())


def _by_source(refs: Iterable[PaperRef]) -> dict[str, list[PaperRef]]:
    groups: dict[str, list[PaperRef]] = {}
    for ref in refs:
        groups.setdefault(ref.source, []).append(ref)
    return groups
