"""What a figure in a text means: its value, unit, bound and kind, in whichever language it was written.

A quantity carries a ``strength`` that says how much its absence on the other side means, because the two languages
spell numbers out at different places ("both", 一种, 两者):

* ``DIGITS``: written in figures, or so exactly that it must have a counterpart;
* ``WORD``: spelt out ("three", 五个): if the other side has another value in its place, that is a change;
* ``LICENCE``: only explains a figure of the other side ("both" → 两, "May" → 5月, "GPT-4" → 4), never missed itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "percent", "points", "multiple", "ratio", "ordinal", "rank", "magnitude", "vague", "decade"]
Bound = Literal["", "most", "least", "about"]

LICENCE, WORD, DIGITS = 0, 1, 2
#: Figures of one list or range that can share the unit behind the last one.
LONGEST_LIST = 12


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure. ``start``/``end`` are offsets in the text it was read from, ``value`` is in plain units.

    ``kind``: a ``percent`` has the value 0.3 for 30 %; ``points`` are percentage points, the same way; a ``multiple``
    is a factor (20×, 倍, twofold); a ``ratio`` a fraction of a whole; a ``magnitude`` counts orders of magnitude;
    ``vague`` is a bare power of ten (thousands, 数百万) from ``value`` to ``high``. ``unit`` is a name from UNITS or "".
    ``trend`` is 1 for words that can only mean growth (doubles, 翻倍), -1 for those that mean the contrary (减半).
    """

    start: int
    end: int
    text: str
    value: float
    kind: Kind = "count"
    strength: int = DIGITS
    unit: str = ""
    bound: Bound = ""
    high: float = 0.0
    negative: bool = False
    trend: int = 0

    @property
    def meaning(self) -> tuple[float, Kind, str, float, int, str]:
        """What the figure is compared by: figures of equal meaning need be compared once."""
        said = self.text if self.kind == "magnitude" else ""
        return (self.value, self.kind, self.unit, self.high, self.trend, said)


#: Units by every way of writing them -> (dimension, size in the dimension's base). Symbols are case-sensitive.
_UNIT_ROWS = {
    "time": {
        1e-9: "ns 纳秒 nanosecond nanoseconds",
        1e-6: "µs μs us 微秒 microsecond microseconds",
        1e-3: "ms 毫秒 millisecond milliseconds",
        1.0: "s sec secs 秒 秒钟 second seconds",
        60.0: "min mins 分钟 minute minutes",
        3600.0: "h hr hrs 小时 个小时 hour hours",
        86400.0: "天 day days",
        604800.0: "周 个星期 星期 week weeks",
        2629800.0: "个月 month months",
        31557600.0: "年 yr yrs year years",
    },
    "length": {
        1e-9: "nm 纳米 nanometer nanometers nanometre nanometres",
        1e-6: "µm μm um 微米 micron microns micrometer micrometers micrometre micrometres",
        1e-3: "mm 毫米 millimeter millimeters millimetre millimetres",
        1e-2: "cm 厘米 centimeter centimeters centimetre centimetres",
        1.0: "m 米 meter meters metre metres",
        1e3: "km 公里 千米 kilometer kilometers kilometre kilometres",
    },
    "mass": {
        1e-6: "mg 毫克 milligram milligrams",
        1e-3: "g 克 gram grams",
        1.0: "kg 公斤 千克 kilogram kilograms",
    },
    "bytes": {
        1.0: "B bytes byte 字节",
        1e3: "KB kB kilobytes kilobyte 千字节",
        1e6: "MB megabytes megabyte 兆字节",
        1e9: "GB gigabytes gigabyte 吉字节",
        1e12: "TB terabytes terabyte 太字节",
        1e15: "PB petabytes petabyte",
    },
    "bits": {1.0: "bit bits 比特 位"},
    "frequency": {
        1.0: "Hz 赫兹 hertz",
        1e3: "kHz 千赫 千赫兹",
        1e6: "MHz 兆赫 兆赫兹",
        1e9: "GHz 吉赫 吉赫兹",
        1e12: "THz 太赫兹 terahertz",
    },
    "energy": {
        1e-3: "meV 毫电子伏特 毫电子伏",
        1.0: "eV 电子伏特 电子伏",
        1e3: "keV 千电子伏特 千电子伏",
        1e6: "MeV 兆电子伏特 兆电子伏",
        1e9: "GeV 吉电子伏特 吉电子伏",
        1e12: "TeV 太电子伏特 太电子伏",
    },
    "power": {1.0: "W 瓦 瓦特 watt watts", 1e3: "kW 千瓦 kilowatt kilowatts", 1e6: "MW 兆瓦 megawatt megawatts"},
    "level": {1.0: "dB 分贝 decibel decibels"},
    "angle": {1.0: "° 度 degree degrees"},
}
UNITS: dict[str, tuple[str, float]] = {
    name: (dimension, size)
    for dimension, row in _UNIT_ROWS.items()
    for size, names in row.items()
    for name in names.split()
}


def conflicting_units(a: str, b: str) -> bool:
    """Whether two written units are both known and say different things (5 GB, 5 MB)."""
    return a in UNITS and b in UNITS and UNITS[a] != UNITS[b]


def same(a: float, b: float) -> bool:
    """Equal but for the rounding of binary arithmetic."""
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b))


_BLANK = re.compile(
    r"https?://[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+"  # addresses
    r"|\b(?:arXiv:|doi:|10\.\d{4,9}/)\S+"
    r"|(?<![\w/])(?:github|gitlab|huggingface)\.(?:com|co|io)/[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+"
    r"|\\(?:cite[tp]?|ref|label|eqref|url|href)\*?\{[^{}]*\}"
    r"|\[\d{1,3}(?:\s*[,，–-]\s*\d{1,3})*\](?!\()"  # citation marks
)
#: A formula: opening $ not before a space, closing $ not after one nor before a digit (so "$5 to $10" is money).
MATH = re.compile(r"\$\$[^$]+\$\$|\$(?!\s)(?:[^$\\]|\\.){1,300}?(?<!\s)\$(?!\d)|\\\((?:.|\n){1,300}?\\\)", re.S)
_PLAIN_MATH = re.compile(
    r"^[\s\d.,+\-−–~±%<>=×^{}eEkKMBTp$()]*"
    r"(?:\\(?:times|cdot|sim|approx|pm|le|leq|ge|geq|lt|gt|%|,|;|!|\s|mathbf|mathrm|text|textbf|bf)"
    r"[\s\d.,+\-−–~±%<>=×^{}eExkKMBTp$()]*)*$"
)


def without_formulas(text: str) -> str:
    """The text with addresses, citation marks and real formulas blanked at equal length; $90\\%$ stays readable.

    LaTeX that only dresses a number is turned into plain signs of the same length, so that offsets still hold.
    """
    if "://" in text or "\\" in text or "[" in text or ".co" in text or ":" in text or "10." in text:
        text = _BLANK.sub(lambda m: " " * len(m[0]), text)
    if "$" in text or "\\(" in text:
        text = MATH.sub(lambda m: _plain(m[0]) if _PLAIN_MATH.match(m[0].strip("$")) else "\x00" * len(m[0]), text)
    if "\\" in text:
        text = _dressed(text)
    return text


def _plain(formula: str) -> str:
    return formula.replace("$", " ")


_DRESS = (
    (re.compile(r"\\times(?![A-Za-z])"), "×"),
    (re.compile(r"\\cdot(?![A-Za-z])"), "×"),
    (re.compile(r"\\(?:sim|approx)(?![A-Za-z])"), "~"),
    (re.compile(r"\\pm(?![A-Za-z])"), "±"),
    (re.compile(r"\\(?:leq?|lt)(?![A-Za-z])"), "<"),
    (re.compile(r"\\(?:geq?|gt)(?![A-Za-z])"), ">"),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\\[,;! ]"), ""),
)


def _dressed(text: str) -> str:
    for pattern, sign in _DRESS:
        # The sign stands beside its number: × and % behind it, the others before it.
        place = str.ljust if sign in "×%" else str.rjust
        text = pattern.sub(lambda m, sign=sign, place=place: place(sign, len(m[0])), text)  # type: ignore[misc]
    return text


#: Digits with thousands separators and decimals; "10{,}000" is LaTeX's way to write 10,000.
DIGITS_RE = r"(?:\d{1,3}(?:(?:,|\{,\}|\u202f|\u2009)\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
#: "× 10^-3" and "e-5" after a number.
EXPONENT_RE = r"(?:\s*[×xX*·]\s*10\s*\^?\s*(?:\{\s*)?(?P<exp>[-−–]?\d+)\s*\}?|[eE](?P<e>[-−+]?\d+)(?!\w|\.\d))"
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def to_number(digits: str) -> float:
    """``digits`` as matched by DIGITS_RE, in half-width form."""
    return float(digits.replace("{,}", "").replace(",", "").replace("\u202f", "").replace("\u2009", ""))


def to_exponent(power: str) -> int:
    return int(power.replace("−", "-").replace("–", "-"))


FIGURE_RE = (
    rf"(?P<num>{DIGITS_RE})"
    rf"(?:{EXPONENT_RE}|\s?\^\s?\{{?(?P<pow>[-−–]?\d+)\}}?|(?P<sup>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
)


def figure_value(match: re.Match[str]) -> float:
    """The value of a FIGURE_RE match: 1,500 · 2.3×10^5 · 1e-5 · 10^{-3} · 10⁵."""
    value = to_number(match["num"])
    if (exponent := match["exp"] or match["e"]) is not None:
        return _scaled(value, to_exponent(exponent))
    power = match["pow"] or (match["sup"] and match["sup"].translate(_SUPERSCRIPT))
    if power:
        n = to_exponent(power)
        return float(value**n) if value and abs(n) <= 64 else value
    return value


def _scaled(value: float, exponent: int) -> float:
    return float(f"{value!r}e{exponent}") if abs(exponent) <= 300 else value
