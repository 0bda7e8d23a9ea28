"""A finding in Chinese: the quoted words, what is wrong with them, and what would be right.

``“co-located”译作“共定位”，宜作“共置”``. The message is translated by the catalogue ``findings``. Words of the paper and of the
model are quoted as they stand.
"""

from __future__ import annotations

import re

from summarize.language.catalogue import translated
from summarize.layouts.clean import one_line
from summarize.layouts.labels import Words
from summarize.values import Finding

#: A quotation is cut after this many characters. A whole sentence is known again by its beginning.
_LONGEST_QUOTE = 60
_QUOTED = re.compile("“([^“”]*)”|「([^「」]*)」")
_ENGLISH = re.compile("[A-Za-z] [a-z]")
#: Messages that say no more than the name of the check and the quoted words, in the catalogue's Chinese.
REPEATING = frozenset(
    {"译成了相反的意思", "译成了别的条件", "译法不妥", "与原文不同", "没有译成中文", "譯成了相反的意思", "譯成了別的條件", "譯法不妥",
     "與原文不同", "沒有譯成中文"}
)  # fmt: skip
#: Codes whose words are copied and not translated.
_COPIED = frozenset({"link-changed", "math-changed", "name-changed"})
#: Codes of two things that changed places. What is expected at the place of the one is the one itself.
_EXCHANGED = frozenset({"figures-swapped", "names-swapped"})
#: A message that goes on from the words that it is about begins with one of these. Behind a pair of words it is left out.
_PARTICLES = "的里裡是"


def finding_message(finding: Finding, words: Words) -> str:
    """Return the message in the page's script, or "" where it has none.

    A message that is Chinese already stays. An English one that no catalogue knows is left out where the name of the
    check says what is wrong.
    """
    message = one_line(finding.message)
    said = translated(message, words.lang, "findings")
    if said != message or not _ENGLISH.search(message):
        return said
    return "" if words.fault(finding.code) != finding.code else message


def finding_line(finding: Finding, words: Words) -> str:
    """Return a finding on a line of its own: its place, the name of the check, and what is wrong."""
    hint = "" if finding.severity == "error" else words.hint
    named = f"{words.where(finding.unit, finding.sentence)} {words.fault(finding.code)}{hint}"
    text = finding_text(finding, words)
    return f"{named}：{text}" if text else named


def finding_text(finding: Finding, words: Words) -> str:
    """Return what a page says of a finding behind its place and name, or "" where those say everything."""
    said = finding_message(finding, words)
    source, target = one_line(finding.source), one_line(finding.target)
    if source.casefold() == target.casefold():
        source = ""
    body = _told(said, source, target, words, finding.code)
    right = one_line(finding.expected)
    if right and not (right == source and finding.code in _EXCHANGED):
        body += (words.expected if target else words.expected_lost).format(right)
    return body.removeprefix("，")


def _told(said: str, source: str, target: str, words: Words, code: str) -> str:
    quoted = [match[1] or match[2] for match in _QUOTED.finditer(said)]
    has_source = not source or source.casefold() in map(str.casefold, quoted)
    has_target = not target or target.casefold() in map(str.casefold, quoted)
    if quoted and has_source and has_target:
        return said
    if source and quoted and has_source:
        return f"{said}{words.translation_is.format(_quote(target, words))}"
    if target and quoted and has_target:
        return f"{said}{words.original_is.format(_quote(source, words))}"
    said = "" if said in REPEATING else said
    if source and target:
        became = words.copied_as if code in _COPIED else words.translated_as
        pair = f"{_quote(source, words)}{became}{_quote(target, words)}"
        return f"{pair}，{said.lstrip(_PARTICLES).lstrip()}" if said else pair
    return f"{_quote(source or target, words)}{said}"


def _quote(text: str, words: Words) -> str:
    if not text:
        return ""
    short = text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1].rstrip()}…"
    return words.quoted.format(short) if not set("“”") & set(short) else f"『{short}』"
