"""Where a Chinese text negates: the words before and after a place that turn what stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from summarize.checks.word_lists import read_words

#: Whether a word is said as it stands, negated, or in a way that may be either.
Reading = Literal["plain", "negated", "either"]
#: The characters that deny.
NEGATORS = re.compile("[不没无未非勿否]")
_MASK = "\x00"
#: Directly before a word, these make it its opposite.
_BEFORE = re.compile(r"(?:(?<!而)(?<!并)非|[不无未](?:太|够|甚|很|大|可|再|尽|甚|那么|完全|总是|一定)?)$")
#: Somewhere before or after it, these may do so.
_NEAR_BEFORE = re.compile(
    r"(?:[不非无未没失免缺难欠少弱低差零除拒避防脱消去反错误]|破坏|损害|削弱|丧失|降低|减少|限制|而非|区分|阻碍)[^，。；：！？,;:]{0,10}$"
)
_NEAR_AFTER = re.compile(
    r"^[^，。；：！？,;:]{0,4}(?:[不无未缺差欠失难错]|较?低|较?弱|较小|甚微|很小|极小|有限|下降|降低|损失|匮乏|问题)"
)


def pattern_of(entries: Sequence[str]) -> str:
    """Return a pattern of words of a list, the longest first. Where none of their first characters stands, none is tried.

    Entries that begin with a bracket, as regular expressions, come last.
    """
    words = sorted(entries, key=len, reverse=True)
    plain = [word for word in words if word[0] not in "(["]
    others = [word for word in words if word[0] in "(["]
    if not others:
        return "|".join(plain)
    firsts = "".join(sorted({word[0] for word in plain}))
    return "|".join((f"(?=[{firsts}])(?:{'|'.join(plain)})", *others))


@lru_cache(maxsize=1)
def _masked() -> re.Pattern[str]:
    return re.compile(pattern_of(read_words("polarity/chinese.toml", "masked")))


@lru_cache(maxsize=4)
def unmasked(chinese: str) -> str:
    """Return a text of the same length in which words such as 不同 and 非常, which negate nothing, are blanked out."""
    return _masked().sub(lambda m: _MASK * len(m[0]), chinese) if NEGATORS.search(chinese) else chinese


def reading_of(chinese: str, start: int, end: int) -> Reading:
    """Return how the word at a place is said. ``chinese`` is unmasked."""
    before = chinese[max(0, start - 12) : start]
    if _BEFORE.search(before):
        return "negated"
    if _NEAR_BEFORE.search(before) or _NEAR_AFTER.search(chinese[end : end + 9]):
        return "either"
    return "plain"


def is_denied(chinese: str, at: int) -> bool:
    """Whether a negator stands directly before a place. ``chinese`` is unmasked."""
    return _BEFORE.search(chinese[max(0, at - 5) : at]) is not None
