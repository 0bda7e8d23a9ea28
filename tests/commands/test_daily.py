"""``summarize daily``: its arguments, what a site remembers, configuration, and its messages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result as Ran

from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import numbered_paper

Invoke = Callable[..., Ran]


@pytest.fixture(autouse=True)
def announced(arxiv_server: ArxivServer) -> None:
    papers = [replace(numbered_paper(n), categories=("cs.CL",)) for n in range(1, 4)]
    other = replace(numbered_paper(9), categories=("hep-th",))
    arxiv_server.add(*papers, other)
    arxiv_server.announcements.add(date(2026, 11, 20), new=[*papers, other])


def remembered(folder: Path) -> dict[str, Any]:
    site: dict[str, Any] = json.loads((folder / "site" / "site.json").read_text("utf-8"))
    return site


def test_a_site_remembers_its_categories(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("daily", "site", "CS.cl", "--title", "晨读", "--kind", "new").exit_code == 0
    site = remembered(tmp_path)
    assert (site["categories"], site["title"], site["kinds"]) == (["cs.CL"], "晨读", ["new"])
    assert invoke("daily", "site").exit_code == 0
    assert remembered(tmp_path) == site
    assert invoke("daily", "site", "cs.CL,hep-th").exit_code == 0
    assert remembered(tmp_path)["categories"] == ["cs.CL", "hep-th"]
    assert "Report 9" in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_a_new_site_takes_its_categories_from_the_configuration_and_keeps_its_own(
    invoke: Invoke, tmp_path: Path, home: Path
) -> None:
    home.mkdir()
    (home / "config.toml").write_text(
        'categories = ["cs.CL"]\ntitle = "晨读"\nsite-url = "https://example.org/p"\nkind = "new,replaced"\n', "utf-8"
    )
    assert invoke("daily", "site").exit_code == 0
    site = remembered(tmp_path)
    assert (site["categories"], site["title"]) == (["cs.CL"], "晨读")
    assert (site["url"], site["kinds"]) == ("https://example.org/p/", ["new", "replaced"])
    assert invoke("daily", "site", SUMMARIZE_CATEGORIES="hep-th").exit_code == 0
    assert remembered(tmp_path) == site
    # The keys are this command's own: another command does not take them for its options.
    assert invoke("search", "copper").exit_code == 0


def test_categories_come_from_the_environment(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("daily", "site", SUMMARIZE_CATEGORIES="cs.CL hep-th").exit_code == 0
    assert remembered(tmp_path)["categories"] == ["cs.CL", "hep-th"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("site",), 2, "no category was named"),
        (("site", "cs.CLL"), 2, "did you mean cs.CL?"),
        (("site", "cs.CL", "--kind", "late"), 2, "late"),
        (("site", "cs.CL", "--since", "sometime"), 2, "sometime"),
        (("site", "cs.CL", "--site-url", "example.org"), 2, "is no address of a site"),
        (("site", "--redraw"), 2, "no daily site yet"),
        (("mine", "cs.CL"), 6, "it is not empty and no daily site"),
        ((), 2, "DIR"),
    ],
)
def test_bad_arguments_are_said_and_touch_nothing(
    arguments: tuple[str, ...], status: int, said: str, invoke: Invoke, tmp_path: Path, model_server: ModelServer
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.md").write_text("mine")
    ran = invoke("daily", *arguments)
    assert ran.exit_code == status and said in ran.stderr, ran.output
    assert not (tmp_path / "site").exists() and [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.md"]
    assert model_server.chat_calls == 0


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(
    invoke: Invoke, tmp_path: Path, model_server: ModelServer
) -> None:
    ran = invoke("daily", "site", "cs.CL", "--dry-run")
    assert ran.exit_code == 0 and "papers     3" in ran.stdout
    assert not (tmp_path / "site").exists() and model_server.chat_calls == 0


def test_offline_completes_a_site_from_what_is_stored(
    invoke: Invoke, tmp_path: Path, arxiv_server: ArxivServer
) -> None:
    assert invoke("daily", "site", "cs.CL", "--max-papers", "1").exit_code == 0
    assert invoke("2502.00002v1", "-q").exit_code == 0
    asked = len(arxiv_server.requests)
    ran = invoke("daily", "site", "--offline")
    assert ran.exit_code == 1 and len(arxiv_server.requests) == asked
    day = json.loads((tmp_path / "site" / "days" / "2026-11-20.json").read_text("utf-8"))
    assert [row["paper"]["id"] for row in day["papers"]] == ["2502.00001", "2502.00002"]
    assert day["failed"] == {}


def test_a_run_is_in_the_ledger(invoke: Invoke) -> None:
    assert invoke("daily", "site", "cs.CL").exit_code == 0
    assert "daily site" in invoke("runs", "list").stdout


def test_a_quiet_run_that_went_well_says_nothing(invoke: Invoke) -> None:
    ran = invoke("daily", "site", "cs.CL", "-q")
    assert (ran.exit_code, ran.output) == (0, "")


def test_the_workflow_in_the_documentation_runs_the_command_as_it_is(invoke: Invoke, tmp_path: Path) -> None:
    path = Path(__file__).parents[2] / "docs" / "examples" / "daily-page.yml"
    steps = yaml.safe_load(path.read_text("utf-8"))["jobs"]["site"]["steps"]
    lines = [line for step in steps for line in step.get("run", "").splitlines() if "summarize daily" in line]
    assert len(lines) == 1
    words = lines[0].split(" || ")[0].split()[1:]
    assert words[:3] == ["daily", "site/", "$CATEGORIES"]
    words = [{"$CATEGORIES": "cs.CL", '"$URL"': "https://example.org/p"}.get(word, word) for word in words]
    (tmp_path / "site" / ".git").mkdir(parents=True)
    # The made-up model has no price.
    ran = invoke(*[word for word in words if word not in ("--max-cost", "2")])
    assert ran.exit_code == 0, ran.output
    assert "https://example.org/p/days/2026-11-20.html" in (tmp_path / "site" / "feed.xml").read_text("utf-8")
