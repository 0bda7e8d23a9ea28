"""A function of a check that fails."""

from __future__ import annotations

from summarize.values import Finding


def fails(*_: object) -> list[Finding]:
    raise LookupError("made up")
