"""Searches of arXiv: from what people type to the API's query. Pure; today's date is an argument.

Grammar: https://info.arxiv.org/help/api/user-manual.html#query_details. Dates are in GMT, as arXiv's are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from summarize.errors import UsageError

SortName = Literal["submitted", "updated", "relevance"]

#: The first archive opened in August 1991.
_FIRST_MINUTE = "199108010000"

_FIELD = re.compile(r"(?<![\w:])(?:ti|au|abs|co|jr|cat|rn|id|all|doi|submittedDate|lastUpdatedDate):(?=\S)")
_OPERATOR = re.compile(r"(?<!\S)(?:AND|OR|ANDNOT)(?!\S)")
#: What the terminal or the shell makes of bytes that are not UTF-8, and control characters other than white space.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_WORD = re.compile(r'"([^"]+)"|([^\s"]+)')
#: Words that arXiv's index does not keep; a query that demands one finds nothing.
_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "with",
    ]
)

#: Archives of today (https://arxiv.org/category_taxonomy); those with a star have subject classes below them.
_ARCHIVES = frozenset(
    [
        "cs*",
        "econ*",
        "eess*",
        "math*",
        "physics*",
        "q-bio*",
        "q-fin*",
        "stat*",
        "astro-ph*",
        "cond-mat*",
        "nlin*",
        "gr-qc",
        "hep-ex",
        "hep-lat",
        "hep-ph",
        "hep-th",
        "math-ph",
        "nucl-ex",
        "nucl-th",
        "quant-ph",
    ]
)


@dataclass(frozen=True, slots=True)
class Search:
    """A search as the API takes it. ``what`` says it for people."""

    query: str
    sort: SortName
    limit: int
    what: str


def plan_search(
    text: str,
    *,
    now: datetime,
    categories: Sequence[str] = (),
    authors: Sequence[str] = (),
    since: str = "",
    until: str = "",
    sort: SortName = "submitted",
    limit: int = 50,
) -> Search:
    """The search for papers that match ``text``, one of the categories, one of the authors, and the dates.

    ``text`` is a query in arXiv's own grammar if it has a field (``ti:``) or an operator; otherwise all its words must
    occur, those in quotes as a phrase. ``now`` is the present moment, with its time zone. Raises UsageError.
    """
    parts, said = [], []
    if _NO_TEXT.search("".join((text, *categories, *authors, since, until))):
        raise UsageError("the query has control characters or bytes that are not UTF-8", hint="Type it again")
    if text.strip():
        parts.append(_text_query(text))
        said.append(" ".join(text.split()))
    if categories:
        parts.append(_either([c for name in categories for c in category_terms(name)]))
        said.append(" or ".join(categories))
    if authors:
        parts.append(_either([f'au:"{_author(a)}"' for a in authors]))
        said.append(f"by {' or '.join(authors)}")
    if not parts:
        raise UsageError(
            "nothing to search for", hint="give a QUERY, --category or --author; see summarize search --help"
        )
    if since or until:
        first = _moment(since, now, option="--since") if since else None
        last = _moment(until, now, option="--until") if until else None
        parts.append(_dates(first, last, now))
        said.append(" ".join([f"since {since}"] * bool(since) + [f"until {until}"] * bool(until)))
    return Search(" AND ".join(parts), sort, limit, ", ".join(said))


def _text_query(text: str) -> str:
    text = " ".join(text.translate(str.maketrans("“”„＂：（）", '"""":()')).split())
    if text.count('"') % 2:
        raise UsageError(
            f"a quotation mark is not closed: {text}", hint='phrases stand in pairs of ": "tree of thought"'
        )
    if _FIELD.search(text) or _OPERATOR.search(text):
        outside = re.sub(r'"[^"]*"', "", text)
        if outside.count("(") != outside.count(")"):
            raise UsageError(f"a parenthesis is not closed: {text}", hint="(ti:a OR ti:b) AND cat:cs.CL")
        if re.search(r"(?:^|\s)(?:AND|OR|ANDNOT)$|^(?:AND|OR|ANDNOT)\s", outside.strip()):
            raise UsageError(f"an operator has only one side: {text}", hint="ti:reasoning AND abs:search")
        return f"({text})"
    terms = [phrase or re.sub(r"[()\[\],;]", "", word) for phrase, word in _WORD.findall(text)]
    terms = [t for t in terms if re.search(r"\w", t)]
    wanted = [t for t in terms if t.lower() not in _STOP_WORDS] or terms
    if not wanted:
        raise UsageError(f"there is no word in the query {text!r}", hint="such as: summarize search 'tree of thought'")
    return " AND ".join(f'all:"{t}"' for t in wanted)


def submitted_query(categories: Sequence[str], first: datetime, last: datetime) -> str:
    """The query for what was submitted to one of ``categories``, from ``first`` to the minute before ``last``.

    Raises UsageError where arXiv has no such category.
    """
    start, end = (moment.astimezone(UTC).strftime("%Y%m%d%H%M") for moment in (first, last - timedelta(minutes=1)))
    return f"{_either([term for name in categories for term in category_terms(name)])} AND submittedDate:[{start} TO {end}]"


def _either(terms: Sequence[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"


def category_terms(name: str) -> list[str]:
    """The API's terms for ``cs.CL``, and for an archive as a whole such as ``cs`` or ``cs.*``."""
    match = re.fullmatch(r"([a-z-]+)(?:\.([a-z-]+|\*))?", name.strip().lower())
    archive, below = (match[1], match[2] or "") if match else ("", "")
    divided = f"{archive}*" in _ARCHIVES
    if not divided and (below or archive not in _ARCHIVES):
        raise UsageError(f"arXiv has no category {name!r}", hint="such as cs.CL, math.GT, hep-th, cs.* (all of cs)")
    if not divided or (below and below != "*"):
        return [f"cat:{archive}.{below.upper() if len(below) == 2 else below}" if below else f"cat:{archive}"]
    # Before 2009 papers of these two carried the archive's bare name.
    return [f"cat:{archive}.*", *([f"cat:{archive}"] if archive in {"astro-ph", "cond-mat"} else [])]


def _author(name: str) -> str:
    name = " ".join(name.replace('"', " ").split())
    if not name:
        raise UsageError("--author is empty", hint='such as: --author "Ada Muster"')
    return name


@dataclass(frozen=True, slots=True)
class _Moment:
    """A point in time, or a whole day where ``whole_day`` is set."""

    at: datetime
    whole_day: bool


def _moment(text: str, now: datetime, *, option: str) -> _Moment:
    """``2025-01-30``, ``today``, ``yesterday``, ``7d`` and ``2w`` (whole days back), ``36h`` (to the minute)."""
    now = now.astimezone(UTC)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    named = {"today": 0, "yesterday": 1}.get(text.strip().lower())
    if named is not None:
        return _Moment(midnight - timedelta(days=named), True)
    if match := re.fullmatch(r"(\d{1,4})\s*([hdw])", text.strip().lower()):
        count = int(match[1])
        if match[2] == "h":
            return _Moment(now - timedelta(hours=count), False)
        return _Moment(midnight - timedelta(days=count * (7 if match[2] == "w" else 1)), True)
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as exc:
        raise UsageError(
            f"{option} {text!r} is no date ({exc})"
            if re.fullmatch(r"[\d-]+", text)
            else f"{option} {text!r} is no date",
            hint="such as 2025-01-30, today, yesterday, 7d, 2w or 36h; days are in GMT",
        ) from exc
    return _Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), True)


def parse_day(text: str, now: datetime, *, option: str) -> date:
    """The day in GMT that ``2025-01-30``, ``today``, ``yesterday``, ``7d`` or ``2w`` means at ``now``.

    ``option`` is named in errors. Raises UsageError where the text is none of these, or a day after tomorrow.
    """
    moment = _moment(text, now, option=option)
    if moment.at > now.astimezone(UTC) + timedelta(days=1):
        raise UsageError(f"{option} {moment.at:%Y-%m-%d} is in the future", hint="days are in GMT")
    return moment.at.date()


def _dates(first: _Moment | None, last: _Moment | None, now: datetime) -> str:
    today = _Moment(now.astimezone(UTC), True)
    if first is not None and last is None:
        if first.at > today.at + timedelta(days=1):
            raise UsageError(f"--since {first.at:%Y-%m-%d} is in the future", hint="days are in GMT")
        # A day that has not begun in GMT yet, such as this morning's in China, is empty and no mistake.
        last = first if first.whole_day and first.at > today.at else today
    last = last or today
    start = first.at.strftime("%Y%m%d%H%M") if first else _FIRST_MINUTE
    end = last.at.strftime("%Y%m%d") + "2359" if last.whole_day else last.at.strftime("%Y%m%d%H%M")
    if start > end:
        raise UsageError(
            f"--since is after --until ({start[:8]} > {end[:8]})", hint="the earlier day is --since; days are in GMT"
        )
    return f"submittedDate:[{start} TO {end}]"
