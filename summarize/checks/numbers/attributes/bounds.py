"""Upper and lower bounds of figures, read from the words around them, in either language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarize.characters import HAN
from summarize.checks.numbers.quantities import Bound
from summarize.checks.numbers.spelt_chinese import NUMERAL_CHARACTER
from summarize.checks.word_lists import read_table

WORD_LISTS = "numbers/attributes/bounds.toml"


@dataclass(frozen=True, slots=True)
class BoundWords:
    """Words that set a bound, and where they stand."""

    start: int
    end: int
    bound: Bound


NO_BOUND = BoundWords(-1, -1, "")


def _alternatives(group: str) -> str:
    """Return the words of a group as one expression, in which the name of the group that matched is the bound."""
    return "|".join(f"(?P<{bound}>{'|'.join(words)})" for bound, words in read_table(WORD_LISTS)[group].items())


_LATIN_EDGE = r"(?<![\w-])"
_ENGLISH_BEFORE = re.compile(
    rf"(?:{_LATIN_EDGE}(?=[A-Za-z])|(?![A-Za-z]))(?:{_alternatives('english_before')})(?![A-Za-z])", re.I
)
_ENGLISH_AFTER = re.compile(rf"\s?(?:{_alternatives('english_after')})(?![\w/-]|\s?\d|\sto\b)", re.I)
#: What may stand between the words and their figure. "the past" and "a total of" set it off.
_ENGLISH_GAP = re.compile(
    r"\s*+(?:(?:an?|the|by|as|about|approximately|around|roughly|additional|only|just|another|one|p|some)\s)?+\s*+"
    r"(?:US)?+\\?+[$€£¥~]?+[\s{}]*+[$+-]?+"
)
_COUNTED = re.compile(r"(?:\s[a-z]+)?(?=\s(?:at|or|and)\s)|")
_COMPARED = re.compile(r"(?:[\d%×x]|\btimes|\bfold|\bpoints?|\bpp|\bmuch|\bfar)\s(?:absolute\s)?$")
#: "over the 100% condition" compares, "over a quarter" bounds.
_ARTICLE = re.compile(r"\s+(?:the|an?)\s+[$]?")
_SPANS = frozenset(read_table(WORD_LISTS)["unsure"]["spans"])
_SHARE = re.compile(r"half|third|quarter|dozen|hundred|thousand|million|billion|decade|century|order|factor", re.I)
#: Before "up to": where a range begins.
_RANGE = re.compile(r"(?:\bfrom\s\S{1,14}|\d\s?[KMBTkmx%]?)\s$")
_NEGATION = re.compile(
    r"\b(?:no|not|never|cannot|without|nor|neither|none|fail\w*|unable|rarely|seldom|hardly)\b|n['’]t\b",
    re.I,
)
_CHINESE_BEFORE = re.compile(_alternatives("chinese_before"))
_CHINESE_AFTER = re.compile(_alternatives("chinese_after"))
_LOOSE = {bound: re.compile("|".join(words)) for bound, words in read_table(WORD_LISTS)["chinese_loose"].items()}
_BESIDE = {bound: re.compile("|".join(words)) for bound, words in read_table(WORD_LISTS)["chinese_beside"].items()}
#: Between a Chinese bound and its figure: no other figure and no end of a clause.
_CHINESE_GAP = re.compile(rf"(?:(?!{NUMERAL_CHARACTER})[{HAN}\s]){{0,12}}[$€£¥]?")
_TIGHT_GAP = re.compile(r"\s*(?:了|为|达|到)?\s*(?:约|大约|近)?\s*\\?[$€£¥]?")
#: A counted thing between its figure and the words behind it: 4000 户以上.
_MEASURED = re.compile(rf"\s?[{HAN}]{{1,3}}?(?=以[上下内]|及以|左右|之[内上下])")
_CHINESE_ABOVE = re.compile(r"(?P<most>以[下内]|之[下内]|及以下)|(?P<least>及?以上|之上)|(?P<about>左右)")
_ENDS = re.compile(r"[。；;!?！？\n]")


@lru_cache(maxsize=256)
def english_bound(text: str, start: int, end: int) -> BoundWords:
    """Return the words that bound the English figure at ``text[start:end]``, or NO_BOUND.

    Of two bounds, "at most about 5" and "about 5 or more", the one that has a direction is returned.
    """
    before = _bound_before(text, start, end)
    if before.bound in ("most", "least", "only"):
        return before
    counted = _COUNTED.match(text, end)
    m = _ENGLISH_AFTER.match(text, counted.end() if counted else end)
    return BoundWords(m.start(), m.end(), m.lastgroup) if m else before  # type: ignore[arg-type]


def _bound_before(text: str, start: int, end: int) -> BoundWords:
    found = NO_BOUND
    figure = start
    for m in reversed(list(_ENGLISH_BEFORE.finditer(text, max(0, figure - 40), figure))):
        words = BoundWords(m.start(), m.end(), m.lastgroup)  # type: ignore[arg-type]
        if words.end < figure - 20:
            break
        if words.end <= start and _ENGLISH_GAP.fullmatch(text, words.end, start):
            words = _sure(text, words, start, end)
            if found is not NO_BOUND and text[words.start : words.end].lower() in _SPANS:
                return NO_BOUND  # "over nearly 20 years" or "over about 20 books"
            if words.bound not in ("about", "nearly"):
                return words
            found = words
            start = words.start
    return found


def _sure(text: str, words: BoundWords, start: int, end: int) -> BoundWords:
    """Return the words, unless they compare the figure with another one. A negated "exceed" may be said in many ways."""
    said = text[words.start : words.end].lower()
    if said.endswith("than") and _COMPARED.search(text, max(0, words.start - 12), words.start):
        return NO_BOUND
    if (
        said in ("over", "under", "within", "above", "below")
        and text[start].isdigit()
        and _ARTICLE.fullmatch(text, words.end, start)
    ):
        return NO_BOUND
    if (
        not said.endswith((" to", "most", "least"))
        and _ARTICLE.fullmatch(text, words.end, start)
        and not _SHARE.match(text, start)
    ):
        return NO_BOUND
    if said in ("up to", "up-to") and _RANGE.search(text, max(0, words.start - 30), words.start):
        return NO_BOUND
    if not said.startswith(("at ", "up", "no", "as ")) and negated_before(text, words.start):
        return NO_BOUND
    return words


def negated_before(text: str, start: int) -> bool:
    """Whether a negation stands before the English figure at ``text[start]``: no plan scored below 65%."""
    return _NEGATION.search(text, max(0, start - 60), start) is not None


def chinese_bound(text: str, start: int, end: int, *, tight: bool = False) -> BoundWords:
    """Return the words that strictly bound the Chinese figure at ``text[start:end]``, or NO_BOUND.

    ``tight`` wants them right beside it. Else they may stand before some words of the same clause: 至少由 12 名.
    """
    found = NO_BOUND
    gap = _TIGHT_GAP if tight else _CHINESE_GAP
    for before in _CHINESE_BEFORE.finditer(text, max(0, start - 18), start):
        if found.bound not in ("most", "least") and gap.fullmatch(text, before.end(), start):
            found = BoundWords(before.start(), before.end(), before.lastgroup)  # type: ignore[arg-type]
    if found is not NO_BOUND:
        return found
    if m := _CHINESE_AFTER.match(text, end):
        return BoundWords(m.start(), m.end(), m.lastgroup)  # type: ignore[arg-type]
    counted = _MEASURED.match(text, end)
    if counted and (m := _CHINESE_ABOVE.match(text, counted.end())):
        return BoundWords(m.start(), m.end(), m.lastgroup)  # type: ignore[arg-type]
    return NO_BOUND


def may_say(bound: Bound, text: str, start: int, end: int) -> bool:
    """Whether words near the Chinese figure at ``text[start:end]`` can express the bound, strictly or loosely."""
    before = _ENDS.split(text[max(0, start - 24) : start])[-1]
    after = _ENDS.split(text[end : end + 10])[0]
    wanted = ("about", "most") if bound == "nearly" else (bound,)
    for m in (*_CHINESE_BEFORE.finditer(before), *_CHINESE_AFTER.finditer(after)):
        if m.lastgroup in wanted:
            return True
    near = f"{before}{text[start:end]}{after}"
    beside = f"{before[-3:]}{text[start:end]}{after.lstrip()[:1]}"
    return any(_LOOSE[name].search(near) or _BESIDE[name].search(beside) for name in wanted)
