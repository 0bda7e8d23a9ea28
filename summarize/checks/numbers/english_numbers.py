"""English text to quantities: digits, spelt-out numbers, orders of magnitude, fractions, ordinals, names with digits."""

from __future__ import annotations

import re
from functools import lru_cache

from summarize.checks.numbers.bounds import english_bound
from summarize.checks.numbers.english_patterns import (
    COUNTED_THING,
    FIGURE,
    FOLDED,
    FRACTION,
    GROWS,
    JOINED,
    LABEL,
    MULTIPLE,
    NAME,
    ONE_IN,
    ORDERS,
    OUT_OF,
    OVER,
    PART_OF_UNIT,
    PLACE,
    POINTS,
    RANK,
    SAYS_MULTIPLE,
    SAYS_PART,
    SAYS_VAGUE,
    SCALE_SUFFIX,
    SUFFIX,
    VAGUE,
    VAGUE_SCALE,
)
from summarize.checks.numbers.quantities import (
    DIGITS,
    LICENCE,
    LONGEST_LIST,
    UNITS,
    WORD,
    Bound,
    Kind,
    Quantity,
    figure_value,
    without_formulas,
)
from summarize.checks.numbers.spelt_english import (
    LETTERS,
    ORDINALS,
    PARTS,
    ROMAN,
    ROMAN_VALUES,
    SCALES,
    SMALL,
    TENS,
    TOKEN,
    WORDS,
    count_of,
    licence_of,
    numbers_in,
)


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
        bound: Bound = "", high: float = 0.0, negative: bool = False, trend: int = 0, take: bool = True,
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
                bound or (english_bound(self.text, start, end) if strength else ""),
                high,
                negative,
                trend,
            )
        )

    def _orders(self) -> None:
        if "magnitude" not in self.text:
            return
        for m in ORDERS.finditer(self.text):
            if m["many"]:
                value = VAGUE_SCALE[m["many"].lower().rstrip("s")]
                self._add(m.start(), m.end(), value, "magnitude", WORD)
                continue
            n = count_of(m["n"]) if m["n"] else float("orders" not in m[0].lower())
            high = count_of(m["m"]) if m["m"] else 0.0
            self._add(m.start(), m.end(), n, "magnitude", DIGITS if n else WORD, high=high)

    def _ranks(self) -> None:
        for m in RANK.finditer(self.text):
            if self._free(*m.span()):
                self._add(m.start(), m.end(), 1, "rank", WORD)

    def _names_and_labels(self) -> None:
        for m in NAME.finditer(self.text):
            if not self._free(*m.span()):
                continue
            self._take(*m.span())
            self._licence_digits(m[0], m.start())
        for m in LABEL.finditer(self.text):
            if self._free(*m.span()):
                self._take(*m.span())
                self._licence_digits(m[0], m.start())

    def _licence_digits(self, name: str, offset: int) -> None:
        for d in re.finditer(r"\d+(?:\.\d+)?", name):
            self._add(offset + d.start(), offset + d.end(), float(d[0]), strength=LICENCE, take=False)
            if (scale := LETTERS.get(name[d.end() : d.end() + 1])) is not None:
                self._add(offset + d.start(), offset + d.end() + 1, float(d[0]) * scale, strength=LICENCE, take=False)

    def _multiples(self) -> None:
        if not SAYS_MULTIPLE.search(self.text):
            return
        for m in MULTIPLE.finditer(self.text):
            if not self._free(*m.span()):
                continue
            said = m["f"] or m["fold"] or m["times"]
            if m["halve"]:
                self._add(m.start(), m.end(), 0.5, "ratio", WORD, trend=-1)
            else:
                value = count_of(said) if said else 2.0 if m["two"] else 3.0 if m["three"] else 4.0
                self._add(
                    m.start(),
                    m.end(),
                    value,
                    "multiple",
                    DIGITS if m["f"] else WORD,
                    trend=int(bool(GROWS.fullmatch(m[0]))),
                )
        for m in FOLDED.finditer(self.text):
            if self._free(*m.span()):
                self._add(m.start(), m.end(), float(SMALL[m["base"].lower()]), "multiple", WORD)

    def _figures(self) -> None:
        start = 0
        run: list[int] = []  # figures of one list or range, which share the unit that stands after the last
        while m := FIGURE.search(self.text, start):
            start = max(m.end(), m.start() + 1)
            if not self._free(*m.span("num")):
                continue
            linked = run and JOINED.match(self.text[self.found[run[-1]].end : m.start("num")])
            if not linked:
                run = []
            start = self._figure(m)
            run.append(len(self.found) - 1)
            self._share(run)

    def _figure(self, m: re.Match[str]) -> int:
        value, end = figure_value(m), m.end()
        place = value < 100 and value == int(value) and PLACE.search(self.text[max(0, m.start() - 20) : m.start()])
        written = WORD if place else DIGITS
        first = m.start("num")
        negative = bool(m["sign"])
        if (s := SCALE_SUFFIX.match(self.text, end)) and (
            s["spaced"] != "T" or COUNTED_THING.match(self.text, s.end())
        ):
            if s["spaced"]:  # 7 B, or 3 T of a magnet
                self._add(first, end, value, strength=LICENCE, take=False)
            end = s.end()
            value *= LETTERS[s["letter"] or s["spaced"]] if s["letter"] or s["spaced"] else SCALES[s["word"].lower()]
        if p := POINTS.match(self.text, end):
            self._add(first, p.end(), value / 100, "points", negative=negative)
            return p.end()
        s = SUFFIX.match(self.text, end)
        if s is None:
            if (f := OVER.match(self.text, end)) and float(f[1]):
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
        for i in run[-LONGEST_LIST:-1]:
            q = self.found[i]
            if q.kind == "count" and not q.unit and last.kind in ("percent", "points") and q.strength:
                self.found[i] = Quantity(
                    q.start, q.end, q.text, q.value / 100, last.kind, q.strength, "", q.bound, q.value, q.negative
                )

    def _vague(self) -> None:
        if not SAYS_VAGUE.search(self.text):
            return
        for m in VAGUE.finditer(self.text):
            if not self._free(*m.span()):
                continue
            value = VAGUE_SCALE[(m["scale"] or m["one"]).lower().rstrip("s")]
            if m["of"]:
                value *= VAGUE_SCALE[m["of"].lower().rstrip("s")]
            self._add(m.start(), m.end(), value, "vague", WORD, high=value)

    def _shares(self) -> None:
        """One in five: a share, whose words may also stand one by one in the Chinese."""
        for m in ONE_IN.finditer(self.text):
            if self._free(*m.span()):
                n, of = count_of(m["n"]), count_of(m["of"])
                for value, group in ((n, "n"), (of, "of")):
                    self._add(*m.span(group), value, strength=LICENCE, take=False)
                if of:
                    self._add(*m.span(), n / of, "ratio", WORD)
        for m in OUT_OF.finditer(self.text):
            n, of = float(m["n"]), float(m["of"])
            if 0 < n < of:
                self._add(*m.span(), n / of, "ratio", WORD, take=False)

    def _fractions(self) -> None:
        if not SAYS_PART.search(self.text):
            return
        for m in FRACTION.finditer(self.text):
            part = m["part"].lower()
            base = part if part in PARTS else part[:-1]
            count = m["n"]
            value = (count_of(count) if count else 1.0) / PARTS[base]
            if value >= 1 or not self._free(*m.span()):
                continue
            if base in ("half", "halves", "quarter") or (
                count and (part.endswith("s") or m["of"] or count.lower() == "one")
            ):
                self._add(m.start(), m.end("part"), value, "ratio", WORD)
            elif count:  # "a third were" is a share, "a third way" is not
                self._add(m.start(), m.end("part"), value, "ratio", LICENCE, take=False)
            if u := PART_OF_UNIT.match(self.text, m.end("part")):  # half an hour: 0.5 小时
                unit = u["unit"] if u["unit"] in UNITS else ""
                self._add(m.start(), u.end(), value, strength=LICENCE, unit=unit, take=False)

    def _words(self) -> None:
        for m in re.finditer(rf"\b(?:{WORDS})\b", self.text, re.I):
            if not self._free(*m.span()):
                continue
            bare_scale = m[0].lower() in SCALES
            for value, start, end in numbers_in(m[0], m.start()):
                bound = english_bound(self.text, start, end) if 2 <= value < 3 else ""
                strength = WORD if value >= 3 or bound in ("most", "least") else LICENCE
                s = SUFFIX.match(self.text, end)
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
            rf"\b(?:(?P<ten>twenty|thirty|forty|fifty)-)?(?P<n>{'|'.join(ORDINALS)})(?:ly|s)?\b", self.text, re.I
        ):
            if self._free(*m.span()):
                value = ORDINALS[m["n"].lower()] + (TENS[m["ten"].lower()] if m["ten"] else 0)
                self._add(m.start(), m.end(), value, "ordinal", LICENCE if value <= 10 else WORD)

    def _licences(self) -> None:
        for m in TOKEN.finditer(self.text):
            licence = licence_of(m[0])
            if licence and (licence.kind == "count" or self._free(*m.span())):
                self._add(m.start(), m.end(), licence.value, licence.kind, LICENCE, take=False)
        for m in ROMAN.finditer(self.text):
            self._add(m.start(), m.end(), float(ROMAN_VALUES[m[0]]), strength=LICENCE, take=False)
