"""Money: a limit that is kept, and a bill before anything is spent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from summarize.llm.cost import Price
from summarize.run.arguments import Named
from summarize.run.budget import estimate
from summarize.run.run_papers import Run
from summarize.run.session import Session, open_session
from summarize.settings import Settings
from summarize.terminal.console import Console
from summarize.values import PaperRef
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import numbered_paper

REFS = tuple(PaperRef(f"2502.{n:05d}") for n in range(1, 21))
#: Dear enough that each small paper costs about a cent.
DEAR = Price(10.0, 10.0, "2026-11-21", "made up")


def _session(env: dict[str, str], settings: Settings) -> Session:
    session = open_session(settings, env, Console(quiet=True, env=env))
    return replace(session, spec=replace(session.spec, price=DEAR))


@pytest.fixture
def papers(arxiv_server: ArxivServer) -> None:
    arxiv_server.add(*(numbered_paper(n) for n in range(1, 21)))


@pytest.mark.usefixtures("papers")
def test_a_limit_stops_the_run_before_it_is_passed_and_keeps_what_is_done(
    env: dict[str, str], model_server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(model="custom/test-model", max_cost=0.1, jobs=2, layout="jsonl", quiet=True)
    session = _session(env, settings)
    with session.store as store:
        status = Run(session, REFS, Named(REFS), []).go()
        spent = store.ledger.last_runs(1)[0].cost_usd
    out = capsys.readouterr()
    assert status == 1
    assert 0 < spent <= 0.1
    assert "--max-cost" in out.err
    done = [page for page in map(json.loads, out.out.splitlines()) if not page["error"]]
    assert 0 < len(done) < len(REFS)
    assert len(model_server.chats) < 2 * len(REFS)


@pytest.mark.usefixtures("papers")
def test_the_estimate_is_near_what_a_page_costs(env: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    session = _session(env, Settings(model="custom/test-model", layout="jsonl", quiet=True))
    with session.store:
        Run(session, REFS[:1], Named(REFS[:1]), []).go()
    usage = json.loads(capsys.readouterr().out)["usage"]
    guessed = estimate(session, numbered_paper(1))
    assert 0.7 < guessed.prompt_tokens / usage["prompt_tokens"] < 1.4
    assert guessed.cost_usd is not None and guessed.cost_usd > 0
