"""The paper of ``summarize demo``. It is made up; ``benchmarks/make_demo_paper.py`` makes it."""

from __future__ import annotations

from pathlib import Path


def demo_pdf() -> Path:
    """Return the path of the PDF. Its record is the JSON file beside it."""
    return Path(__file__).with_name("brackwater.pdf")
