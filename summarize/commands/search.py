"""``summarize search``: find papers at arXiv and print their IDs, to read or to pipe into ``summarize -``."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from summarize.commands.options import interests_option, retries_option, speech_options
from summarize.errors import SummarizeError
from summarize.interests.interests_file import read_interests
from summarize.interests.ranking import Ranker
from summarize.settings import Settings
from summarize.sources.arxiv.arxiv_source import ArxivSource
from summarize.sources.arxiv.query import plan_search
from summarize.sources.arxiv.records import refuse_unusable
from summarize.sources.open_sources import run_with_sources
from summarize.terminal.console import Console
from summarize.terminal.spoken.speech import tell
from summarize.values import ARXIV

if TYPE_CHECKING:
    from pathlib import Path

    from summarize.interests.interest import Relevance
    from summarize.sources.arxiv.query import Search
    from summarize.sources.open_sources import Sources
    from summarize.values import Paper

_EPILOG = """\b
Examples:
  summarize search 'tree of thought' --since 7d
  summarize search 'ti:reasoning AND abs:"test time"' -n 20 --format table
  summarize search --category cs.CL --category cs.LG --since yesterday --until yesterday -n 500
  summarize search 'ti:reasoning' --category cs.CL --since yesterday | summarize - -o today.md
  summarize search -c cs.CL --since 4d -n 500 --interests mine.toml | summarize - --max-papers 20 -o best.html

Words are searched for everywhere and must all occur; "..." is a phrase. A query with fields (ti: au: abs: co: jr: cat:
all:) or with AND, OR, ANDNOT is taken as it is, in arXiv's own grammar. Dates are days of submission in GMT; arXiv
announces papers a day or more later, and none are submitted under a date that has not begun in GMT."""


@click.command(epilog=_EPILOG)
@click.argument("query", required=False, default="")
@click.option(
    "-c", "--category", "categories", multiple=True, metavar="NAME", help="cs.CL, math.*; several: any of them."
)
@click.option("-a", "--author", "authors", multiple=True, metavar="NAME", help="Author's name; several: any of them.")
@click.option("--since", default="", metavar="DAY", help="2025-01-30, today, yesterday, 7d, 2w or 36h.")
@click.option("--until", default="", metavar="DAY", help="Last day, written as for --since.")
@click.option(
    "--sort",
    type=click.Choice(["submitted", "updated", "relevance"]),
    default="submitted",
    show_default=True,
    help="Newest submission, newest version, or best match first.",
)
@click.option(
    "-n", "--number", "limit", type=click.IntRange(1, 30_000), default=50, show_default=True, help="At most so many."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["ids", "table", "json"]),
    default="ids",
    show_default=True,
    help="One ID a line; a line with date, category, title and authors; or one JSON object.",
)
@interests_option
@retries_option
@speech_options
def search(
    query: str,
    categories: tuple[str, ...],
    authors: tuple[str, ...],
    since: str,
    until: str,
    sort: Any,
    limit: int,
    style: str,
    interests: Path | None,
    retries: int,
    quiet: bool,
    verbose: bool,
) -> None:
    """Find papers at arXiv and print their IDs.

    QUERY may be left out where a category or an author is given. What is found is remembered, so that a `summarize -`
    that follows need not ask arXiv again. With --interests, what is found is printed at the end, the best first.
    """
    planned = plan_search(
        query,
        now=datetime.now(UTC),
        categories=categories,
        authors=authors,
        since=since,
        until=until,
        sort=sort,
        limit=limit,
    )
    if verbose and not quiet:
        tell(f"query: {planned.query}")
    ranker = Ranker(read_interests(interests)) if interests is not None else None
    notes = _find(planned, style, ranker, Settings(retries=retries), quiet=quiet)
    if not quiet:
        for note in notes:
            tell(note)


def _find(planned: Search, style: str, ranker: Ranker | None, settings: Settings, *, quiet: bool) -> list[str]:
    """Search and print; returns what is to be said at the end."""

    async def found(sources: Sources) -> list[str]:
        arxiv = sources.named(ARXIV)
        assert isinstance(arxiv, ArxivSource)
        return await _print_pages(arxiv, planned, style, ranker)

    return run_with_sources(found, settings, os.environ, notice=Console(quiet=quiet).note)


async def _print_pages(source: ArxivSource, planned: Search, style: str, ranker: Ranker | None) -> list[str]:
    found: list[Paper] = []
    notes: list[str] = []
    count = total = 0
    async for page in source.search(planned):
        total = page.total
        for paper in page.papers:
            try:
                refuse_unusable(paper)
            except SummarizeError as error:
                notes.append(f"left out: {error}")
                continue
            count += 1
            if style == "json" or ranker is not None:
                found.append(paper)
            else:
                click.echo(paper.id if style == "ids" else _row(paper))
    ranked: list[tuple[Paper, Relevance | None]] = [(paper, None) for paper in found]
    if ranker is not None:
        ranked = [(one.paper, one.relevance) for one in ranker.rank(found)]
    if style == "json":
        papers = [_object(paper, relevance) for paper, relevance in ranked]
        listing = {"schema": 1, "query": planned.query, "total": total, "papers": papers}
        click.echo(json.dumps(listing, ensure_ascii=False, indent=2))
    else:
        for paper, relevance in ranked:
            click.echo(paper.id if style == "ids" else _row(paper, relevance))
    if total == 0:
        notes.append(f"nothing found: {planned.what}")
    elif total > planned.limit:
        notes.append(f"{count} of {total} papers; -n {total} gives all")
    return notes


def _row(paper: Paper, relevance: Relevance | None = None) -> str:
    """Fixed columns first, the title last; authors after a dash.

    With ``relevance``, the score is the first column, "-" for a paper that is folded, and the reasons are the last.
    """
    category = paper.categories[0] if paper.categories else ""
    names = paper.authors[0] + (" et al." if len(paper.authors) > 1 else "") if paper.authors else ""
    row = f"{paper.id:<16} {paper.published}  {category:<10} {paper.title}" + (f" — {names}" if names else "")
    if relevance is None:
        return row
    score = "-" if relevance.folded else f"{relevance.score:g}"
    return f"{score:>5}  {row}" + (f"  [{relevance}]" if str(relevance) else "")


def _object(paper: Paper, relevance: Relevance | None) -> dict[str, object]:
    ranking = (
        {
            "score": relevance.score,
            "folded": relevance.folded,
            "wanted": [str(entry) for entry in relevance.wanted],
            "unwanted": [str(entry) for entry in relevance.unwanted],
        }
        if relevance is not None
        else None
    )
    return {
        "id": paper.id,
        "version": paper.version,
        "title": paper.title,
        "authors": list(paper.authors),
        "abstract": paper.abstract,
        "published": paper.published,
        "updated": paper.updated,
        "categories": list(paper.categories),
        "comment": paper.comment,
        "journal_ref": paper.journal_ref,
        "doi": paper.doi,
        "links": {"abs": paper.links.abs, "pdf": paper.links.pdf},
        **({"relevance": ranking} if ranking is not None else {}),
    }
