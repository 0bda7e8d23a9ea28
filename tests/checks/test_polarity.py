"""What is denied, turned into its opposite, or said without its condition."""

from __future__ import annotations

import pytest

from summarize.checks import check_pair

CODES = ("antonym", "negation", "condition")


def found(english: str, chinese: str) -> list[tuple[str, str, str]]:
    return [(f.code, f.source, f.target) for f in check_pair("abstract", english, chinese) if f.code in CODES]


@pytest.mark.parametrize(
    ("english", "chinese", "finding"),
    [
        ("The beam is unstable.", "该束流是稳定的。", ("antonym", "unstable", "稳定")),
        ("The beam is stable.", "该束流是不稳定的。", ("antonym", "stable", "不稳定")),
        ("We solve a non-linear system.", "我们求解一个线性系统。", ("antonym", "non-linear", "线性")),
        ("Nonlinear waves break.", "线性波会破碎。", ("antonym", "Nonlinear", "线性")),
        ("The upstream gauge was destroyed.", "下游测站被毁。", ("antonym", "upstream", "下游")),
        ("The encoder is frozen.", "解码器被冻结。", ("antonym", "encoder", "解码器")),
        ("We report short-term effects.", "我们报告长期效应。", ("antonym", "short-term", "长期")),
    ],
)
def test_a_word_that_became_its_opposite_is_reported(english: str, chinese: str, finding: tuple[str, str, str]) -> None:
    assert finding in found(english, chinese)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("The beam is not stable.", "该束流是不稳定的。"),
        ("The beam is unstable.", "该束流缺乏稳定性。"),
        ("Both stable and unstable beams were seen.", "稳定与不稳定的束流均被观察到。"),
        ("The encoder feeds the decoder.", "编码器向解码器提供输入。"),
        ("Stability differs among samples.", "各样品的稳定性不同。"),
        ("We minimize the loss of heat.", "我们最大限度地减少热量损失。"),
    ],
)
def test_a_word_that_kept_its_side_is_not_reported(english: str, chinese: str) -> None:
    assert found(english, chinese) == []


@pytest.mark.parametrize(
    ("english", "chinese", "finding"),
    [
        ("The bacteria cannot digest cellulose.", "这种细菌能够消化纤维素。", ("negation", "cannot", "能够消化")),
        ("The drug did not lower the fever.", "该药物降低了发热。", ("negation", "not", "")),
        ("Workers were paid without a contract.", "工人在有合同的情况下领取报酬。", ("negation", "without", "有合同")),
        ("The survey covers all regions.", "该调查没有覆盖所有地区。", ("negation", "", "没有")),
        ("The cells are unstained.", "这些细胞经过染色。", ("antonym", "unstained", "")),
        ("Rays of non-ionizing light were used.", "使用了电离光线。", ("antonym", "non-ionizing", "")),
        (
            "The fungus cannot grow in salt water, and it does not need light.",
            "这种真菌不能在盐水中生长，并且需要光照。",
            ("negation", "not", "需要"),
        ),
    ],
)
def test_a_negation_that_is_lost_or_added_is_reported(
    english: str, chinese: str, finding: tuple[str, str, str]
) -> None:
    assert finding in found(english, chinese)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("The bacteria cannot digest cellulose.", "这种细菌难以消化纤维素。"),
        ("Not only birds but also bats eat the fruit.", "鸟类和蝙蝠都吃这种果实。"),
        ("The results differ between regions.", "不同地区的结果各异。"),
        ("The few remaining colonies are blind to red light.", "剩下的少数群落看不见红光。"),
        ("None of the parameters is None.", "没有任何参数为 None。"),
        ("The pump is rarely idle, which few plants can afford.", "该泵很少闲置，而很少有工厂负担得起。"),
        ("It is difficult to detect uranium without a tracer.", "没有示踪剂就难以检测铀。"),
        ("See nonlocal.txt or /unpaired/list for names.", "名称见 nonlocal.txt 或 /unpaired/list。"),
        ("Food is indispensable.", "食物必不可少。"),
    ],
)
def test_a_negation_that_is_kept_is_not_reported(english: str, chinese: str) -> None:
    assert found(english, chinese) == []


@pytest.mark.parametrize(
    ("english", "chinese", "finding"),
    [
        ("The valve opens unless the pump fails.", "如果泵发生故障，阀门就会打开。", ("condition", "unless", "如果")),
        ("The valve opens even if the pump fails.", "只要泵发生故障，阀门就打开。", ("condition", "even if", "只要")),
        ("The tree flowers regardless of the rain.", "该树根据降雨开花。", ("condition", "regardless of", "根据")),
        (
            "The alarm rings only if the temperature exceeds the limit.",
            "警报响起。",
            ("condition", "only if the temperature exceeds the limit", ""),
        ),
    ],
)
def test_a_condition_that_is_lost_or_turned_is_reported(
    english: str, chinese: str, finding: tuple[str, str, str]
) -> None:
    assert finding in found(english, chinese)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("The valve opens unless the pump fails.", "除非泵发生故障，否则阀门会打开。"),
        ("If the pump fails, the valve opens.", "泵发生故障时，阀门打开。"),
        ("We ask if the pump can fail.", "我们研究该泵是否会发生故障。"),
    ],
)
def test_a_condition_in_other_words_is_not_reported(english: str, chinese: str) -> None:
    assert found(english, chinese) == []


def test_a_takeaway_may_leave_out_what_is_denied() -> None:
    english = "The new method improves accuracy and speed on large datasets and does not need labels."
    findings = check_pair("takeaways", english, "新方法提高了大型数据集上的准确率和速度。")
    assert [f.code for f in findings if f.code in CODES] == []
