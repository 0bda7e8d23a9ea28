"""The paper of ``summarize demo``: made up, and made by ``benchmarks/make_demo_paper.py``."""

from __future__ import annotations

from pathlib import Path


def demo_pdf() -> Path:
    """The PDF; its record is the JSON file beside it."""
    return Path(__file__).with_name("brackwater.pdf")
