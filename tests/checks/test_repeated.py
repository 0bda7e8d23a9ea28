"""What is said twice by mistake is found. What Chinese says twice on purpose is not."""

from __future__ import annotations

import pytest

from summarize.checks.pair import Pair
from summarize.checks.structure.repeated import check_repeated


def _found(target: str, source: str = "We read maps.") -> list[tuple[str, str]]:
    findings = check_repeated(Pair("abstract", source, target))
    assert all(f.code == "repeated" and f.target in target for f in findings)
    return [(f.severity, f.target) for f in findings]


@pytest.mark.parametrize(
    ("target", "twice"),
    [
        ("我们我们提出一种方法。", "我们我们"),
        ("这是模型模型的输出。", "模型模型"),
        ("提高了地图的的精度。", "的的"),
        ("它也也有效。", "也也"),
        ("结果被被记录。", "被被"),
        ("由于于数据稀少。", "于于"),
        ("大型语言大型语言模型会规划。", "大型语言大型语言"),
        ("使用 token token 作为单位。", "token token"),
        ("减少了了噪声。", "了了"),
        ("在此基础上在此基础上，它更快。", "在此基础上在此基础上"),
    ],
)
def test_a_word_twice_in_a_row_is_a_warning(target: str, twice: str) -> None:
    assert _found(target) == [("warning", twice)]


@pytest.mark.parametrize(
    "target",
    [
        "地图往往有用，人人都会读，各个部分渐渐清楚。",
        "我们一步一步、一个一个地检查，逐层逐层推进。",
        "目的的确定很重要。",
        "加深了了解。",
        "存在在线方法，参与与否均可。",
        "我们自适应学习学习率。",
        "存储非结构化数据数据库。",
        "概率为百分之三十三十次。",
        "这种行为为我们所知，内在在变。",
        "系统调用调用该函数。",
        "文件的文件名。",
        "早晚高峰，大大小小的地图，许许多多的读者。",
        "哈哈，妈妈看看地图。",
        "3 3 4 4",
    ],
)
def test_what_chinese_says_twice_is_right(target: str) -> None:
    assert _found(target) == []


def test_a_sentence_given_twice_is_an_error() -> None:
    sentence = "我们提出一种阅读地图的方法。"
    assert _found(f"{sentence}它很快。{sentence}") == [("error", sentence)]
    assert _found(f"1. {sentence}\n2. {sentence}") == [("error", sentence)]


def test_a_sentence_that_the_source_says_twice_may_stand_twice() -> None:
    source = "We propose a method that reads maps. Again: we propose a method that reads maps."
    assert _found("我们提出一种阅读地图的方法。再说一遍：我们提出一种阅读地图的方法。", source) == []


def test_a_short_sentence_may_come_again() -> None:
    assert _found("它有效。很快。它有效。") == []


def test_a_long_clause_twice_is_a_warning() -> None:
    clause = "在所有九个城市的旧地图上"
    assert _found(f"{clause}，它更快；{clause}，它也更准。") == [("warning", clause)]


def test_a_latin_word_doubled_in_the_source_may_be_doubled() -> None:
    assert _found("城市 Baden Baden 的地图。", "Maps of Baden Baden.") == []
