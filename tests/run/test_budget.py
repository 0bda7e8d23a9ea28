"""``--max-cost`` is kept, and ``--dry-run`` estimates the cost before anything is spent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from summarize.llm.cost import Price
from summarize.run.budget import estimate
from summarize.run.page_output import PageOutput
from summarize.run.run_papers import Run
from summarize.run.run_record import RunRecord
from summarize.run.setup import RunSetup, open_setup
from summarize.settings import Settings
from summarize.terminal.console import Console
from summarize.values import PaperRef
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import numbered_paper

REFS = tuple(PaperRef(f"2502.{n:05d}") for n in range(1, 21))
#: With this price each small paper costs about a cent.
DEAR = Price(10.0, 10.0, "2026-11-21", "made up")


def _setup(env: dict[str, str], settings: Settings) -> RunSetup:
    setup = open_setup(settings, env, Console(quiet=True, env=env))
    return replace(setup, model=replace(setup.model, price=DEAR))


def _run(setup: RunSetup, refs: tuple[PaperRef, ...]) -> int:
    output = PageOutput(setup.settings, setup.console, setup.store.result)
    return Run(setup, RunRecord(setup.store, refs, {}, clock=setup.clock), output).go("summarize")


@pytest.fixture
def papers(arxiv_server: ArxivServer) -> None:
    arxiv_server.add(*(numbered_paper(n) for n in range(1, 21)))


@pytest.mark.usefixtures("papers")
def test_a_limit_stops_the_run_before_it_is_passed_and_keeps_what_is_done(
    env: dict[str, str], model_server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(model="custom/test-model", max_cost=0.1, jobs=2, layout="jsonl", quiet=True)
    setup = _setup(env, settings)
    with setup.store as store:
        status = _run(setup, REFS)
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
    setup = _setup(env, Settings(model="custom/test-model", layout="jsonl", quiet=True))
    with setup.store:
        _run(setup, REFS[:1])
    usage = json.loads(capsys.readouterr().out)["usage"]
    guessed = estimate(numbered_paper(1), setup.recipes.of(REFS[0]), setup.prompts, DEAR)
    assert 0.7 < guessed.prompt_tokens / usage["prompt_tokens"] < 1.4
    assert guessed.cost_usd is not None and guessed.cost_usd > 0


@pytest.mark.usefixtures("papers")
def test_a_paper_waits_for_those_in_work_before_it_is_refused(
    env: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    def done_with(jobs: int) -> tuple[int, str]:
        folder = {**env, "SUMMARIZE_HOME": f"{env['SUMMARIZE_HOME']}-{jobs}"}
        settings = Settings(model="custom/test-model", max_cost=0.1, jobs=jobs, layout="jsonl", quiet=True)
        setup = _setup(folder, settings)
        with setup.store:
            assert _run(setup, REFS) == 1
        out = capsys.readouterr()
        pages = [json.loads(line) for line in out.out.splitlines()]
        assert [page["error"]["code"] for page in pages if page["error"]] == ["budget-reached"]
        return sum(not page["error"] for page in pages), out.err

    (alone, _), (together, said) = done_with(1), done_with(8)
    assert together == alone
    assert "$0.0000" not in said and "0.0000 spent" not in said
