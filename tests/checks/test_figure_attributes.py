"""What is said about a figure beside its value is held against the English: bounds, units, sizes of changes, dates."""

from __future__ import annotations

import pytest

from summarize.checks import check_pair
from summarize.checks.numbers import CHECKS
from summarize.values import Finding


def findings(source: str, target: str) -> list[Finding]:
    return list(check_pair("abstract", source, target, checks=CHECKS))


BOUNDS = [
    ("At least 12 keepers watched each hive.", "每个蜂箱至多由12名看守者观察。", "At least 12", "至多由12"),
    ("More than half of the mills closed.", "不到一半的磨坊关闭。", "More than half", "不到一半"),
    ("The roof holds at most 40 tonnes.", "屋顶可承受40吨。", "at most 40 tonnes", "40吨"),
    ("Heat above 1200 K melts the glaze.", "低于1200 K的高温会熔化釉料。", "above 1200 K", "低于1200 K"),
    ("The yield was 91% in the east.", "东部的产率超过91%。", "91%", "超过91%"),
    ("Only 5 of the wells are dry.", "超过5口井是干的。", "Only 5", "超过5"),
    ("Gardens of 300+ plants are listed.", "列出了植物在300以下的花园。", "300+", "300以下"),
    ("Nearly 80% of the ponds dried up.", "超过80%的池塘干涸。", "Nearly 80%", "超过80%"),
    ("It regains at least 88% of the gap.", "它恢复了约88%的差距。", "at least 88%", "约88%"),
    ("The ratio is $\\leq 3$ for all kilns.", "所有窑的比值≥3。", "$\\leq 3", "≥3"),
]


@pytest.mark.parametrize(("source", "target", "english", "chinese"), BOUNDS)
def test_a_bound_that_is_lost_added_or_turned_round_is_an_error(
    source: str, target: str, english: str, chinese: str
) -> None:
    found = [(f.code, f.severity, f.source, f.target) for f in findings(source, target)]
    assert ("number-changed", "error", english.strip("$"), chinese) in [
        (code, severity, words.strip("$"), said) for code, severity, words, said in found
    ]


def test_an_estimate_that_became_exact_is_a_warning_that_says_what_is_right() -> None:
    (found,) = findings("About 15% of the boats leak.", "15%的船漏水。")
    assert (found.severity, found.source, found.expected) == ("warning", "About 15%", "约15%")


KEPT_BOUNDS = [
    ("The error is 19.6% +/- 3.3% at noon.", "正午的误差为19.6%±3.3%。"),
    ("Quality rises (0.68 -> 0.74) with age.", "质量随年份上升（0.68→0.74）。"),
    ("We average over 30 gardens.", "我们对30个花园取平均。"),
    ("It wins under a 12-hour budget.", "它在12小时的预算下获胜。"),
    ("No kiln stays above 30% for long.", "没有窑能长时间高于30%。"),
    ("The gap is 20% larger than 5 here.", "此处的差距比5大20%。"),
    ("Up to a hundred boats race.", "最多一百艘船参赛。"),
    ("It finishes within five days.", "它在五天内完成。"),
    ("Over nearly 20 years, the reef grew.", "近20年来，礁石不断生长。"),
]


@pytest.mark.parametrize(("source", "target"), KEPT_BOUNDS)
def test_a_bound_said_otherwise_and_a_word_that_sets_none_are_quiet(source: str, target: str) -> None:
    assert findings(source, target) == []


UNITS = [
    ("A pulse lasts 35 ps.", "一个脉冲持续35纳秒。", "35 ps", "35纳秒", "35皮秒"),
    ("Each jar holds 12 kg of honey.", "每罐装12克蜂蜜。", "12 kg", "12克", "12千克"),
    ("The loan is $4.5 million.", "该贷款为450万欧元。", "$4.5 million", "450万欧元", "450万美元"),
    ("It costs millions of dollars.", "它耗资数百万日元。", "millions of dollars", "数百万日元", "数百万美元"),
    ("The gap is 2.3 percentage points.", "差距为2.3%。", "2.3 percentage points", "2.3%", "2.3个百分点"),
    ("A turn takes 7 ms.", "一次转动需要7。", "7 ms", "7", "7毫秒"),
    ("Two decades of rain were studied.", "研究了两年的降雨。", "Two decades", "两年", ""),
    ("Bake it at 90$^{\\circ}$C.", "在90 °F下烘烤。", "90$^{\\circ}$C", "90 °F", "90 摄氏度"),
]


@pytest.mark.parametrize(("source", "target", "english", "chinese", "expected"), UNITS)
def test_a_unit_that_is_lost_or_became_another_is_an_error(
    source: str, target: str, english: str, chinese: str, expected: str
) -> None:
    found = [f for f in findings(source, target) if f.severity == "error"]
    assert [(f.code, f.source, f.target) for f in found] == [("number-changed", english, chinese)]
    assert expected in found[0].expected


SAME_UNITS = [
    ("The drive takes 90 minutes.", "车程为1.5小时。"),
    ("The beam has 10\\,\\mathrm{GeV}.", "该束流能量为10吉电子伏。"),
    ("We heat it to 300K.", "我们将其加热到300开。"),
    ("It lasted four decades.", "它持续了四十年。"),
    ("A gain of 5.3 pp was seen; 2.1 came later.", "观察到5.3个百分点的提升，随后又提升2.1。"),
]


@pytest.mark.parametrize(("source", "target"), SAME_UNITS)
def test_the_same_amount_in_another_unit_is_quiet(source: str, target: str) -> None:
    assert findings(source, target) == []


def test_percent_that_became_percentage_points_is_a_warning() -> None:
    (found,) = findings("Sales fell by 4%.", "销量下降了4个百分点。")
    assert (found.code, found.severity) == ("number-changed", "warning")


ROLES = [
    ("Exports fell by 30% in a year.", "出口一年内下降到30%。"),
    ("The kiln raises the yield to 85%.", "该窑将产率提高了85%。"),
]


@pytest.mark.parametrize(("source", "target"), ROLES)
def test_by_how_much_and_to_what_are_not_the_same(source: str, target: str) -> None:
    assert [(f.code, f.severity) for f in findings(source, target)] == [("number-changed", "error")]


KEPT_ROLES = [
    ("Exports fell by 50% in a year.", "出口一年内降至50%。"),
    ("It cuts leaks from the mill by up to 93%.", "它将磨坊的泄漏减少了高达93%。"),
    ("This leads to 85% fewer leaks.", "这使泄漏减少了85%。"),
]


@pytest.mark.parametrize(("source", "target"), KEPT_ROLES)
def test_a_change_said_by_its_end_is_quiet(source: str, target: str) -> None:
    assert findings(source, target) == []


DATES = [
    ("The fair ran from March to July.", "集市从5月持续到7月。", "March", "5月"),
    ("Milk is sold every Monday.", "每周五出售牛奶。", "Monday", "周五"),
    ("The guild met in spring 1822.", "行会于1822年秋季会面。", "spring", "秋季"),
    ("Prices fell in the first half of 1920.", "1920年下半年价格下跌。", "first half of 1920", "下半年"),
    ("They waited for hours.", "他们等待了数天。", "hours", "数天"),
    ("The cows drink 70 liters per day.", "奶牛每小时饮水70升。", "per day", "每小时"),
]


@pytest.mark.parametrize(("source", "target", "english", "chinese"), DATES)
def test_a_date_or_time_that_became_another_is_an_error(source: str, target: str, english: str, chinese: str) -> None:
    found = [(f.code, f.severity, f.source, f.target) for f in findings(source, target)]
    assert found == [("number-changed", "error", english, chinese)]


KEPT_DATES = [
    ("It may rain in March and April.", "3月和4月可能下雨。"),
    ("The log of 2019-03-05 is lost.", "2019年3月5日的日志已丢失。"),
    ("Bread is baked once a week.", "面包每周一次烘烤。"),
    ("The April-May 1926 strike ended.", "1926年4月至5月的罢工结束了。"),
]


@pytest.mark.parametrize(("source", "target"), KEPT_DATES)
def test_a_date_said_otherwise_is_quiet(source: str, target: str) -> None:
    assert findings(source, target) == []


SMALL = [
    ("The treaty names seven towns and two rivers.", "该条约列出七个城镇和三条河流。", "two", "三"),
    ("The third oven is the oldest.", "第二个烤炉最老。", "third", "第二"),
    ("The second-order term is small.", "一阶项很小。", "second-order", "一阶"),
    ("It is orders of magnitude cheaper.", "它便宜数倍。", "orders of magnitude", "数倍"),
    ("We use five-fold cross-validation.", "我们采用十折交叉验证。", "five", "十"),
]


@pytest.mark.parametrize(("source", "target", "english", "chinese"), SMALL)
def test_a_small_number_with_another_one_at_its_place_is_an_error(
    source: str, target: str, english: str, chinese: str
) -> None:
    found = [(f.code, f.severity) for f in findings(source, target)]
    assert found == [("number-changed", "error")]
    assert english in findings(source, target)[0].source and chinese in findings(source, target)[0].target


KEPT_SMALL = [
    ("Patients prefer one oven over the other.", "患者对这两个烤炉有所偏好。"),
    ("First, we plant. Second, we water.", "首先种植，其次浇水。"),
    ("Both ponds are deep.", "两个池塘都很深。"),
    ("She owns two dozen hives.", "她有24个蜂箱。"),
]


@pytest.mark.parametrize(("source", "target"), KEPT_SMALL)
def test_a_small_number_that_is_only_said_otherwise_is_quiet(source: str, target: str) -> None:
    assert findings(source, target) == []


FORMULAS = [
    ("The best score is $x = \\alpha + 0.73$ here.", "此处最佳得分为x = α + 0.73。"),
    ("We prune $16$ times fewer trees (59\\%--79\\%).", "我们修剪的树仅为1/16（59%–79%）。"),
    ("See arXiv:1901.00001, where 5% is lost.", "见arXiv:1901.00001，其中损失5%。"),
    ("Ranges of 7-9 billion seeds are usual.", "70亿至90亿颗种子的范围很常见。"),
    ("G$^2$Farm grows well.", "G²Farm长势良好。"),
    ("It holds $p=2.34\\times10^{-5}$.", "其p=2.34×10⁻⁵。"),
]


@pytest.mark.parametrize(("source", "target"), FORMULAS)
def test_latex_around_a_figure_hides_nothing(source: str, target: str) -> None:
    assert findings(source, target) == []


OTHERWISE = [
    ("It wins under 25% shade and under 50 ms load.", "它在25%的遮荫和50毫秒的负载下获胜。"),
    ("No plan scored below 65%.", "所有方案得分均不低于65%。"),
    ("We kept the last hypothesis, not the first.", "我们保留了第三种假设。"),
    ("Shares rise from 2% in 1921 to 50% by 1925.", "份额从1921年的2%升至1925年的50%。"),
    ("Mills of 2, 7, and 40 billion grains.", "20亿、70亿和400亿粒的磨坊。"),
    ("A vault of 22 Gt is planned.", "计划建造220亿吨的仓库。"),
    ("Its 100+ Billion seeds sprout.", "它的1000多亿颗种子发芽。"),
    ("Bees dance (Wei et al., 1922; Lee, 1924).", "蜜蜂会跳舞。"),
    ("More than 1 million lemmas are listed.", "列出了一百多万个词干。"),
    ("24/37 mills exceed it.", "37座磨坊中有24座超过它。"),
    ("The best is 0.714 vs.0.819 by hand.", "最佳为0.714，人工为0.819。"),
    ("Mills from 7 up to 65 tonnes were built.", "建造了7至65吨的磨坊。"),
    ("Boxes centred on (250, 250) are drawn.", "绘制以(250,250)为中心的框。"),
    ("Drag is 40% below that of carts.", "阻力约为马车的60%。"),
    ("We count 38,883,240 seeds.", "我们数出3888万颗种子。"),
    ("Half a million tablets survive.", "五十万块泥板存世。"),
]


@pytest.mark.parametrize(("source", "target"), OTHERWISE)
def test_a_figure_written_otherwise_is_quiet(source: str, target: str) -> None:
    assert findings(source, target) == []
