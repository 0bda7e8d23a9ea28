"""Questions to the model about one paper: templates, terms and limits put together the way this model is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from summarize.page.cached_chat import CachedChat, Listener
    from summarize.page.recipe import Recipe
    from summarize.prompting.glossary import Glossary
    from summarize.prompting.prompt_library import PromptLibrary
    from summarize.prompting.templates import Template
    from summarize.values import Message, Script

#: Lines in one translation request to a model that is no small one: more than any abstract has.
_MANY_LINES = 1000
#: English runs at about this many characters a token; a model's Chinese takes about as many tokens as its English.
_CHARACTERS_PER_TOKEN = 4
#: The most characters of a reply for each character of its source. A rendering in Chinese has at most 0.69 for each of
#: its English: counted over 28,883 abstracts (half of them have 0.29, one in a thousand 0.46) and 67,066 titles (0.31; one in
#: ten thousand 1.2). A model that writes the English beside it, and then all of it again, is still under four.
_REPLY_FACTOR = 4
#: The most characters of a reply whose source is short, or that condenses it: twice what the longest has, 30 notes in
#: English of 200 characters.
_REPLY_FLOOR = 12_000
#: A small model that writes more than so many times the tokens of its source repeats itself.
_OUTPUT_FACTOR = 3.0
#: Tokens added to that limit, for numbers and short lines.
_OUTPUT_FLOOR = 64


@dataclass(frozen=True, slots=True)
class Prompter:
    """Asks ``chat`` about one paper, with the templates and the glossary of ``prompts``, as ``recipe`` says."""

    chat: CachedChat
    prompts: PromptLibrary
    recipe: Recipe

    @property
    def to(self) -> Script:
        """The script of the Chinese that is asked for."""
        return self.recipe.to

    @property
    def lines_at_once(self) -> int:
        """How many numbered lines one request may hold: one for a small model."""
        return 1 if self.recipe.small_model else _MANY_LINES

    @property
    def glossary(self) -> Glossary:
        """The glossary that answers are held against."""
        return self.prompts.glossary

    def template(self, name: str) -> Template:
        """The template ``name``, or its variant for a small model where there is one.

        Raises ValueError where the recipe does not name it: the store's key would not know of a change to it.
        """
        variant = self.recipe.variant(name)
        if variant not in self.recipe.template_names:
            raise ValueError(f"Recipe.template_names does not name {variant}")
        return self.prompts.template(variant)

    def terms(self, *texts: str) -> tuple[str, ...]:
        """The glossary's lines for the terms that occur in ``texts``."""
        return self.prompts.glossary.prompt_lines(" ".join(texts), self.to)

    def output_limit(self, *sources: str) -> int | None:
        """The most tokens that a rendering of ``sources`` may take; None where the model's own limit serves."""
        if not self.recipe.small_model:
            return None
        return int(sum(map(len, sources)) / _CHARACTERS_PER_TOKEN * _OUTPUT_FACTOR) + _OUTPUT_FLOOR

    def small_limit(self, tokens: int) -> int | None:
        """``tokens`` as the limit of a small model's reply; None for other models."""
        return tokens if self.recipe.small_model else None

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        renders: Sequence[str] = (),
        max_tokens: int | None = None,
        listener: Listener | None = None,
        accept: Callable[[str], bool] = lambda text: True,
    ) -> str:
        """The model's reply; a stored one only where ``accept`` takes it. Raises what ``Chat.complete`` raises.

        ``renders`` are the texts that the reply gives piece by piece, in another language or corrected: their length
        bounds that of the reply.
        """
        most_characters = max(_REPLY_FLOOR, _REPLY_FACTOR * sum(map(len, renders)))
        return await self.chat.ask(
            messages, most_characters=most_characters, max_tokens=max_tokens, listener=listener, accept=accept
        )
