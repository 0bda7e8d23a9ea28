"""docs/checks.md and the registry say the same."""

from __future__ import annotations

import re
from pathlib import Path

from summarize.checks import CHECKS

PAGE = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### `([a-z-]+)`\n\n(.*?)(?=^##|\Z)", PAGE, re.M | re.S))


def test_every_code_has_a_section_in_the_registrys_order() -> None:
    assert list(SECTIONS) == list(CHECKS)


def test_a_section_says_severity_example_and_what_is_not_flagged() -> None:
    for code, text in SECTIONS.items():
        assert text.lower().startswith(CHECKS[code].severity), code
        assert "Found:" in text and "Not flagged:" in text, code


def test_every_check_has_an_explanation_and_an_example() -> None:
    for code, check in CHECKS.items():
        assert check.code == code
        assert check.name and check.example and check.explanation.endswith((".", ")")), code
