"""Messages with places are found again in the texts made from them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.language.message_template import MessageTemplate

FOUND = [
    ("interrupted", "interrupted", {}),
    ("no page in {path}", "no page in a.md", {"path": "a.md"}),
    ("no page in {path}", "no page in ", {"path": ""}),
    ("{done} of {all} papers", "3 of 12 papers", {"done": "3", "all": "12"}),
    ("{first}{second}!", "ab!", {"first": "", "second": "ab"}),
    ("{ref}: {reason}", "2501.10001: cut short: no end", {"ref": "2501.10001", "reason": "cut short: no end"}),
    ("{{{name}}} is not filled in", "{lamp} is not filled in", {"name": "lamp"}),
    ("{word} or {word}", "a or b", {"word": "a"}),
]
NOT_FOUND = [
    ("interrupted", "interrupted by hand"),
    ("no page in {path}", "one page in a.md"),
    ("{done} of {all} papers", "3 papers"),
    ("{a} papers of {b} papers", "3 papers"),
    ("ab{x}ba", "aba"),
]


@pytest.mark.parametrize(("template", "text", "arguments"), FOUND)
def test_what_stands_in_the_places_is_found(template: str, text: str, arguments: dict[str, str]) -> None:
    assert MessageTemplate.parse(template).arguments_in(text) == arguments


@pytest.mark.parametrize(("template", "text"), NOT_FOUND)
def test_another_text_is_not_made_from_the_template(template: str, text: str) -> None:
    assert MessageTemplate.parse(template).arguments_in(text) is None


def test_arguments_may_stand_in_another_order() -> None:
    assert (
        MessageTemplate.parse("共 {all} 篇，已完成 {done} 篇").filled({"done": "3", "all": "12"})
        == "共 12 篇，已完成 3 篇"
    )


def test_a_lone_brace_is_an_error() -> None:
    with pytest.raises(ValueError, match="encountered"):
        MessageTemplate.parse("a } b")


@given(st.lists(st.text("ab: {}“”", max_size=6), min_size=3, max_size=3))
def test_a_filled_template_is_always_found_again_and_gives_the_same_text(arguments: list[str]) -> None:
    template = MessageTemplate.parse("a {x}: “{y}” b{z}")
    text = template.filled(dict(zip("xyz", arguments, strict=True)))
    found = template.arguments_in(text)
    assert found is not None
    assert template.filled(found) == text


def test_a_long_text_is_read_in_linear_time() -> None:
    template = MessageTemplate.parse("{a} aab {b} aab {c} aab {d} aac {e}")
    text = "aab " * 250_000
    begun = time.perf_counter()
    assert template.arguments_in(text) is None
    assert time.perf_counter() - begun < 2
