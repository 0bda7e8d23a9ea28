"""The page on a terminal has the right widths, breaks and links.

No text of a paper can do anything to the screen.
"""

from __future__ import annotations

import dataclasses
import io
import itertools
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from summarize.terminal.draw_page import render_terminal
from summarize.terminal.line_breaks import line_breaks
from summarize.values import Result
from tests.layouts.samples import HOSTILE, KITE, PDF

OSC8 = re.compile(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\")
ANSI = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")


def shown(result: Result, width: int, terminal: bool = True, **settings: bool) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
        legacy_windows=False,
        _environ={},
        **settings,  # type: ignore[arg-type]
    )
    render_terminal(result, console)
    return out.getvalue()


@pytest.mark.parametrize("width", [24, 40, 80, 120, 200])
@pytest.mark.parametrize("result", [KITE, PDF, HOSTILE], ids=["plain", "pdf", "hostile"])
def test_no_line_is_wider_than_the_terminal(width: int, result: Result) -> None:
    lines = ANSI.sub("", shown(result, width)).splitlines()
    assert max(cell_len(line) for line in lines) <= width


@pytest.mark.parametrize("width", [24, 40, 80, 120])
def test_no_line_begins_with_closing_punctuation(width: int) -> None:
    for line in ANSI.sub("", shown(KITE, width)).splitlines():
        assert not re.match(r"\s*[，。、；：？！）》」』】”]", line), line


def test_nothing_of_the_text_is_lost_by_breaking_lines() -> None:
    flat = re.sub(r"\s+", "", ANSI.sub("", shown(KITE, 40)))
    assert "在三处海岸的实验显示误差为0.73m，是最佳对手的十分之一。" in flat
    assert "twoordersofmagnitudebelowthebestrival." in flat


def test_a_finding_stands_below_its_sentence() -> None:
    page = ANSI.sub("", shown(KITE, 80))
    assert (
        page.index("十分之一。 ⚠")
        < page.index("⚠ 第 5 句 数字有变：“two orders of magnitude”译作“十分之一”，数量级不同")
        < page.index(" 6 代码见")
    )


def test_the_languages_stand_beside_each_other_where_there_is_room() -> None:
    page = ANSI.sub("", shown(KITE, 120))
    assert re.search(r"Earlier work corrects the drift by hand\. +此前的工作靠人工校正漂移。", page)


def test_links_can_be_clicked_and_lead_only_where_the_source_leads() -> None:
    urls = set(OSC8.findall(shown(KITE, 80))) - {""}
    assert "https://arxiv.org/abs/2501.90001v2" in urls
    assert "https://github.com/acme-kites/kitenet" in urls
    assert not any("evil" in url for url in OSC8.findall(shown(HOSTILE, 80)))


def test_a_page_of_evidence_leads_to_the_page_of_the_pdf() -> None:
    assert "https://arxiv.org/pdf/hep-th/9909099v1#page=3" in OSC8.findall(shown(PDF, 80))


def test_a_paper_cannot_send_anything_to_the_terminal() -> None:
    plain = ANSI.sub("", shown(HOSTILE, 80))
    assert "\x1b" not in plain
    assert "\u202e" not in plain
    assert "[31mred" in plain


def test_text_is_not_read_as_markup_of_the_terminal_library() -> None:
    draft = dataclasses.replace(
        KITE.draft, summary="[bold red]危险[/bold red] :warning:", title_zh="[link=https://x.example]甲"
    )
    plain = ANSI.sub("", shown(dataclasses.replace(KITE, draft=draft), 80))
    assert "[bold red] 危险 [/bold red] :warning:" in plain or "[bold red]危险[/bold red] :warning:" in plain
    assert not any("x.example" in url for url in OSC8.findall(shown(dataclasses.replace(KITE, draft=draft), 80)))


def test_without_colour_there_is_no_escape_sequence_at_all() -> None:
    assert "\x1b" not in shown(KITE, 80, terminal=False)
    assert "https://arxiv.org/abs/2501.90001v2" in shown(KITE, 80, terminal=False)


def test_no_color_keeps_no_colour() -> None:
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", shown(KITE, 80, no_color=True))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五六", 6, ["一二三", "四五六"]),
        ("一二三。四", 6, ["一二", "三。四"]),
        ("一二（三四", 6, ["一二", "（三四"]),
        ("hello big world", 9, ["hello big", "world"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("用 GPT 写", 6, ["用 GPT", "写"]),
        ("", 5, [""]),
    ],
)
def test_breaks(text: str, width: int, lines: list[str]) -> None:
    offsets = [0, *line_breaks(text, width, cell_len), len(text)]
    assert [text[a:b].rstrip() for a, b in itertools.pairwise(offsets)] == lines


def test_the_chinese_is_not_drawn_in_the_style_of_the_number_before_it() -> None:
    sentence = next(line for line in shown(KITE, 80).splitlines() if "此前的工作靠人工校正漂移。" in line)
    before = sentence.partition("此前")[0]
    assert re.findall(r"\x1b\[([0-9;]*)m", before)[-1] == "0"  # the dim number has ended
    takeaway = next(line for line in shown(KITE, 80).splitlines() if "可在手机上运行" in line and "3. " in line)
    assert re.findall(r"\x1b\[([0-9;]*)m", takeaway.partition("可在")[0])[-1] == "0"
