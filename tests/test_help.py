"""The help texts, the README and the docs say what the program does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from summarize.cli import main
from summarize.commands import COMMANDS
from summarize.commands.make_pages import run

ROOT = Path(__file__).resolve().parent.parent
VISIBLE = sorted(set(COMMANDS) - {"run"})


def _commands() -> list[tuple[str, click.Command]]:
    context = click.Context(main)
    found: list[tuple[str, click.Command]] = []

    def walk(path: str, command: click.Command) -> None:
        found.append((path, command))
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                assert child is not None
                walk(f"{path} {name}", child)

    for name in VISIBLE:
        command = main.get_command(context, name)
        assert command is not None
        walk(f"summarize {name}", command)
    return [*found, ("summarize", run)]


ALL = _commands()


@pytest.mark.parametrize(("path", "command"), ALL, ids=[path for path, _ in ALL])
def test_every_command_has_help_and_an_example(path: str, command: click.Command) -> None:
    assert command.help
    assert "Example" in (command.epilog or "") or "Example" in command.help, f"{path} shows no example"
    assert path in f"{command.epilog} {command.help}"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path} {parameter.opts}"


@pytest.mark.parametrize("name", VISIBLE)
def test_the_list_says_of_a_command_what_its_own_help_says(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    listed = click.Command(None, help=COMMANDS[name].summary)
    for width in (30, 45, 200):
        assert listed.get_short_help_str(width) == command.get_short_help_str(width)


def test_help_names_every_command_and_the_main_options() -> None:
    shown = CliRunner().invoke(main, ["--help"]).stdout
    for name in VISIBLE:
        assert re.search(rf"^  {name} ", shown, re.MULTILINE), name
    for option in ("--model", "--layout", "--output", "--full", "--strict", "--max-cost"):
        assert option in shown
    assert "summarize 2501.18585" in shown


def test_the_table_of_options_is_what_the_command_has() -> None:
    spec = importlib.util.spec_from_file_location("make_configuration", ROOT / "docs" / "make_configuration.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert module.page_with(page, module.table()) == page, "run: python docs/make_configuration.py"


@pytest.mark.parametrize(
    "page",
    ["README.md", "README.zh-CN.md", *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").rglob("*.md"))],
)
def test_links_inside_the_documentation_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(
        r"\]\((?!https?://|#|mailto:)([^)#\s]+)", re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    ):
        assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


@pytest.mark.parametrize(
    "page",
    ["README.md", "README.zh-CN.md", *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").rglob("*.md"))],
)
def test_options_that_the_documentation_names_exist(page: str) -> None:
    known = {name for _, command in ALL for p in command.params for name in (*p.opts, *p.secondary_opts)}
    known |= {"--help", "--version"}
    text = (ROOT / page).read_text(encoding="utf-8")
    for line in re.findall(r"^(?:\$ )?summarize .*$", text, re.MULTILINE):
        command = line.split("|")[0].split("#")[0]
        for option in re.findall(r"(?<=\s)--[a-z][a-z-]+", command):
            assert option in known, f"{page}: {line}"
