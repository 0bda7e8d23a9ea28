"""Texts in the language that the program speaks, where a person reads them.

The command line puts the language into Click's context. Texts that are data (IDs, JSON, pages) do not come here.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from summarize.characters import neutral
from summarize.language.catalogue import translated
from summarize.language.language_choice import locale_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarize.language.catalogue import Domain, Language

#: The key of the language in the context's ``meta``.
CONTEXT_KEY = "summarize.language"


def spoken_language(env: Mapping[str, str] | None = None) -> Language:
    """Return the language of the command that runs; outside of commands, and in other threads, the locale's."""
    context = click.get_current_context(silent=True)
    language: Language | None = context.meta.get(CONTEXT_KEY) if context is not None else None
    return language or locale_language(os.environ if env is None else env)


def worded(text: str, domain: Domain = "summarize") -> str:
    """Return an English message in the language of the command that runs."""
    return translated(text, spoken_language(), domain)


def tell(text: str) -> None:
    """Print a message on stderr, in the language of the command that runs and without control characters."""
    click.echo(neutral(worded(text)), err=True)


def terminal_language() -> Language:
    """Return the language of lists and findings on stdout: on a terminal the command's, else English."""
    return spoken_language() if sys.stdout.isatty() else "en"


def worded_on_terminal(text: str) -> str:
    """Return an English text for stdout: translated on a terminal, as it is in a file or a pipe, which programs read."""
    return translated(text, terminal_language())


def show_text(text: str) -> None:
    """Print a text on stdout, translated on a terminal alone."""
    click.echo(worded_on_terminal(text))
