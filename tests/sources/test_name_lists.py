"""The papers that files and standard input name are found.

A list is read word by word. In free text, whatever names a paper counts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.sources.local_pdf import local_ref
from summarize.sources.name_lists import NameList, read_names
from summarize.sources.source_table import find_names, parse_name
from summarize.values import PaperRef

NEW = PaperRef("2503.04417")
V2 = PaperRef("2503.04417", 2)


def read(text: str) -> NameList:
    return read_names(text, parse=parse_name, find=find_names, exists=lambda line: Path(line).is_file())


def test_a_list_takes_every_token_and_names_the_bad_ones() -> None:
    got = read(
        "\ufeff# my list\r\n2503.04417\r\n\r\nhttps://arxiv.org/abs/2503.04418v1  # the good one\r\n"
        "- hep-th/9901001\r\n2513.01234\r\n2503.04417\r\n---\r\nnonsense\r\n"
    )
    assert [str(r) for r in got.refs] == ["2503.04417", "2503.04418v1", "hep-th/9901001"]
    assert [(b.text, b.line) for b in got.bad] == [("2513.01234", 6), ("nonsense", 9)]
    assert "no month 13" in got.bad[0].error.hint
    assert [isinstance(i, PaperRef) for i in got.items] == [True, True, True, False, False]


def test_a_fragment_in_a_list_is_not_a_comment() -> None:
    assert read("https://arxiv.org/html/2503.04417v2#S3\n").refs == (V2,)


def test_a_list_may_hold_files_with_spaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my paper.pdf").touch()
    got = read("my paper.pdf\n2503.04417\n")
    assert got.refs == (local_ref("my paper.pdf"), NEW)


def test_names_side_by_side_are_a_list() -> None:
    got = read("hep-th/9901001, 1207.0580  2503.04417\n")
    assert [str(r) for r in got.refs] == ["hep-th/9901001", "1207.0580", "2503.04417"]


def test_free_text_has_no_bad_tokens() -> None:
    got = read("read 2503.04417 and nonsense\n2513.01234\n")
    assert (got.refs, got.bad) == ((NEW,), ())


def test_markup_without_spaces_is_not_a_list() -> None:
    assert read("<ul><li>2503.04417</li></ul>").refs == (NEW,)


def test_an_empty_text_names_nothing() -> None:
    assert read("\n# only a comment\n").items == ()
