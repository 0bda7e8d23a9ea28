"""Abstracts are cut where a reader would cut them."""

from __future__ import annotations

import time

import pytest

from summarize.reading.sentences import split_sentences
from tests.reading.abstract_traps import TRAPS


@pytest.mark.parametrize("name", TRAPS)
def test_trap(name: str) -> None:
    parts = [part.strip() for part in TRAPS[name].split("‖")]
    assert list(split_sentences(TRAPS[name].replace("‖", ""))) == parts


@pytest.mark.parametrize("name", TRAPS)
def test_nothing_is_lost_or_added(name: str) -> None:
    text = TRAPS[name].replace("‖", "")
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


def test_white_space_becomes_one_space_so_that_no_line_can_pose_as_a_number() -> None:
    text = "We train\n[3] and\t\tsleep.\n# Takeaways\nare few."
    assert split_sentences(text) == ("We train [3] and sleep.", "# Takeaways are few.")


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    assert split_sentences("Contributions\n\nWe count\nwhales. They\nare large.") == (
        "Contributions",
        "We count whales.",
        "They are large.",
    )


def test_empty_text_has_no_sentences() -> None:
    assert split_sentences("") == split_sentences(" \n\n ") == ()


def test_a_long_text_is_cut_in_linear_time() -> None:
    assert len(split_sentences("We show that (a. B, c) and $x.$ hold, e.g. here. " * 4000)) == 4000


@pytest.mark.parametrize("piece", ["a", "a.", "A. ", "1.", "a-", "e.g. ", "\\(", "(a. B) ", "“", "一", "a.com"])
def test_a_hostile_text_is_cut_in_linear_time(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    before = time.process_time()
    split_sentences(text)
    assert time.process_time() - before < 1.0
