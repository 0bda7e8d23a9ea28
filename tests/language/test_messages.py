"""Everything that the program says to a person has a Chinese entry, and a new text cannot be forgotten."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from summarize.language.message_template import MessageTemplate
from tests.language.compiling import SIMPLIFIED, read_catalogue
from tests.language.messages import NOT_MESSAGES, PACKAGE, Message, file_messages, help_parts, package_messages
from tests.language.renewing import renewed, written

MESSAGES = package_messages()


def test_the_catalogue_is_in_step_with_the_program() -> None:
    catalog = renewed(read_catalogue("summarize"), MESSAGES)
    assert (SIMPLIFIED / "summarize.po").read_text("utf-8") == written(catalog), "run: python -m tests.language"


def test_every_message_has_its_chinese() -> None:
    catalog = read_catalogue("summarize")
    assert [entry.id for entry in catalog if entry.id and not entry.string] == []


def test_the_places_of_both_languages_agree() -> None:
    optional = {message.text: message.optional for message in MESSAGES}
    for entry in read_catalogue("summarize"):
        if entry.id:
            english, chinese = (MessageTemplate.parse(str(text)).places for text in (entry.id, entry.string))
            assert set(chinese) <= set(english), entry.id
            assert set(english) - set(chinese) <= optional[str(entry.id)], entry.id


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('raise NoModel("no model here", hint="Start it")', ["no model here", "Start it"]),
        ('note(f"{ref}: {len(names):,} of {total} papers")', ["{ref}: {names} of {total} papers"]),
        ("note(f\"{n} paper{'s' if n > 1 else ''} done\")", ["{n} paper{s} done"]),
        ('fail("write {id} in it")', ["write {id} in it"]),
        ('fail("one {id, unit} a line")', ["one {{id, unit}} a line"]),
        ('REASONS = {"dns": "the name {host} is not known"}', ["the name {host} is not known"]),
        ('x = re.compile("not a message")', []),
        ('log.debug("%s: unexpected error", name)', []),
        ('db.execute("SELECT a FROM b")', []),
        ('class A:\n    """A docstring of a class."""', []),
        ("x = 'word'", []),
        ("x = '中文 and words here'", []),
    ],
)
def test_a_text_of_two_words_is_a_message_where_it_is_not_for_programs(code: str, texts: list[str]) -> None:
    assert [message.text for message in file_messages("a.py", code)] == texts


def test_a_help_is_split_as_click_shows_it() -> None:
    text = "First line\nsecond line.\n\n\b\nExamples:\n  summarize x.md\n  summarize y.md    what it is\n\nThe end."
    assert help_parts(text) == ["First line second line.", "Examples:", "summarize y.md    what it is", "The end."]


def test_what_is_listed_as_no_message_still_stands_in_the_program() -> None:
    for line in NOT_MESSAGES.read_text("utf-8").splitlines():
        file, _, text = line.partition("\t")
        assert (PACKAGE / file).is_file(), line
        if text:
            found = [repr(message.text) for message in file_messages(file, (PACKAGE / file).read_text("utf-8"))]
            assert text in found, line


def test_a_renamed_place_keeps_its_translation() -> None:
    old = Catalog()
    old.add("{count} of {total} papers", "共 {total} 篇，完成 {count} 篇")
    (entry,) = [e for e in renewed(old, [Message("{done} of {refs} papers", "a.py")]) if e.id]
    assert entry.string == "共 {refs} 篇，完成 {done} 篇"
