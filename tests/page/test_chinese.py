"""A page is in the script that was asked for, Simplified or Traditional, whatever the model wrote."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result as Ran

from summarize.checks import check_draft
from summarize.checks.traditional import reading_simplified
from summarize.page.chinese import in_script
from summarize.values import Draft, Sentence, Source
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
