"""Damage by clause: one that is lost, a condition that is lost, a claim that nobody made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from benchmarks.meaning.pairs import LONGEST, SHORTEST, chinese_length
from benchmarks.meaning.substitutions import WORDS, english, read_table
from benchmarks.meaning.twins import CleanPair, Damage, Edit, Span

_ENGLISH_CLAUSE = re.compile(r"[^,;:]+[,;:]?")
_CHINESE_CLAUSE = re.compile(r"[^，；：。]+[，；：。]?")
#: Words of fewer words, such as *however*, are no clause.
MIN_CLAUSE_WORDS = 4
#: Characters of a clause that can stand before a lost one as a statement.
MIN_BEFORE = 8
_LEADS_ON = re.compile(
    r"^(?:但|因此|其中|它|其|这|该|即|而|从而|例如|如|包括)|(?:表明|发现|显示|认为|指出|是|为|包括|：)，?$"
)

_CONDITION = english(
    r"if|when|whenever|unless|without|under|given|provided|only if|only when|as long as|in case|assuming"
)
#: A condition begins a clause, or what a verb of saying introduces.
_START = r"(?:(?<=^)|(?<=[，：；])|(?<=表明)|(?<=发现)|(?<=证明)|(?<=认为))"
_CONDITION_CLAUSES = tuple(
    re.compile(pattern)
    for pattern in (
        _START + r"(?:如果|若|倘若|假如|只要|除非|一旦|假设)[^，。；]{4,36}，(?:则|那么|就)?(?!而|但)",
        _START + r"当[^，。；前]{4,34}时，",
        _START
        + r"在[^，。；]{3,30}(?:情况下|条件下|前提下|假设下|约束下|限制下|设置下|设定下|环境下|场景下|预算下)，?(?!而|但)",
        r"(?:在)?(?:没有|无需|不)[^，。；]{3,24}的情况下，?",
        r"(?:仅|只有?)(?:在|当)[^，。；]{2,24}(?:时|情况下|条件下|后)，?(?:才|方)?",
        r"(?<=[，，])在[^，。；]{2,20}时，",
        _START + r"(?:给定|考虑到|针对)[^，。；]{3,24}(?:时|后|的情况下|的条件下)，",
    )
)

_HOST = re.compile(
    r"^(?:.{0,14}，)?(?:我们|本文|该方法|该框架|该模型|该算法|该系统|实验|结果|这一方法|所提).*[\u4e00-\u9fff]。$"
)
#: A clause before a lost one that says nothing alone.
_INTRODUCES = re.compile(
    r"^(?:[（(]\w+[）)]\s*)?(?:然而|此外|因此|具体(?:而言|来说)|但|同时|最后|首先)?，?"
    r"(?:尽管|虽然|由于|因为|当|如果|若|随着|通过|为|不仅|除|鉴于|在|与|对|受|缺|借|基于|根据|针对|面对|从|利用|不同于|经|结合"
    r"|使用|给定|作为|考虑|相比|相较|无论|即使|一旦|只|围绕|关于|就|以|将)"
)


#: A clause that holds only a concession or a means.
_LEANS_ON = re.compile(r"虽|尽管|^.{0,24}?(?:依靠|凭借|借助|依托|基于|围绕)[^，]*，?$")


def _clauses(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [Span(*match.span()) for match in pattern.finditer(text)]


def _in_line(english_words: str, chinese: str) -> bool:
    words = len(english_words.split())
    return words >= MIN_CLAUSE_WORDS and SHORTEST <= chinese_length(chinese) / words <= LONGEST


def omit_clause(pair: CleanPair) -> Iterator[Damage]:
    """Leave out one clause whose English is known: clauses are as many on both sides, and each is in line."""
    ours, theirs = _clauses(_ENGLISH_CLAUSE, pair.source), _clauses(_CHINESE_CLAUSE, pair.target)
    if len(ours) != len(theirs) or len(ours) < 2:
        return
    if not all(_in_line(one.of(pair.source), other.of(pair.target)) for one, other in zip(ours, theirs, strict=True)):
        return
    for place in range(1, len(ours)):
        lost = theirs[place].of(pair.target)
        before = theirs[place - 1].of(pair.target)
        after = theirs[place + 1].of(pair.target) if place + 1 < len(theirs) else ""
        if any(_LEADS_ON.search(clause.strip("，。；：")) for clause in (before, after)) or "：" in before + lost:
            continue
        if (
            _INTRODUCES.match(before)
            or "虽" in before
            or "尽管" in before
            or len(before) < MIN_BEFORE
            or "、" in before[-6:]
        ):
            continue
        if lost.count("（") != lost.count("）") or before.count("（") != before.count("）"):
            continue
        sign = "" if place + 1 < len(theirs) else lost[-1]
        start, end = theirs[place].start, theirs[place].end
        if sign:
            start, end = start - 1, end - 1  # the comma before the clause goes, the full stop stays
        words = ours[place]
        blank = len(words.of(pair.source)) - len(words.of(pair.source).lstrip())
        mark = Span(words.start + blank, words.end - (words.of(pair.source)[-1] in ",;:."))
        yield Damage("a clause of as many", (Edit(Span(start, end), ""),), (mark,))


def lose_condition(pair: CleanPair) -> Iterator[Damage]:
    """Leave out the condition under which a statement holds."""
    words = list(_CONDITION.finditer(pair.source))
    found = [(pattern, match) for pattern in _CONDITION_CLAUSES for match in pattern.finditer(pair.target)]
    if len(words) != 1 or not found:
        return
    pattern, match = max(found, key=lambda one: len(one[1].group()))
    kept = pair.target[: match.start()] + pair.target[match.end() :]
    if len(kept) < 10 or re.match(r"[，。]", kept) or re.search(r"[的在对使]$", pair.target[: match.start()]):
        return
    if re.match(r"[的，。]|对|使得|以|其", pair.target[match.end() :]):
        return
    end = re.search(r"[,;]|\.(?!\d)", pair.source[words[0].end() :])
    mark = Span(words[0].start(), words[0].end() + (end.start() if end else 0))
    yield Damage(f"condition {_CONDITION_CLAUSES.index(pattern)}", (Edit(Span(*match.span()), ""),), (mark,))


def claims() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the rows of words/claims.txt: a claim, and the English that would make it no invention."""
    return tuple((claim, english(words)) for claim, words in read_table(WORDS / "claims.txt"))


def add_claim(pair: CleanPair, rows: Sequence[tuple[str, re.Pattern[str]]], first: int) -> Damage | None:
    """Append a claim of which the sentence says nothing. The search begins at row number ``first``."""
    if not _HOST.match(pair.target):
        return None
    for number in range(first, first + len(rows)):
        claim, known = rows[number % len(rows)]
        if not known.search(pair.source):
            end = len(pair.target) - 1
            return Damage(claim, (Edit(Span(end, end), f"，{claim}"),))
    return None
