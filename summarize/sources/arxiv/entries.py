"""Records of a feed as papers, read one by one by the arxiv package: one that it cannot read spoils no other."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.errors import ArxivNonsense
from summarize.sources.arxiv.feed import Feed
from summarize.sources.arxiv.records import clean_abstract, clean_line
from summarize.values import Paper

if TYPE_CHECKING:
    import arxiv

    from summarize.sources.arxiv.api_http import ArxivHttp
    from summarize.sources.arxiv.feed import Entry

_log = logging.getLogger(__name__)

#: ``http://arxiv.org/abs/2501.18585v2``, ``…/math.GT/0309136v1``. The longest histories at arXiv have three digits.
_ADDRESS = re.compile(
    r"(?:.{0,80}/abs/)?(?:([a-z-]{2,16})(?:\.[A-Za-z-]{2,14})?/)?([0-9]{4}\.[0-9]{4,5}|[0-9]{7})(?:v([0-9]{1,3}))?",
    re.ASCII,
)


#: Characters. arXiv takes abstracts of at most 1,920 (https://info.arxiv.org/help/prep.html); the longest old ones have some
#: thousand. A title is a line or two.
_LONGEST_LINE, _LONGEST_ABSTRACT = 5_000, 50_000


@dataclass(frozen=True, slots=True)
class DamagedRecord:
    """A record that cannot be read. ``paper_id`` is the ID that it names, or "". ``why`` says what is wrong with it."""

    paper_id: str
    why: str

    def error(self, paper: str) -> ArxivNonsense:
        """The error of ``paper``, whose record this is, or may be where it names none."""
        whose = "the record of this paper" if self.paper_id else "a record that may be this paper's"
        return ArxivNonsense(f"{whose} that arXiv sent is damaged: {self.why}", hint="try again later", paper=paper)


@dataclass(frozen=True, slots=True)
class Given:
    """What arXiv gave for one question: papers and damaged records in its order, its count of results, its errors."""

    papers: tuple[Paper, ...] = ()
    damaged: tuple[DamagedRecord, ...] = ()
    total: int = 0
    errors: tuple[str, ...] = ()

    @property
    def records(self) -> int:
        """How many records came, readable or not."""
        return len(self.papers) + len(self.damaged)


def ask(search: arxiv.Search, http: ArxivHttp, *, page_size: int, offset: int = 0) -> Given:
    """Ask arXiv once for one page of what ``search`` finds. Raises ArxivUnreachable or its kinds."""
    import arxiv

    log = logging.getLogger("arxiv")
    if not log.handlers:
        # Without a handler Python itself would print the package's warnings on stderr.
        log.addHandler(logging.NullHandler())
    client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
    client.query_url_format = http.query_url_format
    asking = _Asking(http)
    client._session = asking
    # The package makes the address and asks the session for it. It is given no record yet, and so asks once.
    list(client.results(search, offset=offset))
    papers, damaged = [], []
    for entry in asking.feed.entries:
        try:
            papers.append(_read(entry, client))
        except Exception as exc:  # noqa: BLE001  a record can be wrong in ways that nobody has thought of
            _log.debug("a record of arXiv cannot be read", exc_info=True)
            damaged.append(DamagedRecord(entry.paper_id, str(exc)[:100]))
    return Given(tuple(papers), tuple(damaged), asking.feed.total, asking.feed.errors)


def _read(entry: Entry, client: arxiv.Client) -> Paper:
    """The paper of a record. Raises ValueError, and whatever the package raises."""
    import arxiv

    if entry.fault:
        raise ValueError(entry.fault)
    client._session = _Answer(entry.content)
    results = list(client.results(arxiv.Search()))
    if not results:
        raise ValueError("it has no ID or no date")
    return _paper(results[0])


class _Asking:
    """The session with which the package asks arXiv. It keeps the feed and gives the package an empty one."""

    def __init__(self, http: ArxivHttp) -> None:
        self._http = http
        self.feed = Feed((), 0)

    def get(self, url: str, *, headers: dict[str, str]) -> _Answer:
        self.feed = self._http.get(url)
        return _Answer(b"<feed/>")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the package reads of an answer; as its session, it gives this answer."""

    content: bytes
    status_code: int = 200

    def get(self, url: str, *, headers: dict[str, str]) -> _Answer:
        return self


def _paper(result: arxiv.Result) -> Paper:
    match = _ADDRESS.fullmatch(result.entry_id.strip())
    if match is None:
        raise ValueError(f"its name is {result.entry_id[:60]!r}")
    _refuse_longer(result.title, _LONGEST_LINE, "its title")
    _refuse_longer(result.summary, _LONGEST_ABSTRACT, "its abstract")
    archive, number, version = match.groups()
    categories = (result.primary_category or "", *result.categories)
    return Paper(
        id=f"{archive}/{number}" if archive else number,
        version=int(version or 1),
        title=clean_line(result.title),
        abstract=clean_abstract(result.summary),
        authors=tuple(name for author in result.authors if (name := clean_line(author.name))),
        published=result.published.date().isoformat(),
        updated=result.updated.date().isoformat(),
        categories=tuple(dict.fromkeys(filter(None, map(clean_line, categories)))),
        comment=clean_line(result.comment or ""),
        journal_ref=clean_line(result.journal_ref or ""),
        doi=clean_line(result.doi or ""),
    )


def _refuse_longer(text: str, most: int, what: str) -> None:
    if len(text) > most:
        raise ValueError(f"{what} has {len(text):,} characters")
