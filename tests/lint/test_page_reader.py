"""Pages as people publish them are read back into pairs with their places."""

from __future__ import annotations

from summarize.lint.page_paper import PagePaper
from summarize.lint.page_reader import read_page

REPORT = """\
R1 日报

⚠️ 以下内容由模型生成

2025-05-01 更新

Counting Sparrows from Space

Authors:Ann Lee, Bo Chen

We count sparrows with a satellite. The count reaches 1,200 birds in one city and agrees with ground truth within 5%. Code is available at https://github.com/example/sparrow.

我们用卫星清点麻雀。在一座城市中清点到 1,200 只，与地面真值相差不超过 5%。代码见 https://github.com/example/sparrow 。

论文及项目相关链接

PDF 12 pages

Summary

本文用卫星清点麻雀。

Key Takeaways

  1. 在一座城市清点到 1,200 只麻雀。
  2. 误差不超过 5%。

Cool Papers

点此查看论文截图


A Second Paper about Noise

Authors:Cy Dahl

Noise is measured in 14 rooms with microphones of two kinds, and the difference between the kinds is smaller than the difference between rooms in every case.

我们用两种麦克风在 14 个房间里测量噪声，两种麦克风之间的差异总是小于房间之间的差异。

## 摘要

测量了噪声。
"""

BILINGUAL = """\
# Counting Sparrows from Space

**Title (ZH)**: 从太空清点麻雀

**Authors**: Ann Lee

**Link**: [PDF](https://arxiv.org/pdf/2501.01234)

**Abstract**: We count sparrows.

**Abstract (ZH)**: 我们清点麻雀。

第二段。

---
# Another Title of a Paper

**Title (ZH)**: 另一篇论文的标题

**Abstract**: It works.

**Abstract (ZH)**: 它有效。
"""

DIGEST = """\
## Counting Sparrows from Space
[从太空清点麻雀](https://arxiv.org/abs/2501.01234v2)

我们清点麻雀。
  第二段，也属于摘要。

## Another Title of a Paper
[另一个标题](https://arxiv.org/abs/2501.05678)

它有效。
"""

INTERLEAVED = """\
# Counting Sparrows from Space

从太空清点麻雀

[abs](https://arxiv.org/abs/2501.01234)

<sup id="s1">1</sup> We count sparrows.

我们清点麻雀。

<sup id="s2">2</sup> It works well.

效果很好。
"""

TABLE = """\
| 日期 | 标题 | 摘要 | 要点 |
|---|---|---|---|
| 2025-01-02 | [Counting Sparrows](https://arxiv.org/abs/2501.01234)<br>清点麻雀 | 我们用卫星清点一座大城市里的所有麻雀，并与地面数据比较。 | 要点 |
"""


def shape(paper: PagePaper) -> dict[str, tuple[str, str]]:
    return {u.unit: (u.source, u.target.text) for u in paper.units()}


def test_a_report_with_plain_headings_is_read() -> None:
    first, second = read_page(REPORT)
    assert (first.title, second.title) == ("Counting Sparrows from Space", "A Second Paper about Noise")
    units = shape(first)
    assert set(units) == {"abstract", "summary", "takeaways"}
    assert units["abstract"][0].startswith("We count sparrows with a satellite.")
    assert units["summary"][1] == "本文用卫星清点麻雀。"
    assert units["takeaways"][1].splitlines() == ["1. 在一座城市清点到 1,200 只麻雀。", "2. 误差不超过 5%。"]


def test_a_second_heading_of_abstract_is_a_summary() -> None:
    assert shape(read_page(REPORT)[1])["summary"][1] == "测量了噪声。"


def test_labelled_fields_run_until_the_next_label() -> None:
    first, second = read_page(BILINGUAL)
    assert (first.ref, second.ref) == ("2501.01234", "")
    assert shape(first) == {
        "title": ("Counting Sparrows from Space", "从太空清点麻雀"),
        "abstract": ("We count sparrows.", "我们清点麻雀。\n第二段。"),
    }
    assert shape(second)["abstract"] == ("It works.", "它有效。")


def test_a_digest_has_no_english_until_it_is_looked_up() -> None:
    first, second = read_page(DIGEST)
    assert (first.ref, second.ref) == ("2501.01234v2", "2501.05678")
    assert shape(first)["abstract"] == ("", "我们清点麻雀。\n第二段，也属于摘要。")
    looked_up = {u.unit: u.source for u in first.units("Title", "We count.")}
    assert looked_up == {"title": "Counting Sparrows from Space", "abstract": "We count."}


def test_interleaved_sentences_are_put_together() -> None:
    (paper,) = read_page(INTERLEAVED)
    assert shape(paper) == {
        "title": ("Counting Sparrows from Space", "从太空清点麻雀"),
        "abstract": ("We count sparrows. It works well.", "我们清点麻雀。\n效果很好。"),
    }


def test_a_table_row_is_a_paper() -> None:
    (paper,) = read_page(TABLE)
    assert paper.ref == "2501.01234"
    assert shape(paper)["title"] == ("Counting Sparrows", "清点麻雀")


def test_words_are_found_where_they_stand_in_the_file() -> None:
    (first, _) = read_page(BILINGUAL)
    abstract = first.abstract_zh
    place = abstract.place(abstract.text.index("第二段"))
    assert (place.line, place.column) == (13, 1)
    title = first.title_zh
    assert BILINGUAL.splitlines()[title.place(0).line - 1][title.place(0).column - 1 :].startswith("从太空")


def test_a_page_without_papers_gives_none() -> None:
    assert read_page("# 目录\n\n只有中文。\n") == []
    assert read_page("") == []


def test_a_linked_title_with_the_chatter_of_its_model_is_one_title() -> None:
    """A model explained its title, and the page put all of it into the link."""
    page = (
        "## Counting Sparrows from Space\n[从太空清点麻雀\n\n说明：这个翻译保留了原意。\n\n"
        "另一个译法：在太空中数麻雀](https://arxiv.org/abs/2501.01234)\n\n我们清点麻雀。\n"
    )
    (paper,) = read_page(page)
    assert shape(paper)["title"][1].splitlines() == [
        "从太空清点麻雀",
        "说明：这个翻译保留了原意。",
        "另一个译法：在太空中数麻雀",
    ]
    assert shape(paper)["abstract"][1] == "我们清点麻雀。"
    place = paper.title_zh.place(paper.title_zh.text.index("另一个"))
    assert (place.line, place.column) == (6, 1)


def test_a_title_in_bold_with_the_chatter_of_its_model_is_one_title() -> None:
    page = (
        "# Counting the Stones of a Dry River\n\n**好的，标题的译文如下：\n清点干河的石头**\n\n## 摘要\n\n"
        "我们清点一条干河的石头。共有 4,096 块。\n"
    )
    (paper,) = read_page(page)
    assert paper.title_zh.text == "好的，标题的译文如下：\n清点干河的石头"
    assert paper.abstract_zh.text == "我们清点一条干河的石头。共有 4,096 块。"


def test_a_bracket_that_is_no_link_opens_no_title() -> None:
    (paper,) = read_page("## Counting Sparrows from Space\n[注] 我们清点了城市里的所有麻雀。\n\n第二段。\n")
    assert "第二段。" in shape(paper)["abstract"][1]


ADDRESS = "https://github.com/example/sparrow"
WITH_ADDRESS = f"""\
# Counting Sparrows from Space

**Title (ZH)**: 从太空清点麻雀

**Abstract**: We count sparrows. Code is available at {ADDRESS}.

**Abstract (ZH)**: 我们清点麻雀。代码见：

{ADDRESS}

误差很小。
"""


def test_an_address_alone_in_a_paragraph_belongs_to_the_sentence_before_it() -> None:
    english, chinese = shape(read_page(WITH_ADDRESS)[0])["abstract"]
    assert english.count(ADDRESS) == 1
    assert chinese == f"我们清点麻雀。代码见：\n{ADDRESS}\n误差很小。"


def test_an_address_alone_that_the_english_has_too_is_chinese_text() -> None:
    page = WITH_ADDRESS.replace("代码见：", "代码已公开。")
    assert ADDRESS in shape(read_page(page)[0])["abstract"][1]


def test_the_address_of_a_project_alone_in_a_paragraph_is_no_text_of_the_paper() -> None:
    page = "# Counting Sparrows from Space\n\n{}\n\n**Abstract**: We count sparrows.\n\n{}\n\n**Abstract (ZH)**: 我们清点麻雀。\n\n{}\n"
    page = page.format(*[f"<{ADDRESS}>"] * 3)
    assert shape(read_page(page)[0])["abstract"] == ("We count sparrows.", "我们清点麻雀。")


def test_an_english_sentence_may_end_in_an_address_of_its_own_paragraph() -> None:
    page = f"# Counting Sparrows from Space\n\n**Abstract**: We count sparrows. Code is at\n\n{ADDRESS}\n\n**Abstract (ZH)**: 我们清点麻雀。代码见 {ADDRESS} 。\n"
    assert shape(read_page(page)[0])["abstract"][0] == f"We count sparrows. Code is at {ADDRESS}"
