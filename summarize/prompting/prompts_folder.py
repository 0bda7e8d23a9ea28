"""The folder of the shipped prompt templates and the glossary."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def prompts_dir() -> Path:
    """Return the folder of the shipped templates: inside the installed package, or at the top of a checkout."""
    installed = _PACKAGE / "prompts"
    return installed if installed.is_dir() else _PACKAGE.parent / "prompts"
