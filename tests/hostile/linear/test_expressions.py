"""Every regular expression of the package reads long texts in time in proportion to their length."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.linear.expressions import Use
from tests.hostile.linear.measure import slow_text

REPOSITORY = Path(__file__).parents[3]
#: With SUMMARIZE_HOSTILE=all every text is measured at full length, which takes about a minute.
WHOLE = os.environ.get("SUMMARIZE_HOSTILE") == "all"


def test_every_expression_is_linear() -> None:
    """Each expression takes at most 20 times as long for 50,000 characters as for 5,000."""
    command = [sys.executable, "-m", "tests.hostile.linear.measure", *(["--whole"] if WHOLE else [])]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=280)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"{rows[-1:]}\n{done.stderr}"
    assert [row for row in rows if "slow" in row] == []
    assert [row["unreached"] for row in rows if "unreached" in row] == []
    assert rows[-1]["expressions"] > 400


@pytest.mark.parametrize(
    ("expression", "use"),
    [
        (r"\s*x", "search"),
        (r"<b>.*?</b>", "search"),
        (r"(?:a|b|ab)*c", "match"),
        (r"\s*,?\s*x", "match"),
        (r"(\w+\s?)+$", "fullmatch"),
        (r"\d+(?:\.\d+)?%", "search"),
    ],
)
def test_a_slow_expression_is_found(expression: str, use: Use) -> None:
    """The generated texts show quadratic and exponential time. The stop keeps this test short."""
    assert slow_text(re.compile(expression), use, stop_s=0.15)


@pytest.mark.parametrize(
    ("expression", "use"),
    [(r"(?<!\s)\s*+x", "search"), (r"[^<>]*", "search"), (r"a{0,30}b", "search"), (r"\w+ \w+", "match")],
)
def test_a_linear_expression_passes(expression: str, use: Use) -> None:
    """An expression that begins at the start of a run, or whose repetition is bounded, is not reported."""
    assert slow_text(re.compile(expression), use, stop_s=1.0) is None
