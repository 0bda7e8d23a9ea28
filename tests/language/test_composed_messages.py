"""Messages that the program puts together come out in Chinese whole, and loose templates take none of them apart wrongly."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from summarize.arxiv_categories import parse_categories
from summarize.errors import BadSetting, GlossaryError, SummarizeError, UsageError
from summarize.interests.interests_file import parse_interests, read_interests
from summarize.language.catalogue import translated
from summarize.language.compiled_catalogue import load_catalogue
from summarize.language.message_places import prose_words
from summarize.llm.client.failures import context_too_long, from_connection, from_finish, from_status, nonsense
from summarize.llm.client.reply_failures import broken_off, empty, without_end
from summarize.llm.cost import format_usage
from summarize.llm.providers import ModelSpec
from summarize.prompting.glossary_file import parse_glossary
from summarize.run.run_totals import RunTotals
from summarize.settings import arxiv_settings, read_config_file, read_prices
from summarize.sources.arxiv.announcements.announcement_notes import nothing_announced, said_span, what_is_due
from summarize.sources.source_table import parse_name
from summarize.values import PaperFailure, PaperRef, Usage

FAILURE = PaperFailure(PaperRef("2501.10099"), "not-found", "arXiv does not know this ID", "", 1)
FRIDAY, HOLIDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 17), date(2026, 11, 22)
SPEC = ModelSpec("deepseek", "deepseek-chat", "https://api.lamp.example/v1", "sk-none")


def _chinese(text: str) -> str:
    return translated(text, "zh-Hans")


def _unknown_words(text: str) -> int:
    """Return how many words of running English the Chinese of a text has, without those of command lines."""
    return prose_words(re.sub(r"summarize [a-z-]+( [a-z-]+)*", "X", _chinese(text)))


@pytest.mark.parametrize(
    ("totals", "total", "chinese"),
    [
        (RunTotals(done=2), 2, "2 篇论文中完成 2 篇"),
        (RunTotals(done=2, stored=2, open_errors=2), 2, "2 篇论文中完成 2 篇，2 篇取自存储，标出 2 处待核错误"),
        (
            RunTotals(3, 1, 2, [FAILURE], 0.0123, tokens=1234),
            6,
            "6 篇论文中完成 3 篇，1 篇取自存储，1 篇失败，2 篇未处理，标出 2 处待核错误，1,234 个 token，$0.0123",
        ),
        (RunTotals(1, tokens=9, cost_known=False), 1, "1 篇论文中完成 1 篇，9 个 token，价格未知"),
        (RunTotals(1, tokens=9, cost_usd=0.00001), 1, "1 篇论文中完成 1 篇，9 个 token，不到 $0.0001"),
    ],
)
def test_the_closing_line_of_a_run(totals: RunTotals, total: int, chinese: str) -> None:
    assert _chinese(totals.closing_line(total)) == chinese


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        (next(nothing_announced([FRIDAY], ["math"], made=[FRIDAY])), "2026年11月20日（星期五）：没有公布论文：math"),
        (
            next(nothing_announced([HOLIDAY], ["cs.CL", "cs.AI"], made=[])),
            "2026年11月17日（星期二）：没有公布论文：cs.CL, cs.AI（arXiv 放假，或没有这类论文）",
        ),
        (said_span([HOLIDAY, FRIDAY]), "2026年11月17日（星期二）至 2026年11月20日（星期五）"),
        (
            next(what_is_due(FRIDAY, datetime(2026, 11, 22, 12, tzinfo=UTC))),
            "2026年11月22日（星期日）：arXiv 周六和周日不公布论文；最新一次公布是 2026年11月20日（星期五）",
        ),
        (
            next(what_is_due(HOLIDAY, datetime(2026, 11, 20, 12, tzinfo=UTC))),
            "2026年11月20日（星期五）的公布应在 01:00 发布，但还没有（推迟，或放假）；最新一次公布是 2026年11月17日（星期二）",
        ),
        ("2026-11-20: 3 new, 2 cross-listed, 1 replaced", "2026-11-20: 3 篇新投稿，2 篇交叉列入，1 篇更新版"),
        (
            "1 announced paper is left for the next run of summarize daily L (1 not yet in arXiv's API)",
            "1 篇已公布的论文留待下次运行处理：summarize daily L（1 篇 arXiv API 中还没有）",
        ),
        (
            "12 announced papers are left for the next run of summarize daily my site/",
            "12 篇已公布的论文留待下次运行处理：summarize daily my site/",
        ),
        ("1 written, 0 unchanged, 3 left as they are in V/", "V/：写出 1 个，0 个没有变化，3 个保持原样"),
        ("1 written, 0 unchanged in V/", "V/：写出 1 个，0 个没有变化"),
        (format_usage(Usage(1200, 300, 0.5, estimated=True)), "输入约 1,200 token，输出约 300，约 $0.5000"),
        (format_usage(Usage(1200, 300, None)), "输入 1,200 token，输出 300，价格未知"),
        ("2501.10001: [3] some words that no catalogue has", "2501.10001: [3] some words that no catalogue has"),
        ("a wholly new thing, line 3: another new thing", "a wholly new thing, line 3: another new thing"),
        ("the lamp was lit at the harbour", "the lamp was lit at the harbour"),
    ],
)
def test_notes(text: str, chinese: str) -> None:
    assert _chinese(text) == chinese


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("[wanted]\nkeyword = ['a']", "o.toml 第 2 行：wanted.keyword: 没有这个键"),
        ("minimum = 'x'", "o.toml 第 1 行：minimum: 应为数字"),
        ("[wanted.keywords]\n'a kite' = -1", "o.toml 第 2 行：wanted.keywords: 'a kite': weight: 应为大于 0 的数"),
        ("[wanted]\nkeywords = [1]", 'o.toml: wanted.keywords 第 1 项：应为名称，或 { name = "…", weight = 2 }'),
        ("[wanted\nx", "o.toml 不是有效的 TOML：Expected ']' at the end of a table declaration (at line 1, column 8)"),
    ],
)
def test_errors_of_an_interests_file(text: str, chinese: str) -> None:
    with pytest.raises(BadSetting) as raised:
        parse_interests(text, "o.toml")
    assert _chinese(raised.value.message).startswith(chinese)
    assert _chinese(f"summarize: {raised.value.message}").startswith(f"summarize: {chinese}")
    assert not prose_words(_chinese(raised.value.hint))


def test_an_interests_file_that_is_not_there() -> None:
    with pytest.raises(BadSetting) as raised:
        read_interests(Path("nope.toml"))
    assert _chinese(f"summarize: {raised.value.message}") == "summarize: 无法读取兴趣文件 nope.toml：没有该文件或目录"


def _model_errors() -> Iterator[SummarizeError]:
    for status in (0, 302, 400, 401, 402, 403, 404, 408, 409, 413, 429, 500, 503, 504):
        for body in (None, {"error": {"message": "Overloaded"}}, {"error": {"message": "content_filter"}}):
            yield from_status(status, body, SPEC, "2501.10001", None)
    for finish in ("length", "content_filter", "model_context_window_exceeded", "insufficient_system_resource", "odd"):
        error = from_finish(finish, SPEC, "2501.10001")
        assert error is not None
        yield error
    for cause in (ConnectionRefusedError(111, "Connection refused"), TimeoutError(), OSError(28, "x")):
        yield from_connection(cause, SPEC, "2501.10001", 10.0)
    yield context_too_long(SPEC, "2501.10001", "", 4096)
    yield nonsense("HTML", SPEC, "2501.10001")
    yield broken_off("EOF", SPEC, "2501.10001")
    yield without_end(500, SPEC, "2501.10001")
    yield empty(SPEC, "2501.10001", thought=True)


@pytest.mark.parametrize("error", list(_model_errors()), ids=lambda error: error.message[:60])
def test_failures_of_a_model(error: SummarizeError) -> None:
    for text in (error.message, f"2501.10001: {error.message}"):
        assert not prose_words(_chinese(text)), _chinese(text)
        assert "deepseek-chat" not in text or "deepseek-chat" in _chinese(text)
    assert not _unknown_words(error.hint or ""), error.hint


def _usage_errors(tmp_path: Path) -> Iterator[SummarizeError]:
    for name in ("2501", "2501.1", "2513.10001", "2501.00000", "hello", "lamps/9901001", "9901001"):
        with pytest.raises(UsageError) as usage:
            parse_name(name)
        yield usage.value
    for categories in (("cs.CLL",), ("lamps",), ("cs.",)):
        with pytest.raises(UsageError) as usage:
            parse_categories(categories)
        yield usage.value
    for env in ({"SUMMARIZE_ARXIV_URL": "lamp"}, {"SUMMARIZE_ARXIV_DELAY": "x"}, {"SUMMARIZE_ARXIV_DELAY": "1"}):
        with pytest.raises(BadSetting) as setting:
            arxiv_settings(env)
        yield setting.value
    config = tmp_path / "config.toml"
    for text in (
        "modell = 'x'",
        "[model]\na = 1",
        "[prices]\nx = 1",
        "[prices.x]\ninput = 'a'",
        "[prices.x]\nlamp = 1",
    ):
        config.write_text(text, encoding="utf-8")
        with pytest.raises(BadSetting) as setting:
            read_config_file(config, {"model": "model"})
            read_prices(config)
        yield setting.value
    for text in ("lamp = 1", "'lamp' = { zhh = 'x' }", "lamp = {}", "'-' = '灯'", "lamp = { zh = '灯', keep = 1 }"):
        with pytest.raises(GlossaryError) as glossary:
            parse_glossary(text.encode(), Path("own.toml"), own=True)
        yield glossary.value


def test_errors_of_names_and_settings(tmp_path: Path) -> None:
    for error in _usage_errors(tmp_path):
        for text in (error.message, f"summarize: {error.message}", error.hint or ""):
            assert not _unknown_words(text), (text, _chinese(text))


@pytest.mark.parametrize("before", ["", "2501.10001: ", "summarize: ", "summarize: my-page.md: "])
def test_every_message_is_itself_behind_a_name(before: str) -> None:
    """Whatever stands before a message, no other template takes a part of it."""
    catalogue = load_catalogue("zh-Hans", "summarize")
    fillings = {"figure": "12", "ending": "s", "quoted": "some words of it", "reason": "X1"}
    for message in catalogue.messages:
        template = catalogue.template(message)
        arguments = {place: fillings.get(kind, f"a{n}.md") for n, (place, kind) in enumerate(template.kinds.items())}
        english, chinese = template.english.filled(arguments), template.chinese.filled(arguments)
        if " " in english.strip():
            said = catalogue.translate(before + english).replace(" ", "").replace("：", ":")
            assert said == (before + chinese).replace(" ", "").replace("：", ":"), message


def test_a_text_with_many_joints_costs_little() -> None:
    catalogue = load_catalogue("zh-Hans", "summarize")
    begun = time.perf_counter()
    for joint in (": ", ", ", "; ", " and ", " at ", " cannot be read: "):
        catalogue.translate(joint.join(f"a{n} failed" for n in range(300)))
        catalogue.translate(joint.join(f"a{n} failed" for n in range(50)))
    assert time.perf_counter() - begun < 5
