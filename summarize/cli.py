"""The command line: which commands there are, and how their errors become messages and exit statuses.

Each command lives in ``summarize/commands/`` and is imported only when it is used. What is not the name of a command is
a paper: ``summarize 2501.18585`` is the hidden command ``run``.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from summarize import __version__
from summarize.errors import SummarizeError
from summarize.exit_status import ExitStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

#: command name -> "module:attribute"; modules are imported only when their command runs or its help is shown.
COMMANDS = {
    "cache": "summarize.commands.cache:cache",
    "check": "summarize.commands.check:check",
    "config": "summarize.commands.config:config",
    "demo": "summarize.commands.demo:demo",
    "layouts": "summarize.commands.list_layouts:layouts",
    "models": "summarize.commands.models:models",
    "open": "summarize.commands.open:open_page",
    "prompts": "summarize.commands.prompts:prompts",
    "run": "summarize.commands.make_pages:run",
    "runs": "summarize.commands.runs:runs",
    "search": "summarize.commands.search:search",
    "text": "summarize.commands.text:text",
}
_DEFAULT = "run"


class PaperGroup(click.Group):
    """A group whose commands are imported when asked for, and whose default is to make pages of papers."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in sorted(COMMANDS) if name != _DEFAULT]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, attribute = where.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in COMMANDS and args[0] not in ("-h", "--help", "--version"):
            args = [_DEFAULT, *args]
        rest = super().parse_args(ctx, args)
        if "--help" not in args:
            ctx.default_map = self._configured(ctx)
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. A closed pipe is no error; Click would make it exit status 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _close_quietly()
            return ExitStatus.DONE

    def _configured(self, ctx: click.Context) -> dict[str, Any]:
        """What config.toml says, for every command; an option that a command does not have is not its concern."""
        from summarize.settings import find_places, read_config_file

        path = find_places(os.environ).config_file
        if not path.exists():
            return {}
        run = self.get_command(ctx, _DEFAULT)
        assert run is not None
        known = {
            long.removeprefix("--").replace("-", "_"): p.name
            for p in run.params
            if isinstance(p, click.Option) and p.name
            for long in p.opts
            if long.startswith("--")
        }
        options = read_config_file(path, known)
        return dict.fromkeys(COMMANDS, options)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        run = self.get_command(ctx, _DEFAULT)
        assert run is not None
        with click.Context(run, info_name=ctx.info_name, parent=None) as own:
            run.format_usage(own, formatter)
            formatter.write_usage(ctx.command_path, "COMMAND …")
            run.format_help_text(own, formatter)
            run.format_options(own, formatter)
            self.format_commands(ctx, formatter)
            run.format_epilog(own, formatter)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and end the process with an exit status of docs/exit-codes.md."""
        # A short program that builds tens of thousands of objects while it imports, and throws few of them away: the
        # collector's defaults would spend a fifth of the start-up on looking through them again and again.
        gc.set_threshold(50_000, 20, 20)
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode, **extra)
        for stream in (sys.stdout, sys.stderr):
            # Pages are UTF-8 whatever the locale says (LANG=C in cron jobs, code pages on Windows).
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        status: int = self._status_of(args, prog_name or "summarize", complete_var, extra)
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _close_quietly()
            status = ExitStatus.DONE
        except OSError as error:
            click.echo(f"summarize: the output cannot be written: {error.strerror}", err=True)
            _close_quietly()
            status = ExitStatus.OUTPUT
        sys.exit(status)

    def _status_of(
        self, args: Sequence[str] | None, prog_name: str, complete_var: str | None, extra: dict[str, Any]
    ) -> int:
        try:
            status = super().main(args, prog_name, complete_var, False, **extra)
        except SummarizeError as error:
            click.echo(f"summarize: {error}", err=True)
            if error.hint:
                click.echo(f"  {error.hint}", err=True)
            return error.exit_status
        except click.UsageError as error:
            error.show()
            return ExitStatus.USAGE
        except click.ClickException as error:
            error.show()
            return ExitStatus.OUTPUT if isinstance(error, click.FileError) else error.exit_code
        except (KeyboardInterrupt, click.Abort):
            click.echo("summarize: interrupted", err=True)
            return ExitStatus.INTERRUPTED
        except BrokenPipeError:
            _close_quietly()
            return ExitStatus.DONE
        except OSError as error:
            click.echo(f"summarize: {error}", err=True)
            return ExitStatus.OUTPUT
        return status if isinstance(status, int) else ExitStatus.DONE


def _close_quietly() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not complain about the closed pipe."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  it stays open until the process ends


@click.group(cls=PaperGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="summarize", message="%(prog)s %(version)s")
def main() -> None:
    """Bilingual, checked pages of arXiv papers."""
