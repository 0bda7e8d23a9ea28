"""docs/checks.md says about every code what its declaration says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from summarize.checks import CHECKS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "checks.md").read_text("utf-8")


def test_the_page_is_what_the_declarations_say() -> None:
    spec = importlib.util.spec_from_file_location("make_checks", ROOT / "docs" / "make_checks.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page_with(TEXT, module.codes()) == TEXT, "run: python docs/make_checks.py"
    figures = module.page_with(TEXT, module.measured(), module.BEGIN_MEASURED, module.END_MEASURED)
    assert figures == TEXT, "run: python docs/make_checks.py"


def test_every_code_has_a_section_in_the_registrys_order() -> None:
    assert re.findall(r"^### `([a-z-]+)`$", TEXT, re.M) == list(CHECKS)


def test_a_section_says_names_severity_and_what_is_not_reported() -> None:
    sections = dict(re.findall(r"^### `([a-z-]+)`\n\n(.*?)(?=^##|^<!--)", TEXT, re.M | re.S))
    for code, check in CHECKS.items():
        for said in (check.name, check.name_hans, check.name_hant, check.severity.capitalize(), "Not reported:"):
            assert said in sections[code], (code, said)
        assert sections[code].count(" → ") >= len(check.bad)


def test_what_the_page_names_is_there() -> None:
    for name in re.findall(r"`((?:summarize|tests|docs|benchmarks)/[\w/.-]+)`", TEXT):
        assert (ROOT / name).exists(), name
