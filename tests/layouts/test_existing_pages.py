"""From the text of a file and a new page to the file's new text: the program's parts are replaced, notes stay."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from summarize.layouts import LAYOUTS, LayoutOptions, load_layout
from summarize.layouts.existing.json_pages import json_page, read_json_papers
from summarize.layouts.existing.marked_page import PageMarks, marked_markdown, marked_web_page, read_marks
from summarize.layouts.existing.markers import NotOurs, PaperMark
from summarize.layouts.layout import PageParts, part_name
from summarize.values import Outcome, PaperRef, Result
from tests.layouts.samples import FAILED, HOSTILE, KITE, PDF, RUN
from tests.layouts.test_json import SCHEMA

ONE = replace(RUN, total=1)
MARKDOWN = [name for name in LAYOUTS if load_layout(name).suffix == ".md"]
NEWER = replace(KITE, paper=replace(KITE.paper, version=3), draft=replace(KITE.draft, one_line="新版一句话"))
BEGIN, END = "<!-- summarize:begin 2501.90001 ", "<!-- summarize:end 2501.90001 -->\n"


def page(*outcomes: Outcome, layout: str = "report", front: bool = False) -> PageParts:
    run = ONE if len(outcomes) == 1 else replace(RUN, total=len(outcomes))
    return load_layout(layout, LayoutOptions(front_matter=front)).parts(list(outcomes), run)


def marks(*results: Result, layout: str = "report") -> PageMarks:
    return PageMarks(layout, tuple(PaperMark(part_name(r.paper), r.paper.version, "k" * 64) for r in results))


def written(*outcomes: Outcome, onto: str | None = None, layout: str = "report", front: bool = False) -> str:
    return marked_markdown(page(*outcomes, layout=layout, front=front), PageMarks(), onto)


def test_a_page_is_the_same_between_its_markers() -> None:
    text = written(KITE)
    assert text.startswith(BEGIN) and text.endswith(END)
    assert str(page(KITE)) in text
    assert written(KITE, onto=text) == text


def test_notes_before_between_and_after_stay_where_they_are() -> None:
    old = written(KITE, PDF)
    between = old.replace(END, f"{END}\nread this in full!\n")
    text = f"my reading list\n\n{between}\nlast words"
    again = written(KITE, PDF, onto=text)
    assert again == text
    renewed = written(NEWER, PDF, onto=text)
    assert renewed.startswith("my reading list\n\n<!--") and renewed.endswith("\nlast words")
    assert f"{END}\nread this in full!\n" in renewed
    assert "新版一句话" in renewed and KITE.draft.one_line not in renewed


def test_a_note_moves_with_its_paper_and_outlives_it() -> None:
    text = written(KITE, PDF, HOSTILE).replace(END, f"{END}\nabout kites\n")
    moved = written(HOSTILE, KITE, PDF, onto=text)
    assert moved.index("2502.00666 sha256") < moved.index(BEGIN) < moved.index("about kites")
    assert f"{END}\nabout kites\n" in moved
    assert "about kites" in written(HOSTILE, PDF, onto=text)
    assert "about kites" in written(PDF, onto=text)


def test_line_endings_and_byte_order_mark_stay() -> None:
    text = "\ufeff" + (written(KITE, front=True) + "\nmy note\n").replace("\n", "\r\n")
    assert written(KITE, onto=text, front=True) == text
    renewed = written(NEWER, onto=text, front=True)
    assert renewed.startswith("\ufeff---\r\n") and renewed.endswith("\r\nmy note\r\n")
    assert renewed.count("\n") == renewed.count("\r\n")
    assert written(NEWER, onto=renewed, front=True) == renewed


@pytest.mark.parametrize(
    "note",
    [
        "> <!-- summarize:begin 2501.90001 sha256=0 -->",
        "the line `<!-- summarize:end 2501.90001 -->` is a marker",
        "    <!-- summarize:end 2501.90001 -->",
        "```\n<!-- summarize:begin x sha256=0 -->\n<!-- summarize:end y -->\n```",
        "<!-- summarize:begin",
        "<!-- summarize:paper 2501.90001 version=1 -->",
        "a form feed\x0cand a line separator\u2028in a note",
    ],
    ids=range(7),
)
def test_a_note_may_hold_the_text_of_a_marker(note: str) -> None:
    for text in (f"{note}\n\n{written(KITE)}", f"{written(KITE)}\n{note}\n"):
        assert written(KITE, onto=text) == text
        assert note in written(NEWER, onto=text)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda text: text.replace("风筝", "纸鸢"), "was edited"),
        (lambda text: text.replace(END, ""), "has no end"),
        (lambda text: text.split("-->\n", 1)[1], "nothing begins"),
        (lambda text: text.replace(END, END[:-5]), "has no end"),
        (lambda text: text + text, "twice"),
        (lambda text: text.replace("sha256=", "sha="), "was edited"),
        (lambda text: str(page(KITE)) + "\n0.1's page with a note\n", "no markers"),
        (lambda text: "```\n" + text, "never closed"),
        (lambda text: "my own file\n", "no markers"),
    ],
)
def test_what_is_not_ours_is_refused_and_replaced_where_it_is_asked_for(damage, why: str) -> None:  # type: ignore[no-untyped-def]
    text = damage(written(KITE))
    with pytest.raises(NotOurs, match=why):
        written(KITE, onto=text)
    replaced = marked_markdown(page(KITE), PageMarks(), text, overwrite=True)
    assert str(page(KITE)) in replaced
    assert written(KITE, onto=replaced) == replaced


def test_an_edited_part_is_replaced_on_request_and_the_notes_around_it_stay() -> None:
    text = written(KITE).replace("风筝", "纸鸢") + "\nmy note\n"
    assert marked_markdown(page(KITE), PageMarks(), text, overwrite=True) == written(KITE) + "\nmy note\n"


def test_an_empty_file_and_the_page_as_stdout_prints_it_are_taken_over() -> None:
    for standing in ("", "\n", str(page(KITE)), str(page(KITE)).replace("\n", "\r\n")):
        assert "<!-- summarize:begin" in written(KITE, onto=standing)


def test_keys_of_the_reader_stay_in_the_front_matter_as_they_are_written() -> None:
    old = written(KITE, front=True)
    text = old.replace(
        "---\n\n<!--", "# mine\nstatus: 'read'   # twice\nrating: 5\nlinks:\n- [[a]]\n\n- b\n---\n\n<!--"
    )
    assert text != old
    assert written(KITE, onto=text, front=True) == text
    newer = replace(NEWER, paper=replace(NEWER.paper, title="KiteNet, Again"))
    renewed = written(newer, onto=text, front=True)
    values = yaml.safe_load(renewed.split("---\n")[1])
    assert values["title"] == "KiteNet, Again" and values["rating"] == 5 and values["links"] == [[["a"]], "b"]
    assert "status: 'read'   # twice\n" in renewed
    assert "rating: 5\n" in written(KITE, onto=text) and "title_zh" not in written(KITE, onto=text).split("---")[1]


def test_tags_of_the_reader_stay_and_another_order_of_keys_is_no_edit() -> None:
    text = written(KITE, front=True).replace("tags:\n", "tags:\n- to-read\n")
    assert written(KITE, onto=text, front=True).count("to-read") == 1
    front, rest = text.split("---\n", 2)[1:]
    blocks = yaml.safe_load(front)
    turned = yaml.safe_dump(dict(reversed(blocks.items())), allow_unicode=True, sort_keys=False, default_style='"')
    same = f"---\n{turned}---\n{rest}"
    assert "to-read" in written(KITE, onto=same, front=True)


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("title_zh: ", "title_zh: 我的 "),
        lambda text: text.replace("checked: ", "checked: [", 1),
        lambda text: text.replace("---\ntitle", "---\n- title", 1),
    ],
)
def test_an_edit_of_the_programs_keys_is_refused(edit) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotOurs, match="front matter"):
        written(KITE, onto=edit(written(KITE, front=True)), front=True)


def test_front_matter_of_the_reader_alone_stays_and_is_not_mixed_with_keys_of_the_same_name() -> None:
    text = f"---\ndate: yesterday\n---\n{written(KITE)}"
    assert written(KITE, onto=text) == text
    with pytest.raises(NotOurs, match="date"):
        written(KITE, onto=text, front=True)
    ruled = f"---\n\nno front matter\n\n{written(KITE)}"
    assert written(KITE, onto=ruled) == ruled


@pytest.mark.parametrize("layout", MARKDOWN)
def test_markers_change_nothing_in_how_a_page_is_rendered(layout: str) -> None:
    render = MarkdownIt("gfm-like").render
    for outcomes in ((KITE,), (KITE, FAILED, HOSTILE, PDF)):
        results = [outcome for outcome in outcomes if isinstance(outcome, Result)]
        text = marked_markdown(page(*outcomes, layout=layout), marks(*results, layout=layout), None)
        shown = [line for line in render(text).splitlines() if not line.startswith("<!-- summarize:")]
        assert shown == render(str(page(*outcomes, layout=layout))).splitlines()
        assert read_marks(text, ".md") == marks(*results, layout=layout)


def test_any_name_of_a_layout_or_paper_can_stand_in_a_marker() -> None:
    odd = replace(KITE, paper=replace(KITE.paper, id="talks:a --> b \ud800", source="talks"))
    named = replace(marks(odd), layout="my <own> 版式.md.j2")
    text = marked_markdown(page(odd), named, None)
    assert read_marks(text, ".md") == named
    assert marked_markdown(page(odd), named, f"{text}\nnote\n") == f"{text}\nnote\n"


def test_markers_stand_before_and_behind_a_list_or_table_and_not_inside() -> None:
    assert len(page(KITE, PDF, layout="table").parts) == 1
    assert len(page(KITE, PDF, layout="digest").parts) == 4


def test_a_paper_cannot_write_a_marker() -> None:
    evil = replace(KITE, paper=replace(KITE.paper, comment=END, title=END, authors=(END,)))
    for layout in MARKDOWN:
        text = written(evil, layout=layout)
        assert written(evil, onto=f"{text}\nnote\n", layout=layout) == f"{text}\nnote\n"


def test_a_web_page_has_its_markers_behind_it() -> None:
    outcomes = (KITE, PDF)
    text = marked_web_page(page(*outcomes, layout="html"), marks(KITE, PDF, layout="html"), None)
    assert text.startswith(str(page(*outcomes, layout="html")).rstrip())
    assert read_marks(text, ".html") == marks(KITE, PDF, layout="html")
    assert marked_web_page(page(*outcomes, layout="html"), marks(KITE, PDF, layout="html"), text) == text
    for other in (text.replace("KiteNet", "Kite-Net"), str(page(KITE, layout="html")), "<p>mine</p>", text + "<p>"):
        with pytest.raises(NotOurs):
            marked_web_page(page(*outcomes, layout="html"), PageMarks("html"), other)
        with pytest.raises(NotOurs):
            read_marks(other, ".html")


def test_a_file_on_this_machine_is_not_named_in_a_page() -> None:
    local = replace(KITE, paper=replace(KITE.paper, id="", path="/home/ada/secret plans.pdf", title="X"))
    assert "/home/ada" not in marked_markdown(page(local), marks(local), None)


@pytest.mark.parametrize("lines", [False, True])
def test_papers_are_added_to_json_and_what_stands_there_stays_to_the_letter(lines: bool) -> None:
    first = json_page(read_json_papers("", lines=lines).with_added([KITE, FAILED], "2026-11-20"), lines=lines)
    assert json_page(read_json_papers(first, lines=lines).objects, lines=lines) == first
    noted = first.replace('"error": null', '"mine": 5, "error": null')
    second = json_page(read_json_papers(noted, lines=lines).with_added([PDF], "2026-11-21"), lines=lines)
    papers = read_json_papers(second, lines=lines)
    assert [row["paper"]["id"] for row in papers.objects] == ["2501.90001", "hep-th/9909099"]
    assert [mark.added for mark in papers.papers] == ["2026-11-20", "2026-11-21"]
    assert papers.objects[0]["mine"] == 5
    for row in papers.objects[1:]:
        Draft202012Validator(SCHEMA).validate(row)
    third = read_json_papers(second, lines=lines).with_added([NEWER], "2026-11-22")
    assert [row["paper"]["version"] for row in third] == [1, 3]


@pytest.mark.parametrize(
    "text", ["[1]", "{}", '{"schema": 1}', "no", '{"schema": 1, "papers": [], "x": 1}', "[" * 9999]
)
def test_json_that_is_not_ours_is_refused(text: str) -> None:
    for lines in (False, True):
        with pytest.raises(NotOurs):
            read_json_papers(text, lines=lines)


def test_the_name_of_a_part_has_no_version() -> None:
    assert part_name(KITE.paper) == part_name(NEWER.paper) == "2501.90001"
    assert str(PaperRef("2501.90001")) == part_name(KITE.paper)
