"""A finding has the place of its own sentence, also where its words stand inside other words or nowhere."""

from __future__ import annotations

import json

import pytest

from summarize.lint.report import Remark, lint
from summarize.prompting.chinese_script import to_traditional

ENGLISH = (
    "We propose a model with 48,000 parameters. It works without labels. It reads video on small devices. "
    "It runs on a microcontroller that costs 4 euros."
)
CHINESE = (
    "我们提出具有 48,000 个参数的模型。它在没有标签时有效。它在小型设备上读取视频。它运行在价格为 4 的微控制器上。"
)
PAGE = """\
# Lantern: A Study

### 灯笼：一项研究

**Abstract (ZH)**

{chinese}

**Abstract**

{english}
"""


def remarks(chinese: str) -> list[Remark]:
    text = PAGE.format(chinese=chinese, english=ENGLISH)
    return list(lint("page", text, lambda names: {}, None).remarks)


@pytest.mark.parametrize("traditional", [False, True])
def test_a_figure_inside_another_is_not_the_one_that_is_meant(traditional: bool) -> None:
    chinese = to_traditional(CHINESE) if traditional else CHINESE
    (remark,) = remarks(chinese)
    assert (remark.finding.source, remark.finding.target) == ("4 euros", "4")
    assert remark.sentence == 4
    assert chinese[remark.place.column - 1 :].startswith("4 的")
    assert remark.passage.endswith("微控制器上。")


@pytest.mark.parametrize("traditional", [False, True])
def test_words_that_are_missing_have_the_place_of_their_sentence(traditional: bool) -> None:
    chinese = CHINESE.replace("读取视频", "读取").replace("价格为 4 的", "价格为 4 欧元的")
    chinese = to_traditional(chinese) if traditional else chinese
    (remark,) = [r for r in remarks(chinese) if not r.finding.target]
    assert remark.finding.source == "video" and remark.sentence == 3
    assert remark.place.column - 1 == chinese.index("它在小型" if not traditional else to_traditional("它在小型"))


@pytest.mark.parametrize("escaped", [False, True])
def test_json_too_has_the_figure_itself(escaped: bool) -> None:
    english = ["It has 48,000 parameters.", "It has 48,000 parameters and costs 4 euros."]
    chinese = ["它有 48,000 个参数。", "它有 48,000 个参数，价格为 4。"]
    row = {
        "paper": {"title": "Lantern"}, "title_zh": "灯笼", "takeaways": [],
        "sentences": [{"n": n, "en": en, "zh": zh} for n, (en, zh) in enumerate(zip(english, chinese, strict=True), 1)],
    }  # fmt: skip
    text = json.dumps(row, ensure_ascii=escaped, indent=1)
    (remark,) = [r for r in lint("a.json", text, lambda names: {}, None).remarks if r.finding.source == "4 euros"]
    assert remark.sentence == 2
    line = text.splitlines()[remark.place.line - 1]
    assert line[remark.place.column - 1 :].startswith("4" + (json.dumps("。")[1:-1] if escaped else "。"))
