"""Separation of LaTeX formulas from the text around them, so that no rule for text changes a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Pandoc's rule for one dollar: the opening one has no space behind it, and the closing one has no space before it and
# no digit behind it. So "$5 and $10" is money. A backslash takes the next character with it.
_MATH = re.compile(
    r"""
    \$\$ (?P<display>(?:\\.|[^$\\])+) \$\$
    | (?<!\$) \$ (?P<inline>(?![\s$]) (?:\\.|[^$\\])*? (?<!\s)) \$ (?![\d$])
    | \\\( (?P<paren>(?:(?!\\\().)+?) \\\)
    | \\\[ (?P<bracket>(?:(?!\\\[).)+?) \\\]
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text. ``tex`` is the formula without its delimiters, or None where the piece is plain text."""

    text: str
    tex: str | None = None
    display: bool = False


def split_math(text: str) -> Iterator[Span]:
    """Yield the text in pieces, each a formula or plain text. Their ``text`` joined is the text again."""
    done = 0
    if "$" in text or "\\(" in text or "\\[" in text:
        for match in _MATH.finditer(text):
            if match.start() > done:
                yield Span(text[done : match.start()])
            kind = match.lastgroup or ""
            yield Span(match.group(), match[kind], kind in ("display", "bracket"))
            done = match.end()
    if done < len(text):
        yield Span(text[done:])
