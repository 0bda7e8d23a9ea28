"""Which stretches of a text are LaTeX mathematics, so that no other rule touches them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Pandoc's rule for one dollar: the opening one has no space behind it, the closing one no space before and no digit
# behind it, so that "$5 and $10" is money. A backslash takes the next character with it.
_MATH = re.compile(
    r"""
    \$\$ (?P<display>(?:\\.|[^$\\])+) \$\$
    | (?<!\$) \$ (?P<inline>(?![\s$]) (?:\\.|[^$\\])*? (?<!\s)) \$ (?![\d$])
    | \\\( (?P<paren>.+?) \\\)
    | \\\[ (?P<bracket>.+?) \\\]
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
    """The text in pieces, formulas apart; joined, the pieces' ``text`` is the text again."""
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
