"""The shells complete commands, options before a paper, and the names that options take."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import get_completion_class

from summarize.cli import main
from summarize.commands import COMMANDS
from summarize.layouts import LAYOUTS

SHELLS = ("bash", "zsh", "fish")


def completed(shell: str, line: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What ``shell`` offers at the end of ``line``: the values, those that are files as ``file``."""
    words = shlex.split(line)
    if line.endswith(" "):
        words.append("")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "fish" else str(len(words) - 1))
    kind = get_completion_class(shell)
    assert kind is not None
    answer = kind(main, {}, "summarize", "_SUMMARIZE_COMPLETE").complete()
    if not answer:
        return []
    if shell == "zsh":
        rows = answer.split("\n")
        pairs = list(zip(rows[0::3], rows[1::3], strict=True))
    else:
        parts = [row.split("\t")[0].partition(",") for row in answer.split("\n")]
        pairs = [(kind_of, value) for kind_of, _, value in parts]
    return [value.replace("\\:", ":") if kind_of == "plain" else kind_of for kind_of, value in pairs]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUMMARIZE_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("summarize che", ["check"]),
        ("summarize --lay", ["--layout"]),
        ("summarize --also", ["--also-english"]),
        ("summarize --vers", ["--version"]),
        ("summarize 2501.18585 --lay", ["--layout"]),
        ("summarize -q --max-", ["--max-age", "--max-cost", "--max-papers"]),
        ("summarize --layout di", ["digest"]),
        ("summarize -l ht", ["html"]),
        ("summarize 2501.18585 -l inter", ["interleaved"]),
        ("summarize -l mine.md", ["file"]),
        ("summarize -m deeps", ["deepseek", "deepseek/deepseek-flash", "deepseek/deepseek-v4-pro"]),
        ("summarize -m local/", ["local/tiny", "local/starter", "local/small", "local/default"]),
        ("summarize 2501.18585 --to zh-Hant", ["zh-Hant"]),
        ("summarize --source p", ["pdf"]),
        ("summarize ids", ["file"]),
        ("summarize 2501.18585 pa", ["file"]),
        ("summarize -o pa", ["file"]),
        ("summarize --glossary te", ["file"]),
        ("summarize --prompts te", ["dir"]),
        ("summarize check --select number-c", ["number-changed"]),
        ("summarize check --ignore term,gar", ["term,garbage"]),
        ("summarize check --explain chat", ["chatter"]),
        ("summarize check --output-format g", ["github"]),
        ("summarize check page", ["file"]),
        ("summarize config set-key zhi", ["zhipu"]),
        ("summarize models pull st", ["starter"]),
        ("summarize models remove local/t", ["local/tiny"]),
        ("summarize models remote -m moons", ["moonshot", "moonshot-intl"]),
        ("summarize layouts show dig", ["digest"]),
        ("summarize layouts export rep", ["report"]),
        ("summarize prompts show rev", []),
        ("summarize prompts show translate-", ["translate-small"]),
        ("summarize models re", ["remote", "remove"]),
        ("summarize text --ret", ["--retries"]),
        ("summarize text pap", ["file"]),
    ],
)
def test_what_is_offered(shell: str, line: str, offered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = completed(shell, line, monkeypatch)
    if line.endswith(("moons", "deeps")):
        assert set(offered) <= set(found)
    else:
        assert sorted(found) == sorted(offered)


@pytest.mark.parametrize("shell", SHELLS)
def test_without_a_word_all_commands_are_offered(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed(shell, "summarize ", monkeypatch) == sorted(set(COMMANDS) - {"run"})


@pytest.mark.parametrize("shell", SHELLS)
def test_all_layouts_and_all_providers_are_offered(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed(shell, "summarize -l ", monkeypatch) == list(LAYOUTS)
    providers = completed(shell, "summarize -m ", monkeypatch)
    assert {"deepseek", "openai", "ollama", "local"} <= set(providers)
    assert not any("/" in name for name in providers)


def test_a_group_of_codes_is_offered_beside_its_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed("bash", "summarize check --select numb", monkeypatch)[0] == "number"


def test_a_broken_configuration_does_not_break_the_completion(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "config.toml").write_text("nonsense", encoding="utf-8")
    assert completed("bash", "summarize --lay", monkeypatch) == ["--layout"]
    assert completed("bash", "summarize 2501.18585 --lay", monkeypatch) == ["--layout"]


def test_the_real_command_answers_a_shell(tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "_SUMMARIZE_COMPLETE": "bash_complete",
        "COMP_WORDS": "summarize --lay",
        "COMP_CWORD": "1",
    }
    code = "import sys; sys.argv=['summarize']; from summarize.cli import main; main()"
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert ran.stdout == "plain,--layout\n"
