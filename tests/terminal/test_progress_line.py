"""The line about a run of many papers says what matters most, in any width."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from summarize.terminal.live.progress_line import Progress, fitted, whole_line

MIDWAY = Progress(
    total=100, done=35, failed=2, stored=5, calls=8, elapsed_s=60.0, tokens=123_456, cost_usd=0.01234
)  # fmt: skip


def test_a_wide_terminal_has_all_of_it() -> None:
    text = fitted(MIDWAY, 120).text
    assert text == (
        "37/100 · 2 failed · 5 from the store · 32/min · 1:58 left · $0.0123 · 123,456 tokens · 8 calls at once"
    )
    assert fitted(MIDWAY, 140).bar_width >= 20


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_what_matters_most_is_there_in_any_width(width: int) -> None:
    line = fitted(MIDWAY, width)
    for words in ("37/100", "2 failed", "1:58 left", "$0.0123"):
        assert words in line.text
    assert cell_len(line.text) + (line.bar_width + 1 if line.bar_width else 0) <= width


def test_eighty_columns_have_a_bar_and_the_rate_too() -> None:
    line = fitted(MIDWAY, 80)
    assert line.bar_width >= 8
    assert "32/min" in line.text


def test_forty_columns_have_a_bar_where_nothing_failed() -> None:
    assert fitted(Progress(total=100, done=37, elapsed_s=60.0, cost_usd=0.01), 40).bar_width >= 8


def test_a_price_that_is_not_known_is_said_only_where_there_is_room() -> None:
    unknown = Progress(total=100, done=35, failed=2, elapsed_s=60.0, tokens=5, cost_usd=None)
    assert "price not known" in fitted(unknown, 120).text
    assert fitted(unknown, 40).text == "37/100 · 2 failed · 1:42 left"


def test_papers_from_the_store_are_no_measure_of_the_time_left() -> None:
    assert fitted(Progress(total=100, done=50, stored=50, elapsed_s=1.0), 120).text == "50/100 · 50 from the store"


def test_a_very_narrow_terminal_still_has_the_count() -> None:
    assert fitted(MIDWAY, 10).text == "37/100"


def test_at_the_end_no_time_is_left() -> None:
    assert "left" not in fitted(Progress(total=3, done=3, elapsed_s=9.0, cost_usd=0.5), 120).text


def test_a_plain_line_says_what_is_counted() -> None:
    assert whole_line(MIDWAY).startswith("37/100 papers · 2 failed · ")
