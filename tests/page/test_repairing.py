"""A model that is wrong once is put right, and a page of one that insists is marked.

``--strict`` refuses such a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result as Ran

from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import LANTERN, competent

Invoke = Callable[..., Ran]
RIGHT = [chinese for _, chinese in LANTERN.sentences]


def _swap(old: str, new: str) -> Callable[[str], str]:
    return lambda reply: reply.replace(old, new)


def _shifted(reply: str) -> str:
    """Give sentence 2 twice, and every later one under the next number, as small models do."""
    lines = reply.splitlines()
    return "\n".join([*lines[:3], *(f"[{n}] {lines[n - 1].split('] ', 1)[1]}" for n in range(3, 6))])


#: What goes wrong -> (how the translation is spoiled, the code that must be found).
SLIPS = {
    "a magnitude": (_swap("两个数量级", "十分之一"), "number-changed"),
    "a figure": (_swap("63%", "36%"), "number-changed"),
    "a figure lost": (_swap("一种可跳过 63% 词元的", "一种"), "number-missing"),
    "a bound lost": (_swap("最多快 2.4 倍", "快 2.4 倍"), "number-changed"),
    "a name": (_swap("我们提出 Lantern", "我们提出 Lanten"), "name-changed"),
    "chatter": (_swap("的速度很慢。", "的速度很慢。说明：这个翻译尽量保持了原文的意思。"), "chatter"),
    "another link": (_swap("https://example.org/lantern", "https://example.com/lantern"), "link-changed"),
    "English": (_swap(RIGHT[0], "Reading long documents is slow for large language models."), "language"),
    "shifted numbers": (_shifted, ""),
}


def _spoiling(spoil: Callable[[str], str], *, insists: bool) -> Callable[[dict[str, Any]], str]:
    def reply(request: dict[str, Any]) -> str:
        asked = str(request["messages"][-1]["content"])
        right = competent(request)
        is_repair = "Faulty:" in asked
        if "# One line" in asked or (is_repair and not insists):
            return right
        if is_repair:
            # Asked for some numbers only: an insisting model gives its first answer to them again.
            whole = spoil("\n".join(f"[{n}] {text}" for n, text in enumerate([LANTERN.title_zh, *RIGHT])))
            wanted = re.findall(r"^\[(\d+)\]", asked, re.MULTILINE)
            return "\n".join(line for line in whole.splitlines() if line[1] in wanted)
        return spoil(right)

    return reply


@pytest.mark.parametrize("slip", SLIPS)
def test_a_model_that_slips_once_is_put_right(slip: str, invoke: Invoke) -> None:
    spoil, code = SLIPS[slip]
    with ModelServer(_spoiling(spoil, insists=False)) as server:
        ran = invoke("2501.10001", "--strict", "-l", "json", OPENAI_BASE_URL=server.url)
    assert ran.exit_code == 0, ran.stderr
    page = json.loads(ran.stdout)
    assert [sentence["zh"] for sentence in page["sentences"]] == RIGHT
    repaired = {finding["code"] for finding in page["findings"] if finding["state"] == "repaired"}
    assert repaired and (not code or code in repaired)


@pytest.mark.parametrize("slip", SLIPS)
def test_a_model_that_insists_is_marked_and_refused_when_strict(slip: str, invoke: Invoke) -> None:
    spoil, code = SLIPS[slip]
    with ModelServer(_spoiling(spoil, insists=True)) as server:
        ran = invoke("2501.10001", OPENAI_BASE_URL=server.url)
        strict = invoke("2501.10001", "--strict", OPENAI_BASE_URL=server.url)
        page = json.loads(invoke("2501.10001", "-l", "json", OPENAI_BASE_URL=server.url).stdout)
    assert page["error"] is None, page["error"]
    errors = [f for f in page["findings"] if f["severity"] == "error" and f["state"] == "open"]
    assert errors and (not code or code in {finding["code"] for finding in errors})
    assert ran.exit_code == 0
    assert "待核之处" in ran.stdout
    assert " ⚠" in ran.stdout
    assert (strict.exit_code, strict.stdout) == (1, "")


def test_a_dropped_sentence_is_asked_for_and_not_printed_as_whole(invoke: Invoke) -> None:
    def dropping(request: dict[str, Any]) -> str:
        asked = str(request["messages"][-1]["content"])
        if "no usable line" in asked:
            return f"[4] {RIGHT[3]}"
        return "\n".join(line for line in competent(request).splitlines() if not line.startswith("[4]"))

    with ModelServer(dropping) as server:
        ran = invoke("2501.10001", "-l", "json", OPENAI_BASE_URL=server.url)
    assert [sentence["zh"] for sentence in json.loads(ran.stdout)["sentences"]] == RIGHT


def test_a_figure_that_a_summary_invents_is_put_right(invoke: Invoke) -> None:
    def inventing(request: dict[str, Any]) -> str:
        asked = str(request["messages"][-1]["content"])
        if "Wrong:" in asked:
            return f"[2] {LANTERN.summary}\n[3] {LANTERN.takeaways[0]}"
        if "# One line" in asked:
            return competent(request).replace("跳过 63% 的词元，最多快", "跳过 63% 的词元，准确率提高 17%，最多快")
        return competent(request)

    with ModelServer(inventing) as server:
        page = json.loads(invoke("2501.10001", "-l", "json", OPENAI_BASE_URL=server.url).stdout)
    assert page["summary"] == LANTERN.summary
    assert {f["code"] for f in page["findings"] if f["state"] == "repaired"} == {"number-invented"}


def test_repair_asks_for_the_faulty_sentences_alone(invoke: Invoke) -> None:
    asked: list[str] = []
    spoil = _spoiling(SLIPS["a figure"][0], insists=False)

    def watching(request: dict[str, Any]) -> str:
        asked.append(str(request["messages"][-1]["content"]))
        return spoil(request)

    with ModelServer(watching) as server:
        invoke("2501.10001", OPENAI_BASE_URL=server.url)
    repairs = [text for text in asked if "Faulty:" in text]
    assert len(repairs) == 1
    assert re.findall(r"^\[(\d+)\] English", repairs[0], re.MULTILINE) == ["2"]


def test_no_check_asks_nothing_more_and_says_so(invoke: Invoke) -> None:
    with ModelServer(_spoiling(SLIPS["a figure"][0], insists=True)) as server:
        ran = invoke("2501.10001", "--no-check", OPENAI_BASE_URL=server.url)
        assert len(server.chats) == 2
    assert "36%" in ran.stdout
    assert "未核对" in ran.stdout
