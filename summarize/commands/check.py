"""``summarize check``: holds pages that exist against their English source. No model, no network unless asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import IO, get_args

import click

from summarize.checks import check_pair
from summarize.errors import UsageError
from summarize.values import UnitName

UNITS = get_args(UnitName)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="JSON lines in and out: one {id, unit, source, target} per line.")
def check(files: tuple[str, ...], as_json: bool) -> None:
    """Check translations and summaries against their source."""
    errors = 0
    try:
        for name in files:
            with click.open_file(name, encoding="utf-8") as lines:
                errors += _check_json_lines(lines, name, sys.stdout)
    except (UsageError, OSError) as exc:
        click.echo(f"summarize check: {exc}", err=True)
        raise SystemExit(2) from exc
    raise SystemExit(1 if errors else 0)


def _check_json_lines(lines: Iterable[str], name: str, out: IO[str]) -> int:
    """Answers every pair as it comes; returns the number of errors found."""
    errors = 0
    for row, unit, source, target in _pairs(lines, name):
        findings = check_pair(unit, source, target)
        errors += sum(f.severity == "error" for f in findings)
        out.write(json.dumps({**row, "findings": [asdict(f) for f in findings]}, ensure_ascii=False) + "\n")
        out.flush()
    return errors


def _pairs(lines: Iterable[str], name: str) -> Iterator[tuple[dict[str, object], UnitName, str, str]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as exc:
            raise UsageError(f"{name}:{number}: not JSON: {exc}") from exc
        if not isinstance(row, dict):
            raise UsageError(f"{name}:{number}: not an object")
        for key in ("id", "unit", "source", "target"):
            if key not in row:
                raise UsageError(f"{name}:{number}: no {key!r}")
        source, target = row.pop("source"), row.pop("target")
        if not isinstance(source, str) or not isinstance(target, str):
            raise UsageError(f"{name}:{number}: source and target must be strings")
        if row["unit"] not in UNITS:
            raise UsageError(f"{name}:{number}: unit must be one of {', '.join(UNITS)}, not {row['unit']!r}")
        yield row, row["unit"], source, target
