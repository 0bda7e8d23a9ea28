"""The client of a chat model: a call streams, has a deadline, and is tried again where that can help.

It uses ``openai.AsyncOpenAI`` with the SDK's own retries off, because they sleep up to 120 s, have no overall deadline,
and repeat calls that cannot succeed. ``failures.py`` distinguishes errors that the SDK does not.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from summarize.errors import ModelServerError, ModelTimeout, RequestRefused, SummarizeError
from summarize.llm import cost
from summarize.llm.client import failures, reply_failures
from summarize.llm.client.connection import open_client
from summarize.llm.client.key_mask import KeyMask
from summarize.llm.client.limiter import Limiter
from summarize.llm.client.parameters import ParameterRefused, Parameters
from summarize.llm.client.reply_length import MOST_TEXT, ReplyLength, Runaway
from summarize.llm.client.retry_policy import RetryPolicy
from summarize.llm.client.stream import STREAM_BYTES, Damaged, ErrorInStream, ReplyParts, TooLarge, read_reply
from summarize.llm.providers import ModelSpec
from summarize.network.retry_after import retry_after_s
from summarize.values import Completion, Message

if TYPE_CHECKING:
    import httpx2
    from openai import APIStatusError, AsyncOpenAI

DEADLINE_S = 120.0
LOCAL_DEADLINE_S = 900.0  # a small machine reads 150 tokens a second and writes 10
# For Ollama: the share of the estimated tokens below which it has dropped some, and the smallest prompt that is judged.
# On papers the estimate is off by a fifth at most.
_CUT_SHARE, _CUT_FROM_TOKENS = 0.65, 1_000


@dataclass(frozen=True, slots=True)
class _Call:
    """One question: its paper, its tokens as estimated, the most characters of its reply, and the text that is sent."""

    paper: str
    estimate: int
    most_characters: int
    text: str


class OpenAIChat:
    """Calls to ``spec``, at most as many at once as ``limiter`` lets.

    The first call opens the client, ``aclose`` closes it.

    ``deadline_s`` bounds one call as a whole, from the moment it is sent (120 s; 900 s for a model on this machine).
    ``retries`` is how often a call is tried again. It is tried more often while the endpoint is busy but serves others.
    ``retry_after_cap_s`` is the longest wait that a server may ask for. ``jitter`` returns a number from 0 to 1.
    """

    def __init__(
        self,
        spec: ModelSpec,
        *,
        limiter: Limiter | None = None,
        deadline_s: float | None = None,
        connect_timeout_s: float = 5.0,
        retries: int = 3,
        retry_after_cap_s: float = 60.0,
        temperature: float | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.spec = spec
        self.limiter = limiter or Limiter()
        self.deadline_s = deadline_s or (LOCAL_DEADLINE_S if spec.is_local else DEADLINE_S)
        self.connect_timeout_s = connect_timeout_s
        self.temperature = temperature
        self.policy = RetryPolicy(retries, retry_after_cap_s, self.deadline_s, jitter)
        self._parameters = Parameters(spec)
        self._client: AsyncOpenAI | None = None

    async def __aenter__(self) -> OpenAIChat:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        paper: str = "",
        max_tokens: int | None = None,
        most_characters: int = MOST_TEXT,
        temperature: float | None = None,
        stop: Sequence[str] | None = None,
        on_text: Callable[[str], None] | None = None,
        on_restart: Callable[[], None] | None = None,
    ) -> Completion:
        """Return the model's whole reply to ``messages``.

        ``paper`` names the paper in errors. A reply of more than ``most_characters``, thinking not counted, is cut off
        while it comes. ``on_text`` gets each piece of text as it arrives. ``on_restart`` is called when those pieces
        are void because the call is tried again. Raises a leaf of ModelUnreachable, KeyRefused, UnknownModel,
        ContentFiltered, ReplyTooLong, ContextTooLong or RequestRefused.
        """
        try:
            return await self._until_done(
                self._parameters.body(
                    messages,
                    max_tokens=max_tokens,
                    temperature=self.temperature if temperature is None else temperature,
                    stop=stop,
                ),
                _Call(
                    paper,
                    cost.estimate_prompt_tokens(messages),
                    most_characters,
                    "\n".join(m.content for m in messages),
                ),
                on_text,
                on_restart,
            )
        except SummarizeError as exc:
            exc.paper = exc.paper or paper
            raise

    async def _until_done(
        self,
        body: dict[str, Any],
        call: _Call,
        on_text: Callable[[str], None] | None,
        on_restart: Callable[[], None] | None,
    ) -> Completion:
        tries, spent_s, clock = 0, 0.0, self.limiter.clock
        while True:
            tries += 1
            got_text = False

            def pass_on(text: str) -> None:
                nonlocal got_text
                got_text = True
                if on_text is not None:
                    on_text(text)

            async with self.limiter.turn(again=tries > 1) as turn:
                began_at = clock()
                try:
                    completion = await self._once(body, call, pass_on)
                except SummarizeError as exc:
                    turn.failed(exc)
                    error, took_s = exc, clock() - began_at
                else:
                    turn.succeeded()
                    return completion
            spent_s += took_s
            served_at = self.limiter.succeeded_at
            served_s_ago = None if served_at is None else clock() - served_at
            wait_s = self.policy.wait_s(error, tries, served_s_ago, would_end_s=spent_s + took_s)
            if wait_s is None:
                self.limiter.gave_up(error)
                raise error
            if got_text and on_restart is not None:
                on_restart()
            await self.limiter.pause(wait_s)

    async def _once(self, body: dict[str, Any], call: _Call, on_text: Callable[[str], None]) -> Completion:
        """Make one call, bounded by the deadline. A parameter that the server refuses is left out from then on."""
        try:
            async with asyncio.timeout(self.deadline_s):
                while True:
                    sent = self._parameters.accepted(body)
                    try:
                        return await self._call(sent, call, on_text)
                    except ParameterRefused as exc:
                        self._parameters.refuse(exc.name)
        except TimeoutError as exc:
            raise ModelTimeout(
                f"{self.spec.label} gave no whole reply within {self.deadline_s:g} s",
                hint="Try again, allow more time with --timeout, or use a faster model.",
                paper=call.paper,
            ) from exc

    async def _call(self, body: dict[str, Any], call: _Call, on_text: Callable[[str], None]) -> Completion:
        # openai takes 0.4 s. A thread imports it while arXiv is asked (``connection.warm_up``).
        import httpx2
        import openai

        client, paper = self._opened(), call.paper
        try:
            # The raw response is read, because the SDK's stream hides how a reply ended (``stream.py``).
            answer = await client.post(
                "/chat/completions", cast_to=httpx2.Response, body=body, stream=True, stream_cls=openai.AsyncStream[Any]
            )
        except openai.APIStatusError as exc:
            raise self._status_error(exc, body, paper) from failures.cause_of(exc, self.spec.key)
        except openai.APIConnectionError as exc:
            raise self._no_answer(exc, paper) from failures.cause_of(exc, self.spec.key)
        except SummarizeError as exc:  # our own guard refused a redirect
            exc.paper = paper
            raise
        response = cast("httpx2.Response", answer)  # the SDK's types do not know that this is what cast_to gives
        mask = KeyMask(self.spec.key, call.text)
        try:
            parts = await read_reply(
                response, lambda text: on_text(mask.piece(text)), ReplyLength(most_text=call.most_characters)
            )
        except Runaway as exc:
            raise reply_failures.runaway(exc, self.spec, paper) from None
        except TooLarge as exc:
            raise reply_failures.oversized(exc, self.spec, paper) from None
        except Damaged as exc:
            raise failures.nonsense(str(exc), self.spec, paper) from failures.cause_of(exc, self.spec.key)
        except ErrorInStream as exc:
            raise failures.from_status(0, {"error": exc.body}, self.spec, paper, None) from None
        except (httpx2.HTTPError, httpx2.StreamError) as exc:
            raise reply_failures.broken_off(str(exc), self.spec, paper) from failures.cause_of(exc, self.spec.key)
        finally:
            with suppress(httpx2.HTTPError):
                await response.aclose()
        on_text(mask.rest())
        return self._completion(parts, mask, call)

    def _opened(self) -> AsyncOpenAI:
        if self._client is None:
            self._client = open_client(
                self.spec,
                connect_timeout_s=self.connect_timeout_s,
                read_timeout_s=self.deadline_s,
                at_once=self.limiter.jobs,
                most_bytes=STREAM_BYTES,
            )
        return self._client

    def _completion(self, parts: ReplyParts, mask: KeyMask, call: _Call) -> Completion:
        text, paper = mask.whole(parts.text), call.paper
        if parts.finish is None:
            raise reply_failures.without_end(len(text), self.spec, paper)
        if (error := failures.from_finish(parts.finish, self.spec, paper)) is not None:
            raise error
        if not text.strip():
            raise reply_failures.empty(self.spec, paper, thought=parts.thought)
        self._refuse_cut_prompt(parts, call.estimate, paper)
        price, model = self.spec.price, mask.whole(parts.model) or self.spec.name
        if parts.prompt_tokens is None or parts.completion_tokens is None:
            return Completion(text, model, cost.usage(call.estimate, cost.estimate_tokens(text), price, estimated=True))
        return Completion(text, model, cost.usage(parts.prompt_tokens, parts.completion_tokens, price))

    def _refuse_cut_prompt(self, parts: ReplyParts, estimate: int, paper: str) -> None:
        """Raise ContextTooLong where Ollama has dropped a part of the prompt.

        Its /v1 drops what does not fit its context. Only the number of tokens that it read shows this.
        """
        read = parts.prompt_tokens
        if self.spec.provider != "ollama" or not read or estimate < _CUT_FROM_TOKENS:
            return
        if read < _CUT_SHARE * estimate:
            error = failures.context_too_long(
                self.spec, paper, f"Ollama read {read:,} tokens of about {estimate:,} and dropped the rest", read
            )
            error.hint = "Give it a larger context: OLLAMA_CONTEXT_LENGTH=32768 ollama serve"
            raise error

    def _status_error(self, exc: APIStatusError, body: dict[str, Any], paper: str) -> SummarizeError | ParameterRefused:
        status, headers = exc.status_code, exc.response.headers
        raw = exc.body if exc.body is not None else exc.response.text
        error = failures.from_status(status, raw, self.spec, paper, retry_after_s(headers, time.time()))
        if status in (400, 422) and isinstance(error, RequestRefused):
            name = self._parameters.complained_about(failures.fields(raw), body)
            if name is not None:
                return ParameterRefused(name)
        return error

    def _no_answer(self, exc: BaseException, paper: str) -> SummarizeError:
        import openai

        cause = type(exc.__cause__).__name__
        if isinstance(exc, openai.APITimeoutError) and cause != "ConnectTimeout":
            return ModelTimeout(f"{self.spec.label} sent nothing for {self.deadline_s:g} s", paper=paper)
        if cause in ("RemoteProtocolError", "ReadError", "WriteError", "LocalProtocolError"):
            return ModelServerError(
                f"{self.spec.endpoint} closed the connection without an answer",
                hint="The server may have crashed or be overloaded: try again.",
                paper=paper,
            )
        return failures.from_connection(exc, self.spec, paper, self.connect_timeout_s)
