"""``summarize text``: the text of a paper as it would be sent to a model, for people and for other programs."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click

from summarize.characters import neutral
from summarize.commands.options import arxiv_options, completing, option, retries_option, speech_options
from summarize.errors import UsageError
from summarize.reading.marked_text import body_sections, left_out, looks_like_instruction, marked_text
from summarize.settings import settings_from
from summarize.sources.local_pdf import local_ref
from summarize.sources.open_sources import run_with_sources
from summarize.sources.source_table import parse_name
from summarize.terminal.console import Console
from summarize.values import ARXIV

if TYPE_CHECKING:
    from summarize.values import Document, PaperRef

_EPILOG = """\b
Examples:
  summarize text paper.pdf                      what would be sent, with page marks
  summarize text 2501.18585 --source pdf --appendix
  summarize text paper.pdf --json | jq '.sections[].title'
  summarize text paper.pdf -v > /dev/null       hidden text that was left out, and warnings

The JSON has everything that was read, also references and appendices; docs/full-text.md describes it."""


@click.command(epilog=_EPILOG)
@click.argument("paper", metavar="ID|FILE", shell_complete=completing("file"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object: sections, captions, hidden text, warnings.")
@option(
    "--source",
    type=click.Choice(["auto", "html", "pdf"]),
    default="auto",
    show_default=True,
    help="For an ID: arXiv's HTML where there is one (auto), only that, or its PDF.",
)
@option("--appendix", is_flag=True, help="Show the appendix too (the JSON always has it).")
@arxiv_options
@retries_option
@speech_options
def text(paper: str, as_json: bool, **options: Any) -> None:
    """Show the text of a paper, an arXiv ID or a PDF file, as it would be sent to a model."""
    settings = settings_from(options)
    console = Console(quiet=settings.quiet, verbose=settings.verbose)
    ref = _named(paper)
    document = run_with_sources(
        lambda sources: sources.document(ref), settings, os.environ, notice=console.note, detail=console.detail
    )
    if as_json:
        click.echo(json.dumps(as_object(document), ensure_ascii=False))
    else:
        click.echo(neutral(marked_text(body_sections(document, settings.appendix))))
    for warning in document.warnings:
        console.note(f"{paper}: {warning}")
    for line in _hidden_lines(document, console.verbose):
        console.note(f"{paper}: {line}")
    read = "arXiv's HTML" if ref.source == ARXIV else document.source
    if document.pages:
        read = f"{document.pages_read} of {document.pages} pages"
    without = ", ".join(left_out(document, settings.appendix))
    console.detail(f"{paper}: read {read}; not sent: {without or 'nothing'}")


def _hidden_lines(document: Document, verbose: bool) -> list[str]:
    """What is said about hidden text: a count; with -v the words; always, that some of it speaks to a model."""
    if not document.hidden:
        return []
    planted = sum(looks_like_instruction(h.text) for h in document.hidden)
    count = len(document.hidden)
    said = (
        f"{count} passage{'s' if count > 1 else ''} that a person cannot see {'were' if count > 1 else 'was'} left out"
    )
    if planted:
        said += f"; {planted} of them speak{'s' if planted == 1 else ''} to a language model or reviewer"
    lines = [said if verbose else f"{said} (-v shows the words)"]
    if verbose:
        for hidden in document.hidden:
            where = f"page {hidden.page}" if hidden.page else "HTML"
            lines.append(f"hidden, {where}, {hidden.reason}: {hidden.text}")
    return lines


def _named(name: str) -> PaperRef:
    """The paper that ``name`` names; a file of any other name is read as a PDF. Raises UsageError."""
    try:
        ref = parse_name(name)
    except UsageError:
        if os.path.isfile(name):  # noqa: PTH113  a Path raises where the text is too long for a name
            return local_ref(name)
        raise
    return local_ref(name) if ref.path is None and os.path.isfile(name) else ref  # noqa: PTH113


def as_object(document: Document) -> dict[str, Any]:
    """The JSON form of a document, schema 1 (docs/full-text.md). ``page`` is 0 in sources without pages."""
    return {
        "schema": 1,
        "source": document.source,
        "pages": document.pages,
        "pages_read": document.pages_read,
        "sections": [
            {"kind": s.kind, "level": s.level, "number": s.number, "title": s.title, "page": s.page, "text": s.text}
            for s in document.sections
        ],
        "captions": [{"label": c.label, "page": c.page, "text": c.text} for c in document.captions],
        "hidden": [{"page": h.page, "reason": h.reason, "text": h.text} for h in document.hidden],
        "warnings": list(document.warnings),
    }
