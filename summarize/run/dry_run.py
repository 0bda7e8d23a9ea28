"""``--dry-run``: what a run would do and cost, said on stdout without asking a model."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from summarize.errors import SummarizeError
from summarize.llm.cost import format_cost
from summarize.run.budget import estimate
from summarize.values import Usage

if TYPE_CHECKING:
    from summarize.run.recipes import Recipes
    from summarize.run.run_record import RunRecord
    from summarize.run.setup import RunSetup

#: IDs in one request for records (``sources.arxiv.api.IDS_PER_REQUEST``).
_IDS_PER_REQUEST = 100


def say_what_it_would_cost(setup: RunSetup, recipes: Recipes, record: RunRecord) -> None:
    """Print papers, requests, tokens and money of the run over ``record``. Raises what asking arXiv raises."""
    asyncio.run(_print_bill(setup, recipes, record))


async def _print_bill(setup: RunSetup, recipes: Recipes, record: RunRecord) -> None:
    source = setup.arxiv_source()
    total, failed = Usage(), len(record.bad)
    async for chunk in source.fetch_chunks([ref for ref in record.todo if ref.path is None]):
        for ref, found in chunk.items():
            if isinstance(found, SummarizeError):
                failed += 1
                setup.console.note(f"{ref}: {found.message}")
            else:
                total += estimate(found, recipes.of(ref), setup.prompts, setup.model.price)
    requests = -(-len(record.todo) // _IDS_PER_REQUEST)
    click.echo(f"model      {setup.model.label}")
    click.echo(
        f"papers     {len(record.todo) + record.stored} ({record.stored} from the store, {failed} cannot be done)"
    )
    click.echo(f"arXiv      {requests} request{'s' if requests != 1 else ''} for records")
    click.echo(f"tokens     about {total.prompt_tokens:,} in, {total.completion_tokens:,} out")
    known = total.cost_usd is not None
    click.echo(f"cost       {'about ' if known else ''}{format_cost(total.cost_usd)}")
