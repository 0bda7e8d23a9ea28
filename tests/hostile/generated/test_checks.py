"""No pair of texts makes a check fail."""

from __future__ import annotations

from hypothesis import example, given

from tests.hostile.generated.inputs import PAIRS, TextPair
from tests.hostile.generated.properties import checks_do_not_fail
from tests.hostile.generated.settings import tries


@example(TextPair("abstract", "We use 11111111111111111111 × 10^61 models.", "我们用了 3 个模型。"))
@example(
    TextPair("abstract", "Up by 400 orders of magnitude.", "我们提升了 2 倍，翻九千番，百分之" + "9" * 5000 + "。")
)
@example(TextPair("title", "1e" + "9" * 5000, "九" * 5000 + "个" + "9" * 5000 + "年代"))
@example(TextPair("abstract", "x", "1⁻⁵⁻⁵"))
@example(TextPair("summary", "hundred " * 300, "[" * 3000))
@given(PAIRS)
@tries(120)
def test_checks_do_not_fail(pair: TextPair) -> None:
    checks_do_not_fail(pair)
