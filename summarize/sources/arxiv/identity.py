"""Which record answers which reference: the identity gate, and why a record is missing.

arXiv gives records in any order, leaves out IDs that it does not know, and at times some that it knows. For a version
that does not exist it gives nothing (or, in other years, an error, an empty record or another version).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from summarize.errors import PaperNotFound, SummarizeError, VersionNotFound, WrongPaper
from summarize.sources.arxiv.entries import Given
from summarize.values import Paper, PaperRef

#: Gives the records that arXiv has for names such as ``2501.18585v2``, in any order.
Ask = Callable[[list[str]], Given]
#: Of so many missing papers each is asked for alone, where arXiv had given papers that nobody asked for.
_MOST_ALONE = 5


def resolve(refs: Sequence[PaperRef], ask: Ask) -> dict[PaperRef, Paper | SummarizeError]:
    """The paper, or why there is none, for each reference, by as few questions as can be."""
    answers: dict[PaperRef, Paper | SummarizeError] = {}
    for group in _one_version_each(refs):
        given = ask([str(ref) for ref in group])
        missing = []
        for ref in group:
            paper = match(ref, given.papers)
            if paper is None or not (paper.title or paper.abstract):
                missing.append(ref)
            else:
                answers[ref] = paper
        if missing:
            answers |= _second_look(missing, ask)
    return answers


def match(ref: PaperRef, papers: Sequence[Paper]) -> Paper | None:
    """The record of the very paper and version that is asked for, the newest where no version is named."""
    same = [p for p in papers if p.id == ref.id and ref.version in (None, p.version)]
    return max(same, key=lambda p: p.version, default=None)


def _one_version_each(refs: Sequence[PaperRef]) -> Iterator[list[PaperRef]]:
    """Groups in which no paper occurs twice: of two records of one paper it could not be told which is the newest."""
    left = list(refs)
    while left:
        group: dict[str, PaperRef] = {}
        for ref in left:
            group.setdefault(ref.id, ref)
        yield list(group.values())
        left = [ref for ref in left if group[ref.id] != ref]


def _second_look(missing: Sequence[PaperRef], ask: Ask) -> dict[PaperRef, Paper | SummarizeError]:
    """Missing papers are asked for once more, all together and without their versions."""
    given = ask([ref.id for ref in missing])
    unknown = [ref for ref in missing if not any(p.id == ref.id for p in given.papers)]
    strangers = tuple(p for p in given.papers if p.id not in {ref.id for ref in missing})
    answers: dict[PaperRef, Paper | SummarizeError] = {}
    for ref in missing:
        newest = match(PaperRef(ref.id), given.papers)
        if newest is not None:
            answers[ref] = newest if ref.version in (None, newest.version) else _version(ref, newest, ask)
        elif (error := _damage(ref, given)) is not None:
            answers[ref] = error
        elif strangers and len(unknown) <= _MOST_ALONE:
            answers[ref] = _unknown(ref, ask([ref.id]))
        else:
            answers[ref] = _unknown(ref, Given(strangers))
    return answers


def _version(ref: PaperRef, newest: Paper, ask: Ask) -> Paper | SummarizeError:
    if ref.version is not None and ref.version < newest.version:
        given = ask([str(ref)])
        found = match(ref, given.papers) or _damage(ref, given)
        if found is not None:
            return found
    hint = f"the newest one is {newest}"
    if ref.version == newest.version + 1:
        hint += "; one that was announced today comes some hours later"
    return VersionNotFound(f"arXiv has no version {ref.version} of this paper", hint=hint, paper=str(ref))


def _damage(ref: PaperRef, given: Given) -> SummarizeError | None:
    """The error where the paper's record came and cannot be read, or where one came that names no paper."""
    damaged = [d for d in given.damaged if d.paper_id in (ref.id, "")]
    return max(damaged, key=lambda d: d.paper_id).error(str(ref)) if damaged else None


def _unknown(ref: PaperRef, given: Given) -> Paper | SummarizeError:
    """``given`` is what arXiv gave when asked for this ID alone, or the papers that nobody asked for."""
    found = match(ref, given.papers) or _damage(ref, given)
    if found is not None:
        return found
    if given.papers:
        return WrongPaper(
            f"arXiv answers with another paper, {given.papers[0]}", hint="try again later", paper=str(ref)
        )
    return PaperNotFound("arXiv does not know this ID", hint=f"look at https://arxiv.org/abs/{ref.id}", paper=str(ref))
