"""What is shown of replies that are still arriving reads as a page and not as the model's protocol."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from summarize.terminal.live.draft_text import draft_lines, read_draft

TRANSLATION = "[0] 稀疏路由\n[1] 阅读长文档很慢。\n[2]\n我们提出一种路由器。\n[3] 它快 2.4 倍。"
DIGEST = "# One line\n一种路由器。\n# Summary\n读得更快。\n# Takeaways\n- 跳过 63% 的词元。[2]\n- 快 2.4 倍。[3]"
PROTOCOL = ("[", "]", "#", "One line", "Summary", "Takeaways", "- ")


def test_both_replies_are_read_as_the_parts_of_a_page() -> None:
    draft = read_draft(TRANSLATION, DIGEST)
    assert draft.title == "稀疏路由"
    assert draft.sentences == ("阅读长文档很慢。", "我们提出一种路由器。", "它快 2.4 倍。")
    assert draft.one_line == "一种路由器。"
    assert draft.summary == "读得更快。"
    assert draft.takeaways == ("跳过 63% 的词元。", "快 2.4 倍。")


@pytest.mark.parametrize("mark", ["[p3]", "[§3.2]", "[2,5]", "【2】", "[p3"])
def test_a_mark_of_evidence_is_no_text_of_a_takeaway(mark: str) -> None:
    assert read_draft("", f"# Takeaways\n- 快 2.4 倍。{mark}").takeaways == ("快 2.4 倍。",)


def test_wherever_a_reply_has_come_to_no_protocol_is_shown() -> None:
    for end in range(len(TRANSLATION) + 1):
        shown = "\n".join(line.plain for line in draft_lines(read_draft(TRANSLATION[:end], DIGEST[:end]), 80, 40))
        assert not any(sign in shown for sign in PROTOCOL), shown
    for end in range(len(DIGEST) + 1):
        shown = "\n".join(line.plain for line in draft_lines(read_draft("", DIGEST[:end]), 80, 40))
        assert not any(sign in shown for sign in PROTOCOL), shown


def test_sentences_of_a_small_model_come_one_by_one_with_numbers_or_without() -> None:
    assert read_draft("[0] 稀疏路由\n[1] 阅读很慢。\n", "").sentences == ("阅读很慢。",)
    bare = read_draft("稀疏路由\n阅读很慢。\n", "")
    assert (bare.title, bare.sentences) == ("稀疏路由", ("阅读很慢。",))


def test_what_a_model_thinks_or_says_before_its_answer_is_not_shown() -> None:
    assert read_draft("<think>First the title", "").title == ""
    assert read_draft("Here is the translation:\n[0] 稀疏路由", "").title == "稀疏路由"


def test_nothing_has_come_yet() -> None:
    assert draft_lines(read_draft("", ""), 80, 20) == []


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_a_draft_keeps_to_width_and_height_and_shows_its_newest_lines(width: int) -> None:
    translation = "\n".join(f"[{n}] 第{n}句说的是很长很长的一件事情，一直说到行尾还没有说完。" for n in range(40))
    digest = "# One line\n一句话。\n# Summary\n总的来说。\n# Takeaways\n" + "\n".join(
        f"- 第{n}个要点。" for n in range(9)
    )
    lines = draft_lines(read_draft(translation, digest), width, 16)
    assert len(lines) <= 16
    assert all(cell_len(line.plain) <= width for line in lines)
    shown = "\n".join(line.plain for line in lines)
    assert "第0句" in shown and "一句话。" in shown  # title and one line stay at the top
    assert "39" in shown and "第8个要点。" in shown


def test_latex_commands_of_a_draft_are_text() -> None:
    draft = read_draft("[0] \\textit{\\underline{P}rivate}：私有\n[1] 误差为 $x_1$，\\emph{很}小。\n", "")
    shown = "\n".join(line.plain for line in draft_lines(draft, 60, 20))
    assert "Private：私有" in shown and "$x_1$，很小。" in shown
