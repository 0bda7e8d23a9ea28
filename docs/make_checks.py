"""Writes docs/checks.md: the sections on the codes from their declarations, the figures from the benchmark's own output.

``python docs/make_checks.py``. The figures are those of benchmarks/results/meaning.json and readings.json, which
``python -m benchmarks.meaning --save FILE`` and ``--judged SHEET… --save FILE`` write.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from summarize.checks import CHECKS
from summarize.checks.declaration import Check, Example

PAGE = Path(__file__).with_name("checks.md")
RESULTS = Path(__file__).parents[1] / "benchmarks" / "results"
BEGIN, END = "<!-- codes -->\n", "<!-- /codes -->\n"
BEGIN_MEASURED, END_MEASURED = "<!-- measured -->\n", "<!-- /measured -->\n"
#: Errors of a code that readers must have judged before its severity counts as earned.
JUDGED = 30


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


def measured() -> str:
    """What the benchmark of meaning found: by code and by class of error, as Markdown."""
    scores = json.loads((RESULTS / "meaning.json").read_text("utf-8"))
    judged = json.loads((RESULTS / "readings.json").read_text("utf-8"))
    read = {(row["name"].removeprefix("code "), row["severity"]): row for row in judged}
    by_code = [
        "| code | twins told apart | on right twins | errors read: true, arguable, false | warnings read | severity |",
        "|---|---|---|---|---|---|",
    ]
    for code in CHECKS:
        twins = scores["codes"].get(code, {"telling": 0, "on_right": 0})
        errors, warnings = read.get((code, "error")), read.get((code, "warning"))
        if not twins["telling"] and not errors and not warnings:
            continue
        by_code.append(
            f"| `{code}` | {twins['telling']} | {twins['on_right']} | {_verdicts(errors)} | {_verdicts(warnings)} |"
            f" {_earned(code, twins, errors)} |"
        )
    by_class = ["| class | twins | found | as errors |", "|---|---|---|---|"]
    for name, shares in scores["classes"].items():
        by_class.append(
            f"| {name} | {shares['found']['count']} | {shares['found']['rate']:.2f} | {shares['errors']['rate']:.2f} |"
        )
    by_class.append(f"| **mean** | | **{scores['mean_found']:.2f}** | **{scores['mean_errors']:.2f}** |")
    return "\n".join((*by_code, "", *by_class, ""))


def _verdicts(row: dict[str, int] | None) -> str:
    return f"{row['true']}, {row['arguable']}, {row['false']}" if row else "–"


def _earned(code: str, twins: dict[str, int], errors: dict[str, int] | None) -> str:
    """Whether an error of the code was right nine times of ten: those read on good pages, and the planted ones."""
    if CHECKS[code].severity == "warning":
        return "warning"
    read = sum(errors[name] for name in ("true", "arguable", "false")) if errors else 0
    right = errors["true"] if errors else 0
    if read >= JUDGED:
        return "error, earned" if right >= 0.9 * read else "error, not earned"
    with_planted, seen = right + twins["telling"], read + twins["telling"] + twins["on_right"]
    if seen < JUDGED:
        return "error, unproven"
    return "error, earned with planted ones" if with_planted >= 0.9 * seen else "error, unproven"


def page_with(text: str, sections: str, begin: str = BEGIN, end: str = END) -> str:
    """``text`` with the sections between their two marks."""
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    return f"{before}{begin}{sections}{end}{after}"


if __name__ == "__main__":
    page = page_with(PAGE.read_text(encoding="utf-8"), codes())
    PAGE.write_text(page_with(page, measured(), BEGIN_MEASURED, END_MEASURED), encoding="utf-8")
