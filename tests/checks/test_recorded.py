"""The findings of a check change only together with its version."""

from __future__ import annotations

from dataclasses import replace

from summarize.checks import CHECKS
from tests.checks.recorded import Record, changed_codes, read

RECORD = read()


def test_no_code_finds_something_else_without_a_new_version() -> None:
    assert changed_codes(RECORD) == set(), "raise the version, then run: python -m tests.checks.recorded"


def test_the_record_is_of_the_present_versions() -> None:
    assert RECORD.versions == {code: check.version for code, check in CHECKS.items()}, "python -m tests.checks.recorded"


def test_a_changed_finding_is_seen_until_the_version_is_raised() -> None:
    row = next(row for row in RECORD.rows if any(finding.code == "chatter" for finding in row.findings))
    other = replace(row, findings=tuple(replace(finding, message="something else") for finding in row.findings))
    changed = Record(RECORD.versions, (other,))
    assert changed_codes(changed) == {finding.code for finding in row.findings}
    assert changed_codes(Record(dict.fromkeys(CHECKS, 0), (other,))) == set()


def test_every_code_that_a_function_finds_is_recorded() -> None:
    found = {finding.code for row in RECORD.rows for finding in row.findings}
    assert found == {code for code, check in CHECKS.items() if check.functions}
