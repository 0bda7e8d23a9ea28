"""Runs the functions of checks over a pair or a draft and puts the findings in order."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from summarize.checks.check_table import ALL_CHECKS, CHECKS, functions_of, new_finding
from summarize.checks.declaration import UNITS, Check, CheckFunction
from summarize.checks.pair import Pair
from summarize.values import Draft, Finding, Source, UnitName

if TYPE_CHECKING:
    from summarize.prompting.glossary import Glossary

_log = logging.getLogger(__name__)


def check_pair(
    unit: UnitName,
    source: str,
    target: str,
    glossary: Glossary | None = None,
    *,
    checks: tuple[Check, ...] = ALL_CHECKS,
) -> tuple[Finding, ...]:
    """Return everything that is wrong with one Chinese text, of a page that anyone made, against its English source.

    ``unit`` says what the text is. A title or abstract must keep all of its source, a summary or takeaways may choose.
    Findings come in the order of reading. An empty tuple means that nothing was found, and not that the translation is
    good.
    """
    pair = Pair(unit, source, target, None, glossary)
    return _in_order(_of_text(pair, checks), target)


def check_chinese(unit: UnitName, target: str, *, checks: tuple[Check, ...] = ALL_CHECKS) -> tuple[Finding, ...]:
    """Return what is wrong with a Chinese text whose English is not known.

    Without the English, only chatter, broken text, repetition and typography are looked for.
    """
    pair = Pair(unit, "", target)
    return _in_order(_of_text(pair, checks, with_english=False), target)


def check_draft(
    draft: Draft, source: Source, glossary: Glossary | None = None, *, checks: tuple[Check, ...] = ALL_CHECKS
) -> tuple[Finding, ...]:
    """Return everything that is wrong with one of our own results.

    It is checked sentence by sentence, and its takeaways need evidence. Findings come in the order of the parts of a
    page: title, abstract, one line, summary, takeaways.
    """
    out: list[Finding] = []
    for pair in _pairs_of(draft, source, glossary):
        out.extend(_in_order(_of_text(pair, checks), pair.target))
    for function in functions_of(checks):
        if function.looks_at == "draft":
            out.extend(_run(function, (draft, source), checks, function.units[0], None))
    return tuple(sorted(out, key=lambda finding: UNITS.index(finding.unit)))


def _pairs_of(draft: Draft, source: Source, glossary: Glossary | None) -> Iterator[Pair]:
    """Yield the texts of a draft, each beside the English that it is checked against."""
    whole = "\n".join((source.title, *source.sentences))
    yield Pair("title", source.title, draft.title_zh, None, glossary, whole)
    for s in draft.sentences:
        english = source.sentences[s.n - 1] if 0 < s.n <= len(source.sentences) else s.en
        yield Pair("abstract", english, s.zh, s.n, glossary, whole)
    everything = "\n".join((whole, *source.pages.values(), *source.sections.values()))
    if draft.one_line:
        yield Pair("one_line", everything, draft.one_line, None, glossary)
    if draft.summary:
        yield Pair("summary", everything, draft.summary, None, glossary)
    for n, takeaway in enumerate(draft.takeaways, 1):
        yield Pair("takeaways", everything, takeaway.text, n, glossary)


def _of_text(pair: Pair, checks: tuple[Check, ...], *, with_english: bool = True) -> Iterator[Finding]:
    for function in functions_of(checks):
        fits = function.looks_at == "text" and pair.unit in function.units
        if fits and (with_english or not function.needs_english):
            yield from _run(function, (pair,), checks, pair.unit, pair.sentence)


def _run(
    function: CheckFunction,
    arguments: tuple[object, ...],
    checks: tuple[Check, ...],
    unit: UnitName,
    sentence: int | None,
) -> Iterable[Finding]:
    """Return the findings of one function.

    One that raises gives a finding that says so, and the other functions go on.
    """
    try:
        found: list[Finding] = _load(function.place)(*arguments)
    except Exception as exc:  # noqa: BLE001 - a fault of one check must cost neither the page nor the other checks
        codes = ", ".join(check.code for check in checks if function in check.functions)
        _log.debug("the check of %s failed", codes, exc_info=True)
        return [new_finding("check-failed", f"the check of {codes} failed: {type(exc).__name__}", unit, sentence)]
    return found


def load_functions() -> None:
    """Import the functions of all checks (140 ms), which otherwise happens at the first text."""
    for function in functions_of(ALL_CHECKS):
        _load(function.place)


@lru_cache(maxsize=64)
def _load(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


def _in_order(findings: Iterable[Finding], target: str) -> tuple[Finding, ...]:
    """Return each finding once, in the order in which their words stand in the Chinese.

    Findings whose words do not stand there come last. A finding is left out where another one outranks it on the same
    words of either side.
    """
    placed = [(_span(finding, target), finding) for finding in dict.fromkeys(findings)]
    wholes = [(finding, span) for span, finding in placed if CHECKS[finding.code].outranks]

    def told(finding: Finding, span: tuple[int, int]) -> bool:
        """Whether a finding that outranks this one covers some of the same words."""
        return any(
            finding.code in CHECKS[other.code].outranks
            and (
                (finding.target and span[0] < end and start < span[1])
                or (
                    finding.source
                    and (finding.source in other.source or other.source in finding.source)
                    and other.source
                )
            )
            for other, (start, end) in wholes
        )

    kept = [(span, finding) for span, finding in placed if not told(finding, span)]
    return tuple(finding for _, finding in sorted(kept, key=lambda item: item[0]))


def _span(finding: Finding, target: str) -> tuple[int, int]:
    start = target.find(finding.target) if finding.target else -1
    return (start, start + len(finding.target)) if start >= 0 else (len(target), len(target))
