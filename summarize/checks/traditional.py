"""Lets the checks, which know Simplified Chinese, read Traditional Chinese.

Traditional text is read as Simplified, with mainland words. A place in the reading is a place in the text as it was
written, so a finding's words are taken from there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from summarize.characters import count_han
from summarize.prompting.chinese_script import in_taiwans_words, read_simplified, simplified_characters, to_traditional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from summarize.values import Draft, Finding, Script

    Check = Callable[[Draft], tuple[Finding, ...]]

#: A text in which at least this share of the Han characters has another Simplified form is Traditional. In Traditional
#: prose a third has one; in Simplified prose the few of a quoted name do.
_SHARE = 0.1


def is_traditional(text: str) -> bool:
    """Whether a text is written in Traditional Chinese. A text without Chinese is not."""
    plain = simplified_characters(text)
    return plain != text and sum(a != b for a, b in zip(plain, text, strict=True)) >= _SHARE * count_han(text)


def is_traditional_draft(draft: Draft) -> bool | None:
    """Whether a draft is written in Traditional Chinese. None where its characters are the same in both scripts."""
    texts: list[str] = []

    def read(text: str) -> str:
        texts.append(text)
        return text

    each_text(draft, read)
    whole = "\n".join(texts)
    return True if is_traditional(whole) else None


def check_reading(check: Callable[[str], Sequence[Finding]], text: str) -> list[Finding]:
    """Return what ``check`` finds in a Traditional text. It is given the text in Simplified characters.

    The findings quote the text as it is written.
    """
    found = _in_both(tuple(check(_as_converted(text))), lambda: check(_as_it_stands(text)), _differ(text))
    return [_quoting(finding, [text]) for finding in found]


def reading_simplified(check: Check, to: Script) -> Check:
    """Return ``check`` for drafts in the script ``to``. Its findings quote the draft as it is written."""
    if to != "zh-Hant":
        return check

    def on_traditional(draft: Draft) -> tuple[Finding, ...]:
        converted, standing = each_text(draft, _as_converted), each_text(draft, _as_it_stands)
        found = _in_both(check(converted), lambda: check(standing), converted != standing)
        return tuple(_quoting(finding, _texts(draft, finding)) for finding in found)

    return on_traditional


def _as_converted(text: str) -> str:
    return read_simplified(text, converted=True).text


def _as_it_stands(text: str) -> str:
    return read_simplified(text).text


def _differ(text: str) -> bool:
    return _as_converted(text) != _as_it_stands(text)


def _in_both(
    found: Sequence[Finding], again: Callable[[], Sequence[Finding]], readings_differ: bool
) -> Sequence[Finding]:
    """Return the findings of the first reading that the second one has too.

    A word of two senses (預設, 文件) is right if it is right in one of them.
    """
    if not found or not readings_differ:
        return found
    others = again()
    return [finding for finding in found if any(_same(finding, other) for other in others)]


def _same(one: Finding, other: Finding) -> bool:
    """Whether two findings are about the same words of the same place, the English ones where there are any."""
    if (one.code, one.unit, one.sentence) != (other.code, other.unit, other.sentence):
        return False
    a, b = (finding.source.casefold() or finding.target for finding in (one, other))
    return a == b or bool(a and b and (a in b or b in a))


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


def _quoting(finding: Finding, texts: Sequence[str]) -> Finding:
    """``finding`` with its Chinese words as they stand in one of ``texts``, also where its message repeats them."""
    quote = next(filter(None, (_quote(text, finding.target) for text in texts)), "") or finding.target
    return replace(
        finding,
        target=quote,
        message=_message(finding, quote),
        expected=to_traditional(finding.expected, of_traditional=False),
    )


def _quote(text: str, words: str) -> str:
    return read_simplified(text, converted=True).quote(words)


def _message(finding: Finding, quote: str) -> str:
    """The message with the quoted words as they stand, and its other Chinese in Taiwan's words."""
    parts = finding.message.split(finding.target) if finding.target else [finding.message]
    return quote.join(in_taiwans_words(part, of_traditional=False) for part in parts)


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
