"""Each check is one declaration. What it says about itself is true, and everything else is derived from it."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import summarize
from summarize.checks import CHECKS
from summarize.checks.check_table import ALL_CHECKS, by_code, check_versions, functions_of, new_finding
from summarize.checks.declaration import Check, CheckFunction, Example
from summarize.layouts.labels import words_for
from tests.checks.examples import findings_of

PACKAGE = Path(summarize.__file__).parent
BAD = [(check, example) for check in ALL_CHECKS for example in check.bad]
GOOD = [(check, example) for check in ALL_CHECKS for example in check.good]


@pytest.mark.parametrize(("check", "example"), BAD, ids=lambda value: getattr(value, "code", ""))
def test_a_bad_example_gives_the_code(check: Check, example: Example) -> None:
    found = findings_of(example, check)
    assert check.code in {finding.code for finding in found}, found


@pytest.mark.parametrize(("check", "example"), GOOD, ids=lambda value: getattr(value, "code", ""))
def test_a_good_example_is_quiet(check: Check, example: Example) -> None:
    assert findings_of(example, check) == ()


@pytest.mark.parametrize("check", ALL_CHECKS, ids=lambda check: check.code)
def test_a_check_says_everything_of_itself(check: Check) -> None:
    assert check.name and check.name_hans and check.name_hant
    assert check.explanation.endswith(".") and check.spared.endswith(".")
    assert check.version >= 1
    assert bool(check.functions) == bool(check.bad) == bool(check.good)
    assert check.outranks <= set(CHECKS)


@pytest.mark.parametrize("check", ALL_CHECKS, ids=lambda check: check.code)
def test_a_page_names_the_fault_in_both_scripts(check: Check) -> None:
    assert words_for("zh-Hans").fault(check.code) == check.name_hans
    assert words_for("zh-Hant").fault(check.code) == check.name_hant


def test_two_checks_with_one_code_are_refused() -> None:
    first = ALL_CHECKS[0]
    with pytest.raises(ValueError, match=first.code):
        by_code((first, replace(first, name="Another")))


def test_a_function_is_declared_alike_by_all_its_checks() -> None:
    places = [function.place for function in functions_of(ALL_CHECKS)]
    assert len(places) == len(set(places))


def word_files() -> set[str]:
    """Return every file of words under ``summarize/checks``."""
    files = (path for path in (PACKAGE / "checks").rglob("*") if path.suffix in (".toml", ".txt", ".gz"))
    return {path.relative_to(PACKAGE / "checks").as_posix() for path in files}


def files_named_by(module: str, seen: set[str]) -> set[str]:
    """Return the files of words that a module names, or that any module of the checks that it imports names."""
    seen.add(module)
    tree = ast.parse((PACKAGE.parent / f"{module.replace('.', '/')}.py").read_text("utf-8"))
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    for name in sorted(imported - seen):
        if name.startswith("summarize.checks.") and name.count(".") >= 3:
            found |= files_named_by(name, seen)
    return found & word_files()


@pytest.mark.parametrize("function", functions_of(ALL_CHECKS), ids=lambda function: function.place.partition(":")[2])
def test_a_function_declares_the_files_of_words_that_it_reads(function: CheckFunction) -> None:
    assert set(function.word_lists) == files_named_by(function.place.partition(":")[0], set())


def test_every_file_of_words_is_read_by_a_check() -> None:
    assert {name for function in functions_of(ALL_CHECKS) for name in function.word_lists} == word_files()


def test_versions_name_every_code_and_the_bytes_of_every_file() -> None:
    versions = check_versions()
    assert {code: versions[code] for code in CHECKS} == {code: str(check.version) for code, check in CHECKS.items()}
    assert len(versions["aligning/lexicon.txt"]) == 64
    assert versions.keys() - CHECKS.keys() == {
        name for function in functions_of(ALL_CHECKS) for name in function.word_lists
    }


def test_versions_need_no_function_of_a_check() -> None:
    code = (
        "import sys; from summarize.checks.check_table import check_versions; check_versions()\n"
        "print(sorted(name for name in sys.modules if name.startswith('summarize.checks.') and name.count('.') > 2))\n"
        "print(sorted({'summarize.checks.runner', 'logging', 'cn2an', 'tomllib', 'asyncio', 'summarize.prompting.glossary'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["[]", "[]"]


def test_a_finding_has_its_checks_severity_or_is_a_warning() -> None:
    assert new_finding("omission", "", "abstract").severity == "error"
    assert new_finding("omission", "", "abstract", severity="warning").severity == "warning"
    with pytest.raises(ValueError, match="format"):
        new_finding("format", "", "abstract", severity="error")


def test_a_finding_with_an_unknown_code_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        new_finding("nonsense", "", "abstract")


def test_findings_are_made_in_one_place() -> None:
    makers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Finding"
    }
    assert makers == {"checks/check_table.py"}
