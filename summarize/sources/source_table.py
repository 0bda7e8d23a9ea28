"""Which sources of papers there are, and which of them a name or a reference belongs to."""

from __future__ import annotations

import importlib
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from summarize.errors import NotAPaperName
from summarize.values import ARXIV, LOCAL, PaperRef

if TYPE_CHECKING:
    from summarize.sources.paper_source import PaperSource
    from summarize.values import Result

#: Source -> "module:class", in the order in which they are asked for a name. Modules are imported when first needed.
#: arXiv stands last: it says what is wrong with a name that is nobody's.
SOURCES = {
    LOCAL: "summarize.sources.local_pdf:LocalPdfs",
    ARXIV: "summarize.sources.arxiv.arxiv_source:ArxivSource",
}


def register(name: str, where: str) -> None:
    """Add a source for this process; ``where`` is ``"module:class"``. It is asked for names before those of the table.

    Raises ValueError where there is a source of this name.
    """
    if name in SOURCES:
        raise ValueError(f"there is a source {name!r} already")
    others = dict(SOURCES)
    SOURCES.clear()
    SOURCES.update({name: where, **others})


@cache
def source_class(name: str) -> type[PaperSource]:
    """The class of a source. Raises KeyError where there is none of this name."""
    module, _, attribute = SOURCES[name].partition(":")
    found: type[PaperSource] = getattr(importlib.import_module(module), attribute)
    return found


def parse_name(text: str) -> PaperRef:
    """The one paper that ``text`` names, in any source. Raises UsageError, whose hint says what is off."""
    for name in SOURCES:
        ref = source_class(name).parse(text)
        if ref is not None:
            return ref
    raise NotAPaperName(f"no paper has the name {text[:80]}")


def find_names(text: str) -> tuple[PaperRef, ...]:
    """The papers that free text names: source by source, those of one source in the order of the text."""
    return tuple(ref for name in SOURCES for ref in source_class(name).find(text))


def with_links(result: Result) -> Result:
    """The result with the links of its paper, which results stored by 0.1 do not have."""
    paper = result.paper
    if paper.source not in SOURCES or any((paper.links.abs, paper.links.pdf, paper.links.html)):
        return result
    return replace(result, paper=replace(paper, links=source_class(paper.source).links(paper)))
