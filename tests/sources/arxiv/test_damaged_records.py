"""A record that cannot be read fails alone and says why; the others of the same answer come."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result as Ran

from summarize.errors import ArxivBusy, ArxivNonsense, WrongPaper
from summarize.sources.arxiv.feed import NotAFeed, read_feed
from summarize.values import Paper
from tests.loopback import arxiv_feed
from tests.loopback.arxiv_server import ArxivServer, Fault
from tests.loopback.sample_papers import SAMPLES
from tests.sources.arxiv.arxiv_desk import Desk, made_up

Invoke = Callable[..., Ran]

BAD, GOOD = "2503.00002", ("2503.00001", "2503.00003")
#: What is changed in the record of ``BAD``, alone, and a word of the error.
DAMAGE: dict[str, tuple[bytes, bytes, str]] = {
    "a date that is none": (b"<published>2025-03-06", b"<published>the day before", "the day before"),
    "a date after all dates": (b"<updated>2025-03-06T12:00:00Z", b"<updated>9999-12-31T23:59:59-23:59", ""),
    "no date": (b"<published>2025-03-06T12:00:00Z</published>", b"", "no date"),
    "no id": (b"<id>http://arxiv.org/abs/2503.00002v1</id>", b"", "no ID"),
    "another id": (b"<id>http://arxiv.org/abs/2503.00002v1", b"<id>urn:what", "urn:what"),
    "a version of 5,000 digits": (b"abs/2503.00002v1</id>", b"abs/2503.00002v" + b"9" * 5000 + b"</id>", "its name is"),
    "a version of superscripts": (b"abs/2503.00002v1</id>", "abs/2503.00002v²</id>".encode(), "its name is"),
    "a tag that is not closed": (b"<title>On Tides, Part 2", b"<title><b>On Tides, Part 2", "XML"),
    "an ampersand": (b"On Tides, Part 2", b"On Tides & Part 2", "XML"),
    "an entity of nobody": (b"On Tides, Part 2", b"On Tides &winds; Part 2", "XML"),
    "a title like a book": (b"<title>On Tides, Part 2", b"<title>" + b"On Tides " * 1000, "its title has 9"),
    "an abstract like a book": (b"<summary>", b"<summary>" + b"On Tides " * 10_000, "its abstract has 9"),
    "a megabyte of tags": (b"<summary>", b"<summary>" + b"<a/>" * 300_000, "XML"),
}


def damaged(old: bytes, new: bytes) -> bytes:
    """Return arXiv's feed of three papers with a change in the record of the second."""
    papers = [made_up(n) for n in (1, 2, 3)]
    whole = arxiv_feed.feed(papers, total=3, start=0, size=100, query={})
    start = whole.index(b"<entry>", whole.index(b"<entry>") + 1)
    stop = whole.index(b"</entry>", start)
    assert old in whole[start:stop]
    return whole[:start] + whole[start:stop].replace(old, new) + whole[stop:]


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_record_costs_no_other_paper(server: ArxivServer, name: str) -> None:
    old, new, word = DAMAGE[name]
    server.fault(Fault(body=damaged(old, new)), times=None)
    answers = Desk(server.url).fetch([GOOD[0], BAD, GOOD[1]])
    assert [answers[n] for n in GOOD] == [made_up(1), made_up(3)]
    error = answers[BAD]
    assert isinstance(error, ArxivNonsense)
    assert error.paper == BAD
    assert word in error.message
    assert len(error.message) < 300
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("old", "new", "title"),
    [
        (b"On Tides", b"On \x00\x0b\x1bTides", "On Tides, Part 2"),
        (b"On Tides", b"On \xed\xa0\x80Tides", "On \ufffd\ufffd\ufffdTides, Part 2"),
        (b"On Tides", b"On &#xD800;&#0;Tides", "On Tides, Part 2"),
        (b"On Tides", b"On \xffTides", "On \ufffdTides, Part 2"),
        (b'rel="alternate"', b"", "On Tides, Part 2"),
        (b'href="https://arxiv.org/abs/2503.00002v1"', b'href="http://[::1"', "On Tides, Part 2"),
    ],
    ids=["control characters", "a lone surrogate", "forbidden references", "not UTF-8", "no rel", "an odd link"],
)
def test_a_record_with_odd_characters_or_links_is_read(server: ArxivServer, old: bytes, new: bytes, title: str) -> None:
    server.fault(Fault(body=damaged(old, new)), times=None)
    paper = Desk(server.url).one(BAD)
    assert isinstance(paper, Paper)
    assert (paper.title, paper.abstract) == (title, made_up(2).abstract)


def test_a_record_that_comes_twice_is_one_paper(server: ArxivServer) -> None:
    body = arxiv_feed.feed([made_up(1), made_up(1), made_up(2)], total=3, start=0, size=100, query={})
    server.fault(Fault(body=body), times=None)
    assert Desk(server.url).fetch([GOOD[0], BAD]) == {GOOD[0]: made_up(1), BAD: made_up(2)}


def test_records_of_other_papers_answer_nobody_and_few_are_asked_for_again(server: ArxivServer) -> None:
    body = arxiv_feed.feed([made_up(7), made_up(1)], total=2, start=0, size=100, query={})
    server.fault(Fault(body=body), times=None)
    answers = Desk(server.url).fetch([f"2503.{n:05}" for n in (1, *range(10, 60))])
    assert answers.pop(GOOD[0]) == made_up(1)
    assert {type(a) for a in answers.values()} == {WrongPaper}
    assert len(server.requests) == 2


def test_an_arxiv_that_refuses_everything_is_not_asked_for_ever(server: ArxivServer) -> None:
    server.fault(Fault(status=400, body=arxiv_feed.error("no", "no")), times=None)
    answers = Desk(server.url).fetch([f"2503.{n:05}" for n in range(1, 101)])
    assert all(isinstance(a, ArxivNonsense) for a in answers.values())
    assert len(server.requests) <= 40


@pytest.mark.parametrize(
    "body",
    [
        b"<feed" * 1_000_000 + b"</feed>",
        b"<feed><entry>" * 400_000 + b"</feed>",
        arxiv_feed.feed(["<entry></entry>"] * 100_000, total=1, start=0, size=100, query={}),
        arxiv_feed.feed(["<entry>" + "<a>" * 200_000 + "</entry>"], total=1, start=0, size=100, query={}),
        arxiv_feed.feed([made_up(1)], total=1, start=0, size=100, query={}).replace(b">1<", b">" + b"1" * 5000 + b"<"),
        arxiv_feed.feed([made_up(1)], total=1, start=0, size=100, query={}).replace(b">1<", ">²<".encode()),
        b'<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa">' + b'<!ENTITY b "&a;&a;">' * 50 + b"]><feed>&b;</feed>",
    ],
    ids=["openings", "entries never closed", "100,000 entries", "deep", "a total of 5,000 digits", "²", "entities"],
)
def test_a_feed_of_nonsense_is_told_apart_soon(body: bytes) -> None:
    began = time.process_time()
    try:
        feed = read_feed(body)
    except NotAFeed as error:
        assert str(error)
    else:
        assert [entry.fault for entry in feed.entries] == ["its XML is damaged"]
    assert time.process_time() - began < 2


def test_a_damaged_record_of_a_search_is_left_out_and_said(invoke: Invoke, arxiv_server: ArxivServer) -> None:
    arxiv_server.fault(Fault(body=damaged(*DAMAGE["a date that is none"][:2])), times=None)
    ran = invoke("search", "tides")
    assert (ran.exit_code, ran.stdout.split()) == (0, list(GOOD))
    assert f"left out: {BAD}" in ran.stderr
    assert len(arxiv_server.asked()) == 1


def test_a_run_makes_the_other_papers(invoke: Invoke, arxiv_server: ArxivServer, tmp_path: Path) -> None:
    papers = [known.paper for known in SAMPLES][:3]
    body = arxiv_feed.feed(papers, total=3, start=0, size=100, query={})
    bad = body.index(b"<published>", body.index(papers[1].id.encode())) + len(b"<published>")
    arxiv_server.fault(Fault(body=body[:bad] + b"x" + body[bad:]), times=None)
    ran = invoke(*(paper.id for paper in papers))
    assert ran.exit_code == 1
    assert "2 of 3 papers done" in ran.stderr
    assert f"{papers[1].id}" in ran.stderr
    assert "damaged" in ran.stderr


@pytest.mark.parametrize(
    "value", ["²", "9" * 5000, "1e308", "Fri, 21 Nov " + "9" * 5000, "Fri, 21 Nov 2025 03:00:00 +" + "9" * 5000]
)
def test_a_retry_after_that_is_none_is_an_error_of_each_paper(server: ArxivServer, value: str) -> None:
    server.fault(Fault(status=503, headers={"Retry-After": value}), times=None)
    answers = Desk(server.url).fetch(GOOD)
    assert {type(a) for a in answers.values()} == {ArxivBusy}
    assert all(len(str(a)) < 200 for a in answers.values())
