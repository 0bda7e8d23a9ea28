"""When arXiv announces what, by its published schedule. Pure.

https://info.arxiv.org/help/availability.html: what is submitted up to 14:00 US Eastern time on Monday to Friday is
announced at 20:00, on Friday not before Sunday. Holidays and delays are not in it: arXiv's own lists say what was
announced, and this schedule is an estimate where they do not reach.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
_DEADLINE = time(14, 0)
_ANNOUNCED_AT = time(20, 0)
#: Monday is 0. Announcements are dated Monday to Friday.
_SATURDAY = 5


def is_announcement_day(day: date) -> bool:
    """Whether an announcement of that date is due, holidays apart."""
    return day.weekday() < _SATURDAY


def previous_day(day: date) -> date:
    """The date of the announcement that was due before the one of ``day``."""
    day -= timedelta(days=1)
    while not is_announcement_day(day):
        day -= timedelta(days=1)
    return day


def days_due(first: date, last: date) -> tuple[date, ...]:
    """The dates of all announcements that are due from ``first`` to ``last``, oldest first."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if is_announcement_day(day))


def announced_at(day: date) -> datetime:
    """The moment at which the announcement of ``day`` is due: 20:00 US Eastern time on the evening before."""
    return datetime.combine(day - timedelta(days=1), _ANNOUNCED_AT, EASTERN)


def newest_due(now: datetime) -> date:
    """The date of the newest announcement that is due at ``now``, a moment with its time zone."""
    day = now.astimezone(EASTERN).date() + timedelta(days=1)
    while not is_announcement_day(day) or announced_at(day) > now:
        day -= timedelta(days=1)
    return day


def submitted_between(day: date) -> tuple[datetime, datetime]:
    """From when to when papers were submitted that are announced on ``day``, if nothing held them up.

    The announcement of a Monday has those from Thursday to Friday 14:00, that of a Tuesday those from Friday to Monday.
    """
    last = previous_day(day)
    first = previous_day(last)
    return datetime.combine(first, _DEADLINE, EASTERN), datetime.combine(last, _DEADLINE, EASTERN)
