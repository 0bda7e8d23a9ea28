"""What is added to a page on request: section summaries, captions in Chinese, and English beside the digest."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from summarize.checks import check_pair
from summarize.checks.check_table import new_finding
from summarize.errors import ModelNonsense, PaperError
from summarize.page.cached_chat import follow_up
from summarize.page.off_loop import off_loop
from summarize.prompting.asking import Line, ask_english, ask_section, ask_translation
from summarize.prompting.replies import parse_lines, visible_text
from summarize.values import Draft, Figure, Finding, SectionSummary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarize.page.material import Chapter, Material
    from summarize.page.prompter import Prompter
    from summarize.prompting.glossary import Glossary
    from summarize.values import Message, UnitName


#: Most tokens of a small model's summary of a section, and of one caption.
_SECTION_LIMIT = _CAPTION_LIMIT = 400
#: Captions in one request: about as much text as an abstract or two.
_CAPTIONS_AT_ONCE = 12


async def summarize_sections(
    prompter: Prompter, material: Material
) -> tuple[tuple[SectionSummary, ...], tuple[Finding, ...]]:
    """Summarize each top-level section in one or two sentences, all at the same time, and check the summaries.

    A summary with an error is asked for once more, with what was wrong; the better one stays. Its findings carry the
    section's name in their message, under the unit ``summary``.
    """

    async def one(chapter: Chapter) -> tuple[SectionSummary, tuple[Finding, ...]]:
        messages = ask_section(
            prompter.template("section"),
            material.source.title,
            chapter.name,
            chapter.text,
            terms=prompter.terms(chapter.text),
            evidence=material.evidence,
            to=prompter.to,
        )
        answer = await prompter.ask(messages, max_tokens=prompter.small_limit(_SECTION_LIMIT))
        text = " ".join(visible_text(answer).split())
        findings: tuple[Finding, ...] = ()
        if prompter.recipe.is_checked:
            findings = await off_loop(_section_findings, chapter, text, prompter.glossary)
        errors = [finding for finding in findings if finding.severity == "error"]
        if errors:
            again = await _again(prompter, follow_up(messages, answer, _what_is_wrong(errors)))
            left = await off_loop(_section_findings, chapter, again, prompter.glossary) if again else findings
            if sum(finding.severity == "error" for finding in left) < len(errors):
                text, findings = again, (*left, *(replace(finding, state="repaired") for finding in errors))
        return SectionSummary(chapter.number, chapter.title, chapter.page, text), findings

    done = await asyncio.gather(*(one(chapter) for chapter in material.chapters))
    return tuple(summary for summary, _ in done), tuple(finding for _, findings in done for finding in findings)


def _what_is_wrong(errors: Sequence[Finding]) -> str:
    wrong = "; ".join(f"{finding.message} ({finding.source} → {finding.target})" for finding in errors[:5])
    return f"That is wrong: {wrong}. Answer again with one or two right sentences and nothing else."


async def _again(prompter: Prompter, messages: Sequence[Message]) -> str:
    """Return a second answer, or "" where the model gives none that can be used. That does not cost the paper."""
    try:
        return " ".join(
            visible_text(await prompter.ask(messages, max_tokens=prompter.small_limit(_SECTION_LIMIT))).split()
        )
    except (PaperError, ModelNonsense):
        return ""


def _section_findings(chapter: Chapter, text: str, glossary: Glossary) -> tuple[Finding, ...]:
    found = check_pair("summary", chapter.text, text, glossary)
    return tuple(replace(finding, message=f"{chapter.name}: {finding.message}") for finding in found)


async def translate_captions(
    prompter: Prompter, figures: Sequence[Figure]
) -> tuple[tuple[Figure, ...], tuple[Finding, ...]]:
    """Return figures with Chinese captions, and findings.

    A caption that the model did not translate stays English alone. A finding has the unit ``summary`` and names the
    figure in its message.
    """
    captioned = [figure for figure in figures if figure.caption]
    texts: dict[int, str] = {}
    lines = [Line(n, figure.caption) for n, figure in enumerate(captioned, 1)]
    at_once = min(prompter.lines_at_once, _CAPTIONS_AT_ONCE)
    for i in range(0, len(lines), at_once):
        group = lines[i : i + at_once]
        terms = prompter.terms(*(line.text for line in group))
        messages = ask_translation(prompter.template("translate"), group, terms=terms, to=prompter.to)
        captions = [line.text for line in group]
        limit = prompter.small_limit(_CAPTION_LIMIT * len(group))
        answer = await prompter.ask(messages, renders=captions, max_tokens=limit)
        texts.update(parse_lines(answer, [line.n for line in group]).texts)
    chinese = {figure.path: texts.get(n, "") for n, figure in enumerate(captioned, 1)}
    done = tuple(replace(figure, caption_zh=chinese.get(figure.path, "")) for figure in figures)
    if not prompter.recipe.is_checked:
        return done, ()
    findings = [
        replace(finding, unit="summary", message=f"{figure.label}: {finding.message}")
        for figure in done
        if figure.caption_zh
        for finding in await off_loop(check_pair, "abstract", figure.caption, figure.caption_zh, prompter.glossary)
    ]
    return done, tuple(findings)


async def add_english(prompter: Prompter, material: Material, draft: Draft) -> tuple[Draft, tuple[Finding, ...]]:
    """Return the draft with English beside summary and takeaways, and findings.

    A number that the paper does not have is a finding, and so is a line that the model did not give, which stays empty.
    """
    lines = [Line(1, draft.summary), *(Line(n, t.text) for n, t in enumerate(draft.takeaways, 2))]
    title = material.source.title
    messages = ask_english(prompter.template("english"), title, material.text, lines)
    numbers = [line.n for line in lines]

    def english(answer: str) -> Mapping[int, str]:
        return parse_lines(answer, numbers, chinese=False).texts

    texts = english(await prompter.ask(messages, accept=lambda answer: len(english(answer)) == len(numbers)))
    draft = replace(
        draft,
        summary_en=texts.get(1, ""),
        takeaways=tuple(replace(t, text_en=texts.get(n, "")) for n, t in enumerate(draft.takeaways, 2)),
    )
    findings = []
    if draft.summary and not draft.summary_en:
        findings.append(_no_english("summary", None))
    lacking = [n for n, takeaway in enumerate(draft.takeaways, 1) if not takeaway.text_en]
    findings += [_no_english("takeaways", n) for n in lacking]
    if not prompter.recipe.is_checked:
        return draft, tuple(findings)
    everywhere = " ".join((title, *material.source.sentences, material.text))
    findings += await off_loop(_invented, "summary", None, draft.summary_en, everywhere)
    for n, takeaway in enumerate(draft.takeaways, 1):
        findings += await off_loop(_invented, "takeaways", n, takeaway.text_en, everywhere)
    return draft, tuple(findings)


def _no_english(unit: UnitName, n: int | None) -> Finding:
    return new_finding("part-missing", "the model gave no English for it", unit, n, severity="warning")


def _invented(unit: UnitName, n: int | None, text: str, source: str) -> Sequence[Finding]:
    from summarize.checks.numbers.english_numbers import read_english
    from summarize.checks.numbers.quantities import DIGITS, same

    known = [quantity.value for quantity in read_english(source)]
    return [
        new_finding(
            "number-invented", "the English version has a figure that the paper has not", unit, n, target=q.text
        )
        for q in read_english(text)
        if q.strength >= DIGITS and not any(same(q.value, value) for value in known)
    ]
