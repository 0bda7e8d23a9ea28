"""Records come whole, under the right name, in few requests.

One bad ID spoils no other one.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace

import pytest

from summarize.errors import (
    NotStored,
    PaperIncomplete,
    PaperNotFound,
    PaperWithdrawn,
    SummarizeError,
    VersionNotFound,
    WrongPaper,
)
from summarize.sources.arxiv.ids import parse_ref
from summarize.values import Paper, PaperRef
from tests.loopback.arxiv_server import ArxivServer, Fault, UnknownVersion
from tests.sources.arxiv.arxiv_desk import NOW, Desk, DictMemory, Kept, made_up


def test_a_record_is_read_whole_and_clean(server: ArxivServer) -> None:
    server.add(
        Paper(
            id="2503.04417",
            version=2,
            title="Counting\n  Whales\u200b & $n^{2}$ <Others>",
            abstract="  We count\nwhales.\u202e\n  A second\U000e0041 paragraph\nfollows \\emph{here}.\n",
            authors=("Ada  Muster", "Zoë Probe"),
            published="2025-03-06",
            updated="2025-04-01",
            categories=("cs.CV", "q-bio.PE"),
            comment="12 pages,\n 3 figures",
            journal_ref="J. Made Up 3",
            doi="10.5555/whales",
        )
    )
    assert Desk(server.url).one("2503.04417") == Paper(
        id="2503.04417",
        version=2,
        title="Counting Whales & $n^{2}$ <Others>",
        abstract="We count whales.\nA second paragraph follows \\emph{here}.",
        authors=("Ada Muster", "Zoë Probe"),
        published="2025-03-06",
        updated="2025-04-01",
        categories=("cs.CV", "q-bio.PE"),
        comment="12 pages, 3 figures",
        journal_ref="J. Made Up 3",
        doi="10.5555/whales",
    )


def test_many_ids_go_into_requests_of_a_hundred(server: ArxivServer) -> None:
    server.add(*map(made_up, range(1, 251)))
    names = [f"2503.{n:05}" for n in range(250, 0, -1)]
    answers = Desk(server.url).fetch([*names, names[0]])
    assert list(answers) == names
    assert all(str(a) == f"{n}v1" for n, a in answers.items())
    assert [len(r.ids) for r in server.requests] == [100, 100, 50]
    assert server.requests[0].headers["User-Agent"].startswith("summarize-arxiv/")


def test_reordered_records_find_their_ids(server: ArxivServer) -> None:
    server.reorder = True
    server.add(*(replace(made_up(n), published=f"2025-03-{n:02}") for n in range(1, 9)))
    names = [f"2503.{n:05}" for n in (3, 1, 8, 5)]
    assert {n: str(a) for n, a in Desk(server.url).fetch(names).items()} == {n: f"{n}v1" for n in names}


@pytest.mark.parametrize("count_unknown", [False, True])
@pytest.mark.parametrize("position", [0, 1, 2])
def test_an_unknown_id_costs_no_other_paper(server: ArxivServer, count_unknown: bool, position: int) -> None:
    server.count_unknown = count_unknown
    server.add(made_up(1), made_up(2))
    names = ["2503.00001", "2503.00002"]
    names.insert(position, "2503.99999")
    answers = Desk(server.url).fetch(names)
    assert [str(answers[n]) for n in ("2503.00001", "2503.00002")] == ["2503.00001v1", "2503.00002v1"]
    error = answers["2503.99999"]
    assert isinstance(error, PaperNotFound)
    assert error.paper == "2503.99999"
    assert len(server.requests) == 2


def test_a_record_that_was_left_out_once_is_asked_for_again(server: ArxivServer) -> None:
    server.add(made_up(1), made_up(2, 3))
    desk = Desk(server.url)
    server.leave_out = {"2503.00002v3"}
    assert str(desk.fetch(["2503.00001", "2503.00002v3"])["2503.00002v3"]) == "2503.00002v3"


def test_an_id_that_arxiv_refuses_costs_no_other_paper(server: ArxivServer) -> None:
    server.add(*map(made_up, range(1, 9)))
    server.refuse = {"2503.00005"}
    answers = Desk(server.url).fetch([f"2503.{n:05}" for n in range(1, 9)])
    assert isinstance(answers["2503.00005"], PaperNotFound)
    assert sum(isinstance(a, Paper) for a in answers.values()) == 7


@pytest.mark.parametrize("behaviour", ["absent", "error", "empty", "newest"])
def test_a_version_that_does_not_exist_is_named_with_the_newest(server: ArxivServer, behaviour: UnknownVersion) -> None:
    server.unknown_version = behaviour
    server.add(made_up(1), made_up(1, 2), made_up(2))
    answers = Desk(server.url).fetch(["2503.00001v99", "2503.00002"])
    error = answers["2503.00001v99"]
    assert isinstance(error, VersionNotFound)
    assert (error.paper, error.hint) == ("2503.00001v99", "the newest one is 2503.00001v2")
    assert isinstance(answers["2503.00002"], Paper)


def test_the_version_after_the_newest_may_have_been_announced_and_come_later(server: ArxivServer) -> None:
    server.add(made_up(1), made_up(1, 2))
    error = Desk(server.url).one("2503.00001v3")
    assert isinstance(error, VersionNotFound)
    assert error.hint == "the newest one is 2503.00001v2; one that was announced today comes some hours later"


def test_a_version_of_an_unknown_paper_is_an_unknown_paper(server: ArxivServer) -> None:
    assert isinstance(Desk(server.url).one("2503.00001v2"), PaperNotFound)


def test_two_versions_and_the_newest_are_three_answers(server: ArxivServer) -> None:
    server.add(made_up(1), made_up(1, 2), made_up(1, 3))
    answers = Desk(server.url).fetch(["2503.00001v1", "2503.00001", "2503.00001v2"])
    assert {n: str(a) for n, a in answers.items()} == {
        "2503.00001v1": "2503.00001v1",
        "2503.00001": "2503.00001v3",
        "2503.00001v2": "2503.00001v2",
    }


def test_a_named_version_is_not_taken_for_the_newest(server: ArxivServer) -> None:
    server.add(made_up(1), made_up(1, 2))
    server.leave_out = {"2503.00001"}
    answers = Desk(server.url).fetch(["2503.00001v1", "2503.00001"])
    assert str(answers["2503.00001v1"]) == "2503.00001v1"
    assert isinstance(answers["2503.00001"], PaperNotFound)


def test_another_paper_is_not_taken_for_the_one_asked_for(server: ArxivServer) -> None:
    server.add(made_up(1), made_up(2))
    server.rename = {"2503.00001": "2503.77777"}
    answers = Desk(server.url).fetch(["2503.00001", "2503.00002"])
    error = answers["2503.00001"]
    assert isinstance(error, WrongPaper)
    assert "2503.77777v1" in error.message
    assert str(answers["2503.00002"]) == "2503.00002v1"


def test_old_style_ids_keep_their_archive(server: ArxivServer) -> None:
    server.add(replace(made_up(1), id="math/0309136"), replace(made_up(2), id="hep-th/9901001", version=3))
    answers = Desk(server.url).fetch(["math.GT/0309136", "hep-th/9901001"])
    assert [str(a) for a in answers.values()] == ["math/0309136v1", "hep-th/9901001v3"]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"abstract": " \u200b"}, "no abstract"),
        ({"title": ""}, "no title"),
        ({"title": "", "abstract": ""}, "no title and"),
    ],
)
def test_a_record_without_title_or_abstract_is_refused(
    server: ArxivServer, change: dict[str, str], missing: str
) -> None:
    server.add(replace(made_up(1), **change))  # type: ignore[arg-type]
    error = Desk(server.url).one("2503.00001")
    assert isinstance(error, PaperIncomplete)
    assert missing in error.message


@pytest.mark.parametrize(
    ("comment", "abstract"),
    [
        ("This paper has been withdrawn by the authors due to an error in Lemma 2", "We count."),
        ("12 pages. This paper has now been withdrawn", "We count."),
        ("Withdrawn", "We count."),
        ("withdrawn by the author because of a crucial error", "We count."),
        ("Paper withdrawn; see 2503.00002", "We count."),
        ("This submission has been withdrawn by arXiv administrators", "We count."),
        ("Article temporarily withdrawn", "We count."),
        ("", "This paper has been withdrawn by the author due to a sign error in Eq. 4."),
        ("", "This article is withdrawn."),
        ("", "Withdrawn because of an error."),
    ],
)
def test_a_withdrawn_paper_is_reported(server: ArxivServer, comment: str, abstract: str) -> None:
    server.add(replace(made_up(1, 2), comment=comment, abstract=abstract))
    error = Desk(server.url).one("2503.00001")
    assert isinstance(error, PaperWithdrawn)
    assert "2503.00001v1" in error.hint


@pytest.mark.parametrize(
    ("comment", "abstract"),
    [
        ("A study of withdrawn papers, 12 pages", "We count withdrawn papers."),
        ("This paper was withdrawn from the conference and is under review", "We count."),
        ("Withdrawn from ICLX 2025", "We count."),
        ("Extends a withdrawn submission", "We count."),
        ("The data set has been withdrawn", "We count."),
        ("", "Papers that have been withdrawn are still cited. This paper has been withdrawn, they say."),
        ("", "Withdrawn behaviour in mice is common. We measure it."),
        ("", "This work is withdrawn from no one."),
        ("", "This paper was withdrawn, and we ask why. " + "Many papers are. " * 60),
    ],
)
def test_a_paper_about_withdrawal_is_not_refused(server: ArxivServer, comment: str, abstract: str) -> None:
    server.add(replace(made_up(1), comment=comment, abstract=abstract))
    assert isinstance(Desk(server.url).one("2503.00001"), Paper)


def test_the_newest_version_is_remembered_for_a_day(server: ArxivServer) -> None:
    server.add(made_up(1))
    memory = DictMemory()
    desk = Desk(server.url, memory=memory)
    desk.one("2503.00001")
    assert memory[PaperRef("2503.00001")] == Kept(made_up(1), NOW)
    server.add(made_up(1, 2))
    assert str(Desk(server.url, memory=memory, clock=lambda: NOW + 86_399).one("2503.00001")) == "2503.00001v1"
    assert len(server.requests) == 1
    assert str(Desk(server.url, memory=memory, clock=lambda: NOW + 86_401).one("2503.00001")) == "2503.00001v2"
    assert str(Desk(server.url, memory=memory, refresh=True, clock=lambda: NOW).one("2503.00001")) == "2503.00001v2"
    assert len(server.requests) == 3


def test_a_named_version_is_good_for_ever(server: ArxivServer) -> None:
    memory = DictMemory({PaperRef("2503.00001", 1): Kept(made_up(1), 0.0)})
    assert Desk(server.url, memory=memory).one("2503.00001v1") == made_up(1)
    assert server.requests == []


def test_a_withdrawn_paper_stays_withdrawn_in_memory(server: ArxivServer) -> None:
    server.add(replace(made_up(1), comment="Withdrawn"))
    memory = DictMemory()
    for _ in range(2):
        assert isinstance(Desk(server.url, memory=memory).one("2503.00001"), PaperWithdrawn)
    assert len(server.requests) == 1


def test_an_old_record_serves_when_arxiv_cannot_be_reached_and_that_is_said(server: ArxivServer) -> None:
    server.fault(Fault(status=500), times=None)
    memory = DictMemory({PaperRef("2503.00001"): Kept(made_up(1), NOW - 90_000)})
    desk = Desk(server.url, memory=memory)
    answers = desk.fetch(["2503.00001", "2503.00002"])
    assert answers["2503.00001"] == made_up(1)
    assert isinstance(answers["2503.00002"], SummarizeError)
    assert "using the record of 2025-11-20 02:00 UTC, 2503.00001v1" in desk.notices[-1]


def test_offline_asks_nobody(server: ArxivServer) -> None:
    server.add(made_up(2))
    memory = DictMemory({PaperRef("2503.00001"): Kept(made_up(1), 0.0)})
    answers = Desk(server.url, memory=memory, offline=True).fetch(["2503.00001", "2503.00002"])
    assert answers["2503.00001"] == made_up(1)
    assert isinstance(answers["2503.00002"], NotStored)
    assert "--offline" in answers["2503.00002"].hint
    assert server.requests == []


def test_what_is_remembered_comes_before_what_must_be_asked_for(server: ArxivServer) -> None:
    server.add(made_up(1))
    memory = DictMemory({PaperRef("2503.00002"): Kept(made_up(2), NOW)})

    async def chunks() -> list[list[str]]:
        refs = [parse_ref("2503.00001"), parse_ref("2503.00002")]
        return [[str(r) for r in part] async for part in Desk(server.url, memory=memory).source.fetch_chunks(refs)]

    assert asyncio.run(chunks()) == [["2503.00002"], ["2503.00001"]]


def test_a_silent_arxiv_is_not_asked_for_ten_thousand_papers(server: ArxivServer) -> None:
    server.fault(Fault(reset=True), times=None)
    answers = Desk(server.url).fetch([f"2503.{n:05}" for n in range(1, 601)])
    assert len(answers) == 600
    assert all(isinstance(a, SummarizeError) and a.exit_status == 4 for a in answers.values())
    assert len(server.requests) == 4


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, summarize.sources.arxiv.api, summarize.sources.arxiv.ids, summarize.reading.sentences\n"
        "print(sorted({'arxiv', 'requests', 'lxml', 'asyncio', 'filelock'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
