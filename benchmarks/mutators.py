"""Mutators: functions that damage a good translation as models and pipelines do, or return None where they cannot."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Pair:
    """A good translation: English and Chinese of two to five sentences."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Damage:
    """A kind of damage and the codes of which one must be reported for it."""

    kind: str
    apply: Callable[[Pair, Sequence[Pair], random.Random], Pair | None]
    codes: frozenset[str]


_NUMBER = re.compile(r"(?<![A-Za-z\d.,^{_-])\d[\d,]*(?:\.\d+)?(?![\d.]|[A-Za-z]{0,3}\d|-?[A-Z])")
_SENTENCES = re.compile(r"[^。！？]+[。！？]\s?")


def _sentences(text: str) -> list[str]:
    return _SENTENCES.findall(text)


def _replaced(text: str, start: int, end: int, words: str) -> str:
    return text[:start] + words + text[end:]


def _any(found: Sequence[re.Match[str]], rng: random.Random) -> re.Match[str] | None:
    return rng.choice(found) if found else None


def digit(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """One digit of a figure is another one."""
    m = _any(list(_NUMBER.finditer(pair.target)), rng)
    if m is None:
        return None
    places = [i for i in range(*m.span()) if pair.target[i].isdigit()]
    at = rng.choice(places)
    other = rng.choice([d for d in "123456789" if d != pair.target[at]])
    return replace(pair, target=_replaced(pair.target, at, at + 1, other))


def lost_figure(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """A figure is dropped."""
    m = _any(list(_NUMBER.finditer(pair.target)), rng)
    return replace(pair, target=_replaced(pair.target, *m.span(), "")) if m else None


def magnitude(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """万 for 亿, 数量级 miscounted, a decimal point moved, 百 for 千."""
    swaps = {"万亿": "亿", "亿": "万", "万": "百万", "两个数量级": "十倍", "一个数量级": "百倍", "翻了一番": "增加到四倍",
             "减半": "减少三分之一", "三分之二": "三分之一", "五分之一": "二分之一", "千分之三": "百分之三", "两倍": "三倍", "六成": "四成"}  # fmt: skip
    found = [(m, to) for words, to in swaps.items() for m in re.finditer(words, pair.target)]
    if found:
        m, to = rng.choice(found)
        return replace(pair, target=_replaced(pair.target, *m.span(), to))
    m2 = _any([m for m in _NUMBER.finditer(pair.target) if "." in m[0]], rng)
    return replace(pair, target=_replaced(pair.target, *m2.span(), m2[0].replace(".", ""))) if m2 else None


def unit(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """A unit is another unit, or % is lost."""
    swaps = {"%": "", "分钟": "小时", "秒": "毫秒", "小时": "天", "GB": "MB", "kHz": "MHz", "nm": "mm", "厘米": "米", "公里": "米",
             " mW": " kW", "倍": "%"}  # fmt: skip
    found = [(m, to) for words, to in swaps.items() for m in re.finditer(rf"(?<=[\d ]){words}", pair.target)]
    if not found:
        return None
    m, to = rng.choice(found)
    return replace(pair, target=_replaced(pair.target, *m.span(), to))


def dropped(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """A whole sentence is missing."""
    parts = _sentences(pair.target)
    if len(parts) < 2:
        return None
    parts.pop(rng.randrange(len(parts)))
    return replace(pair, target="".join(parts).strip())


def added(pair: Pair, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """A sentence of another text stands between its sentences."""
    other = rng.choice(others)
    parts = _sentences(pair.target)
    parts.insert(rng.randrange(1, len(parts) + 1), rng.choice(_sentences(other.target)).strip())
    return replace(pair, target="".join(parts).strip())


def exchanged(pair: Pair, others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """A sentence is replaced by one of another text."""
    other = rng.choice(others)
    parts = _sentences(pair.target)
    parts[rng.randrange(len(parts))] = rng.choice(_sentences(other.target)).strip()
    return replace(pair, target="".join(parts).strip())


def doubled(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """A sentence is given twice."""
    parts = _sentences(pair.target)
    at = rng.randrange(len(parts))
    return replace(pair, target="".join([*parts[: at + 1], parts[at], *parts[at + 1 :]]).strip())


def name_typo(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """Two letters of a name are exchanged, or one is lost."""
    names = [m for m in re.finditer(r"(?<![A-Za-z])[A-Z][A-Za-z]{4,}(?![A-Za-z/])", pair.target) if m[0] in pair.source]
    m = _any(names, rng)
    if m is None:
        return None
    at = rng.randrange(1, len(m[0]) - 2)
    name = m[0]
    typo = (
        name[:at] + name[at + 1] + name[at] + name[at + 2 :] if name[at] != name[at + 1] else name[:at] + name[at + 1 :]
    )
    return replace(pair, target=pair.target.replace(name, typo))


def cut_address(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """The end of an address is lost, or Chinese is glued to it."""
    m = re.search(r"https?://[\w./-]+\w", pair.target)
    if m is None:
        return None
    words = rng.choice([m[0][: -rng.randrange(2, 8)], m[0] + "获取"])
    return replace(pair, target=_replaced(pair.target, *m.span(), words))


def brace(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """A brace or dollar of a formula is lost, or its content altered."""
    m = _any(list(re.finditer(r"\$[^$]+\$", pair.target)), rng)
    if m is None:
        return None
    options = [m[0][:-1]]
    if "}" in m[0]:
        options.append(m[0].replace("}", "", 1))
    if re.search(r"\\[a-z]+", m[0]):
        options.append(re.sub(r"\\([a-z])", r"\1", m[0], count=1) if "\\sqrt" in m[0] else m[0].replace("\\ge", "\\le"))
    return replace(pair, target=_replaced(pair.target, *m.span(), rng.choice(options)))


_ENGLISH = {
    "模型": "model", "训练": "training", "数据": "data", "方法": "method", "准确率": "accuracy", "算法": "algorithm", "成本": "cost",
    "测试": "testing", "样本": "examples", "稳定": "stable", "专家": "experts", "误差": "error", "城市": "cities", "患者": "patients",
    "温度": "temperature", "速度": "speed", "理论": "theory", "语言": "language", "网络": "network", "图像": "images", "内存": "memory",
}  # fmt: skip


def english_left(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """An ordinary word stays English."""
    found = [
        (m, word)
        for words, word in _ENGLISH.items()
        if re.search(rf"\b{word}\b", pair.source)
        for m in re.finditer(words, pair.target)
    ]
    if not found:
        return None
    m, word = rng.choice(found)
    return replace(pair, target=_replaced(pair.target, *m.span(), f" {word} "))


_CHATTER = (
    "以下是翻译：", "好的，以下是这段摘要的中文翻译：", "说明：译文尽量保持了原文的学术风格。", "希望这个翻译对您有所帮助！",
    "如果您需要进一步修改，请告诉我。", "在这段翻译中，我保留了专有名词的英文形式。", "Here is the translation:", "注：以上翻译仅供参考，部分术语可根据上下文调整。",
    "作为一个AI语言模型，我无法访问该链接。", "（注：此处“代理”也可译为“智能体”）", "翻译如下：", "Note: I kept the technical terms in English.",
)  # fmt: skip


def chatter(pair: Pair, _others: Sequence[Pair], rng: random.Random) -> Pair | None:
    """The model talks before or after its answer."""
    words = rng.choice(_CHATTER)
    return replace(pair, target=words + pair.target if words[-1] in "：:" else f"{pair.target}\n\n{words}")


_FIGURES = frozenset({"number-changed", "number-missing", "number-invented"})
DAMAGES = (
    Damage("digit", digit, _FIGURES | {"math-changed"}),
    Damage("figure lost", lost_figure, _FIGURES | {"math-changed"}),
    Damage("magnitude", magnitude, _FIGURES),
    Damage("unit", unit, _FIGURES),
    Damage("sentence dropped", dropped, frozenset({"omission", "number-missing"})),
    Damage("sentence added", added, frozenset({"addition", "garbage", "number-invented"})),
    Damage(
        "sentence of another paper",
        exchanged,
        # Its figures and formulas are told of as such: they have no source.
        frozenset(
            {"omission", "addition", "garbage", "number-changed", "number-missing", "number-invented", "math-changed"}
        ),
    ),
    Damage("sentence doubled", doubled, frozenset({"repeated", "addition"})),
    Damage("name typo", name_typo, frozenset({"name-changed"})),
    Damage("address cut", cut_address, frozenset({"link-changed", "link-invented"})),
    Damage("formula broken", brace, frozenset({"math-changed"})),
    Damage("English left", english_left, frozenset({"untranslated"})),
    Damage("chatter", chatter, frozenset({"chatter"})),
)
#: Kinds of damage that count as caught where a check reports them as a warning only.
WARNING_WILL_DO = frozenset(
    {
        "English left",
        "sentence dropped",
        "sentence added",
        "sentence of another paper",
        "sentence doubled",
        "address cut",
    }
)
