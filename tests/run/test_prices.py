"""A price in config.toml makes costs known and --max-cost possible; a cost that is not known is never shown as zero."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import SAMPLES, numbered_paper

Invoke = Callable[..., Result]
PAPER = SAMPLES[0].paper.id
PRICES = '[prices."custom/test-model"]\ninput = 10.0\noutput = 10\n'


def config(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(text, encoding="utf-8")


def test_max_cost_works_with_a_price_of_the_file(invoke: Invoke, home: Path, arxiv_server: ArxivServer) -> None:
    arxiv_server.add(*(numbered_paper(n) for n in range(1, 21)))
    ids = [f"2502.{n:05d}" for n in range(1, 21)]
    refused = invoke(*ids, "--max-cost", "0.1")
    assert refused.exit_code == 3
    assert '[prices."custom/test-model"]' in refused.stderr
    config(home, PRICES)
    ran = invoke(*ids, "--max-cost", "0.1", "-j", "1", "-l", "jsonl")
    assert ran.exit_code == 1
    assert "--max-cost" in ran.stderr
    assert 0 < len([line for line in ran.stdout.splitlines() if '"error":null' in line.replace(" ", "")]) < 20


@pytest.mark.parametrize("name", ["custom/test-model", "CUSTOM/test-model", "test-model"])
def test_a_price_is_found_by_the_models_whole_name_or_its_own(invoke: Invoke, home: Path, name: str) -> None:
    config(home, f'[prices."{name}"]\ninput = 0.2\noutput = 0.8\n')
    bill = invoke(PAPER, "--dry-run").stdout
    assert "cost       about $0.0" in bill


def test_a_model_without_a_price_of_its_own_stays_unknown(invoke: Invoke, home: Path) -> None:
    config(home, '[prices."custom/other"]\ninput = 0.2\noutput = 0.8\n')
    assert "cost       price not known" in invoke(PAPER, "--dry-run").stdout


def test_config_shows_the_prices_as_they_are_written(invoke: Invoke, home: Path) -> None:
    assert "[prices" not in invoke("config").stdout
    config(home, 'jobs = 5\n[prices."custom/test-model"]\ninput = 0.2\noutput = 0.8\n')
    shown = invoke("config").stdout
    assert (
        '[prices."custom/test-model"]  # config.toml, US dollars per million tokens\ninput = 0.2\noutput = 0.8\n'
        in shown
    )
    assert "jobs = 5  # config.toml" in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prices = 3\n", "prices"),
        ("[prices]\ninput = 3\n", "'input'"),
        ('[prices."m"]\ninput = 3\n', "output"),
        ('[prices."m"]\ninput = 3\noutput = "3"\n', "output"),
        ('[prices."m"]\ninput = 3\noutput = -1\n', "output"),
        ('[prices."m"]\ninput = nan\noutput = 1\n', "input"),
        ('[prices."m"]\ninput = true\noutput = 1\n', "input"),
        ('[prices."m"]\ninput = 1\noutput = 1\ncached = 1\n', "cached"),
    ],
)
def test_a_wrong_price_is_named(invoke: Invoke, home: Path, text: str, said: str) -> None:
    config(home, text)
    ran = invoke(PAPER)
    assert ran.exit_code == 3
    assert "config.toml" in ran.stderr and said in ran.stderr
    assert ran.stdout == ""


def test_the_ledger_never_shows_an_unknown_cost_as_zero(invoke: Invoke, home: Path) -> None:
    assert invoke(PAPER).exit_code == 0
    (line,) = invoke("runs").stdout.splitlines()
    assert "price not known" in line and "0.0000" not in line
    assert "price not known" in invoke("runs", "show").stdout
    config(home, PRICES)
    assert invoke(PAPER, "--refresh").exit_code == 0
    line = invoke("runs", "list").stdout.splitlines()[0]
    assert "$0.0" in line
    assert "$0.0" in invoke("runs", "show").stdout
    assert invoke(PAPER).exit_code == 0
    assert " $0 " in invoke("runs", "list").stdout.splitlines()[0]


def test_the_cost_of_a_run_of_which_a_part_is_not_known_is_said_so(invoke: Invoke, home: Path) -> None:
    """The one paper is stored with the cost that its making had; the ledger counts what each run paid."""
    config(home, PRICES)
    assert invoke(PAPER).exit_code == 0
    assert invoke(PAPER, SAMPLES[1].paper.id, SUMMARIZE_MODEL="custom/other").exit_code == 0
    assert "price not known" in invoke("runs").stdout.splitlines()[0]


def test_a_failed_paper_whose_calls_were_answered_has_a_cost_that_is_not_known(
    invoke: Invoke, home: Path, model_server: ModelServer
) -> None:
    model_server.reply = lambda request: ""
    assert invoke(PAPER).exit_code != 0
    line = invoke("runs").stdout.splitlines()[0]
    assert "1 failed" in line and "price not known" in line and "$0" not in line
