"""What the declaration of a check says. Light: a stored page needs the declarations and none of the functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from summarize.values import Severity, UnitName

#: What a function is given: one text beside its English, or a whole draft beside its source.
LooksAt = Literal["text", "draft"]
UNITS: tuple[UnitName, ...] = get_args(UnitName)


@dataclass(frozen=True, slots=True)
class CheckFunction:
    """A function that looks for faults. It is named and not imported, because importing all of them takes 140 ms.

    ``place`` is ``module:name``. A function that looks at texts takes a ``Pair``; one that looks at drafts takes a
    ``Draft`` and its ``Source``. Both return findings in the order of reading, none where nothing was found.

    ``units`` are the kinds of text that it is given (for a draft: that it reports on). ``needs_english`` is False where
    the Chinese alone is enough. ``word_lists`` are the files under ``summarize/checks`` that it reads.
    """

    place: str
    looks_at: LooksAt = "text"
    units: tuple[UnitName, ...] = UNITS
    needs_english: bool = True
    word_lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """English and the Chinese made of it. In Chinese takeaways ``[2]`` at the end of a line cites sentence 2."""

    source: str
    target: str
    unit: UnitName = "abstract"


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One code that a finding may have, and everything that the program says of it.

    ``version`` is raised whenever the check finds something else than before: pages that were stored are then checked
    anew. ``severity`` is what a finding has where the check is sure; every code may also come as a warning.

    ``explanation`` says in whole sentences what is found, ``spared`` lists what is not. Every text of ``bad`` gives
    the code, and no text of ``good`` gives any. ``functions`` are those that find it; none where the program itself reports it.
    ``outranks`` are the codes whose findings on the same words need not be told as well.
    """

    code: str
    version: int
    name: str
    name_hans: str
    name_hant: str
    severity: Severity
    explanation: str
    spared: str = ""
    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()
    functions: tuple[CheckFunction, ...] = ()
    outranks: frozenset[str] = frozenset()
