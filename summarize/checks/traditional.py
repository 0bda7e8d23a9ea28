"""Lets the checks, which know Simplified Chinese, read Traditional Chinese.

Text is converted character by character. That keeps every position, so a finding's words are taken from the same place
of the text as it was written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from summarize.characters import count_han
from summarize.prompting.chinese_script import simplified_characters

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarize.values import Draft, Finding, Script

    Check = Callable[[Draft], tuple[Finding, ...]]

#: A text in which at least this share of the Han characters has another Simplified form is Traditional. In Traditional
#: prose a third has one; in Simplified prose the few of a quoted name do.
_SHARE = 0.1


def is_traditional(text: str) -> bool:
    """Whether a text is written in Traditional Chinese. A text without Chinese is not."""
    plain = simplified_characters(text)
    return plain != text and sum(a != b for a, b in zip(plain, text, strict=True)) >= _SHARE * count_han(text)


def quoted_from(text: str, plain: str, finding: Finding) -> Finding:
    """Return a finding about ``plain`` with its Chinese words as they stand at the same place of ``text``."""
    at = plain.find(finding.target) if finding.target else -1
    return finding if at < 0 else replace(finding, target=text[at : at + len(finding.target)])


def reading_simplified(check: Check, to: Script) -> Check:
    """Return ``check`` for drafts in the script ``to``. Its findings quote the draft as it is written."""
    if to != "zh-Hant":
        return check

    def on_traditional(draft: Draft) -> tuple[Finding, ...]:
        plain = each_text(draft, simplified_characters)
        return tuple(_quoting(finding, plain, draft) for finding in check(plain))

    return on_traditional


def each_text(draft: Draft, change: Callable[[str], str]) -> Draft:
    """Return the draft with every Chinese text changed."""
    return replace(
        draft,
        title_zh=change(draft.title_zh),
        sentences=tuple(replace(s, zh=change(s.zh)) for s in draft.sentences),
        one_line=change(draft.one_line),
        summary=change(draft.summary),
        takeaways=tuple(replace(t, text=change(t.text)) for t in draft.takeaways),
        sections=tuple(replace(s, text=change(s.text)) for s in draft.sections),
    )


def _quoting(finding: Finding, plain: Draft, draft: Draft) -> Finding:
    """``finding`` with its Chinese words as they stand in ``draft``."""
    if not finding.target:
        return finding
    for simplified, written in zip(_texts(plain, finding), _texts(draft, finding), strict=True):
        at = simplified.find(finding.target)
        if at >= 0 and len(simplified) == len(written):
            return replace(finding, target=written[at : at + len(finding.target)])
    return finding


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
