"""Search for number sequences among lines that may be headings: 1, 2, 3; I, II, III; appendices A, B, C; 3.2 below 3.

The functions are pure.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

_ROMAN = {"I": 1, "V": 5, "X": 10}


class Candidate(NamedTuple):
    """Lines ``start`` up to and without ``end`` that may be a heading, with its number and title.

    ``lead`` says that a word such as "Appendix" stands before the number. ``style`` is font, size in half points, bold.
    """

    start: int
    end: int
    number: str
    title: str
    lead: bool
    style: tuple[str, float, bool]


def _value(number: str) -> int:
    """Return an Arabic or Roman number as an integer; 0 for anything else."""
    if number.isdigit():
        return int(number)
    if number and all(c in _ROMAN for c in number):
        values = [_ROMAN[c] for c in number]
        return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
    return 0


def first_level(numbered: list[Candidate], references: int, size: float) -> list[Candidate]:
    """Return the longest sequence 1, 2, 3 … or I, II, III … in one style, or an empty list.

    ``references`` is the index of the bibliography's heading; only headings before it count for the length. ``size`` is
    the running text's in points. Among equals, larger letters and bold win, then the later sequence.
    """
    best: list[Candidate] = []
    score = (0.0, 0.0)
    for digits in (True, False):
        pool = [c for c in numbered if "." not in c.number and _value(c.number) and c.number.isdigit() == digits]
        for style in {(round(c.style[1]), c.style[2], c.style[0]) for c in pool}:
            same = [c for c in pool if _near(c.style, style)]
            for beginning in [c for c in same if _value(c.number) in (0, 1)] or same[:1]:
                chain = _chain(same, beginning)
                if len(chain) < 2 and not (chain and chain[0].start < references):
                    continue
                if not digits and len(chain) < 2:
                    continue
                inside = sum(c.start < references for c in chain)
                rank = (
                    inside + 0.3 * (style[0] > size * 1.05) + 0.2 * style[1],
                    chain[0].start if len(chain) > 2 else 0,
                )
                if rank > score:
                    best, score = chain, rank
    return best


def _near(style: tuple[str, float, bool], wanted: tuple[int, bool, str]) -> bool:
    return abs(style[1] - wanted[0]) <= 0.6 and style[2] == wanted[1] and (style[0] == wanted[2] or style[2])


def _chain(pool: list[Candidate], beginning: Candidate) -> list[Candidate]:
    chain = [beginning]
    while True:
        last = chain[-1]
        value = _value(last.number)
        following = None
        for skip in (1, 2):
            following = next((c for c in pool if c.start >= last.end and _value(c.number) == value + skip), None)
            if following is not None:
                break
        if following is None:
            return chain
        chain.append(following)


def appendix_letters(
    numbered: list[Candidate], first: list[Candidate], references: int, ends: list[int]
) -> list[Candidate]:
    """Return the headings of appendices A, B, C … after the numbered sections, in the style of these or with a lead
    word.

    ``ends`` are the places of headings that end the body (References, Appendix).
    """
    if not first:
        return [c for c in numbered if c.lead and c.number.isalpha() and len(c.number) == 1]
    last = first[-1]
    sizes = {c.style[1] for c in first}
    bold = Counter(c.style[2] for c in first).most_common(1)[0][0]
    roman = not first[0].number.isdigit()
    appendix = min(ends, default=last.end)
    pool = [
        c
        for c in numbered
        if len(c.number) == 1
        and c.number.isalpha()
        and c.start > last.start
        and (
            c.lead
            or (
                (not roman or c.start > appendix)
                and c.style[2] == bold
                and any(abs(c.style[1] - s) < 1.1 for s in sizes)
            )
        )
    ]
    chain: list[Candidate] = []
    for beginning in (c for c in pool if c.number == "A"):
        attempt = [beginning]
        for c in pool:
            if c.start >= attempt[-1].end and ord(c.number) - ord(attempt[-1].number) in (1, 2):
                attempt.append(c)
        if len(attempt) > len(chain):
            chain = attempt
    return chain


def lower_levels(numbered: list[Candidate], top: list[Candidate], size: float) -> list[tuple[Candidate, int]]:
    """Return headings like 3.2 and A.1 under the level-1 heading of that number, or A, B under a Roman one, with
    levels.
    """
    starts = {c.start for c in top}
    roman = bool(top) and not top[0].number.isdigit() and len(top) > 1
    found = []
    current = ""
    letter = 0
    for c in numbered:
        if c.start in starts:
            current, letter = c.number, 0
            continue
        if "." in c.number:
            if not top or c.number.split(".")[0] == current:
                found.append((c, c.number.count(".") + 1))
        elif roman and len(c.number) == 1 and c.number.isalpha() and ord(c.number) - 64 == letter + 1:
            letter += 1
            found.append((c, 2))
    return found
