"""The file of a local model: where it is, or fetched after asking."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from summarize.errors import ModelFileError
from summarize.llm.local.model_download import DEFAULT_SOURCES, pull, sources_from
from summarize.terminal.download_progress import TerminalReporter
from summarize.terminal.spoken.speech import worded

if TYPE_CHECKING:
    from pathlib import Path

    from summarize.llm.local.model_table import LocalModel


def model_file(model: LocalModel, folder: Path, *, yes: bool, quiet: bool) -> Path:
    """The path of ``model``'s file in ``folder``. Fetches it with ``yes``, or where a person at the terminal agrees.

    Raises ModelFileError where it is not there and may not be, or cannot be, fetched.
    """
    path = folder / model.file
    if path.is_file():
        return path
    if not yes and not _agreed(model):
        raise ModelFileError(
            f"the file of local/{model.name} is not on this machine ({model.size_text})",
            hint=f"Fetch it: summarize models pull {model.name}   (or give --yes)",
        )
    names = os.environ.get("SUMMARIZE_MODEL_SOURCES") or DEFAULT_SOURCES
    with TerminalReporter(quiet=quiet) as report:
        return pull(model, sources=sources_from(names), dest_dir=folder, report=report)


def _agreed(model: LocalModel) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm(worded(f"local/{model.name} is not on this machine yet. Fetch {model.size_text}?"), err=True)
