"""Records that were fetched before: which are still good, and which serve when arXiv cannot be reached."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from summarize.errors import ArxivUnreachable, NotStored, SummarizeError
from summarize.sources.arxiv.records import refuse_unusable
from summarize.values import Paper, PaperRef

#: A usable paper, or why there is none.
Answer = Paper | SummarizeError


class RememberedPaper(Protocol):
    """A record and when arXiv gave it, in seconds since the epoch."""

    @property
    def paper(self) -> Paper: ...

    @property
    def fetched_at(self) -> float: ...


class PaperMemory(Protocol):
    """Where records are kept between runs; ``ref`` without a version stands for the newest one."""

    def get(self, ref: PaperRef) -> RememberedPaper | None: ...

    def put(self, ref: PaperRef, paper: Paper, fetched_at: float) -> None: ...


class Records:
    """``memory`` as ArxivApi uses it; the arguments are explained there. In one thread only."""

    def __init__(
        self,
        memory: PaperMemory | None,
        *,
        max_age_s: float,
        refresh: bool,
        offline: bool,
        clock: Callable[[], float],
        on_notice: Callable[[str], None],
    ) -> None:
        self._memory = memory
        self._max_age_s, self._refresh, self._offline = max_age_s, refresh, offline
        self._clock, self._on_notice = clock, on_notice

    def known(self, ref: PaperRef) -> Answer | None:
        """What needs no request: a good record, or with ``offline`` any record or NotStored. None: ask arXiv."""
        if ref.path is not None:
            raise ValueError(f"{ref.path} is a local file")
        found = self._get(ref)
        if self._offline:
            if found is None:
                return NotStored(
                    "not stored, and --offline asks nobody", hint="run it without --offline", paper=str(ref)
                )
            return _usable(found.paper)
        if found is None or self._refresh:
            return None
        age_s = self._clock() - found.fetched_at
        return _usable(found.paper) if ref.version is not None or 0 <= age_s < self._max_age_s else None

    def keep(self, ref: PaperRef, paper: Paper) -> Answer:
        """Remember what arXiv gave for ``ref``, also where it is not usable."""
        if self._memory is not None:
            self._memory.put(ref, paper, self._clock())
        return _usable(paper)

    def instead_of(self, trouble: ArxivUnreachable, ref: PaperRef) -> Answer:
        """An old record where there is one, which the user is told; otherwise the trouble as this paper's own."""
        found = self._get(ref)
        if found is None:
            return type(trouble)(trouble.message, hint=trouble.hint, paper=str(ref))
        day = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(found.fetched_at))
        self._on_notice(f"{ref}: {trouble.message}; using the record of {day}, {found.paper}")
        return _usable(found.paper)

    def _get(self, ref: PaperRef) -> RememberedPaper | None:
        return self._memory.get(ref) if self._memory is not None else None


def _usable(paper: Paper) -> Answer:
    try:
        refuse_unusable(paper)
    except SummarizeError as error:
        return error
    return paper
