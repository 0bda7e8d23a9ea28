"""Whoever waits for a record gets it, an error or a cancellation, whatever fetching raises."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping, Sequence

import pytest

from summarize.errors import ArxivBusy, ArxivNonsense, ArxivUnreachable, SummarizeError
from summarize.event_loop import run_in_loop
from summarize.sources.arxiv.pace import Pacer
from summarize.sources.arxiv.records_ahead import RecordsAhead
from summarize.values import Paper, PaperRef
from tests.sources.arxiv.arxiv_desk import Desk, made_up

FIRST, SECOND = PaperRef("2503.00001"), PaperRef("2503.00002")


class Source:
    """Gives the first record, and then ends as it is told to."""

    def __init__(self, end: BaseException | None) -> None:
        self._end = end

    async def fetch_chunks(self, refs: Sequence[PaperRef]) -> AsyncIterator[Mapping[PaperRef, Paper | SummarizeError]]:
        yield {FIRST: made_up(1)}
        await asyncio.sleep(0)
        if self._end is not None:
            raise self._end


async def _waited(end: BaseException | None) -> BaseException:
    ahead = RecordsAhead(Source(end), [FIRST, SECOND])
    async with asyncio.timeout(5):
        assert await ahead.paper_of(FIRST) == made_up(1)
        try:
            await ahead.paper_of(SECOND)
        except (SummarizeError, asyncio.CancelledError) as error:
            return error
    raise AssertionError


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        (None, ArxivUnreachable),
        (ArxivBusy("later"), ArxivBusy),
        (ValueError("²"), ArxivNonsense),
        (RecursionError(), ArxivNonsense),
        (MemoryError(), ArxivNonsense),
        (StopIteration(), ArxivNonsense),
        (asyncio.CancelledError(), asyncio.CancelledError),
    ],
    ids=repr,
)
def test_no_record_is_waited_for_without_end(end: BaseException | None, kind: type[BaseException]) -> None:
    assert type(asyncio.run(_waited(end))) is kind


def test_cancelling_ends_every_wait() -> None:
    async def cancelled() -> None:
        ahead = RecordsAhead(Source(None), [FIRST, SECOND])
        waiting = asyncio.create_task(ahead.paper_of(SECOND))
        ahead.cancel()
        done, _ = await asyncio.wait({waiting}, timeout=5)
        assert done
        assert waiting.cancelled()

    asyncio.run(cancelled())


def test_a_stop_cancels_those_who_wait_for_arxiv_and_nothing_is_begun_after_it() -> None:
    pacer: Pacer = Desk("http://127.0.0.1:9").source.pacer
    begun, answered = threading.Event(), threading.Event()
    later: list[int] = []

    def work() -> None:
        begun.set()
        answered.wait(30)

    async def stopped() -> None:
        waiting = asyncio.create_task(pacer.in_thread(work))
        await asyncio.to_thread(begun.wait, 30)
        pacer.stop()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        with pytest.raises(asyncio.CancelledError):
            await pacer.in_thread(lambda: later.append(1))

    run_in_loop(stopped())
    answered.set()
    assert later == []
