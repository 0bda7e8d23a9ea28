"""Puts the Chinese of a draft into the script that the user asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from summarize.characters import has_han
from summarize.checks.traditional import each_text, is_traditional_draft
from summarize.prompting.chinese_script import to_simplified, to_traditional

if TYPE_CHECKING:
    from summarize.values import Draft, Result, Script


def in_script(draft: Draft, to: Script) -> Draft:
    """Return ``draft`` in Simplified Chinese, or in Traditional with Taiwan's words. Text that is right already stays."""
    if to == "zh-Hant":
        return each_text(draft, partial(to_traditional, of_traditional=is_traditional_draft(draft)))
    return each_text(draft, _simplified)


def result_in_script(result: Result, to: Script) -> Result:
    """Return a finished result in another script, with what its findings quote. No model is asked."""
    change = to_traditional if to == "zh-Hant" else _simplified
    return replace(
        result,
        draft=in_script(result.draft, to),
        findings=tuple(replace(f, target=change(f.target), expected=change(f.expected)) for f in result.findings),
        figures=tuple(replace(figure, caption_zh=change(figure.caption_zh)) for figure in result.figures),
        to=to,
    )


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
