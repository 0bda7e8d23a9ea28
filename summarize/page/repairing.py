"""Repair: what a check is sure is wrong goes back to the model, alone and with the reason, and stays only if better.

Each faulty piece (the title, one sentence, the one line, the summary, one takeaway) is asked for once; a second round is
made only if the first helped. What remains stays open and is shown on the page.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarize.errors import ModelNonsense, PaperError
from summarize.page.chinese import in_script
from summarize.prompting.asking import FaultyLine, ask_digest_repair, ask_repair
from summarize.prompting.replies import parse_lines, parse_takeaway
from summarize.values import Draft, Finding, Source, UnitName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from summarize.page.cached_chat import Asker
    from summarize.page.drafting import Manner
    from summarize.prompting.asking import EvidenceKind
    from summarize.prompting.glossary import Glossary
    from summarize.prompting.templates import Template

    Check = Callable[[Draft], tuple[Finding, ...]]

ROUNDS = 2
_DIGEST_UNITS = ("one_line", "summary", "takeaways")
#: Numbers of the digest's parts in a repair request: 1 and 2, takeaways from 3.
_ONE_LINE, _SUMMARY, _FIRST_TAKEAWAY = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Place:
    """One piece of a draft that can be asked for again. ``sentence`` is 0 where the unit has one piece."""

    unit: UnitName
    sentence: int


@dataclass(frozen=True, slots=True)
class RepairDesk:
    """What repairing needs: templates, the text the digest was made from, and how the model is asked."""

    asker: Asker
    lines_template: Template
    digest_template: Template
    title: str
    digest_text: str
    evidence: EvidenceKind
    glossary: Glossary | None
    manner: Manner


async def repair(desk: RepairDesk, draft: Draft, check: Check, source: Source) -> tuple[Draft, tuple[Finding, ...]]:
    """The draft with its open errors repaired where that worked, and all findings, repaired ones included.

    Never raises for a poor answer: what did not get better keeps its first text and its finding.
    """
    findings = check(draft)
    repaired: list[Finding] = []
    for _ in range(ROUNDS):
        faulty = _faulty(findings)
        if not faulty:
            break
        try:
            candidate = in_script(await _corrected(desk, draft, faulty, source), desk.manner.to)
        except (PaperError, ModelNonsense):
            # The page is there and its findings stand; an answer that cannot be used does not cost the paper.
            break
        if candidate == draft:
            break
        after = _by_place(check(candidate))
        before = _by_place(findings)
        better = {place for place in faulty if _weight(after[place]) < _weight(before[place])}
        if not better:
            break
        draft = _taken(draft, candidate, better)
        remaining = check(draft)
        still = {_identity(finding) for finding in remaining}
        repaired += [
            replace(finding, state="repaired")
            for place in better
            for finding in before[place]
            if finding.severity == "error" and _identity(finding) not in still
        ]
        findings = remaining
    return draft, (*findings, *repaired)


def _identity(finding: Finding) -> tuple[object, ...]:
    return (finding.code, finding.unit, finding.sentence, finding.source, finding.target)


def _weight(findings: Sequence[Finding]) -> tuple[int, int]:
    """How bad a piece is: errors first, then everything."""
    return sum(f.severity == "error" for f in findings), len(findings)


def _by_place(findings: Sequence[Finding]) -> dict[Place, list[Finding]]:
    places: dict[Place, list[Finding]] = defaultdict(list)
    for finding in findings:
        places[Place(finding.unit, finding.sentence or 0)].append(finding)
    return places


def _faulty(findings: Sequence[Finding]) -> dict[Place, list[Finding]]:
    """Places with errors that a model can be asked about: an abstract's finding needs its sentence."""
    return {
        place: found
        for place, found in _by_place(findings).items()
        if any(f.severity == "error" for f in found)
        and (place.sentence > 0 or place.unit not in ("abstract", "takeaways"))
    }


async def _corrected(
    desk: RepairDesk, draft: Draft, faulty: Mapping[Place, Sequence[Finding]], source: Source
) -> Draft:
    lines = [
        FaultyLine(n, _english(source, n), _chinese(draft, n), _what_is_wrong(found))
        for place, found in sorted(faulty.items(), key=lambda item: item[0].sentence)
        if place.unit in ("title", "abstract")
        for n in [place.sentence]
        if n <= len(draft.sentences)
    ]
    for i in range(0, len(lines), desk.manner.at_once):
        draft = await _correct_lines(desk, draft, lines[i : i + desk.manner.at_once])
    parts = [
        FaultyLine(n, "", text, _what_is_wrong(found))
        for place, found in faulty.items()
        if place.unit in _DIGEST_UNITS
        for n, text in [_digest_line(draft, place, desk.evidence)]
        if text
    ]
    if parts:
        draft = await _correct_digest(desk, draft, sorted(parts, key=lambda line: line.n))
    return draft


async def _correct_lines(desk: RepairDesk, draft: Draft, lines: Sequence[FaultyLine]) -> Draft:
    text = " ".join(line.source for line in lines)
    terms = desk.glossary.prompt_lines(text, desk.manner.to) if desk.glossary else ()
    messages = ask_repair(desk.lines_template, lines, terms=terms, to=desk.manner.to)
    cap = None if desk.manner.output_cap is None else int(len(text) / 4 * desk.manner.output_cap) + 64
    reply = parse_lines(await desk.asker.ask(messages, max_tokens=cap), [line.n for line in lines])
    return replace(
        draft,
        title_zh=reply.texts.get(0, draft.title_zh),
        sentences=tuple(replace(s, zh=reply.texts.get(s.n, s.zh)) for s in draft.sentences),
    )


async def _correct_digest(desk: RepairDesk, draft: Draft, lines: Sequence[FaultyLine]) -> Draft:
    messages = ask_digest_repair(
        desk.digest_template, desk.title, desk.digest_text, lines, evidence=desk.evidence, to=desk.manner.to
    )
    cap = None if desk.manner.output_cap is None else 600
    texts = parse_lines(await desk.asker.ask(messages, max_tokens=cap), [line.n for line in lines]).texts
    takeaways = []
    for n, takeaway in enumerate(draft.takeaways, _FIRST_TAKEAWAY):
        again = parse_takeaway(texts[n], desk.evidence) if n in texts else takeaway
        # A correction that forgets the mark keeps the one it had; the check decides whether it still holds.
        takeaways.append(again if again.evidence else replace(again, evidence=takeaway.evidence))
    return replace(
        draft,
        one_line=texts.get(_ONE_LINE, draft.one_line),
        summary=texts.get(_SUMMARY, draft.summary),
        takeaways=tuple(takeaways),
    )


def _taken(draft: Draft, candidate: Draft, better: set[Place]) -> Draft:
    """``draft`` with the pieces of ``candidate`` that are better."""
    return replace(
        draft,
        title_zh=candidate.title_zh if Place("title", 0) in better else draft.title_zh,
        sentences=tuple(
            new if Place("abstract", old.n) in better else old
            for old, new in zip(draft.sentences, candidate.sentences, strict=True)
        ),
        one_line=candidate.one_line if Place("one_line", 0) in better else draft.one_line,
        summary=candidate.summary if Place("summary", 0) in better else draft.summary,
        takeaways=tuple(
            new if Place("takeaways", n) in better else old
            for n, (old, new) in enumerate(zip(draft.takeaways, candidate.takeaways, strict=True), 1)
        ),
    )


def _english(source: Source, n: int) -> str:
    return source.title if n == 0 else source.sentences[n - 1]


def _chinese(draft: Draft, n: int) -> str:
    return draft.title_zh if n == 0 else draft.sentences[n - 1].zh


def _digest_line(draft: Draft, place: Place, evidence: EvidenceKind) -> tuple[int, str]:
    if place.unit == "one_line":
        return _ONE_LINE, draft.one_line
    if place.unit == "summary":
        return _SUMMARY, draft.summary
    if not 1 <= place.sentence <= len(draft.takeaways):
        return 0, ""
    takeaway = draft.takeaways[place.sentence - 1]
    marks = ",".join(
        str(e.sentence) if e.sentence is not None else f"p{e.page}" if e.page is not None else f"§{e.section}"
        for e in takeaway.evidence
    )
    return _FIRST_TAKEAWAY + place.sentence - 1, f"{takeaway.text} [{marks}]" if marks else takeaway.text


def _what_is_wrong(findings: Sequence[Finding]) -> str:
    """The findings of one piece, as a model reads them: errors first, at most five."""
    ordered = sorted(findings, key=lambda finding: finding.severity)[:5]
    said = []
    for finding in ordered:
        words = [f"“{finding.source}”"] if finding.source else []
        words += [f"“{finding.target}”"] if finding.target else []
        said.append(f"{finding.message} ({' → '.join(words)})" if words else finding.message)
    return "; ".join(said)
