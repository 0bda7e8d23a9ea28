"""``summarize cache``: what is stored, and how to forget it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import click

from summarize.settings import find_places
from summarize.store.storage import Store
from summarize.terminal.console import Console
from summarize.terminal.spoken.speech import show_text, tell, worded

if TYPE_CHECKING:
    from pathlib import Path

_FORGET = {
    "papers": ("papers", "newest"),
    "results": ("results",),
    "replies": ("replies",),
    "ledger": ("runs", "run_papers"),
}


@click.group(
    invoke_without_command=True,
    epilog="\b\nExamples:\n  summarize cache\n  summarize cache clear --what results\n  summarize cache clear --yes",
)
@click.pass_context
def cache(ctx: click.Context) -> None:
    """What is stored: records of papers, finished results, raw replies, PDFs."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(info)


@cache.command(epilog="\b\nExample:\n  summarize cache info")
def info() -> None:
    """Show where the store is and what it holds."""
    places = find_places(os.environ)
    with Store(places.store_file, notice=Console().note) as store:
        held = store.info()
    files, size = _files(places.papers_dir)
    show_text(f"store     {held.path} ({_megabytes(held.size_bytes)})")
    show_text(f"papers    {held.papers} records")
    show_text(f"results   {held.results}")
    show_text(f"replies   {held.replies}")
    show_text(f"ledger    {held.runs} runs")
    show_text(f"files     {files} in {places.papers_dir} ({_megabytes(size)})")


@cache.command(epilog="\b\nExamples:\n  summarize cache clear\n  summarize cache clear --what files --what results")
@click.option(
    "--what",
    type=click.Choice([*_FORGET, "files"]),
    multiple=True,
    help="What to forget; everything but the ledger where it is left away.",
)
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def clear(what: tuple[str, ...], yes: bool) -> None:
    """Forget what is stored. Results have to be paid for again."""
    places = find_places(os.environ)
    parts = what or ("papers", "results", "replies", "files")
    if not yes:
        click.confirm(worded(f"Forget {', '.join(parts)}?"), abort=True, err=True)
    with Store(places.store_file, notice=Console().note) as store:
        tables = tuple(table for part in parts for table in _FORGET.get(part, ()))
        if tables:
            store.clear(what=tables)
    if "files" in parts:
        shutil.rmtree(places.papers_dir, ignore_errors=True)
    tell(f"forgotten: {', '.join(parts)}")


def _files(folder: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    return len(sizes), sum(sizes)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
