"""Pages through the user's pager."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click

#: What ``PAGER`` says where no pager is wanted, as git reads it.
_NO_PAGER = {"", "cat"}
#: How less shows a page: colours and links as they are (R), no waiting for a page that fits the screen (F), and what was
#: read stays on the screen (X). It is git's choice, too.
_LESS = "-FRX"


def wants_pager(env: Mapping[str, str]) -> bool:
    """Whether the environment has a pager: ``PAGER``, or less where it is not set."""
    return env.get("PAGER", "less").strip() not in _NO_PAGER


def show_in_pager(text: str) -> None:
    """Show ``text`` through ``PAGER``, or less. Where neither is there it is printed. Empty text shows nothing.

    Returns when the reader has left the pager. Click finds and runs it.
    """
    if text:
        with _less_options():
            click.echo_via_pager(text, color=True)


@contextmanager
def _less_options() -> Iterator[None]:
    """Set ``LESS`` where the user has not."""
    if "LESS" in os.environ:
        yield
        return
    os.environ["LESS"] = _LESS
    try:
        yield
    finally:
        del os.environ["LESS"]
