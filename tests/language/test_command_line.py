"""The command speaks the language that is asked for; what programs read stays as it is."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from summarize.characters import has_han
from summarize.cli import main
from summarize.commands import COMMANDS
from summarize.language.catalogue import translated
from summarize.terminal.line_breaks import cells
from summarize.terminal.live.progress_line import Progress, fitted
from summarize.terminal.spoken.command_language import in_language
from tests.conftest import Summarize

Invoke = Callable[..., Result]


def _on_a_terminal(*args: str, env: dict[str, str], columns: int = 80) -> str:
    """Return what a command writes to a terminal of that width."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "summarize", *args]
    with subprocess.Popen(command, env={**env, "COLUMNS": str(columns)}, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        said = b""
        try:
            while piece := os.read(ours, 65536):
                said += piece
        except OSError:  # Linux says so when the other end is closed
            pass
    os.close(ours)
    return said.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize(
    "args",
    [("--lang", "zh", "--help"), ("--lang=zh", "search", "--help"), ("models", "list", "--help", "--lang", "zh"),
     ("--lang", "en", "config", "--lang", "zh", "--help"), ("2501.10001", "--lang", "zh", "--help")],
    ids=" ".join,
)  # fmt: skip
def test_the_option_stands_before_or_after_the_command(invoke: Invoke, args: tuple[str, ...]) -> None:
    shown = invoke(*args)
    assert shown.exit_code == 0
    assert shown.stdout.startswith("用法：")
    assert "\n选项：\n" in shown.stdout


def _all_commands() -> Iterator[tuple[str, click.Command]]:
    def inside(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        yield name, command
        if isinstance(command, click.Group):
            for inner, child in command.commands.items():
                yield from inside(f"{name} {inner}", child)

    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        yield from inside(name, in_language(command, "zh-Hans"))


@pytest.mark.parametrize(("name", "command"), list(_all_commands()))
def test_every_help_is_chinese(name: str, command: click.Command) -> None:
    assert has_han(command.help or "")
    assert "--lang" in {name for parameter in command.params for name in parameter.opts}
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert has_han(parameter.help or "") or parameter.help == "YAML front matter（Obsidian、Hugo、Jekyll）。"


@pytest.mark.parametrize("columns", [40, 80])
def test_a_chinese_help_keeps_within_the_terminal(env: dict[str, str], columns: int) -> None:
    for args in (["--help"], ["search", "--help"], ["models", "--help"]):
        shown = _on_a_terminal("--lang", "zh", *args, env=env, columns=columns)
        for line in shown.partition("示例：")[0].splitlines():
            assert cells(line) <= columns, line


def test_the_english_help_is_clicks_own(summarize: Summarize) -> None:
    assert summarize("--help", LANG="zh_CN.UTF-8", LC_ALL="en_US.UTF-8").stdout == summarize("--help").stdout
    assert summarize("--help").stdout.startswith("Usage: summarize [OPTIONS] PAPER…")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "没有指定论文"),
        ({"LANG": "zh_TW.UTF-8"}, "沒有指定論文"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "没有指定论文"),
        ({"LANG": "zh_CN.UTF-8", "SUMMARIZE_LANG": "en"}, "no paper was named"),
        ({"SUMMARIZE_LANG": "zh-Hant"}, "沒有指定論文"),
        ({}, "no paper was named"),
    ],
)
def test_the_locale_and_the_variable_decide(summarize: Summarize, changes: dict[str, str], said: str) -> None:
    done = summarize("-q", **changes)
    assert done.returncode == 2
    assert said in done.stderr


def test_config_toml_decides_before_the_locale(invoke: Invoke, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text('lang = "zh"\n', encoding="utf-8")
    assert "没有指定论文" in invoke("-q").stderr
    assert "no paper was named" in invoke("-q", "--lang", "en").stderr
    assert 'lang = "zh"  # config.toml' in invoke("config").stdout
    (home / "config.toml").write_text('lang = "zh"\nmodell = "x"\n', encoding="utf-8")
    assert "没有选项 'modell'" in invoke("config").stderr


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "summarize: {}: the value of jobs is wrong: 'x' is not a valid integer range.\n"),
     ("zh", "summarize: {}: jobs 的值无效：'x' 不是有效的整数。\n")],
)  # fmt: skip
def test_a_wrong_value_in_config_toml_is_said_to_be_there(invoke: Invoke, home: Path, language: str, said: str) -> None:
    home.mkdir()
    (home / "config.toml").write_text('jobs = "x"\n', encoding="utf-8")
    done = invoke("2501.10001", "--lang", language)
    assert done.exit_code == 2
    assert done.stderr == said.format(home / "config.toml")


def test_a_language_that_there_is_not_is_refused(invoke: Invoke) -> None:
    for done in (invoke("--lang", "fr", "runs", "list"), invoke("runs", "list", SUMMARIZE_LANG="fr")):
        assert done.exit_code == 2
        assert "'fr' is not one of 'en', 'zh', 'zh-Hant'" in done.stderr


ERRORS = [
    (("--lang", "zh"), "用法：", 2),
    (("check", "--selct", "x"), "没有选项 '--selct'", 2),
    (("runs", "lst"), "没有命令 'lst'", 2),
    (("check", "--select", "foo", "a.md"), "'--select' 的值无效：'foo' 不是核对项的代码；可用的有：number-changed, ", 2),
    (("-j", "0", "2501.10001"), "0 不在范围 1<=x<=1024 内。", 2),
    (("-j", "x", "2501.10001"), "'-j' / '--jobs' 的值无效：'x' 不是有效的整数。", 2),
    (("--max-cost", "x", "2501.10001"), "'--max-cost' 的值无效：'x' 不是有效的数。", 2),
    (("new",), "错误：缺少参数 'CATEGORY…'。\n", 2),
    (("--max-age", "soon", "2501.10001"), "'soon' 不是有效的时间，应写作 24h、90m 或 45s", 2),
    (("2501.1",), "不是 arXiv ID：2501.1\n  点号后的位数：2015 年 1 月起为五位，这里是 1 位", 2),
    (("2501.10099",), "失败 2501.10099: arXiv 没有这个 ID\n  见 https://arxiv.org/abs/2501.10099", 1),
    (("2501.10001", "-m", "deepseek/x"), "没有 deepseek（DeepSeek）的密钥\n  设置环境变量 DEEPSEEK_API_KEY", 3),
    (("check", "absent.md"), "summarize check: absent.md: 没有该文件或目录", 2),
    (("2501.10001", "--layout", "foo"), "没有版式 'foo'\n  版式有：report, ", 2),
    (("search", "ti:("), "括号没有闭合：ti:(", 2),
]  # fmt: skip


@pytest.mark.parametrize(("args", "said", "status"), ERRORS, ids=[" ".join(args) for args, _, _ in ERRORS])
def test_errors_and_hints_are_chinese(invoke: Invoke, args: tuple[str, ...], said: str, status: int) -> None:
    done = invoke(*args, LC_ALL="zh_CN.UTF-8")
    assert done.exit_code == status
    assert said in done.output


def test_pages_and_json_are_the_same_in_every_language(summarize: Summarize) -> None:
    for layout in ("report", "json", "html"):
        pages = [
            summarize("2501.10001", "2501.10099", "--layout", layout, "--refresh", LC_ALL=locale)
            for locale in ("C.UTF-8", "zh_CN.UTF-8")
        ]
        assert pages[0].stdout == pages[1].stdout
        assert "arXiv does not know this ID" in pages[0].stderr
        assert "arXiv 没有这个 ID" in pages[1].stderr


def test_the_json_of_check_is_english_in_every_language(summarize: Summarize) -> None:
    pair = {"id": 1, "unit": "abstract", "source": "It takes 17 steps.", "target": "它需要 18 步。"}
    answers = [
        summarize("check", "--json", "-", stdin=json.dumps(pair) + "\n", LC_ALL=locale).stdout
        for locale in ("C.UTF-8", "zh_CN.UTF-8")
    ]
    assert answers[0] == answers[1]
    (finding,) = json.loads(answers[1])["findings"]
    assert not has_han(finding["message"])


def test_the_ledger_is_kept_in_english_and_shown_in_chinese_on_a_terminal(
    summarize: Summarize, env: dict[str, str]
) -> None:
    summarize("2501.10099", LC_ALL="zh_CN.UTF-8")
    assert "not-found: arXiv does not know this ID" in summarize("runs", "show", LC_ALL="zh_CN.UTF-8").stdout
    shown = _on_a_terminal("runs", "show", env={**env, "LC_ALL": "zh_CN.UTF-8"}, columns=120)
    assert "not-found: arXiv 没有这个 ID" in shown


def test_findings_are_chinese_on_a_terminal_and_english_in_a_pipe(
    summarize: Summarize, env: dict[str, str], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Lamps in Harbours\n\n**港口里的灯塔**\n\n- arXiv: 2501.10001\n\n## Abstract\n\nWe count 17 lamps in two harbours.\n\n"
        "## 摘要\n\n我们在两个港口数了 18 盏灯。\n",
        encoding="utf-8",
    )
    shown = _on_a_terminal("check", str(page), "--lang", "zh", env={**env, "NO_COLOR": "1"}, columns=200)
    assert "number-changed 第 1 句：“17”译作“18”" in shown
    assert "1 篇论文的 2 段文本中有 1 处错误，0 处警告" in shown
    piped = summarize("check", str(page), "--lang", "zh").stdout
    assert "sentence 1: 17 became 18" in piped
    assert "1 error, 0 warnings in 2 texts of 1 paper" in piped


@pytest.mark.parametrize("width", [20, 40, 79])
def test_the_chinese_line_of_progress_fits_in_cells(width: int) -> None:
    progress = Progress(total=50, done=12, failed=2, stored=3, calls=8, elapsed_s=60.0, tokens=20_000, cost_usd=0.5)
    line = fitted(progress, width, lambda text: translated(text, "zh-Hans"))
    assert cells(line.text) + line.bar_width < width
    assert line.text.startswith("14/50 · 2 篇失败")


def test_lists_are_chinese_on_a_terminal_and_english_in_a_pipe(summarize: Summarize, env: dict[str, str]) -> None:
    assert "one JSON object a line" in summarize("layouts", "--lang", "zh").stdout
    assert "每行一个 JSON 对象" in _on_a_terminal("layouts", "--lang", "zh", env=env)


def test_a_stored_page_in_english_reads_no_catalogue(env: dict[str, str], tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv=['summarize','2501.10001']\n"
        "from summarize.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print('summarize.language.compiled_catalogue' in sys.modules, file=sys.stderr)"
    )
    for locale, loaded in (("C.UTF-8", "False"), ("zh_CN.UTF-8", "True")):
        ran = subprocess.run(
            [sys.executable, "-c", code], env={**env, "LC_ALL": locale}, cwd=tmp_path, capture_output=True, text=True
        )
        assert ran.stderr.splitlines()[-1] == loaded


def test_the_environment_is_as_before_after_a_chinese_command(invoke: Invoke) -> None:
    before = dict(os.environ)
    invoke("--lang", "zh", "--help")
    assert dict(os.environ) == before
    assert invoke("runs", "lst").stderr.startswith("Usage: ")
