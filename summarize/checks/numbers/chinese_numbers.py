"""Chinese text to quantities: figures with 万 and 亿, numerals, 百分之, 分之, 成, 倍, 数量级, 第, 数千, 半, 之一."""

from __future__ import annotations

import re

from summarize.checks.numbers.chinese_patterns import (
    AND_A_HALF,
    CENTURY,
    CLOSES,
    COUNTED,
    DECADE,
    DOUBLED,
    FIGURE,
    FRACTION,
    FULLWIDTH,
    HALF,
    HALVED,
    IDIOM,
    JOINED,
    LABEL,
    LETTERS,
    MULTIPLE,
    NAME,
    ODD,
    ORDERS,
    ORDINAL,
    OVER,
    PERCENT,
    POINTS,
    RANK,
    SEPARATING,
    SPELT,
    SUFFIX,
    TENTHS,
    UNIT,
    VAGUE,
    WORD_SCALE,
)
from summarize.checks.numbers.quantities import (
    DIGITS,
    LICENCE,
    LONGEST_LIST,
    UNITS,
    WORD,
    Kind,
    Quantity,
    figure_value,
    without_formulas,
)
from summarize.checks.numbers.spelt_chinese import DIGIT, SCALE, numeral, value_of


def read_chinese(text: str) -> list[Quantity]:
    """All quantities of a Chinese text, in order of position; empty text gives an empty list."""
    blanked = without_formulas(text)
    return _Reader(blanked.translate(SEPARATING).translate(FULLWIDTH), text).read()


class _Reader:
    """Reads one text; every reading rule takes its words away from the rules after it."""

    def __init__(self, text: str, original: str) -> None:
        self.text = text
        self.original = original
        self.taken = bytearray(len(text))
        self.found: list[Quantity] = []

    def read(self) -> list[Quantity]:
        for m in IDIOM.finditer(self.text):
            self._single_characters(m.start(), m.end())
        self._names_and_labels()
        if "数量级" in self.text:
            for m in ORDERS.finditer(self.text):
                n = value_of(m["many"] or m["n"]) if m["n"] else 0.0
                high = (value_of(m["m"]) or 0.0) if m["m"] else 0.0
                self._add(m.start(), m.end(), n or 0.0, "magnitude", DIGITS if n else WORD, high=high)
        self._shares()
        self._multiples()
        self._ordinals()
        self._vague()
        self._figures()
        self._numerals()
        self.found.sort(key=lambda q: q.start)
        return self.found

    def _free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def _add(
        self, start: int, end: int, value: float, kind: Kind = "count", strength: int = DIGITS, *, unit: str = "",
        high: float = 0.0, negative: bool = False, trend: int = 0, take: bool = True,
    ) -> None:  # fmt: skip
        if take:
            self.taken[start:end] = b"\x01" * (end - start)
        self.found.append(
            Quantity(
                start, end, self.original[start:end].strip(), value, kind, strength, unit, "", high, negative, trend
            )
        )

    def _single_characters(self, start: int, end: int) -> None:
        for i in range(start, end):
            if (c := self.text[i]) in DIGIT or c in SCALE:
                self._add(i, i + 1, float(DIGIT.get(c, 0) or SCALE.get(c, 0)), strength=LICENCE, take=False)
        self.taken[start:end] = b"\x01" * (end - start)

    def _names_and_labels(self) -> None:
        for pattern in (NAME, LABEL):
            for m in pattern.finditer(self.text):
                if not self._free(*m.span()):
                    continue
                self.taken[m.start() : m.end()] = b"\x01" * (m.end() - m.start())
                for d in re.finditer(r"\d+(?:\.\d+)?", m[0]):
                    start = m.start() + d.start()
                    self._add(start, m.start() + d.end(), float(d[0]), strength=LICENCE, take=False)
                    if (scale := LETTERS.get(m[0][d.end() : d.end() + 1])) is not None:
                        self._add(start, m.start() + d.end() + 1, float(d[0]) * scale, strength=LICENCE, take=False)

    def _shares(self) -> None:
        if "分之" in self.text:
            for m in PERCENT.finditer(self.text):
                n = value_of(m["n"])
                if n is None:
                    continue
                if m["point"]:
                    n += float("0." + "".join(str(DIGIT[c]) for c in m["point"]))
                size = {"百": 1e2, "千": 1e3, "万": 1e4}[m["base"]]
                self._add(m.start(), m.end(), n / size, "percent" if m["base"] == "百" else "ratio", DIGITS)
            for m in FRACTION.finditer(self.text):
                n, d = value_of(m["n"]), value_of(m["d"])
                if n and d and self._free(*m.span()):
                    self._add(m.start(), m.end(), n / d, "ratio", DIGITS)
        if "成" in self.text:
            for m in TENTHS.finditer(self.text):
                n = value_of(m["n"])
                if n and self._free(*m.span()):
                    tenths = CLOSES.match(self.text, m.end()) is not None  # not 三成 of a longer word
                    share = (n + (0.5 if m["half"] else 0)) / 10
                    self._add(m.start(), m.end(), share, "percent", WORD if tenths else LICENCE)
        if "半" in self.text:
            for m in AND_A_HALF.finditer(self.text):
                n = value_of(m["n"])
                if n is not None and self._free(*m.span()):
                    unit = {"钟头": "小时", "月": "个月", "星期": "个星期"}.get(
                        m["unit"] or "", m["unit"] or m["unit2"]
                    )
                    kind: Kind = "multiple" if unit == "倍" else "count"
                    self._add(m.start(), m.end(), n + 0.5, kind, WORD, unit=unit if unit in UNITS else "")
            for m in HALF.finditer(self.text):
                if self._free(*m.span()):
                    self._add(m.start(), m.end(), 0.5, "ratio", WORD, trend=-int(m[0] in HALVED))

    def _multiples(self) -> None:
        if "倍" not in self.text and "番" not in self.text:
            return
        for m in DOUBLED.finditer(self.text):
            times = 2.0 ** (numeral(m["n"]) or 1) if m["n"] and not m["n"].isdigit() else 2.0 ** int(m["n"] or 1)
            self._add(m.start(), m.end(), times, "multiple", WORD, trend=1)
        for m in MULTIPLE.finditer(self.text):
            start = m.start("n")
            said = m["n"]
            if not self._free(start, m.end()):
                continue
            if said[0] in "数几":
                size = numeral(said[1:]) if len(said) > 1 else None
                self._add(start, m.end(), size or 0.0, "multiple", LICENCE, high=10 * (size or 1.0))
            elif (value := value_of(said)) is not None:
                self._add(start, m.end(), value + (0.5 if m["half"] else 0), "multiple", DIGITS)

    def _ordinals(self) -> None:
        for m in RANK.finditer(self.text):
            if self._free(*m.span()):
                self._add(m.start(), m.end(), 1, "rank", LICENCE)
        if "第" in self.text:
            for m in ORDINAL.finditer(self.text):
                if self._free(*m.span()) and (value := value_of(m["n"])) is not None:
                    self._add(m.start(), m.end(), value, "ordinal", WORD if value > 10 else LICENCE)
        if "年代" in self.text:
            for m in DECADE.finditer(self.text):
                if self._free(*m.span()) and (value := value_of(m["n"])) is not None:
                    self._add(m.start(), m.end(), value, "decade", WORD)
        if "世纪" in self.text:
            for m in CENTURY.finditer(self.text):
                if self._free(*m.span()) and (value := value_of(m["n"])) is not None:
                    # The century before a decade is only how Chinese dates it.
                    self._add(m.start(), m.end(), value, "ordinal", WORD if m["decade"] is None else LICENCE)

    def _vague(self) -> None:
        for m in VAGUE.finditer(self.text):
            if not self._free(*m.span()):
                continue
            said = m["count"] or m["scale"] or m["level"] or m["bare"]
            if m["idiom"]:
                self._add(m.start(), m.end(), 1e3, "vague", WORD, high=1e5)
            elif m["hundreds"]:
                self._add(m.start(), m.end(), 1e2, "vague", WORD, high=1e3)
            elif said and (value := numeral(said.removeprefix("上"))) is not None:
                self._add(m.start(), m.end(), value, "vague", WORD, high=value)
            elif m[0] == "十几":
                self._add(m.start(), m.end(), 10, "vague", WORD, high=20)

    def _figures(self) -> None:
        start = 0
        run: list[int] = []
        while m := FIGURE.search(self.text, start):
            start = max(m.end(), m.start() + 1)
            if not self._free(*m.span("num")):
                continue
            if not (run and JOINED.match(self.text[self.found[run[-1]].end : m.start("num")])):
                run = []
            start = self._figure(m)
            run.append(len(self.found) - 1)
            last = self.found[run[-1]]
            for i in run[-LONGEST_LIST:-1]:
                q = self.found[i]
                if q.kind != "count" or q.unit or last.kind == "count":
                    continue
                if last.kind in ("percent", "points"):
                    self.found[i] = Quantity(
                        q.start, q.end, q.text, q.value / 100, last.kind, q.strength, "", "", q.value, q.negative
                    )
                elif last.kind == "multiple":
                    self.found[i] = Quantity(
                        q.start, q.end, q.text, q.value, "multiple", q.strength, "", "", q.value, q.negative
                    )

    def _figure(self, m: re.Match[str]) -> int:
        value, end = figure_value(m), m.end()
        first = m.start("num")
        negative = bool(m["sign"])
        while (s := SUFFIX.match(self.text, end)) and self._free(*s.span()):
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
            self._add(first, p.end(), value / 100, "points", negative=negative)
            return p.end()
        u = UNIT.match(self.text, end)
        if u is None:
            f = OVER.match(self.text, end)
            if f and float(f[1]):
                for n, at in ((value, first), (float(f[1]), f.start(1))):
                    self._add(at, at + 1, n, strength=LICENCE, take=False)
                self._add(first, f.end(), value / float(f[1]), "ratio")
                return f.end()
            self._add(first, end, value, negative=negative)
            return end
        if u[0].strip() == "%":
            self._add(first, u.end(), value / 100, "percent", negative=negative)
        elif u["fold"]:
            self._add(first, u.end(), value, "multiple")
        else:
            self._add(first, u.end(), value, unit=u["unit"], negative=negative)
        return u.end()

    def _numerals(self) -> None:
        for m in SPELT.finditer(self.text):
            if not self._free(*m.span()):
                continue
            said = m[0]
            if said in "半双俩仨单":
                value: float | None = {"半": 0.5, "双": 2.0, "俩": 2.0, "仨": 3.0, "单": 1.0}[said]
                self._add(m.start(), m.end(), value or 0.0, "ratio" if said == "半" else "count", LICENCE)
                continue
            value = numeral(said)
            if value is None or (len(said) > 1 and not set(said) & set("十百千万亿点")):
                self._single_characters(m.start(), m.end())  # 三四个: either; 二零二四: its digits
                if len(said) == 4 and all(c in DIGIT for c in said):
                    self._add(m.start(), m.end(), float("".join(str(DIGIT[c]) for c in said)), take=False)
                continue
            counted = m.end() < len(self.text) and self.text[m.end()] in COUNTED
            base = self.text.startswith("进制", m.end())  # 十六进制
            word_only = base or value < 3 or said in SCALE or (len(said) == 1 and not counted)
            strength = LICENCE if word_only else WORD
            u = UNIT.match(self.text, m.end())
            unit = u["unit"] if u and u["unit"] and not u["unit"].isascii() else ""
            self._add(m.start(), m.end(), value, strength=strength, unit=unit or "")
