"""Upper and lower bounds: what is said around a figure, in either language."""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.checks.quantities import Bound

#: Only what can mean nothing else: "over 5 seeds" and "under 3 settings" are no bounds.
_ENGLISH: tuple[tuple[Bound, str], ...] = (
    ("most", r"up[\s-]to|at most|(?:no|not) (?:more|greater|higher|larger|longer) than|(?:less|fewer|smaller|lower|shorter) than|a maximum of|not exceed(?:ing)?|<|≤|<="),
    ("least", r"at least|(?:no|not) (?:less|fewer|smaller|lower) than|(?:more|greater|larger|higher|longer) than|exceed(?:s|ing|ed)?|a minimum of|upwards? of|>|≥|>="),
    ("about", r"about|around|approximately|approx\.?|roughly|nearly|almost|close to|circa|ca\.|~|∼|≈"),
)  # fmt: skip
_ENGLISH_BOUNDS = [
    (name, re.compile(rf"(?:{words})\s?(?:an?\s|the\s|by\s|~)?\s?[$€£]?(?:estimated\s)?$", re.I))
    for name, words in _ENGLISH
]
_AFTER_LEAST = re.compile(
    r"^\s?(?:\+(?!\s?\d)|or (?:more|higher|greater|above|later|newer)\b|and (?:above|later|newer|up)\b)", re.I
)
_AFTER_MOST = re.compile(r"^\s?(?:or (?:less|fewer|lower|below|earlier)\b)", re.I)
_SIDES: tuple[tuple[Bound, str, str], ...] = (
    ("most", r"(?:高达|多达|达到?了?|最多|至多|最高|最大|可达|上限为?|不超过|不高于|不大于|不多于|小于|低于|少于|不到|不足|未满|不满|最长|直至|长达|未超过|短于|大至|高至|最高达|不会超过|小于等于|<=?|≤|以下|以内|之内|内|为止|之下)", ""),
    ("least", r"(?:至少|不少于|不低于|最少|最低|起码|大于等于|大于|超过|超出|多于|高于|逾|超|突破|不小于|不止|远超|>=?|≥|达|高达|多达|以上|及以上|余|多|有余|开外|之上|之多|更高|更多|更大)", ""),
)  # fmt: skip


def english_bound(text: str, start: int, end: int) -> Bound:
    """The bound that the words around an English figure set: "up to", "at least", "about"; "" for none."""
    before = text[max(0, start - 28) : start]
    for name, pattern in _ENGLISH_BOUNDS:
        if pattern.search(before):
            return name
    after = text[end : end + 12]
    if _AFTER_LEAST.match(after):
        return "least"
    return "most" if _AFTER_MOST.match(after) else ""


def bounds_around(text: str, start: int, end: int) -> frozenset[Bound]:
    """Which bounds the words around a Chinese figure can express (达 can be "up to" and "as much as")."""
    before = re.split(r"[。；;!?！？\n]", text[max(0, start - 16) : start])[-1]
    after = re.split(r"[。；;!?！？\n，,]", text[end : end + 8])[0]
    near = before + "\x00" + after
    return frozenset(name for name, words, _ in _SIDES if _compiled(words).search(near))


@lru_cache(maxsize=8)
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words)
