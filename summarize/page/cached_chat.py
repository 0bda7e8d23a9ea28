"""Asking a model through the store of raw replies, so that nothing is paid twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from summarize.store.keys import reply_key
from summarize.values import Completion, Message, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarize.store.storage import Store


@dataclass(frozen=True, slots=True)
class Listener:
    """Hears a reply as it arrives; ``restart`` says that what came so far is void, because the call is made again."""

    text: Callable[[str], None]
    restart: Callable[[], None]


class Chat(Protocol):
    """What the flow needs of a model. ``llm.chat.OpenAIChat`` is the real one."""

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        paper: str = "",
        max_tokens: int | None = None,
        on_text: Callable[[str], None] | None = None,
        on_restart: Callable[[], None] | None = None,
    ) -> Completion: ...


class Asker:
    """Asks ``chat`` and remembers the replies in ``store`` (None: remembers nothing).

    ``endpoint``, ``model`` and ``parameters`` are what a reply is keyed by, beside the messages. With ``refresh`` no
    stored reply is used. ``usage`` counts what the answers cost when they were made, stored ones included.
    """

    def __init__(
        self,
        chat: Chat,
        *,
        endpoint: str,
        model: str,
        parameters: Mapping[str, object],
        store: Store | None,
        clock: Callable[[], float],
        refresh: bool = False,
        paper: str = "",
    ) -> None:
        self._chat = chat
        self._endpoint, self._model, self._parameters = endpoint, model, parameters
        self._store, self._clock, self._refresh = store, clock, refresh
        self._paper = paper
        self.usage = Usage()
        self.calls = 0
        self.stored_calls = 0

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int | None = None,
        listener: Listener | None = None,
    ) -> str:
        """The model's reply to ``messages``. Raises what ``Chat.complete`` raises."""
        key = reply_key(endpoint=self._endpoint, model=self._model, parameters=self._parameters, messages=messages)
        completion = None
        if self._store is not None and not self._refresh:
            completion = self._store.reply(key)
        if completion is not None:
            self.stored_calls += 1
            if listener is not None:
                listener.text(completion.text)
        else:
            completion = await self._chat.complete(
                messages,
                paper=self._paper,
                max_tokens=max_tokens,
                on_text=listener.text if listener else None,
                on_restart=listener.restart if listener else None,
            )
            if self._store is not None:
                self._store.put_reply(key, completion, self._clock())
        self.calls += 1
        self.usage += completion.usage
        return completion.text


def follow_up(messages: Sequence[Message], reply: str, request: str) -> tuple[Message, ...]:
    """The same conversation, with what was answered and one more request."""
    return (*messages, Message("assistant", reply), Message("user", request))
