"""Records fetched in chunks ahead of the papers that need them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Protocol

from summarize.errors import ArxivUnreachable, SummarizeError
from summarize.sources.arxiv.api import unreadable
from summarize.values import Paper, PaperRef

_log = logging.getLogger(__name__)


class ChunkSource(Protocol):
    """Where records come from, up to 100 at a time (``ArxivApi``)."""

    def fetch_chunks(self, refs: Sequence[PaperRef]) -> AsyncIterator[Mapping[PaperRef, Paper | SummarizeError]]: ...


class RecordsAhead:
    """The records of ``refs``, each given out once. It is made in the event loop, where fetching begins at once."""

    def __init__(self, source: ChunkSource, refs: Sequence[PaperRef]) -> None:
        loop = asyncio.get_running_loop()
        self._source, self._refs = source, tuple(refs)
        self._waiting: dict[PaperRef, asyncio.Future[Paper | SummarizeError]] = {
            ref: loop.create_future() for ref in self._refs
        }
        self._task = loop.create_task(self._fetch())

    def __contains__(self, ref: PaperRef) -> bool:
        """Whether the record of ``ref`` was announced and has not been given out."""
        return ref in self._waiting

    def cancel(self) -> None:
        """Fetch nothing more, and cancel whoever waits for a record."""
        self._task.cancel()
        # A task that has not begun does not run once more to do this.
        for future in self._waiting.values():
            future.cancel()

    async def paper_of(self, ref: PaperRef) -> Paper:
        """The record of ``ref``. Raises the SummarizeError that stands in its place."""
        found = await asyncio.shield(self._waiting[ref])
        self._waiting.pop(ref, None)
        if isinstance(found, SummarizeError):
            raise found
        return found

    async def _fetch(self) -> None:
        try:
            async for chunk in self._source.fetch_chunks(self._refs):
                for ref, found in chunk.items():
                    self._settle(ref, found)
            missing: SummarizeError = ArxivUnreachable("arXiv gave no answer for this paper", hint="Try again later")
        except SummarizeError as error:
            missing = error
        except Exception as error:  # noqa: BLE001  whatever is raised, no paper waits for ever
            _log.debug("unexpected error while records were fetched", exc_info=True)
            missing = unreadable(error)
        except BaseException:
            # The run ends, so the papers that wait are not done, and have no error.
            for future in self._waiting.values():
                future.cancel()
            raise
        for ref in list(self._waiting):
            self._settle(ref, missing)

    def _settle(self, ref: PaperRef, found: Paper | SummarizeError) -> None:
        future = self._waiting.get(ref)
        if future is not None and not future.done():
            future.set_result(found)
