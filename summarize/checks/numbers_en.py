"""English text to quantities: digits, spelt-out numbers, orders of magnitude, fractions, ordinals, names with digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
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

_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_LETTERS = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_PARTS |= {"eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000, "millionth": 10**6}

_ATOM = "|".join([*_SMALL, *_TENS, *_SCALES])
_WORDS = rf"(?:{_ATOM})(?:(?:[\s-]+|(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+)(?:{_ATOM}))*"

#: Words that say two, three, one, a half … without being numbers: they explain a Chinese numeral, no more.
_LICENCES: tuple[tuple[float, Kind, str], ...] = (
    (2, "count", r"both|pairs?|paired|pairwise|dual\w*|two\w+|twin|couple|binary|bi[a-z]{4,}|either|neither|between|secondary|duo|each other"),
    (2, "multiple", r"doubl\w+|twice"),
    (3, "count", r"tripl\w+|tri[a-z]{4,}|ternary|trio|three\w+|thrice"),
    (4, "count", r"quad\w+|quartet|four\w+|quaternion\w*"),
    (0.25, "ratio", r"quarterly|quartile\w*"),
    (0.5, "ratio", r"half\w*|semi\w+|halfway"),
    (1, "count", r"an?|once|single\w*|sole\w*|only|uni[a-z]{4,}|mono\w+|individual\w*|any|each|every"),
    (12, "vague", r"dozen"),
    (10, "count", r"decades?|deca\w+"),
    (100, "count", r"centur(?:y|ies)|cent\w+"),
    (1000, "count", r"millennia|millennium|kilo\w*|milli\w+"),
    (1e6, "count", r"mega\w*|millionaire\w*"),
    (1, "count", r"jan(?:uary)?|mon(?:days?)?"), (2, "count", r"feb(?:ruary)?|tue(?:s|sdays?)?"),
    (3, "count", r"mar(?:ch)?|wed(?:nesdays?)?"), (4, "count", r"apr(?:il)?|thu(?:rs|rsdays?)?"),
    (5, "count", r"may|fri(?:days?)?"), (6, "count", r"june?|sat(?:urdays?)?"),
    (7, "count", r"july?"), (8, "count", r"aug(?:ust)?|oct[a-z]{2,}"), (9, "count", r"sept?(?:ember)?"),
    (10, "count", r"oct(?:ober)?"), (11, "count", r"nov(?:ember)?"), (12, "count", r"dec(?:ember)?"),
    (5, "count", r"penta\w+"), (6, "count", r"hexa\w+"),
)  # fmt: skip
_LICENCE_RE = re.compile(
    r"\b(?:" + "|".join(f"(?P<l{n}>{words})" for n, (_, _, words) in enumerate(_LICENCES)) + r")\b", re.I
)
_TOKEN = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")


@dataclass(frozen=True, slots=True)
class _Licence:
    value: float
    kind: Kind


@lru_cache(maxsize=8192)
def _licence(word: str) -> _Licence | None:
    m = _LICENCE_RE.match(word)
    if m is None:
        return None
    value, kind, _ = _LICENCES[int((m.lastgroup or "l0")[1:])]
    return _Licence(value, kind)


_ROMAN = re.compile(r"\b(?:I{1,3}|IV|VI{0,3}|IX|X)\b")
_ROMAN_VALUES = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}

_RANK = re.compile(
    r"\b(?:No\.?|number|№)\s?(?P<n>1|one)(?!\d)(?=\s+(?:\w+[\s-]){0,3}?\w+\b)"
    r"|(?<!\w)#\s?(?P<h>1)(?!\d)"
    r"|\brank(?:s|ed|ing)?\s+(?:the\s+)?(?:first|1st|top)\b|\b(?:first|1st)[\s-](?:place|rank(?:ed)?|prize)\b"
    r"|\btop[\s-]ranked\b",
    re.I,
)
_ORDERS = re.compile(
    rf"(?:(?P<n>\d+(?:\.\d+)?|{_WORDS}|an?|several|multiple|many|few|some)(?:\s*(?:-|–|to|or)\s*(?P<m>\d+(?:\.\d+)?|{_WORDS}))?"
    r"[\s-]+(?:full[\s-])?)?orders?[\s-]of[\s-]magnitude",
    re.I,
)
_FRACTION = re.compile(
    rf"\b(?:(?P<n>{_WORDS}|an?)[\s-]+)?(?P<part>(?:{'|'.join(_PARTS)})s?)\b(?P<of>(?:\s+of\b)?)", re.I
)
_MULTIPLE = re.compile(
    rf"\b(?:factors?\s+of\s+(?:(?:about|around|over|nearly|approximately|roughly|up to|at least|more than|almost|~)\s?)?"
    rf"(?P<f>\d+(?:,\d{{3}})*(?:\.\d+)?|{_WORDS})(?!\s*(?:orders?|%))"
    rf"|(?P<fold>{_WORDS})[\s-]?folds?\b|(?P<times>{_WORDS})[\s-]times\b"
    r"|(?P<two>twice|double[sd]?|doubling|twofold)|(?P<three>thrice|triple[sd]?|tripling|threefold)|(?P<four>quadrupl\w+|fourfold)"
    r"|(?P<halve>halve[sd]?|halving))",
    re.I,
)
#: Cheap tests before the costly patterns.
_SAYS_MULTIPLE = re.compile(r"factor|fold|times|[Tt]wice|[Dd]oubl|[Tt]hrice|[Tt]ripl|[Qq]uadrupl|[Hh]al[fv]")
_SAYS_PART = re.compile(
    r"[Hh]al[fv]|third|quarter|f[io]\w?fth|fourth|fifth|sixth|eventh|eighth|ninth|tenth|edth|andth|ionth|[Tt]hird|[Qq]uarter"
)
_SAYS_VAGUE = re.compile(r"(?:[Hh]undred|[Tt]housand|illion|[Tt]en|[Dd]ozen)")
_FOLDED = re.compile(r"\b(?P<base>two|three|four|five|six|seven|eight|nine|ten)fold\b", re.I)
_VAGUE = re.compile(
    r"\b(?:(?P<of>tens|hundreds|dozens)\s+of\s+)?(?P<scale>hundreds|thousands|millions|billions|trillions|tens|dozens)\b"
    r"|\b(?:several|few|some|many|a couple of)\s+(?P<one>hundred|thousand|million|billion|trillion|dozen)s?\b",
    re.I,
)
_VAGUE_SCALE = {"ten": 10.0, "dozen": 10.0, **_SCALES}
_NAME = re.compile(
    r"(?<![\w.])(?!(?:sub|pre|mid|post|non|pp|ca|p|vs|No|no|Fig|Eq|Sec|Ref)[-.]?\d)"
    r"(?=[\w.@+/:-]*\d)[A-Za-z][A-Za-z_]*(?:[-_./@+]?[A-Za-z0-9_]+)*[\w+]*"
    r"|(?<![\w.])\d+[x×][A-Z][A-Za-z]*\d[\w-]*"  # 8xH100
    r"|(?<![\w.])(?:[1-9]D\b|\d+(?:\.\d+){2,}\w*|0x[0-9A-Fa-f]+|[1-9]\d{2,3}[pi]\b|[2-6]G\b|[48]K\s+(?=resolution|video|image|display))"
)
#: A name before a small figure: Python 3, Table 2. Words that begin sentences are no names.
_PLACE = re.compile(
    r"(?:\b(?!(?:Only|Below|Above|Over|Of|In|On|At|With|The|All|These|Those|Our|We|From|To|About|Around|Nearly|Almost|Some"
    r"|Than|Up|Least|Most|For|By|After|Before|Using|Among|Between|Within|Under|Just|And|Or|Every|Each|Its|Their|Both"
    r"|Roughly|Approximately|More|Less|Fewer|Another|Additional|Since|Until|This|Out)\b)[A-Z][\w.+-]*"
    r"|[Vv]ersions?|[Vv]|[Ff]ig(?:ure)?s?\.?|[Tt]ables?|[Ss]ect?(?:ion)?s?\.?|[Ee]q\.?)\s$"
)
_SUFFIX = re.compile(
    r"\s?%|\s?(?:percentage[\s-]points?|percent[\s-]points?|pp\b|p\.p\.)"
    r"|[\s-]?(?:per\s?cent\b|percent\b)"
    r"|(?P<fold>[\s-]?folds?\b|\s?[x×X](?![\w×])(?!\s?\d)|[\s-]times\b)"
    r"|(?P<ordinal>st|nd|rd|th)\b|(?P<decade>['’]?s)\b"
    r"|[\s-]?(?P<unit>[A-Za-zµμ°]+)(?![\w])"
)
_SCALE_SUFFIX = re.compile(
    r"(?:(?P<letter>[kKMBT])(?![A-Za-z])|\s(?P<spaced>[MBT])(?![\w'’-])|[\s-]?(?P<word>hundred|thousand|million|billion|trillion)s?\b)"
)
_POINTS = re.compile(
    r"\s?(?:%|percent)?[\s-]?(?:(?:absolute|accuracy)\s)?(?:percentage[\s-]points?|percent[\s-]points?|pp\b|p\.p\.)"
)
#: Only what can mean nothing else: "over 5 seeds" and "under 3 settings" are no bounds.
_BEFORE: tuple[tuple[Bound, str], ...] = (
    ("most", r"up[\s-]to|at most|(?:no|not) (?:more|greater|higher|larger|longer) than|(?:less|fewer|smaller|lower|shorter) than|a maximum of|not exceed(?:ing)?|<|≤|<="),
    ("least", r"at least|(?:no|not) (?:less|fewer|smaller|lower) than|(?:more|greater|larger|higher|longer) than|exceed(?:s|ing|ed)?|a minimum of|upwards? of|>|≥|>="),
    ("about", r"about|around|approximately|approx\.?|roughly|nearly|almost|close to|circa|ca\.|~|∼|≈"),
)  # fmt: skip
_BOUNDS = [
    (name, re.compile(rf"(?:{words})\s?(?:an?\s|the\s|by\s|~)?\s?[$€£]?(?:estimated\s)?$", re.I))
    for name, words in _BEFORE
]
_AFTER_LEAST = re.compile(
    r"^\s?(?:\+(?!\s?\d)|or (?:more|higher|greater|above|later|newer)\b|and (?:above|later|newer|up)\b)", re.I
)
_AFTER_MOST = re.compile(r"^\s?(?:or (?:less|fewer|lower|below|earlier)\b)", re.I)
_FIGURE = re.compile(rf"(?<![\w.])(?P<sign>(?<![\w)\]%\s])[-−–]|(?<=\s)[-−–](?=\d)|^[-−])?{FIGURE_RE}")
_LABEL = re.compile(r"(?:^|(?<=[\s(（;:,.]))(?:\(\d{1,2}\)|\d{1,2}\)|[①-⑳])|(?:^|\n)\s*\d{1,2}[.、](?=\s|\D)")


@lru_cache(maxsize=8)
def read_english(text: str) -> tuple[Quantity, ...]:
    """All quantities of an English text, in order of position; empty text gives none.

    The last texts are remembered, because every takeaway is held against the same paper.
    """
    return tuple(_Reader(without_formulas(text), text).read())


class _Reader:
    """Reads one text; every reading rule takes its words away from the rules after it."""

    def __init__(self, text: str, original: str) -> None:
        self.text = text
        self.original = original
        self.taken = bytearray(len(text))
        self.found: list[Quantity] = []

    def read(self) -> list[Quantity]:
        self._orders()
        self._ranks()
        self._names_and_labels()
        self._multiples()
        self._figures()
        self._vague()
        self._shares()
        self._fractions()
        self._words()
        self._ordinals()
        self._licences()
        self.found.sort(key=lambda q: q.start)
        return self.found

    def _take(self, start: int, end: int) -> None:
        self.taken[start:end] = b"\x01" * (end - start)

    def _free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def _add(
        self, start: int, end: int, value: float, kind: Kind = "count", strength: int = DIGITS, *, unit: str = "",
        bound: Bound = "", high: float = 0.0, negative: bool = False, take: bool = True,
    ) -> None:  # fmt: skip
        if take:
            self._take(start, end)
        words = self.original[start:end]
        self.found.append(
            Quantity(
                start,
                end,
                words.strip(),
                value,
                kind,
                strength,
                unit,
                bound or (self._bound(start, end) if strength else ""),
                high,
                negative,
            )
        )

    def _bound(self, start: int, end: int) -> Bound:
        before = self.text[max(0, start - 28) : start]
        for name, pattern in _BOUNDS:
            if pattern.search(before):
                return name
        after = self.text[end : end + 12]
        if _AFTER_LEAST.match(after):
            return "least"
        return "most" if _AFTER_MOST.match(after) else ""

    def _orders(self) -> None:
        if "magnitude" not in self.text:
            return
        for m in _ORDERS.finditer(self.text):
            n = _count(m["n"]) if m["n"] else float("orders" not in m[0].lower())
            high = _count(m["m"]) if m["m"] else 0.0
            self._add(m.start(), m.end(), n, "magnitude", DIGITS if n else WORD, high=high)

    def _ranks(self) -> None:
        for m in _RANK.finditer(self.text):
            if self._free(*m.span()):
                self._add(m.start(), m.end(), 1, "rank", WORD)

    def _names_and_labels(self) -> None:
        for m in _NAME.finditer(self.text):
            if not self._free(*m.span()):
                continue
            self._take(*m.span())
            self._licence_digits(m[0], m.start())
        for m in _LABEL.finditer(self.text):
            if self._free(*m.span()):
                self._take(*m.span())
                self._licence_digits(m[0], m.start())

    def _licence_digits(self, name: str, offset: int) -> None:
        for d in re.finditer(r"\d+(?:\.\d+)?", name):
            self._add(offset + d.start(), offset + d.end(), float(d[0]), strength=LICENCE, take=False)
            if (scale := _LETTERS.get(name[d.end() : d.end() + 1])) is not None:
                self._add(offset + d.start(), offset + d.end() + 1, float(d[0]) * scale, strength=LICENCE, take=False)

    def _multiples(self) -> None:
        if not _SAYS_MULTIPLE.search(self.text):
            return
        for m in _MULTIPLE.finditer(self.text):
            if not self._free(*m.span()):
                continue
            said = m["f"] or m["fold"] or m["times"]
            if m["halve"]:
                self._add(m.start(), m.end(), 0.5, "ratio", WORD)
            else:
                value = _count(said) if said else 2.0 if m["two"] else 3.0 if m["three"] else 4.0
                self._add(m.start(), m.end(), value, "multiple", DIGITS if m["f"] else WORD)
        for m in _FOLDED.finditer(self.text):
            if self._free(*m.span()):
                self._add(m.start(), m.end(), float(_SMALL[m["base"].lower()]), "multiple", WORD)

    def _figures(self) -> None:
        start = 0
        run: list[int] = []  # figures of one list or range, which share the unit that stands after the last
        while m := _FIGURE.search(self.text, start):
            start = max(m.end(), m.start() + 1)
            if not self._free(*m.span("num")):
                continue
            linked = run and _JOINED.match(self.text[self.found[run[-1]].end : m.start("num")])
            if not linked:
                run = []
            start = self._figure(m)
            run.append(len(self.found) - 1)
            self._share(run)

    def _figure(self, m: re.Match[str]) -> int:
        value, end = figure_value(m), m.end()
        place = value < 100 and value == int(value) and _PLACE.search(self.text[max(0, m.start() - 20) : m.start()])
        written = WORD if place else DIGITS
        first = m.start("num")
        negative = bool(m["sign"])
        if s := _SCALE_SUFFIX.match(self.text, end):
            if s["spaced"]:  # 7 B, or 3 T of a magnet
                self._add(first, end, value, strength=LICENCE, take=False)
            end = s.end()
            value *= _LETTERS[s["letter"] or s["spaced"]] if s["letter"] or s["spaced"] else _SCALES[s["word"].lower()]
        if p := _POINTS.match(self.text, end):
            self._add(first, p.end(), value / 100, "points", negative=negative)
            return p.end()
        s = _SUFFIX.match(self.text, end)
        if s is None:
            if (f := _OVER.match(self.text, end)) and float(f[1]):
                self._add(first, f.end(), value / float(f[1]), "ratio")
                self._licence_digits(self.text[first : f.end()], first)
                return f.end()
            self._add(first, end, value, strength=written, negative=negative)
            return end
        word = s[0].strip().lstrip("-")
        if word == "%" or word.lower().replace(" ", "") == "percent":
            self._add(first, s.end(), value / 100, "percent", negative=negative)
        elif s["fold"]:
            self._add(first, s.end(), value, "multiple")
        elif s["ordinal"]:
            self._add(first, s.end(), value, "ordinal", WORD)
        elif s["decade"]:
            self._add(first, s.end(), value, "decade", WORD)
        elif s["unit"] and (s["unit"] in UNITS or s["unit"].lower() in UNITS):
            unit = s["unit"] if s["unit"] in UNITS else s["unit"].lower()
            self._add(first, s.end(), value, unit=unit, negative=negative, strength=max(written, WORD))
        else:
            glued = s.group()[:1].isalpha()  # 7z, 2to3: a name
            self._add(first, end, value, strength=LICENCE if glued else written, negative=negative)
            return end
        return s.end()

    def _share(self, run: list[int]) -> None:
        """10-20%, 1 or 2 GB, 3, 5 and 7 billion: what stands after the last figure holds for all of them."""
        last = self.found[run[-1]]
        for i in run[:-1]:
            q = self.found[i]
            if q.kind == "count" and not q.unit and last.kind in ("percent", "points") and q.strength:
                self.found[i] = Quantity(
                    q.start, q.end, q.text, q.value / 100, last.kind, q.strength, "", q.bound, q.value, q.negative
                )

    def _vague(self) -> None:
        if not _SAYS_VAGUE.search(self.text):
            return
        for m in _VAGUE.finditer(self.text):
            if not self._free(*m.span()):
                continue
            value = _VAGUE_SCALE[(m["scale"] or m["one"]).lower().rstrip("s")]
            if m["of"]:
                value *= _VAGUE_SCALE[m["of"].lower().rstrip("s")]
            self._add(m.start(), m.end(), value, "vague", WORD, high=value)

    def _shares(self) -> None:
        """One in five: a share, whose words may also stand one by one in the Chinese."""
        for m in _ONE_IN.finditer(self.text):
            if self._free(*m.span()):
                n, of = _count(m["n"]), _count(m["of"])
                for value, group in ((n, "n"), (of, "of")):
                    self._add(*m.span(group), value, strength=LICENCE, take=False)
                if of:
                    self._add(*m.span(), n / of, "ratio", WORD)

    def _fractions(self) -> None:
        if not _SAYS_PART.search(self.text):
            return
        for m in _FRACTION.finditer(self.text):
            part = m["part"].lower()
            base = part if part in _PARTS else part[:-1]
            count = m["n"]
            value = (_count(count) if count else 1.0) / _PARTS[base]
            if value >= 1 or not self._free(*m.span()):
                continue
            if base in ("half", "halves", "quarter") or (
                count and (part.endswith("s") or m["of"] or count.lower() == "one")
            ):
                self._add(m.start(), m.end("part"), value, "ratio", WORD)
            elif count:  # "a third were" is a share, "a third way" is not
                self._add(m.start(), m.end("part"), value, "ratio", LICENCE, take=False)

    def _words(self) -> None:
        for m in re.finditer(rf"\b(?:{_WORDS})\b", self.text, re.I):
            if not self._free(*m.span()):
                continue
            for value, start, end in _numbers_in(m[0], m.start()):
                bare_scale = m[0].lower() in _SCALES
                strength = LICENCE if value < 3 else WORD
                s = _SUFFIX.match(self.text, end)
                if s and s[0].strip(" -").lower().replace(" ", "") in ("percent", "%"):
                    self._add(start, s.end(), value / 100, "percent", WORD)
                    continue
                unit = s["unit"].lower() if s and s["unit"] and s["unit"].lower() in UNITS else ""
                self._add(
                    start,
                    end,
                    value,
                    "vague" if bare_scale else "count",
                    strength,
                    unit=unit,
                    high=value if bare_scale else 0,
                )

    def _ordinals(self) -> None:
        for m in re.finditer(
            rf"\b(?:(?P<ten>twenty|thirty|forty|fifty)-)?(?P<n>{'|'.join(_ORDINALS)})(?:ly|s)?\b", self.text, re.I
        ):
            if self._free(*m.span()):
                value = _ORDINALS[m["n"].lower()] + (_TENS[m["ten"].lower()] if m["ten"] else 0)
                self._add(m.start(), m.end(), value, "ordinal", LICENCE if value <= 10 else WORD)

    def _licences(self) -> None:
        for m in _TOKEN.finditer(self.text):
            if (licence := _licence(m[0])) is not None:
                self._add(m.start(), m.end(), licence.value, licence.kind, LICENCE, take=False)
        for m in _ROMAN.finditer(self.text):
            self._add(m.start(), m.end(), float(_ROMAN_VALUES[m[0]]), strength=LICENCE, take=False)


_ONE_IN = re.compile(rf"\b(?P<n>{_WORDS})\s+(?:in|out\s+of|of)\s+(?:every\s+|all\s+|an?\s+)?(?P<of>{_WORDS})\b", re.I)
_OVER = re.compile(r"\s?/\s?(\d+)(?![\d/.])")
_JOINED = re.compile(r"\s*(?:-|–|—|−|to|and|or|,|/|, and|, or|and up to|±|vs\.?)\s*(?:about|around|up to|\$)?\s*$")


def _count(words: str | None) -> float:
    """ "two", "2.5", "an" → the number; "several" and nothing → 0."""
    if not words:
        return 0.0
    word = words.strip().lower()
    if word in ("a", "an"):
        return 1.0
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return next((value for value, _, _ in _numbers_in(word, 0)), 0.0)


def _numbers_in(words: str, offset: int) -> list[tuple[float, int, int]]:
    """Spelt-out numbers with their spans; "two three-layer" is two numbers, "two hundred and five" one."""
    out: list[tuple[float, int, int]] = []
    total = group = 0.0
    start = end = -1
    last = ""
    for m in re.finditer(r"[A-Za-z]+", words):
        word = m[0].lower()
        if word == "and":
            continue
        step = "scale" if word in _SCALES else "tens" if word in _TENS else "small"
        joins = start >= 0 and (
            step == "scale" or last == "scale" or (last == "tens" and step == "small" and 0 < _SMALL[word] < 10)
        )
        if start >= 0 and not joins:
            out.append((total + group, offset + start, offset + end))
            total = group = 0.0
            start = -1
        if start < 0:
            start = m.start()
        if step == "scale":
            if word == "hundred":
                group = (group or 1) * 100
            else:
                total += (group or 1) * _SCALES[word]
                group = 0.0
        else:
            group += _TENS[word] if step == "tens" else _SMALL[word]
        end, last = m.end(), step
    if start >= 0:
        out.append((total + group, offset + start, offset + end))
    return out
