"""The line about a run of many papers: how far it is, what failed, how long it takes, what it costs.

A narrow terminal gets what matters most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from summarize.llm.cost import format_cost
from summarize.terminal.line_breaks import cells

#: Cells of the shortest bar that shows anything, and of the longest.
_SHORTEST_BAR, _LONGEST_BAR = 8, 32
#: Parts of this rank or below are more important than a bar.
_BEFORE_THE_BAR = 3
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run of ``total`` papers is. ``done`` counts those from the store (``stored``), too.

    ``calls`` are the model calls that run now. ``cost_usd`` is what was spent, or None where the price is not known.
    """

    total: int
    done: int = 0
    failed: int = 0
    stored: int = 0
    calls: int = 0
    elapsed_s: float = 0.0
    tokens: int = 0
    cost_usd: float | None = 0.0

    @property
    def finished(self) -> int:
        """How many papers need no more work."""
        return self.done + self.failed


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """A line of progress. ``bar_width`` is the room for a bar before ``text``, in cells, or 0 where there is none."""

    text: str
    bar_width: int


def whole_line(progress: Progress) -> str:
    """Return all that there is to say, on one line."""
    count, *others = (words for words, _ in _parts(progress))
    return _BETWEEN.join([f"{count} papers", *others])


def fitted(progress: Progress, width: int, worded: Callable[[str], str] = str) -> ProgressLine:
    """Return what fits into ``width`` cells: the least important parts go first, and the count of papers stays.

    ``worded`` puts a part into the language of the reader.
    """
    parts = [(worded(words), rank) for words, rank in _parts(progress)]
    worst = max(rank for _, rank in parts)
    while True:
        text = _BETWEEN.join(words for words, rank in parts if rank <= worst)
        bar = width - cells(text) - 1
        if worst == 0 or bar >= (_SHORTEST_BAR if worst > _BEFORE_THE_BAR else -1):
            return ProgressLine(text, min(bar, _LONGEST_BAR) if bar >= _SHORTEST_BAR else 0)
        worst -= 1


def _parts(progress: Progress) -> Iterator[tuple[str, int]]:
    """Yield the parts in the order shown, each with its rank. 0 matters most."""
    yield f"{progress.finished}/{progress.total}", 0
    if progress.failed:
        yield f"{progress.failed} failed", 1
    if progress.stored:
        yield f"{progress.stored} from the store", 6
    made = progress.finished - progress.stored
    if made > 0 and progress.elapsed_s > 0:
        rate = made / progress.elapsed_s
        yield f"{rate * 60:.0f}/min", 4
        if left := progress.total - progress.finished:
            yield f"{_clock_time(left / rate)} left", 2
    if progress.tokens or progress.cost_usd:
        yield format_cost(progress.cost_usd), 3 if progress.cost_usd is not None else 5
    if progress.tokens:
        yield f"{progress.tokens:,} tokens", 7
    if progress.calls:
        yield f"{progress.calls} call{'s' if progress.calls > 1 else ''} at once", 8


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
