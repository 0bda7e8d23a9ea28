"""The first draft by a small model, which is asked one short question after another.

The engine keeps what it read of the last prompt, so questions with the same beginning follow each other. The digest is
made from the Chinese sentences, because a small model answers in the language that it reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.errors import ReplyTooLong, ReplyUnusable
from summarize.page.drafting import Translation
from summarize.prompting.asking import Line, ask_translation, numbered, single_spaced
from summarize.prompting.replies import DigestReply, parse_lines, parse_takeaway, visible_text
from summarize.prompting.small_models import (
    ask_digest_step,
    chinese_magnitudes,
    is_contribution,
    is_result,
    keeps_to,
    key_places,
    key_sentences,
)
from summarize.reading.sentences import split_sentences
from summarize.values import Evidence, Sentence, Takeaway

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.page.cached_chat import Listener
    from summarize.page.prompter import Prompter
    from summarize.values import Message, Source

#: A one-line summary that is longer than this is tried again from the title and one sentence.
_ONE_LINE_CHARACTERS = 60
#: Most tokens of a one line, a takeaway and a summary: two to three times what good ones take.
_SHORT_TOKENS, _SUMMARY_TOKENS = 120, 320


@dataclass(frozen=True, slots=True)
class Key:
    """A sentence that becomes a takeaway: both languages, and where it stands in the source."""

    place: Evidence
    en: str
    zh: str


class SmallDrafter:
    """Asks a small model for the parts of one page."""

    def __init__(self, prompter: Prompter, listener: Listener | None = None) -> None:
        """``prompter`` asks with translate-small.md, which translates one line, and digest-small.md, whose steps make the digest."""
        self._prompter, self._listener = prompter, listener

    async def translation(self, title: str, sentences: Sequence[str]) -> Translation:
        """Translate title and sentences, each in a question of its own.

        A sentence for which nothing usable came stays empty, which the checks report as an omission. Raises
        ReplyUnusable where that is more than half of them.
        """
        texts = [await self._translated(line) for line in numbered(title, sentences)]
        empty = sum(not text for text in texts)
        if empty > len(texts) / 2:
            raise ReplyUnusable(
                f"the model gave no usable translation of {empty} of {len(texts)} sentences",
                hint="Try a larger model with -m",
            )
        return Translation(
            texts[0].rstrip("。"), tuple(Sentence(n, text, texts[n]) for n, text in enumerate(sentences, 1))
        )

    def keys_of_abstract(self, translation: Translation) -> tuple[Key, ...]:
        """Return the sentences of the abstract that become takeaways."""
        there = [s for s in translation.sentences if s.zh]
        chosen = key_sentences([s.en for s in there])
        return tuple(Key(Evidence(sentence=there[n - 1].n), there[n - 1].en, there[n - 1].zh) for n in chosen)

    async def keys_of_text(self, source: Source) -> tuple[Key, ...]:
        """Return the sentences of a whole text that become takeaways, translated. Empty where it has no usable ones."""
        found: list[tuple[Evidence, str]] = []
        if source.pages:
            pages = {n: split_sentences(text) for n, text in source.pages.items()}
            found = [(Evidence(page=n), text) for n, text in key_places(pages, source.sentences)]
        elif source.sections:
            parts = {number: split_sentences(text) for number, text in source.sections.items()}
            found = [(Evidence(section=n), text) for n, text in key_places(parts, source.sentences)]
        keys = [Key(place, text, await self._translated(Line(1, single_spaced(text)))) for place, text in found]
        return tuple(key for key in keys if key.zh)

    async def digest(self, translation: Translation, keys: Sequence[Key]) -> DigestReply:
        """Make summary and one line from the translated abstract, and a takeaway from each of ``keys``.

        Where an answer cannot stand for the sentences it was made from (empty, not Chinese, longer, or with a figure
        that they lack), the translated sentences themselves take its place.
        """
        title = translation.title_zh
        there = [s for s in translation.sentences if s.zh]
        main = [there[n - 1] for n in key_sentences([s.en for s in there])]
        # The first sentence says why, the others what and with which result: given more, small models copy it all.
        told = [s.zh for s in there if s in main or s is there[0]]
        summary = await self._step("summary", told, title, _SUMMARY_TOKENS)
        if not keeps_to(summary, "".join([title, *told])):
            summary = "".join(s.zh for s in main[:3])
        takeaways = []
        for key in keys:
            short = parse_takeaway(await self._step("takeaway", [key.zh], "", _SHORT_TOKENS), "sentence").text
            takeaways.append(Takeaway((short if keeps_to(short, key.zh) else key.zh).rstrip("。"), (key.place,)))
        one_line = await self._one_line(title, main)
        return DigestReply(one_line, summary, tuple(takeaways), ())

    async def _one_line(self, title: str, main: Sequence[Sentence]) -> str:
        """From the title, the contribution and one result; shorter material where that came out too long."""
        first = next((s for s in main if is_contribution(s.en)), main[0])
        rest = sorted((s for s in main if s is not first), key=lambda s: not is_result(s.en))
        both = [first.zh, *(s.zh for s in rest[:1])]
        for texts in (both, [min(both, key=len)]):
            said = await self._step("one_line", texts, title, _SHORT_TOKENS)
            if len(said) <= _ONE_LINE_CHARACTERS and keeps_to(said, title + "".join(both)):
                return said
        return title or first.zh

    async def _translated(self, line: Line) -> str:
        terms = self._prompter.terms(line.text)
        # "Name: what it does" is how titles introduce a name, and a small model transliterates it.
        name, colon, _ = line.text.partition(":")
        if line.n == 0 and colon and name[:1].isupper() and " " not in name:
            terms = (*terms, f"{name}: keep")
        written = Line(line.n, chinese_magnitudes(line.text, self._prompter.to))
        template = self._prompter.template("translate")
        messages = ask_translation(template, [written], terms=terms, to=self._prompter.to)
        answer = await self._answer(messages, self._prompter.output_limit(line.text), self._listener)
        return parse_lines(answer, [line.n]).texts.get(line.n, "")

    async def _step(self, name: str, texts: Sequence[str], title: str, tokens: int) -> str:
        template = self._prompter.template("digest")
        messages = ask_digest_step(template, name, texts, title=title, to=self._prompter.to)
        return single_spaced(visible_text(await self._answer(messages, tokens, None)))

    async def _answer(self, messages: Sequence[Message], tokens: int | None, listener: Listener | None) -> str:
        """The reply, or "" where the model did not come to an end: what it repeats is no text."""
        try:
            answer = await self._prompter.ask(messages, max_tokens=tokens, listener=listener)
        except ReplyTooLong:
            return ""
        if listener is not None:
            listener.text("\n")  # the next answer begins a line
        return answer
