"""Finding a stored result: a recipe's key and the store are all it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.store.keys import digest_of

if TYPE_CHECKING:
    from pathlib import Path

    from summarize.store.storage import Store
    from summarize.values import Result


def stored_result(store: Store, key: str, page_folder: Path) -> Result | None:
    """The finished result under ``key``, or None.

    A result whose pictures are no longer where its page in ``page_folder`` shows them counts as none: they are cut
    again.
    """
    result = store.result(key)
    return result if result is not None and has_its_pictures(result, page_folder) else None


def has_its_pictures(result: Result, page_folder: Path) -> bool:
    """Whether the pictures that the page of ``result`` shows are there."""
    return all((page_folder / figure.path).is_file() for figure in result.figures)


def unfinished_key(key: str) -> str:
    """Where a result is kept whose page misses a part: this run can show it, and no later run takes it for finished."""
    return digest_of("unfinished", key)
