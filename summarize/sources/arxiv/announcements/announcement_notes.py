"""What a user is told about announcements that were made, were not, or are still to come. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from summarize.sources.arxiv.announcements.schedule import announced_at, is_announcement_day, newest_due

_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

#: Days without papers that are said one by one; of more on end, the first and the last are said.
_NAMED_DAYS = 3


def said_day(day: date) -> str:
    """``Friday, 20 November 2026``, as arXiv writes its days."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def said_span(days: Sequence[date]) -> str:
    """The first and the last of ``days``, which are in order; at least one."""
    return said_day(days[0]) if len(days) == 1 else f"{said_day(days[0])} to {said_day(days[-1])}"


def nothing_announced(days: Sequence[date], categories: Sequence[str], made: Collection[date]) -> Iterator[str]:
    """That days on which an announcement was due have no papers. More than ``_NAMED_DAYS`` on end are one sentence.

    ``days`` are in order. ``made`` are days for which arXiv's lists show that there was an announcement.
    """
    spans: list[list[date]] = []
    for day in days:
        if spans and day - spans[-1][-1] <= timedelta(days=3 if day.weekday() == 0 else 1):
            spans[-1].append(day)
        else:
            spans.append([day])
    for span in spans:
        for part in [span] if len(span) > _NAMED_DAYS else [[day] for day in span]:
            why = "" if set(part) <= set(made) else " (a holiday at arXiv, or no such papers)"
            yield f"{said_span(part)}: nothing announced in {', '.join(categories)}{why}"


def what_is_due(newest: date | None, now: datetime, asked: date | None = None) -> Iterator[str]:
    """What to say where the newest announcement is not the one that a reader expects.

    ``newest`` is its day, None where nobody looked. ``now`` is the present moment in the reader's time zone, whose
    calendar and clock the sentence goes by. ``asked`` is the last day that was asked for, if one was.
    """
    due = newest_due(now)
    wanted = asked or now.date()
    known = f"; the newest announcement is of {said_day(newest)}" if newest else ""
    if not is_announcement_day(wanted) and (asked or not newest or newest < wanted):
        yield f"{said_day(wanted)}: arXiv announces nothing on Saturdays and Sundays{known}"
    elif newest and newest < due:
        at = announced_at(due).astimezone(now.tzinfo)
        yield f"the announcement of {said_day(due)} was due at {at:%H:%M} and is not out (late, or a holiday){known}"
    elif newest and newest < wanted:
        at = announced_at(wanted).astimezone(now.tzinfo)
        yield f"the announcement of {said_day(wanted)} is due at {at:%H:%M} (20:00 US Eastern){known}"
