"""The interests file: two ways to write a list, and errors that name the line or the entry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from summarize.errors import BadSetting
from summarize.interests.interest import Interest
from summarize.interests.interests_file import parse_interests, read_interests


def test_a_list_of_names_and_a_table_of_weights_say_the_same() -> None:
    listed = '[wanted]\nkeywords = ["kite", { name = "wind drift", weight = 2.5, in = ["title"], case = true }]'
    table = '[wanted.keywords]\nkite = 1\n"wind drift" = { weight = 2.5, in = "title", case = true }'
    assert parse_interests(listed) == parse_interests(table)
    assert parse_interests(listed).entries == (
        Interest("keyword", "kite"),
        Interest("keyword", "wind drift", 2.5, fields=("title",), case=True),
    )


def test_what_is_unwanted_folds_or_weighs() -> None:
    text = '[unwanted]\nkeywords = "survey"\nauthors = [{ name = "Ada Nguyen", weight = 2 }]'
    assert parse_interests(text).entries == (
        Interest("keyword", "survey", -1.0, folds=True),
        Interest("author", "Ada Nguyen", -2.0),
    )


def test_the_same_word_may_count_more_in_the_title() -> None:
    text = '[wanted]\nkeywords = ["kite", { name = "kite", in = "title" }]'
    assert len(parse_interests(text).entries) == 2


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "names nothing", "docs/interests.md"),
        ("[wanted]\nkeywords = []", "names nothing", ""),
        ("\n[wantd]\nkeywords = ['kite']", "line 2: wantd: there is no such key", "Did you mean wanted"),
        ("keywords = ['kite']", "keywords: there is no such key", "[wanted] or [unwanted]"),
        ("[wanted]\nkeyword = ['kite']", "line 2: wanted.keyword: there is no such key", "Did you mean keywords"),
        ("[wanted]\n推理 = 2", "line 2", "needs quotes"),
        ("[wanted\n", "line 1", ""),
        ("[wanted.categories]\ncs.CL = 2", 'a name with a dot needs quotes: "cs.CL" = 2', ""),
        ("[wanted.keywords]\nkite = 0", "weight: must be a number above 0", ""),
        ("[wanted.keywords]\nkite = true", "weight: must be a number above 0", ""),
        ("[wanted.keywords]\nkite = inf", "weight: must be a number above 0", ""),
        ("[wanted.keywords]\nkite = 1" + "0" * 400, "weight: must be a number above 0", ""),
        ("[unwanted.keywords]\nkite = -1", "how much it takes from the score", ""),
        ("[wanted]\nkeywords = [3]", "keywords, entry 1: must be a name", ""),
        ("[wanted]\nkeywords = [{ weight = 3 }]", "entry 1: must be a name", ""),
        ("[wanted]\nkeywords = 3", "must be a list", ""),
        ("wanted = 3", "must be a table", ""),
        ("[wanted]\nkeywords = ['...']", "it has no word to look for", ""),
        ("[wanted]\nkeywords = ['d*']", "needs at least 2 letters", ""),
        ("[wanted]\nauthors = ['.']", "it has no letter", ""),
        ("[wanted]\ncategories = ['natural language']", "written like cs.CL", ""),
        (
            "[wanted]\ncategories = ['cs.XX']",
            "line 2: wanted.categories: 'cs.XX': arXiv has no category",
            "those of cs:",
        ),
        ("[unwanted]\ncategories = ['CL']", "arXiv has no category 'CL'", "did you mean cs.CL?"),
        ("[wanted.categories]\n'sc.*' = 2", "arXiv has no category 'sc.*'", "did you mean"),
        ("[wanted.keywords]\nkite = { in = 'body' }", "in: must be one or more of title, abstract, comment", ""),
        ("[wanted.keywords]\nkite = { wieght = 2 }", "wieght: there is no such key", "Did you mean weight"),
        ("[wanted.authors]\n'Ada Nguyen' = { in = 'title' }", "in: there is no such key", "known: weight"),
        ("[wanted.keywords]\nkite = { case = 1 }", "case: must be true or false", ""),
        ("[wanted]\nkeywords = ['kite', 'Kite']", "keyword 'Kite': stands twice", ""),
        ("[wanted]\nkeywords = ['kite']\n[unwanted]\nkeywords = ['kite']", "both wanted and unwanted", ""),
        ("minimum = 'two'\n[wanted]\nkeywords = ['kite']", "minimum: must be a number", ""),
        ("a" + ".a" * 5000 + " = 1", "nested too deeply", ""),
        ("a = " + "[" * 5000, "nested too deeply", ""),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, message: str, hint: str) -> None:
    with pytest.raises(BadSetting, match=re.escape(message)) as raised:
        parse_interests(text, "mine.toml")
    assert str(raised.value).startswith("mine.toml")
    assert hint in raised.value.hint


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"gone\.toml cannot be read"):
        read_interests(tmp_path / "gone.toml")
    path = tmp_path / "gbk.toml"
    path.write_bytes('[wanted]\nkeywords = ["推理"]'.encode("gbk"))
    with pytest.raises(BadSetting, match="line 2: not UTF-8"):
        read_interests(path)
    path.write_bytes(b"\xef\xbb\xbf[wanted]\r\nkeywords = ['kite']\r\n")
    assert len(read_interests(path).entries) == 1
    path.write_bytes(b"#" * 2_000_000)
    with pytest.raises(BadSetting, match="longer than 1 MB"):
        read_interests(path)


def test_the_files_in_the_documentation_can_be_read() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "interests.md").read_text(encoding="utf-8")
    first, second = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert [entry.name for entry in parse_interests(first).entries if not entry.wanted] == [
        "survey",
        "benchmark",
        "cs.CV",
    ]
    assert [entry.weight for entry in parse_interests(second).entries] == [2, 3, 2]
