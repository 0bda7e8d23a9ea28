"""Users' own layout templates are found, rendered, and refused with the place of an error."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from summarize.errors import TemplateError, UsageError
from summarize.layouts import LayoutOptions, load_layout
from tests.layouts.samples import FAILED, HOSTILE, KITE, MANY, RUN

ONE = dataclasses.replace(RUN, total=1)


def layout_of(tmp_path: Path, source: str, name: str = "mine.md.j2") -> str:
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")
    return str(path)


def test_what_a_markdown_template_puts_out_is_escaped_unless_it_says_otherwise(tmp_path: Path) -> None:
    path = layout_of(tmp_path, "{{ p.title }}\n{{ p.one_line }}\n")
    page = load_layout(path).page([HOSTILE], ONE)
    assert "\\<b>bold\\</b>" in page
    assert "\\<script>" in page
    assert "https\\://evil" in page


def test_an_html_template_is_escaped_as_html(tmp_path: Path) -> None:
    path = layout_of(tmp_path, "<h1>{{ p.title }}</h1><p>{{ p.one_line | html }}</p>", "mine.html.j2")
    layout = load_layout(path)
    page = layout.page([HOSTILE], ONE)
    assert layout.suffix == ".html"
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<script>" not in page


def test_other_formats_get_the_text_as_it_is(tmp_path: Path) -> None:
    layout = load_layout(layout_of(tmp_path, "{{ p.arxiv }}\t{{ p.title_zh }}", "mine.tsv.j2"))
    assert layout.suffix == ".tsv"
    assert layout.page([KITE], ONE) == "2501.90001v2\tKiteNet：对齐气象风筝的日志\n"


def test_blocks_give_what_surrounds_the_papers(tmp_path: Path) -> None:
    source = (
        "{% block head %}HEAD {{ run.total }}\n{% endblock %}"
        "{% block paper %}* {{ p.name }}\n{% endblock %}"
        "{% block tail %}FAILED {{ failures | length }}\n{% endblock %}"
    )
    layout = load_layout(layout_of(tmp_path, source, "mine.txt.j2"))
    assert layout.page(MANY, RUN) == "HEAD 3\n* 2501.90001v2\n* hep-th/9909099v1\n* 2502.00666v1\nFAILED 1\n"
    assert layout.paper(FAILED, 2) == ""


def test_without_blocks_a_markdown_page_of_many_has_the_usual_surroundings(tmp_path: Path) -> None:
    page = load_layout(layout_of(tmp_path, "* {{ p.name }}\n")).page(MANY, RUN)
    assert page.startswith("# 每日论文")
    assert "* 2501.90001v2" in page
    assert "## 未完成的论文" in page


def test_a_syntax_error_is_named_with_file_and_line(tmp_path: Path) -> None:
    path = layout_of(tmp_path, "one\ntwo\n{% if p.title %}\n{{ p.title }\n")
    with pytest.raises(TemplateError, match=r"mine\.md\.j2:4: "):
        load_layout(path)


def test_an_unknown_name_is_an_error_with_its_line_and_not_an_empty_place(tmp_path: Path) -> None:
    layout = load_layout(layout_of(tmp_path, "one\n\n{{ p.titel }}\n"))
    with pytest.raises(TemplateError, match=r"mine\.md\.j2:3: .*titel"):
        layout.page([KITE], ONE)


def test_a_template_cannot_leave_its_sandbox(tmp_path: Path) -> None:
    for escape in (
        "{{ p.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ p.result.__init__.__globals__ }}",
    ):
        layout = load_layout(layout_of(tmp_path, escape))
        with pytest.raises(TemplateError):
            layout.page([KITE], ONE)


def test_surroundings_without_a_paper_block_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="'paper'"):
        load_layout(layout_of(tmp_path, "{% block head %}x{% endblock %}"))


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.j2"):
        load_layout(str(tmp_path / "none.j2"))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bytes.md.j2"
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(TemplateError, match="UTF-8"):
        load_layout(str(path))


def test_bibtex_and_english_are_at_hand(tmp_path: Path) -> None:
    path = layout_of(tmp_path, "{{ bibtex }}|{{ p.takeaways[0].text_en }}|{{ t.takeaways }}\n", "mine.txt.j2")
    page = load_layout(path, LayoutOptions(bibtex=True)).page([KITE], ONE)
    assert page.startswith("@misc{nguyen2025kitenet,")
    assert page.endswith("|KiteNet costs $O(n \\log n)$|要点\n")


def test_an_error_in_a_block_is_named_with_the_line_of_the_template(tmp_path: Path) -> None:
    source = (
        "{% block head %}\n\nx\n{% endblock %}\n{% block paper %}\n\n{{ p.title }}\n{{ p.titel }}\n{% endblock %}\n"
    )
    layout = load_layout(layout_of(tmp_path, source))
    with pytest.raises(TemplateError, match=r"mine\.md\.j2:8: .*titel"):
        layout.page(MANY, RUN)


def test_an_error_in_a_part_beside_the_template_is_named_with_the_parts_own_line(tmp_path: Path) -> None:
    layout_of(tmp_path, "a\n\n{{ p.titel }}\n", "part.md.j2")
    for source in (
        'one\n{% include "part.md.j2" %}\n',
        '{% block paper %}\n\n\n\n{% include "part.md.j2" %}\n{% endblock %}\n',
    ):
        layout = load_layout(layout_of(tmp_path, source))
        with pytest.raises(TemplateError, match=r"part\.md\.j2:3: .*titel"):
            layout.page([KITE], ONE)


def test_a_part_beside_the_template_is_included_and_escaped(tmp_path: Path) -> None:
    layout_of(tmp_path, "* {{ p.title }}\n", "part.md.j2")
    page = load_layout(layout_of(tmp_path, '{% include "part.md.j2" %}')).page([HOSTILE], ONE)
    assert "\\<b>bold\\</b>" in page


def test_a_part_with_a_syntax_error_is_named_with_its_line(tmp_path: Path) -> None:
    layout_of(tmp_path, "a\n{% if x %}\n{{ 7 }\n", "part.md.j2")
    layout = load_layout(layout_of(tmp_path, 'one\n{% include "part.md.j2" %}\n'))
    with pytest.raises(TemplateError, match=r"part\.md\.j2:3: "):
        layout.page([KITE], ONE)


def test_a_macro_beside_the_template_is_imported(tmp_path: Path) -> None:
    layout_of(tmp_path, "{% macro twice(x) %}\n{{ x.no }}\n{% endmacro %}\n", "macros.j2")
    layout = load_layout(layout_of(tmp_path, 'one\n{% import "macros.j2" as m %}\n{{ m.twice(p) }}\n'))
    with pytest.raises(TemplateError, match=r"macros\.j2:2: "):
        layout.page([KITE], ONE)


def test_a_part_that_is_not_there_is_named_with_the_line_that_wants_it(tmp_path: Path) -> None:
    layout = load_layout(layout_of(tmp_path, 'one\n\n{% include "nope.md.j2" %}\n'))
    with pytest.raises(TemplateError, match=r"mine\.md\.j2:3: there is no template 'nope\.md\.j2'"):
        layout.page([KITE], ONE)


@pytest.mark.parametrize("name", ["secret.txt", "../secret.j2", "/etc/passwd", "sub/../../secret.j2"])
def test_only_templates_beside_a_template_are_included(tmp_path: Path, name: str) -> None:
    """A template that somebody else wrote publishes no other file of its user."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "secret.j2").write_text("secret", encoding="utf-8")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "secret.txt").write_text("secret", encoding="utf-8")
    layout = load_layout(layout_of(folder, f'{{% include "{name}" %}}'))
    with pytest.raises(TemplateError, match="there is no template"):
        layout.page([KITE], ONE)


def test_the_programs_own_parts_can_be_included_still(tmp_path: Path) -> None:
    page = load_layout(layout_of(tmp_path, '{% include "provenance.md.j2" %}\n')).page([KITE], ONE)
    assert "来源" in page
