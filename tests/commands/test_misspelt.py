"""What is misspelt is answered with what was meant; hints name commands and options that exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

import summarize
from summarize.cli import main
from summarize.commands import COMMANDS

Invoke = Callable[..., Result]
PACKAGE = Path(summarize.__file__).parent


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("chekc", "a.md"), "check"),
        (("modles",), "models"),
        (("serach", "trees"), "search"),
        (("conifg", "path"), "config"),
        (("Check", "a.md"), "check"),
    ],
)
def test_a_misspelt_command_suggests_the_command(invoke: Invoke, words: tuple[str, ...], meant: str) -> None:
    ran = invoke(*words)
    assert ran.exit_code == 2
    assert f"Did you mean: summarize {meant}" in ran.stderr
    assert words[0] in ran.stderr


@pytest.mark.parametrize("word", ["hello", "2501", "runn.txt", "arXiv:25"])
def test_other_words_suggest_no_command(invoke: Invoke, word: str) -> None:
    assert "Did you mean" not in invoke(word).stderr


def _hints() -> Iterator[tuple[str, str]]:
    """The texts of all hints in the package, with their places; what is filled in is X."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "hint":
                yield f"{path.relative_to(PACKAGE)}:{node.value.lineno}", _text(node.value)


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text(value) for value in values)
        case ast.IfExp(body=body, orelse=other):
            return f"{_text(body)} {_text(other)}"
        case ast.BinOp(left=left, right=right):
            return _text(left) + _text(right)
        case ast.Call(args=args):  # a translation
            return "".join(map(_text, args)) or "X"
        case _:
            return "X"


HINTS = [(place, text) for place, text in _hints() if re.search(r"\bsummarize [a-z]", text)]


@pytest.mark.parametrize(("place", "text"), HINTS, ids=[place for place, _ in HINTS])
def test_a_hint_names_commands_and_options_that_exist(place: str, text: str) -> None:
    context = click.Context(main)
    for words in re.findall(r"\bsummarize ((?:[\w/'.-]+ ?)+)", text):
        command: click.Command = main
        for word in words.split():
            if word.startswith("-"):
                known = {name for parameter in command.params for name in parameter.opts}
                assert word in known | {"--help"}, text
            elif isinstance(command, click.Group):
                found = command.get_command(context, word)
                if found is None:
                    assert word in ("X", "again", "PAPER") or word[0] in "'123456789", text
                    break
                command = found


def test_there_are_hints_to_hold() -> None:
    assert len(HINTS) > 10
    assert "check" in COMMANDS
