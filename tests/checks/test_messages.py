"""Every message of a check has its Chinese, and what a page says of a finding is Chinese apart from quoted words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from summarize.language.message_template import MessageTemplate
from summarize.layouts.findings.finding_text import REPEATING, finding_message, finding_text
from summarize.layouts.labels import HANS, HANT, Words
from summarize.values import Finding
from tests.checks.messages import message_templates
from tests.checks.recorded import read
from tests.language.compiling import in_traditional, read_catalogue

#: Names that Chinese writes in Latin letters.
NAMES = re.compile("LaTeX|Markdown")
QUOTED = re.compile("“[^“”]*”|「[^「」]*」|『[^『』]*』|\\[[^\\[\\]]*\\]|\\{[^{}]*\\}")


def catalogue() -> dict[str, str]:
    return {str(message.id): str(message.string) for message in read_catalogue("findings") if message.id}


def recorded() -> Iterator[Finding]:
    for row in read().rows:
        yield from row.findings


def test_every_message_of_a_check_has_its_chinese_and_no_other_has() -> None:
    missing = {template: place for template, place in message_templates().items() if template not in catalogue()}
    assert not missing, "add them to findings.po, then run: python -m tests.language"
    assert not set(catalogue()) - set(message_templates())


@pytest.mark.parametrize(("english", "chinese"), catalogue().items(), ids=catalogue())
def test_a_translation_is_chinese_and_has_no_place_that_the_message_has_not(english: str, chinese: str) -> None:
    assert set(MessageTemplate.parse(chinese).places) <= set(MessageTemplate.parse(english).places)
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert not re.search("[A-Za-z]", NAMES.sub("", QUOTED.sub("", chinese)))


def test_the_messages_that_are_left_out_behind_the_words_are_those_of_the_catalogue() -> None:
    simplified = set(catalogue().values())
    traditional = {str(message.string) for message in in_traditional(read_catalogue("findings"))}
    assert simplified | traditional >= REPEATING


@pytest.mark.parametrize("words", [HANS, HANT], ids=["zh-Hans", "zh-Hant"])
def test_a_recorded_finding_is_told_in_chinese_with_its_words(words: Words) -> None:
    for finding in recorded():
        text = finding_text(finding, words)
        message = finding_message(finding, words)
        assert message and message != finding.message
        outside = text
        for side in sorted((finding.source, finding.target, finding.expected), key=len, reverse=True):
            assert not side or side[:40].casefold() in text.casefold() or side in (finding.source, finding.expected)
            outside = outside.replace(side, "") if side else outside
        assert not re.search("[A-Za-z]", NAMES.sub("", QUOTED.sub("", outside))), text


def test_a_message_that_no_catalogue_knows_is_left_out_where_the_name_says_what_is_wrong() -> None:
    known = Finding("term", "error", "they do not agree at all", "summary", None, "lamp", "灯塔")
    unknown = Finding("lamp-broken", "error", "the lamp is broken", "summary", None, "lamp", "灯塔")
    assert finding_text(known, HANS) == "“lamp”译作“灯塔”"
    mixed = Finding("term", "error", "they say 灯塔 of it", "summary", None, "lamp", "灯塔")
    assert finding_text(mixed, HANS) == "“lamp”译作“灯塔”"
    assert finding_text(unknown, HANS) == "“lamp”译作“灯塔”，the lamp is broken"


TOLD = [
    (Finding("term", "error", "“co-located” became “共定位”", "title", None, "co-located", "共定位", expected="共置"),
     "“co-located”译作“共定位”，宜作“共置”"),
    (Finding("antonym", "error", "“higher” became its opposite", "summary", None, "higher", "低", expected="高"),
     "“higher”译作“低”，宜作“高”"),
    (Finding("number-changed", "error", "the bound of up to six was lost", "abstract", 3, "up to six", "6 小时"),
     "“up to six”译作“6 小时”，限定词没有译出"),
    (Finding("number-missing", "error", "3.4% has no counterpart in the Chinese", "abstract", 1, "3.4%"),
     "“3.4%”没有译出"),
    (Finding("negation", "warning", "“without” is lost", "abstract", 1, "without", "人工标签"),
     "“without”的否定没有译出（译文：“人工标签”）"),
    (Finding("figures-swapped", "error", "18% and 42% have changed places", "abstract", 1, "18%", "42%", expected="18%"),
     "“18%”与“42%”互换了位置"),
    (Finding("untranslated", "warning", "emergent is left in English", "title", None, "Emergent", "emergent"),
     "“emergent”"),
    (Finding("format", "warning", "unpaired ”", "title", None, "", "”"), "『”』没有成对"),
    (Finding("link-changed", "error", "the Markdown link is broken", "title", None, "[a](b)", "[甲]（b）"),
     "“[a](b)”写成“[甲]（b）”，Markdown 链接断了"),
    (Finding("lost-word", "warning", "nothing in the Chinese says “online”", "abstract", 1, "online", expected="在线"),
     "“online”没有译出，应有“在线”之意"),
    (Finding("part-missing", "error", "the model gave no summary, also when asked again", "summary"),
     "模型没有给出，再问一次仍没有"),
    (Finding("omission", "error", "this sentence has no Chinese", "abstract", 1, "lamp " * 30),
     f"“{('lamp ' * 30)[:59].rstrip()}…”没有译文"),
]  # fmt: skip


@pytest.mark.parametrize(("finding", "text"), TOLD, ids=lambda value: getattr(value, "code", ""))
def test_a_finding_is_told_shortly_and_nothing_twice(finding: Finding, text: str) -> None:
    assert finding_text(finding, HANS) == text


def test_a_page_in_traditional_chinese_has_its_own_words_and_quotation_marks() -> None:
    finding = Finding(
        "number-changed", "error", "the unit of 5 km became 米", "abstract", 1, "5 km", "5 米", expected="5 千米"
    )
    assert finding_text(finding, HANT) == "「5 km」譯作「5 米」，單位變了，宜作「5 千米」"
