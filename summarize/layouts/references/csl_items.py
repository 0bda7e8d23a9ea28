"""CSL-JSON, for Zotero, Pandoc and everything that cites by the Citation Style Language.

The shape is that of the published schema (https://github.com/citation-style-language/schema, csl-data.json). Zotero maps
``article`` to its type Preprint, ``publisher`` to its repository, ``number`` to its archive ID and ``note`` to Extra.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from summarize.layouts.addresses import paper_links
from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.json_layout import json_text
from summarize.layouts.references.person_names import PersonName, split_name
from summarize.layouts.references.reference_lists import (
    Entry,
    arxiv_identity,
    chinese,
    chinese_abstract,
    doi_of,
    english,
    numbered_name,
    title_identity,
)
from summarize.values import Result


class CslForm:
    """A JSON list of CSL items. What a file's items have beside is kept."""

    name, suffix = "csl-json", ".csl.json"

    def read(self, text: str) -> tuple[Entry, ...]:
        if not text.strip():
            return ()
        try:
            items = json.loads(text.removeprefix("\ufeff"))
        except (ValueError, RecursionError) as error:
            raise NotOurs("it is no JSON that can be read") from error
        if not isinstance(items, list) or not all(isinstance(item, dict) and "type" in item for item in items):
            raise NotOurs("it is no list of CSL items")
        return tuple(_entry_of(item) for item in items)

    def entry(self, result: Result, key: str) -> str:
        return json_text(csl_item(result, key), 2)

    def join(self, texts: Sequence[str]) -> str:
        return "[" + ",".join(f"\n{text}" for text in texts) + "\n]\n" if texts else "[]\n"


def csl_item(result: Result, key: str) -> dict[str, Any]:
    """Return the CSL item of a paper. Fields without a value are left out.

    CSL has no field for a translated title. The lines ``titleTranslation:`` and ``abstractTranslation:`` in ``note``,
    which Zotero shows as Extra, are those in which the translation plug-in for Zotero keeps them.
    """
    paper = result.paper
    note = {
        "titleTranslation": chinese(result.draft.title_zh, result),
        "abstractTranslation": chinese_abstract(result),
        "Comment": english(paper.comment),
        "Journal": english(paper.journal_ref),
    }
    item: dict[str, Any] = {
        "id": key,
        "type": "article",
        "title": english(paper.title),
        "author": [_csl_name(split_name(english(author))) for author in paper.authors if author.strip()],
        "issued": _csl_date(paper.published),
        "publisher": "arXiv" if numbered_name(paper) else "",
        "number": numbered_name(paper),
        "DOI": doi_of(paper),
        "URL": paper_links(paper).abs,
        "language": "en",
        "keyword": ", ".join(paper.categories),
        "abstract": english(paper.abstract),
        "note": "\n".join(f"{label}: {text}" for label, text in note.items() if text),
    }
    return {field: value for field, value in item.items() if value}


def _csl_name(name: PersonName) -> dict[str, str]:
    if name.whole:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}


def _csl_date(text: str) -> dict[str, list[list[int]]]:
    match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    return {"date-parts": [[int(part) for part in match.groups() if part]]} if match else {}


def _entry_of(item: dict[str, Any]) -> Entry:
    identity = arxiv_identity(str(item.get("number") or "")) or title_identity(str(item.get("title") or ""))
    return Entry(str(item.get("id") or ""), identity, json_text(item, 2))
