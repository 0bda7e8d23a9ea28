"""Findings on stderr are told in the language of the command, in Chinese as pages tell them."""

from __future__ import annotations

import dataclasses

import pytest

from summarize.terminal.console import Console
from summarize.values import Finding
from tests.layouts.samples import KITE

LOST = Finding("number-missing", "error", "3.4% has no counterpart in the Chinese", "abstract", 3, "3.4%")
TERM = Finding("term", "warning", "“logs” became “日志”", "summary", None, "logs", "日志", "repaired", "航迹")
LINES = {
    "zh_CN.UTF-8": [
        "⚠ 2501.90001v2: 第 3 句 数字缺失：“3.4%”没有译出 (number-missing)",
        "2501.90001v2: 已修正 总结 术语不当（提示）：“logs”译作“日志”，宜作“航迹” (term)",
    ],
    "en_US.UTF-8": [
        "⚠ 2501.90001v2: abstract [3] number-missing: 3.4% has no counterpart in the Chinese (“3.4%”)",
        "2501.90001v2: repaired summary term: “logs” became “日志” (“logs” → “日志”)",
    ],
}


@pytest.mark.parametrize("locale", LINES)
def test_a_finding_is_told_in_the_language_of_the_locale(locale: str, capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(verbose=True, env={"LC_ALL": locale})
    console.findings(dataclasses.replace(KITE, findings=(LOST, TERM)))
    assert capsys.readouterr().err.splitlines() == LINES[locale]
