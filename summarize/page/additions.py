"""What a page has more when it is asked for: a summary of each section, and an English version of the digest."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from summarize.checks import check_pair
from summarize.checks.registry import new_finding
from summarize.errors import ModelNonsense, PaperError
from summarize.page.cached_chat import follow_up
from summarize.prompting.asking import Line, ask_english, ask_section, ask_translation
from summarize.prompting.replies import parse_lines, visible_text
from summarize.values import Draft, Figure, Finding, SectionSummary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.page.cached_chat import Asker
    from summarize.page.drafting import Manner
    from summarize.page.material import Chapter, Material
    from summarize.prompting.glossary import Glossary
    from summarize.prompting.templates import Template
    from summarize.values import Message, UnitName


#: Captions in one request: about as much text as an abstract or two.
_CAPTIONS_AT_ONCE = 12


async def summarize_sections(
    asker: Asker,
    template: Template,
    title: str,
    material: Material,
    *,
    glossary: Glossary | None,
    manner: Manner,
    check: bool,
) -> tuple[tuple[SectionSummary, ...], tuple[Finding, ...]]:
    """One or two sentences on each top-level section, asked for at the same time, and what the checks say of them.

    A summary with an error is asked for once more, with what was wrong; the better one stays. Its findings carry the
    section's name in their message, under the unit ``summary``.
    """

    async def one(chapter: Chapter) -> tuple[SectionSummary, tuple[Finding, ...]]:
        terms = glossary.prompt_lines(chapter.text, manner.to) if glossary else ()
        messages = ask_section(
            template, title, chapter.name, chapter.text, terms=terms, evidence=material.evidence, to=manner.to
        )
        cap = 400 if manner.output_cap is not None else None
        answer = await asker.ask(messages, max_tokens=cap)
        text = " ".join(visible_text(answer).split())
        findings = _section_findings(chapter, text, glossary) if check else ()
        errors = [finding for finding in findings if finding.severity == "error"]
        if errors:
            again = await _again(asker, follow_up(messages, answer, _what_is_wrong(errors)), cap)
            left = _section_findings(chapter, again, glossary) if again else findings
            if sum(finding.severity == "error" for finding in left) < len(errors):
                text, findings = again, (*left, *(replace(finding, state="repaired") for finding in errors))
        return SectionSummary(chapter.number, chapter.title, chapter.page, text), findings

    done = await asyncio.gather(*(one(chapter) for chapter in material.chapters))
    return tuple(summary for summary, _ in done), tuple(finding for _, findings in done for finding in findings)


def _what_is_wrong(errors: Sequence[Finding]) -> str:
    wrong = "; ".join(f"{finding.message} ({finding.source} → {finding.target})" for finding in errors[:5])
    return f"That is wrong: {wrong}. Answer again with one or two right sentences and nothing else."


async def _again(asker: Asker, messages: Sequence[Message], cap: int | None) -> str:
    """A second answer; "" where the model gives none that can be used, which does not cost the paper."""
    try:
        return " ".join(visible_text(await asker.ask(messages, max_tokens=cap)).split())
    except (PaperError, ModelNonsense):
        return ""


def _section_findings(chapter: Chapter, text: str, glossary: Glossary | None) -> tuple[Finding, ...]:
    found = check_pair("summary", chapter.text, text, glossary)
    return tuple(replace(finding, message=f"{chapter.name}: {finding.message}") for finding in found)


async def translate_captions(
    asker: Asker,
    template: Template,
    figures: Sequence[Figure],
    *,
    glossary: Glossary | None,
    manner: Manner,
    check: bool,
) -> tuple[tuple[Figure, ...], tuple[Finding, ...]]:
    """Figures with Chinese captions. A caption that the model did not give stays English alone; findings carry the
    figure's label in their message, under the unit ``summary``."""
    captioned = [figure for figure in figures if figure.caption]
    texts: dict[int, str] = {}
    lines = [Line(n, figure.caption) for n, figure in enumerate(captioned, 1)]
    for i in range(0, len(lines), min(manner.at_once, _CAPTIONS_AT_ONCE)):
        group = lines[i : i + min(manner.at_once, _CAPTIONS_AT_ONCE)]
        terms = glossary.prompt_lines(" ".join(line.text for line in group), manner.to) if glossary else ()
        messages = ask_translation(template, group, terms=terms, to=manner.to)
        cap = 400 * len(group) if manner.output_cap is not None else None
        texts.update(parse_lines(await asker.ask(messages, max_tokens=cap), [line.n for line in group]).texts)
    chinese = {figure.path: texts.get(n, "") for n, figure in enumerate(captioned, 1)}
    done = tuple(replace(figure, caption_zh=chinese.get(figure.path, "")) for figure in figures)
    if not check:
        return done, ()
    findings = [
        replace(finding, unit="summary", message=f"{figure.label}: {finding.message}")
        for figure in done
        if figure.caption_zh
        for finding in check_pair("abstract", figure.caption, figure.caption_zh, glossary)
    ]
    return done, tuple(findings)


async def add_english(
    asker: Asker, template: Template, title: str, material: Material, draft: Draft, *, check: bool
) -> tuple[Draft, tuple[Finding, ...]]:
    """The draft with English beside summary and takeaways. A figure that the paper does not have is a finding; a line
    that the model did not give stays empty."""
    lines = [Line(1, draft.summary), *(Line(n, t.text) for n, t in enumerate(draft.takeaways, 2))]
    messages = ask_english(template, title, material.text, lines)
    texts = parse_lines(await asker.ask(messages), [line.n for line in lines], chinese=False).texts
    draft = replace(
        draft,
        summary_en=texts.get(1, ""),
        takeaways=tuple(replace(t, text_en=texts.get(n, "")) for n, t in enumerate(draft.takeaways, 2)),
    )
    if not check:
        return draft, ()
    everywhere = " ".join((title, *material.source.sentences, material.text))
    findings = [*_invented("summary", None, draft.summary_en, everywhere)]
    for n, takeaway in enumerate(draft.takeaways, 1):
        findings += _invented("takeaways", n, takeaway.text_en, everywhere)
    return draft, tuple(findings)


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
