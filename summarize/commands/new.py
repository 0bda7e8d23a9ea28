"""``summarize new``: what arXiv announced, to read or to pipe into ``summarize -``."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from summarize.arxiv_categories import CATEGORIES, parse_categories
from summarize.characters import neutral
from summarize.commands.options import speech_options
from summarize.errors import UsageError
from summarize.settings import Settings
from summarize.sources.arxiv.announcements.mailings import KINDS
from summarize.sources.arxiv.arxiv_source import ArxivSource
from summarize.sources.arxiv.query import parse_day
from summarize.sources.open_sources import run_with_sources
from summarize.terminal.console import Console
from summarize.values import ARXIV

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarize.sources.arxiv.announcements.mailings import Announced, Kind, Mailings
    from summarize.sources.open_sources import Sources

#: Each day beyond arXiv's lists takes a request of its own.
_FURTHEST = timedelta(days=366)
#: How many papers of a kind a day has.
_COUNTS = {"new": "{count} new", "cross": "{count} cross-listed", "replaced": "{count} replaced"}

_EPILOG = """\b
Examples:
  summarize new cs.CL
  summarize new cs.CL cs.AI --format table
  summarize new cs.CL cs.LG --since 7d | summarize - --new-only -o today.md
  summarize new hep-th --day 2026-11-20 --kind new,cross,replaced --format json

Days are those of arXiv's lists. arXiv announces on Sunday to Thursday evenings at 20:00 US Eastern time, 09:00 in Beijing
(08:00 in summer), under the date of the next day: what is out on a Tuesday morning in Beijing is dated Tuesday. Without
--since and --day it is the newest announcement, on a weekend that of Friday."""


class Kinds(click.ParamType[frozenset[str]]):
    """Kinds of announced papers, separated by commas."""

    name = "kinds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> frozenset[str]:
        if isinstance(value, frozenset):
            return value
        names = [name.strip().lower() for name in str(value).split(",") if name.strip()]
        found = frozenset(KINDS) if names == ["all"] else frozenset(k for k in KINDS if k in names)
        if not names or (names != ["all"] and set(names) - found):
            self.fail(f"{value!r} is none of {', '.join(KINDS)}, or several with commas, or all", param, ctx)
        return found

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        done, comma, last = incomplete.rpartition(",")
        return [
            click.shell_completion.CompletionItem(f"{done}{comma}{k}") for k in (*KINDS, "all") if k.startswith(last)
        ]


def complete_category(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in CATEGORIES if name.lower().startswith(incomplete.lower())]


@click.command(epilog=_EPILOG)
@click.argument("categories", nargs=-1, required=True, metavar="CATEGORY…", shell_complete=complete_category)
@click.option("--since", default="", metavar="DAY", help="All announcements since: 2026-11-20, yesterday, 7d or 2w.")
@click.option("--day", default="", metavar="DAY", help="The announcement of this day alone, written as for --since.")
@click.option(
    "--kind",
    "kinds",
    type=Kinds(),
    default="new,cross",
    show_default=True,
    metavar="KINDS",
    help="new, cross (listed in the category beside its own), replaced (a further version); all.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["ids", "table", "json"]),
    default="ids",
    show_default=True,
    help="One ID a line; a line with ID, day, kind, category, title and authors; or one JSON object.",
)
@speech_options
def new(
    categories: tuple[str, ...],
    since: str,
    day: str,
    kinds: frozenset[Kind],
    style: str,
    quiet: bool,
    verbose: bool,
) -> None:
    """Print the IDs of the papers that arXiv announced in CATEGORY, each once.

    CATEGORY is cs.CL, hep-th, or a whole archive such as cs. The newest announcement, unless --since or --day says
    otherwise; days without one are said on stderr.
    """
    if since and day:
        raise UsageError(
            "--since and --day exclude each other", hint="--day is one day, --since that day and all after it"
        )
    first = _first_day(since, day, datetime.now(UTC))
    names = parse_categories(categories)
    if not names:
        raise UsageError("no category is named", hint="such as: summarize new cs.CL")

    console = Console(quiet=quiet, verbose=verbose)

    async def ask(sources: Sources) -> Mailings:
        arxiv = sources.named(ARXIV)
        assert isinstance(arxiv, ArxivSource)
        return await arxiv.mailings(names, first, until=first if day else None, kinds=kinds)

    found = run_with_sources(ask, Settings(), os.environ, notice=console.note, detail=console.detail)
    papers = list(_once(found))
    if style == "json":
        click.echo(json.dumps(_object(names, papers, found.notes), ensure_ascii=False, indent=2))
    else:
        for paper in papers:
            click.echo(_name(paper) if style == "ids" else _row(paper))
    for note in (*_counted(found), *found.notes):
        console.note(note)


def _first_day(since: str, day: str, now: datetime) -> date | None:
    """The day that ``--since`` or ``--day`` names, None without both. Raises UsageError."""
    if not since and not day:
        return None
    return day_within_a_year(since or day, now, option="--since" if since else "--day")


def day_within_a_year(text: str, now: datetime, *, option: str) -> date:
    """The day of announcements that ``text`` names. Raises UsageError where it is none, or too long ago to ask for."""
    first = parse_day(text, now, option=option)
    if first < now.date() - _FURTHEST:
        raise UsageError(
            f"{first} is more than a year ago",
            hint="arXiv's lists go back 90 days; summarize search finds older papers by date of submission",
        )
    return first


def _once(found: Mailings) -> Iterator[Announced]:
    """The papers of all days, each on the first day that announced it; as replaced, on its last."""
    last = {paper.id: paper for mailing in found.mailings for paper in mailing.papers if paper.kind == "replaced"}
    seen = set[str]()
    for mailing in found.mailings:
        for paper in mailing.papers:
            if paper.id not in seen and (paper.kind != "replaced" or last[paper.id] is paper):
                seen.add(paper.id)
                yield paper


def _counted(found: Mailings) -> Iterator[str]:
    """A line for each day: how many papers of each kind were announced."""
    for mailing in found.mailings:
        counts = Counter(paper.kind for paper in mailing.papers)
        yield f"{mailing.day}: " + ", ".join(_COUNTS[kind].format(count=counts[kind]) for kind in KINDS if counts[kind])


def _name(paper: Announced) -> str:
    """The ID; of a replaced paper with its version, where it is known, so that an older record does not stand for it."""
    return f"{paper.id}v{paper.version}" if paper.kind == "replaced" and paper.version else paper.id


def _row(paper: Announced) -> str:
    """Fixed columns first, the title last; authors after a dash."""
    category = paper.categories[0] if paper.categories else ""
    names = paper.authors[0] + (" et al." if len(paper.authors) > 1 else "") if paper.authors else ""
    line = f"{_name(paper):<16} {paper.day}  {paper.kind:<8}  {category:<10} {paper.title}"
    return neutral(line + (f" — {names}" if names else ""))


def _object(categories: tuple[str, ...], papers: list[Announced], notes: tuple[str, ...]) -> dict[str, object]:
    return {
        "schema": 1,
        "categories": list(categories),
        "papers": [
            {
                "id": paper.id,
                "version": paper.version,
                "kind": paper.kind,
                "day": paper.day.isoformat(),
                "title": paper.title,
                "authors": list(paper.authors),
                "categories": list(paper.categories),
            }
            for paper in papers
        ],
        "notes": list(notes),
    }
