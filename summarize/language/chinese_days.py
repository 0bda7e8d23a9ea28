"""Days as the program writes them in English, in Chinese."""

from __future__ import annotations

import re

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEEKDAYS = dict(
    zip(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), "一二三四五六日", strict=True)
)
_DAY = re.compile(rf"(?:({'|'.join(_WEEKDAYS)}), )?(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})")


def chinese_day(text: str) -> str | None:
    """Return ``2026年11月20日（星期五）`` for ``Friday, 20 November 2026``; None for a text that is no day."""
    day = _DAY.fullmatch(text)
    if day is None:
        return None
    weekday = f"（星期{_WEEKDAYS[day[1]]}）" if day[1] else ""
    return f"{day[4]}年{_MONTHS.index(day[3]) + 1}月{day[2]}日{weekday}"
