"""One paper, from reference to result. Collaborators are arguments; a failure of the paper is a value, not an exception.

PaperRef ─▶ Paper (+ Document) ─▶ two calls at the same time ─▶ Draft ─▶ checks ─▶ repair ─▶ Result
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from summarize import __version__
from summarize.errors import ConfigurationError, ContextTooLong, ReplyUnusable, SummarizeError
from summarize.page.cached_chat import Asker, Listener
from summarize.page.chinese import in_script, reading_simplified
from summarize.page.drafting import Manner, Translation, digest, translate
from summarize.page.material import Material, abstract_material, whole_material
from summarize.page.repairing import RepairDesk, repair
from summarize.page.workshop import Made, failure_of, key_of, template_names
from summarize.sources.source_table import with_links
from summarize.values import Draft, Paper, PaperFailure, Provenance, Result

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from summarize.page.workshop import Workshop
    from summarize.prompting.replies import DigestReply
    from summarize.values import Figure, Finding, PaperRef

_log = logging.getLogger(__name__)
#: How often a process looks whether another one has finished the result that it waits for, seconds.
_CLAIM_POLL_S = 0.25
#: Below this many tokens of context a whole paper cannot be read even in parts.
_SMALLEST_CONTEXT = 3500
#: More tokens than any paper has.
_ANY_LENGTH = 10**9


async def summarize_paper(ref: PaperRef, shop: Workshop) -> Made:
    """Make the page of one paper, or say why not. Takes and returns picklable values.

    Raises ConfigurationError (it concerns every paper) and asyncio.CancelledError; everything else is a PaperFailure.
    """
    title = ""
    shop = shop.for_ref(ref)
    try:
        paper = await shop.paper_of(ref)
        title = paper.title
        return await _stored_or_made(ref, paper, shop)
    except ConfigurationError:
        raise
    except SummarizeError as error:
        return Made(failure_of(ref, error, title))
    except Exception as error:  # noqa: BLE001  the boundary of one paper: the others must go on
        _log.exception("%s: unexpected error", ref)
        return Made(
            PaperFailure(
                ref,
                "unexpected",
                f"an error that this program did not expect: {type(error).__name__}: {error}",
                "Please report it; -v shows where it happened",
                title=title,
            )
        )


async def _stored_or_made(ref: PaperRef, paper: Paper, shop: Workshop) -> Made:
    key = key_of(shop.name_of(ref, paper), shop)
    store = shop.store
    if store is None:
        return Made(await _make(ref, paper, shop))
    while True:
        if not shop.refresh and (result := store.result(key)) is not None and shop.is_whole(result):
            return Made(with_links(result), stored=True, key=key)
        if store.claim(key, shop.clock()):
            break
        # Another process is making this very result: wait for it rather than pay twice.
        await asyncio.sleep(_CLAIM_POLL_S)
    try:
        if shop.before_spending is not None:
            shop.before_spending(ref, paper)
        result = await _make(ref, paper, shop)
        store.put_result(key, result, shop.clock())
    finally:
        store.release(key)
    return Made(result, key=key)


async def _make(ref: PaperRef, paper: Paper, shop: Workshop) -> Result:
    from summarize.reading.sentences import split_sentences

    sentences = split_sentences(paper.abstract)
    asker = Asker(
        shop.chat,
        endpoint=shop.model.endpoint,
        model=shop.model.label,
        parameters=shop.model.parameters,
        store=shop.store,
        clock=shop.clock,
        refresh=shop.refresh,
        paper=str(ref),
    )
    draft, material = await _draft(ref, paper, sentences, asker, shop)
    draft = in_script(draft, shop.choices.to)
    findings: tuple[Finding, ...] = ()
    if shop.choices.check:
        draft, findings = await _checked(draft, material, asker, shop, paper.title)
    draft, more = await _with_additions(draft, material, asker, shop, paper.title)
    findings += more
    figures: tuple[Figure, ...] = ()
    if shop.figures_of is not None and shop.choices.figures is not None:
        from summarize.page.additions import translate_captions

        small = "-small" if shop.model.small else ""
        figures, found = await translate_captions(
            asker, shop.template(f"translate{small}"), await shop.figures_of(ref, paper),
            glossary=shop.glossary(), manner=_manner(shop), check=shop.choices.check,
        )  # fmt: skip
        findings += found
    names = template_names(shop.choices, shop.model)
    return Result(
        paper=paper,
        draft=draft,
        findings=findings,
        reading=material.reading,
        provenance=Provenance(
            model=shop.model.label,
            prompts={name: shop.template(name).version for name in names},
            program=__version__,
            made=shop.today(),
            checked=shop.choices.check,
            small_model=shop.model.small,
        ),
        usage=asker.usage,
        figures=figures,
        to=shop.choices.to,
    )


async def _draft(
    ref: PaperRef, paper: Paper, sentences: tuple[str, ...], asker: Asker, shop: Workshop
) -> tuple[Draft, Material]:
    """Translation and digest, asked for at the same time."""
    manner, glossary = _manner(shop), shop.glossary()
    if shop.model.small:
        return await _small_draft(ref, paper, sentences, asker, shop)

    async def digested() -> tuple[DigestReply, Material]:
        context_tokens = shop.model.context_tokens
        while True:
            try:
                material = await _material(ref, paper, sentences, asker, shop, context_tokens)
                reply = await digest(
                    asker,
                    shop.template("digest"),
                    paper.title,
                    material.text,
                    evidence=material.evidence,
                    enough=material.enough,
                    glossary=glossary,
                    manner=manner,
                    listener=_listener(shop, ref, "digest"),
                )
                return reply, material
            except ContextTooLong as error:
                # The endpoint's own word on its context is better than ours: read in parts of that size.
                learnt = error.limit_tokens or context_tokens // 2
                if not shop.choices.full or learnt >= context_tokens or learnt < _SMALLEST_CONTEXT:
                    raise
                context_tokens = learnt

    translation, (parts, material) = await _both(
        translate(
            asker,
            shop.template("translate"),
            paper.title,
            sentences,
            glossary=glossary,
            manner=manner,
            listener=_listener(shop, ref, "translation"),
        ),
        digested(),
    )
    draft = Draft(translation.title_zh, translation.sentences, parts.one_line, parts.summary, parts.takeaways)
    return draft, material


async def _small_draft(
    ref: PaperRef, paper: Paper, sentences: tuple[str, ...], asker: Asker, shop: Workshop
) -> tuple[Draft, Material]:
    """One question after another; the digest is made from the translation."""
    from summarize.page.drafting_small import SmallDrafter

    # Of a whole text only single sentences are asked about, so that any length fits the model's context.
    material = await _material(ref, paper, sentences, asker, shop, _ANY_LENGTH)
    drafter = SmallDrafter(
        asker,
        shop.template("translate-small"),
        shop.template("digest-small"),
        glossary=shop.glossary(),
        to=shop.choices.to,
        listener=_listener(shop, ref, "translation"),
    )
    translation = await drafter.translation(paper.title, sentences)
    if material.evidence == "sentence":
        keys = drafter.keys_of_abstract(translation)
    else:
        keys = await drafter.keys_of_text(material.source)
    if not keys:
        raise ReplyUnusable(
            "no sentence of the text could be made a takeaway", hint="Try a larger model with -m, or the abstract alone"
        )
    parts = await drafter.digest(translation, keys)
    return Draft(translation.title_zh, translation.sentences, parts.one_line, parts.summary, parts.takeaways), material


async def _material(
    ref: PaperRef, paper: Paper, sentences: tuple[str, ...], asker: Asker, shop: Workshop, context_tokens: int
) -> Material:
    if not shop.choices.full:
        return abstract_material(paper, sentences)
    from summarize.llm.cost import estimate_tokens

    document = await shop.document_of(ref, paper)
    return await whole_material(
        asker,
        shop.template("notes"),
        paper,
        sentences,
        document,
        appendix=shop.choices.appendix,
        chapters=shop.choices.sections,
        context_tokens=context_tokens,
        estimate=estimate_tokens,
    )


async def _checked(
    draft: Draft, material: Material, asker: Asker, shop: Workshop, title: str
) -> tuple[Draft, tuple[Finding, ...]]:
    from summarize.checks import check_draft

    glossary = shop.glossary()
    desk = RepairDesk(
        asker=asker,
        lines_template=shop.template("repair"),
        digest_template=shop.template("repair-digest"),
        title=title,
        digest_text=material.text,
        evidence=material.evidence,
        glossary=glossary,
        manner=_manner(shop),
    )
    source = material.source
    check = reading_simplified(lambda candidate: check_draft(candidate, source, glossary), shop.choices.to)
    return await repair(desk, draft, check, source)


async def _with_additions(
    draft: Draft, material: Material, asker: Asker, shop: Workshop, title: str
) -> tuple[Draft, tuple[Finding, ...]]:
    """What was asked for beside the page: section summaries, English."""
    choices = shop.choices
    findings: tuple[Finding, ...] = ()
    if material.chapters:
        from summarize.page.additions import summarize_sections

        sections, found = await summarize_sections(
            asker, shop.template("section"), title, material,
            glossary=shop.glossary(), manner=_manner(shop), check=choices.check,
        )  # fmt: skip
        draft, findings = replace(draft, sections=sections), findings + found
    if choices.also_english:
        from summarize.page.additions import add_english

        draft, found = await add_english(asker, shop.template("english"), title, material, draft, check=choices.check)
        findings += found
    return draft, findings


def _manner(shop: Workshop) -> Manner:
    if shop.model.small:
        return Manner(shop.choices.to, at_once=1, output_cap=3.0)
    return Manner(shop.choices.to)


async def _both(
    first: Coroutine[object, object, Translation], second: Coroutine[object, object, tuple[DigestReply, Material]]
) -> tuple[Translation, tuple[DigestReply, Material]]:
    """Both at the same time; the first error cancels the other, whose reply would be paid for nothing."""
    try:
        async with asyncio.TaskGroup() as group:
            one, two = group.create_task(first), group.create_task(second)
    except* SummarizeError as errors:
        error: BaseException = errors
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from None
    return one.result(), two.result()


def _listener(shop: Workshop, ref: PaperRef, what: str) -> Listener | None:
    observer = shop.observer
    if observer is None:
        return None
    return Listener(lambda text: observer.wrote(ref, what, text), lambda: observer.restarted(ref, what))
