"""The steps from a paper to its result: draft, checks and repair, additions, pictures."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from summarize import __version__
from summarize.checks import check_draft
from summarize.checks.check_table import new_finding
from summarize.checks.traditional import reading_simplified
from summarize.errors import ContextTooLong, ReplyUnusable, SummarizeError
from summarize.page.additions import add_english, summarize_sections, translate_captions
from summarize.page.cached_chat import Listener
from summarize.page.chinese import in_script
from summarize.page.drafting import Translation, digest, translate
from summarize.page.drafting_small import SmallDrafter
from summarize.page.material import Material, abstract_material, whole_material
from summarize.page.repairing import repair
from summarize.reading.sentences import split_sentences
from summarize.values import Draft, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from summarize.page.outcomes import Observer
    from summarize.page.prompter import Prompter
    from summarize.prompting.replies import DigestReply
    from summarize.values import Document, Figure, Finding, Paper, PaperRef, UnitName

#: Below this many tokens of context a whole paper cannot be read even in parts.
_SMALLEST_CONTEXT = 3500
#: More tokens than any paper has.
_ANY_LENGTH = 10**9
#: Part of a digest -> what it is called in a finding.
_PARTS: dict[UnitName, str] = {"one_line": "one-line summary", "summary": "summary", "takeaways": "takeaways"}


class PagePapers(Protocol):
    """Where a page's paper comes from. Each method raises a SummarizeError where it cannot be had."""

    async def paper_of(self, ref: PaperRef) -> Paper:
        """The record of ``ref``."""

    async def document_of(self, ref: PaperRef, paper: Paper) -> Document:
        """The text of the whole paper."""

    async def figures_of(self, ref: PaperRef, paper: Paper) -> tuple[Figure, ...]:
        """Pictures of the paper, cut out and written to files."""

    def result_name(self, ref: PaperRef, paper: Paper) -> str:
        """What a stored result of the paper is known by: ``IDvN``, or ``sha256:…`` of a local file."""


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A draft, what its digest was made from, and the parts that the model did not give."""

    draft: Draft
    material: Material
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageSteps:
    """Makes the result of one paper. ``context_tokens`` is the model's context."""

    ref: PaperRef
    paper: Paper
    prompter: Prompter
    papers: PagePapers
    context_tokens: int
    observer: Observer | None

    async def result(self, made: str) -> Result:
        """The paper's result, with ``made`` (an ISO date) as the day on which it was made."""
        recipe = self.prompter.recipe
        drafted = await self._drafted(split_sentences(self.paper.abstract))
        draft, material = in_script(drafted.draft, recipe.to), drafted.material
        findings: tuple[Finding, ...] = ()
        if recipe.is_checked:
            draft, findings = await self._checked(draft, material)
        findings += _missing_parts(drafted.missing)
        if material.chapters:
            sections, found = await summarize_sections(self.prompter, material)
            draft, findings = replace(draft, sections=sections), findings + found
        if recipe.also_english:
            draft, found = await add_english(self.prompter, material, draft)
            findings += found
        figures: tuple[Figure, ...] = ()
        if recipe.figures is not None:
            cut = await self.papers.figures_of(self.ref, self.paper)
            figures, found = await translate_captions(self.prompter, cut)
            findings += found
        provenance = Provenance(
            model=recipe.model,
            prompts={name: self.prompter.prompts.template(name).version for name in recipe.template_names},
            program=__version__,
            made=made,
            checked=recipe.is_checked,
            small_model=recipe.small_model,
        )
        usage = self.prompter.chat.usage
        return Result(self.paper, draft, findings, material.reading, provenance, usage, figures, recipe.to)

    async def _drafted(self, sentences: tuple[str, ...]) -> _Drafted:
        """Translation and digest, asked for at the same time."""
        if self.prompter.recipe.small_model:
            return await self._drafted_by_small_model(sentences)
        translation, (reply, material) = await _both(
            translate(self.prompter, self.paper.title, sentences, self._listener("translation")),
            self._digested(sentences),
        )
        draft = Draft(translation.title_zh, translation.sentences, reply.one_line, reply.summary, reply.takeaways)
        return _Drafted(draft, material, reply.missing)

    async def _digested(self, sentences: tuple[str, ...]) -> tuple[DigestReply, Material]:
        context_tokens = self.context_tokens
        while True:
            try:
                material = await self._material(sentences, context_tokens)
                return await digest(self.prompter, self.paper.title, material, self._listener("digest")), material
            except ContextTooLong as error:
                # The endpoint's own word on its context is better than ours: the text is read in parts of that size.
                learnt = error.limit_tokens or context_tokens // 2
                whole = self.prompter.recipe.reads_whole
                if not whole or learnt >= context_tokens or learnt < _SMALLEST_CONTEXT:
                    raise
                context_tokens = learnt

    async def _drafted_by_small_model(self, sentences: tuple[str, ...]) -> _Drafted:
        """One question after another; the digest is made from the translation."""
        # Of a whole text only single sentences are asked about, so that any length fits the model's context.
        material = await self._material(sentences, _ANY_LENGTH)
        drafter = SmallDrafter(self.prompter, self._listener("translation"))
        translation = await drafter.translation(self.paper.title, sentences)
        if material.evidence == "sentence":
            keys = drafter.keys_of_abstract(translation)
        else:
            keys = await drafter.keys_of_text(material.source)
        if not keys:
            raise ReplyUnusable(
                "no sentence of the text could be made a takeaway",
                hint="Try a larger model with -m, or the abstract alone",
            )
        reply = await drafter.digest(translation, keys)
        draft = Draft(translation.title_zh, translation.sentences, reply.one_line, reply.summary, reply.takeaways)
        return _Drafted(draft, material)

    async def _material(self, sentences: tuple[str, ...], context_tokens: int) -> Material:
        if not self.prompter.recipe.reads_whole:
            return abstract_material(self.paper, sentences)
        document = await self.papers.document_of(self.ref, self.paper)
        return await whole_material(self.prompter, self.paper, sentences, document, context_tokens)

    async def _checked(self, draft: Draft, material: Material) -> tuple[Draft, tuple[Finding, ...]]:
        glossary, source = self.prompter.glossary, material.source
        check = reading_simplified(lambda candidate: check_draft(candidate, source, glossary), self.prompter.to)
        return await repair(self.prompter, draft, material, check)

    def _listener(self, what: str) -> Listener | None:
        observer, ref = self.observer, self.ref
        if observer is None:
            return None
        return Listener(lambda text: observer.wrote(ref, what, text), lambda: observer.restarted(ref, what))


def _missing_parts(missing: tuple[str, ...]) -> tuple[Finding, ...]:
    """A finding for each part of the digest that the model did not give."""
    return tuple(
        new_finding("part-missing", f"the model gave no {name}, also when asked again", unit)
        for unit, name in _PARTS.items()
        if unit in missing
    )


async def _both(
    first: Coroutine[object, object, Translation], second: Coroutine[object, object, tuple[DigestReply, Material]]
) -> tuple[Translation, tuple[DigestReply, Material]]:
    """Both at the same time; the first error cancels the other, whose reply would be paid for nothing."""
    failure: BaseException | None = None
    try:
        async with asyncio.TaskGroup() as group:
            one, two = group.create_task(first), group.create_task(second)
    except* SummarizeError as errors:
        failure = errors
    # Python 3.11.2, which Debian has, would raise a group again from inside the clause.
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    if failure is not None:
        raise failure from None
    return one.result(), two.result()
