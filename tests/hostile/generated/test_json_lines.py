"""``check --json`` answers rows of any texts, and says what is no row."""

from __future__ import annotations

from hypothesis import example, given

from tests.hostile.generated.inputs import ROWS, TextPair
from tests.hostile.generated.properties import json_lines_are_answered
from tests.hostile.generated.settings import tries


@example([TextPair("title", "A \\ud83d kite", "风\\udc00筝").line()])
@example(["[" * 100_000])
@given(ROWS)
@tries(30)
def test_rows_are_answered(rows: list[str]) -> None:
    json_lines_are_answered(rows)
