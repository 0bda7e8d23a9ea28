"""Whether a paper answers an arXiv ``search_query``.

The grammar is that of the user manual (https://info.arxiv.org/help/api/user-manual.html), as far as our tests need it.
Terms are ``field:word``, ``field:"a phrase"`` and ``submittedDate:[YYYYMMDDHHMM TO YYYYMMDDHHMM]``. They are joined by
``AND``, ``OR`` and ``ANDNOT`` from left to right and grouped by parentheses. Terms side by side mean ``OR``, as at
arXiv.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from summarize.values import Paper

_TOKEN = re.compile(r'\(|\)|\w+:\[[^\]]*\]|\w+:"[^"]*"|"[^"]*"|[^\s()]+')

_FIELDS: dict[str, Callable[[Paper], str]] = {
    "ti": lambda p: p.title,
    "abs": lambda p: p.abstract,
    "au": lambda p: " ; ".join(p.authors),
    "co": lambda p: p.comment,
    "jr": lambda p: p.journal_ref,
    "all": lambda p: " ".join((p.title, p.abstract, *p.authors, p.comment, p.journal_ref)),
}


class BadQuery(ValueError):
    """The query is not in the grammar. arXiv answers such a query with an error feed."""


def matches(query: str, paper: Paper) -> bool:
    """Whether the paper is an answer to the query. An empty query matches nothing, as at arXiv."""
    tokens = _TOKEN.findall(query)
    if not tokens:
        return False
    value, rest = _expression(tokens, paper)
    if rest:
        raise BadQuery(query)
    return value


def _expression(tokens: list[str], paper: Paper) -> tuple[bool, list[str]]:
    value, tokens = _operand(tokens, paper)
    while tokens and tokens[0] != ")":
        operator = tokens[0] if tokens[0] in {"AND", "OR", "ANDNOT"} else ""
        right, tokens = _operand(tokens[1:] if operator else tokens, paper)
        if operator == "AND":
            value = value and right
        elif operator == "ANDNOT":
            value = value and not right
        else:
            value = value or right
    return value, tokens


def _operand(tokens: list[str], paper: Paper) -> tuple[bool, list[str]]:
    if not tokens or tokens[0] in {")", "AND", "OR", "ANDNOT"}:
        raise BadQuery("an operand is missing")
    if tokens[0] != "(":
        return _term(tokens[0], paper), tokens[1:]
    value, rest = _expression(tokens[1:], paper)
    if not rest or rest[0] != ")":
        raise BadQuery("a parenthesis is not closed")
    return value, rest[1:]


def _term(token: str, paper: Paper) -> bool:
    field, colon, wanted = token.partition(":")
    if not colon:
        field, wanted = "all", token
    if field in {"submittedDate", "lastUpdatedDate"}:
        return _in_range(wanted, paper.published if field == "submittedDate" else paper.updated)
    if field == "cat":
        return any(c == wanted or (wanted.endswith("*") and c.startswith(wanted[:-1])) for c in paper.categories)
    if field not in _FIELDS:
        raise BadQuery(f"unknown field {field}")
    wanted = wanted.strip('"').replace("_", " ").casefold()
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", _FIELDS[field](paper).casefold()) is not None


def _in_range(wanted: str, date: str) -> bool:
    """Whether a date is in a range. Bounds are inclusive and in GMT.

    The time of day of a paper is noon unless its date carries one.
    """
    bounds = re.fullmatch(r"\[(\d{8}|\d{12}|\d{14}) TO (\d{8}|\d{12}|\d{14})\]", wanted)
    if bounds is None:
        raise BadQuery(f"not a date range: {wanted}")
    day, _, clock = date.partition("T")
    stamp = day.replace("-", "") + (clock.replace(":", "").rstrip("Z") or "120000")
    return bounds[1].ljust(14, "0") <= stamp.ljust(14, "0") <= bounds[2].ljust(14, "9")
