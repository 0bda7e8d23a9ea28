"""The quantities of a Chinese text.

The rules read figures with 万 and 亿, numerals, 百分之, 分之, 成, 倍, 数量级, 第, 数千, 半 and 之一.
"""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.checks.numbers.chinese_patterns import (
    AND_A_HALF,
    CENTURY,
    CLOSES,
    COUNTED,
    DECADE,
    DOUBLED,
    FIGURE,
    FRACTION,
    GAP,
    HALF,
    HALVED,
    IDIOM,
    JOINED,
    LABEL,
    MULTIPLE,
    NAME,
    ODD,
    ORDER,
    ORDERS,
    ORDINAL,
    OVER,
    PERCENT,
    PLAIN,
    POINTS,
    RANK,
    SOME,
    SPELT,
    SUFFIX,
    SUFFIX_SIGN,
    TENTHS,
    VAGUE,
    VAGUE_SIGN,
    WORD_SCALE,
)
from summarize.checks.numbers.quantities import (
    DIGITS,
    LETTERS,
    LICENCE,
    WORD,
    Kind,
    Quantity,
    figure_value,
    power_of,
    to_number,
    without_formulas,
)
from summarize.checks.numbers.spelt_chinese import DIGIT, SCALE, numeral, value_of
from summarize.checks.numbers.text_reader import TextReader
from summarize.checks.numbers.units import UNITS, WrittenUnit, han_unit_at, latin_unit_at


@lru_cache(maxsize=8)
def read_chinese(text: str) -> tuple[Quantity, ...]:
    """Return all quantities of a Chinese text, in order of position. Empty text gives an empty tuple."""
    return tuple(_Reader(plain_chinese(text), text).read())


@lru_cache(maxsize=8)
def plain_chinese(text: str) -> str:
    """Return the text as the rules see it, of the same length: without formulas and addresses, and half-width."""
    text = without_formulas(text)
    for wide, sign in PLAIN:
        text = text.replace(wide, sign)
    return text


class _Reader(TextReader):
    """The rules that read Chinese. Their order in ``read`` decides which rule gets words that several could read."""

    def read(self) -> list[Quantity]:
        self.read_formulas()
        for m in IDIOM.finditer(self.text):
            self._single_characters(m.start(), m.end())
        self.read_names(NAME, LABEL)
        if "数量级" in self.text:
            for m in ORDERS.finditer(self.text):
                n = value_of(m["many"] or m["n"]) if m["n"] else 0.0
                high = (value_of(m["m"]) or 0.0) if m["m"] else 0.0
                self.add(m.start(), m.end(), n or 0.0, "magnitude", DIGITS if n else WORD, high=high)
        self._shares()
        self._multiples()
        self._ordinals()
        self._vague()
        self.read_figures(FIGURE, JOINED, ("percent", "points", "multiple"))
        self._numerals()
        self.found.sort(key=lambda q: q.start)
        return self.found

    def _single_characters(self, start: int, end: int) -> None:
        for i in range(start, end):
            if (c := self.text[i]) in DIGIT or c in SCALE:
                self.add(i, i + 1, float(DIGIT.get(c, 0) or SCALE.get(c, 0)), strength=LICENCE, take=False)
        self.take(start, end)

    def _shares(self) -> None:
        if "分之" in self.text:
            for m in PERCENT.finditer(self.text):
                n = value_of(m["n"])
                if n is None:
                    continue
                if m["point"]:
                    n += float("0." + "".join(str(DIGIT[c]) for c in m["point"]))
                size = {"百": 1e2, "千": 1e3, "万": 1e4}[m["base"]]
                self.add(m.start(), m.end(), n / size, "percent" if m["base"] == "百" else "ratio", DIGITS)
            for m in self.free_matches(FRACTION):
                n, d = value_of(m["n"]), value_of(m["d"])
                if n and d:
                    self.add(m.start(), m.end(), n / d, "ratio", DIGITS)
        if "成" in self.text:
            for m in self.free_matches(TENTHS):
                if n := value_of(m["n"]):
                    tenths = CLOSES.match(self.text, m.end()) is not None  # else 三成 may be part of a longer word
                    share = (n + (0.5 if m["half"] else 0)) / 10
                    self.add(m.start(), m.end(), share, "percent", WORD if tenths else LICENCE)
        if "半" in self.text:
            for m in self.free_matches(AND_A_HALF):
                if (n := value_of(m["n"])) is not None:
                    unit = {"钟头": "小时", "月": "个月", "星期": "个星期"}.get(
                        m["unit"] or "", m["unit"] or m["unit2"]
                    )
                    kind: Kind = "multiple" if unit == "倍" else "count"
                    self.add(m.start(), m.end(), n + 0.5, kind, WORD, unit=unit if unit in UNITS else "")
            for m in self.free_matches(HALF):
                self.add(m.start(), m.end(), 0.5, "ratio", WORD, trend=-int(m[0] in HALVED))

    def _multiples(self) -> None:
        if "倍" not in self.text and "番" not in self.text:
            return
        for m in DOUBLED.finditer(self.text):
            doublings = (value_of(m["n"]) if m["n"] else None) or 1.0
            self.add(m.start(), m.end(), power_of(2.0, doublings), "multiple", WORD, trend=1)
        for m in MULTIPLE.finditer(self.text):
            start = m.start("n")
            said = m["n"]
            if not self.is_free(start, m.end()):
                continue
            if said[0] in "数几":
                size = numeral(said[1:]) if len(said) > 1 else None
                self.add(start, m.end(), size or 0.0, "multiple", LICENCE, high=10 * (size or 1.0))
            elif (value := value_of(said)) is not None:
                self.add(start, m.end(), value + (0.5 if m["half"] else 0), "multiple", DIGITS)

    def _ordinals(self) -> None:
        for m in self.free_matches(RANK):
            self.add(m.start(), m.end(), 1, "rank", LICENCE)
        if "阶" in self.text:
            for m in self.free_matches(ORDER):
                self.add(m.start(), m.end(), float(DIGIT[m[0][0]]), "ordinal", LICENCE, unit="阶")
        if "第" in self.text:
            for m in self.free_matches(ORDINAL):
                if (value := value_of(m["n"])) is not None:
                    self.add(m.start(), m.end(), value, "ordinal", WORD if value > 10 else LICENCE)
        if "年代" in self.text:
            for m in self.free_matches(DECADE):
                if (value := value_of(m["n"])) is not None:
                    self.add(m.start(), m.end(), value, "decade", WORD)
        if "世纪" in self.text:
            for m in self.free_matches(CENTURY):
                if (value := value_of(m["n"])) is not None:
                    # Before a decade the century only dates it: 20世纪90年代 is the 1990s.
                    self.add(m.start(), m.end(), value, "ordinal", WORD if m["decade"] is None else LICENCE)

    def _vague(self) -> None:
        if VAGUE_SIGN.search(self.text) is None:
            return
        for m in self.free_matches(VAGUE):
            said = m["count"] or m["scale"] or m["level"] or m["bare"]
            u = han_unit_at(self.text, m.end())
            unit = u.name if u else ""
            if m["idiom"]:
                self.add(m.start(), m.end(), 1e3, "vague", WORD, high=1e5)
            elif m["hundreds"]:
                self.add(m.start(), m.end(), 1e2, "vague", WORD, high=1e3, unit=unit)
            elif said and (value := numeral(said.removeprefix("上"))) is not None:
                self.add(m.start(), m.end(), value, "vague", WORD, high=value, unit=unit)
            elif m[0] == "十几":
                self.add(m.start(), m.end(), 10, "vague", WORD, high=20)

    def read_figure(self, match: re.Match[str]) -> int:
        digits = figure_value(match)
        value, end = digits, self.end_of_formula(match.end())
        first = match.start("num")
        negative = bool(match["sign"])
        while (s := SUFFIX.match(self.text, end)) and self.is_free(*s.span()):
            said = s["scale"]
            value *= LETTERS.get(said) or WORD_SCALE.get(said) or numeral(said) or 1.0
            end = s.end()
            if said[0] not in SCALE:
                break
        more = ODD.match(self.text, end)
        if more and more[1]:
            value *= SCALE[more[1]]
            end = more.end()
        if p := POINTS.match(self.text, end):
            self.add(first, p.end(), value / 100, "points", negative=negative)
            return p.end()
        sign = SUFFIX_SIGN.match(self.text, end)
        u = None if sign else self._unit_at(end)
        if sign and sign["percent"]:
            self.add(first, sign.end(), value / 100, "percent", negative=negative)
            return sign.end()
        if sign:
            self.add(first, sign.end(), value, "multiple")
            return sign.end()
        if u is None:
            f = OVER.match(self.text, end)
            if f and value == digits and to_number(f[1]):
                for n, at in ((value, first), (to_number(f[1]), f.start(1))):
                    self.add(at, at + 1, n, strength=LICENCE, take=False)
                self.add(first, f.end(), value / to_number(f[1]), "ratio")
                return f.end()
            self.add(
                first,
                end,
                value,
                unit=self.money_before(first),
                negative=negative,
                scale=value / digits if digits else 1.0,
            )
            return end
        self.add(first, u.end, value, unit=u.name, negative=negative, scale=value / digits if digits else 1.0)
        return u.end

    def _unit_at(self, end: int) -> WrittenUnit | None:
        gap = GAP.match(self.text, end)
        at = gap.end() if gap else end
        return latin_unit_at(self.text, at) or han_unit_at(self.text, at)

    def _numerals(self) -> None:
        for m in self.free_matches(SPELT):
            said = m[0]
            if said in "半双俩仨单":
                value: float | None = {"半": 0.5, "双": 2.0, "俩": 2.0, "仨": 3.0, "单": 1.0}[said]
                self.add(m.start(), m.end(), value or 0.0, "ratio" if said == "半" else "count", LICENCE)
                continue
            value = numeral(said)
            if value is None or (len(said) > 1 and not set(said) & set("十百千万亿点")):
                self._single_characters(m.start(), m.end())  # 三四个 is three or four, 二零二四 is 2024
                if len(said) == 4 and all(c in DIGIT for c in said):
                    self.add(m.start(), m.end(), float("".join(str(DIGIT[c]) for c in said)), take=False)
                continue
            if some := SOME.match(self.text, m.end()):
                self.add(m.start(), some.end(), value * SCALE[some[1]], strength=WORD)
                continue
            counted = m.end() < len(self.text) and self.text[m.end()] in COUNTED
            base = self.text.startswith("进制", m.end())  # 十六进制
            word_only = (
                base
                or value < 3
                or (said in SCALE and not (said == "十" and counted))
                or (len(said) == 1 and not counted)
            )
            strength = LICENCE if word_only else WORD
            u = han_unit_at(self.text, m.end())
            self.add(m.start(), m.end(), value, strength=strength, unit=u.name if u else "")
