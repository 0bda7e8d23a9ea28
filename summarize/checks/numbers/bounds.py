"""Upper and lower bounds of figures, read from the words around them, in either language."""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.checks.numbers.quantities import Bound

_FIRM: tuple[tuple[Bound, str], ...] = (
    ("most", r"up[\s-]to|at most|(?:no|not) (?:more|greater|higher|larger|longer) than|(?<!\bno )(?<!\bnot )(?:less|fewer|smaller|lower|shorter) than|a maximum of|not exceed(?:ing)?|(?<!see )\bbelow|<|≤|<="),
    ("least", r"at least|(?:no|not) (?:less|fewer|smaller|lower) than|(?:more|greater|larger|higher|longer) than|exceed(?:s|ing|ed)?|a minimum of|upwards? of|(?<!\bthe )\babove|>|≥|>="),
    ("about", r"about|around|approximately|approx\.?|roughly|nearly|almost|close to|circa|ca\.|~|∼|≈"),
)  # fmt: skip
#: Both set a bound before a share ("over a quarter"), and "under" before an amount ("under 2 days"). They set none in
#: "under 3 settings" and "over 5 seeds".
_LOOSE: tuple[tuple[Bound, str], ...] = (("most", r"\bunder"), ("least", r"\bover"))


def _before_figure(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})\s?(?:an?\s|the\s|by\s|~)?\s?[$€£]?(?:estimated\s)?$", re.I)


_ENGLISH_BOUNDS = [(name, _before_figure(words)) for name, words in _FIRM]
_LOOSE_BOUNDS = {name: _before_figure(words) for name, words in _LOOSE}
_NEGATION = re.compile(r"\b(?:no|not|never|cannot|without|nor|neither|none)\b|n['’]t\b")
_AMOUNT = re.compile(
    r"(?<![A-Za-z])(?:[nµμm]?s|sec\w*|milliseconds?|seconds?|min|minutes?|h|hours?|days?|weeks?|months?|[KMGT]?B|[nµμmck]m|k?g)\b"
)
_SHARE = re.compile(r"(?:a\s)?(?:half|third|quarter|\w+(?:-|\s)(?:thirds|quarters|fifths))$", re.I)
_AFTER_LEAST = re.compile(
    r"^\s?(?:\+(?!\s?\d)|or (?:more|higher|greater|above|later|newer)\b|and (?:above|later|newer|up)\b)", re.I
)
_AFTER_MOST = re.compile(r"^\s?(?:or (?:less|fewer|lower|below|earlier)\b)", re.I)
#: Bound -> words that set it before a Chinese figure, words that set it after one. ``_around`` has made 不应超过 a ≤.
_SIDES: dict[Bound, tuple[str, str]] = {
    "most": (
        r"高达|多达|达到?了?|最多|至多|最高|最大|最低降|可达|上限|小于|低于|少于|短于|矮于|轻于|不到"
        r"|不足|未满|不满|未到|未达|最长|最短只?需|直至|长达|大至|高至|限于|控制在|仅|只需|只用|只有|只要|<|≤",
        r"以下|以内|之内|之下|内|为止|封顶|上限|或更[少低小短]|或以下",
    ),
    "least": (
        r"至少|最少|最低|起码|大于|超|多于|高于|强于|长于|优于|逾|突破|不止|不下|>|≥|达|高达|多达|下限",
        r"以上|及以上|余|多|有余|开外|之上|之多|更高|更多|更大|不止|起步|或更[多高大长]",
    ),
}
_NOT_MORE = re.compile(r"(?:不|未|没有)(?:应该?|会|能够?|可以?|得|宜|需|要|必|曾)?(?:超过|超出|超|大于|高于|多于|长于)")
_NOT_LESS = re.compile(r"(?:不|未|没有)(?:应该?|会|能够?|可以?|得|宜|需|要|必|曾)?(?:少于|低于|小于|短于|亚于)")
_PLAIN_SIDES: dict[Bound, str] = {"most": r"近$|[展增升高加长延大涨][到至]$", "least": r"过半|超半|大半|多半|[余多]"}


def english_bound(text: str, start: int, end: int) -> Bound:
    """Return the bound that the words around an English figure set, or "" for none.

    "up to" sets an upper bound, "at least" a lower one, "about" neither.
    """
    before = text[max(0, start - 28) : start]
    for name, pattern in _ENGLISH_BOUNDS:
        if m := pattern.search(before):
            return "most" if m[0].startswith("exceed") and _NEGATION.search(before) else name
    for name, pattern in _LOOSE_BOUNDS.items():
        # "over 3 years" sets no bound: it is a time in which something happens.
        amount = _SHARE.match(text[start:end]) or (name == "most" and _AMOUNT.search(text[start : end + 12]))
        if amount and pattern.search(before):
            return name
    after = text[end : end + 12]
    if _AFTER_LEAST.match(after):
        return "least"
    return "most" if _AFTER_MOST.match(after) else ""


def bounds_around(text: str, start: int, end: int) -> frozenset[Bound]:
    """Return the bounds that the words around a Chinese figure can express: 达 can be "up to" and "as much as"."""
    before, after = _around(text, start, end)
    return frozenset(
        name
        for name, (words_before, words_after) in _SIDES.items()
        if _compiled(words_before).search(before) or _compiled(words_after).search(after)
    )


def loosely_bounded(bound: Bound, text: str, start: int, end: int) -> bool:
    """Whether weaker words stand for the bound: 近, 扩展到 for "scales up to", 过半, 翻倍有余."""
    before, _ = _around(text, start, end)
    if bound == "most":
        return _compiled(_PLAIN_SIDES["most"]).search(before.rstrip()) is not None
    return _compiled(_PLAIN_SIDES["least"]).search(text[start:end]) is not None


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words before and after a Chinese figure, with signs for the negated ones (≤ for 不超过)."""
    before = re.split(r"[。；;!?！？\n]", text[max(0, start - 16) : start])[-1]
    before = _NOT_MORE.sub("≤", _NOT_LESS.sub("≥", before))
    return before, re.split(r"[。；;!?！？\n，,、]", text[end : end + 8])[0]


@lru_cache(maxsize=16)
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words)
