"""The language follows --lang, SUMMARIZE_LANG and the locale, in gettext's order."""

from __future__ import annotations

import pytest

from summarize.language.language_choice import asked_language, locale_language, named_language, words_of_lang

NAMES = [
    ("zh", "zh-Hans"), ("zh_CN", "zh-Hans"), ("zh_CN.UTF-8", "zh-Hans"), ("zh_SG.UTF-8", "zh-Hans"),
    ("zh_TW.UTF-8", "zh-Hant"), ("zh_HK", "zh-Hant"), ("zh-Hant", "zh-Hant"), ("zh_Hans_HK", "zh-Hans"),
    ("zh_TW@radical", "zh-Hant"), ("en", "en"), ("en_GB.UTF-8", "en"), ("C", "en"), ("C.UTF-8", "en"),
    ("POSIX", "en"), ("fr_FR.UTF-8", None), ("", None), ("zha", None),
]  # fmt: skip
LOCALES: list[tuple[dict[str, str], str]] = [
    ({}, "en"),
    ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
    ({"LANG": "zh_TW.UTF-8"}, "zh-Hant"),
    ({"LANG": "fr_FR.UTF-8"}, "en"),
    ({"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh-Hans"),
    ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
    ({"LC_ALL": "", "LANG": "zh_CN"}, "zh-Hans"),
    ({"LC_CTYPE": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "en"),
    ({"LANGUAGE": "zh_CN:en", "LANG": "en_US.UTF-8"}, "zh-Hans"),
    ({"LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, "en"),
    ({"LANGUAGE": "fr:zh_TW", "LANG": "fr_FR.UTF-8"}, "zh-Hant"),
    ({"LANGUAGE": "fr", "LANG": "zh_CN.UTF-8"}, "zh-Hans"),
    ({"LANGUAGE": "zh_CN", "LC_ALL": "C"}, "en"),
    ({"LANGUAGE": "zh_CN", "LC_ALL": "C.UTF-8"}, "en"),
    ({"LANGUAGE": "zh_CN"}, "zh-Hans"),
]
ASKED: list[tuple[list[str], dict[str, str], str | None]] = [
    ([], {}, None),
    (["--lang", "zh", "--help"], {}, "zh-Hans"),
    (["config", "--lang=zh-Hant"], {}, "zh-Hant"),
    (["--lang", "zh", "config", "--lang", "en"], {}, "en"),
    (["config", "--lang"], {}, None),
    (["config"], {"SUMMARIZE_LANG": "zh"}, "zh-Hans"),
    (["config", "--lang", "en"], {"SUMMARIZE_LANG": "zh"}, "en"),
    (["config", "--lang", "fr"], {"SUMMARIZE_LANG": "zh"}, None),
    (["search", "--", "--lang", "zh"], {}, None),
    ([], {"LANG": "zh_CN.UTF-8"}, None),
]


@pytest.mark.parametrize(("name", "language"), NAMES)
def test_a_name_of_a_locale_names_a_language(name: str, language: str | None) -> None:
    assert named_language(name) == language


@pytest.mark.parametrize(("env", "language"), LOCALES)
def test_the_locale_decides_in_the_order_of_gettext(env: dict[str, str], language: str) -> None:
    assert locale_language(env) == language


@pytest.mark.parametrize(("args", "env", "language"), ASKED)
def test_the_option_comes_before_its_variable(args: list[str], env: dict[str, str], language: str | None) -> None:
    assert asked_language(args, env) == language


@pytest.mark.parametrize(
    ("args", "count"),
    [([], 0), (["--lang"], 1), (["--lang", "zh"], 2), (["--lang=zh", "x"], 1), (["x", "--lang", "zh"], 0),
     (["--lang", "zh", "--lang=en", "runs"], 3)],
)  # fmt: skip
def test_the_words_of_the_option_before_the_command_are_counted(args: list[str], count: int) -> None:
    assert words_of_lang(args) == count
