"""Lets the checks, which know Simplified Chinese, read Traditional Chinese.

Traditional text is read as Simplified, with mainland words. A place in the reading is a place in the text as it was
written, so a finding's words are taken from there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from summarize.characters import count_han
from summarize.prompting.chinese_script import read_simplified, simplified_characters, to_traditional

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


def quoted_from(text: str, finding: Finding) -> Finding:
    """Return a finding about the reading of ``text`` with its Chinese words as they stand in ``text``."""
    quote = read_simplified(text).quote(finding.target)
    return _in_traditional(replace(finding, target=quote) if quote else finding)


def _in_traditional(finding: Finding) -> Finding:
    return replace(finding, expected=to_traditional(finding.expected)) if finding.expected else finding


def reading_simplified(check: Check, to: Script) -> Check:
    """Return ``check`` for drafts in the script ``to``. Its findings quote the draft as it is written."""
    if to != "zh-Hant":
        return check

    def on_traditional(draft: Draft) -> tuple[Finding, ...]:
        plain = each_text(draft, lambda text: read_simplified(text).text)
        return tuple(_quoting(finding, draft) for finding in check(plain))

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


def _quoting(finding: Finding, draft: Draft) -> Finding:
    """``finding`` with its Chinese words as they stand in ``draft``."""
    quotes = (read_simplified(written).quote(finding.target) for written in _texts(draft, finding))
    return _in_traditional(replace(finding, target=next(filter(None, quotes), finding.target)))


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
