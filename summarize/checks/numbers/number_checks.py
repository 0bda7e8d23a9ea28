"""The checks ``number-changed``, ``number-missing`` and ``number-invented``: figures compared as values.

Both sides are read into quantities. A figure of the source is kept where the target has one of equal meaning (1.2
million and 120 万, a factor of 20 and 二十分之一, 0.85 and 85 %). Figures that are left over on both sides at about the
same place are a change. A figure that is left on one side is missing or invented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from summarize.characters import HAN
from summarize.checks.aligning.pieces import pieces_of
from summarize.checks.numbers.attributes.calendar import CalendarChange, calendar_changes
from summarize.checks.numbers.attributes.differences import Sides, differences
from summarize.checks.numbers.chinese_numbers import plain_chinese, read_chinese
from summarize.checks.numbers.english_numbers import plain_english, read_english
from summarize.checks.numbers.pairing import (
    BARE,
    HALF_WIDTH,
    contradict,
    derived,
    family,
    is_small,
    of_one_size,
    resemble,
    says_small,
    stands,
    without,
)
from summarize.checks.numbers.quantities import DIGITS, LICENCE, WORD, Quantity, same
from summarize.checks.numbers.same_value import means_same
from summarize.checks.occurrences import nearest, outermost, stands_inside
from summarize.checks.pair import TRANSLATIONS, Pair
from summarize.values import Finding, Severity

#: Two left-over figures can be one figure changed if their places differ by at most this share of the text.
_NEAR = 0.3
#: In a short text their places may differ by this many characters of the English.
_NEAR_CHARACTERS = 80
#: The same two limits for a spelt-out figure and its counterpart, whose bounds are compared.
_CLOSE, _CLOSE_CHARACTERS = 0.12, 40
#: At most this many counterparts of one figure are compared in bound and unit.
_COMPARED = 20
#: Different figures of the Chinese with which one of the English is compared, and left-over ones that it may have become:
#: those nearest in place. A paper of 20 pages has some 300 different figures, and an abstract has at most 40.
_MEANINGS, _CANDIDATES = 300, 40


def check_numbers(pair: Pair) -> list[Finding]:
    """Return the findings on figures.

    A summary or takeaway gives only changed and invented ones, because it may leave figures out.
    """
    english, chinese = read_english(pair.source), read_chinese(pair.target)
    return _Comparison(pair, english, chinese).findings()


class _Comparison:
    """The figures of both sides of a pair, and the findings on them. Figures are named by their index."""

    def __init__(self, pair: Pair, english: Sequence[Quantity], chinese: Sequence[Quantity]) -> None:
        self.pair = pair
        self.english = english
        self.chinese = chinese
        self.n, self.m = max(len(pair.source), 1), max(len(pair.target), 1)
        self.out: list[Finding] = []
        # English figures, licences too, that have a counterpart.
        self.explained: set[int] = set()

    @cached_property
    def source_rest(self) -> str:
        """What is left of the English without the figures that were read as more than their digits (30 %)."""
        return without(self.pair.source, self.english) + "\n" + self.pair.context

    @cached_property
    def target_rest(self) -> str:
        """What is left of the Chinese without the figures that were read as more than their digits (3 亿)."""
        return without(self.pair.target, self.chinese).translate(HALF_WIDTH)

    def findings(self) -> list[Finding]:
        used, kept = self._matched()
        unkept = [i for i, q in enumerate(self.english) if q.strength > LICENCE and i not in kept]
        lost = [i for i in unkept if not self._stands_in_target(self.english[i])]
        ratios = (self.english[i] for i in kept if self.english[i].kind == "ratio")
        shares = outermost((q.start, q.end) for q in ratios)
        lost = [i for i in lost if not stands_inside(self.english[i].start, self.english[i].end, shares)]
        new = [j for j, q in enumerate(self.chinese) if q.strength > LICENCE and j not in used]
        new = [j for j in new if not self._stands_in_source(self.chinese[j])]
        dates = self._dates()
        new = [j for j in new if not any(d.start <= self.chinese[j].start < d.end for d in dates)]
        self._ranks(lost)
        self._pair_up(lost, new)
        if self.pair.unit in TRANSLATIONS:
            self._small_numbers(lost, new, used)
        if self.pair.unit in TRANSLATIONS:
            for i in lost:
                self._missing(self.english[i])
        for j in new:
            self._invented(self.chinese[j])
        self._attributes(kept)
        return self.out

    def _matched(self) -> tuple[set[int], dict[int, list[int]]]:
        """Return the Chinese figures that have a source, and the counterparts of each English figure."""
        places: dict[object, list[int]] = {}
        for j, c in enumerate(self.chinese):
            places.setdefault(c.meaning, []).append(j)
        groups = list(places.values())
        places_of_groups = [self.chinese[js[0]].start / self.m for js in groups]
        alike: dict[object, list[int]] = {}
        used: set[int] = set()
        kept: dict[int, list[int]] = {}
        for i, e in enumerate(self.english):
            if (found := alike.get(e.meaning)) is None:
                near = nearest(e.start / self.n, places_of_groups, _MEANINGS)
                same = (js for js in groups[near] if means_same(e, self.chinese[js[0]]))
                found = alike[e.meaning] = [j for js in same for j in js]
                used.update(found)
            if found:
                self.explained.add(i)
            if found and e.strength > LICENCE:
                kept[i] = found
        return used, kept

    def _stands_in_target(self, q: Quantity) -> bool:
        """Whether a bare figure stands in a name or date of the Chinese, where it was read otherwise."""
        if q.kind == "ratio" and "/" in q.text:  # 24/37 of them, 37 个中的 24 个
            return all(stands(part.strip(), self.target_rest) for part in q.text.split("/"))
        return bool(BARE.fullmatch(q.text)) and stands(q.text, self.target_rest)

    def _stands_in_source(self, q: Quantity) -> bool:
        if BARE.fullmatch(q.text.translate(HALF_WIDTH)) and stands(q.text.translate(HALF_WIDTH), self.source_rest):
            return True
        parts = q.text.split(",")
        if len(parts) > 1 and all(stands(part, self.source_rest) for part in parts):
            return True  # (250,250) is a pair of numbers
        if self.pair.context and self.pair.context != self.pair.source:
            return any(means_same(e, q) for e in read_english(self.pair.context))
        return False

    def _place(self, e: Quantity, c: Quantity) -> float:
        """Return how far apart two figures stand, as a share of their texts."""
        return abs(e.start / self.n - c.start / self.m)

    def _pair_up(self, lost: list[int], new: list[int]) -> None:
        """Report every pair of left-over figures that is one figure changed, and take it out of both lists."""
        places = [self.chinese[j].start / self.m for j in new]
        left, right = set(lost), set(new)
        candidates = sorted(
            (
                self._place(self.english[i], self.chinese[j])
                + (0.0 if family(self.english[i]) == family(self.chinese[j]) else 0.2),
                i,
                j,
            )
            for i in lost
            for j in new[nearest(self.english[i].start / self.n, places, _CANDIDATES)]
        )
        near = max(_NEAR, _NEAR_CHARACTERS / self.n)
        only_two = len(lost) == len(new) == 1
        for distance, i, j in candidates:
            if i not in left or j not in right:
                continue
            e, c = self.english[i], self.chinese[j]
            spelt_out = WORD in (e.strength, c.strength)
            if distance > near and (spelt_out or not only_two):
                continue
            if e.strength == c.strength == WORD and family(e) != family(c) and not of_one_size(e, c, distance, near):
                continue
            if e.kind == c.kind == "percent" and same(e.value + c.value, 1.0):
                left.remove(i)  # "40% below it" is 60% of it
                right.remove(j)
                continue
            if self.pair.unit not in TRANSLATIONS and not resemble(e, c):
                continue  # a summary leaves figures out, so one that is new need not be one of those changed
            left.remove(i)
            right.remove(j)
            if e.text != c.text:  # else only the text around it was read otherwise
                self._changed(e, c, f"{e.text} became {c.text}", "error")
        lost[:] = [i for i in lost if i in left]
        new[:] = [j for j in new if j in right]

    def _dates(self) -> list[CalendarChange]:
        changes = list(calendar_changes(self.pair.source, self.pair.target))
        for change in changes:
            message = f"{change.source} became {change.target}"
            self._report("number-changed", "error", message, change.source, change.target)
        return changes

    def _small_numbers(self, lost: list[int], new: list[int], used: set[int]) -> None:
        """Report a number such as "two" or "third" that has another one at its place, where neither has a counterpart.

        Chinese often leaves such a number out, or adds one that English says otherwise, but hardly ever does both.
        """
        left = [i for i, e in enumerate(self.english) if i not in self.explained and says_small(e) and not e.bound]
        right = [j for j, c in enumerate(self.chinese) if j not in used and says_small(c)]
        left = [i for i in left if self.english[i].strength == LICENCE or i in lost]
        if _OTHERS.search(self.pair.source):  # "one … the other" are 两, "the last" may be 第三
            left = [i for i in left if self.english[i].value != 1 and self.english[i].kind != "ordinal"]
        right = [j for j in right if self.chinese[j].strength == LICENCE or j in new]
        pairs = [
            (self._place(self.english[i], self.chinese[j]), i, j)
            for i in left[:_COMPARED]
            for j in right[:_COMPARED]
            if contradict(self.english[i], self.chinese[j])
        ]
        near = max(_CLOSE, _SENTENCE / self.n)
        for distance, i, j in sorted(pairs):
            if distance > near or i not in left or j not in right or not self._in_one_piece(i, j):
                continue
            left.remove(i)
            right.remove(j)
            lost[:] = [k for k in lost if k != i]
            new[:] = [k for k in new if k != j]
            e, c = self.english[i], self.chinese[j]
            self._changed(e, c, f"{e.text} became {c.text}", "error")

    def _in_one_piece(self, i: int, j: int) -> bool:
        """Whether the two figures stand in sentences that are aligned with each other."""
        start, at = self.english[i].start, self.chinese[j].start
        pieces = pieces_of(self.pair)
        return not pieces or any(
            0 <= start - piece.english_start < len(piece.english) and 0 <= at - piece.chinese_start < len(piece.chinese)
            for piece in pieces
        )

    def _ranks(self, lost: list[int]) -> None:
        """Report a "No. 1" that became 之一 (one of).

        The 第一 of an enumeration does not render it.
        """
        ranks = [self.english[i] for i in lost if self.english[i].kind == "rank"]
        if not ranks:
            return
        lost[:] = [i for i in lost if self.english[i].kind != "rank"]
        m = _ONE_OF.search(self.pair.target)
        for e in ranks:
            if m:
                self._report("number-changed", "error", f"{e.text} became one of several (之一)", e.text, m[0])
            elif self.pair.unit in TRANSLATIONS:
                self._report("number-missing", "warning", f"{e.text} has no counterpart", e.text, "")

    def _changed(self, e: Quantity, c: Quantity, message: str, severity: Severity) -> None:
        self._report("number-changed", severity, message, e.text, c.text)

    def _missing(self, e: Quantity) -> None:
        if (
            e.kind == "vague"
            or (e.strength == WORD and e.kind == "count" and e.value <= 1)
            or (e.strength == WORD and e.kind in ("ratio", "multiple", "ordinal", "decade"))
        ):
            return
        severity: Severity = "error" if e.strength == DIGITS else "warning"
        self._report("number-missing", severity, f"{e.text} has no counterpart in the Chinese", e.text, "")

    def _invented(self, c: Quantity) -> None:
        if self.pair.unit not in TRANSLATIONS and derived(self.english, c, self.pair.target):
            message = f"{c.text} does not stand in the source; it was worked out from its figures"
            self._report("number-invented", "warning", message, "", c.text)
        elif c.strength == DIGITS or (c.kind == "count" and len(c.text) > 1 and c.value > 12):
            severity: Severity = "error" if c.strength == DIGITS else "warning"
            self._report("number-invented", severity, f"{c.text} does not stand in the source", "", c.text)

    def _attributes(self, kept: dict[int, list[int]]) -> None:
        if not kept:
            return
        pair = self.pair
        sides = Sides(pair.source, pair.target, plain_english(pair.source), plain_chinese(pair.target))
        alike = Counter(self.english[i].meaning for i in kept)
        values = Counter(round(q.value, 9) for q in self.english)
        for i, found in kept.items():
            e = self.english[i]
            alone = alike[e.meaning] == 1 and values[round(e.value, 9)] == 1
            near = [self.chinese[j] for j in found]
            near = [c for c in near if c.strength > LICENCE] or near
            if is_small(e) and not (alone and e.unit):  # the same word may count other things elsewhere
                near = [c for c in near if self._place(e, c) < max(_CLOSE * 2, _CLOSE_CHARACTERS * 2 / self.n)]
            near = sorted(near, key=lambda c: self._place(e, c))[:_COMPARED]
            if not near:
                continue
            for d in differences(sides, e, near, alone=alone, whole=pair.unit in TRANSLATIONS):
                self._report("number-changed", d.severity, d.message, d.source, d.target, d.expected)
            if e.kind == "vague" and e.value == 1e3 and all(c.text == "成千上万" for c in near):
                self._idiom(e, near[0])

    def _idiom(self, e: Quantity, c: Quantity) -> None:
        """Report "thousands" that became 成千上万, except in the idiom "thousands of".

        成千上万 reaches up to tens of thousands. 数千 says thousands.
        """
        figure = not self.pair.source[e.end :].lstrip().startswith("of ")
        if figure:
            self._changed(e, c, f"{e.text} became {c.text} (thousands and tens of thousands); 数千 says it", "error")

    def _report(
        self, code: str, severity: Severity, message: str, source: str, target: str, expected: str = ""
    ) -> None:
        self.out.append(self.pair.finding(code, message, source, target, severity=severity, expected=expected))


#: Half of a usual sentence, in characters.
_SENTENCE = 120
_OTHERS = re.compile(r"\b(?:other|last|latter|final)\b")
_ONE_OF = re.compile(f"最[{HAN}]{{1,16}}之一|[{HAN}]{{0,4}}之一")
