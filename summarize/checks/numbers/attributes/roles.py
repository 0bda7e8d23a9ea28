"""Whether a figure says by how much something changed, to what, or from what: 提高了 20% and 提高到 20%."""

from __future__ import annotations

import re
from typing import Literal

from summarize.checks.word_lists import read_table

Role = Literal["", "by", "to", "from"]
WORD_LISTS = "numbers/attributes/roles.toml"
_LISTS = read_table(WORD_LISTS)


def _any(side: str, group: str) -> str:
    return "|".join(_LISTS[side][group])


_PREPOSITION = re.compile(
    rf"\b(?:(?P<by>by)(?: as much as| a further| an additional)?|(?<!up )(?<!up-)(?P<to>to)(?: just| only)?|(?P<from>from)|(?P<reaches>{_any('english', 'reaches')}))"
    r"(?: an?)?\s+\\?[$€£]?$",
    re.I,
)
_CHANGES = re.compile(rf"\b(?:{_any('english', 'changes')})", re.I)
_OTHERS = re.compile(rf"\b(?:{_any('english', 'others')})\w*\W+$", re.I)
_SIZES = re.compile(rf"\s{{1,4}}(?:\w+[\s-]){{0,2}}?(?:{_any('english', 'sizes')})", re.I)
_ADVERBS = r"\s?(?:约|近|大约|仅|仅为|超过|最多|至多|至少|最高|高达|多达|达)?\s?[+]?$"
_CHINESE_TO = re.compile(rf"(?:{_any('chinese', 'changes')})[到至](?:了)?{_ADVERBS}")
_CHINESE_BY = re.compile(rf"(?:{_any('chinese', 'changes')})(?:了|幅度?(?:为|达到?))?{_ADVERBS}")
_CHINESE_FROM = re.compile(r"(?:从|由|自)(?:原来的|原先的|之前的|最初的|约|近)?\s?$")


def english_role(text: str, start: int, end: int) -> Role:
    """Return what the words around the English figure at ``text[start:end]`` say that it is, or "" where they do not."""
    m = _PREPOSITION.search(text, max(0, start - 24), start)
    if m is None:
        return ""
    if m["by"]:
        return "by"
    if m["from"]:
        return "from"
    clause = re.split(r"[.;,]\s", text[max(0, m.start() - 60) : m.start()])[-1]
    if m["to"] and (_OTHERS.search(clause) or not _CHANGES.search(clause)):
        return ""
    return "" if _SIZES.match(text, end) else "to"


def chinese_role(text: str, start: int) -> Role:
    """Return what the words before the Chinese figure at ``text[start]`` say that it is, or "" where they do not."""
    low = max(0, start - 14)
    if _CHINESE_TO.search(text, low, start):
        return "to"
    if _CHINESE_BY.search(text, low, start):
        return "by"
    return "from" if _CHINESE_FROM.search(text, low, start) else ""
