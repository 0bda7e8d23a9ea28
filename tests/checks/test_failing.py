"""A check that raises costs neither the page nor the other checks."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from summarize.checks.check_table import ALL_CHECKS, functions_of
from summarize.checks.declaration import Check, CheckFunction
from summarize.checks.runner import check_chinese, check_draft, check_pair
from summarize.values import Draft, Evidence, Finding, Sentence, Source, Takeaway

FUNCTIONS = functions_of(ALL_CHECKS)
FAULTY = "我们我们用 TreeBanch 训练了 7 个模型,见 https://example.org/other 。希望对您有所帮助。"
SOURCE = Source("Old Maps", ("We train 5 models on TreeBench.", "The code is at https://example.org/maps."))
DRAFT = Draft(
    "旧地图",
    (Sentence(1, SOURCE.sentences[0], FAULTY), Sentence(2, SOURCE.sentences[1], "")),
    summary=FAULTY,
    takeaways=(Takeaway("我们训练了 5 个模型。"), Takeaway("我们训练了 5 个模型。", (Evidence(sentence=9),))),
)


def with_functions(wanted: dict[CheckFunction, CheckFunction | None]) -> tuple[Check, ...]:
    """Return the declarations with functions exchanged, or taken away where the new one is None."""
    return tuple(
        replace(check, functions=tuple(new for f in check.functions if (new := wanted.get(f, f)) is not None))
        for check in ALL_CHECKS
    )


def failing(function: CheckFunction) -> tuple[Check, ...]:
    return with_functions({function: replace(function, place="tests.checks.failing:fails")})


def without(function: CheckFunction) -> tuple[Check, ...]:
    return with_functions({function: None})


def split(findings: tuple[Finding, ...]) -> tuple[list[Finding], set[Finding]]:
    return [f for f in findings if f.code == "check-failed"], {f for f in findings if f.code != "check-failed"}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.place.partition(":")[2])
def test_a_function_that_raises_gives_a_warning_and_the_others_go_on(function: CheckFunction) -> None:
    failed, others = split(check_draft(DRAFT, SOURCE, checks=failing(function)))
    if function.place.endswith("check_takeaway_lines"):
        failed, others = split(check_pair("takeaways", SOURCE.sentences[0], FAULTY, checks=failing(function)))
        expected = check_pair("takeaways", SOURCE.sentences[0], FAULTY, checks=without(function))
    else:
        expected = check_draft(DRAFT, SOURCE, checks=without(function))
    codes = ", ".join(check.code for check in ALL_CHECKS if function in check.functions)
    assert failed
    assert {(f.severity, f.message) for f in failed} == {("warning", f"the check of {codes} failed: LookupError")}
    assert {f.unit for f in failed} <= set(function.units)
    assert others == set(expected)
    assert {f.code for f in others} - {"check-failed"}


def test_the_traceback_of_a_failed_check_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="summarize")
    check_pair("abstract", SOURCE.sentences[0], FAULTY, checks=failing(FUNCTIONS[0]))
    (record,) = caplog.records
    assert "number-changed" in record.getMessage()
    assert record.exc_info is not None and record.exc_info[0] is LookupError


def test_a_failed_check_is_told_of_chinese_alone_too() -> None:
    function = next(f for f in FUNCTIONS if not f.needs_english)
    failed, others = split(check_chinese("summary", FAULTY, checks=failing(function)))
    assert [f.unit for f in failed] == ["summary"]
    assert others == set(check_chinese("summary", FAULTY, checks=without(function)))


def test_a_finding_is_still_told_where_it_was_outranked_by_a_check_that_failed() -> None:
    chatter = next(f for f in FUNCTIONS if f.place.endswith("check_chatter"))
    codes = {
        f.code for f in check_pair("summary", "We train models.", "希望这 12 点对您有所帮助。", checks=failing(chatter))
    }
    assert codes == {"check-failed", "number-invented"}
