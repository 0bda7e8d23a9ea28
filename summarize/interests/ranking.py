"""The reader's order of papers: best first, ties as they came, then what failed, then what is folded."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from summarize.characters import HAN
from summarize.interests.interest import FIELDS, Field, Interest, Interests, Relevance
from summarize.interests.keywords import KeywordIndex, without_accents
from summarize.values import Paper, PaperFailure, Result

#: A record as a source gives it, a finished page, or a paper that failed (of which nothing is known).
Rankable = TypeVar("Rankable", bound=Paper | Result | PaperFailure)
#: Between the texts of a field, so that no keyword is found across two of them.
_BETWEEN = " | "
_HAN_NAME = re.compile(rf"[{HAN}]+")
_BETWEEN_HAN = re.compile(r"[\s,，·•]+")
_IN_NAMES = re.compile(r"['’`\-‐‑]")


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Rankable]):
    """A paper with its relevance. ``given`` is its position before the ranking, from 0."""

    paper: Rankable
    relevance: Relevance
    given: int


def rank(papers: Iterable[Rankable], interests: Interests) -> list[Ranked[Rankable]]:
    """Return the papers in the reader's order, with the reasons.

    The highest score stands first; equal scores keep the order given. Then come failures, then folded papers, both in
    the order given. No papers give an empty list.
    """
    return Ranker(interests).rank(papers)


class Ranker:
    """Interests prepared for many papers. Making one takes time that grows with the number of interests."""

    def __init__(self, interests: Interests) -> None:
        self._lowest = interests.lowest_shown
        groups: dict[tuple[Field, bool], list[Interest]] = defaultdict(list)
        self._authors: dict[str, list[tuple[tuple[str, ...], Interest]]] = defaultdict(list)
        self._categories: dict[str, list[Interest]] = defaultdict(list)
        for entry in interests.entries:
            if entry.kind == "keyword":
                for field in entry.fields:
                    groups[field, entry.case].append(entry)
            elif entry.kind == "author":
                names = name_parts(entry.name)
                self._authors[names[-1]].append((names, entry))
            else:
                self._categories[entry.name.casefold().removesuffix(".*")].append(entry)
        self._keywords = [
            (field, KeywordIndex((entry.name for entry in entries), case=case), entries)
            for (field, case), entries in groups.items()
        ]

    def rank(self, papers: Iterable[Rankable]) -> list[Ranked[Rankable]]:
        """Return the papers in the reader's order; see :func:`rank`."""
        ranked = [Ranked(paper, self.relevance(paper), n) for n, paper in enumerate(papers)]
        return sorted(ranked, key=_place)

    def relevance(self, paper: Paper | Result | PaperFailure) -> Relevance:
        """Return what one paper is worth. Each interest counts once, however often the paper has it.

        Of a record without a page, only the English is known, and keywords in Chinese are not found. A failure is worth
        nothing and is not folded.
        """
        if isinstance(paper, PaperFailure):
            return Relevance()
        record = paper.paper if isinstance(paper, Result) else paper
        texts = _texts(paper)
        found: dict[int, Interest] = {}
        for field, index, entries in self._keywords:
            for n in index.find(texts[field]):
                found[id(entries[n])] = entries[n]
        for entry in (*self._by_authors(record.authors), *self._in_categories(record.categories)):
            found[id(entry)] = entry
        score = sum(entry.weight for entry in found.values() if not entry.folds)
        return Relevance(
            score=score,
            folded=score < self._lowest or any(entry.folds for entry in found.values()),
            wanted=_sorted(entry for entry in found.values() if entry.wanted),
            unwanted=_sorted(entry for entry in found.values() if not entry.wanted),
        )

    def _by_authors(self, authors: Sequence[str]) -> Iterable[Interest]:
        if not self._authors:
            return
        for author in authors:
            theirs = name_parts(author)
            for names, entry in self._authors.get(theirs[-1], ()) if theirs else ():
                if is_name_of(names, theirs):
                    yield entry

    def _in_categories(self, categories: Sequence[str]) -> Iterable[Interest]:
        """Yield the interests in a category, or in the archive that it belongs to (``cs.*`` and ``cs``)."""
        for category in categories:
            name = category.casefold()
            yield from self._categories.get(name, ())
            archive = name.partition(".")[0]
            if archive != name:
                yield from self._categories.get(archive, ())


def _place(ranked: Ranked[Rankable]) -> tuple[int, float, int]:
    if ranked.relevance.folded:
        return 2, 0.0, ranked.given
    if isinstance(ranked.paper, PaperFailure):
        return 1, 0.0, ranked.given
    return 0, -ranked.relevance.score, ranked.given


def _sorted(entries: Iterable[Interest]) -> tuple[Interest, ...]:
    order = {"keyword": 0, "author": 1, "category": 2}
    return tuple(sorted(entries, key=lambda e: (not e.folds, -abs(e.weight), order[e.kind], e.name)))


def _texts(paper: Paper | Result) -> dict[Field, str]:
    """Return what keywords are looked for in: the record, and of a page its Chinese beside it."""
    record = paper.paper if isinstance(paper, Result) else paper
    texts: dict[Field, list[str]] = {field: [] for field in FIELDS}
    texts["title"].append(record.title)
    texts["abstract"].append(record.abstract)
    texts["comment"] += [record.comment, record.journal_ref]
    if isinstance(paper, Result):
        draft = paper.draft
        texts["title"].append(draft.title_zh)
        texts["abstract"] += [draft.one_line, draft.summary, *(sentence.zh for sentence in draft.sentences)]
        texts["abstract"] += [takeaway.text for takeaway in draft.takeaways]
    return {field: _BETWEEN.join(parts) for field, parts in texts.items()}


def name_parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name in small letters, without accents, hyphens and dots; the family name last.

    ``LeCun, Yann`` is ``Yann LeCun``. A Chinese name is one part, with or without a space in it (``李 明``). A name
    without letters gives no parts.
    """
    if _HAN_NAME.fullmatch(whole := _BETWEEN_HAN.sub("", name)):
        return (whole,)
    family, comma, given = name.partition(",")
    plain = without_accents(_IN_NAMES.sub("", f"{given} {family}" if comma else name)).casefold()
    return tuple(re.findall(r"[^\W_]+", plain))


def is_name_of(names: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether the name that the reader wrote (``names``) may be that of an author (``theirs``).

    The family name is the same. What the reader wrote before it stands in the author's name in the same order; other
    parts of that name are free, so a family name alone is enough. One letter stands for every name that begins with it.
    The reverse does not hold: the author ``Y. Wang`` may be anybody's ``Yi Wang``.
    """
    if names[-1] != theirs[-1]:
        return False
    given = iter(theirs[:-1])
    return all(any(part == own or (len(part) == 1 and own[0] == part) for own in given) for part in names[:-1])
