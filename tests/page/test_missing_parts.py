"""A part of the digest that the model does not give costs neither the page nor the translation."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result as Ran

from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import LANTERN, competent

Invoke = Callable[..., Ran]
#: Part of the JSON page -> (its heading in the digest, what the other parts are).
PARTS = {"one_line": "# One line", "summary": "# Summary", "takeaways": "# Takeaways"}


class Forgetful:
    """A model that leaves ``part`` out of its digests until ``remember`` is True.

    ``asked`` has the text of each request.
    """

    def __init__(self, part: str) -> None:
        self.heading, self.remember = PARTS[part], False
        self.asked: list[str] = []

    def __call__(self, request: dict[str, Any]) -> str:
        text = str(request["messages"][-1]["content"])
        self.asked.append(text)
        if "Your answer lacks" in text:
            whole = competent({"messages": [request["messages"][1]]})
            return self._part(whole) if self.remember else "I have nothing to add."
        reply = competent(request)
        if "# One line" not in text or self.remember:
            return reply
        return reply.replace(self._part(reply), "")

    def _part(self, reply: str) -> str:
        begin = reply.index(self.heading)
        end = reply.find("\n# ", begin)
        return reply[begin:] if end < 0 else reply[begin : end + 1]


@pytest.mark.parametrize("part", PARTS)
def test_the_page_comes_without_the_part_and_says_so(part: str, invoke: Invoke) -> None:
    with ModelServer(Forgetful(part)) as server:
        ran = invoke("2501.10001", "-l", "json", OPENAI_BASE_URL=server.url)
        text = invoke("2501.10001", OPENAI_BASE_URL=server.url).stdout
    assert ran.exit_code == 0, ran.stderr
    page = json.loads(ran.stdout)
    assert page["sentences"][0]["zh"] == LANTERN.sentences[0][1]
    assert not page[part]
    found = [f for f in page["findings"] if f["code"] == "part-missing"]
    assert [(f["unit"], f["severity"], f["state"]) for f in found] == [(part, "error", "open")]
    assert "缺少这一部分：模型没有给出" in text


@pytest.mark.parametrize("part", PARTS)
def test_strict_refuses_the_page(part: str, invoke: Invoke) -> None:
    with ModelServer(Forgetful(part)) as server:
        ran = invoke("2501.10001", "--strict", OPENAI_BASE_URL=server.url)
    assert (ran.exit_code, ran.stdout) == (1, "")


@pytest.mark.parametrize("part", PARTS)
def test_the_next_run_asks_for_that_part_alone_and_then_the_page_is_final(part: str, invoke: Invoke) -> None:
    model = Forgetful(part)
    with ModelServer(model) as server:
        invoke("2501.10001", "-l", "json", OPENAI_BASE_URL=server.url)
        first = len(model.asked)
        model.remember = True
        page = json.loads(invoke("2501.10001", "-l", "json", OPENAI_BASE_URL=server.url).stdout)
        assert page[part]
        assert page["findings"] == []
        assert ["Your answer lacks" in text for text in model.asked[first:]] == [True]
        invoke("2501.10001", "-l", "json", OPENAI_BASE_URL=server.url)
        assert len(model.asked) == first + 1


def test_a_page_of_many_in_a_file_has_the_unfinished_paper_too(invoke: Invoke, tmp_path: Path) -> None:
    with ModelServer(Forgetful("one_line")) as server:
        ran = invoke("2501.10001", "2501.10002", "-o", "day.md", OPENAI_BASE_URL=server.url)
    assert ran.exit_code == 0, ran.stderr
    text = (tmp_path / "day.md").read_text("utf-8")
    assert LANTERN.title_zh in text
    assert text.count("一句话总结 缺少这一部分：模型没有给出") == 2


def test_english_that_the_model_does_not_give_is_told(invoke: Invoke) -> None:
    def reply(request: dict[str, Any]) -> str:
        text = str(request["messages"][-1]["content"])
        return competent(request) if "# One line" in text or "[0]" in text else "I have nothing to add."

    with ModelServer(reply) as server:
        ran = invoke("2501.10001", "-l", "json", "--also-english", OPENAI_BASE_URL=server.url)
    page = json.loads(ran.stdout)
    assert not page["summary_en"]
    found = [(f["unit"], f["severity"]) for f in page["findings"] if f["code"] == "part-missing"]
    assert found[0] == ("summary", "warning") and ("takeaways", "warning") in found
