"""Files of words beside the checks that use them, with a comment for every entry that is not plain."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any


def read_text(name: str) -> str:
    """The text of a file; ``name`` is its path under ``summarize/checks``."""
    return (Path(__file__).parent / name).read_text("utf-8")


@lru_cache(maxsize=64)
def read_table(name: str) -> Mapping[str, Any]:
    """The content of a TOML file; ``name`` is its path under ``summarize/checks``. Each file is read once."""
    return tomllib.loads(read_text(name))


def read_words(name: str, key: str) -> tuple[str, ...]:
    """A list of words of such a file, in order. Raises KeyError where the file has no such list."""
    return tuple(read_table(name)[key])
