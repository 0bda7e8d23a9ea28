"""Typography that Chinese text does not have is found. Typography that only looks wrong is not."""

from __future__ import annotations

import pytest

from summarize.checks.markup.format import check_format
from summarize.checks.pair import Pair
from summarize.values import UnitName


def _found(target: str, source: str = "We read maps.", unit: UnitName = "abstract") -> list[str]:
    findings = check_format(Pair(unit, source, target))
    assert all(f.code == "format" and f.severity == "warning" and f.target in target and f.target for f in findings)
    return [f.message for f in findings]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("我们提出方法,效果很好。", "half-width ,"),
        ("结果如下:准确率更高。", "half-width :"),
        ("这有用吗?有用。", "half-width ?"),
        ("我们读地图.", "half-width ."),
        ("我们读地图;它们旧。", "half-width ;"),
        ("分为``工作者''两组。", "LaTeX"),
        ("分为“工作者''两组。", "LaTeX"),
        ("这是**重点。", "Markdown marks"),
        ("这是**重点**。", "Markdown marks"),
        ("## 摘要\n我们读地图。", "Markdown heading"),
        ("参数`x 很大。", "unpaired `"),
        ("所谓“地图很旧。", "unpaired “"),
        ("所谓地图”很旧。", "unpaired ”"),
        ("《地图很旧。", "unpaired 《"),
        ("我们读地图（旧的。", "unpaired （"),
        ("我们读地图（旧的)。", "a full-width bracket"),
        ("我们读地图 ，它旧。", "a blank before"),
        ("我们读地图。。", "two punctuation"),
        ("我们读地图，，它旧。", "two punctuation"),
        ("我们读地图，。", "two punctuation"),
    ],
)
def test_a_slip_of_typography_is_a_warning(target: str, said: str) -> None:
    assert any(message.startswith(said) for message in _found(target)), _found(target)


@pytest.mark.parametrize(
    "target",
    [
        "我们读地图，它们很旧；结果如下：好。",
        "准确率为 0.5，提高了 1,200 个点。",
        "我们使用 A, B, C 三种方法。",
        "函数 f(x, y) 与 $a,b;c:d$ 和 `a,b` 不变。",
        "代码见 https://example.org/a,b;c。",
        "“地图”（旧）与《地图》、「图」。",
        "1) 读图；2）画图；(a) 等。",
        "OpenAI’s 模型与 it’s 无关。",
        "等等……就这样——完。",
        "时间为 12:30:45。",
        "空字符串 '' 也可以。",
        "```\na, b\n```",
        "比例为 3:1，约 5.5 倍。",
        "（例如 GPT-4 (o) 等）",
    ],
)
def test_right_typography_is_let_through(target: str) -> None:
    assert _found(target) == []


def test_one_finding_of_a_kind() -> None:
    assert len(_found("一,二,三,四,五。")) == 1


def test_bold_words_are_right_in_a_summary_and_half_a_pair_nowhere() -> None:
    assert _found("这是**重点**。", unit="summary") == []
    assert _found("这是**重点。", unit="summary") != []


def test_what_the_source_has_open_may_be_open() -> None:
    assert _found("我们读地图（旧的。", source="We read maps (old ones.") == []
