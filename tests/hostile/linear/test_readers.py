"""The functions that read foreign text take time in proportion to its length, whatever stands there."""

from __future__ import annotations

import math
import os
from collections.abc import Callable

import pytest

from tests.hostile.linear.measure import LONG, SHORT, compare, timed
from tests.hostile.linear.readers import FAMILIES, readers, text_of

#: With SUMMARIZE_HOSTILE=all every text is measured at 50,000 characters. Otherwise one of 2,500 is read first, and only
#: what takes more than 5 ms for that, and more than ten times as long as a fifth of it, is measured.
WHOLE = os.environ.get("SUMMARIZE_HOSTILE") == "all"
_FIRST, _FIRST_S = 2_500, 0.005
READERS = readers()


@pytest.mark.parametrize("name", READERS)
def test_reading_is_linear(name: str) -> None:
    """50,000 characters of each family take at most 20 times as long as 5,000."""
    read = READERS[name]
    slow = {}
    # Each reader reads every third family here, its neighbours the others.
    families = (*FAMILIES, "unlike")
    for family in families if WHOLE else families[list(READERS).index(name) % 3 :: 3]:
        if WHOLE or _is_doubtful(read, family):
            times = compare(read, text_of(family, SHORT), text_of(family, LONG))
            if not times.linear:
                slow[family] = times
    assert slow == {}


def _is_doubtful(read: Callable[[str], object], family: str) -> bool:
    first = timed(read, text_of(family, _FIRST))
    if first == math.inf:
        return True
    return first > _FIRST_S and first > 10 * timed(read, text_of(family, _FIRST // 5))
