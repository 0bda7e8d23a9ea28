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
