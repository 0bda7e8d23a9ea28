"""Many papers: several at once, results in the order given, bounded memory, an orderly end.

Nothing is printed here: ``in_order`` yields what is made, and the caller writes it. A paper that is finished before its
turn waits in the store, not in memory.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from summarize.errors import SummarizeError
from summarize.values import Result

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from summarize.page.outcomes import Made
    from summarize.values import PaperRef

#: How long papers in flight may go on after the first Ctrl-C, seconds: the whole program ends within two.
GRACE_S = 1.2


@dataclass(slots=True)
class Stop:
    """Tells a run to end: ``asked`` begins nothing new; ``reason`` is the error that every paper would meet."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    reason: SummarizeError | None = None

    def because(self, reason: SummarizeError | None) -> None:
        if not self.asked.is_set():
            self.reason = reason
            self.asked.set()


async def in_order(
    refs: Sequence[PaperRef],
    make: Callable[[int, PaperRef], Awaitable[Made]],
    *,
    at_once: int,
    stop: Stop,
    reload: Callable[[str], Result | None],
) -> AsyncIterator[tuple[int, Made]]:
    """Make ``at_once`` papers at the same time and yield ``(index, made)`` in the order of ``refs``.

    After ``stop`` papers in flight have ``GRACE_S`` to end and are then abandoned; what is finished is yielded still,
    in order. ``make`` may raise a SummarizeError that concerns every paper: it stops the run and becomes its reason.
    """
    loop = asyncio.get_running_loop()
    turns: list[asyncio.Future[Made | None]] = [loop.create_future() for _ in refs]
    todo = iter(range(len(refs)))

    async def work() -> None:
        for i in todo:
            if stop.asked.is_set():
                break
            try:
                made = await make(i, refs[i])
            except SummarizeError as error:
                stop.because(error)
                break
            kept_on_disk = made.key and isinstance(made.outcome, Result)
            turns[i].set_result(_without_result(made) if kept_on_disk and not _is_next(turns, i) else made)

    workers = [asyncio.create_task(work()) for _ in range(min(at_once, len(refs)))]
    ending = asyncio.create_task(_end(workers, turns, stop))
    try:
        for i, turn in enumerate(turns):
            made = await turn
            turns[i] = turn = loop.create_future()
            turn.set_result(None)
            if made is None:
                continue
            if isinstance(made.outcome, _OnDisk):
                result = reload(made.key)
                # The store was damaged meanwhile and its result is lost: it is made again.
                made = await make(i, refs[i]) if result is None else replace(made, outcome=result)
            yield i, made
        for worker in workers:
            if worker.done() and not worker.cancelled() and (unexpected := worker.exception()) is not None:
                raise unexpected
    finally:
        for worker in workers:
            worker.cancel()
        ending.cancel()
        await asyncio.gather(*workers, ending, return_exceptions=True)


class _OnDisk:
    """Stands where a finished result waits in the store."""


def _without_result(made: Made) -> Made:
    return replace(made, outcome=_OnDisk())  # type: ignore[arg-type]


def _is_next(turns: Sequence[asyncio.Future[Made | None]], i: int) -> bool:
    return i == 0 or turns[i - 1].done()


async def _end(workers: Sequence[asyncio.Task[None]], turns: Sequence[asyncio.Future[Made | None]], stop: Stop) -> None:
    """When the workers are done, or have had their grace after a stop, nothing is waited for any more."""
    if workers:
        working = asyncio.create_task(asyncio.wait(workers))
        stopped = asyncio.create_task(stop.asked.wait())
        await asyncio.wait([working, stopped], return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            await asyncio.wait([working], timeout=GRACE_S)
        for task in (*workers, working, stopped):
            task.cancel()
        await asyncio.gather(*workers, working, stopped, return_exceptions=True)
    for turn in turns:
        if not turn.done():
            turn.set_result(None)
