"""``summarize text``: the text of a paper as it would be sent to a model, for people and for other programs."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from summarize.commands.options import arxiv_options, option, speech_options

if TYPE_CHECKING:
    from summarize.settings import Settings
    from summarize.values import Document, Paper, PaperRef

_EPILOG = """\b
Examples:
  summarize text paper.pdf                      what would be sent, with page marks
  summarize text 2501.18585 --source pdf --appendix
  summarize text paper.pdf --json | jq '.sections[].title'
  summarize text paper.pdf -v > /dev/null       hidden text that was left out, and warnings

The JSON has everything that was read, also references and appendices; docs/full-text.md describes it."""


@click.command(epilog=_EPILOG)
@click.argument("paper", metavar="ID|FILE")
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
@speech_options
def text(paper: str, as_json: bool, **options: Any) -> None:
    """Show the text of a paper, an arXiv ID or a PDF file, as it would be sent to a model."""
    from summarize.reading.marked_text import body_sections, left_out, marked_text
    from summarize.settings import settings_from
    from summarize.terminal.console import Console, neutral

    settings = settings_from(options)
    console = Console(quiet=settings.quiet, verbose=settings.verbose)
    document = _document(paper, settings, console.note)
    if as_json:
        click.echo(json.dumps(as_object(document), ensure_ascii=False))
    else:
        click.echo(neutral(marked_text(body_sections(document, settings.appendix))))
    for warning in document.warnings:
        console.note(f"{paper}: {warning}")
    for line in _hidden_lines(document, console.verbose):
        console.note(f"{paper}: {line}")
    pages = f"{document.pages_read} of {document.pages} pages" if document.pages else "arXiv's HTML"
    without = ", ".join(left_out(document, settings.appendix))
    console.detail(f"{paper}: read {pages}; not sent: {without or 'nothing'}")


def _hidden_lines(document: Document, verbose: bool) -> list[str]:
    """What is said about hidden text: a count; with -v the words; always, that some of it speaks to a model."""
    from summarize.reading.marked_text import looks_like_instruction

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


def _document(name: str, settings: Settings, say: Any) -> Document:
    from summarize.reading.pdf.read_pdf import read_pdf

    if Path(name).is_file():
        return read_pdf(name)
    from summarize.sources.arxiv.ids import parse_ref

    ref = parse_ref(name, exists=lambda path: Path(path).exists())
    if ref.path is not None:
        return read_pdf(ref.path)
    return _from_arxiv(ref, settings, say)


def _from_arxiv(ref: PaperRef, settings: Settings, say: Any) -> Document:
    import asyncio

    from summarize.errors import NoHtml, SummarizeError
    from summarize.reading.html.read_html import read_html
    from summarize.reading.pdf.read_pdf import read_pdf
    from summarize.settings import arxiv_settings, find_places
    from summarize.sources.arxiv.api import ArxivSource
    from summarize.sources.arxiv.pace import Pacer
    from summarize.sources.arxiv.paper_files import Downloader
    from summarize.store.storage import Store

    places, arxiv = find_places(os.environ), arxiv_settings(os.environ)
    pacer = Pacer(places.arxiv_lock, arxiv.delay_s)
    with Store(places.store_file, notice=say) as store:
        source = ArxivSource(
            base_url=arxiv.url,
            pacer=pacer,
            memory=store,
            max_age_s=settings.max_age_s,
            refresh=settings.refresh,
            offline=settings.offline,
            on_notice=say,
        )
        try:
            answer = asyncio.run(source.fetch([ref]))[ref]
        finally:
            source.close()
    if isinstance(answer, SummarizeError):
        raise answer
    paper: Paper = answer
    downloader = Downloader(
        base_url=arxiv.url,
        folder=places.papers_dir,
        # The records' pacer has been stopped with its source.
        pacer=Pacer(places.arxiv_lock, arxiv.delay_s),
        offline=settings.offline,
        refresh=settings.refresh,
        on_notice=say,
    )
    if settings.source != "pdf":
        try:
            page = downloader.fetch_html(paper)
            return replace(read_html(page.read_bytes(), str(page)), source=f"https://arxiv.org/html/{paper}")
        except NoHtml:
            if settings.source == "html":
                raise
    return replace(read_pdf(downloader.fetch_pdf(paper)), source=f"https://arxiv.org/pdf/{paper}")


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
