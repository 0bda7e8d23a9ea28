"""Any text is a page of papers or none, and every text found there has its place."""

from __future__ import annotations

from hypothesis import example, given

from tests.hostile.generated.inputs import TEXTS
from tests.hostile.generated.properties import pages_are_read
from tests.hostile.generated.settings import tries


@example("# A title of a paper" + " " * 500 + "x\n\n摘要：中文\n")
@example("[a](https://a" * 200)
@example("# A title\n\n几十 \ud83d\n")
@given(TEXTS)
@tries(120)
def test_a_page_is_read(text: str) -> None:
    pages_are_read(text)
