"""The files of words beside the checks that use them. A comment explains every entry that is not plain."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any


def read_text(name: str) -> str:
    """Return the text of a file; ``name`` is its path under ``summarize/checks``. Raises OSError."""
    return (Path(__file__).parent / name).read_text("utf-8")


@lru_cache(maxsize=64)
def read_table(name: str) -> Mapping[str, Any]:
    """Return the content of a TOML file; ``name`` is its path under ``summarize/checks``. Each file is read once."""
    return tomllib.loads(read_text(name))


def read_words(name: str, key: str) -> tuple[str, ...]:
    """Return the list ``key`` of a TOML file, in order. Raises KeyError where the file has no such list."""
    return tuple(read_table(name)[key])
