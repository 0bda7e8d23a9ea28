"""Runs every family of checks over a pair or a draft and puts the findings in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from summarize.checks.markup.format import check_format
from summarize.checks.markup.formulas import check_math
from summarize.checks.markup.links import check_links
from summarize.checks.model_habits.chatter import check_chatter
from summarize.checks.model_habits.embellishment import check_additions
from summarize.checks.model_habits.garbage import check_garbage
from summarize.checks.numbers.number_checks import check_numbers
from summarize.checks.pair import Pair
from summarize.checks.structure.coverage import check_coverage, check_numbered
from summarize.checks.structure.evidence import check_evidence, check_takeaways
from summarize.checks.structure.repeated import check_repeated
from summarize.checks.words.language import check_language
from summarize.checks.words.names import check_names
from summarize.checks.words.terms import check_terms
from summarize.values import Draft, Finding, Source, UnitName

if TYPE_CHECKING:
    from summarize.prompting.glossary import Glossary

#: Families that look at one piece of text, whether it is a whole unit or one sentence.
FAMILIES: tuple[Callable[[Pair], list[Finding]], ...] = (
    check_numbers,
    check_links,
    check_math,
    check_chatter,
    check_garbage,
    check_coverage,
    check_additions,
    check_terms,
    check_names,
    check_language,
    check_repeated,
    check_format,
)
#: Those of them that need no English.
WITHOUT_SOURCE: tuple[Callable[[Pair], list[Finding]], ...] = (
    check_chatter,
    check_garbage,
    check_repeated,
    check_format,
)


def check_pair(unit: UnitName, source: str, target: str, glossary: Glossary | None = None) -> tuple[Finding, ...]:
    """See ``summarize.checks.check_pair``."""
    pair = Pair(unit, source, target, None, glossary)
    findings = list(_families(pair))
    if unit == "takeaways":
        findings.extend(_repeated_lines(target))
    return _in_order(findings, target)


def check_chinese(unit: UnitName, target: str) -> tuple[Finding, ...]:
    """What can be said of a Chinese text whose English is not known: chatter, garbage, repetition, typography."""
    pair = Pair(unit, "", target)
    findings = [finding for family in WITHOUT_SOURCE for finding in family(pair)]
    if unit == "takeaways":
        findings.extend(_repeated_lines(target))
    return _in_order(findings, target)


def check_draft(draft: Draft, source: Source, glossary: Glossary | None = None) -> tuple[Finding, ...]:
    """See ``summarize.checks.check_draft``."""
    whole = "\n".join((source.title, *source.sentences))
    out = list(_in_order(_families(Pair("title", source.title, draft.title_zh, 0, glossary, whole)), draft.title_zh))
    out = [replace(f, sentence=None) for f in out]
    for s in draft.sentences:
        english = source.sentences[s.n - 1] if 0 < s.n <= len(source.sentences) else s.en
        out.extend(_in_order(_families(Pair("abstract", english, s.zh, s.n, glossary, whole)), s.zh))
    out.extend(check_numbered(draft.sentences))
    everything = "\n".join((whole, *source.pages.values(), *source.sections.values()))
    if draft.one_line:
        out.extend(_in_order(_families(Pair("one_line", everything, draft.one_line, None, glossary)), draft.one_line))
    if draft.summary:
        out.extend(_in_order(_families(Pair("summary", everything, draft.summary, None, glossary)), draft.summary))
    for n, takeaway in enumerate(draft.takeaways, 1):
        out.extend(_in_order(_families(Pair("takeaways", everything, takeaway.text, n, glossary)), takeaway.text))
    out.extend(check_evidence(draft.takeaways, source))
    out.extend(check_takeaways([takeaway.text for takeaway in draft.takeaways]))
    return tuple(out)


def _repeated_lines(target: str) -> Iterable[Finding]:
    lines = [line for line in target.splitlines() if line.strip()]
    return (replace(f, sentence=None) for f in check_takeaways(lines))


def _families(pair: Pair) -> Iterable[Finding]:
    for family in FAMILIES:
        yield from family(pair)


def _in_order(findings: Iterable[Finding], target: str) -> tuple[Finding, ...]:
    """One of each, by where it stands in the Chinese; what stands nowhere there comes last."""
    placed = [(_span(finding, target), finding) for finding in dict.fromkeys(findings)]
    wholes = [(finding.code, span) for span, finding in placed if finding.code in _SWALLOWS]

    def told(finding: Finding, span: tuple[int, int]) -> bool:
        """Whether another finding already says that these words as a whole do not belong."""
        return any(
            finding.code in _SWALLOWS[code] and span[0] < end and start < span[1] for code, (start, end) in wholes
        )

    kept = [(span, finding) for span, finding in placed if not (finding.target and told(finding, span))]
    return tuple(finding for _, finding in sorted(kept, key=lambda item: item[0]))


#: Words that do not belong at all need no second finding about what they say.
_SWALLOWS: dict[str, frozenset[str]] = {
    "chatter": frozenset({"addition", "untranslated", "number-invented", "name-changed", "format", "term", "language"}),
    "garbage": frozenset({"addition", "untranslated", "number-invented", "number-changed", "format", "language"}),
    "repeated": frozenset({"addition"}),
    "language": frozenset({"untranslated", "omission", "addition", "name-changed"}),
}


def _span(finding: Finding, target: str) -> tuple[int, int]:
    start = target.find(finding.target) if finding.target else -1
    return (start, start + len(finding.target)) if start >= 0 else (len(target), len(target))
