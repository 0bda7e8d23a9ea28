"""What every form of a list of references shares: keys, and references that are added to those of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from summarize.layouts.bibtex import citation_key
from summarize.layouts.clean import one_line
from summarize.layouts.latex.latex_text import latex_to_text
from summarize.layouts.typography import typeset
from summarize.values import ARXIV, Paper, Result


@dataclass(frozen=True, slots=True)
class Entry:
    """One reference in a list: its key, what paper it is of (``paper_identity``), and its text.

    Both are empty for what stands between the references of a file, such as a comment.
    """

    key: str
    identity: str
    text: str


class ReferenceForm(Protocol):
    """A form of references, such as BibTeX. ``suffix`` ends the names of its files."""

    name: str
    suffix: str

    def read(self, text: str) -> tuple[Entry, ...]:
        """Return what stands in a file, in order. Raises NotOurs where it is no list of this form."""

    def entry(self, result: Result, key: str) -> str:
        """Return the text of one reference."""

    def join(self, texts: Sequence[str]) -> str:
        """Return the text of a file with these references."""


def paper_identity(paper: Paper) -> str:
    """Return what tells a paper from all others, whatever its version: its ID in small letters, or else its title."""
    if paper.id:
        return f"arxiv:{paper.id.lower()}" if paper.source == ARXIV else paper.id.lower()
    return title_identity(paper.title)


def title_identity(title: str) -> str:
    """Return the identity of a paper without an ID: the letters and digits of its title."""
    return "title:" + re.sub(r"\W+", "", english(title)).lower()


def arxiv_identity(number: str) -> str:
    """Return the identity in an arXiv number with or without ``arXiv:`` and version; "" where it is none."""
    match = re.fullmatch(r"(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", number.strip().lower())
    return f"arxiv:{match[1]}" if match else ""


class CitationKeys:
    """Citation keys, each of one paper. A paper keeps the key that it has in a file already.

    A key is made from the first author, the year and a word of the title. Where another paper has it, the paper's ID
    is added.
    """

    def __init__(self, standing: Iterable[Entry] = ()) -> None:
        self._papers: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        for entry in standing:
            if entry.key:
                self._papers.setdefault(entry.key.lower(), entry.identity)
                self._keys.setdefault(entry.identity, entry.key)

    def of(self, paper: Paper) -> str:
        """Return the key of a paper: the same whenever it is asked for."""
        identity = paper_identity(paper)
        if identity not in self._keys:
            wanted = key = citation_key(paper)
            if key in self._papers and paper.id:
                wanted = key = f"{key}-{re.sub(r'[^a-z0-9.]', '', paper.id.lower())}"
            n = 1
            while key.lower() in self._papers:
                n += 1
                key = f"{wanted}-{n}"
            self._keys[identity], self._papers[key.lower()] = key, identity
        return self._keys[identity]


#: Gives the results that are known of a paper, of all its versions.
EarlierResults = Callable[[Paper], Iterable[Result]]


def no_earlier_results(paper: Paper) -> Iterable[Result]:
    """Return no results: nothing is known of the paper."""
    return ()


def with_references(
    form: ReferenceForm,
    standing: str,
    results: Sequence[Result],
    keys: CitationKeys | None = None,
    *,
    replacing: bool = False,
    earlier: EarlierResults = no_earlier_results,
) -> str:
    """Return the text of a file of references with those of ``results`` in it.

    What stands there stays, in its words and in its order, because the reader may have put it right. A reference
    stands as the program wrote it where its text is that of one of the ``earlier`` results of the paper; it is renewed
    by the same or a later version. With ``replacing`` the references of these papers are written anew in any case. New
    ones follow. Raises NotOurs where the file is no list of this form.
    """
    changed = False
    entries = list(form.read(standing))
    keys = keys or CitationKeys(entries)
    places = {entry.identity: n for n, entry in enumerate(entries) if entry.identity}
    for result in results:
        identity = paper_identity(result.paper)
        at = places.get(identity)
        key = entries[at].key if at is not None and not replacing else keys.of(result.paper)
        new = Entry(key, identity, form.entry(result, key))
        if at is not None and not replacing and not _is_renewed(form, entries[at], new, result, earlier):
            continue
        changed = True
        if at is None:
            places[identity] = len(entries)
            entries.append(new)
        else:
            entries[at] = new
    return form.join([entry.text for entry in entries]) if changed or not standing else standing


def _is_renewed(form: ReferenceForm, old: Entry, new: Entry, result: Result, earlier: EarlierResults) -> bool:
    """Whether ``old``, which stands there, is what the program wrote for the same version or one before."""
    text = old.text.strip()
    return text != new.text.strip() and any(
        one.paper.version <= result.paper.version and form.entry(one, old.key).strip() == text
        for one in earlier(result.paper)
    )


def numbered_name(paper: Paper) -> str:
    """Return a paper's number as references give it: ``arXiv:2501.18585``; "" for a paper that is not arXiv's."""
    return f"arXiv:{paper.id}" if paper.id and paper.source == ARXIV else ""


def doi_of(paper: Paper) -> str:
    """Return the DOI of a paper: its record's own, or the one that arXiv registers for each of its papers.

    The rule is arXiv's: 10.48550/arXiv. and the ID without version (https://info.arxiv.org/help/doi.html).
    """
    if paper.doi or not numbered_name(paper):
        return one_line(paper.doi)
    return f"10.48550/arXiv.{paper.id}"


def english(text: str) -> str:
    """Return an English text of a record on one line. LaTeX commands outside formulas are text, as on pages."""
    return one_line(latex_to_text(one_line(text)))


def chinese(text: str, result: Result) -> str:
    """Return a Chinese text of a result on one line, typeset as on pages."""
    return typeset(latex_to_text(one_line(text), english=False), result.to)


def chinese_abstract(result: Result) -> str:
    """Return the Chinese abstract on one line."""
    return chinese("".join(sentence.zh for sentence in result.draft.sentences), result)
