"""A check function that always raises, for the tests of failing checks."""

from __future__ import annotations

from summarize.values import Finding


def fails(*_: object) -> list[Finding]:
    raise LookupError("made up")
