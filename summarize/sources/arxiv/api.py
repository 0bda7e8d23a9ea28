"""Records of papers from arXiv: many IDs per request, remembered, each paper or its own error.

What the arxiv package does not do is around it: ``api_http`` (timeouts, Retry-After, nonsense), ``pace`` (one request
per three seconds on this machine), ``entries`` (a damaged record costs no other), and here: missing and reordered
records, the identity gate, versions, memory.
"""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from summarize.errors import (
    ArxivNonsense,
    ArxivUnreachable,
    PaperNotFound,
    PaperNotYetKnown,
    SummarizeError,
    UsageError,
)
from summarize.network.retrying import Patience
from summarize.sources.arxiv.api_http import ArxivHttp
from summarize.sources.arxiv.entries import DamagedRecord, Given, ask
from summarize.sources.arxiv.identity import resolve
from summarize.sources.arxiv.memory import Answer, PaperMemory, Records, RememberedPaper
from summarize.sources.arxiv.pace import Pacer
from summarize.values import Paper, PaperRef

if TYPE_CHECKING:
    from summarize.sources.arxiv.query import SortName

_log = logging.getLogger(__name__)

__all__ = ["IDS_PER_REQUEST", "ArxivApi", "Pacer", "PaperMemory", "Patience", "RememberedPaper"]

#: The API's manual asks for modest slices; 100 IDs make an address of about 1.5 kB.
IDS_PER_REQUEST = 100
#: After this many requests in a row without an answer the rest of the papers is not asked for.
_GIVE_UP_AFTER = 2

#: Results of a search that are asked for at once; larger pages make arXiv time out.
RESULTS_PER_PAGE = 100
_EMPTY_PAGE_TRIES = 3
#: For so long after its announcement a paper may be missing in the API; it is a day or less as a rule.
_LATEST_S = 7 * 86400.0


#: One ID of a hundred that arXiv refuses without naming it is found by 14 requests; more than this is no such case.
_MOST_PARTS = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search's results, and how many there are in all."""

    papers: tuple[Paper, ...]
    total: int


class ArxivApi:
    """arXiv's records of papers.

    ``base_url`` has ``/api/query`` below it. A record of a version is good for ever, the newest one of a paper for
    ``max_age_s``; older ones serve when arXiv cannot be reached, which ``on_notice`` is told. ``refresh`` asks again in
    any case, ``offline`` never asks. ``clock`` gives seconds since the epoch. All methods may be used from one event
    loop at a time; requests run in a worker thread, ``memory`` is used in the loop's thread only.
    """

    def __init__(
        self,
        *,
        base_url: str,
        pacer: Pacer,
        memory: PaperMemory | None = None,
        max_age_s: float = 24 * 3600.0,
        refresh: bool = False,
        offline: bool = False,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.time,
        on_notice: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.pacer = pacer
        self._records = Records(
            memory, max_age_s=max_age_s, refresh=refresh, offline=offline, clock=clock, on_notice=on_notice
        )
        self._on_notice = on_notice
        self._clock = clock
        self._http = ArxivHttp(self.base_url, pacer, patience or Patience(), clock=clock, on_notice=on_notice)

    def close(self) -> None:
        """Stop waiting for arXiv, so that the program can end."""
        self.pacer.stop()

    async def fetch(self, refs: Sequence[PaperRef]) -> dict[PaperRef, Answer]:
        """A paper or an error for each reference. Errors of one paper never cost another one."""
        answers: dict[PaperRef, Answer] = {}
        async for part in self.fetch_chunks(refs):
            answers |= part
        return answers

    async def fetch_chunks(self, refs: Sequence[PaperRef]) -> AsyncIterator[dict[PaperRef, Answer]]:
        """The same in parts of at most 100: those that are remembered as soon as they are met, others per request."""
        known: dict[PaperRef, Answer] = {}
        asked: list[PaperRef] = []
        silent = 0
        trouble: ArxivUnreachable | None = None
        for ref in dict.fromkeys(refs):
            answer = self._records.known(ref)
            if answer is not None:
                known[ref] = answer
                if len(known) == IDS_PER_REQUEST:
                    yield known
                    known = {}
                continue
            asked.append(ref)
            if len(asked) == IDS_PER_REQUEST:
                if known:
                    yield known
                    known = {}
                part, trouble = await self._ask(asked, trouble if silent >= _GIVE_UP_AFTER else None)
                silent = silent + 1 if trouble else 0
                yield part
                asked = []
        if known:
            yield known
        if asked:
            part, _ = await self._ask(asked, trouble if silent >= _GIVE_UP_AFTER else None)
            yield part

    async def search(self, query: str, *, sort: SortName, limit: int) -> AsyncIterator[Found]:
        """Pages of what a query in the API's grammar finds, at most ``limit`` papers, each once; all are remembered.

        Raises UsageError where arXiv does not understand the query, ArxivUnreachable and its kinds.
        """
        start, seen = 0, set[str]()
        while start < limit:
            size = min(RESULTS_PER_PAGE, limit - start)
            page = await self.pacer.in_thread(partial(self._page, query, sort, start, size))
            start += page.records
            for record in page.damaged:
                which = record.paper_id or "a record"
                self._on_notice(f"left out: {which}: what arXiv sent is damaged: {record.why}")
            # New papers push others onto the next page while the pages are turned.
            fresh = tuple({p.id: p for p in page.papers if p.id not in seen}.values())
            seen |= {p.id for p in fresh}
            for paper in fresh:
                self._records.keep(PaperRef(paper.id), paper)
            yield Found(fresh, page.total)
            if not page.records or start >= page.total:
                return

    def _page(self, query: str, sort: SortName, start: int, size: int) -> Given:
        import arxiv

        order = {
            "submitted": arxiv.SortCriterion.SubmittedDate,
            "updated": arxiv.SortCriterion.LastUpdatedDate,
            "relevance": arxiv.SortCriterion.Relevance,
        }[sort]
        search = arxiv.Search(query, max_results=start + size, sort_by=order)
        given = Given()
        for _ in range(_EMPTY_PAGE_TRIES):
            given = ask(search, self._http, page_size=size, offset=start)
            if given.errors:
                raise UsageError(
                    f"arXiv does not understand the query: {given.errors[0]}",
                    hint="its grammar: https://info.arxiv.org/help/api/user-manual.html#query_details",
                )
            # arXiv gives an empty page in the middle of its results at times, and the right one when asked again.
            if given.records or start >= given.total:
                return given
        raise ArxivNonsense(f"arXiv's results end after {start} of {given.total}", hint="try again later")

    async def _ask(
        self, refs: Sequence[PaperRef], trouble: ArxivUnreachable | None
    ) -> tuple[dict[PaperRef, Answer], ArxivUnreachable | None]:
        """Answers, and what went wrong where arXiv did not answer at all. With ``trouble`` nothing is asked."""
        answers: dict[PaperRef, Answer] = {}
        if trouble is None:
            try:
                answers = await self.pacer.in_thread(lambda: resolve(list(refs), self._entries))
            except ArxivUnreachable as exc:
                trouble = exc
            except Exception as exc:  # noqa: BLE001  a feed can be wrong in ways that nobody has thought of
                _log.debug("a feed of arXiv cannot be read", exc_info=True)
                trouble = unreadable(exc)
        answers = {
            ref: self._records.keep(ref, a) if isinstance(a, Paper) else self._said_if_new(ref, a)
            for ref, a in answers.items()
        }
        if trouble is not None:
            answers |= {ref: self._records.instead_of(trouble, ref) for ref in refs if ref not in answers}
        return answers, trouble

    def _said_if_new(self, ref: PaperRef, error: SummarizeError) -> SummarizeError:
        """``error``, or that arXiv's API may not know the paper yet, where its ID is of these days."""
        days = (datetime.fromtimestamp(self._clock() - ago_s, UTC) for ago_s in (0.0, _LATEST_S))
        if not isinstance(error, PaperNotFound) or not ref.id.startswith(tuple(f"{day:%y%m}." for day in days)):
            return error
        return PaperNotYetKnown(
            "arXiv's API does not know this ID; it knows a new paper some hours after the announcement",
            hint=f"run the same command again later, or look at https://arxiv.org/abs/{ref.id}",
            paper=str(ref),
        )

    def _entries(self, names: list[str]) -> Given:
        """The records that arXiv gives for IDs, as they come; names that arXiv refuses are left out.

        Raises ArxivUnreachable or its kinds.
        """
        import arxiv

        papers: list[Paper] = []
        damaged: list[DamagedRecord] = []
        parts = [names]
        for _ in range(_MOST_PARTS):
            part = parts.pop()
            given = ask(arxiv.Search(id_list=part, max_results=len(part)), self._http, page_size=len(part))
            papers += given.papers
            damaged += given.damaged
            if given.errors and not given.records and len(part) > 1:
                # One name makes arXiv refuse all of them; it says which, and if that is not understood, halves find out.
                good = [n for n in part if not any(e.endswith(f" {n}") for e in given.errors)]
                half = len(part) // 2
                parts += [good] if 0 < len(good) < len(part) else [part[half:], part[:half]]
            if not parts:
                return Given(tuple(papers), tuple(damaged))
        raise ArxivNonsense("arXiv refuses every request and does not say which ID is wrong", hint="try again later")


def unreadable(error: Exception) -> ArxivNonsense:
    """The error of papers whose records came in a feed that raised ``error`` when it was read."""
    return ArxivNonsense(
        f"arXiv's answer cannot be read ({type(error).__name__}: {str(error)[:100]})", hint="try again later"
    )
