"""``summarize runs``: the ledger, what became of each paper."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import click

from summarize.characters import neutral
from summarize.errors import UsageError
from summarize.llm.cost import format_cost
from summarize.settings import find_places
from summarize.store.storage import Store
from summarize.terminal.console import Console
from summarize.terminal.line_breaks import padded
from summarize.terminal.spoken.speech import tell, worded_on_terminal

if TYPE_CHECKING:
    from summarize.store.ledger import Run


@click.group(
    invoke_without_command=True,
    epilog="\b\nExamples:\n  summarize runs\n  summarize runs show\n  summarize runs show 12 --failed",
)
@click.pass_context
def runs(ctx: click.Context) -> None:
    """Earlier runs: papers done and failed, reasons, cost."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_runs)


@runs.command("list", epilog="\b\nExample:\n  summarize runs list -n 5")
@click.option("-n", "limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many runs.")
def list_runs(limit: int) -> None:
    """List the last runs, newest first."""
    with Store(find_places(os.environ).store_file, notice=Console().note) as store:
        last = store.ledger.last_runs(limit)
        if not last:
            tell("no runs yet")
        for run in last:
            began = time.strftime("%Y-%m-%d %H:%M", time.localtime(run.started))
            status = "not ended" if run.status is None else f"status {run.status}"
            done, failed = (worded_on_terminal(said) for said in (f"{run.done:5} done", f"{run.failed:4} failed"))
            cost = padded(worded_on_terminal(_cost(run)), 15, to_the_right=True)
            status = padded(worded_on_terminal(status), 10)
            command = _short(neutral(run.command))
            click.echo(f"{run.run:5}  {began}  {done}  {failed}  {cost}  {status}  {command}")


@runs.command(epilog="\b\nExamples:\n  summarize runs show\n  summarize runs show 12 --failed --ids | summarize -")
@click.argument("number", type=int, required=False)
@click.option("--failed", is_flag=True, help="Only papers that failed.")
@click.option("--ids", is_flag=True, help="Print the IDs alone, to pipe.")
def show(number: int | None, failed: bool, ids: bool) -> None:
    """Show the papers of run NUMBER (the last one where it is left away)."""
    with Store(find_places(os.environ).store_file, notice=Console().note) as store:
        last = store.ledger.last_runs(1)
        if not last:
            raise UsageError("there are no runs yet")
        run = last[0].run if number is None else number
        entries = store.ledger.entries(run)
        attempts = {entry.ref: store.ledger.attempts(entry.ref, run) for entry in entries if not ids}
    if number is not None and not entries:
        raise UsageError(f"run {number} has no papers, or does not exist", hint="summarize runs list")
    for entry in entries:
        if failed and entry.state != "failed":
            continue
        if ids:
            click.echo(neutral(entry.ref))
            continue
        tries = f"try {attempts[entry.ref]}" if attempts[entry.ref] > 1 else ""
        asked = not entry.stored and (entry.state == "done" or entry.cost_usd != 0)
        cost = padded(worded_on_terminal(format_cost(entry.cost_usd) if asked else ""), 15, to_the_right=True)
        tail = f"{entry.code}: {worded_on_terminal(entry.reason)}" if entry.state == "failed" else entry.paper
        taken = "stored" if entry.stored else f"{entry.seconds:.1f} s"
        state = padded(worded_on_terminal(entry.state), 7)
        taken = padded(worded_on_terminal(taken), 8, to_the_right=True)
        tries = padded(worded_on_terminal(tries), 6)
        click.echo(neutral(f"{entry.ref:24} {state} {taken} {cost}  {tries} {tail}"))


def _cost(run: Run) -> str:
    """What a run paid, as far as prices are known."""
    if not run.unpriced:
        return format_cost(run.cost_usd)
    return f"over {format_cost(run.cost_usd)}" if run.cost_usd else format_cost(None)


def _short(text: str, width: int = 60) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
