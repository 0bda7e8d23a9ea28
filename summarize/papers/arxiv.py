"""Records of papers from arXiv: many IDs per request, remembered, each paper or its own error. Only here is ``arxiv``.

What the arxiv package does not do is around it: ``arxiv_http`` (timeouts, Retry-After, nonsense), ``pace`` (one request
per three seconds on this machine), and here: missing and reordered records, the identity gate, versions, memory.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from summarize.errors import (
    ArxivNonsense,
    ArxivUnreachable,
    NotStored,
    SummarizeError,
)
from summarize.papers.arxiv_http import ArxivHttp, Feed, Patience
from summarize.papers.identity import resolve
from summarize.papers.pace import Pacer
from summarize.papers.records import clean_abstract, clean_line, refuse_unusable
from summarize.values import Paper, PaperRef

if TYPE_CHECKING:
    import arxiv

__all__ = ["IDS_PER_REQUEST", "ArxivSource", "Pacer", "PaperMemory", "Patience", "RememberedPaper"]

#: The API's manual asks for modest slices; 100 IDs make an address of about 1.5 kB.
IDS_PER_REQUEST = 100
#: After this many requests in a row without an answer the rest of the papers is not asked for.
_GIVE_UP_AFTER = 2

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


class ArxivSource:
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
        self._memory = memory
        self._max_age_s, self._refresh, self._offline = max_age_s, refresh, offline
        self._clock, self._on_notice = clock, on_notice
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
            answer = self._remembered(ref)
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

    def _remembered(self, ref: PaperRef) -> Answer | None:
        """What needs no request: a good record, or with ``offline`` any record or NotStored."""
        if ref.path is not None:
            raise ValueError(f"{ref.path} is a local file")
        found = self._memory.get(ref) if self._memory is not None else None
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
        now = self._clock()
        for ref, answer in answers.items():
            if self._memory is not None and isinstance(answer, Paper):
                self._memory.put(ref, answer, now)
        left = [ref for ref in refs if ref not in answers]
        if left and trouble is not None:
            answers |= self._without_arxiv(left, trouble)
        return {ref: _usable(a) if isinstance(a, Paper) else a for ref, a in answers.items()}, trouble

    def _without_arxiv(self, refs: Sequence[PaperRef], trouble: ArxivUnreachable) -> dict[PaperRef, Answer]:
        answers: dict[PaperRef, Answer] = {}
        for ref in refs:
            found = self._memory.get(ref) if self._memory is not None else None
            if found is None:
                answers[ref] = type(trouble)(trouble.message, hint=trouble.hint, paper=str(ref))
            else:
                day = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(found.fetched_at))
                self._on_notice(f"{ref}: {trouble.message}; using the record of {day}, {found.paper}")
                answers[ref] = _usable(found.paper)
        return answers

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
        if session.errors and not papers and len(names) > 1:
            # One name makes arXiv refuse all of them; it says which, and if that is not understood, halves find out.
            good = [n for n in names if not any(e.endswith(f" {n}") for e in session.errors)]
            half = len(names) // 2
            parts = [good] if 0 < len(good) < len(names) else [names[:half], names[half:]]
            return [paper for part in parts for paper in self._entries(part)]
        if not session.whole and len(papers) < len(names):
            raise ArxivNonsense("arXiv's answer is damaged and misses records", hint="try again later")
        return papers

    def _client(self, session: object, page_size: int) -> arxiv.Client:
        """The package's client with our address and session, on this one object; pace and retries are ours."""
        import arxiv

        client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
        client.query_url_format = self.base_url + "/api/query?{}"
        client._session = session
        return client


class _NoMorePages(Exception):
    """A request of IDs has one page; the package asks for more where arXiv's total counts unknown IDs."""


class _FirstPage:
    """Lets the package ask once, and keeps what it does not give on."""

    def __init__(self, http: ArxivHttp) -> None:
        self._http = http
        self.feed: Feed | None = None

    def get(self, url: str, *, headers: dict[str, str]) -> Feed:
        if self.feed is not None:
            raise _NoMorePages
        self.feed = self._http.get(url)
        return self.feed

    @property
    def errors(self) -> tuple[str, ...]:
        return self.feed.errors if self.feed else ()

    @property
    def whole(self) -> bool:
        return self.feed is None or self.feed.whole


def _usable(paper: Paper) -> Answer:
    try:
        refuse_unusable(paper)
    except SummarizeError as error:
        return error
    return paper


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
