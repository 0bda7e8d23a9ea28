"""BibTeX files, for LaTeX, Zotero and JabRef."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock
from bibtexparser.model import Entry as ParsedEntry

from summarize.layouts.bibtex import bibtex_entry, bibtex_value
from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.references.person_names import split_name
from summarize.layouts.references.reference_lists import Entry, arxiv_identity, chinese, title_identity
from summarize.values import Result

# The library logs each entry that it cannot read; ``read`` says it.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False
#: Entries that say something twice. They are kept as they are.
_TWICE = (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)
_AND = re.compile(r"\band\b", re.IGNORECASE)


class BibtexForm:
    """BibTeX as :func:`bibtex_entry` shapes it, with the abstract and the categories.

    The Chinese title and the one-line summary stand in ``annote``: styles print ``note`` and ``titleaddon``, but not
    this field, and Zotero makes a note of it.
    """

    name, suffix = "bibtex", ".bib"

    def read(self, text: str) -> tuple[Entry, ...]:
        # With an empty stack of changes, blocks keep their own words.
        blocks = parse_string(text, parse_stack=[]).blocks
        for block in blocks:
            if isinstance(block, ParsingFailedBlock) and not isinstance(block, _TWICE):
                # What follows an entry that is not closed would be read as a part of it.
                line = (block.start_line or 0) + 1
                raise NotOurs(f"the entry in line {line} cannot be read")
        return tuple(_entry_of(block) for block in blocks)

    def entry(self, result: Result, key: str) -> str:
        paper, draft = result.paper, result.draft
        annote = "。".join(chinese(part, result).rstrip("。") for part in (draft.title_zh, draft.one_line) if part)
        more = {
            "author": " and ".join(bibtex_name(author) for author in paper.authors),
            "abstract": bibtex_value(paper.abstract),
            "keywords": bibtex_value(", ".join(paper.categories)),
            "annote": bibtex_value(annote),
        }
        return bibtex_entry(paper, key, more)

    def join(self, texts: Sequence[str]) -> str:
        return "\n\n".join(text.strip("\n") for text in texts) + "\n" if texts else ""


def bibtex_name(name: str) -> str:
    """Return a name as BibTeX reads it: an organisation in braces, "Jr." between commas, others as they are."""
    parts = split_name(name)
    if (parts.whole and " " in parts.family) or _AND.search(name):
        return f"{{{bibtex_value(name)}}}"
    if parts.suffix:
        family = f"{parts.particle} {parts.family}".strip()
        return ", ".join(bibtex_value(part) for part in (family, parts.suffix, parts.given) if part)
    return bibtex_value(name)


def _entry_of(block: Block) -> Entry:
    parsed = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
    if not isinstance(parsed, ParsedEntry):
        return Entry("", "", block.raw or "")
    fields = {field.key.lower(): str(field.value).strip().strip('{}"').strip() for field in parsed.fields}
    identity = arxiv_identity(fields.get("eprint", "")) or title_identity(fields.get("title", ""))
    return Entry(parsed.key, identity, block.raw or "")
