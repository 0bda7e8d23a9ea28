"""The first draft of a page: what is asked for, how replies are put together, and what is asked again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarize.errors import ReplyUnusable
from summarize.page.cached_chat import Asker, Listener, follow_up
from summarize.prompting.asking import Line, ask_digest, ask_translation, numbered
from summarize.prompting.replies import DigestReply, parse_digest, parse_lines
from summarize.values import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.prompting.asking import EvidenceKind
    from summarize.prompting.glossary import Glossary
    from summarize.prompting.templates import Template
    from summarize.values import Script

#: Fewer takeaways than this are asked for again where the text has enough sentences for them.
FEWEST_TAKEAWAYS = 3


@dataclass(frozen=True, slots=True)
class Manner:
    """How this model is asked. ``at_once`` lines go into one translation request (small models: 1); ``output_cap``
    limits the tokens of a reply by the tokens of what was sent (None: the model's own limit), so that a small model
    that begins to repeat itself is stopped."""

    to: Script = "zh-Hans"
    at_once: int = 1000
    output_cap: float | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """The Chinese title and one Chinese sentence for each English one, in order."""

    title_zh: str
    sentences: tuple[Sentence, ...]


async def translate(
    asker: Asker,
    template: Template,
    title: str,
    sentences: Sequence[str],
    *,
    glossary: Glossary | None,
    manner: Manner,
    listener: Listener | None = None,
) -> Translation:
    """Translate title and sentences. Raises ReplyUnusable where a line is missing after it was asked for again."""
    lines = numbered(title, sentences)
    groups = [lines[i : i + manner.at_once] for i in range(0, len(lines), manner.at_once)]
    texts: dict[int, str] = {}
    if len(groups) == 1:
        texts.update(await _translate_lines(asker, template, lines, glossary, manner, listener))
    else:
        # A small model answers on one slot: asking in order keeps its cache of the common beginning.
        for group in groups:
            texts.update(await _translate_lines(asker, template, group, glossary, manner, listener))
    return Translation(texts[0], tuple(Sentence(line.n, line.text, texts[line.n]) for line in lines if line.n > 0))


async def _translate_lines(
    asker: Asker,
    template: Template,
    lines: Sequence[Line],
    glossary: Glossary | None,
    manner: Manner,
    listener: Listener | None,
) -> dict[int, str]:
    terms = glossary.prompt_lines(" ".join(line.text for line in lines), manner.to) if glossary else ()
    messages = ask_translation(template, lines, terms=terms, to=manner.to)
    expected = [line.n for line in lines]
    cap = _cap(manner, sum(len(line.text) for line in lines))
    answer = await asker.ask(messages, max_tokens=cap, listener=listener)
    reply = parse_lines(answer, expected)
    texts = dict(reply.texts)
    if reply.missing:
        wanted = ", ".join(f"[{n}]" for n in reply.missing)
        request = (
            f"Your answer has no usable line {wanted}. Answer with {'these lines' if len(reply.missing) > 1 else 'this line'}"
            " only, each beginning with its number in square brackets, one line for each number, and nothing else."
        )
        answer = await asker.ask(follow_up(messages, answer, request), max_tokens=cap)
        again = parse_lines(answer, reply.missing)
        texts.update(again.texts)
        if again.missing:
            names = ", ".join("the title" if n == 0 else f"sentence {n}" for n in again.missing)
            raise ReplyUnusable(
                f"the model gave no translation of {names} of {expected[-1]}, also when asked again",
                hint="Run the command again with --refresh, or try another model with -m",
            )
    return texts


async def digest(
    asker: Asker,
    template: Template,
    title: str,
    text: str,
    *,
    evidence: EvidenceKind,
    enough: bool,
    glossary: Glossary | None,
    manner: Manner,
    listener: Listener | None = None,
) -> DigestReply:
    """One line, summary and takeaways of ``text``; ``enough`` where it is long enough for three takeaways.

    Raises ReplyUnusable where a part is missing after it was asked for again.
    """
    terms = glossary.prompt_lines(f"{title} {text}", manner.to) if glossary else ()
    messages = ask_digest(template, title, text, evidence=evidence, terms=terms, to=manner.to)
    cap = 1500 if manner.output_cap is not None else None
    answer = await asker.ask(messages, max_tokens=cap, listener=listener)
    reply = parse_digest(answer, evidence)
    lacking = _lacking(reply, enough)
    if lacking:
        request = (
            f"Your answer lacks: {'; '.join(lacking)}. Answer with the missing part"
            f"{'s' if len(lacking) > 1 else ''} only, under the same heading{'s' if len(lacking) > 1 else ''}, in the same shape."
        )
        answer = await asker.ask(follow_up(messages, answer, request), max_tokens=cap)
        reply = _merged(reply, parse_digest(answer, evidence))
    if reply.missing:
        names = {"one_line": "the one-line summary", "summary": "the summary", "takeaways": "the takeaways"}
        raise ReplyUnusable(
            f"the model's answer lacks {', '.join(names[part] for part in reply.missing)}, also when asked again",
            hint="Run the command again with --refresh, or try another model with -m",
        )
    return reply


def _lacking(reply: DigestReply, enough: bool) -> list[str]:
    """What to ask for again, as a model reads it."""
    wanted = []
    if "one_line" in reply.missing:
        wanted.append("# One line and its sentence")
    if "summary" in reply.missing:
        wanted.append("# Summary and its paragraph")
    if not reply.takeaways:
        wanted.append("# Takeaways and its list")
    elif enough and len(reply.takeaways) < FEWEST_TAKEAWAYS:
        wanted.append("# Takeaways with at least three items")
    elif not any(takeaway.evidence for takeaway in reply.takeaways):
        wanted.append("# Takeaways with the evidence in square brackets at the end of each item")
    return wanted


def _merged(first: DigestReply, second: DigestReply) -> DigestReply:
    """The first answer, completed by what the second has and the first lacks."""

    def marked(reply: DigestReply) -> tuple[int, int]:
        return sum(bool(t.evidence) for t in reply.takeaways), len(reply.takeaways)

    merged = replace(
        first,
        one_line=first.one_line or second.one_line,
        summary=first.summary or second.summary,
        takeaways=second.takeaways if marked(second) > marked(first) else first.takeaways,
    )
    missing = tuple(part for part in ("one_line", "summary", "takeaways") if not getattr(merged, part))
    return replace(merged, missing=missing)


def _cap(manner: Manner, characters: int) -> int | None:
    """Most tokens a translation may take: English runs at about 4 characters a token, Chinese costs a model about as
    many tokens as its English; ``output_cap`` times that, and room for numbers and short lines."""
    return None if manner.output_cap is None else int(characters / 4 * manner.output_cap) + 64
