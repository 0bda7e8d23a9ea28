"""Puts the Chinese of a draft into the script that the user asked for, and lets the checks read Traditional Chinese."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from summarize.characters import has_han
from summarize.prompting.chinese_script import read_simplified, to_simplified, to_traditional

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarize.values import Draft, Finding, Script

    Check = Callable[[Draft], tuple[Finding, ...]]


def in_script(draft: Draft, to: Script) -> Draft:
    """Return ``draft`` in Simplified Chinese, or in Traditional with Taiwan's words. Text that is right already stays."""
    if to == "zh-Hant":
        return _each_text(draft, to_traditional)
    return _each_text(draft, _simplified)


def reading_simplified(check: Check, to: Script) -> Check:
    """Return ``check`` for drafts in the script ``to``. The checks know Simplified Chinese; their findings quote the draft.

    Traditional text is read as Simplified, with mainland words. A place in the reading is a place in the draft, so a
    finding's words are taken from there.
    """
    if to != "zh-Hant":
        return check

    def on_traditional(draft: Draft) -> tuple[Finding, ...]:
        plain = _each_text(draft, lambda text: read_simplified(text).text)
        return tuple(_quoting(finding, draft) for finding in check(plain))

    return on_traditional


def _simplified(text: str) -> str:
    if not any(_is_traditional(character) for character in text):
        return text
    return to_simplified(text)


def _is_traditional(character: str) -> bool:
    """Whether a Han character is not in GB 2312. Then the text may be Traditional, and OpenCC looks at it."""
    if not has_han(character):
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _each_text(draft: Draft, change: Callable[[str], str]) -> Draft:
    return replace(
        draft,
        title_zh=change(draft.title_zh),
        sentences=tuple(replace(s, zh=change(s.zh)) for s in draft.sentences),
        one_line=change(draft.one_line),
        summary=change(draft.summary),
        takeaways=tuple(replace(t, text=change(t.text)) for t in draft.takeaways),
        sections=tuple(replace(s, text=change(s.text)) for s in draft.sections),
    )


def _quoting(finding: Finding, draft: Draft) -> Finding:
    """``finding`` with its Chinese words as they stand in ``draft``."""
    quotes = (read_simplified(written).quote(finding.target) for written in _texts(draft, finding))
    return replace(finding, target=next(filter(None, quotes), finding.target))


def _texts(draft: Draft, finding: Finding) -> list[str]:
    """The texts in which a finding's words may stand."""
    n = finding.sentence
    if finding.unit == "title":
        return [draft.title_zh]
    if finding.unit == "abstract":
        return [s.zh for s in draft.sentences if n is None or s.n == n]
    if finding.unit == "takeaways":
        return [t.text for i, t in enumerate(draft.takeaways, 1) if n is None or i == n]
    return [draft.one_line if finding.unit == "one_line" else draft.summary]
