"""Options that several commands share. Each is also ``SUMMARIZE_<NAME>`` and a key of config.toml."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from summarize.layouts import LAYOUTS
from summarize.settings import parse_duration_s

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

F = TypeVar("F", bound="Callable[..., object]")


class Duration(click.ParamType[float]):
    """A time such as 24h, 90m, 45s or 7d, in seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return parse_duration_s(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a time such as 24h, 90m or 45s", param, ctx)


def option(*names: str, **attributes: Any) -> Callable[[F], F]:
    """``click.option`` with its ``SUMMARIZE_<NAME>`` variable, which the help shows."""
    long = next(name for name in names if name.startswith("--")).split("/")[0]
    variable = "SUMMARIZE_" + long.removeprefix("--").replace("-", "_").upper()
    return click.option(*names, envvar=variable, **attributes)


def completing(what: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]:
    """What a shell offers for an option or argument that takes ``what``: a key of ``terminal.completion.OFFERS``."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        from summarize.terminal.completion import OFFERS

        return OFFERS[what](incomplete)

    return complete


def together(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Several decorators as one, in reading order."""

    def decorate(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def only(options: Callable[[F], F], *names: str) -> Callable[[F], F]:
    """Those of a group of options whose parameters have these names, for a command that has no use for the others."""
    return _chosen(options, lambda name: name in names)


def without(options: Callable[[F], F], *names: str) -> Callable[[F], F]:
    """A group of options but for those whose parameters have these names."""
    return _chosen(options, lambda name: name not in names)


def _chosen(options: Callable[[F], F], wanted: Callable[[str], bool]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        # Click keeps the parameters of a function that is not a command yet, the last one first, in this attribute.
        before: list[click.Parameter] = list(getattr(function, "__click_params__", []))
        decorated: Any = options(function)
        own = decorated.__click_params__[len(before) :]
        decorated.__click_params__ = [*before, *(parameter for parameter in own if wanted(parameter.name or ""))]
        return function

    return decorate


_EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

speech_options = together(
    option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors."),
    option("-v", "--verbose", is_flag=True, help="Show timings, what was cached, and where an error came from."),
)

retries_option = option(
    "--retries",
    type=click.IntRange(0, 20),
    default=3,
    show_default=True,
    help="How often a request that failed is tried again.",
)

model_options = together(
    option(
        "-m",
        "--model",
        metavar="NAME",
        help="Model: provider/model, or a model of the configured provider.",
        shell_complete=completing("model"),
    ),
    option("-j", "--jobs", type=click.IntRange(1, 1024), default=8, show_default=True, help="Model calls at once."),
    option(
        "--timeout",
        type=Duration(),
        help="Longest time for one model call: 120s, or 900s for a model on this machine, if left away.",
    ),
    retries_option,
    option("--context", type=click.IntRange(min=1024), metavar="TOKENS", help="The model's context size, if unknown."),
)

reading_options = together(
    option("--full", is_flag=True, help="Read the whole paper, not only its abstract."),
    option("--pdf", is_flag=True, help="The same as --full --source pdf."),
    option(
        "--source",
        type=click.Choice(["auto", "html", "pdf"]),
        default="auto",
        show_default=True,
        help="Where a whole paper's text comes from; auto takes arXiv's HTML where there is one.",
    ),
    option("--sections", is_flag=True, help="Add a short summary of each section (with --full)."),
    option("--appendix", is_flag=True, help="Read the appendix too (with --full)."),
    option(
        "--figures",
        is_flag=False,
        flag_value="figures",
        metavar="[DIR]",
        help="Save page 1, figures and tables as PNG in DIR (figures/ if left away), for private reading.",
    ),
)

arxiv_options = together(
    option("--refresh", is_flag=True, help="Ask arXiv and the model again, whatever is stored."),
    option("--offline", is_flag=True, help="Use only what is stored; never the network."),
    option(
        "--max-age",
        type=Duration(),
        default="24h",
        show_default=True,
        help="How long arXiv's answer for an ID without version is good.",
    ),
)


interests_option = option(
    "--interests",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What you want (TOML): the best papers first, with the reason; the rest last.",
)

page_options = together(
    option(
        "-l",
        "--layout",
        default="report",
        show_default=True,
        metavar="NAME",
        help=f"{', '.join(LAYOUTS)}, or a Jinja2 file.",
        shell_complete=completing("layout"),
    ),
    option(
        "-o",
        "--output",
        metavar="PATH",
        help="Write to a file, or one file a paper into DIR/; your notes stay.",
        shell_complete=completing("file"),
    ),
    option("--overwrite", is_flag=True, help="Replace files that you edited, or that have no markers, too."),
    option("--stable-names", is_flag=True, help="Name the files in DIR/ without version: a new one keeps the notes."),
    option(
        "--to",
        type=click.Choice(["zh-Hans", "zh-Hant"]),
        default="zh-Hans",
        show_default=True,
        help="Simplified or Traditional Chinese.",
    ),
    option(
        "--order",
        type=click.Choice(["zh-en", "en-zh"]),
        default="zh-en",
        show_default=True,
        help="Which language of the abstract stands first.",
    ),
    option("--also-english", is_flag=True, help="English summary and takeaways beside the Chinese."),
    option("--front-matter", is_flag=True, help="YAML front matter (Obsidian, Hugo, Jekyll)."),
    option("--pager/--no-pager", default=False, help="On a terminal, show pages through $PAGER (less)."),
    option("--bibtex", is_flag=True, help="A BibTeX entry for each paper."),
    interests_option,
    option("--vault/--no-vault", help="Make DIR/ notes of an Obsidian vault, with lists of references beside."),
    option("--pdfs/--no-pdfs", default=True, help="Copy PDFs that notes of a vault cite by page into it."),
)

trust_options = together(
    option("--check/--no-check", default=True, show_default=True, help="Hold the page against its source."),
    option("--strict", is_flag=True, help="Exit 1, and no page, where errors remain."),
    option("--glossary", type=_EXISTING_FILE, multiple=True, help="Terms that add to or override the glossary."),
    option(
        "--prompts",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="A folder whose prompt templates replace the shipped ones.",
    ),
)

spending_options = together(
    option("--max-cost", type=click.FloatRange(min=0), metavar="USD", help="Stop before this is spent."),
    option("--max-papers", type=click.IntRange(min=1), metavar="N", help="Take at most the first N papers."),
    option("--dry-run", is_flag=True, help="Say what would be done and what it would cost; ask no model."),
    option("-y", "--yes", is_flag=True, help="Do not ask before long downloads."),
)
