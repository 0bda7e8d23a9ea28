"""The declaration of a check: its code, names, severity, explanation, examples and functions.

The module imports no function of a check, because a stored page needs the declarations alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from summarize.values import Severity, UnitName

#: Codes of findings on single words. A finding that says what is wrong with the same words outranks them.
SINGLE_WORDS = frozenset({"lost-word", "term"})
#: A function is given one text beside its English ("text"), or a whole draft beside its source ("draft").
LooksAt = Literal["text", "draft"]
UNITS: tuple[UnitName, ...] = get_args(UnitName)


@dataclass(frozen=True, slots=True)
class CheckFunction:
    """A function that looks for faults. It is named and not imported, because importing all of them takes 140 ms.

    ``place`` is ``module:name``. A function that looks at texts takes a ``Pair``. One that looks at drafts takes a
    ``Draft`` and its ``Source``. Both return findings in the order of reading, and an empty list where they find
    nothing.

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
    """An English text and the Chinese made of it, which show what a check finds or spares.

    In Chinese takeaways ``[2]`` at the end of a line cites sentence 2.
    """

    source: str
    target: str
    unit: UnitName = "abstract"


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One code that a finding may have, and everything that the program says about it.

    ``version`` is raised whenever the check finds something else than before. Pages that were stored are then checked
    anew. ``severity`` is what a finding has where the check is sure. Every code may also come as a warning.

    ``explanation`` says in whole sentences what is found, ``spared`` lists what is not. Every text of ``bad`` gives the
    code, and no text of ``good`` gives any. ``functions`` find the code; there are none where the program itself
    reports it. A finding on the same words with a code of ``outranks`` is left out.
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
