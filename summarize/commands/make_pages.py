"""``summarize PAPER…``: make pages. Turns options into settings; the work is in ``run/run_papers.py``."""

from __future__ import annotations

import os
from typing import Any

import click
from click.core import ParameterSource

from summarize.commands.options import (
    arxiv_options,
    completing,
    model_options,
    option,
    page_options,
    reading_options,
    speech_options,
    spending_options,
    trust_options,
)
from summarize.errors import UsageError
from summarize.language.language_choice import CHOICES
from summarize.settings import settings_from
from summarize.sources.source_table import parse_name
from summarize.terminal.spoken.command_language import LANG_HELP


class RunContext(click.Context):
    """The hidden command shows itself under the program's own name."""

    @property
    def command_path(self) -> str:
        return self.parent.command_path if self.parent is not None else (self.info_name or "summarize")


class RunCommand(click.Command):
    context_class = RunContext


EXAMPLES = """\b
Examples:
  summarize 2501.18585                          one paper, in the terminal
  summarize 2501.18585 -m deepseek/deepseek-flash
  summarize https://arxiv.org/abs/2501.18585v2 --layout json | jq .title_zh
  summarize paper.pdf                           a local PDF, the whole paper
  summarize ids.txt -o digest.md --layout digest
  cat ids.txt | summarize - --layout jsonl > pages.jsonl
  summarize 2501.18585 hep-th/9901001 -o pages/

\b
A paper is an arXiv ID, an address of arXiv, alphaXiv, papers.cool or Hugging Face,
a DOI of arXiv, a PDF, or a file with any of these in it; "-" reads standard input.
Every option is also SUMMARIZE_<NAME> in the environment and a key in config.toml."""


@click.command(cls=RunCommand, epilog=EXAMPLES, hidden=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("papers", nargs=-1, metavar="PAPER…", shell_complete=completing("file"))
@model_options
@page_options
@reading_options
@trust_options
@arxiv_options
@spending_options
@option("--new-only", is_flag=True, help="Skip papers that an earlier run has done; add to -o FILE.")
@option("--retry-failed", is_flag=True, help="Take the papers that failed in the last run.")
@option("--fail-fast", is_flag=True, help="Stop at the first paper that fails.")
@option("--open", "open_page", is_flag=True, help="Show the page in the browser afterwards.")
@speech_options
@option("--lang", type=click.Choice(CHOICES), help=LANG_HELP)
def run(papers: tuple[str, ...], **options: Any) -> int:
    """Make a bilingual page of each PAPER: title, abstract sentence by sentence, summary and takeaways, in Chinese
    beside the English, each figure, name, link and term held against the source."""
    from summarize.run.run_papers import run_papers

    if options["figures"] and _names_a_paper(options["figures"]):
        # "--figures 2501.18585": DIR may be left away, so what names a paper is one.
        papers, options["figures"] = (options["figures"], *papers), "figures"
    if options["vault"]:
        _name_folders(options)
    if click.get_current_context().get_parameter_source("layout") is ParameterSource.DEFAULT:
        options["layout"] = None
    return run_papers(papers, settings_from(options), os.environ, _command_names())


#: Ends of names that mean a page and no folder.
_PAGES = (".md", ".html", ".htm", ".json", ".jsonl", ".bib", ".ris", ".txt")


def _names_a_paper(text: str) -> bool:
    try:
        parse_name(text)
    except UsageError:
        return text == "-" or os.path.isfile(text)  # noqa: PTH113  a Path raises where the text is too long
    return True


def _name_folders(options: dict[str, Any]) -> None:
    """Say that the output of ``--vault`` is a folder, and put pictures into it, where a note can show them."""
    output = options["output"]
    page = str(output).lower().endswith(_PAGES) and not os.path.isdir(output)  # noqa: PTH112  as above
    if output and output != "-" and not page and not os.path.isfile(output):  # noqa: PTH113  as above
        options["output"] = output = output if output.endswith(("/", "\\")) else f"{output}/"
        if options["figures"] == "figures":
            options["figures"] = f"{output}figures"


def _command_names() -> tuple[str, ...]:
    """The names of the program's commands, this hidden one included."""
    context = click.get_current_context()
    program = context.find_root().command
    names = program.list_commands(context) if isinstance(program, click.Group) else []
    return (*names, context.info_name or "")
