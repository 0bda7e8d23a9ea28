"""A figure that says something else is found. The same value said otherwise is not."""

from __future__ import annotations

import pytest

from summarize.checks.numbers.number_checks import check_numbers
from summarize.checks.pair import Pair

CHANGED = [
    ("cuts memory by two orders of magnitude", "把内存降到十分之一", "two orders of magnitude", "十分之一"),
    ("reaches a correlation of 0.81", "相关系数达到0.8", "0.81", "0.8"),
    ("trained on 1.5 million images", "在15万张图像上训练", "1.5 million", "15万"),
    ("is the No. 1 package on the list", "是榜单上最热门的软件包之一", "No. 1", "最热门的软件包之一"),
    ("gains of up to 40% are seen", "观察到40%的提升", "up to 40%", "40%"),
    ("needs at least 16 GPUs", "需要16块GPU", "at least 16", "16"),
    ("latency falls to 5 ms", "延迟降至5秒", "5 ms", "5秒"),
    ("improves accuracy by 12%", "准确率提高了12倍", "12%", "12倍"),
    ("a 20-fold speed-up", "加速30倍", "20-fold", "30倍"),
    ("uses fewer than 100 labels", "使用超过100个标签", "fewer than 100", "超过100"),
    ("evaluated on seven tasks", "在九项任务上评估", "seven", "九"),
    ("a model with 70B parameters", "参数量为7亿的模型", "70B", "7亿"),
    ("several orders of magnitude faster", "快两个数量级", "several orders of magnitude", "两个数量级"),
    ("dozens of orders of magnitude", "两个数量级", "dozens of orders of magnitude", "两个数量级"),
    ("two orders of magnitude", "几十个数量级", "two orders of magnitude", "几十个数量级"),
]


@pytest.mark.parametrize(("source", "target", "english", "chinese"), CHANGED)
def test_a_figure_that_says_something_else_is_an_error(source: str, target: str, english: str, chinese: str) -> None:
    findings = check_numbers(Pair("abstract", source, target))
    assert [(f.code, f.severity, f.source, f.target) for f in findings] == [
        ("number-changed", "error", english, chinese)
    ]


SAME = [
    ("reduces cost by a factor of 20", "成本降低到原来的二十分之一"),
    ("twice as fast", "速度提高了一倍"),
    ("1.2 million sentences", "120 万个句子"),
    ("one of the first studies", "首批研究之一"),
    ("First, we collect data. Second, we train.", "首先收集数据，其次进行训练。"),
    ("two-thirds of the users", "三分之二的用户"),
    ("three orders of magnitude faster", "快1000倍"),
    ("in November 2024", "2024年11月"),
    ("a hexadecimal digit", "一个十六进制数字"),
    ("7B models such as Qwen2.5-7B and GPT-4o", "Qwen2.5-7B 和 GPT-4o 等 70 亿参数模型"),
    ("an error of 30%", "误差为百分之三十"),
    ("roughly 3 in 10 patients (30%)", "约十名患者中有三名（三成）"),
    ("several orders of magnitude faster", "快几个数量级"),
    ("several orders of magnitude faster", "快数个数量级"),
    ("many orders of magnitude faster", "快许多个数量级"),
    ("a few orders of magnitude", "若干个数量级"),
    ("dozens of orders of magnitude", "几十个数量级"),
    ("hundreds of orders of magnitude", "数百个数量级"),
    ("losses fall by 10% to 20%", "损失下降 10 到 20%"),
    ("a speed-up of 10x to 20x", "加速 10 到 20x"),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_the_same_value_said_otherwise_is_quiet(source: str, target: str) -> None:
    assert check_numbers(Pair("abstract", source, target)) == []


def test_a_lost_figure_is_missed_in_a_translation_and_not_in_a_summary() -> None:
    source, target = "We train on the 3.4k subset.", "我们在该子集上训练。"
    assert [f.code for f in check_numbers(Pair("abstract", source, target))] == ["number-missing"]
    assert check_numbers(Pair("summary", source, target)) == []


def test_a_figure_without_source_is_invented_in_a_summary_too() -> None:
    found = check_numbers(Pair("summary", "We improve accuracy.", "准确率提升了13.7%。"))
    assert [(f.code, f.severity, f.target) for f in found] == [("number-invented", "error", "13.7%")]
