"""Settings come from options, variables and the file in their order, and the command behaves as others do."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result as Ran

from summarize.characters import neutral
from summarize.errors import BadSetting
from summarize.settings import ARXIV_URL, arxiv_settings, find_places, parse_duration_s
from tests.conftest import Summarize
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import competent

Invoke = Callable[..., Ran]


def _config(home: Path, text: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(text, encoding="utf-8")


def _in_force(ran: Ran, name: str) -> str:
    return next(line for line in ran.stdout.splitlines() if line.startswith(f"{name} = "))


def test_the_default_is_in_force_where_nothing_is_said(invoke: Invoke) -> None:
    assert _in_force(invoke("config"), "jobs") == "jobs = 8  # default"


def test_the_file_wins_over_the_default(invoke: Invoke, home: Path) -> None:
    _config(home, "jobs = 5\nmax-age = '2h'\n")
    assert _in_force(invoke("config"), "jobs") == "jobs = 5  # config.toml"
    assert _in_force(invoke("config"), "max-age") == "max-age = 7200  # config.toml"


def test_the_environment_wins_over_the_file(invoke: Invoke, home: Path) -> None:
    _config(home, "jobs = 5\n")
    assert _in_force(invoke("config", SUMMARIZE_JOBS="7"), "jobs") == "jobs = 7  # environment, SUMMARIZE_JOBS"


def test_the_option_wins_over_the_environment(invoke: Invoke, home: Path) -> None:
    _config(home, 'layout = "table"\n')
    assert invoke("2501.10001", "-l", "jsonl", SUMMARIZE_LAYOUT="digest").stdout.startswith("{")
    assert invoke("2501.10001", SUMMARIZE_LAYOUT="jsonl").stdout.startswith("{")
    assert invoke("2501.10001").stdout.startswith("|")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jobz = 3\n", "jobs"),
        ("jobs = \n", "config.toml"),
        ("[jobs]\nx = 1\n", "jobs"),
        ("jobs = 'many'\n", "many"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(invoke: Invoke, home: Path, text: str, said: str) -> None:
    _config(home, text)
    ran = invoke("2501.10001")
    assert ran.exit_code in (2, 3)
    assert said in ran.stderr
    assert ran.stdout == ""


def test_every_key_that_the_documentation_lists_is_taken(invoke: Invoke, home: Path) -> None:
    _config(home, "open = false\nno_such = 1\n")
    assert "no_such" in invoke("2501.10001").stderr
    _config(home, "open = false\n")
    assert invoke("2501.10001").exit_code == 0


def test_the_version_needs_no_valid_configuration(invoke: Invoke, home: Path) -> None:
    _config(home, "nonsense\n")
    assert invoke("--version").exit_code == 0


def test_a_key_is_stored_for_its_owner_alone(invoke: Invoke, home: Path) -> None:
    ran = invoke("config", "set-key", "deepseek", stdin="sk-of-mine\n")
    path = home / "keys" / "deepseek"
    assert ran.exit_code == 0
    assert path.read_text() == "sk-of-mine\n"
    assert "sk-of-mine" not in ran.stdout + ran.stderr
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_folder_holds_everything_where_it_is_named(tmp_path: Path) -> None:
    places = find_places({"SUMMARIZE_HOME": str(tmp_path)})
    for path in (places.config_file, places.store_file, places.models_dir, places.keys_dir, places.papers_dir):
        assert path.is_relative_to(tmp_path)


def test_another_program_of_that_name_is_left_alone() -> None:
    places = find_places({})
    assert ".summarize" not in str(places)


def test_arxiv_itself_is_never_asked_faster_than_its_terms_allow() -> None:
    assert arxiv_settings({}).delay_s == 3.0
    assert arxiv_settings({"SUMMARIZE_ARXIV_DELAY": "5"}).delay_s == 5.0
    with pytest.raises(BadSetting, match="terms"):
        arxiv_settings({"SUMMARIZE_ARXIV_DELAY": "1"})
    with pytest.raises(BadSetting, match="terms"):
        arxiv_settings({"SUMMARIZE_ARXIV_DELAY": "0", "SUMMARIZE_ARXIV_URL": ARXIV_URL + "/"})
    assert arxiv_settings({"SUMMARIZE_ARXIV_DELAY": "0", "SUMMARIZE_ARXIV_URL": "http://127.0.0.1:9"}).delay_s == 0
    for nonsense in ("soon", "-1", "nan", "inf"):
        with pytest.raises(BadSetting):
            arxiv_settings({"SUMMARIZE_ARXIV_DELAY": nonsense, "SUMMARIZE_ARXIV_URL": "http://127.0.0.1:9"})


@pytest.mark.parametrize(
    ("text", "seconds"), [("24h", 86400), ("90m", 5400), ("45s", 45), ("7d", 604800), ("30", 30), ("0.5h", 1800)]
)
def test_durations(text: str, seconds: float) -> None:
    assert parse_duration_s(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-1h", "1y", "h", "nan"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_duration_s(text)


def test_control_characters_and_escapes_are_neutralised() -> None:
    hostile = "a\x1b[31mred\x1b[0m b\x1b]0;title\x07c\x9b31md\x08e\x00f\tg\nh\x1b]8;;http://x\x1b\\i"
    assert neutral(hostile) == "ared bc31mdef\tg\nhi"


def test_what_a_model_writes_cannot_move_the_cursor(invoke: Invoke) -> None:
    def hostile(request: dict[str, object]) -> str:
        return competent(request).replace("跳过", "\x1b[2J\x1b]0;owned\x07跳过")

    with ModelServer(hostile) as server:
        ran = invoke("2501.10001", OPENAI_BASE_URL=server.url)
    assert "\x1b" not in ran.stdout + ran.stderr
    assert "\x07" not in ran.stdout


def test_pages_are_utf8_under_a_locale_that_is_not(summarize: Summarize) -> None:
    ran = summarize("2501.10001", LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0, ran.stderr
    assert "面向长文档的稀疏路由" in ran.stdout


def test_no_colour_and_no_display_where_stderr_is_no_terminal(summarize: Summarize) -> None:
    ran = summarize("2501.99999", "2501.10001")
    assert "\x1b" not in ran.stderr + ran.stdout


def test_quiet_says_nothing_but_errors(summarize: Summarize) -> None:
    assert summarize("2501.10001", "2501.10002", "-q").stderr == ""
    assert "2501.99999" in summarize("2501.99999", "-q").stderr


def test_verbose_tells_what_came_from_the_store(invoke: Invoke) -> None:
    invoke("2501.10001")
    assert "from the store" in invoke("2501.10001", "-v").stderr


def test_the_cache_tells_what_it_holds_and_forgets_when_asked(invoke: Invoke, model_server: ModelServer) -> None:
    invoke("2501.10001")
    assert "results   1" in invoke("cache", "info").stdout
    assert invoke("cache", "clear", "--yes").exit_code == 0
    assert "results   0" in invoke("cache", "info").stdout
    invoke("2501.10001")
    assert len(model_server.chats) == 4


def test_the_ledger_lists_runs_and_what_failed(invoke: Invoke) -> None:
    invoke("2501.10001", "2501.99999")
    assert "1 done" in invoke("runs", "list").stdout
    shown = invoke("runs", "show", "--failed").stdout
    assert "not-found" in shown
    assert "2501.10001" not in shown
    assert invoke("runs", "show", "--failed", "--ids").stdout == "2501.99999\n"


def test_prompts_are_taken_out_changed_and_used(invoke: Invoke, tmp_path: Path, model_server: ModelServer) -> None:
    assert invoke("prompts", "export", "mine").exit_code == 0
    template = tmp_path / "mine" / "translate.md"
    template.write_text(template.read_text(encoding="utf-8") + "\nBe brief.\n", encoding="utf-8")
    assert invoke("2501.10001", "--prompts", "mine").exit_code == 0
    assert any("Be brief." in str(chat.body) for chat in model_server.chats)
    assert invoke("prompts", "export", "mine").exit_code == 6


def test_a_template_with_an_undefined_name_ends_with_3_and_names_its_line(invoke: Invoke, tmp_path: Path) -> None:
    invoke("prompts", "export", "mine")
    template = tmp_path / "mine" / "translate.md"
    template.write_text(template.read_text(encoding="utf-8") + "{{ nonsense }}\n", encoding="utf-8")
    ran = invoke("2501.10001", "--prompts", "mine")
    assert ran.exit_code == 3
    assert "translate.md:" in ran.stderr
    assert "nonsense" in ran.stderr
