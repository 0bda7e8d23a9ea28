"""Papers as arXiv announced them, by day. Pure.

arXiv announces on Sunday to Thursday evenings, US Eastern time, and dates what it announces by the next day: Monday to
Friday (https://info.arxiv.org/help/availability.html). That date is the ``day`` of everything here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

#: ``new`` was submitted to one of the categories asked for, ``cross`` was listed in it beside its own, ``replaced`` has
#: a further version.
Kind = Literal["new", "cross", "replaced"]
KINDS: tuple[Kind, ...] = ("new", "cross", "replaced")
#: What a reader of new papers means by them.
USUAL_KINDS: frozenset[Kind] = frozenset(("new", "cross"))


@dataclass(frozen=True, slots=True)
class Announced:
    """A paper in one day's announcement. ``version`` is None where arXiv's list does not say it.

    ``categories`` begin with the primary one. ``title`` and ``authors`` may hold LaTeX, as arXiv gives them; they are
    empty where the list does not have them.
    """

    id: str
    version: int | None
    kind: Kind
    title: str
    categories: tuple[str, ...]
    day: date
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mailing:
    """What was announced on one day, each paper once: the new ones, then cross-listed, then replaced ones.

    Within a kind the papers stand in the order of the categories that were asked for, then of arXiv's list.
    """

    day: date
    papers: tuple[Announced, ...]


@dataclass(frozen=True, slots=True)
class Mailings:
    """The days that were asked for, oldest first; a day without an announcement is not among them.

    ``notes`` are sentences for the user: days without announcement, an announcement that is due and not out, a feed
    that is older than the list, what is an estimate.
    """

    mailings: tuple[Mailing, ...]
    notes: tuple[str, ...] = ()


def put_together(day: date, papers: Iterable[Announced]) -> Mailing:
    """The mailing of ``day`` from entries of several lists and feeds: each paper once, as the strongest kind it has.

    New in one category and cross-listed to another that was asked for is new. What one entry does not say, such as the
    version, is taken from another.
    """
    found: dict[str, Announced] = {}
    for paper in papers:
        if paper.day != day:
            continue
        known = found.get(paper.id)
        found[paper.id] = paper if known is None else _both(known, paper)
    order = {paper_id: place for place, paper_id in enumerate(found)}
    return Mailing(day, tuple(sorted(found.values(), key=lambda p: (KINDS.index(p.kind), order[p.id]))))


def _both(one: Announced, other: Announced) -> Announced:
    return replace(
        one,
        version=one.version if one.version is not None else other.version,
        kind=min(one.kind, other.kind, key=KINDS.index),
        title=one.title or other.title,
        categories=one.categories or other.categories,
        authors=one.authors or other.authors,
    )
