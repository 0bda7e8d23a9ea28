"""PDFs read in worker threads, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from pathlib import Path

    from summarize.values import Document

T = TypeVar("T")


class PdfReader:
    """Runs what uses PyMuPDF in worker threads, one call at a time: PyMuPDF is not made for several threads.

    It is used from one event loop.
    """

    def __init__(self) -> None:
        self._turn: asyncio.Lock | None = None

    async def read(self, path: Path | str) -> Document:
        """The text of the PDF ``path``. Raises PdfError."""
        from summarize.reading.pdf.read_pdf import read_pdf

        return await self.run(lambda: read_pdf(path))

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` returns, when its turn has come."""
        import asyncio

        if self._turn is None:
            self._turn = asyncio.Lock()
        async with self._turn:
            return await asyncio.to_thread(work)
