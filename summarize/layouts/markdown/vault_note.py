"""The page of one paper as a note of an Obsidian vault.

The rules are those of Obsidian's help (https://help.obsidian.md): properties, tags and aliases; ``[[file#page=3|text]]``
for a page of a PDF, ``[[#^name|text]]`` for a block of the same note, whose end has a space and ``^name``. A name
has Latin letters, digits and hyphens.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from summarize.layouts.clean import one_line
from summarize.layouts.front_matter import paper_fields, yaml_block
from summarize.layouts.layout import Beside
from summarize.layouts.paper_parts import LinkView, SectionView
from summarize.layouts.view import PaperView
from summarize.values import ARXIV, LOCAL, Evidence, Paper, Result

if TYPE_CHECKING:
    from summarize.interests.interest import Relevance

#: An arXiv number that a text names as one: behind "arXiv:" or in an address.
_NUMBERED = re.compile(
    r"(?:\barXiv:\s?|\barxiv\.org/(?:abs|pdf|html)/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE
)
#: Characters that end the name of a file in a link.
_ENDS_LINK = re.compile(r"[\[\]|#^]")


def can_be_linked(name: str) -> bool:
    """Whether a wikilink can name this file."""
    return not _ENDS_LINK.search(name)


class VaultView(PaperView):
    """A paper as the template of a note sees it."""

    vault = True

    def __init__(
        self,
        result: Result,
        added: str = "",
        beside: Beside = Beside(),  # noqa: B008  frozen
        relevance: Relevance | None = None,
    ) -> None:
        super().__init__(result, added=added, relevance=relevance)
        self.beside = beside

    @staticmethod
    def block_name(n: int) -> str:
        """Return the name of a sentence's block."""
        return f"s{n}"

    @property
    def pdf_link(self) -> str:
        """The link to the PDF in the vault, or ""."""
        return f"[[{self.beside.pdf}]]" if self.beside.pdf else ""

    @cached_property
    def mentioned(self) -> tuple[str, ...]:
        """Links to the notes of the arXiv papers that title, abstract or comment name, each once."""
        paper = self.result.paper
        text = " ".join((paper.title, paper.abstract, paper.comment))
        numbers = dict.fromkeys(match[1] for match in _NUMBERED.finditer(text))
        return tuple(_note_link(number) for number in numbers if number != paper.id)

    def _evidence(self, evidence: Evidence) -> LinkView:
        link = super()._evidence(evidence)
        if evidence.sentence is not None and link.url:
            return replace(link, wikilink=f"[[#^{self.block_name(evidence.sentence)}|{link.label}]]")
        return replace(link, wikilink=self._page_link(evidence.page))

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        return tuple(replace(section, wikilink=self._page_link(section.page)) for section in super().sections)

    def _page_link(self, page: int | None) -> str:
        if not page or not self.beside.pdf:
            return ""
        return f"[[{self.beside.pdf}#page={page}|{self.words.page.format(page)}]]"


def _note_link(number: str) -> str:
    name = number.replace("/", "_")
    return f"[[{name}]]" if name == number else f"[[{name}|{number}]]"


def vault_front_matter(view: VaultView) -> str:
    """Return the properties of a note, between ``---`` lines.

    Categories are nested tags: ``cs/CL`` is found with all others of ``cs``.
    """
    paper, fields = view.result.paper, paper_fields(view)
    titles = dict.fromkeys(str(title) for title in (view.title, view.title_zh) if title)
    further: dict[str, object] = {
        "aliases": list(titles),
        "one_line": str(view.one_line),
        "url": view.abs_url,
        "doi": one_line(paper.doi),
        "pdf": view.pdf_link,
        "citekey": view.beside.citekey,
    }
    fields["tags"] = _tags(paper)
    return yaml_block(fields | {key: value for key, value in further.items() if value})


def _tags(paper: Paper) -> list[str]:
    names = (ARXIV if paper.source == LOCAL else paper.source, *(name.replace(".", "/") for name in paper.categories))
    tags = (re.sub(r"[^\w/-]+", "-", one_line(name)).strip("/-") for name in names)
    # A tag of digits alone is none.
    return list(dict.fromkeys(f"n{tag}" if re.sub(r"[/_-]", "", tag).isdecimal() else tag for tag in tags if tag))
