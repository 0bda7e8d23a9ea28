"""The command line: how commands are found, and how their errors become messages and exit statuses.

``summarize/commands/`` lists the commands. Each is imported only when it is used. What is not the name of a command is a
paper: ``summarize 2501.18585`` is the hidden command ``run``.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from gettext import gettext
from typing import TYPE_CHECKING, Any

import click

from summarize import __version__
from summarize.characters import neutral
from summarize.commands import COMMANDS
from summarize.errors import SummarizeError
from summarize.exit_status import ExitStatus
from summarize.language.catalogue import translated
from summarize.language.language_choice import asked_language, locale_language, named_language, words_of_lang
from summarize.terminal.spoken.command_language import click_speaks, error_of_click, in_language
from summarize.terminal.spoken.speech import CONTEXT_KEY
from summarize.terminal.standard_streams import replace_closed_streams, silence, silence_stdout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from summarize.language.catalogue import Language

_DEFAULT = "run"
#: Characters of a file's name in a message.
_LONGEST_SHOWN = 120
#: With this word a program that is frozen into one file starts itself to read PDFs (``reading/pdf_worker/``).
_WORKER_WORD = "--read-pdfs-for-summarize"


class PaperGroup(click.Group):
    """A group whose commands are imported when asked for, and whose default is to make pages of papers.

    ``language`` is what its commands speak.
    """

    language: Language = "en"

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in sorted(COMMANDS) if name != _DEFAULT]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, attribute = entry.where.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return in_language(command, self.language)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[CONTEXT_KEY] = self.language
        of_lang = words_of_lang(args)
        lang, args = args[:of_lang], args[of_lang:]
        if args and args[0] not in COMMANDS and args[0] not in ("-h", "--help", "--version"):
            args = [_DEFAULT, *args]
        if args:
            args = [*lang, *args]
        rest = super().parse_args(ctx, args)
        if "--help" not in args and not ctx.resilient_parsing:  # a completion needs no configuration
            ctx.default_map = self._configured(ctx)
        return rest

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Offer commands, or the options of a run, which may stand before its papers; otherwise files."""
        own = [item for item in click.Command.shell_complete(self, ctx, incomplete) if item.value != "-h"]
        if incomplete.startswith("-"):
            run = self.get_command(ctx, _DEFAULT)
            assert run is not None
            with click.Context(run, info_name=ctx.info_name, parent=ctx, resilient_parsing=True) as inner:
                named = {item.value for item in own}
                return own + [item for item in run.shell_complete(inner, incomplete) if item.value not in named]
        from summarize.terminal.completion import complete_command

        return complete_command(incomplete, ((name, COMMANDS[name].summary) for name in self.list_commands(ctx)))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. A closed pipe is no error; Click would make it exit status 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            silence_stdout()
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
        shared = set(known.values())
        for entry in COMMANDS.values():
            known |= entry.keys
        options = read_config_file(path, known)
        return {
            command: {name: value for name, value in options.items() if name in shared or name in entry.keys.values()}
            for command, entry in COMMANDS.items()
        }

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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(ctx)
        width = formatter.width - 6 - max(map(len, names))
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, _shortened(COMMANDS[name].summary, width, self.language)) for name in names])

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
        if args is None and sys.argv[1:2] == [_WORKER_WORD]:
            from summarize.reading.pdf_worker.worker_loop import main as read_pdfs

            read_pdfs(sys.argv[2])
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode, **extra)
        if sys.stdin is None or sys.stdout is None or sys.stderr is None:
            replace_closed_streams()
        for stream in (sys.stdout, sys.stderr):
            # Pages are UTF-8 whatever the locale says (LANG=C in cron jobs, code pages on Windows).
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="replace")
        words = list(args) if args is not None else sys.argv[1:]
        language = _language(words)
        speaking = in_language(self, language)
        speaking.language = language
        with click_speaks(language):
            status: int = speaking._status_of(words, prog_name or "summarize", complete_var, extra)
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            silence_stdout()
            status = ExitStatus.DONE
        except OSError as error:
            _say(f"summarize: the output cannot be written: {error.strerror}", language)
            silence_stdout()
            status = ExitStatus.OUTPUT
        try:
            sys.stderr.flush()
        except OSError:
            silence(sys.stderr)
        if status == ExitStatus.INTERRUPTED and sys.stdout is sys.__stdout__:
            # All is written and closed. Python would take a second or more to unload openai, and wait for threads.
            os._exit(status)
        sys.exit(status)

    def _status_of(
        self, args: Sequence[str] | None, prog_name: str, complete_var: str | None, extra: dict[str, Any]
    ) -> int:
        try:
            status = super().main(args, prog_name, complete_var, False, **extra)
        except SummarizeError as error:
            _say(f"summarize: {error}", self.language)
            if error.hint:
                _say(f"  {error.hint}", self.language)
            return error.exit_status
        except click.ClickException as error:
            _say(error_of_click(error, self.language), "en")
            if isinstance(error, click.UsageError):
                return ExitStatus.USAGE
            return ExitStatus.OUTPUT if isinstance(error, click.FileError) else error.exit_code
        except (KeyboardInterrupt, click.Abort):
            _say("summarize: interrupted", self.language)
            return ExitStatus.INTERRUPTED
        except BrokenPipeError:
            silence_stdout()
            return ExitStatus.DONE
        except OSError as error:
            # An error without a file is one of a stream: the pages on stdout.
            why = str(error.strerror or error)
            what = f"{_shown_name(error.filename)}: {why}" if error.filename else f"the output cannot be written: {why}"
            _say(f"summarize: {what}", self.language)
            return ExitStatus.OUTPUT
        return status if isinstance(status, int) else ExitStatus.DONE


def _say(text: str, language: Language) -> None:
    """Print a message on stderr. It may hold arguments and addresses with control characters."""
    click.echo(neutral(translated(text, language)), err=True)


def _language(args: Sequence[str]) -> Language:
    """The language that ``--lang``, its variable, config.toml or the locale names, in that order."""
    if asked := asked_language(args, os.environ):
        return asked
    if list(args) != ["--version"]:
        from summarize.settings import find_places, read_language

        if configured := named_language(read_language(find_places(os.environ).config_file)):
            return configured
    return locale_language(os.environ)


def _shown_name(name: object) -> str:
    """The name of a file in a message. A name that is too long for a file is too long for a message, too."""
    text = os.fsdecode(name) if isinstance(name, (str, bytes)) else str(name)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _shortened(summary: str, width: int, language: Language) -> str:
    """``summary`` as Click shortens a command's help. Chinese is short, and wrapped where it is not."""
    if language != "en":
        return translated(summary, language).removesuffix("。")
    return click.Command(None, help=summary).get_short_help_str(width)


@click.group(cls=PaperGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="summarize", message="%(prog)s %(version)s")
def main() -> None:
    """Bilingual, checked pages of arXiv papers."""
