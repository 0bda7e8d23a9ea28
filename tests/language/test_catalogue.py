"""Messages are found in a catalogue, whole or by their template, and come out in Chinese."""

from __future__ import annotations

import gettext
import time

import pytest

from summarize.language.catalogue import Domain, translated
from summarize.language.compiled_catalogue import Catalogue, load_catalogue, read_mo
from summarize.language.message_template import MessageTemplate
from tests.language.compiling import SIMPLIFIED, compiled_files

CATALOGUE = Catalogue(
    {
        "was interrupted": "已中断",
        "{ref}: no page in {path}": "{path} 中没有 {ref} 的页面",
        "no page in {path}": "{path} 中没有页面",
        "arXiv's record has {missing}": "arXiv 的记录{missing}",
        "no title": "没有标题",
        "no abstract": "没有摘要",
        "the names are {names}": "可用的名称有 {names}",
        "default": "默认值",
        "no lamp in the page": "页中没有灯",
        "{where}: no {key}": "{where}: 缺少 {key}",
        "done": "成功",
        "{count} failed": "{count} 失败",
        "price unknown": "价格未知",
        "write {{id}} in the name": "请在文件名中写 {{id}}",
    }
)
TRANSLATED = [
    ("was interrupted", "已中断"),
    ("  was interrupted\n", "  已中断\n"),
    ("no page in a.md", "a.md 中没有页面"),
    ("2501.10001: no page in a.md", "a.md 中没有 2501.10001 的页面"),
    ("2501.10001: was interrupted", "2501.10001: 已中断"),
    ("2501.10001: day.md: was interrupted", "2501.10001: day.md: 已中断"),
    ("write {id} in the name", "请在文件名中写 {id}"),
    ("something else", "something else"),
    ("{ref}", "{ref}"),
    ("no page in {path}", "{path} 中没有页面"),
    ("arXiv's record has no title and no abstract", "arXiv 的记录没有标题，没有摘要"),
    ("the names are tiny, default", "可用的名称有 tiny, default"),
    ("default", "默认值"),
    ("2 failed, price unknown", "2 失败，价格未知"),
    ("the lamp failed", "the lamp failed"),
    ("a.md:1: no lamp in the page", "a.md:1: 页中没有灯"),
    ("a.md:1: no 'id'", "a.md:1: 缺少 'id'"),
    ("2501.10001: a paper; of two parts (done)", "2501.10001: a paper; of two parts (done)"),
    ("", ""),
    (" ", " "),
]


@pytest.mark.parametrize(("text", "chinese"), TRANSLATED)
def test_a_message_comes_out_in_chinese(text: str, chinese: str) -> None:
    assert CATALOGUE.translate(text) == chinese


def test_english_stays_and_an_unknown_language_is_english() -> None:
    assert translated("interrupted", "en") == translated("interrupted", "xx") == "interrupted"


def test_both_scripts_have_their_catalogue() -> None:
    assert translated("17 does not stand in the source", "zh-Hans", "findings") == "不见于原文"
    assert translated("interrupted", "zh-Hans") == "已中断"
    assert translated("interrupted", "zh-Hant") == "已中斷"


def test_the_compiled_catalogues_are_those_of_their_sources() -> None:
    """``python -m tests.language`` compiles them."""
    for path, content in compiled_files().items():
        assert path.read_bytes() == content, path


@pytest.mark.parametrize("domain", ["summarize", "findings"])
def test_gettext_reads_the_same_messages(domain: str) -> None:
    path = SIMPLIFIED / f"{domain}.mo"
    with path.open("rb") as file:
        standard = gettext.GNUTranslations(file)
    messages = read_mo(path.read_bytes())
    assert messages
    for message, chinese in messages.items():
        assert standard.gettext(message) == chinese


def test_a_file_that_is_no_catalogue_is_named_so() -> None:
    for content in (b"", b"PK", b"\0" * 40):
        with pytest.raises(ValueError, match="not a compiled catalogue"):
            read_mo(content)


def test_a_long_text_costs_little() -> None:
    catalogue = load_catalogue("zh-Hans", "findings")
    text = "does not stand in the source became : " * 20_000
    begun = time.perf_counter()
    catalogue.translate(text)
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("domain", ["summarize", "findings"])
def test_every_message_is_found_again_with_its_places_filled(domain: Domain) -> None:
    catalogue = load_catalogue("zh-Hans", domain)
    for message, chinese in catalogue.messages.items():
        english, translation = MessageTemplate.parse(message), MessageTemplate.parse(chinese)
        arguments = {place: f"X{i}" for i, place in enumerate(english.places)}
        said = catalogue.translate(english.filled(arguments))
        same = translation.filled(arguments)
        # Another message may be made of the same words with other places, and of more of them.
        assert said == same or len(set(said) & set(same)) > len(set(same)) / 2, message
