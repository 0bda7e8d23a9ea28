"""Replies of real models, good and bad, are read or refused with a reason."""

from __future__ import annotations

import pytest

from summarize.prompting.replies import parse_digest, parse_lines, parse_takeaway, visible_text
from summarize.values import Evidence

CLEAN = {0: "标题", 1: "第一句。", 2: "第二句。"}

WHOLE = {
    "plain": "[0] 标题\n[1] 第一句。\n[2] 第二句。",
    "code fence": "```text\n[0] 标题\n[1] 第一句。\n[2] 第二句。\n```",
    "preamble and remark": "好的，以下是译文：\n\n[0] 标题\n[1] 第一句。\n[2] 第二句。\n\n说明：我保留了术语。",
    "thinking": "<think>[0] 不是\n[1] 也不是</think>\n[0] 标题\n[1] 第一句。\n[2] 第二句。",
    "thinking without its beginning": "let me see [1] no</think>[0] 标题\n[1] 第一句。\n[2] 第二句。",
    "thinking that never ends after the lines": "[0] 标题\n[1] 第一句。\n[2] 第二句。\n<think>hm",
    "full-width brackets": "【0】标题\n【1】第一句。\n［2］ 第二句。",
    "bullets": "- [0] 标题\n- [1] 第一句。\n- [2] 第二句。",
    "bold numbers": "**[0]** 标题\n**[1]** 第一句。\n**[2]** 第二句。",
    "colon": "[0]: 标题\n[1]：第一句。\n[2]: 第二句。",
    "plain numbers": "0. 标题\n1. 第一句。\n2. 第二句。",
    "Chinese enumeration": "0、标题\n1、第一句。\n2、第二句。",
    "blank lines between": "[0] 标题\n\n[1] 第一句。\n\n[2] 第二句。",
    "number on a line of its own": "[0]\n标题\n[1]\n第一句。\n[2]\n第二句。",
    "all on one line": "[0] 标题 [1] 第一句。 [2] 第二句。",
    "counted from one": "[1] 标题\n[2] 第一句。\n[3] 第二句。",
    "an extra number": "[0] 标题\n[1] 第一句。\n[2] 第二句。\n[3] 多余。",
    "the same line twice": "[0] 标题\n[1] 第一句。\n[1] 第一句。\n[2] 第二句。",
    "byte order mark and zero-width": "\ufeff[0] 标题\n[1] 第\u200b一句。\n[2] 第二句。",
    "carriage returns": "[0] 标题\r\n[1] 第一句。\r\n[2] 第二句。",
    "wrapped line": "[0] 标题\n[1] 第一\n句。\n[2] 第二句。",
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_reply_is_read_whatever_stands_around_it(name: str) -> None:
    reply = parse_lines(WHOLE[name], [0, 1, 2])
    assert {n: text.replace(" ", "") for n, text in reply.texts.items()} == CLEAN
    assert reply.missing == ()


LACKING = {
    "a missing number": ("[0] 标题\n[2] 第二句。", (1,)),
    "an empty line": ("[0] 标题\n[1]\n[2] 第二句。", (1,)),
    "two numbers on one text": ("[0] 标题\n[1][2] 两句合一。", (1, 2)),
    "a range": ("[0] 标题\n[1-2] 两句合一。", (1, 2)),
    "two texts for one number": ("[0] 标题\n[1] 甲。\n[1] 乙。\n[2] 第二句。", (1,)),
    "nothing at all": ("", (0, 1, 2)),
    "prose": ("The paper is about lanterns.", (0, 1, 2)),
    "only thinking": ("<think>[0] 标题\n[1] 第一句。", (0, 1, 2)),
}


@pytest.mark.parametrize("name", LACKING)
def test_what_is_not_there_is_named(name: str) -> None:
    reply, missing = LACKING[name]
    assert parse_lines(reply, [0, 1, 2]).missing == missing


def test_a_remark_never_becomes_part_of_a_line() -> None:
    reply = parse_lines("[1] 第一句。\n\n注：以上为直译。", [1])
    assert reply.texts == {1: "第一句。"}
    assert reply.stray == ("注：以上为直译。",)


def test_one_line_may_come_without_its_number_if_it_is_chinese() -> None:
    assert parse_lines("第一句。", [1]).texts == {1: "第一句。"}
    assert parse_lines("All lines are there.", [1]).missing == (1,)


def test_citations_inside_a_line_are_no_numbers() -> None:
    reply = parse_lines("[1] 如 [2] 所示，它更快。\n[2] 第二句。", [1, 2])
    assert reply.texts[1] == "如 [2] 所示，它更快。"


def test_control_characters_do_not_survive() -> None:
    assert visible_text("a\x1b[31mb\x00c\U000e0041") == "a[31mbc"


DIGEST = "# One line\n{}\n# Summary\n{}\n# Takeaways\n{}"


def test_a_digest_is_read() -> None:
    digest = parse_digest(DIGEST.format("一句。", "一段。", "- 甲 [2]\n- 乙 [2,5]\n- 丙 [3-5]"), "sentence")
    assert (digest.one_line, digest.summary, digest.missing) == ("一句。", "一段。", ())
    assert [t.text for t in digest.takeaways] == ["甲", "乙", "丙"]
    assert [tuple(e.sentence for e in t.evidence) for t in digest.takeaways] == [(2,), (2, 5), (3, 4, 5)]


@pytest.mark.parametrize(
    "headings",
    [
        ("# One line", "# Summary", "# Takeaways"),
        ("## One line", "## Summary", "## Key Takeaways"),
        ("**One line**", "**Summary**", "**Takeaways**"),
        ("# 一句话总结", "# 摘要", "# 要点"),
        ("一句话总结：", "总结：", "关键要点："),
        ("# One line:", "# Summary:", "# Takeaways:"),
        ("1. One line", "2. Summary", "3. Takeaways"),
    ],
)
def test_headings_are_known_in_the_forms_that_models_use(headings: tuple[str, str, str]) -> None:
    one, two, three = headings
    digest = parse_digest(f"{one}\n一句。\n{two}\n一段。\n{three}\n- 甲 [1]\n- 乙 [2]", "sentence")
    assert (digest.one_line, digest.summary, len(digest.takeaways)) == ("一句。", "一段。", 2)


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "1. ", "1、", "（1）", "+ "])
def test_bullets_of_every_kind(bullet: str) -> None:
    digest = parse_digest(DIGEST.format("一句。", "一段。", f"{bullet}甲 [1]"), "sentence")
    assert digest.takeaways[0].text == "甲"


@pytest.mark.parametrize(
    ("text", "kind", "evidence"),
    [
        ("甲 [2]", "sentence", (Evidence(sentence=2),)),
        ("甲【2，3】", "sentence", (Evidence(sentence=2), Evidence(sentence=3))),
        ("甲 [2][3]", "sentence", (Evidence(sentence=2), Evidence(sentence=3))),
        ("甲 [第2句]", "sentence", (Evidence(sentence=2),)),
        ("甲。[2]。", "sentence", (Evidence(sentence=2),)),
        ("甲 [p3]", "page", (Evidence(page=3),)),
        ("甲 [p3, p5]", "page", (Evidence(page=3), Evidence(page=5))),
        ("甲 [p3,5]", "page", (Evidence(page=3), Evidence(page=5))),
        ("甲 [pp. 3–4]", "page", (Evidence(page=3), Evidence(page=4))),
        ("甲 [第3页]", "page", (Evidence(page=3),)),
        ("甲 [§3.2]", "section", (Evidence(section="3.2"),)),
        ("甲 [§A, §3.2]", "section", (Evidence(section="A"), Evidence(section="3.2"))),
        ("甲 [3.2]", "section", (Evidence(section="3.2"),)),
        ("甲", "sentence", ()),
        ("甲 [见附录]", "sentence", ()),
    ],
)
def test_evidence_is_read_in_every_form(text: str, kind: str, evidence: tuple[Evidence, ...]) -> None:
    takeaway = parse_takeaway(text, kind)  # type: ignore[arg-type]
    assert takeaway.evidence == evidence
    assert takeaway.text.startswith("甲")


def test_what_a_digest_lacks_is_named() -> None:
    assert parse_digest("# Summary\n一段。", "sentence").missing == ("one_line", "takeaways")
    assert parse_digest("", "sentence").missing == ("one_line", "summary", "takeaways")


def test_a_second_version_is_not_taken() -> None:
    twice = DIGEST.format("一句。", "一段。", "- 甲 [1]") + "\n" + DIGEST.format("另一句。", "另一段。", "- 乙 [2]")
    digest = parse_digest(twice, "sentence")
    assert digest.one_line == "一句。"
    assert [t.text for t in digest.takeaways] == ["甲"]


def test_a_closing_remark_is_no_takeaway() -> None:
    digest = parse_digest(DIGEST.format("一句。", "一段。", "- 甲。[1]\n\n希望对你有帮助！"), "sentence")
    assert [t.text for t in digest.takeaways] == ["甲。"]
