"""Records of papers from arXiv: many IDs per request, remembered, each paper or its own error. Only here is ``arxiv``.

What the arxiv package does not do is around it: ``arxiv_http`` (timeouts, Retry-After, nonsense), ``pace`` (one request
per three seconds on this machine), and here: missing and reordered records, the identity gate, versions, memory.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarize.errors import ArxivNonsense, ArxivUnreachable, UsageError
from summarize.network.retrying import Patience
from summarize.sources.arxiv.api_http import ArxivHttp, Feed
from summarize.sources.arxiv.identity import resolve
from summarize.sources.arxiv.memory import Answer, PaperMemory, Records, RememberedPaper
from summarize.sources.arxiv.pace import Pacer
from summarize.sources.arxiv.records import clean_abstract, clean_line
from summarize.values import Paper, PaperRef

if TYPE_CHECKING:
    import arxiv

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
        import asyncio

        start, seen = 0, set[str]()
        while start < limit:
            page = await asyncio.to_thread(self._page, query, sort, start, min(RESULTS_PER_PAGE, limit - start))
            start += len(page.papers)
            # New papers push others onto the next page while the pages are turned.
            fresh = tuple(p for p in page.papers if p.id not in seen)
            seen |= {p.id for p in fresh}
            for paper in fresh:
                self._records.keep(PaperRef(paper.id), paper)
            yield Found(fresh, page.total)
            if not page.papers or start >= page.total:
                return

    def _page(self, query: str, sort: SortName, start: int, size: int) -> Found:
        import arxiv

        order = {
            "submitted": arxiv.SortCriterion.SubmittedDate,
            "updated": arxiv.SortCriterion.LastUpdatedDate,
            "relevance": arxiv.SortCriterion.Relevance,
        }[sort]
        search = arxiv.Search(query, max_results=start + size, sort_by=order)
        for _ in range(_EMPTY_PAGE_TRIES):
            session = _FirstPage(self._http)
            papers = tuple(_paper(r) for r in self._client(session, size).results(search, offset=start))
            if session.feed.errors:
                raise UsageError(
                    f"arXiv does not understand the query: {session.feed.errors[0]}",
                    hint="its grammar: https://info.arxiv.org/help/api/user-manual.html#query_details",
                )
            # arXiv gives an empty page in the middle of its results at times, and the right one when asked again.
            if papers or start >= session.feed.total:
                return Found(papers, session.feed.total)
        raise ArxivNonsense(f"arXiv's results end after {start} of {session.feed.total}", hint="try again later")

    async def _ask(
        self, refs: Sequence[PaperRef], trouble: ArxivUnreachable | None
    ) -> tuple[dict[PaperRef, Answer], ArxivUnreachable | None]:
        """Answers, and what went wrong where arXiv did not answer at all. With ``trouble`` nothing is asked."""
        import asyncio

        answers: dict[PaperRef, Answer] = {}
        if trouble is None:
            try:
                answers = await asyncio.to_thread(resolve, list(refs), self._entries)
            except ArxivUnreachable as exc:
                trouble = exc
            except Exception as exc:  # noqa: BLE001  a feed can be wrong in ways that nobody has thought of
                _log.debug("a feed of arXiv cannot be read", exc_info=True)
                trouble = unreadable(exc)
        answers = {ref: self._records.keep(ref, a) if isinstance(a, Paper) else a for ref, a in answers.items()}
        if trouble is not None:
            answers |= {ref: self._records.instead_of(trouble, ref) for ref in refs if ref not in answers}
        return answers, trouble

    def _entries(self, names: list[str]) -> list[Paper]:
        """The records that arXiv gives for IDs, as they come; names that arXiv refuses are left out.

        Raises ArxivUnreachable or its kinds.
        """
        import arxiv

        search = arxiv.Search(id_list=names, max_results=len(names))
        session = _FirstPage(self._http)
        papers: list[Paper] = []
        try:
            for result in self._client(session, len(names)).results(search):
                papers.append(_paper(result))
        except _NoMorePages:
            pass
        if session.feed.errors and not papers and len(names) > 1:
            # One name makes arXiv refuse all of them; it says which, and if that is not understood, halves find out.
            good = [n for n in names if not any(e.endswith(f" {n}") for e in session.feed.errors)]
            half = len(names) // 2
            parts = [good] if 0 < len(good) < len(names) else [names[:half], names[half:]]
            return [paper for part in parts for paper in self._entries(part)]
        if not session.feed.whole and len(papers) < len(names):
            raise ArxivNonsense("arXiv's answer is damaged and misses records", hint="try again later")
        return papers

    def _client(self, session: object, page_size: int) -> arxiv.Client:
        """The package's client with our address and session, on this one object; pace and retries are ours."""
        import arxiv

        log = logging.getLogger("arxiv")
        if not log.handlers:
            # Without a handler Python itself would print the package's warnings on stderr.
            log.addHandler(logging.NullHandler())
        client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
        client.query_url_format = self.base_url + "/api/query?{}"
        client._session = session
        return client


def unreadable(error: Exception) -> ArxivNonsense:
    """The error of papers whose records came in a feed that raised ``error`` when it was read."""
    return ArxivNonsense(
        f"arXiv's answer cannot be read ({type(error).__name__}: {str(error)[:100]})", hint="try again later"
    )


class _NoMorePages(Exception):
    """A request of IDs has one page; the package asks for more where arXiv's total counts unknown IDs."""


class _FirstPage:
    """Lets the package ask once, and keeps the feed for what the package does not give on."""

    def __init__(self, http: ArxivHttp) -> None:
        self._http = http
        self._asked = False
        self.feed = Feed(b"", whole=True, total=0)

    def get(self, url: str, *, headers: dict[str, str]) -> Feed:
        if self._asked:
            raise _NoMorePages
        self._asked = True
        self.feed = self._http.get(url)
        return self.feed


def _paper(result: arxiv.Result) -> Paper:
    name = result.entry_id.split("/abs/")[-1]
    match = re.fullmatch(r"(?:([a-z-]+)(?:\.[A-Za-z-]+)?/)?([\d.]+)(?:v(\d+))?", name)
    if match is None:
        raise ArxivNonsense(f"arXiv sent a record with the name {name[:60]!r}", hint="try again later")
    paper = Paper(
        id=f"{match[1]}/{match[2]}" if match[1] else match[2],
        version=int(match[3] or 1),
        title=clean_line(result.title),
        abstract=clean_abstract(result.summary),
        authors=tuple(clean_line(a.name) for a in result.authors),
        published=result.published.date().isoformat(),
        updated=result.updated.date().isoformat(),
        categories=tuple(dict.fromkeys(c for c in (result.primary_category, *result.categories) if c)),
        comment=clean_line(result.comment or ""),
        journal_ref=clean_line(result.journal_ref or ""),
        doi=clean_line(result.doi or ""),
    )
    return replace(paper, authors=tuple(a for a in paper.authors if a))
