"""The checks on pages, as a linter makes them: every finding has its file, line and column.

The functions are pure. The caller looks up the English that a page lacks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from summarize.checks import check_chinese, check_draft, check_pair
from summarize.checks.pair import TRANSLATIONS
from summarize.checks.traditional import check_reading, is_traditional, reading_simplified
from summarize.layouts.latex.latex_text import latex_to_text
from summarize.layouts.latex.math_spans import split_math
from summarize.layouts.markdown.escaping import formula_forms
from summarize.lint.locating.excerpts import sentence_at
from summarize.lint.locating.finding_places import english_number, offset_of
from summarize.lint.own_html import looks_like_html, read_own_html
from summarize.lint.own_json import NotOurJson, StoredResult, line_of, looks_like_json, read_own_json
from summarize.lint.page_paper import PagePaper, PageUnit, Place
from summarize.lint.page_reader import read_page
from summarize.lint.reference_list import is_reference_list
from summarize.prompting.chinese_script import read_simplified
from summarize.reading.sentences import split_sentences
from summarize.values import Draft, Finding, Paper, Source, UnitName

if TYPE_CHECKING:
    from summarize.prompting.glossary import Glossary

#: A function from arXiv IDs and addresses of titles, as they stand on the page, to the papers of those that are known.
Lookup = Callable[[Sequence[str]], Mapping[str, Paper]]

_COMMAND = re.compile(r"\\[A-Za-z]|``")


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding and the place where it stands.

    ``paper`` and ``title`` are the paper's ID, or "", and its English title, or "". ``sentence`` counts the sentences of
    an abstract or summary and the takeaways, from 1; None where the finding concerns the whole text. ``passage`` is the
    sentence that has the finding's words: the Chinese one, or the English one where nothing stands in the Chinese.
    """

    file: str
    place: Place
    finding: Finding
    paper: str = ""
    title: str = ""
    sentence: int | None = None
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file. ``papers`` and ``texts`` count what was checked.

    ``blind`` names the papers whose English could not be had.
    """

    file: str
    remarks: tuple[Remark, ...]
    papers: int
    texts: int
    blind: tuple[str, ...]


class Unreadable(ValueError):
    """A file holds nothing to check. ``line`` is where that shows (1-based)."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def lint(name: str, text: str, lookup: Lookup, glossary: Glossary | None) -> Report:
    """Return everything that is found in one page or JSON file. An empty file gives an empty report.

    ``name`` is the file's name in the remarks. ``lookup`` is asked once for the papers whose English the page lacks.
    Raises Unreadable where there is nothing to check.
    """
    if not text.strip():
        return Report(name, (), 0, 0, ())
    if is_reference_list(text):
        raise Unreadable(1, "this is a list of references, which has no Chinese text to check")
    if looks_like_json(text):
        try:
            results = list(read_own_json(text))
        except NotOurJson as exc:
            raise Unreadable(exc.line, str(exc)) from exc
        return _lint_results(name, text, results, glossary)
    papers = read_own_html(text) if looks_like_html(text) else read_page(text)
    if not papers:
        raise Unreadable(1, "no paper with Chinese text was found (docs/checks.md shows the shapes that are read)")
    return _lint_papers(name, papers, lookup, glossary)


def _lint_papers(name: str, papers: Sequence[PagePaper], lookup: Lookup, glossary: Glossary | None) -> Report:
    lacking = [paper.ref or paper.address for paper in papers if not paper.abstract.text]
    known = lookup(list(filter(None, lacking))) if any(lacking) else {}
    remarks: list[Remark] = []
    blind: list[str] = []
    texts = 0
    for paper in papers:
        record = known.get(paper.ref or paper.address)
        title, abstract = (record.title, record.abstract) if record else ("", "")
        if not (paper.abstract.text or abstract) or (paper.whole and paper.summary.text):
            blind.append(paper.ref or paper.title)
        units = tuple(paper.units(title, abstract))
        traditional = is_traditional("\n".join(unit.target.text for unit in units))
        for unit in units:
            texts += 1
            for finding in _check(unit, glossary, traditional):
                at = _offset(unit, finding, traditional=traditional)
                sentence, passage = _context(finding, unit.source, unit.target.text, at)
                place = unit.target.place(at or 0)
                remarks.append(Remark(name, place, finding, paper.ref, paper.title or title, sentence, passage))
    remarks.sort(key=lambda r: (r.place.line, r.place.column))
    return Report(name, tuple(remarks), len(papers), texts, tuple(blind))


def _check(unit: PageUnit, glossary: Glossary | None, traditional: bool) -> list[Finding]:
    """Return what is wrong with one text of a page. The findings quote it as it stands there."""
    text = unit.target.text

    def check(plain: str) -> Sequence[Finding]:
        if unit.source:
            return check_pair(unit.unit, _with_formulas_of(text, unit.source), plain, glossary)
        return check_chinese(unit.unit, plain)

    return check_reading(check, text) if traditional else list(check(text))


def _with_formulas_of(target: str, source: str) -> str:
    """Return the English with formulas and other LaTeX as the page shows them.

    Markdown needs some formulas in another form than arXiv's. LaTeX commands outside formulas are text on our pages, and
    stay commands on others.
    """
    if not any(_COMMAND.search(span.text) for span in split_math(target) if span.tex is None):
        source = latex_to_text(source)
    parts = []
    for span in split_math(source):
        forms = formula_forms(span) if span.tex is not None and span.text not in target else ()
        parts.append(next((form for form in forms if form in target), span.text))
    return "".join(parts)


def _offset(unit: PageUnit, finding: Finding, *, traditional: bool) -> int | None:
    """Return where in a text of the page a finding stands, or None where nothing shows it."""
    text = unit.target.text
    source = _with_formulas_of(text, unit.source) if unit.unit in TRANSLATIONS else ""
    plain = read_simplified(text).text if traditional else text
    return offset_of(finding.target, finding.source, text, source, plain)


def _context(finding: Finding, source: str, target: str, at: int | None) -> tuple[int | None, str]:
    """Return the number of the sentence, or of the takeaway, that has the finding's words, and the sentence itself.

    ``at`` is where the finding stands in ``target``. Where it concerns a whole text there is no number, and the passage
    is empty.
    """
    counted = finding.unit not in ("title", "one_line")
    if finding.target and at is not None and target.startswith(finding.target, at):
        if finding.unit == "takeaways":
            number = target.count("\n", 0, at) + 1
            return number, target.split("\n")[number - 1].strip()
        sentence = sentence_at(target, at)
        end = max(sentence.end, at + len(finding.target))
        return sentence.number if counted else None, target[sentence.start : end].strip()
    if finding.source and finding.unit in TRANSLATIONS:
        sentences = _sentences(source)
        if (english := english_number(finding.source, sentences)) is not None:
            return english if counted else None, sentences[english - 1]
    return None, ""


#: The English of a page is split once for all of its findings.
_sentences = lru_cache(maxsize=4)(split_sentences)


def _lint_results(name: str, text: str, results: Sequence[StoredResult], glossary: Glossary | None) -> Report:
    remarks: list[Remark] = []
    blind: list[str] = []
    texts = 0
    for result in results:
        draft = result.draft
        texts += 1 + len(draft.sentences) + bool(draft.summary) + bool(draft.one_line) + len(draft.takeaways)
        found: list[Finding] = []
        check = partial(_check_draft, result=result, glossary=glossary)
        found.extend(reading_simplified(check, result.to)(draft))
        if not result.whole:
            blind.append(result.name)
        for finding in found:
            source, target = _texts(draft, finding, result.source)
            at = offset_of(finding.target, finding.source, target)
            line, column = _place_in_json(draft, finding, text, result.line)
            sentence, passage = _context(finding, source, target, at)
            number = finding.sentence or sentence
            remarks.append(
                Remark(name, Place(line, column), finding, result.name, result.source.title, number, passage)
            )
    return Report(name, tuple(remarks), len(results), texts, tuple(blind))


def _check_draft(draft: Draft, result: StoredResult, glossary: Glossary | None) -> tuple[Finding, ...]:
    if result.whole:
        return check_draft(draft, result.source, glossary)
    # The text that the summary was made from is not in the file.
    found = check_draft(Draft(draft.title_zh, draft.sentences), result.source, glossary)
    return found + tuple(f for unit, words in _made_from_full_text(draft) for f in check_chinese(unit, words))


def _made_from_full_text(draft: Draft) -> Iterator[tuple[UnitName, str]]:
    if draft.one_line:
        yield "one_line", draft.one_line
    if draft.summary:
        yield "summary", draft.summary
    if draft.takeaways:
        yield "takeaways", "\n".join(t.text for t in draft.takeaways)


def _texts(draft: Draft, finding: Finding, source: Source) -> tuple[str, str]:
    """Return the English and the Chinese text that a finding is about."""
    if finding.unit == "abstract":
        sentences = [s for s in draft.sentences if finding.sentence in (None, s.n)]
        return " ".join(s.en for s in sentences), "".join(s.zh for s in sentences)
    if finding.unit == "title":
        return source.title, draft.title_zh
    texts = {
        "one_line": draft.one_line,
        "summary": draft.summary,
        "takeaways": "\n".join(takeaway.text for takeaway in draft.takeaways),
    }
    return "", texts[finding.unit]


def _place_in_json(draft: Draft, finding: Finding, text: str, start_line: int) -> tuple[int, int]:
    """Return the line and column of a finding's Chinese words in the file, or of the text that they should stand in."""
    whole = _holder(draft, finding)
    line, column = line_of(whole, text, start_line)
    at = offset_of(finding.target, finding.source, whole) if finding.target else None
    if at is None:
        return line, column
    # The file may write characters as escapes, which are longer than one character.
    written = text.splitlines()[line - 1][column - 1 :]
    escaped = not written.startswith(json.dumps(whole, ensure_ascii=False)[1:-1])
    return line, column + len(json.dumps(whole[:at], ensure_ascii=escaped)) - 2


def _holder(draft: Draft, finding: Finding) -> str:
    """Return the string of the file that has a finding's words, or should have them."""
    if finding.unit == "abstract":
        rows = [s.zh or s.en for s in draft.sentences if finding.sentence in (None, s.n)]
    elif finding.unit == "takeaways":
        rows = [t.text for n, t in enumerate(draft.takeaways, 1) if finding.sentence in (None, n)]
    else:
        rows = [{"title": draft.title_zh, "one_line": draft.one_line}.get(finding.unit, draft.summary)]
    return next((row for row in rows if finding.target and finding.target in row), rows[0] if rows else "")


def one_line(text: str) -> str:
    """Return a text as one line of a report. What a terminal might obey is shown as U+FFFD."""
    return "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
