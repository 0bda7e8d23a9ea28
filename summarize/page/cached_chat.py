"""Asking a model through the store of raw replies, so that nothing is paid for twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from summarize.errors import ContentFiltered, ModelNonsense, ModelTimeout, ReplyTooLong
from summarize.llm.client.reply_length import ReplyLength, Runaway
from summarize.store.keys import reply_key
from summarize.values import Completion, Message, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.page.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Listener:
    """Hears a reply as it arrives. ``restart`` says that what came so far is void, because the call is made again."""

    text: Callable[[str], None]
    restart: Callable[[], None]


class Chat(Protocol):
    """What making a page needs of a model. ``llm.client.chat.OpenAIChat`` is the real one."""

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        paper: str = "",
        max_tokens: int | None = None,
        most_characters: int,
        on_text: Callable[[str], None] | None = None,
        on_restart: Callable[[], None] | None = None,
    ) -> Completion: ...


class Replies(Protocol):
    """Where raw replies are kept, by key."""

    def get(self, key: str) -> Completion | None: ...

    def put(self, key: str, completion: Completion) -> None: ...


class NoReplies:
    """Keeps nothing: each call is made."""

    def get(self, key: str) -> Completion | None:
        return None

    def put(self, key: str, completion: Completion) -> None:
        pass


class CachedChat:
    """Asks ``chat`` for one paper and remembers the replies in ``replies``.

    A reply is known by the endpoint, model and parameters of ``recipe`` and by its messages. ``usage`` counts what the
    answers cost when they were made, stored ones included. ``paid`` counts the calls that were made now. A call whose
    reply came and cannot be used makes the cost of ``paid`` unknown.
    """

    def __init__(self, chat: Chat, recipe: Recipe, replies: Replies, *, paper: str = "") -> None:
        self._chat, self._recipe, self._replies, self._paper = chat, recipe, replies, paper
        self.usage = Usage()
        self.paid = Usage()

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        most_characters: int,
        max_tokens: int | None = None,
        listener: Listener | None = None,
        accept: Callable[[str], bool] = lambda text: True,
    ) -> str:
        """The model's reply to ``messages``, of ``most_characters`` at most, thinking not counted.

        A stored one is taken only where ``accept`` takes it. Raises what ``Chat.complete`` raises.
        """
        recipe = self._recipe
        key = reply_key(endpoint=recipe.endpoint, model=recipe.model, parameters=recipe.parameters, messages=messages)
        completion = self._replies.get(key)
        if completion is not None and _is_within(most_characters, completion.text) and accept(completion.text):
            if listener is not None:
                listener.text(completion.text)
        else:
            try:
                completion = await self._chat.complete(
                    messages,
                    paper=self._paper,
                    max_tokens=max_tokens,
                    most_characters=most_characters,
                    on_text=listener.text if listener else None,
                    on_restart=listener.restart if listener else None,
                )
            except (ModelNonsense, ModelTimeout, ReplyTooLong, ContentFiltered):
                self.paid += Usage(cost_usd=None)
                raise
            self.paid += completion.usage
            self._replies.put(key, completion)
        self.usage += completion.usage
        return completion.text


def _is_within(most_characters: int, text: str) -> bool:
    """Whether a stored reply would be taken from the model: one of an earlier version may be longer."""
    try:
        ReplyLength(most_text=most_characters).add_text(text)
    except Runaway:
        return False
    return True


def follow_up(messages: Sequence[Message], reply: str, request: str) -> tuple[Message, ...]:
    """The same conversation, with what was answered and one more request."""
    return (*messages, Message("assistant", reply), Message("user", request))
