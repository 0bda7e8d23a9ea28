"""The sentences of a page are numbered in both languages, and evidence leads to them on GitHub and in Obsidian."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections import Counter
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from summarize.layouts import LayoutOptions, load_layout
from summarize.layouts.markdown.sentence_numbers import SENTENCE_NUMBER, sentence_number
from summarize.values import Outcome, Sentence
from tests.layouts.samples import KITE, MANY, RUN

ONE = dataclasses.replace(RUN, total=1)
PARSER = MarkdownIt("gfm-like")


def page_of(layout: str, *outcomes: Outcome, **options: str) -> str:
    return load_layout(layout, LayoutOptions(**options)).page(outcomes, ONE if len(outcomes) == 1 else RUN)  # type: ignore[arg-type]


def headings(page: str) -> list[str]:
    tokens = PARSER.parse(page)
    return [after.content for token, after in itertools.pairwise(tokens) if token.type == "heading_open"]


def inner_links(page: str) -> list[str]:
    """Return the places in the page to which its links lead, without #."""
    inline = [child for token in PARSER.parse(page) for child in token.children or ()]
    found = [str(child.attrs["href"]) for child in inline if child.type == "link_open"]
    return [unquote(link[1:]) for link in found if link.startswith("#")]


def places_on_github(page: str) -> set[str]:
    """Return the anchors that GitHub gives a page: those that it has, and one for each heading.

    A heading's is in small letters, without punctuation, with hyphens for spaces, and numbered where it repeats
    (GitHub's documentation, "Section links").
    """
    seen: Counter[str] = Counter()
    places = set(re.findall(r'<a id="([^"]+)"></a>', page))
    for heading in headings(page):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        places.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return places


@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("order", ["zh-en", "en-zh"])
def test_evidence_in_a_page_of_one_paper_leads_to_the_abstract_on_github_and_in_obsidian(to: str, order: str) -> None:
    page = page_of("report", dataclasses.replace(KITE, to=to), to=to, order=order)
    links = inner_links(page)
    assert links == ["摘要"] * 4
    assert set(links) <= places_on_github(page)
    # Obsidian's help, "Link to a heading in a note": # and the heading's text, which must not be there twice.
    assert headings(page).count("摘要") == 1


def test_links_in_a_page_of_many_lead_to_anchors_and_each_anchor_stands_once() -> None:
    page = page_of("report", *MANY)
    assert {"2501.90001v2", "2501.90001v2-s5"} <= set(inner_links(page)) <= places_on_github(page)
    anchors = re.findall(r'<a id="([^"]+)"></a>', page)
    assert len(anchors) == len(set(anchors))


def test_every_sentence_has_its_number_in_both_languages() -> None:
    for order in ("zh-en", "en-zh"):
        page = page_of("report", KITE, order=order)
        assert [page.count(sentence_number(n)) for n in range(1, 7)] == [2] * 6
        assert "③\u00a0本文提出 KiteNet" in page
        assert "③\u00a0In this paper, we propose" in page


def test_the_anchor_of_a_sentence_stands_before_its_chinese() -> None:
    assert '<a id="2501.90001v2-s5"></a>⑤\u00a0在三处海岸' in page_of("report", KITE)
    assert '<a id="2501.90001v2-s5"></a>⑤\u00a0在三处海岸' in page_of("interleaved", KITE)
    assert '<a id="2501.90001v2-s5"></a>⑤\u00a0Experiments on' in page_of("interleaved", KITE, order="en-zh")


def test_a_mark_stands_behind_its_sentence_and_not_before_the_next() -> None:
    assert '十分之一。 ⚠ <a id="2501.90001v2-s6"></a>⑥' in page_of("report", KITE)


def test_numbers_go_on_where_unicode_has_no_circles() -> None:
    assert [sentence_number(n) for n in (1, 20, 21, 35, 36, 50, 51)] == [
        f"{number}\u00a0" for number in ("①", "⑳", "㉑", "㉟", "㊱", "㊿", "（51）")
    ]
    assert all(SENTENCE_NUMBER.fullmatch(sentence_number(n)) for n in range(1, 60))


def test_a_number_of_the_papers_own_stays() -> None:
    sentence = Sentence(1, "We ①\u00a0cut and ② glue.", "我们①\u00a0剪、② 贴。")
    result = dataclasses.replace(KITE, draft=dataclasses.replace(KITE.draft, sentences=(sentence,)))
    page = page_of("report", result)
    assert "①\u00a0We ① cut and ② glue." in page


@pytest.mark.parametrize(
    ("layout", "zh", "en"),
    [
        ("report", "## 摘要", "## Abstract"),
        ("bilingual", "**Abstract (ZH)**: 风向", "**Abstract**: Small"),
        ("interleaved", "风向改变时", "Small weather kites"),
        ("html", "风向改变时", "Small weather kites"),
        ("table", "KiteNet：对齐", "KiteNet: Aligning"),
    ],
)
def test_chinese_stands_first_or_as_the_order_says(layout: str, zh: str, en: str) -> None:
    body = page_of(layout, KITE).partition("<body")[2] or page_of(layout, KITE)
    assert body.index(zh) < body.index(en)
    turned = page_of(layout, KITE, order="en-zh")
    body = turned.partition("<body")[2] or turned
    assert body.index(en) < body.index(zh)


@pytest.mark.parametrize("order", ["zh-en", "en-zh"])
def test_a_table_links_the_title_that_stands_first(order: str) -> None:
    page = page_of("table", KITE, order=order)
    first = "KiteNet：对齐气象风筝的日志" if order == "zh-en" else "KiteNet: Aligning the Logs of Weather Kites"
    assert f"[{first}](https://arxiv.org/abs/2501.90001v2)<br>KiteNet" in page


def test_a_table_without_a_chinese_title_links_the_english_one() -> None:
    result = dataclasses.replace(KITE, draft=dataclasses.replace(KITE.draft, title_zh=""))
    assert "[KiteNet: Aligning the Logs of Weather Kites](https://arxiv.org/abs/2501.90001v2) |" in page_of(
        "table", result
    )
