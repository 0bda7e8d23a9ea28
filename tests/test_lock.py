"""The lock of tested versions fits the ranges of pyproject.toml, and the audit of it is read right."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / ".ci" / "lock.txt").read_text(encoding="utf-8")
#: Each package of the lock with its version, and what follows it: a marker and the hashes.
LOCKED = {name: (version, rest) for name, version, rest in re.findall(r"^([\w.-]+)==(\S+)((?:.*\\\n)*.*)", LOCK, re.M)}


def _wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(text) for text in (*project["dependencies"], *(text for extra in extras for text in extra))]


def test_every_dependency_is_locked_within_its_range() -> None:
    wrong = []
    for wanted in _wanted():
        version, _ = LOCKED.get(canonicalize_name(wanted.name), ("", ""))
        if not version or version not in wanted.specifier:
            wrong.append(f"{wanted}: locked is {version or 'nothing'}; run .ci/renew-lock.sh")
    assert wrong == []


def test_every_locked_version_has_hashes_and_no_address() -> None:
    assert len(LOCKED) > 50
    assert [name for name, (_, rest) in LOCKED.items() if "--hash=sha256:" not in rest] == []
    assert re.findall(r"\w+://\S+|--(?:index|extra|find|trusted)\S*", LOCK) == []


_BAD = {"name": "b", "version": "2", "vulns": [{"id": "ADV-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("packages", "status", "says"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "1 of 1 locked versions audited, 0 with advisories"),
        ([{"name": "a", "version": "1", "vulns": []}, _BAD], 1, "b 2: ADV-1, mended in 3"),
        ([{"name": "a", "skip_reason": "not found"}, _BAD], 1, "1 of 2 locked versions audited, 1 with advisories"),
        ([{"name": "a", "skip_reason": "not found"}], 2, "it knows none of the 1 packages"),
        ([], 2, "it knows none of the 0 packages"),
        (None, 2, "no report"),
    ],
)
def test_an_audit_that_could_not_be_made_is_no_clean_one(
    tmp_path: Path, packages: list[dict[str, Any]] | None, status: int, says: str
) -> None:
    report = tmp_path / "report.json"
    report.write_text("" if packages is None else json.dumps({"dependencies": packages, "fixes": []}))
    ran = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "read_audit.py"), str(report)], capture_output=True, text=True
    )
    assert ran.returncode == status
    assert says in ran.stdout + ran.stderr
