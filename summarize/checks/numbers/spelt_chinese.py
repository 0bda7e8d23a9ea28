"""The values of Chinese numerals: 三千五百, 两百, 十五点五, 百万."""

from __future__ import annotations

import re
from functools import lru_cache

DIGIT = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
SCALE = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "兆": 1e12}
NUMERAL_CHARACTER = "[零〇一二两三四五六七八九十百千万亿]"
NUMERAL = rf"(?:{NUMERAL_CHARACTER}+(?:点[零〇一二三四五六七八九]+)?)"


@lru_cache(maxsize=4096)
def numeral(text: str) -> float | None:
    """Return the value of a numeral (3500.0 for 三千五百), or None where the characters are no number (十百)."""
    if len(text) > 24:  # longer than any number that is meant as one
        return None
    if len(text) == 1:
        return float(DIGIT[text]) if text in DIGIT else SCALE.get(text)
    whole = text.partition("点")[0]
    if all(c in SCALE for c in whole):
        value = 1.0
        sizes = [SCALE[c] for c in whole]
        if sizes != sorted(sizes) and len(sizes) > 1:
            return None
        for size in sizes:
            value *= size
        return value
    import cn2an  # 30 ms, and most texts need none of it

    try:
        return float(cn2an.cn2an(text.replace("〇", "零"), "normal"))
    except (ValueError, KeyError, OverflowError):
        return None


def value_of(words: str) -> float | None:
    """Return the value of a numeral, of digits with Chinese scales (3 万) or of 半, or None where it is no number.

    数, 几, 多 and 若干, which leave the number open, give 0.0. ``words`` has at least one character.
    """
    words = words.strip()
    if words[0].isdigit():
        m = re.match(r"[\d,.]+", words)
        value = float(m[0].replace(",", "")) if m else 0.0
        for c in words[m.end() if m else 0 :].strip():
            value *= SCALE.get(c, 1.0)
        return value
    if words in ("数", "几", "多", "若干"):
        return 0.0
    return 0.5 if words == "半" else numeral(words)
