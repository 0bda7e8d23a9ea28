"""``summarize text``: the text that would be sent, for people and for tests."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from summarize.errors import SummarizeError
from summarize.values import Document


@click.command()
@click.argument("paper")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with sections, captions and hidden text.")
@click.option("-v", "--verbose", is_flag=True, help="Show hidden text that was left out.")
def text(paper: str, as_json: bool, verbose: bool) -> None:
    """Show a paper's text as it would be read: PAPER is an arXiv ID or a PDF file."""
    from summarize.papers.pdf import read_pdf

    try:
        document = read_pdf(paper)
    except SummarizeError as exc:
        click.echo(f"error: {exc}", err=True)
        if exc.hint:
            click.echo(f"hint: {exc.hint}", err=True)
        sys.exit(exc.exit_status)
    if as_json:
        click.echo(json.dumps(as_object(document), ensure_ascii=False))
    else:
        for section in document.sections:
            click.echo(f"{section.number} {section.title}".strip())
            click.echo(section.text + "\n")


def as_object(document: Document) -> dict[str, Any]:
    """The JSON form of a document (docs/full-text.md)."""
    return {
        "schema": 1,
        "source": document.source,
        "pages": document.pages,
        "pages_read": document.pages_read,
        "title": document.title,
        "authors": list(document.authors),
        "abstract": document.abstract,
        "arxiv_id": document.arxiv_id,
        "sections": [
            {
                "kind": s.kind,
                "level": s.level,
                "number": s.number,
                "title": s.title,
                "page": s.page,
                "text": s.text,
            }
            for s in document.sections
        ],
        "captions": [{"label": c.label, "page": c.page, "text": c.text} for c in document.captions],
        "hidden": [{"page": h.page, "reason": h.reason, "text": h.text} for h in document.hidden],
        "warnings": list(document.warnings),
    }
