"""Chinese typography is put right, the rest is left alone, and doing it twice changes nothing."""

from __future__ import annotations

import random

import pytest

from summarize.layouts.typography import typeset


@pytest.mark.parametrize(
    ("text", "typeset_text"),
    [
        ("我们提出了KiteNet模型", "我们提出了 KiteNet 模型"),
        ("误差为0.73,低于以往", "误差为 0.73，低于以往"),
        ("方法简单;结果好!真的吗?", "方法简单；结果好！真的吗？"),
        ("标题:一种方法", "标题：一种方法"),
        ("Apollo: 大模型的研究", "Apollo：大模型的研究"),
        ("提升20%的速度", "提升 20% 的速度"),
        ("共1,200次飞行", "共 1,200 次飞行"),
        ("比例为3:1时", "比例为 3:1 时"),
        ("规模一致性 (Scaling Consistency)，即", "规模一致性（Scaling Consistency），即"),
        ("大模型(LLM)的能力", "大模型（LLM）的能力"),
        ("函数f(x)的值", "函数 f(x) 的值"),
        ('所谓"漂移"现象', "所谓“漂移”现象"),
        ("首先  其次", "首先 其次"),
        ("方法如下 。", "方法如下。"),
        ("结果很好.", "结果很好。"),
        ("误差为0.7. 我们还", "误差为 0.7。我们还"),
        ("误差降至 7B.", "误差降至 7B。"),
        ("等等...然后", "等等……然后"),
        ("使用 GPT-4, Claude 和 Qwen", "使用 GPT-4, Claude 和 Qwen"),
        ("温度为20°C时", "温度为 20°C 时"),
        ("本文（见附录 ）结束", "本文（见附录）结束"),
    ],
)
def test_put_right(text: str, typeset_text: str) -> None:
    assert typeset(text) == typeset_text


@pytest.mark.parametrize(
    "text",
    [
        "代价为 $O(n, m)$ 的模型",
        "见 https://kites.example.org/a,b;c?d=1 一文",
        "变量 `a,b` 与 `c:d` 相同",
        "命令 \\emph{x,y} 之后",
        "Attention Is All You Need?",
        "KiteNet: Aligning Logs, Fast",
        "版本 3.11.7 已发布",
        "见 v2.0 与 U.S. 的数据",
        "邮箱 ada.n@kites.example.org 可用",
        "",
    ],
)
def test_left_alone(text: str) -> None:
    assert typeset(text) == text


def test_formulas_get_room_but_are_not_changed() -> None:
    assert typeset("代价为$f(x,y):=z$的") == "代价为 $f(x,y):=z$ 的"


def test_an_address_ends_where_chinese_begins() -> None:
    assert typeset("见https://kites.example.org/a。好") == "见 https://kites.example.org/a。好"


def test_traditional_text_gets_its_own_quotation_marks() -> None:
    assert typeset('所謂"漂移"現象', "zh-Hant") == "所謂「漂移」現象"


def test_twice_is_the_same_as_once() -> None:
    chance = random.Random(11)
    pieces = [
        *list("中文字a1B9 ,.;:?!()\"'%$—…，。（）“”"),
        "$x_1$",
        "https://a.example/b",
        "`c`",
        "...",
        "  ",
        "3.5",
        "GPT-4o",
    ]
    for _ in range(4000):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 14)))
        once = typeset(text)
        assert typeset(once) == once, text


def test_no_figure_and_no_word_is_lost() -> None:
    chance = random.Random(5)
    pieces = [*list("中文字aB19 ,.;:()%"), "$x_1$", "3.5", "1,200", "GPT-4o"]
    for _ in range(2000):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 14)))
        kept = [char for char in text if char.isalnum()]
        assert [char for char in typeset(text) if char.isalnum()] == kept
