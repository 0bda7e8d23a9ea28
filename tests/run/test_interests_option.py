"""``--interests`` through the command: files are ranked, streams keep their order, mistakes end the run before it begins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result as Ran

from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import LANTERN, LOOM, TIDE

Invoke = Callable[..., Ran]
ALL = ("2501.10001", "2501.10002", "hep-th/9901001")


@pytest.fixture
def interests(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[wanted]\nkeywords = ["vacua", { name = "潮汐", weight = 3 }]\n[unwanted]\nkeywords = ["sparse routing"]\n',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("name", ["day.md", "day.html"])
def test_a_page_in_a_file_has_the_best_first_and_passes_its_own_check(
    invoke: Invoke, interests: Path, tmp_path: Path, name: str
) -> None:
    ran = invoke(*ALL, "--interests", "mine.toml", "-o", name)
    assert ran.exit_code == 0, ran.stderr
    text = (tmp_path / name).read_text("utf-8")
    places = [text.rindex(known.title_zh) for known in (TIDE, LOOM, LANTERN)]
    assert places == sorted(places)
    assert "命中：潮汐" in text or "</b> 潮汐" in text
    checked = invoke("check", "--offline", name)
    assert checked.exit_code == 0, checked.stdout
    assert "of 3 papers" in checked.stdout


def test_what_is_added_is_ranked_with_what_stands_there_and_notes_stay(
    invoke: Invoke, interests: Path, tmp_path: Path
) -> None:
    page = tmp_path / "day.md"
    options = ("--interests", "mine.toml", "--new-only", "-o", "day.md")
    assert invoke(ALL[0], ALL[2], *options).exit_code == 0
    end = "<!-- summarize:end 2501.10001 -->\n"
    page.write_text(page.read_text("utf-8").replace(end, f"{end}\nA note of mine on Lantern.\n"), "utf-8")
    assert invoke(*ALL, *options).exit_code == 0
    text = page.read_text("utf-8")
    places = [text.rindex(known.title_zh) for known in (TIDE, LOOM, LANTERN)]
    assert places == sorted(places)
    assert text.index("A note of mine on Lantern.") > places[-1]
    before = page.read_bytes()
    assert invoke(*ALL, *options).exit_code == 0
    assert page.read_bytes() == before


def test_a_page_on_stdout_keeps_its_order_and_says_so(invoke: Invoke, interests: Path) -> None:
    ran = invoke(*ALL, "--interests", "mine.toml")
    places = [ran.stdout.rindex(known.title_zh) for known in (LANTERN, TIDE, LOOM)]
    assert places == sorted(places)
    assert "- **命中**：潮汐" in ran.stdout
    assert "papers on stdout keep the order given" in ran.stderr


def test_a_web_page_on_stdout_is_ranked(invoke: Invoke, interests: Path) -> None:
    ran = invoke(*ALL, "--interests", "mine.toml", "-l", "html")
    assert ran.stdout.rindex(TIDE.title_zh) < ran.stdout.rindex(LOOM.title_zh) < ran.stdout.rindex(LANTERN.title_zh)
    assert "order given" not in ran.stderr


def test_each_file_of_a_folder_says_why(invoke: Invoke, interests: Path, tmp_path: Path) -> None:
    assert invoke(*ALL, "--interests", "mine.toml", "-o", "pages/").exit_code == 0
    assert "- **命中**：潮汐" in (tmp_path / "pages/2501.10002v1.md").read_text("utf-8")
    assert "- **排除**：sparse routing" in (tmp_path / "pages/2501.10001v2.md").read_text("utf-8")


def test_json_has_no_ranking_and_the_run_says_so(invoke: Invoke, interests: Path) -> None:
    ran = invoke(ALL[0], "--interests", "mine.toml", "-l", "json")
    assert ran.exit_code == 0
    assert ran.stdout == invoke(ALL[0], "-l", "json").stdout
    assert "--interests changes nothing in the layout json" in ran.stderr


def test_interests_ask_no_model_again(invoke: Invoke, interests: Path, model_server: ModelServer) -> None:
    invoke(*ALL)
    asked = len(model_server.requests)
    assert invoke(*ALL, "--interests", "mine.toml", "--offline", "-o", "x.md").exit_code == 0
    assert len(model_server.requests) == asked


def test_a_mistake_in_the_file_ends_the_run_before_anything_is_spent(
    invoke: Invoke, interests: Path, tmp_path: Path, model_server: ModelServer
) -> None:
    interests.write_text('[wanted]\nkeyword = ["kite"]\n', encoding="utf-8")
    ran = invoke(ALL[0], "--interests", "mine.toml", "-o", "x.md")
    assert ran.exit_code == 3
    assert ran.stderr.splitlines() == [
        "summarize: mine.toml, line 2: wanted.keyword: there is no such key",
        "  Did you mean keywords?",
    ]
    assert not (tmp_path / "x.md").exists()
    assert model_server.requests == []


def test_the_option_is_a_variable_and_a_key_of_the_configuration(
    invoke: Invoke, interests: Path, home: Path, tmp_path: Path
) -> None:
    assert "命中" in invoke(ALL[1], SUMMARIZE_INTERESTS="mine.toml").stdout
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text('interests = "~/own.toml"\n', encoding="utf-8")
    interests.rename(home / "own.toml")
    assert "命中" in invoke(ALL[1]).stdout
    (home / "own.toml").unlink()
    ran = invoke(ALL[1])
    assert ran.exit_code == 3
    assert "own.toml cannot be read" in ran.stderr


def test_the_page_in_the_browser_is_ranked_too(invoke: Invoke, interests: Path, home: Path) -> None:
    assert invoke(*ALL, "--interests", "mine.toml", "--open", BROWSER="/bin/true %s").exit_code == 0
    text = (home / "cache/pages/papers.html").read_text("utf-8")
    assert text.rindex(TIDE.title_zh) < text.rindex(LOOM.title_zh) < text.rindex(LANTERN.title_zh)
