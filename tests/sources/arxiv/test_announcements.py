"""Announcements: the newest one, days before it, and what is said where arXiv's feed and lists differ."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from summarize.settings import arxiv_settings, find_places
from summarize.sources.arxiv.announcements.mailings import USUAL_KINDS, Kind, Mailings
from summarize.sources.arxiv.arxiv_source import ArxivSource
from summarize.sources.open_sources import Sources
from summarize.sources.paper_source import SourceSettings
from summarize.store.storage import Store
from summarize.values import Paper
from tests.loopback.arxiv_server import ArxivServer
from tests.sources.arxiv.arxiv_desk import made_up

MON, TUE, WED, THU, FRI = (date(2026, 11, n) for n in range(16, 21))
SAT, NEXT_MON = date(2026, 11, 21), date(2026, 11, 23)
#: Friday, 09:30 in Beijing: the announcement of Friday has been out for half an hour.
FRIDAY = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def paper(n: int, *categories: str, version: int = 1) -> Paper:
    return replace(made_up(n, version), categories=categories or ("cs.CL",))


class Reader:
    """Asks a loopback arXiv at ``now``; ``details`` are the lines that -v shows."""

    def __init__(self, url: str, home: Path) -> None:
        self.env = {"SUMMARIZE_HOME": str(home), "SUMMARIZE_ARXIV_URL": url, "SUMMARIZE_ARXIV_DELAY": "0"}
        self.now = FRIDAY
        self.offline = False
        self.details: list[str] = []

    def mailings(
        self,
        *categories: str,
        since: date | None = None,
        until: date | None = None,
        kinds: frozenset[Kind] = USUAL_KINDS,
    ) -> Mailings:
        async def asked(store: Store) -> Mailings:
            settings = SourceSettings(
                env=self.env,
                places=find_places(self.env),
                arxiv=arxiv_settings(self.env),
                store=store,
                offline=self.offline,
                retries=0,
                detail=self.details.append,
                clock=lambda: self.now.timestamp(),
            )
            with Sources(settings) as sources:
                arxiv = sources.named("arxiv")
                assert isinstance(arxiv, ArxivSource)
                return await arxiv.mailings(categories, since, until=until, kinds=kinds)

        with Store(find_places(self.env).store_file, notice=lambda text: None) as store:
            return asyncio.run(asked(store))


@pytest.fixture
def reader(server: ArxivServer, tmp_path: Path) -> Iterator[Reader]:
    yield Reader(server.url, tmp_path)


def ids(mailings: Mailings) -> list[tuple[date, list[str]]]:
    return [(mailing.day, [paper.id[-2:] for paper in mailing.papers]) for mailing in mailings.mailings]


def kinds(mailings: Mailings, day: int = -1) -> Sequence[tuple[str, str]]:
    return [(paper.id[-2:], paper.kind) for paper in mailings.mailings[day].papers]


def test_the_newest_announcement_of_several_categories_has_each_paper_once(server: ArxivServer, reader: Reader) -> None:
    both = paper(2, "cs.AI", "cs.CL")
    server.announcements.add(THU, new=[paper(9)])
    server.announcements.add(FRI, new=[paper(1), both, paper(3, "cs.LG", "cs.AI")], replaced=[paper(4, version=3)])
    found = reader.mailings("cs.CL", "cs.AI")
    assert [m.day for m in found.mailings] == [FRI]
    assert sorted(kinds(found)) == [("01", "new"), ("02", "new"), ("03", "cross")]
    first = found.mailings[0].papers[0]
    assert (first.title, first.version, first.categories) == ("On Tides, Part 1", 1, ("cs.CL",))
    assert found.notes == ()


def test_days_since_are_oldest_first(server: ArxivServer, reader: Reader) -> None:
    for day, n in ((TUE, 1), (WED, 2), (THU, 3), (FRI, 4)):
        server.announcements.add(day, new=[paper(n)])
    found = reader.mailings("cs.CL", since=WED)
    assert ids(found) == [(WED, ["02"]), (THU, ["03"]), (FRI, ["04"])]
    assert found.notes == ()
