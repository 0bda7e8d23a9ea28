"""The quantities of an English text.

The rules read digits, spelt-out numbers, orders of magnitude, fractions, ordinals, and names with digits.
"""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.checks.numbers.attributes.bounds import english_bound
from summarize.checks.numbers.english_patterns import (
    CITED,
    COUNTED_THING,
    CROSS,
    FIGURE,
    FOLDED,
    FOLDED_WORDS,
    FRACTION,
    GAP,
    GROWS,
    ITS_DECADE,
    JOINED,
    LABEL,
    MULTIPLE,
    MULTIPLE_WORDS,
    NAME,
    OF,
    OF_ORDER,
    ONE_IN,
    ORDERS,
    ORDINAL,
    OUT_OF,
    OVER,
    PART_OF_UNIT,
    PART_WORDS,
    PLACE,
    POINTS,
    RANK,
    RANK_WORDS,
    SCALE_SUFFIX,
    SPELT,
    SUFFIX,
    VAGUE,
    VAGUE_SCALE,
    VAGUE_WORDS,
)
from summarize.checks.numbers.quantities import (
    DIGITS,
    LETTERS,
    LICENCE,
    WORD,
    Bound,
    Kind,
    Quantity,
    figure_value,
    to_number,
    without_formulas,
)
from summarize.checks.numbers.spelt_english import (
    NUMBER_WORDS,
    ORDINAL_WORDS,
    ORDINALS,
    PARTS,
    ROMAN_VALUES,
    SCALES,
    SMALL,
    TENS,
    count_of,
    licence_of,
    numbers_in,
    roman_numerals,
    word_places,
)
from summarize.checks.numbers.text_reader import TextReader
from summarize.checks.numbers.units import UNITS, WrittenUnit, latin_unit_at


@lru_cache(maxsize=8)
def read_english(text: str) -> tuple[Quantity, ...]:
    """Return all quantities of an English text, in order of position. Empty text gives an empty tuple.

    The last texts are remembered, because every takeaway is compared with the same paper.
    """
    return tuple(_Reader(plain_english(text), text).read())


@lru_cache(maxsize=8)
def plain_english(text: str) -> str:
    """Return the text as the rules see it, of the same length: without formulas, addresses and commands of LaTeX."""
    return without_formulas(text)


class _Reader(TextReader):
    """The rules that read English. Their order in ``read`` decides which rule gets words that several could read."""

    def __init__(self, text: str, original: str) -> None:
        super().__init__(text, original)
        self.words = word_places(text)

    def bound_at(self, start: int, end: int) -> Bound:
        return english_bound(self.text, start, end).bound

    def read(self) -> list[Quantity]:
        self._orders()
        self._ranks()
        self.read_formulas()
        self._citations()
        self.read_names(NAME, LABEL)
        self._multiples()
        self.read_figures(FIGURE, JOINED, ("percent", "points"))
        self._vague()
        self._shares()
        self._fractions()
        self._words()
        self._ordinals()
        self._licences()
        self.found.sort(key=lambda q: q.start)
        return self.found

    def _citations(self) -> None:
        if "19" not in self.text and "20" not in self.text:
            return
        for m in CITED.finditer(self.text):
            self.add(*m.span("year"), float(m["year"]), strength=LICENCE)

    def _orders(self) -> None:
        if "magnitude" not in self.words:
            return
        for m in ORDERS.finditer(self.text):
            if m["many"]:
                value = VAGUE_SCALE[m["many"].lower().rstrip("s")]
                self.add(m.start(), m.end(), value, "magnitude", WORD)
                continue
            n = count_of(m["n"]) if m["n"] else float("orders" not in m[0].lower())
            high = count_of(m["m"]) if m["m"] else 0.0
            self.add(m.start(), m.end(), n, "magnitude", DIGITS if n else WORD, high=high)

    def _ranks(self) -> None:
        signs = "#" in self.text or "№" in self.text or "1st" in self.text
        for m in self.free_matches(RANK) if signs else self.matches_at(RANK, RANK_WORDS):
            self.add(m.start(), m.end(), 1, "rank", WORD)

    def _multiples(self) -> None:
        for m in self.matches_at(MULTIPLE, MULTIPLE_WORDS):
            said = m["f"] or m["fold"] or m["times"]
            if m["fold"] and CROSS.match(self.text, m.end()):
                continue  # five-fold cross-validation has five parts
            if m["halve"]:
                self.add(m.start(), m.end(), 0.5, "ratio", WORD, trend=-1)
            else:
                value = count_of(said) if said else 2.0 if m["two"] else 3.0 if m["three"] else 4.0
                self.add(
                    m.start(),
                    m.end(),
                    value,
                    "multiple",
                    DIGITS if m["f"] else WORD,
                    trend=int(bool(GROWS.fullmatch(m[0]))),
                )
        for m in self.matches_at(FOLDED, FOLDED_WORDS):
            self.add(m.start(), m.end(), float(SMALL[m["base"].lower()]), "multiple", WORD)

    def read_figure(self, match: re.Match[str]) -> int:
        scale = 1.0
        value, end = figure_value(match), self.end_of_formula(match.end())
        before = self.text[max(0, match.start() - 20) : match.start()]
        place = value < 100 and value == int(value) and PLACE.search(before)
        written = WORD if place else DIGITS
        first = match.start("num")
        negative = bool(match["sign"])
        if (s := SCALE_SUFFIX.match(self.text, end)) and (
            s["spaced"] != "T" or COUNTED_THING.match(self.text, s.end())
        ):
            if s["spaced"]:  # it may be a unit: 7 B are bytes, 3 T the field of a magnet
                self.add(first, end, value, strength=LICENCE, take=False)
            end = s.end()
            scale = LETTERS[s["letter"] or s["spaced"]] if s["letter"] or s["spaced"] else SCALES[s["word"].lower()]
            value *= scale
        if p := POINTS.match(self.text, end):
            self.add(first, p.end(), value / 100, "points", negative=negative)
            return p.end()
        s = SUFFIX.match(self.text, end)
        u = None if s else self._unit_at(end)
        if u is not None:
            self.add(first, u.end, value, unit=u.name, negative=negative, strength=max(written, WORD), scale=scale)
            return u.end
        if s is None:
            if self.text[end : end + 1].isalpha():  # it is a name: 7z, 2to3
                self.add(first, end, value, strength=LICENCE, negative=negative)
                return end
            if scale == 1.0 and (f := OVER.match(self.text, end)) and to_number(f[1]):
                self.add(first, f.end(), value / to_number(f[1]), "ratio")
                self.add_digits_of_name(self.text[first : f.end()], first)
                return f.end()
            self.add(first, end, value, strength=written, unit=self.money_before(first), negative=negative, scale=scale)
            return end
        if s["decade"] == "s" and value < 1000 and not ITS_DECADE.search(before):  # within 30s
            self.add(first, s.end(), value, unit="s", strength=max(written, WORD))
        elif s["fold"]:
            parts = "fold" in s[0] and CROSS.match(self.text, s.end())
            self.add(first, s.end(), value, "count" if parts else "multiple")
        elif s["ordinal"]:
            self.add(first, s.end(), value, "ordinal", WORD)
        elif s["decade"]:
            self.add(first, s.end(), value, "decade", WORD)
        else:
            self.add(first, s.end(), value / 100, "percent", negative=negative)
        return s.end()

    def _unit_at(self, end: int) -> WrittenUnit | None:
        gap = GAP.match(self.text, end)
        return latin_unit_at(self.text, gap.end() if gap else end)

    def _vague(self) -> None:
        if self.words.keys().isdisjoint(VAGUE_WORDS):
            return
        for m in self.free_matches(VAGUE):
            value = VAGUE_SCALE[(m["scale"] or m["one"]).lower().rstrip("s")]
            if m["hundred"]:
                value *= 100
            if m["half"]:
                value /= 2
            if m["of"]:
                value *= VAGUE_SCALE[m["of"].lower().rstrip("s")]
            gap = OF.match(self.text, m.end())
            u = latin_unit_at(self.text, gap.end()) if gap else None
            self.add(m.start(), m.end(), value, "vague", WORD, high=value, unit=u.name if u else "")

    def _shares(self) -> None:
        """Read "one in five" as a share. Its words may also stand one by one in the Chinese."""
        for m in self.matches_at(ONE_IN, NUMBER_WORDS):
            n, of = count_of(m["n"]), count_of(m["of"])
            for value, group in ((n, "n"), (of, "of")):
                self.add(*m.span(group), value, strength=LICENCE, take=False)
            if of:
                self.add(*m.span(), n / of, "ratio", WORD)
        for m in self.matches_by_digits(OUT_OF):
            n, of = float(m["n"]), float(m["of"])
            if 0 < n < of:
                self.add(*m.span(), n / of, "ratio", WORD, take=False)

    def _fractions(self) -> None:
        if self.words.keys().isdisjoint(PART_WORDS):
            return
        for m in FRACTION.finditer(self.text):
            part = m["part"].lower()
            base = part if part in PARTS else part[:-1]
            count = m["n"]
            value = (count_of(count) if count else 1.0) / PARTS[base]
            if value >= 1 or not self.is_free(*m.span()):
                continue
            if base in ("half", "halves", "quarter") or (
                count and (part.endswith("s") or m["of"] or count.lower() == "one")
            ):
                self.add(m.start(), m.end("part"), value, "ratio", WORD)
            elif count or part in (
                "tenths",
                "hundredths",
                "thousandths",
            ):  # "a third were" is a share, "a third way" is not
                self.add(m.start(), m.end("part"), value, "ratio", LICENCE, take=False)
            if u := PART_OF_UNIT.match(self.text, m.end("part")):  # half an hour may be 0.5 小时
                unit = u["unit"] if u["unit"] in UNITS else ""
                self.add(m.start(), u.end(), value, strength=LICENCE, unit=unit, take=False)

    def _words(self) -> None:
        for m in self.matches_at(SPELT, NUMBER_WORDS):
            bare_scale = m[0].lower() in SCALES
            for value, start, end in numbers_in(m[0], m.start()):
                bound = english_bound(self.text, start, end).bound if 1 <= value < 3 else ""
                u = self._unit_at(end)
                strength = WORD if value >= 3 or bound in ("most", "least") or (value == 2 and u) else LICENCE
                s = SUFFIX.match(self.text, end)
                if s and ("%" in s[0] or "cent" in s[0]):
                    self.add(start, s.end(), value / 100, "percent", WORD)
                    continue
                kind: Kind = "vague" if bare_scale else "count"
                unit, high = u.name if u else "", value if bare_scale else 0.0
                self.add(start, end, value, kind, strength, unit=unit, high=high)

    def _ordinals(self) -> None:
        for m in self.matches_at(ORDINAL, ORDINAL_WORDS):
            if m["n"] and not m["ten"] and (order := OF_ORDER.match(self.text, m.end())):
                self.add(m.start(), order.end(), ORDINALS[m["n"].lower()], "ordinal", LICENCE, unit="阶")
                continue
            value = ORDINALS[m["n"].lower()] + (TENS[m["ten"].lower()] if m["ten"] else 0)
            self.add(m.start(), m.end(), value, "ordinal", LICENCE if value <= 10 else WORD)

    def _licences(self) -> None:
        for word, places in self.words.items():
            if (licence := licence_of(word)) is None:
                continue
            for at in places:
                end = at + len(word)
                if licence.kind == "count" or self.is_free(at, end):
                    self.add(at, end, licence.value, licence.kind, LICENCE, take=False)
        for m in roman_numerals(self.text):
            self.add(m.start(), m.end(), float(ROMAN_VALUES[m[0]]), strength=LICENCE, take=False)
