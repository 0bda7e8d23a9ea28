"""YAML front matter of Markdown pages, which Obsidian, Hugo and Jekyll read."""

from __future__ import annotations

import re
from datetime import date

from summarize.layouts.layout import RunInfo
from summarize.layouts.view import PaperView
from summarize.values import ARXIV, LOCAL, Paper

#: All keys that the program writes, on pages of one paper and of many.
KEYS = (
    "title", "title_zh", "arxiv", "authors", "date", "categories", "tags", "model", "checked", "findings",
)  # fmt: skip


def paper_front_matter(view: PaperView) -> str:
    """Return the block between ``---`` lines for the page of one paper.

    ``tags`` have only characters that Obsidian allows.
    """
    fields: dict[str, object] = {"title": str(view.title), "title_zh": str(view.title_zh)}
    if view.arxiv:
        fields["arxiv"] = view.arxiv
    fields["authors"] = [str(author) for author in view.authors]
    if view.date:
        fields["date"] = _date(view.date)
    fields |= {
        "categories": list(view.categories),
        "tags": _tags(view.result.paper),
        "model": view.result.provenance.model,
        "checked": view.checked,
    }
    if view.findings:
        fields["findings"] = len(view.findings)
    return _dump(fields)


def run_front_matter(run: RunInfo) -> str:
    """Return the block for a page of many papers."""
    return _dump({"title": run.title, "date": _date(run.date), "tags": ["arxiv"], "model": run.model})


def _tags(paper: Paper) -> list[str]:
    """The source, arXiv for local PDFs too, and the categories."""
    names = (ARXIV if paper.source == LOCAL else paper.source, *paper.categories)
    return list(dict.fromkeys(re.sub(r"[^\w/-]+", "-", name) for name in names))


def _date(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _dump(fields: dict[str, object]) -> str:
    import yaml  # 10 ms, which pages without front matter do not need

    text: str = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{text}---\n\n"
