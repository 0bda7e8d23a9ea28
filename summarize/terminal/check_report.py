"""What ``summarize check`` prints of pages: lines for people and editors, workflow commands, JSON, and counts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

import click

from summarize.checks import CHECKS
from summarize.language.catalogue import Language, translated
from summarize.layouts.findings.finding_text import finding_text
from summarize.layouts.labels import words_for
from summarize.lint.locating.excerpts import excerpt_around, shortened
from summarize.lint.report import Remark, Report, one_line

#: Findings of which a page can have one at every comma: more than a few of one kind say nothing new.
_REPEATED = frozenset({"format"})
#: Cells of the words of a finding, which may be a paragraph of chatter.
_WORDS_WIDTH = 100
_COLOURS = {"error": "red", "warning": "yellow"}
_UNITS = {"one_line": "one line", "takeaways": "takeaways"}
_JSON_CONTROL = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def text_lines(
    report: Report, *, width: int, colour: bool, most_alike: int, language: Language = "en"
) -> Iterator[str]:
    """Yield the findings of one file, below a line for each paper.

    A finding is ``file:line:col CODE where: message``, its words, and the sentence that they stand in, cut to ``width``
    cells. With ``colour`` the lines have ANSI colours. Of format findings that say the same, ``most_alike`` are shown
    and the others counted; 0 shows all. Codes and places are the same in every ``language``.
    """
    shown, hidden = _limited(report.remarks, most_alike)
    paper = ("", "")
    for n, remark in enumerate(shown):
        if paper != (remark.paper, remark.title):
            paper = (remark.paper, remark.title)
            yield from [""] * (n > 0)
            yield _styled(shortened(one_line(" ".join(paper)), width), colour, bold=True)
        yield from _finding_lines(remark, width, colour, language)
    for remark, count in hidden:
        count_line = translated(f"{_more(remark, count, language)} (--max-same 0 shows all)", language)
        yield _styled(f"{remark.file}: {count_line}", colour, dim=True)


def _finding_lines(remark: Remark, width: int, colour: bool, language: Language) -> Iterator[str]:
    finding = remark.finding
    mark = "" if finding.severity == "error" else translated(" (warning)", language)
    place = _styled(f"{one_line(remark.file)}:{remark.place.line}:{remark.place.column}", colour, bold=True)
    code = _styled(f"{finding.code}{mark}", colour, fg=_COLOURS[finding.severity], bold=True)
    if language == "en":
        yield f"{place} {code} {where(remark)}: {one_line(finding.message)}"
    else:
        said = finding_text(finding, words_for(language))
        yield f"{place} {code} {where(remark, language)}{'：' if said else ''}{said}"
    passage, target = one_line(remark.passage), one_line(finding.target)
    room = min(width - 4, _WORDS_WIDTH)
    right = f"; right would be {shortened(one_line(finding.expected), room)}" if finding.expected else ""
    if language == "en" and (finding.source or right or not passage):
        yield f"    {_both_sides(remark, room)}{right}"
    if passage and passage != target:
        words = target if target and target in passage else one_line(finding.source)
        cut = excerpt_around(passage, max(passage.find(words), 0), len(words), width - 4)
        marked = click.style(words, fg=_COLOURS[finding.severity], underline=True)
        lit = cut.replace(words, marked, 1) if colour and words else cut
        yield f"    {lit}"
    elif passage and not (finding.source or right):
        yield f"    {shortened(passage, room)}"


def where(remark: Remark, language: Language = "en") -> str:
    """Return the part of the page that a finding is in, and its sentence or takeaway."""
    unit, number = remark.finding.unit, remark.sentence
    name = translated(_UNITS.get(unit, unit), language)
    if number is None:
        return name
    if unit == "takeaways":
        return translated(f"takeaway {number}", language)
    return translated(f"sentence {number}" if unit == "abstract" else f"{name}, sentence {number}", language)


def _message(remark: Remark, language: Language) -> str:
    return one_line(translated(remark.finding.message, language, "findings"))


def _both_sides(remark: Remark, room: int = _WORDS_WIDTH) -> str:
    """Return the words of both sides, each in at most ``room`` cells."""
    sides = (remark.finding.source, remark.finding.target)
    return " → ".join(shortened(one_line(side), room) or "∅" for side in sides)


def github_lines(report: Report, *, most_alike: int) -> Iterator[str]:
    """Yield workflow commands, with which GitHub shows findings beside the lines of a file.

    The format is that of https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions.
    """
    shown, hidden = _limited(report.remarks, most_alike)
    for remark in shown:
        finding = remark.finding
        said = f"{where(remark)}: {one_line(finding.message)}: {_both_sides(remark)}"
        if remark.paper or remark.title:
            said = f"{one_line(remark.paper or remark.title)}, {said}"
        yield _command(remark, finding.code, said)
    for remark, count in hidden:
        yield _command(remark, remark.finding.code, _more(remark, count))


def _command(remark: Remark, title: str, message: str) -> str:
    place = {"file": remark.file, "line": remark.place.line, "col": remark.place.column, "title": title}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
    return f"::{remark.finding.severity} {properties}::{_data(message)}"


def _data(text: str) -> str:
    """The message of a workflow command, escaped as GitHub's own toolkit does it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def json_text(reports: Sequence[Report]) -> str:
    """Return one JSON object with every finding of every file (docs/checks.md describes it)."""
    errors, warnings = _severities(reports)
    files = [
        {
            "file": report.file,
            "papers": report.papers,
            "texts": report.texts,
            "without_english": list(report.blind),
            "findings": [_row(remark) for remark in report.remarks],
        }
        for report in reports
    ]
    whole = {"schema": 1, "errors": errors, "warnings": warnings, "files": files}
    return escaped(json.dumps(whole, ensure_ascii=False, indent=1))


def escaped(text: str) -> str:
    """Return JSON in which controls, marks that turn a line around and halves of surrogate pairs are escapes."""
    return _JSON_CONTROL.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def _row(remark: Remark) -> dict[str, object]:
    place = {"line": remark.place.line, "column": remark.place.column}
    paper = {"paper": {"id": remark.paper, "title": remark.title}, "passage": remark.passage}
    return {**place, **paper, **asdict(remark.finding), "sentence": remark.sentence}


def statistics_lines(reports: Sequence[Report], *, colour: bool, language: Language = "en") -> Iterator[str]:
    """Yield a line for each code: how many findings have it and what it is called, the most frequent first."""
    counts = _counts(reports)
    widest = max((len(str(count)) for count, _ in counts), default=0)
    longest = max((len(code) for _, code in counts), default=0)
    for count, code in counts:
        yield f"{count:>{widest}}  {_styled(f'{code:<{longest}}', colour, bold=True)}  {_name(code, language)}"


def _name(code: str, language: Language) -> str:
    check = CHECKS[code]
    return {"zh-Hans": check.name_hans, "zh-Hant": check.name_hant}.get(language, check.name)


def statistics_json(reports: Sequence[Report]) -> str:
    """Return a JSON list of codes with their names and counts, the most frequent first."""
    rows = []
    for count, code in _counts(reports):
        found = [r.finding for report in reports for r in report.remarks if r.finding.code == code]
        errors = sum(finding.severity == "error" for finding in found)
        row = {"code": code, "name": CHECKS[code].name, "count": count, "errors": errors, "warnings": count - errors}
        rows.append(row)
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _counts(reports: Iterable[Report]) -> list[tuple[int, str]]:
    counts = Counter(remark.finding.code for report in reports for remark in report.remarks)
    return sorted(((count, code) for code, count in counts.items()), key=lambda row: (-row[0], row[1]))


def _limited(remarks: Sequence[Remark], most_alike: int) -> tuple[list[Remark], list[tuple[Remark, int]]]:
    """Return the findings to show, and of each kind that is repeated more often the first one left out and their count."""
    shown: list[Remark] = []
    seen: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Remark] = {}
    for remark in remarks:
        kind = (remark.finding.code, remark.finding.message)
        seen[kind] += 1
        if most_alike and kind[0] in _REPEATED and seen[kind] > most_alike:
            first.setdefault(kind, remark)
        else:
            shown.append(remark)
    return shown, [(remark, seen[kind] - most_alike) for kind, remark in first.items()]


def _more(remark: Remark, count: int, language: Language = "en") -> str:
    return translated(f"{count} more {remark.finding.code}: {_message(remark, language)}", language)


def blind_lines(report: Report, most: int = 3) -> Iterator[str]:
    """Yield lines about the papers of a file whose English could not be had: the first ones by name."""
    for paper in report.blind[:most]:
        yield f"{report.file}: {one_line(paper)}: no English for this paper, or not all that it was made from; checked for what shows in the Chinese alone"
    if len(report.blind) > most:
        yield f"{report.file}: {len(report.blind) - most} more papers without English"


def counted(reports: Sequence[Report], *, colour: bool = False, language: Language = "en") -> str:
    """Return the line at the end: how many errors and warnings were found in how many texts and papers."""
    errors, warnings = _severities(reports)
    papers, texts = sum(r.papers for r in reports), sum(r.texts for r in reports)
    blind = sum(len(r.blind) for r in reports)
    found = translated(f"{errors} error{_s(errors)}, {warnings} warning{_s(warnings)}", language)
    found = _styled(found, colour, bold=True, fg="red" if errors else "yellow" if warnings else "green")
    line = translated(f"{found} in {texts} text{_s(texts)} of {papers} paper{_s(papers)}", language)
    return line + (translated(f" ({blind} checked without the English)", language) if blind else "")


def _severities(reports: Iterable[Report]) -> tuple[int, int]:
    counts = Counter(remark.finding.severity for report in reports for remark in report.remarks)
    return counts["error"], counts["warning"]


def _s(count: int) -> str:
    """The ending of a plural."""
    return "" if count == 1 else "s"


def _styled(
    text: str, colour: bool, *, fg: str | None = None, bold: bool | None = None, dim: bool | None = None
) -> str:
    return click.style(text, fg=fg, bold=bold, dim=dim) if colour else text
