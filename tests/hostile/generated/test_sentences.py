"""The splitter of sentences loses, adds and doubles nothing."""

from __future__ import annotations

from hypothesis import example, given

from tests.hostile.generated.inputs import TEXTS
from tests.hostile.generated.properties import sentences_keep_the_text
from tests.hostile.generated.settings import tries


@example("." * 500 + "。" * 3)
@example("\\\\(" * 200 + "a. B \\\\)")
@given(TEXTS)
@tries(200)
def test_sentences_keep_the_text(text: str) -> None:
    sentences_keep_the_text(text)
