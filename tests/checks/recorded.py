"""The recorded findings on a fixed set of made-up pairs. ``python -m tests.checks.recorded`` records them anew.

The record holds the versions of the codes beside the findings. A change of what a code finds is recorded only after its
version was raised, because stored pages are checked anew only for a new version.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from summarize.checks import CHECKS
from summarize.checks.declaration import Example
from summarize.values import Finding
from tests.checks.examples import findings_of
from tests.checks.test_tables import faulty_pairs, good_pairs

FILE = Path(__file__).with_name("recorded.json")


@dataclass(frozen=True, slots=True)
class Row:
    """A pair and the findings on it. ``check`` is the code of the declaration that it is an example of, or empty."""

    check: str
    example: Example
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """The versions of all codes, and the rows."""

    versions: Mapping[str, int]
    rows: tuple[Row, ...]


def now() -> Record:
    """Return what the checks find at present in the tables and in the examples of the declarations."""
    rows = [("", Example(row.source, row.target, row.unit)) for row in faulty_pairs()]
    rows += [("", Example(row.source, row.target, row.unit)) for row in good_pairs()]
    rows += [(check.code, example) for check in CHECKS.values() for example in (*check.bad, *check.good)]
    return again(rows)


def again(rows: Iterable[tuple[str, Example]]) -> Record:
    """Return what the checks find at present in these pairs."""
    anything = next(iter(CHECKS.values()))
    return Record(
        {code: check.version for code, check in CHECKS.items()},
        tuple(Row(code, example, findings_of(example, CHECKS.get(code, anything))) for code, example in rows),
    )


def read() -> Record:
    """Return the record that the file holds."""
    stored = json.loads(FILE.read_text("utf-8"))
    rows = (
        Row(row["check"], Example(**row["example"]), tuple(Finding(**finding) for finding in row["findings"]))
        for row in stored["rows"]
    )
    return Record(stored["versions"], tuple(rows))


def changed_codes(before: Record) -> set[str]:
    """Return the codes that find something else in the recorded pairs and still have the recorded version."""
    after = again((row.check, row.example) for row in before.rows if not row.check or row.check in CHECKS)
    old = {(row.check, row.example): set(row.findings) for row in before.rows}
    differing = {f.code for row in after.rows for f in old[row.check, row.example] ^ set(row.findings)}
    return {code for code in differing if before.versions.get(code) == after.versions.get(code)}


def main() -> int:
    """Record anew. Return 1 and record nothing where a code changed and its version did not."""
    if FILE.exists() and (codes := changed_codes(read())):
        print(f"raise the version of {', '.join(sorted(codes))} first: other findings than recorded")
        return 1
    record = now()
    rows = ",\n".join(json.dumps(asdict(row), ensure_ascii=False) for row in record.rows)
    FILE.write_text(f'{{"versions": {json.dumps(record.versions)},\n"rows": [\n{rows}\n]}}\n', "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
