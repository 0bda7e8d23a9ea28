"""Whatever a model answers, each part that was asked for is read or missing."""

from __future__ import annotations

from hypothesis import example, given

from tests.hostile.generated.inputs import TEXTS
from tests.hostile.generated.properties import replies_are_read
from tests.hostile.generated.settings import tries


@example("#" + " " * 500)
@example("<think>" * 60 + "[1] 中文")
@given(TEXTS)
@tries(150)
def test_a_reply_is_read(text: str) -> None:
    replies_are_read(text)
