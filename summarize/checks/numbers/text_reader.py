"""What the readers of English and of Chinese figures have in common.

A reader keeps the quantities that it found and the places that it has read.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace

from summarize.checks.numbers.quantities import (
    DIGITS,
    FIGURE_RE,
    LETTERS,
    LICENCE,
    LONGEST_LIST,
    Bound,
    Kind,
    Quantity,
    bounded,
    dressed,
    figure_value,
)

#: The sign of a currency before its figure.
MONEY = re.compile(r"(?:US\s?\$|[$€£]|\b(?:USD|EUR|GBP|RMB|CNY|JPY))\s{0,3}$")

_DIGIT = re.compile(r"[\d①-⑳]")
_BLANKED = re.compile("\x00+")
_FIGURE = re.compile(FIGURE_RE)
_FRACTION = re.compile(
    r"(?<![\d.])(?P<a>\d{1,4})\s?/\s?(?P<b>\d{1,4})(?![\d.])|\\[td]?frac\s?\{?(?P<n>\d)\}?\s?\{?(?P<of>\d)\}?"
)


def _in_name(char: str) -> bool:
    return char.isalnum() or char in "_.@+/:^-"


def _before_label(char: str) -> bool:
    return char in "(（" or char.isspace()


def _before_figure(char: str) -> bool:
    return char in "-−–.负"


class TextReader(ABC):
    """Reads the quantities of one text, rule after rule.

    A rule marks the places that it reads as taken, and the rules after it pass over them. ``text`` is the text as the
    rules see it, ``original`` the same text as it was given, of the same length. ``found`` has the quantities so far, and
    ``words`` the offsets of the Latin words in small letters, where a reader looks for patterns by them. ``digits`` are
    the offsets of the digits.
    """

    def __init__(self, text: str, original: str) -> None:
        self.text = text
        self.original = original
        self.taken = bytearray(len(text))
        self.words: dict[str, list[int]] = {}
        self.digits = [m.start() for m in _DIGIT.finditer(text)]
        self.found: list[Quantity] = []

    def take(self, start: int, end: int) -> None:
        """Mark ``text[start:end]`` as taken."""
        self.taken[start:end] = b"\x01" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no rule has taken any of ``text[start:end]``."""
        return not any(self.taken[start:end])

    def free_matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern in places that no rule has taken by then."""
        for m in pattern.finditer(self.text):
            if self.is_free(*m.span()):
                yield m

    def search_by_digits(
        self, pattern: re.Pattern[str], start: int, before: Callable[[str], bool] | None = None
    ) -> re.Match[str] | None:
        """Return the first match at or after ``start`` of a pattern in which every match has a digit.

        ``before`` says which characters may stand in a match before its first digit; None means that none may. The
        pattern is tried at no other place, because a search takes ten times as long.
        """
        text, digits = self.text, self.digits
        for n in range(bisect_left(digits, start), len(digits)):
            digit = at = digits[n]
            if before is not None:
                while at > start and before(text[at - 1]):
                    at -= 1
            for place in range(at, digit + 1):
                if m := pattern.match(text, place):
                    return m
            start = digit + 1
        return None

    def matches_by_digits(
        self, pattern: re.Pattern[str], before: Callable[[str], bool] | None = None
    ) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern, as ``search_by_digits`` finds them."""
        start = 0
        while m := self.search_by_digits(pattern, start, before):
            yield m
            start = m.end()

    def matches_at(self, pattern: re.Pattern[str], words: frozenset[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern that begins with one of the words, in places that no rule has taken."""
        end = 0
        for at in sorted(at for word in words & self.words.keys() for at in self.words[word]):
            if at >= end and (m := pattern.match(self.text, at)):
                end = m.end()
                if self.is_free(*m.span()):
                    yield m

    def add(
        self, start: int, end: int, value: float, kind: Kind = "count", strength: int = DIGITS, *, unit: str = "",
        high: float = 0.0, negative: bool = False, trend: int = 0, scale: float = 1.0, take: bool = True,
    ) -> None:  # fmt: skip
        """Add the quantity that stands at ``text[start:end]``, and take its place unless ``take`` is False."""
        if take:
            self.take(start, end)
        bound = self.bound_at(start, end) if strength > LICENCE else ""
        words = self.original[start : end + self.original.startswith("\\%", end - 1)].strip(" $")
        value, high = bounded(value), bounded(high)
        self.found.append(Quantity(start, end, words, value, kind, strength, unit, bound, high, negative, trend, scale))

    def bound_at(self, start: int, end: int) -> Bound:
        """Return the bound that the words around ``text[start:end]`` set. Here it is "", which means none."""
        return ""

    def end_of_formula(self, end: int) -> int:
        """Return the place behind the $ that closes a formula at ``end``, if a letter follows there: $5$K, $16$-fold."""
        return end + (self.original.startswith("$", end) and not self.text[end + 1 : end + 2].isspace())

    def money_before(self, start: int) -> str:
        """Return the currency whose sign stands before ``text[start]``, or ""."""
        m = MONEY.search(self.text, max(0, start - 6), start)
        return m[0].replace(" ", "") if m else ""

    def read_names(self, names: re.Pattern[str], labels: re.Pattern[str]) -> None:
        """Take the names and labels that the patterns find. Their figures may explain one of the other language."""
        for pattern, before in ((names, _in_name), (labels, _before_label)):
            for m in self.matches_by_digits(pattern, before):
                if self.is_free(*m.span()):
                    self.take(*m.span())
                    self.add_digits_of_name(m[0], m.start())

    def add_digits_of_name(self, name: str, offset: int) -> None:
        """Add the figures of a name that begins at ``offset``, as licences: 4 of GPT-4, 7 and 7 billion of 7B."""
        for d in re.finditer(r"\d+(?:\.\d+)?", name):
            start, end = offset + d.start(), offset + d.end()
            self.add(start, end, float(d[0]), strength=LICENCE, take=False)
            if (scale := LETTERS.get(name[d.end() : d.end() + 1])) is not None:
                self.add(start, end + 1, float(d[0]) * scale, strength=LICENCE, take=False)

    def read_formulas(self) -> None:
        """Add the figures of formulas, as licences: the other text may say them in words or without the formula."""
        if "\x00" not in self.text:
            return
        said = dressed(self.original)
        for formula in _BLANKED.finditer(self.text):
            for m in _FIGURE.finditer(said, *formula.span()):
                self.add(*m.span(), figure_value(m), strength=LICENCE, take=False)
                self.add(*m.span(), figure_value(m) / 100, "percent", LICENCE, take=False)
            for m in _FRACTION.finditer(said, *formula.span()):
                n, of = m["a"] or m["n"], m["b"] or m["of"]
                if float(of):
                    self.add(*m.span(), float(n) / float(of), "ratio", LICENCE, take=False)

    def read_figures(self, figure: re.Pattern[str], joined: re.Pattern[str], shared: tuple[Kind, ...]) -> None:
        """Add what is written in digits.

        ``figure`` finds the digits (group ``num``). ``joined`` matches what stands between two figures of one list or
        range. Such figures share the sign of the last one where its kind is among ``shared``: 10-20% is 10 % and 20 %.
        """
        start = 0
        run: list[int] = []
        while m := self.search_by_digits(figure, start, _before_figure):
            start = max(m.end(), m.start() + 1)
            if not self.is_free(*m.span("num")):
                continue
            if not (run and joined.match(self.text[self.found[run[-1]].end : m.start("num")])):
                run = []
            start = self.read_figure(m)
            run.append(len(self.found) - 1)
            self._share(run, shared)

    @abstractmethod
    def read_figure(self, match: re.Match[str]) -> int:
        """Add the quantity that begins with the digits of ``match``, and return where it ends."""

    def _share(self, run: list[int], shared: tuple[Kind, ...]) -> None:
        last = self.found[run[-1]]
        if last.kind == "count" and last.scale > 1 and len(run) > 1:
            for i in run[-LONGEST_LIST:-1]:
                q = self.found[i]
                if q.kind == "count" and q.scale == 1 and q.strength > LICENCE:
                    self.found[i] = replace(q, high=q.value * last.scale)
        if last.kind not in shared:
            return
        for i in run[-LONGEST_LIST:-1]:
            q = self.found[i]
            if q.kind == "count" and not q.unit and q.strength > LICENCE and not 1900 <= q.value < 2100:
                value = q.value if last.kind == "multiple" else q.value / 100
                self.found[i] = replace(q, value=value, kind=last.kind, high=q.value)
