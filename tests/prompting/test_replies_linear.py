"""Reading a reply takes time in proportion to its length, whatever a model repeats."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from summarize.prompting.replies import parse_digest, parse_lines, parse_takeaway, visible_text

READERS: dict[str, Callable[[str], object]] = {
    "text": visible_text,
    "lines": lambda reply: parse_lines(reply, [0, 1, 2, 3]),
    "digest": lambda reply: parse_digest(reply, "sentence"),
    "takeaway": lambda reply: parse_takeaway(reply, "section"),
}
#: What is repeated, and what may stand before it.
REPEATED = (" ", "\t", "\u00a0", "\u3000", "\n", "a", "1", "的", "#", "*", "[", "[1", "[1]", " [1]", "[2,5]。", "（", "- ", "1. ",
    "a\n", "[1] a\n", "- a\n", "```\n", "<think>", "</think>", "<think>a</think>", "<think></reasoning>", "\\(", "p1-", "和",
    "，", "\u200b", "summary (")  # fmt: skip
BEFORE = ("", "# ", "[1] ", "# Summary\n", "# Takeaways\n- x [")


def _seconds(read: Callable[[str], object], reply: str) -> float:
    began = time.thread_time()
    read(reply)
    return time.thread_time() - began


@pytest.mark.parametrize("name", READERS)
def test_ten_times_the_reply_takes_about_ten_times_the_time(name: str) -> None:
    read = READERS[name]
    for repeated in REPEATED:
        for before in BEFORE:
            long = before + (repeated * 8_000)[:8_000] + "!\n"
            # The slowest that is linear takes 8 ms; the slowest that is quadratic took seconds.
            if _seconds(read, long) > 0.05:
                short = before + (repeated * 800)[:800] + "!\n"
                assert _seconds(read, long) < 0.02 + 20 * _seconds(read, short), (before, repeated)


def test_a_reply_of_half_a_megabyte_is_read_in_seconds() -> None:
    for repeated in ("[1] a\n", " [1]", "<think>", "#" + " " * 99):
        assert _seconds(READERS["digest"], (repeated * 500_000)[:500_000]) < 5


@pytest.mark.parametrize(
    ("text", "rest", "marks"),
    [
        ("要点 [1] [2]。", "要点。", 2),
        ("要点。 [1]", "要点。", 1),
        ("要点 [1]。[2]。", "要点。", 2),
        ("要点！[1,2]", "要点！", 2),
        ("[1]", "", 1),
        ("要点 [1] [x]", "要点 [1] [x]", 0),
        ("要点" + " [1]" * 19, "要点", 1),
    ],
)
def test_marks_at_the_end_are_read_from_the_last_to_the_first(text: str, rest: str, marks: int) -> None:
    takeaway = parse_takeaway(text, "sentence")
    assert (takeaway.text, len(takeaway.evidence)) == (rest, marks)
