"""The first draft of a page: what is asked for, how replies are put together, and what is asked again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from summarize.errors import ReplyUnusable
from summarize.page.cached_chat import follow_up
from summarize.prompting.asking import Line, ask_digest, ask_translation, numbered
from summarize.prompting.replies import DigestReply, parse_digest, parse_lines
from summarize.values import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.page.cached_chat import Listener
    from summarize.page.material import Material
    from summarize.page.prompter import Prompter

#: Fewer takeaways than this are asked for again where the text has enough sentences for them.
FEWEST_TAKEAWAYS = 3
#: Tokens of a small model's digest: more than twice what good ones take.
_DIGEST_LIMIT = 1500


@dataclass(frozen=True, slots=True)
class Translation:
    """The Chinese title and one Chinese sentence for each English one, in order."""

    title_zh: str
    sentences: tuple[Sentence, ...]


async def translate(
    prompter: Prompter, title: str, sentences: Sequence[str], listener: Listener | None = None
) -> Translation:
    """Translate title and sentences. Raises ReplyUnusable where a line is missing after it was asked for again."""
    lines = numbered(title, sentences)
    texts: dict[int, str] = {}
    # One request after the other: a small model answers on one slot, and its cache of the common beginning is kept.
    for i in range(0, len(lines), prompter.lines_at_once):
        texts |= await _translate_lines(prompter, lines[i : i + prompter.lines_at_once], listener)
    return Translation(texts[0], tuple(Sentence(line.n, line.text, texts[line.n]) for line in lines if line.n > 0))


async def _translate_lines(prompter: Prompter, lines: Sequence[Line], listener: Listener | None) -> dict[int, str]:
    sources = [line.text for line in lines]
    messages = ask_translation(
        prompter.template("translate"), lines, terms=prompter.terms(*sources), to=prompter.to
    )  # fmt: skip
    expected = [line.n for line in lines]
    limit = prompter.output_limit(*sources)
    answer = await prompter.ask(messages, renders=sources, max_tokens=limit, listener=listener)
    reply = parse_lines(answer, expected)
    texts = dict(reply.texts)
    if reply.missing:
        wanted = ", ".join(f"[{n}]" for n in reply.missing)
        request = (
            f"Your answer has no usable line {wanted}. Answer with {'these lines' if len(reply.missing) > 1 else 'this line'}"
            " only, each beginning with its number in square brackets, one line for each number, and nothing else."
        )
        answer = await prompter.ask(follow_up(messages, answer, request), renders=sources, max_tokens=limit)
        again = parse_lines(answer, reply.missing)
        texts.update(again.texts)
        if again.missing:
            names = ", ".join("the title" if n == 0 else f"sentence {n}" for n in again.missing)
            raise ReplyUnusable(
                f"the model gave no translation of {names} of {expected[-1]}, also when asked again",
                hint="Run the command again with --refresh, or try another model with -m",
            )
    return texts


async def digest(prompter: Prompter, title: str, material: Material, listener: Listener | None = None) -> DigestReply:
    """One line, summary and takeaways of ``material``.

    What the first answer lacks is asked for again, alone. A part that is missing then too is named in the reply's
    ``missing``; a stored answer that lacks it is not used, so that another run asks for that part.
    """
    terms = prompter.terms(title, material.text)
    messages = ask_digest(
        prompter.template("digest"), title, material.text, evidence=material.evidence, terms=terms, to=prompter.to
    )
    limit = prompter.small_limit(_DIGEST_LIMIT)
    answer = await prompter.ask(messages, max_tokens=limit, listener=listener)
    reply = parse_digest(answer, material.evidence)
    lacking = _lacking(reply, material.enough)
    if not lacking:
        return reply
    request = (
        f"Your answer lacks: {'; '.join(lacking)}. Answer with the missing part"
        f"{'s' if len(lacking) > 1 else ''} only, under the same heading{'s' if len(lacking) > 1 else ''}, in the same shape."
    )

    def completes(text: str) -> bool:
        return not _merged(reply, parse_digest(text, material.evidence)).missing

    again = await prompter.ask(follow_up(messages, answer, request), max_tokens=limit, accept=completes)
    return _merged(reply, parse_digest(again, material.evidence))


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
