"""``summarize demo``: the whole program on a paper that comes with it, with no key, no account and no arXiv."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from summarize.commands.options import option
from summarize.demo_paper import demo_pdf
from summarize.llm.local.engine import require_engine, usable_cores
from summarize.llm.local.model_table import local_model
from summarize.run.run_papers import run_papers
from summarize.settings import Settings, find_places
from summarize.terminal.console import Console

if TYPE_CHECKING:
    from pathlib import Path

    from summarize.terminal.console import Console

#: Bytes a second of a fast and of an ordinary line, for saying how long a download takes.
_FAST, _ORDINARY = 50e6, 5e6


@click.command(
    epilog="\b\nExamples:\n  summarize demo\n  summarize demo -m local/tiny      for the hurried\n"
    "  summarize demo -m deepseek        with a key: what a large model makes of it"
)
@option("-m", "--model", default="local/starter", show_default=True, help="Model: local/starter, or any other.")
@option("-l", "--layout", default="report", show_default=True, metavar="NAME", help="As of summarize itself.")
@click.option("--refresh", is_flag=True, help="Make the page again, although it is stored.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Show timings and the engine's own log.")
def demo(model: str, layout: str, refresh: bool, quiet: bool, verbose: bool) -> int:
    """Make the page of a short made-up paper, from its PDF to the checks, with a model inside this program.

    The model's file is fetched at the first time, after its size is told.
    """
    console = Console(quiet=quiet, verbose=verbose)
    pdf = demo_pdf()
    console.note(f"the paper: a made-up one of 2 pages that comes with this program: {pdf}")
    if model.partition("/")[0] == "local":
        _announce(console, model.partition("/")[2])
    settings = Settings(
        model=model, layout=layout, refresh=refresh, quiet=quiet, verbose=verbose, yes=True, timeout_s=900.0
    )
    status = run_papers([str(pdf)], settings, os.environ)
    if status == 0:
        sys.stdout.flush()
        console.note("")
        console.note(_next_steps(model))
    return status


def _announce(console: Console, name: str) -> None:
    """Which model, what it takes to have it here, and how long the page will take."""
    require_engine()
    model = local_model(name or "starter")
    file: Path = find_places(os.environ).models_dir / model.file
    if file.is_file():
        console.note(f"the model: local/{model.name}, {model.size_text}, is on this machine")
    else:
        console.note(
            f"the model: local/{model.name} is fetched first: {model.size_text} into {file.parent} "
            f"(about {_duration(model.bytes / _FAST)} on a fast line, {_duration(model.bytes / _ORDINARY)} on an ordinary one)"
        )
    cores = usable_cores()
    console.note(
        f"then: read the PDF, translate title and abstract sentence by sentence, summarize, check every sentence "
        f"against its English, repair: one to two minutes with {cores} core{'s' if cores > 1 else ''}; "
        "at once where the page is stored"
    )


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _next_steps(model: str) -> str:
    small = model in ("local/tiny", "local/starter", "local/small", "local")
    why = "A small model wrote this, and it shows. " if small else ""
    return (
        f"{why}A better model on a real paper:\n"
        "  export DEEPSEEK_API_KEY=…; summarize 2501.18585 -m deepseek\n"
        "  summarize models pull default && summarize 2501.18585 -m local/default"
    )
