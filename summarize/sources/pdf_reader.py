"""The PDFs of one run, read in a process of their own (``reading/pdf_worker/``) that starts when the first is expected."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

    from summarize.reading.pdf_worker.worker import PdfWorker
    from summarize.values import Document, Figure

T = TypeVar("T")


class PdfReader:
    """Reads PDFs one at a time. ``close`` ends what is under way at once."""

    def __init__(self) -> None:
        self._started = False

    def expect(self) -> None:
        """Start the process: a PDF will be asked for."""
        self._worker.start()

    def check(self, path: Path | str) -> None:
        """Look at a file as a whole, in this thread. Raises PdfError where it is no whole, readable PDF."""
        self._worker.check(path).result()

    async def read(self, path: Path | str) -> Document:
        """The text of the PDF ``path``. Raises PdfError."""
        return await self._answered(self._worker.read(path))

    async def cut_figures(self, path: Path | str, folder: Path) -> tuple[Figure, ...]:
        """Page 1, figures and tables of the PDF as files in ``folder``. Raises PdfError, OutputError.

        ``path`` of each is the file's name in ``folder``.
        """
        from summarize.reading.figure_files import FigureFolder

        figures = await self._answered(self._worker.pictures(path, FigureFolder(folder).save))
        return tuple(figures)

    def close(self) -> None:
        """End the process. What is asked for ends with a PdfError."""
        if self._started:
            self._worker.close()

    async def _answered(self, future: Future[T]) -> T:
        """What the process answers. Where the one who waits is cancelled, the work is given up."""
        import asyncio

        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            self._worker.give_up(future)
            raise

    @cached_property
    def _worker(self) -> PdfWorker:
        from summarize.reading.pdf_worker.worker import PdfWorker

        self._started = True
        return PdfWorker()
