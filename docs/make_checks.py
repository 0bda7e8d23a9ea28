"""Writes the sections on the codes in docs/checks.md from their declarations: ``python docs/make_checks.py``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from summarize.checks import CHECKS
from summarize.checks.declaration import Check, Example

PAGE = Path(__file__).with_name("checks.md")
BEGIN, END = "<!-- codes -->\n", "<!-- /codes -->\n"


def codes() -> str:
    """A table of all codes and a section on each, as Markdown."""
    table = ["| code | | | severity |", "|---|---|---|---|"]
    table += [f"| [`{c.code}`](#{c.code}) | {c.name} | {c.name_hans} | {c.severity} |" for c in CHECKS.values()]
    return "\n".join((*table, "", "\n\n".join("\n\n".join(_section(check)) for check in CHECKS.values()), ""))


def _section(check: Check) -> Iterator[str]:
    yield f"### `{check.code}`"
    yield f"{check.severity.capitalize()}. {check.name} · {check.name_hans} · {check.name_hant}"
    yield _wrapped(check.explanation)
    if check.bad:
        yield "Reported, for example:"
        yield _list(check.bad)
    yield _wrapped(f"Not reported: {check.spared}")
    if check.good:
        yield "These are right:"
        yield _list(check.good)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def _list(examples: Iterable[Example]) -> str:
    return "\n".join(f"* {_code(example.source)} → {_code(example.target)}{_unit(example)}" for example in examples)


def _unit(example: Example) -> str:
    return "" if example.unit == "abstract" else f" ({example.unit.replace('_', ' ')})"


def _code(text: str) -> str:
    """Text as it is, in a code span; line breaks become ⏎."""
    if not text:
        return "(nothing)"
    mark = "``" if "`" in text else "`"
    return f"{mark}{text.replace(chr(10), ' ⏎ ')}{mark}"


def page_with(text: str, sections: str) -> str:
    """``text`` with the sections between their two marks."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}{sections}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page_with(PAGE.read_text(encoding="utf-8"), codes()), encoding="utf-8")
