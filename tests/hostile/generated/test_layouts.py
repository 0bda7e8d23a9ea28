"""Whatever stands in a paper or a reply, no layout puts it out alive."""

from __future__ import annotations

import itertools
from functools import partial

from hypothesis import example, given

from tests.hostile.generated.inputs import TEXT_LISTS
from tests.hostile.generated.properties import nothing_is_alive
from tests.hostile.generated.settings import tries


@example(["<img src=x onerror=y>", "\x1b[31m", "javascript:alert(1)"])
@given(TEXT_LISTS)
@tries(40)
def test_nothing_is_alive_on_a_page(texts: list[str]) -> None:
    nothing_is_alive(partial(next, itertools.cycle(texts)))
