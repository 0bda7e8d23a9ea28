"""RIS, for EndNote, NoteExpress and other reference managers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import rispy

from summarize.layouts.addresses import paper_links
from summarize.layouts.clean import one_line
from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.references.person_names import split_name
from summarize.layouts.references.reference_lists import (
    Entry,
    arxiv_identity,
    chinese,
    doi_of,
    english,
    numbered_name,
    title_identity,
)
from summarize.values import Result

_RECORD_END = re.compile(r"^ER {1,2}-.*(?:\n|\Z)", re.MULTILINE)
_RECORD = re.compile(r"^TY {1,2}- ", re.MULTILINE)
_TAG = re.compile(r"^(AN|TI|T1|ID) {1,2}- (.*)$", re.MULTILINE)


class RisForm:
    """RIS records of the type UNPB, unpublished work. ``TT`` is the format's own tag for a translated title."""

    name, suffix = "ris", ".ris"

    def read(self, text: str) -> tuple[Entry, ...]:
        plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
        if plain.strip() and not _RECORD.search(plain):
            raise NotOurs("it has no RIS record")
        ends = [match.end() for match in _RECORD_END.finditer(plain)]
        records = [plain[start:end] for start, end in zip([0, *ends], [*ends, len(plain)], strict=True)]
        return tuple(_entry_of(record) for record in records if record.strip())

    def entry(self, result: Result, key: str) -> str:
        paper, draft = result.paper, result.draft
        record = {
            "type_of_reference": "UNPB",
            "id": key,
            "title": english(paper.title),
            "translated_title": chinese(draft.title_zh, result),
            "authors": [ris_name(author) for author in paper.authors if author.strip()],
            "year": paper.published[:4],
            "date": paper.published[:10].replace("-", "/"),
            "abstract": english(paper.abstract),
            "notes": [chinese(draft.one_line, result)] if draft.one_line else [],
            "keywords": [one_line(category) for category in paper.categories],
            "language": "en",
            "doi": doi_of(paper),
            "accession_number": numbered_name(paper),
            "name_of_database": "arXiv" if numbered_name(paper) else "",
            "urls": [links.abs] if (links := paper_links(paper)).abs else [],
        }
        text: str = rispy.dumps([{field: value for field, value in record.items() if value}])
        return text[text.index("TY ") :]  # The library numbers records, which no reader needs.

    def join(self, texts: Sequence[str]) -> str:
        return "\n".join(f"{text.strip(chr(10))}\n" for text in texts)


def ris_name(name: str) -> str:
    """Return a name as RIS has it: "van den Broek, Bram, Jr."; an organisation as it is, without commas."""
    parts = split_name(english(name))
    if parts.whole:
        return parts.family.replace(",", "")
    family = f"{parts.particle} {parts.family}".strip()
    return ", ".join(part for part in (family, parts.given, parts.suffix) if part)


def _entry_of(record: str) -> Entry:
    tags = {tag: value.strip() for tag, value in reversed(_TAG.findall(record))}
    title = tags.get("TI") or tags.get("T1") or ""
    return Entry(tags.get("ID", ""), arxiv_identity(tags.get("AN", "")) or title_identity(title), record)
