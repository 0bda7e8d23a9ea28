"""The command line: which commands there are. Each lives in ``summarize/commands/`` and is imported when it is used."""

from __future__ import annotations

import importlib

import click

from summarize import __version__

#: command name -> "module:attribute"; modules are imported only when their command runs or its help is shown.
COMMANDS = {
    "check": "summarize.commands.check:check",
    "demo": "summarize.commands.demo:demo",
    "models": "summarize.commands.models:models",
    "search": "summarize.commands.search:search",
    "text": "summarize.commands.text:text",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, attribute = where.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup)
@click.version_option(__version__, prog_name="summarize")
def main() -> None:
    """Bilingual, checked pages of arXiv papers."""
