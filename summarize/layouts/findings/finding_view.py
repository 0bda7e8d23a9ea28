"""Open findings as pages show them. A finding that stands at several places of a paper is told once, with all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarize.layouts.clean import one_line
from summarize.layouts.findings.finding_text import finding_message, finding_text
from summarize.layouts.labels import Words
from summarize.layouts.prose import Prose
from summarize.values import Finding, Severity

MARK = "⚠"
#: Quoted words of at most this many characters are said again at a later place.
_LONGEST_KNOWN = 30


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding that is still open, in words of the page's script.

    ``where`` names its places; those of a finding that stands at several of them are all named where it stands first,
    and ``first`` is False at the others. ``fault`` is the name of the check. ``text`` says what is wrong and what would
    be right; it may be empty. ``source`` and ``target`` are verbatim and may be empty, as ``message`` and ``expected``
    may.
    """

    code: str
    fault: str
    severity: Severity
    where: str
    text: Prose
    message: Prose
    source: Prose
    target: Prose
    expected: Prose
    first: bool = True

    @property
    def sign(self) -> str:
        """⚠ for an error, "" for a warning."""
        return MARK if self.severity == "error" else ""


def mark_for(findings: Iterable[FindingView]) -> str:
    """Return ⚠ if one of the findings is an error, else "".

    Warnings give no mark, because the checks are not sure of them.
    """
    return MARK if any(finding.severity == "error" for finding in findings) else ""


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """An open finding and how it is shown at its place."""

    finding: Finding
    view: FindingView


def open_findings(findings: Sequence[Finding], words: Words) -> tuple[OpenFinding, ...]:
    """Return the open ones among the findings of a paper, in their order, with ``words`` of the page.

    Findings are the same where code and text are: the same words with the same fault, in whatever case. They are errors
    where one of them is. The same finding twice at one place is shown once.
    """
    texts = {finding: finding_text(finding, words) for finding in findings if finding.state == "open"}
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding, text in texts.items():
        groups.setdefault((finding.code, text.casefold()), []).append(finding)
    shown = {}
    for group in groups.values():
        severity: Severity = "error" if any(finding.severity == "error" for finding in group) else "warning"
        at_places: dict[str, Finding] = {}
        for finding in group:
            at_places.setdefault(words.where(finding.unit, finding.sentence), finding)
        first = next(iter(at_places))
        for where, finding in at_places.items():
            if where == first:
                view = _view(finding, words, severity, _places(group, words), texts[finding], first=True)
            else:
                view = _view(finding, words, severity, where, _as_told_at(first, finding, words), first=False)
            shown[finding] = view
    return tuple(OpenFinding(finding, shown[finding]) for finding in texts if finding in shown)


def count_distinct(findings: Iterable[Finding], words: Words) -> int:
    """Return how many different findings there are, each counted once for all its places."""
    return len({(finding.code, finding_text(finding, words).casefold()) for finding in findings})


def _places(group: Sequence[Finding], words: Words) -> str:
    """Return the places of findings in words, each once: 第 3、5 句、总结、要点 2."""
    numbers: dict[tuple[str, bool], list[int]] = {}
    for finding in group:
        numbered = bool(finding.sentence) and finding.unit in ("abstract", "takeaways")
        known = numbers.setdefault((finding.unit, numbered), [])
        if finding.sentence and finding.sentence not in known:
            known.append(finding.sentence)
    return "、".join(
        (words.sentence if unit == "abstract" else words.takeaway).format("、".join(map(str, known)))
        if numbered
        else words.where(unit, None)
        for (unit, numbered), known in numbers.items()
    )


def _as_told_at(first: str, finding: Finding, words: Words) -> str:
    """Return what is said of a finding that was told at the place ``first``: its words, and that place."""
    there = words.as_at.format(first)
    quoted = one_line(finding.target) or one_line(finding.source)
    return f"{words.quoted.format(quoted)}（{there}）" if 0 < len(quoted) <= _LONGEST_KNOWN else there


def _view(finding: Finding, words: Words, severity: Severity, where: str, text: str, *, first: bool) -> FindingView:
    right = one_line(finding.expected)
    return FindingView(
        code=finding.code,
        fault=words.fault(finding.code) + ("" if severity == "error" else words.hint),
        severity=severity,
        where=where,
        text=Prose(text),
        message=Prose(finding_message(finding, words)),
        source=Prose(one_line(finding.source)),
        target=Prose(one_line(finding.target)),
        expected=Prose(words.expected.format(right) if right else ""),
        first=first,
    )
