"""A page is in the script that was asked for, Simplified or Traditional, whatever the model wrote."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result as Ran

from summarize.checks import check_draft
from summarize.checks.traditional import reading_simplified
from summarize.page.chinese import in_script
from summarize.values import Draft, Script, Sentence, Source
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import competent

Invoke = Callable[..., Ran]


def test_traditional_characters_become_simplified(invoke: Invoke) -> None:
    def taiwanese(request: dict[str, object]) -> str:
        return competent(request).replace("阅读长文档的速度很慢", "閱讀長文檔的速度很慢")

    with ModelServer(taiwanese) as server:
        page = json.loads(invoke("2501.10001", "-l", "json", OPENAI_BASE_URL=server.url).stdout)
    assert page["sentences"][0]["zh"] == "大语言模型阅读长文档的速度很慢。"
    assert page["findings"] == []


def test_simplified_becomes_traditional_with_taiwans_words(invoke: Invoke) -> None:
    ran = invoke("2501.10001", "-l", "json", "--to", "zh-Hant")
    page = json.loads(ran.stdout)
    assert page["sentences"][3]["zh"].startswith("在 128k")
    assert "數量級" in page["sentences"][3]["zh"]
    assert "記憶體" in page["sentences"][3]["zh"]


def test_a_finding_on_traditional_text_quotes_it_as_it_stands() -> None:
    draft = in_script(Draft("标题", (Sentence(1, "It has 63 layers.", "它有三十六层网络。"),)), "zh-Hant")
    source = Source("Title", ("It has 63 layers.",))
    check = reading_simplified(lambda candidate: check_draft(candidate, source), "zh-Hant")
    errors = [finding for finding in check(draft) if finding.code.startswith("number")]
    assert errors
    assert all(finding.target in draft.sentences[0].zh for finding in errors)


def test_text_in_the_right_script_stays_as_it_is() -> None:
    draft = Draft("后台的里程", (Sentence(1, "x", "皇后在后面，干面包。"),), summary="发展")
    assert in_script(draft, "zh-Hans") == draft


@pytest.mark.parametrize(
    ("english", "simplified"),
    [
        ("The default interface of the tool is simple and fast.", "该工具的默认接口简单而快速。"),
        ("It uses the default data and software on video memory.", "它在显存上使用默认数据和软件。"),
        (
            "The model runs on a microcontroller that costs less than 4 euros.",
            "该模型运行在价格低于4欧元的微控制器上。",
        ),
        ("We search remote documents by means of online sampling.", "我们通过在线采样搜索远程文档。"),
        ("A feedback loop schedules compatible devices.", "反馈回路调度兼容的设备。"),
    ],
)
@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant"])
def test_right_words_are_not_doubted_in_either_script(english: str, simplified: str, to: Script) -> None:
    source = Source("Title", (english,))
    draft = in_script(Draft("标题", (Sentence(1, english, simplified),)), to)
    check = reading_simplified(lambda candidate: check_draft(candidate, source), to)
    assert [f for f in check(draft) if f.code in ("term", "lost-word")] == []


def test_a_traditional_page_gets_the_findings_of_the_simplified_one_in_its_own_words() -> None:
    english = "The default interface costs little computational cost on the network."
    simplified = Draft("标题", (Sentence(1, english, "缺失的接口在网络上只带来很少的计算价格。"),))
    source = Source("Title", (english,))
    plain = check_draft(simplified, source)
    draft = in_script(simplified, "zh-Hant")
    found = reading_simplified(lambda candidate: check_draft(candidate, source), "zh-Hant")(draft)
    assert [(f.code, f.source) for f in found] == [(f.code, f.source) for f in plain]
    assert all(f.target in draft.sentences[0].zh for f in found if f.sentence)
    assert not any("价" in f.message + f.target + f.expected for f in found)
