"""Repair: pieces of a draft with an error go back to the model, alone and with the reason.

A piece is the title, one sentence, the one line, the summary or one takeaway. Each is asked for once, and a second
round is made only if the first made something better. A correction is taken only where the checks find less wrong with
it. What remains wrong stays open and is shown on the page.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarize.errors import ModelNonsense, PaperError
from summarize.page.chinese import in_script
from summarize.page.off_loop import off_loop
from summarize.prompting.asking import FaultyLine, ask_digest_repair, ask_repair
from summarize.prompting.replies import parse_lines, parse_takeaway
from summarize.values import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from summarize.page.material import Material
    from summarize.page.prompter import Prompter
    from summarize.values import Finding, Source, UnitName

    Check = Callable[[Draft], tuple[Finding, ...]]

#: Rounds of repair; the second only where the first made something better.
ROUNDS = 2
_DIGEST_UNITS = ("one_line", "summary", "takeaways")
#: Tokens of a small model's corrected parts of a digest.
_DIGEST_LIMIT = 600
#: Numbers of the digest's parts in a repair request: 1 and 2, takeaways from 3.
_ONE_LINE, _SUMMARY, _FIRST_TAKEAWAY = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Place:
    """One piece of a draft that can be asked for again. ``sentence`` is 0 where the unit has one piece."""

    unit: UnitName
    sentence: int


async def repair(
    prompter: Prompter, draft: Draft, material: Material, check: Check
) -> tuple[Draft, tuple[Finding, ...]]:
    """Return the draft with its errors repaired where that worked, and all findings, repaired ones included.

    A poor answer raises nothing: a piece that did not get better keeps its first text and its finding.
    """
    corrector = _Corrector(prompter, material)
    findings = await off_loop(check, draft)
    repaired: list[Finding] = []
    for _ in range(ROUNDS):
        faulty = _faulty(findings)
        if not faulty:
            break
        try:
            candidate = in_script(await corrector.corrected(draft, faulty), prompter.to)
        except (PaperError, ModelNonsense):
            # An answer that cannot be used does not cost the paper: its page is there and its findings stand.
            break
        if candidate == draft:
            break
        after = _by_place(await off_loop(check, candidate))
        before = _by_place(findings)
        better = {place for place in faulty if _weight(after[place]) < _weight(before[place])}
        if not better:
            break
        draft = _taken(draft, candidate, better)
        remaining = await off_loop(check, draft)
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
    """How much is wrong with a piece: the number of errors, then of all findings."""
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


@dataclass(frozen=True, slots=True)
class _Corrector:
    """Asks for faulty pieces of a draft again, held against ``material``."""

    prompter: Prompter
    material: Material

    async def corrected(self, draft: Draft, faulty: Mapping[Place, Sequence[Finding]]) -> Draft:
        source = self.material.source
        lines = [
            FaultyLine(n, _english(source, n), _chinese(draft, n), _what_is_wrong(found))
            for place, found in sorted(faulty.items(), key=lambda item: item[0].sentence)
            if place.unit in ("title", "abstract")
            for n in [place.sentence]
            if n <= len(draft.sentences)
        ]
        at_once = self.prompter.lines_at_once
        for i in range(0, len(lines), at_once):
            draft = await self._with_lines(draft, lines[i : i + at_once])
        parts = [
            FaultyLine(n, "", text, _what_is_wrong(found))
            for place, found in faulty.items()
            if place.unit in _DIGEST_UNITS
            for n, text in [_digest_line(draft, place)]
            if text
        ]
        if parts:
            draft = await self._with_digest(draft, sorted(parts, key=lambda line: line.n))
        return draft

    async def _with_lines(self, draft: Draft, lines: Sequence[FaultyLine]) -> Draft:
        prompter, sources = self.prompter, [line.source for line in lines]
        messages = ask_repair(prompter.template("repair"), lines, terms=prompter.terms(*sources), to=prompter.to)
        answer = await prompter.ask(messages, renders=sources, max_tokens=prompter.output_limit(*sources))
        reply = parse_lines(answer, [line.n for line in lines])
        return replace(
            draft,
            title_zh=reply.texts.get(0, draft.title_zh),
            sentences=tuple(replace(s, zh=reply.texts.get(s.n, s.zh)) for s in draft.sentences),
        )

    async def _with_digest(self, draft: Draft, lines: Sequence[FaultyLine]) -> Draft:
        prompter, material = self.prompter, self.material
        template = prompter.template("repair-digest")
        messages = ask_digest_repair(
            template, material.source.title, material.text, lines, evidence=material.evidence, to=prompter.to
        )
        answer = await prompter.ask(messages, max_tokens=prompter.small_limit(_DIGEST_LIMIT))
        texts = parse_lines(answer, [line.n for line in lines]).texts
        takeaways = []
        for n, takeaway in enumerate(draft.takeaways, _FIRST_TAKEAWAY):
            again = parse_takeaway(texts[n], material.evidence) if n in texts else takeaway
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


def _digest_line(draft: Draft, place: Place) -> tuple[int, str]:
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
        fault = f"{finding.message} ({' → '.join(words)})" if words else finding.message
        said.append(f"{fault}, right would be “{finding.expected}”" if finding.expected else fault)
    return "; ".join(said)
