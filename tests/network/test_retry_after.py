"""The wait that a response asks for is read in all forms that servers send."""

from __future__ import annotations

import time

import pytest

from summarize.network.retry_after import retry_after_s

NOW = 1_763_694_000.0  # 2025-11-21T03:00:00Z


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "17"}, 17.0),
        ({"retry-after": " 17 "}, 17.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "²"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "Fri, 21 Nov 2025 03:00:23 GMT"}, 23.0),
        ({"retry-after": "Friday, 21-Nov-25 03:00:23 GMT"}, 23.0),
        ({"retry-after": "Fri, 21 Nov 2025 04:00:23 +0100"}, 23.0),
        ({"retry-after": "Fri, 21 Nov 2025 02:00:00 GMT"}, 0.0),
        ({"retry-after": "Fri, 41 Nov 2025 02:00:00 GMT"}, None),
        ({"retry-after": "Fri, 21 Nov 99999999999999999999 02:00:00 GMT"}, None),
        ({"retry-after": "Fri, 21 Nov " + "9" * 5_000 + " 02:00:00 GMT"}, None),
        ({"retry-after": "1e308"}, 365 * 86_400.0),
        ({"retry-after": "Fri, 21 Nov 9999 02:00:00 GMT"}, 365 * 86_400.0),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "17"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "17"}, 17.0),
    ],
)
def test_seconds_milliseconds_and_dates(headers: dict[str, str], expected: float | None) -> None:
    assert retry_after_s(headers, NOW) == expected


def test_a_date_without_a_zone_is_in_utc_wherever_this_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert retry_after_s({"retry-after": "Fri, 21 Nov 2025 03:00:23 -0000"}, NOW) == 23.0
    finally:
        monkeypatch.undo()
        time.tzset()
