"""The meaning of a figure in a text: its value, unit, bound and kind, in whichever language it was written.

The two languages spell numbers out at different places ("both", 一种, 两者). So a quantity carries a ``strength``,
which says how much its absence on the other side means:

* ``DIGITS``: it is written in figures, or so exactly that it must have a counterpart;
* ``WORD``: it is spelt out ("three", 五个). If the other side has another value in its place, that is a change;
* ``LICENCE``: it only explains a figure of the other side ("both" → 两, "May" → 5月, "GPT-4" → 4). It is never missed.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from summarize.characters import EAST_ASIAN
from summarize.checks.numbers.units import latin_unit_at

Kind = Literal["count", "percent", "points", "multiple", "ratio", "ordinal", "rank", "magnitude", "vague", "decade"]
#: "most" is an upper bound, "least" a lower one, "about" says near, "nearly" near from below, and "only" little.
Bound = Literal["", "most", "least", "about", "nearly", "only"]

LICENCE, WORD, DIGITS = 0, 1, 2
#: Figures of one list or range that can share the unit behind the last one.
LONGEST_LIST = 12
#: The largest value of a figure, near the largest float (1.8e308). Texts mean none above 10^100.
LARGEST = 1e300
#: Letters behind a figure that multiply it: 7B is seven billion.
LETTERS = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}


@dataclass(slots=True, unsafe_hash=True)
class Quantity:
    """One figure. ``start`` and ``end`` are offsets in the text it was read from, ``value`` is in plain units.

    ``kind`` says what the value counts. A ``percent`` has the value 0.3 for 30 %, and so have ``points``, which are
    percentage points. A ``multiple`` is a factor (20×, 倍, twofold), a ``ratio`` a fraction of a whole. A ``magnitude``
    counts orders of magnitude. A ``vague`` figure is a bare power of ten (thousands, 数百万) from ``value`` to
    ``high``.

    ``unit`` is a name of ``units.UNITS`` or "". ``trend`` is 1 for words that can only mean growth (doubles, 翻倍), -1 for
    words that can only mean the contrary (减半), else 0. ``scale`` is what the word behind the digits multiplies them
    by (7 billion, 7 亿), and ``high`` of a count that stands before such a one in a range, its value with that scale.

    Nothing changes one that was made. It is not frozen, because that takes twice as long to make.
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
    scale: float = 1.0

    @property
    def meaning(self) -> tuple[float, Kind, str, float, int, str]:
        """What the figure is compared by. Figures of equal meaning need to be compared only once."""
        said = self.text if self.kind == "magnitude" else ""
        return (self.value, self.kind, self.unit, self.high, self.trend, said)


def same(a: float, b: float) -> bool:
    """Whether two values are equal but for the rounding of binary arithmetic."""
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b))


_BLANK = re.compile(
    rf"https?://[^\s{EAST_ASIAN}]+"  # addresses
    rf"|\b(?:arXiv:|doi:|10\.\d{{4,9}}/)[^\s{EAST_ASIAN}]+"
    rf"|(?<![\w/])(?:github|gitlab|huggingface)\.(?:com|co|io)/[^\s{EAST_ASIAN}]+"
    r"|\\(?:cite[tp]?|ref|label|eqref|url|href|textsuperscript|textsubscript)\*?\{[^{}]*\}"
    r"|\[\d{1,3}(?:\s*[,，–-]\s*\d{1,3})*\](?!\()"  # citation marks
)
#: One of these stands in every such place.
_SIGNS_OF_BLANK = ("://", "\\", "[", ".co", ".io/", "arXiv:", "doi:", "10.")
#: A formula. Its opening $ is not before a space, its closing $ is not after a space or before a digit: "$5 to $10" is
#: money.
MATH = re.compile(
    r"\$\$[^$]+\$\$|\$(?:\\[a-z]{2,6}|[<>≤≥~±])\s?\$(?=\d)|\$(?!\s)(?:[^$\\]|\\.){1,300}?(?<!\s)\$(?!\d)|\\\(.{1,300}?\\\)",
    re.S,
)
_SIGNS = r"[\s\d.,+\-−–~±%<>=×^{}eEkKMBTp$()]*+"
_PLAIN_MATH = re.compile(
    rf"^(?![\^_]){_SIGNS}(?:\\(?:times|cdot|sim|approx|pm|to|rightarrow|leqslant|leq|le|geqslant|geq|ge|lt|gt|%|,|;|!|\s|mathbf|mathrm|textbf|text|bf){_SIGNS})*+$"
)
#: A figure with its unit, from which the commands of LaTeX were taken.
_MEASURE = re.compile(r"[\s\d.,+\-−–~±<>=×^{}$()]*\d[\s}$]*(?=[A-Za-zµμÅΩ°%])")
#: Words in upright letters, and a tie between a figure and its unit.
_UPRIGHT = re.compile(
    r"\\(?:mathrm|mathsf|textrm|text|mathbf|textbf|rm)\s?\{(?P<said>[^{}\\$]{0,16})\}|(?<=\d)~(?=[A-Za-z])|(?<=[A-Za-z.])~(?=\s?\d)"
)
_DEGREES = re.compile(
    r"(?:\$\s?\^\s?\{?\s?\\circ\s?\}?\s?\$|\^\s?\{?\s?\\circ\s?\}?)(?:\s*+(?P<scale>[CF])(?![A-Za-z]))?"
)
_RUNNING = re.compile(r"\+/-|\+-(?=\s?[\d.])|(?<![<-])(?:-{1,2}>|=>)")


def without_formulas(text: str) -> str:
    r"""Return the text with addresses, citation marks and real formulas blanked at equal length.

    LaTeX that only dresses a number ($90\%$) becomes plain signs of the same length, and so do +/- and arrows of ASCII.
    Offsets still hold. A formula becomes NUL characters.
    """
    if any(sign in text for sign in _SIGNS_OF_BLANK):
        text = _BLANK.sub(lambda m: " " * len(m[0]), text)
    if "+" in text or ">" in text:
        text = _RUNNING.sub(lambda m: ("±" if m[0][0] == "+" else "→").center(len(m[0])), text)
    if "\\" in text or "~" in text:
        text = _UPRIGHT.sub(lambda m: (m["said"] or "").rjust(len(m[0])), text)
        text = _DEGREES.sub(lambda m: ("°" + (m["scale"] or "")).rjust(len(m[0])), text)
    if "$" in text or "\\(" in text:
        text = MATH.sub(_blanked, text)
    if "\\" in text:
        text = dressed(text)
    return text


def _blanked(formula: re.Match[str]) -> str:
    """Return a formula without its marks, or NUL characters."""
    marks = 2 if formula[0].startswith(("$$", "\\(")) else 1
    said = formula[0][marks:-marks]
    if _PLAIN_MATH.match(said) or ((m := _MEASURE.match(dressed(said))) and _unit_to_end(dressed(said), m.end())):
        return " " * marks + said + " " * marks
    return "\x00" * len(formula[0])


def _unit_to_end(said: str, at: int) -> bool:
    unit = latin_unit_at(said, at)
    return unit is not None and not said[unit.end :].strip(" }")


_DRESS = (
    (re.compile(r"\\times(?![A-Za-z])"), "×"),
    (re.compile(r"\\cdot(?![A-Za-z])"), "×"),
    (re.compile(r"\\(?:sim|approx)(?![A-Za-z])"), "~"),
    (re.compile(r"\\pm(?![A-Za-z])"), "±"),
    (re.compile(r"\\(?:long)?(?:right)?(?:arrow|to)(?![A-Za-z])", re.I), "→"),
    (re.compile(r"\\(?:leq?|leqslant|lt)(?![A-Za-z])"), "<"),
    (re.compile(r"\\(?:geq?|geqslant|gt)(?![A-Za-z])"), ">"),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\\[,;! ]"), ""),
)


def dressed(text: str) -> str:
    """Return the text with signs for the commands of LaTeX that stand beside figures, at equal length."""
    for pattern, sign in _DRESS:
        # The sign stands beside its number: × and % behind it, the others before it.
        place = str.ljust if sign in "×%" else str.rjust
        text = pattern.sub(lambda m, sign=sign, place=place: place(sign, len(m[0])), text)  # type: ignore[misc]
    return text


#: Digits with thousands separators and decimals. LaTeX writes 10,000 as "10{,}000".
DIGITS_RE = r"(?:\d{1,3}(?:(?:,|\{,\}|\u202f|\u2009)\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
#: "× 10^-3" and "e-5" after a number.
EXPONENT_RE = (
    r"(?:\s*+[×xX*·]\s*+10\s*+(?:\^?\s*+(?:\{\s*+)?(?P<exp>[-−–]?\d+)\s*\}?|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
    r"|[eE](?P<e>[-−+]?\d+)(?!\w|\.\d))"
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def bounded(value: float) -> float:
    """Return the value, or LARGEST where it is larger, or 0.0 where it is no number (infinity divided by infinity).

    Infinity would raise an error where a value is rounded or printed as a whole number.
    """
    return 0.0 if math.isnan(value) else min(max(value, -LARGEST), LARGEST)


def power_of(base: float, exponent: float) -> float:
    """Return ``base`` to the power of ``exponent``, at most LARGEST. ``base`` is greater than 0."""
    try:
        return bounded(base**exponent)
    except OverflowError:
        return LARGEST


def to_number(digits: str) -> float:
    """Return the value of ``digits``, which match DIGITS_RE and are half-width. More than 300 digits give LARGEST."""
    return bounded(float(digits.replace("{,}", "").replace(",", "").replace("\u202f", "").replace("\u2009", "")))


def to_exponent(power: str) -> int:
    """Return an exponent as a number. Its minus may be a dash. One of more than six digits counts as a million."""
    digits = power.replace("−", "-").replace("–", "-")
    if len(digits.lstrip("+-")) > 6:
        return -(10**6) if digits[0] == "-" else 10**6
    return int(digits)


FIGURE_RE = (
    rf"(?P<num>{DIGITS_RE})"
    rf"(?:{EXPONENT_RE}|\s?(?:\^|\*\*)\s?\{{?(?P<pow>[-−–]?\d+)\}}?|(?P<sup>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
)


def figure_value(match: re.Match[str]) -> float:
    """Return the value of a match of FIGURE_RE: 1,500, 2.3×10^5, 1e-5, 10^{-3}, 10⁵.

    An exponent so large that no text means it is ignored.
    """
    value = to_number(match["num"])
    exponent = match["exp"] or match["e"] or (match["raised"] and match["raised"].translate(_SUPERSCRIPT))
    if exponent is not None:
        return _scaled(value, to_exponent(exponent))
    power = match["pow"] or (match["sup"] and match["sup"].translate(_SUPERSCRIPT))
    if power:
        n = to_exponent(power)
        return power_of(value, n) if value and abs(n) <= 64 else value
    return value


def _scaled(value: float, exponent: int) -> float:
    if abs(exponent) > 300:
        return value
    digits, _, own = repr(value).partition("e")
    return bounded(float(f"{digits}e{int(own or 0) + exponent}"))
