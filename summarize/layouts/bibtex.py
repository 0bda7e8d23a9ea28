"""A BibTeX entry for a paper, as arXiv's own export shapes it (``@misc`` with ``eprint``)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from summarize.layouts.addresses import paper_links
from summarize.layouts.clean import one_line
from summarize.layouts.latex.math_spans import split_math
from summarize.values import ARXIV, Paper

_SPECIAL = re.compile(r"(?<!\\)[%#&_$~^]")
#: Letters of a name or a word of the title in a citation key.
_LONGEST_PART = 30
#: TeX's space behind a full stop. In a title it says no more than a space.
_CONTROL_SPACE = re.compile(r"(?<!\\)\\(?= )")
_ESCAPES = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def bibtex_entry(paper: Paper, key: str = "", more: Mapping[str, str] | None = None) -> str:
    """Return the entry, without a final newline.

    Its key is ``key``, or else ``citation_key``. ``more`` has further fields, or other texts for those that an entry
    has anyway; they are BibTeX already.
    """
    year = paper.published[:4]
    links = paper_links(paper)
    eprint = paper.id if paper.source == ARXIV else ""
    fields = {
        "title": f"{{{bibtex_value(paper.title)}}}",
        "author": " and ".join(bibtex_value(author) for author in paper.authors),
        "year": year,
        "eprint": eprint,
        "archivePrefix": "arXiv" if eprint else "",
        "primaryClass": paper.categories[0] if eprint and paper.categories else "",
        "doi": bibtex_value(paper.doi),
        "note": bibtex_value(paper.journal_ref),
        "url": links.abs,
        **(more or {}),
    }
    body = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text and text != "{}")
    return f"@misc{{{key or citation_key(paper)},\n{body}\n}}"


def citation_key(paper: Paper) -> str:
    """Return the first author's family name, the year and a title word, in small ASCII letters and digits."""
    year = re.sub(r"\D", "", paper.published[:4])
    family = paper.authors[0].split()[-1] if paper.authors and paper.authors[0].split() else "anon"
    skipped = {"a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are"}
    words = [_ascii(word) for word in re.findall(r"\w+", paper.title)]
    first = next((word for word in words if word and word not in skipped), "")
    return f"{_ascii(family)[:_LONGEST_PART] or 'anon'}{year}{first[:_LONGEST_PART]}"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def bibtex_value(text: str) -> str:
    """Return text for between braces: TeX's special characters escaped outside formulas, braces balanced.

    BibTeX counts braces behind a backslash too (BibTeXing, section 4), so these are balanced as well.
    """
    shown = "".join(
        _SPECIAL.sub(lambda m: _ESCAPES.get(m.group(), "\\" + m.group()), _CONTROL_SPACE.sub("", span.text))
        if span.tex is None
        else span.text
        for span in split_math(one_line(text).replace("```", "'''"))
    )
    return shown if _balanced(shown) else re.sub(r"\\?[{}]", "", shown).rstrip("\\")


def _balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and not text.endswith("\\")
