"""What doubts: a translation, summary or takeaway is held against its source, without a model.

Importing this package costs next to nothing, because a cached page asks only for VERSION; the checks themselves are
imported when they run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarize.checks.registry import CHECKS, Check

if TYPE_CHECKING:
    from summarize.prompting.glossary import Glossary
    from summarize.values import Draft, Finding, Source, UnitName

__all__ = ["CHECKS", "VERSION", "Check", "check_chinese", "check_draft", "check_pair"]

#: Part of the cache keys of finished results; raised whenever a check finds something else than before.
VERSION = "2"


def check_pair(unit: UnitName, source: str, target: str, glossary: Glossary | None = None) -> tuple[Finding, ...]:
    """Everything wrong with one Chinese text, of a page that anyone made, against its English source.

    ``unit`` says what the text is: all of a title or abstract must be kept, a summary or takeaways may choose. Findings
    come in the order of reading; none means that nothing was found, not that the translation is good.
    """
    from summarize.checks.runner import check_pair as run

    return run(unit, source, target, glossary)


def check_chinese(unit: UnitName, target: str) -> tuple[Finding, ...]:
    """What can be said of a Chinese text whose English is not known: chatter, broken text, repetition, typography."""
    from summarize.checks.runner import check_chinese as run

    return run(unit, target)


def check_draft(draft: Draft, source: Source, glossary: Glossary | None = None) -> tuple[Finding, ...]:
    """Everything wrong with one of our own results: sentence by sentence, with evidence required."""
    from summarize.checks.runner import check_draft as run

    return run(draft, source, glossary)
