"""Pages with ``--interests``: best first, each paper with the reasons, the rest folded and not lost."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from markdown_it import MarkdownIt

from summarize.interests.interests_file import parse_interests
from summarize.layouts import LAYOUTS, REFERENCE_LISTS, LayoutOptions, load_layout
from summarize.layouts.layout import part_name
from summarize.lint.report import lint
from summarize.values import Outcome, Paper
from tests.layouts.samples import FAILED, HOSTILE, KITE, PDF, RUN
from tests.lint.own_results import STONES, TIDENET, in_traditional

INTERESTS = parse_interests("""
[wanted]
keywords = ["dry river", { name = "phone", weight = 3 }]
authors = ["Nguyen", "Field"]
[unwanted]
keywords = ["not a heading", { name = "手机", weight = 0.5 }]
""")
GIVEN: tuple[Outcome, ...] = (HOSTILE, PDF, FAILED, KITE)
PEOPLE = [name for name in LAYOUTS if name not in ("json", "jsonl", *REFERENCE_LISTS)]
MARKDOWN = [name for name in PEOPLE if name != "html"]


def page(layout: str, *outcomes: Outcome, text: str = "", **options: Any) -> str:
    interests = parse_interests(text) if text else INTERESTS
    run = dataclasses.replace(RUN, total=len(outcomes))
    return load_layout(layout, LayoutOptions(interests=interests, **options)).page(outcomes, run)


@pytest.mark.parametrize("layout", PEOPLE)
def test_the_best_stand_first_and_the_rest_last(layout: str) -> None:
    text = page(layout, *GIVEN)
    places = [
        text.rindex(words) for words in ("Aligning the Logs of Weather", "Counting the Stones", "second line evil")
    ]
    assert places == sorted(places)
    assert text.index("2503.00404") < len(text)


@pytest.mark.parametrize("layout", PEOPLE)
def test_each_paper_says_why(layout: str) -> None:
    text = page(layout, *GIVEN)
    shown = re.sub(r"<[^>]+>|\*\*", "", text)
    assert re.search("命中：?\\s*phone、作者 Nguyen", shown)
    assert re.search("命中：?\\s*dry river、作者 Field", shown)
    assert re.search("排除：?\\s*not a heading", shown)
    assert re.search("排除：?\\s*手机", shown)


@pytest.mark.parametrize("layout", PEOPLE)
def test_without_interests_nothing_changes(layout: str) -> None:
    text = load_layout(layout).page(GIVEN, RUN)
    assert "命中" not in re.sub(r"(?s)<script.*", "", text)
    assert "其余" not in text
    assert text.rindex("second line evil") < text.rindex("Counting the Stones")


@pytest.mark.parametrize("layout", MARKDOWN)
def test_folded_papers_stand_whole_inside_details(layout: str) -> None:
    text = page(layout, *GIVEN)
    assert text.count("<details>") == text.count("</details>")

    def depth(words: str) -> int:
        """How many folds are open where the words last stand."""
        before = text[: text.rindex(words)]
        return before.count("<details>") - before.count("</details>")

    assert depth("不是标题") == 1, "the abstract is folded, not lost"
    assert depth("可在手机上运行" if layout in ("report", "interleaved") else "此前的工作靠人工校正漂移") == 0
    # A renderer reads Markdown inside: what opens and ends the fold are blocks of their own.
    html = [token.content.strip() for token in MarkdownIt("commonmark").parse(text) if token.type == "html_block"]
    assert sum(block.startswith("<details>") for block in html) == text.count("<details>")
    assert sum(block.endswith("</details>") for block in html) == text.count("</details>")


@pytest.mark.parametrize("layout", PEOPLE)
def test_a_page_of_one_paper_is_never_folded(layout: str) -> None:
    text = page(layout, HOSTILE)
    assert "展开" not in text
    assert "其余" not in text
    assert "排除" in text


def test_a_paper_keeps_its_part_of_the_file() -> None:
    layout = load_layout("report", LayoutOptions(interests=INTERESTS))
    parts = layout.parts(GIVEN, dataclasses.replace(RUN, total=4)).parts
    papers = [part_name(result.paper) for result in (KITE, PDF, HOSTILE)]
    assert [part.name for part in parts] == ["heading", *papers[:2], "rest", papers[2], "failures"]


def test_what_streams_keeps_its_order_and_says_why() -> None:
    layout = load_layout("report", LayoutOptions(interests=INTERESTS))
    assert "命中**：phone" in layout.paper(KITE, 1)
    assert "<details><summary>展开</summary>" in layout.paper(HOSTILE, 2)


def test_more_reasons_than_can_be_read_are_counted() -> None:
    words = ["small", "weather", "kites", "drift", "wind", "turns", "logs", "hard", "compare", "flights"]
    text = page("digest", KITE, text=f"[wanted]\nkeywords = {words}")
    assert re.search(r"命中：(?:\w+、){7}\w+等 10 项\n", text)


MARKUP = "[wanted]\nkeywords = ['__small__ ~~weather~~ <kites>', 'river']\nauthors = ['Ada *|* Nguyen']"


@pytest.mark.parametrize("layout", MARKDOWN)
def test_a_reason_is_no_markup(layout: str) -> None:
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(page(layout, KITE, PDF, text=MARKUP))
    assert "__small__ ~~weather~~ &lt;kites&gt;、作者 Ada *|* Nguyen" in rendered


def test_a_reason_is_no_element_of_the_web_page() -> None:
    text = page("html", KITE, PDF, text=MARKUP)
    assert "__small__ ~~weather~~ &lt;kites&gt;、作者 Ada" in text
    assert "<kites>" not in text


@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("layout", PEOPLE)
def test_the_reasons_are_not_read_as_text_of_the_paper(layout: str, to: str) -> None:
    """Figures and Chinese words in a reason would be findings if they were."""

    def lookup(names: Sequence[str]) -> Mapping[str, Paper]:
        return {name: r.paper for r in (TIDENET, STONES) for name in names if str(r.paper) in name}

    given = [result if to == "zh-Hans" else in_traditional(result) for result in (TIDENET, STONES)]
    wanted = "[wanted]\nkeywords = ['a 1999', 'the', 'we']\nauthors = ['Field']\n"
    for fold in ("", "[unwanted]\nkeywords = ['stone*']\n"):
        for outcomes in (given, given[1:]):
            report = lint("page", page(layout, *outcomes, text=wanted + fold, contents=True), lookup, None)
            assert report.papers == len(outcomes)
            assert report.remarks == ()


def test_the_same_outcomes_give_the_same_page() -> None:
    assert page("report", *GIVEN) == page("report", *GIVEN)
