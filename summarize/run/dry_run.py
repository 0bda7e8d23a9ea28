"""``--dry-run``: what a run would do and cost, said on stdout without asking a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.errors import SummarizeError
from summarize.event_loop import run_in_loop
from summarize.llm.cost import format_cost
from summarize.run.budget import estimate
from summarize.sources.source_table import source_class
from summarize.terminal.spoken.speech import show_text
from summarize.values import Usage

if TYPE_CHECKING:
    from summarize.run.run_record import RunRecord
    from summarize.run.setup import RunSetup


def say_what_it_would_cost(setup: RunSetup, record: RunRecord) -> None:
    """Print papers, requests, tokens and money of the run over ``record``. Raises what asking arXiv raises."""
    run_in_loop(_print_bill(setup, record))


async def _print_bill(setup: RunSetup, record: RunRecord) -> None:
    total, failed = Usage(), len(record.bad)
    # What a paper that is always read whole would take is not known from its record.
    asked = [ref for ref in record.todo if source_class(ref.source).always_whole is None]
    with setup.sources as sources:
        sources.expect(asked)
        for ref in asked:
            try:
                total += estimate(await sources.record(ref), setup.recipes.of(ref), setup.prompts, setup.model.price)
            except SummarizeError as error:
                failed += 1
                setup.console.note(f"{ref}: {error.message}")
        requests = sources.record_requests(record.todo)
    show_text(f"model      {setup.model.label}")
    show_text(
        f"papers     {len(record.todo) + record.stored} ({record.stored} from the store, {failed} cannot be done)"
    )
    show_text(f"arXiv      {requests} request{'s' if requests != 1 else ''} for records")
    show_text(f"tokens     about {total.prompt_tokens:,} in, {total.completion_tokens:,} out")
    known = total.cost_usd is not None
    show_text(f"cost       {'about ' if known else ''}{format_cost(total.cost_usd)}")
