"""Chinese text to quantities: figures with 万 and 亿, numerals, 百分之, 分之, 成, 倍, 数量级, 第, 数千, 半, 之一."""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.checks.quantities import (
    DIGITS,
    FIGURE_RE,
    LICENCE,
    UNITS,
    WORD,
    Bound,
    Kind,
    Quantity,
    figure_value,
    without_formulas,
)

_DIGIT = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_SCALE = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "兆": 1e12}
_LETTERS = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
_N = "[零〇一二两三四五六七八九十百千万亿]"
_NUMERAL = rf"(?:{_N}+(?:点[零〇一二三四五六七八九]+)?)"
_FIGURES = r"\d[\d,]*(?:\.\d+)?"
_FULLWIDTH = str.maketrans("０１２３４５６７８９．，％＋－＜＞／（）ｋＫＭＢ", "0123456789.,%+-<>/()kKMB")
#: Full-width comma and brackets separate; they must not become part of a number.
_SEPARATING = str.maketrans({"，": "、", "（": "（", "）": "）"})

_ORDERS = re.compile(
    rf"(?:(?P<n>\d+(?:\.\d+)?|半|{_N}+|数|几|多|若干)(?:\s*(?:到|至|-|–|—|~|～|或|、)\s*(?P<m>\d+(?:\.\d+)?|{_N}+))?\s*个?(?:以上的?)?)?\s*数量级"
)
_PERCENT = re.compile(
    rf"(?P<base>百|千|万)分之\s?(?P<n>{_FIGURES}|{_NUMERAL})(?:点(?P<point>[零一二三四五六七八九]+))?"
)
_FRACTION = re.compile(rf"(?P<d>\d+|{_N}+)\s?分之\s?(?P<n>{_FIGURES}|{_N}+)")
_TENTHS = re.compile(
    r"(?<![\d一二三四五六七八九十])(?P<n>[1-9]|[一二两三四五六七八九])(?:成(?P<half>半)?)(?![员分为功本果长熟立千型像就语绩份品对])"
)
_CLOSES = re.compile(r"\s?(?:$|[的左右以多，。、；,;）)])")
_MULTIPLE = re.compile(
    rf"(?P<to>(?:到|至|为|达|是)(?:原来的|之前的|原先的)?\s?(?:了)?(?:约|近|超过|将近|大约)?\s?)?"
    rf"(?P<n>{_FIGURES}(?:\s?[万亿千百]+)?|{_N}*[一二两三四五六七八九十百千万亿](?:点[零一二三四五六七八九]+)?|数[十百千万]*|几[十百千万]*|[十百千万]+|双|成|加|翻|半)\s?(?P<some>余|多)?\s?倍(?!频)(?P<half>半)?"
)
_DOUBLED = re.compile(rf"翻(?:了)?(?P<n>{_N}|\d+)?番|翻(?:了)?倍|加倍|成倍|双倍")
_HALF = re.compile(r"减半|折半|一半|半数|过半|对半|各半|缩减一半")
_ORDINAL = re.compile(rf"第\s?(?P<n>\d+|{_N}+)")
_RANK = re.compile(
    r"首位|榜首|头名|冠军|首屈一指|居首|排行第一|排名第一|名列第一|位居第一|位列第一|第一名|第一位|头号|[Tt][Oo][Pp]\s?1(?!\d)|[Nn]o\.?\s?1(?!\d)|#\s?1(?!\d)"
)
_VAGUE = re.compile(
    r"(?P<idiom>成千上万|成千累万|千千万万)|(?P<hundreds>成百上千|成千成百|千百)|数以(?P<count>[十百千万亿]+)计"
    r"|(?:数|几|上|近|成|好几|若干|多)(?P<scale>[十百千万亿]+)(?!分之)(?!进制)|(?<![\d一二两三四五六七八九])(?<!\d )(?P<level>[十百千万亿]{2,}|[百千万亿])(?=量?级|规模)"
    r"|(?<![\d一二两三四五六七八九])(?<!\d )(?P<bare>百万|千万|十亿|百亿|千亿|万亿|上亿)(?!分之)|十几"
)
_DECADE = re.compile(r"(?P<n>\d{2,4}|[一二三四五六七八九]十)\s?年代")
_CENTURY = re.compile(rf"(?P<n>\d{{1,2}}|{_N}+)\s?世纪(?P<decade>(?=\s?(?:\d{{2}}|[一二三四五六七八九]十)\s?年代))?")
_NAME = re.compile(
    r"(?=[\w.@+/:-]*\d)(?<![A-Za-z0-9_.])[A-Za-z][A-Za-z_]*(?:[-_./@+]?[A-Za-z0-9_]+)*[A-Za-z0-9_+]*"
    r"|(?<![A-Za-z0-9_.])\d+[x×][A-Z][A-Za-z]*\d[A-Za-z0-9-]*"
    r"|(?<![A-Za-z0-9_.])(?:[1-9]D(?![A-Za-z])|\d+(?:\.\d+){2,}|0x[0-9A-Fa-f]+|[1-9]\d{2,3}[pi](?![A-Za-z])|[2-6]G(?![A-Za-z]))",
    re.A,
)
_LABEL = re.compile(
    r"[(（]\s?\d{1,2}\s?[)）]|[①-⑳]|(?:^|\n)\s*\d{1,2}\s?[.、)）．](?=\D)|(?:^|(?<=[；;，,：:。\s]))\d{1,2}[)）、]"
)
_SUFFIX = re.compile(
    r"\s?(?P<scale>万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![米克瓦赫卡兆字伏电])|百(?![分米])|(?<! )[kKMBT](?![A-Za-z])|(?:thousand|million|billion|trillion)\b)"
)
_POINTS = re.compile(r"\s?(?:%|)\s?个?百分点|\s?个点(?![状云])")
_UNIT = re.compile(
    r"\s?%|\s?(?P<fold>[xX×](?![\w×])(?!\s?\d))|-?\s?(?P<unit>"
    + "|".join(sorted((re.escape(u) + ("(?![A-Za-z])" if u.isascii() else "") for u in UNITS), key=len, reverse=True))
    + ")"
)
_FIGURE = re.compile(
    rf"(?<![A-Za-z0-9_.])(?P<sign>(?<![\w)\]）%\s\u4e00-\u9fff])[-−–]|(?<=[\s\u4e00-\u9fff])[-−](?=\d)|负)?{FIGURE_RE}",
    re.A,
)
_WORD = re.compile(rf"{_NUMERAL}|半|双|俩|仨|单")
_AND_A_HALF = re.compile(rf"(?P<n>\d+|{_N}+)\s?个?(?:半(?P<unit>小时|钟头|月|星期|世纪)|(?P<unit2>年|天|倍)半)")
_COUNTED = (
    "个种项类组步轮次层阶段方面大条款点位名篇份张台块节章级维倍年月日天周小时分钟秒家部套对只支座代元轴路类项届期场"
)
#: 一 and numerals inside words that are not numbers; they may explain an English number, no more.
_IDIOM = re.compile(
    r"十分(?!之|钟)|千万(?=不|别|要)|百科|万能|三角|四肢|万一|二维|三维|四维|千篇一律|五花八门|七七八八|乱七八糟|三番五次|百花齐放|千变万化|万无一失|十全十美|千方百计|一丝不苟|二话不说|三言两语|四舍五入|一五一十|不二|独一无二|说一不二"
)
_SIDES: tuple[tuple[Bound, str, str], ...] = (
    ("most", r"(?:高达|多达|达到?了?|最多|至多|最高|最大|可达|上限为?|不超过|不高于|不大于|不多于|小于|低于|少于|不到|不足|未满|不满|最长|直至|长达|未超过|短于|大至|高至|最高达|不会超过|小于等于|<=?|≤|以下|以内|之内|内|为止|之下)", ""),
    ("least", r"(?:至少|不少于|不低于|最少|最低|起码|大于等于|大于|超过|超出|多于|高于|逾|超|突破|不小于|不止|远超|>=?|≥|达|高达|多达|以上|及以上|余|多|有余|开外|之上|之多|更高|更多|更大)", ""),
)  # fmt: skip


def read_chinese(text: str) -> list[Quantity]:
    """All quantities of a Chinese text, in order of position; empty text gives an empty list."""
    blanked = without_formulas(text)
    return _Reader(blanked.translate(_SEPARATING).translate(_FULLWIDTH), text).read()


@lru_cache(maxsize=4096)
def numeral(text: str) -> float | None:
    """三千五百 → 3500.0; None where the characters are no number (十百)."""
    if len(text) == 1:
        return float(_DIGIT[text]) if text in _DIGIT else _SCALE.get(text)
    whole = text.partition("点")[0]
    if all(c in _SCALE for c in whole):
        value = 1.0
        sizes = [_SCALE[c] for c in whole]
        if sizes != sorted(sizes) and len(sizes) > 1:
            return None
        for size in sizes:
            value *= size
        return value
    import cn2an  # 30 ms, and most texts need none of it

    try:
        return float(cn2an.cn2an(text.replace("〇", "零"), "normal"))
    except (ValueError, KeyError):
        return None


def _value(words: str) -> float | None:
    words = words.strip()
    if words[0].isdigit():
        m = re.match(r"[\d,.]+", words)
        value = float(m[0].replace(",", "")) if m else 0.0
        for c in words[m.end() if m else 0 :].strip():
            value *= _SCALE.get(c, 1.0)
        return value
    if words in ("数", "几", "多", "若干"):
        return 0.0
    return 0.5 if words == "半" else numeral(words)


class _Reader:
    """Reads one text; every reading rule takes its words away from the rules after it."""

    def __init__(self, text: str, original: str) -> None:
        self.text = text
        self.original = original
        self.taken = bytearray(len(text))
        self.found: list[Quantity] = []

    def read(self) -> list[Quantity]:
        for m in _IDIOM.finditer(self.text):
            self._single_characters(m.start(), m.end())
        self._names_and_labels()
        if "数量级" in self.text:
            for m in _ORDERS.finditer(self.text):
                n = _value(m["n"]) if m["n"] else 0.0
                high = (_value(m["m"]) or 0.0) if m["m"] else 0.0
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
        high: float = 0.0, negative: bool = False, take: bool = True,
    ) -> None:  # fmt: skip
        if take:
            self.taken[start:end] = b"\x01" * (end - start)
        self.found.append(
            Quantity(start, end, self.original[start:end].strip(), value, kind, strength, unit, "", high, negative)
        )

    def _single_characters(self, start: int, end: int) -> None:
        for i in range(start, end):
            if (c := self.text[i]) in _DIGIT or c in _SCALE:
                self._add(i, i + 1, float(_DIGIT.get(c, 0) or _SCALE.get(c, 0)), strength=LICENCE, take=False)
        self.taken[start:end] = b"\x01" * (end - start)

    def _names_and_labels(self) -> None:
        for pattern in (_NAME, _LABEL):
            for m in pattern.finditer(self.text):
                if not self._free(*m.span()):
                    continue
                self.taken[m.start() : m.end()] = b"\x01" * (m.end() - m.start())
                for d in re.finditer(r"\d+(?:\.\d+)?", m[0]):
                    start = m.start() + d.start()
                    self._add(start, m.start() + d.end(), float(d[0]), strength=LICENCE, take=False)
                    if (scale := _LETTERS.get(m[0][d.end() : d.end() + 1])) is not None:
                        self._add(start, m.start() + d.end() + 1, float(d[0]) * scale, strength=LICENCE, take=False)

    def _shares(self) -> None:
        if "分之" in self.text:
            for m in _PERCENT.finditer(self.text):
                n = _value(m["n"])
                if n is None:
                    continue
                if m["point"]:
                    n += float("0." + "".join(str(_DIGIT[c]) for c in m["point"]))
                size = {"百": 1e2, "千": 1e3, "万": 1e4}[m["base"]]
                self._add(m.start(), m.end(), n / size, "percent" if m["base"] == "百" else "ratio", DIGITS)
            for m in _FRACTION.finditer(self.text):
                n, d = _value(m["n"]), _value(m["d"])
                if n and d and self._free(*m.span()):
                    self._add(m.start(), m.end(), n / d, "ratio", DIGITS)
        if "成" in self.text:
            for m in _TENTHS.finditer(self.text):
                n = _value(m["n"])
                if n and self._free(*m.span()):
                    tenths = _CLOSES.match(self.text, m.end()) is not None  # not 三成 of a longer word
                    share = (n + (0.5 if m["half"] else 0)) / 10
                    self._add(m.start(), m.end(), share, "percent", WORD if tenths else LICENCE)
        if "半" in self.text:
            for m in _AND_A_HALF.finditer(self.text):
                n = _value(m["n"])
                if n is not None and self._free(*m.span()):
                    unit = {"钟头": "小时", "月": "个月", "星期": "个星期"}.get(
                        m["unit"] or "", m["unit"] or m["unit2"]
                    )
                    kind: Kind = "multiple" if unit == "倍" else "count"
                    self._add(m.start(), m.end(), n + 0.5, kind, WORD, unit=unit if unit in UNITS else "")
            for m in _HALF.finditer(self.text):
                if self._free(*m.span()):
                    self._add(m.start(), m.end(), 0.5, "ratio", WORD)

    def _multiples(self) -> None:
        if "倍" not in self.text and "番" not in self.text:
            return
        for m in _DOUBLED.finditer(self.text):
            times = 2.0 ** (numeral(m["n"]) or 1) if m["n"] and not m["n"].isdigit() else 2.0 ** int(m["n"] or 1)
            self._add(m.start(), m.end(), times, "multiple", WORD)
        for m in _MULTIPLE.finditer(self.text):
            start = m.start("n")
            said = m["n"]
            if not self._free(start, m.end()):
                continue
            if said[0] in "数几":
                size = numeral(said[1:]) if len(said) > 1 else None
                self._add(start, m.end(), size or 0.0, "multiple", LICENCE, high=10 * (size or 1.0))
            elif (value := _value(said)) is not None:
                self._add(start, m.end(), value + (0.5 if m["half"] else 0), "multiple", DIGITS)

    def _ordinals(self) -> None:
        for m in _RANK.finditer(self.text):
            if self._free(*m.span()):
                self._add(m.start(), m.end(), 1, "rank", LICENCE)
        if "第" in self.text:
            for m in _ORDINAL.finditer(self.text):
                if self._free(*m.span()) and (value := _value(m["n"])) is not None:
                    self._add(m.start(), m.end(), value, "ordinal", WORD if value > 10 else LICENCE)
        if "年代" in self.text:
            for m in _DECADE.finditer(self.text):
                if self._free(*m.span()) and (value := _value(m["n"])) is not None:
                    self._add(m.start(), m.end(), value, "decade", WORD)
        if "世纪" in self.text:
            for m in _CENTURY.finditer(self.text):
                if self._free(*m.span()) and (value := _value(m["n"])) is not None:
                    # The century before a decade is only how Chinese dates it.
                    self._add(m.start(), m.end(), value, "ordinal", WORD if m["decade"] is None else LICENCE)

    def _vague(self) -> None:
        for m in _VAGUE.finditer(self.text):
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
        while m := _FIGURE.search(self.text, start):
            start = max(m.end(), m.start() + 1)
            if not self._free(*m.span("num")):
                continue
            if not (run and _JOINED.match(self.text[self.found[run[-1]].end : m.start("num")])):
                run = []
            start = self._figure(m)
            run.append(len(self.found) - 1)
            last = self.found[run[-1]]
            for i in run[:-1]:
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
        while (s := _SUFFIX.match(self.text, end)) and self._free(*s.span()):
            said = s["scale"]
            value *= _LETTERS.get(said) or _WORD_SCALE.get(said) or numeral(said) or 1.0
            end = s.end()
            if said[0] not in _SCALE:
                break
        more = _ODD.match(self.text, end)
        if more and more[1]:
            value *= _SCALE[more[1]]
            end = more.end()
        if p := _POINTS.match(self.text, end):
            self._add(first, p.end(), value / 100, "points", negative=negative)
            return p.end()
        u = _UNIT.match(self.text, end)
        if u is None:
            f = _OVER.match(self.text, end)
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
        for m in _WORD.finditer(self.text):
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
                if len(said) == 4 and all(c in _DIGIT for c in said):
                    self._add(m.start(), m.end(), float("".join(str(_DIGIT[c]) for c in said)), take=False)
                continue
            counted = m.end() < len(self.text) and self.text[m.end()] in _COUNTED
            base = self.text.startswith("进制", m.end())  # 十六进制
            word_only = base or value < 3 or said in _SCALE or (len(said) == 1 and not counted)
            strength = LICENCE if word_only else WORD
            u = _UNIT.match(self.text, m.end())
            unit = u["unit"] if u and u["unit"] and not u["unit"].isascii() else ""
            self._add(m.start(), m.end(), value, strength=strength, unit=unit or "")


_WORD_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_OVER = re.compile(r"\s?/\s?(\d+)(?![\d/.])")
#: 300余万, 20多个: "and some" between a figure and its scale or measure word.
_ODD = re.compile(r"\s?[余多](?=[\d万亿千百个名种项篇年倍位家条%\s])\s?([万亿]?)")
_JOINED = re.compile(r"\s*(?:-|–|—|−|~|～|到|至|和|或|、|,|/|以及|±|与|及)\s*(?:约|近|大约)?\s*$")


def bounds_around(text: str, start: int, end: int) -> frozenset[Bound]:
    """Which bounds the words around a Chinese figure can express (达 can be "up to" and "as much as")."""
    before = re.split(r"[。；;!?！？\n]", text[max(0, start - 16) : start])[-1]
    after = re.split(r"[。；;!?！？\n，,]", text[end : end + 8])[0]
    near = before + "\x00" + after
    return frozenset(name for name, words, _ in _SIDES if _compiled(words).search(near))


@lru_cache(maxsize=8)
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words)
