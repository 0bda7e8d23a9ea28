"""On a terminal, a paper says why it matters; one that is folded takes three lines."""

from __future__ import annotations

import io

from rich.console import Console

from summarize.interests.interests_file import parse_interests
from summarize.interests.ranking import Ranker
from summarize.terminal.draw_page import render_terminal
from tests.layouts.samples import KITE

INTERESTS = '[wanted]\nkeywords = ["phone"]\nauthors = ["Nguyen"]\n'


def shown(interests: str, *, alone: bool, width: int = 60) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, _environ={})
    render_terminal(KITE, console, relevance=Ranker(parse_interests(interests)).relevance(KITE), alone=alone)
    return out.getvalue()


def test_the_reasons_stand_with_the_facts() -> None:
    assert "命中：phone、作者 Nguyen\n" in shown(INTERESTS, alone=False)


def test_a_folded_paper_is_a_title_with_a_link() -> None:
    text = shown(INTERESTS + '[unwanted]\nkeywords = ["drift"]', alone=False, width=100)
    assert text.splitlines()[:3] == [
        "KiteNet：对齐气象风筝的日志",
        "KiteNet: Aligning the Logs of Weather Kites",
        "已折叠 · 命中：phone、作者 Nguyen；排除：drift · https://arxiv.org/abs/2501.90001v2",
    ]
    assert "风向改变时" not in text


def test_the_only_paper_is_shown_whole() -> None:
    text = shown(INTERESTS + '[unwanted]\nkeywords = ["drift"]', alone=True)
    assert "排除：drift" in text
    assert "风向改变时" in text
