"""Damage by exchange: two figures, names, roles or sides of a comparison change places."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from benchmarks.meaning.pairs import NAME
from benchmarks.meaning.substitutions import WORDS, english, read_table
from benchmarks.meaning.twins import CleanPair, Damage, Edit, Span

_RESPECTIVELY = english("respectively")
_FIGURE = re.compile(
    r"(?<![A-Za-z\d.,\-–—_/])(?P<figure>\d+(?:[.,]\d+)*)"
    r"(?P<unit>\s?(?:%|个百分点|[万亿]?倍|毫秒|秒|分钟|小时|天|GB|MB|[A-Za-z]+|[万亿]|[\u4e00-\u9fff]|))(?![\d\-–—])"
)
#: Words between two things that have the same part in the sentence: their order says nothing.
_JUST_A_LIST = re.compile(r"[\s、，,和与及或/&\-–—~～至到()（）《》“”]*(?:以及|或者|到)?[\s、，,和与及或/&()（）“”]*")
_COMPARED = re.compile(
    r"显著|明显|始终|一致地?|大幅|远远?|均|都|也|全面|大大|略微?|往往|通常|甚至|普遍|持续|整体|总体|平均"
)
_SIDE = r"[\u4e00-\u9fffA-Za-z0-9][\u4e00-\u9fffA-Za-z0-9 \-+.（）()]{1,18}?"
_ADVERB = rf"(?:在[^，。；]{{2,24}}?(?:上|中|方面|下))?(?:(?:{_COMPARED.pattern})*)"
_BETTER = re.compile(
    rf"(?:(?<=^)|(?<=[，；：。、])|(?<=表明)|(?<=发现)|(?<=显示)|(?<=证明)|(?<=且)|(?<=时))(?P<one>{_SIDE})"
    rf"(?P<verb>{_ADVERB}(?:优于|超越|超过了?|胜过|好于|强于|高于|低于|快于|大于|小于|多于|少于|劣于|不如))"
    rf"(?P<other>{_SIDE})(?=[，。；、]|$)"
)
_THAN = re.compile(
    rf"(?:(?<=^)|(?<=[，；：。])|(?<=表明)|(?<=发现)|(?<=显示)|(?<=且))(?P<one>{_SIDE})"
    rf"(?P<verb>(?:通常|往往|明显|显著|可能|也|要|都|均)?(?<!相)比)(?P<other>{_SIDE})(?=更|高出|快|好|低[\d约]|多出|少[\d约])"
)
_COMPARED_WITH = re.compile(
    rf"(?:(?<=^)|(?<=[，。：；上中下])|(?<=表明)|(?<=显示)|(?<=发现))与(?P<one>[^，。；与和]{{2,16}}?)(?P<verb>(?:相比|相较)，)(?P<other>{NAME.pattern})(?=[\s\u4e00-\u9fff])"
)
#: Signs that what stands beside a comparison is no name of a thing but a clause or an adverbial.
_NO_SIDE = re.compile(
    r"我们|本文|其|该|此|它|这|这些|现有|以往|先前|传统|之前|在|性能|表现|结果|实验|表明|并|但|而|将|从而|能够|可以|可|会"
    r"|^的|地$|上$|中$|了|是|平均|进一步|其他|同类|所有|多种|各种|显著|不仅|最先进|提供|竟|情况|产生|^以|^且|具有|应|使用的$|带来|获得|取得|甚至|却|达到|反而|仍|收敛$|对于|尽管|虽然|分别|指标|变化|百分点|\d句|^参与者|^由于|^人们|能$|认为|造成|假设的|评价|数量|^经过|标准$"
)
_COMPARES = english(
    r"compared (?:to|with)|outperform\w*|surpass\w*|exceed\w*|superior to|better than|(?:\w+er|more|less|worse|fewer) .{0,40}?than|inferior to|beats?"
)


#: What stands before one who acts, and after one to whom it is done.
_ACTS = re.compile(r"(?:^|[，。；：]|使|让|助|由|表明|发现|显示|当|如果|因为|其中|认为|以及|时|将|把|用|从|向|被) ?$")
_ENDS = re.compile(r" ?(?:[，。；：]|的|在|进行|来|会|可|能|生成|撰写|编写|提供|之间|对|为|时|更|是|完成|解释|中)")


def _exchange(rule: str, pair: CleanPair, one: Span, other: Span, source: tuple[Span, ...]) -> Damage:
    text = pair.target
    return Damage(rule, (Edit(one, other.of(text)), Edit(other, one.of(text))), source)


def _once(words: str, text: str, ignore_case: bool = False) -> Span | None:
    """Return where the only occurrence of a name or figure stands, or None."""
    pattern = rf"(?<![A-Za-z0-9.,-]){re.escape(words)}(?![A-Za-z0-9]|[.,-]?\d)"
    found = list(re.finditer(pattern, text, re.IGNORECASE if ignore_case else 0))
    return Span(*found[0].span()) if len(found) == 1 else None


def swap_figures(pair: CleanPair) -> Iterator[Damage]:
    """Exchange two figures of one kind that belong to different things, in a sentence without *respectively*."""
    if _RESPECTIVELY.search(pair.source) or "分别" in pair.target:
        return
    figures = list(_FIGURE.finditer(pair.target))
    for one, other in itertools.combinations(figures, 2):
        between = pair.target[one.end() : other.start()]
        if one["unit"] != other["unit"] or one["figure"] == other["figure"] or _JUST_A_LIST.fullmatch(between):
            continue
        if one["unit"] in ("年", "月", "日") or re.search(r"从[^，]{0,12}$", pair.target[: one.start()]):
            continue
        if not re.search(r"[\u4e00-\u9fff]{2}", between) or len(one["figure"]) + len(other["figure"]) < 3:
            continue
        yield from _figures(pair, "figures of one kind", one, other)


def _figures(pair: CleanPair, rule: str, one: re.Match[str], other: re.Match[str]) -> Iterator[Damage]:
    marks = [_once(match["figure"], pair.source) for match in (one, other)]
    if all(marks):
        source = tuple(mark for mark in marks if mark)
        yield _exchange(rule, pair, Span(*one.span("figure")), Span(*other.span("figure")), source)


def swap_respectively(pair: CleanPair) -> Iterator[Damage]:
    """Exchange two figures, or two names, that 分别 gives to their owners."""
    if not _RESPECTIVELY.search(pair.source) or pair.target.count("分别") != 1:
        return
    figures = list(_FIGURE.finditer(pair.target, pair.target.index("分别")))
    for one, other in itertools.pairwise(figures):
        between = pair.target[one.end() : other.start()]
        alike = one["unit"] == other["unit"] or not one["unit"].strip() or one["unit"] in "和与、及"
        if (
            alike
            and one["figure"] != other["figure"]
            and len(between) <= 24
            and not re.search(r"[（）；]|相比|优于", between)
        ):
            yield from _figures(pair, "figures after 分别", one, other)
    names = list(NAME.finditer(pair.target))
    for first, second in itertools.pairwise(names):
        near = min(abs(pair.target.index("分别") - second.end()), abs(first.start() - pair.target.index("分别")))
        if near <= 16 and re.fullmatch(r"\s?(?:和|与|、|及|以及)\s?", pair.target[first.end() : second.start()]):
            marks = [_once(match.group(), pair.source) for match in (first, second)]
            if first.group() != second.group() and all(marks):
                source = tuple(mark for mark in marks if mark)
                yield _exchange("names of 分别", pair, Span(*first.span()), Span(*second.span()), source)


def swap_names(pair: CleanPair) -> Iterator[Damage]:
    """Exchange two names that do different things, or put another name of the abstract for one."""
    names = [(match, _once(match.group(), pair.source)) for match in NAME.finditer(pair.target)]
    known = [(match, mark) for match, mark in names if mark and _once(match.group(), pair.target)]
    known = [(match, mark) for match, mark in known if not _is_abbreviation(match.group(), pair)]
    for (one, one_mark), (other, other_mark) in itertools.combinations(known, 2):
        between = pair.target[one.end() : other.start()]
        alike = _alike(one.group(), other.group()) or (
            _COMPARES.search(pair.source) and one.group().isupper() == other.group().isupper()
        )
        if (
            alike
            and len(re.findall(r"[\u4e00-\u9fff]", between)) >= 3
            and not re.search(r"、|和|与|以及|包括|如", between)
        ):
            source = (one_mark, other_mark)
            yield _exchange("two names", pair, Span(*one.span()), Span(*other.span()), source)
    for match, mark in known:
        foreign = [
            name
            for name in pair.names
            if name not in pair.source and _alike(name, match.group()) and len(name) < 2 * len(match.group())
        ]
        if foreign:
            yield Damage("a name of the abstract", (Edit(Span(*match.span()), foreign[0]),), (mark,))


def _alike(one: str, other: str) -> bool:
    """Tell whether two names look like names of one kind: beginnings, digits or endings in common."""
    if one.rstrip("s") == other.rstrip("s"):
        return False
    digits = all(any(map(str.isdigit, name)) for name in (one, other))
    return one[:2] == other[:2] or one[-3:] == other[-3:] or digits


def _is_abbreviation(name: str, pair: CleanPair) -> bool:
    """Tell whether a name stands in brackets, where it explains the words before it."""
    return bool(re.search(rf"[（(][^）)]*{re.escape(name)}[^（(]*[）)]", pair.target)) or f"({name}" in pair.source


def swap_sides(pair: CleanPair) -> Iterator[Damage]:
    """Exchange what is compared: A 优于 B becomes B 优于 A."""
    english_words = list(_COMPARES.finditer(pair.source))
    if len(english_words) != 1:
        return
    mark = (Span(*english_words[0].span()),)
    for match in _COMPARED_WITH.finditer(pair.target):
        yield _exchange("compared with", pair, Span(*match.span("one")), Span(*match.span("other")), mark)
    for rule, pattern in (("better", _BETTER), ("than", _THAN)):
        for match in pattern.finditer(pair.target):
            one, other = Span(*match.span("one")), Span(*match.span("other"))
            adverb = _COMPARED.search(match["one"])
            if adverb:
                one = Span(one.start, one.start + adverb.start())
            sides = (one.of(pair.target), other.of(pair.target))
            if all(len(side) > 1 and not _NO_SIDE.search(side) for side in sides):
                yield _exchange(rule, pair, one, other, mark)
                break


def swap_roles(pair: CleanPair) -> Iterator[Damage]:
    """Exchange two roles of words/roles.txt that do something to each other."""
    found: list[tuple[Span, Span]] = []
    for words, pattern in read_table(WORDS / "roles.txt"):
        chinese = list(re.finditer(pattern, pair.target))
        marks = list(english(words).finditer(pair.source)) if len(chinese) == 1 else []
        if len(marks) == 1:
            found.append((Span(*chinese[0].span()), Span(*marks[0].span())))
    for (one, one_mark), (other, other_mark) in itertools.combinations(
        sorted(found, key=lambda spans: spans[0].start), 2
    ):
        between = pair.target[one.end : other.start]
        # Roles that only describe another noun make no sentence when they change places.
        acts = _ACTS.search(pair.target[: one.start]) and not between.startswith("的")
        ends = _ENDS.match(pair.target[other.end :])
        if acts and ends and 2 <= len(between) <= 24 and not re.search(r"和|与|及|、|或|，|。|—|：|、", between):
            rule = " ".join(sorted((one.of(pair.target), other.of(pair.target))))
            yield _exchange(rule, pair, one, other, (one_mark, other_mark))
