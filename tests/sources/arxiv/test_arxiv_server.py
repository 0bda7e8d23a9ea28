"""The real arxiv package reads the loopback arXiv.

So what other tests run against is what arXiv speaks.
"""

from __future__ import annotations

from collections.abc import Iterator

import arxiv
import pytest
import requests

from summarize.values import Paper
from tests.loopback.arxiv_server import ArxivServer, Fault

WHALES = Paper(
    id="2503.04417",
    version=2,
    title="Counting Whales & Other Animals from <Orbit>",
    abstract="  We count whales.\n  They are large.",
    authors=("Ada Muster", "Zoë Probe"),
    published="2025-03-06",
    updated="2025-04-01",
    categories=("cs.CV", "q-bio.PE"),
    comment="12 pages",
    journal_ref="J. Made Up 3 (2025) 1",
    doi="10.5555/whales",
)
KNOTS = Paper(id="math/0309136", version=1, title="Knots", abstract="We tie knots.", published="2003-09-08")


@pytest.fixture
def server() -> Iterator[ArxivServer]:
    with ArxivServer() as running:
        running.add(WHALES, pdf=b"%PDF-1.7 0123456789", html=b"<article>whales</article>")
        running.add(KNOTS)
        yield running


def client(server: ArxivServer) -> arxiv.Client:
    made = arxiv.Client(delay_seconds=0, num_retries=0)
    made.query_url_format = server.url + "/api/query?{}"
    return made


def test_the_arxiv_package_reads_every_field(server: ArxivServer) -> None:
    (result,) = client(server).results(arxiv.Search(id_list=["2503.04417"]))
    assert result.get_short_id() == "2503.04417v2"
    assert result.title == WHALES.title
    assert result.summary == WHALES.abstract
    assert [a.name for a in result.authors] == ["Ada Muster", "Zoë Probe"]
    assert (result.comment, result.journal_ref, result.doi) == ("12 pages", "J. Made Up 3 (2025) 1", "10.5555/whales")
    assert result.categories == ["cs.CV", "q-bio.PE"]
    assert result.published.isoformat() == "2025-03-06T12:00:00+00:00"


def test_a_subject_class_is_answered_under_the_canonical_id(server: ArxivServer) -> None:
    (result,) = client(server).results(arxiv.Search(id_list=["math.GT/0309136"]))
    assert result.entry_id.endswith("/abs/math/0309136v1")


def test_an_unknown_id_that_counts_breaks_the_package(server: ArxivServer) -> None:
    server.count_unknown = True
    with pytest.raises(arxiv.UnexpectedEmptyPageError):
        list(client(server).results(arxiv.Search(id_list=["2503.04417", "2503.99999"])))


def test_an_ill_formed_id_is_refused_with_an_error_entry(server: ArxivServer) -> None:
    with pytest.raises(arxiv.HTTPError, match="400"):
        list(client(server).results(arxiv.Search(id_list=["abc"])))


def test_searches_are_paged_and_ordered(server: ArxivServer) -> None:
    server.add(*(Paper(f"2504.{n:05}", 1, f"Tides {n}", "Sea.", published=f"2025-04-{n:02}") for n in range(1, 8)))
    paged = client(server)
    paged.page_size = 3
    query = "(ti:tides OR ti:nothing) AND submittedDate:[202504020000 TO 202504062359]"
    found = paged.results(arxiv.Search(query, sort_by=arxiv.SortCriterion.SubmittedDate))
    assert [r.title for r in found] == ["Tides 6", "Tides 5", "Tides 4", "Tides 3", "Tides 2"]
    assert len(server.asked()) == 2


def test_files_come_whole_and_in_parts(server: ArxivServer) -> None:
    assert requests.get(f"{server.url}/pdf/2503.04417v2.pdf", timeout=5).content == b"%PDF-1.7 0123456789"
    part = requests.get(f"{server.url}/pdf/2503.04417", headers={"Range": "bytes=9-"}, timeout=5)
    assert (part.status_code, part.content) == (206, b"0123456789")
    assert requests.get(f"{server.url}/html/2503.04417", timeout=5).text == "<article>whales</article>"
    assert requests.get(f"{server.url}/pdf/2503.99999", timeout=5).status_code == 404


def test_a_cut_answer_ends_early(server: ArxivServer) -> None:
    server.fault(Fault(cut_after=5), path="/pdf/")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        requests.get(f"{server.url}/pdf/2503.04417", timeout=5)
    assert requests.get(f"{server.url}/pdf/2503.04417", timeout=5).ok
