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
#: The keys that a note of a vault has beside them.
VAULT_KEYS = ("aliases", "one_line", "url", "doi", "pdf", "citekey")
#: Keys with lists to which the reader adds.
SHARED_LISTS = ("tags", "aliases")
#: What a reader of YAML 1.2, such as Obsidian, takes for a number and the writer of YAML 1.1 leaves bare.
_NUMBER_OF_1_2 = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?")


def paper_front_matter(view: PaperView) -> str:
    """Return the block between ``---`` lines for the page of one paper.

    ``tags`` have only characters that Obsidian allows.
    """
    return yaml_block(paper_fields(view))


def paper_fields(view: PaperView) -> dict[str, object]:
    """Return the keys of the page of one paper with their values."""
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
    return fields


def run_front_matter(run: RunInfo) -> str:
    """Return the block for a page of many papers."""
    return yaml_block({"title": run.title, "date": _date(run.date), "tags": ["arxiv"], "model": run.model})


def _tags(paper: Paper) -> list[str]:
    """The source, arXiv for local PDFs too, and the categories."""
    names = (ARXIV if paper.source == LOCAL else paper.source, *paper.categories)
    return list(dict.fromkeys(re.sub(r"[^\w/-]+", "-", name) for name in names))


def _date(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def yaml_block(fields: dict[str, object]) -> str:
    """Return the block of these keys, with its ``---`` lines and an empty line."""
    import yaml  # 10 ms, which pages without front matter do not need

    class Dumper(yaml.SafeDumper):
        pass

    def quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        style = "'" if _NUMBER_OF_1_2.fullmatch(text) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)

    Dumper.add_representer(str, quoted)
    text: str = yaml.dump(fields, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{text}---\n\n"
