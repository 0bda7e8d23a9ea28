"""Unfinished downloads: how much is there, and which file it is a part of."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path


def _tag_file(part: Path) -> Path:
    return part.with_name(part.name + ".tag")


def resumable(part: Path) -> tuple[int, str]:
    """How many bytes are there to go on with, and the tag that says it is still the same file; (0, "") for none."""
    try:
        tag = _tag_file(part).read_text("utf-8").strip()
        size = part.stat().st_size
    except (OSError, ValueError):
        return (0, "")
    return (size, tag) if tag and size else (0, "")


def remember(part: Path, headers: Mapping[str, str]) -> None:
    """Note the strong tag (or the date) of the file that is coming: without one, it cannot be resumed safely."""
    tag = headers.get("ETag", "")
    if not tag or tag.startswith("W/"):
        tag = headers.get("Last-Modified", "")
    if tag:
        _tag_file(part).write_text(tag, "utf-8")
    else:
        _tag_file(part).unlink(missing_ok=True)


def forget(part: Path) -> None:
    """Remove an unfinished file and its tag."""
    with contextlib.suppress(OSError):
        _tag_file(part).unlink(missing_ok=True)
        part.unlink(missing_ok=True)
