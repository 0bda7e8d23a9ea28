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
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from summarize.errors import (
    ModelNonsense,
    ModelServerError,
    ModelTimeout,
    RequestRefused,
    SummarizeError,
)
from summarize.llm import cost
from summarize.llm.client import failures
from summarize.llm.client.connection import open_client
from summarize.llm.client.limiter import Limiter
from summarize.llm.client.parameters import ParameterRefused, Parameters
from summarize.llm.client.retry_policy import EmptyReply, RetryPolicy
from summarize.llm.client.stream import Damaged, ErrorInStream, ReplyParts, read_reply
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
        temperature: float | None = None,
        stop: Sequence[str] | None = None,
        on_text: Callable[[str], None] | None = None,
        on_restart: Callable[[], None] | None = None,
    ) -> Completion:
        """Return the model's whole reply to ``messages``.

        ``paper`` names the paper in errors. ``on_text`` gets each piece of text as it arrives. ``on_restart`` is called
        when those pieces are void because the call is tried again. Raises a leaf of ModelUnreachable, KeyRefused,
        UnknownModel, ContentFiltered, ReplyTooLong, ContextTooLong or RequestRefused.
        """
        try:
            return await self._until_done(
                self._parameters.body(
                    messages,
                    max_tokens=max_tokens,
                    temperature=self.temperature if temperature is None else temperature,
                    stop=stop,
                ),
                cost.estimate_prompt_tokens(messages),
                paper,
                on_text,
                on_restart,
            )
        except SummarizeError as exc:
            exc.paper = exc.paper or paper
            raise

    async def _until_done(
        self,
        body: dict[str, Any],
        estimate: int,
        paper: str,
        on_text: Callable[[str], None] | None,
        on_restart: Callable[[], None] | None,
    ) -> Completion:
        tries = 0
        while True:
            tries += 1
            got_text = False

            def pass_on(text: str) -> None:
                nonlocal got_text
                got_text = True
                if on_text is not None:
                    on_text(text)

            async with self.limiter.turn(again=tries > 1) as turn:
                try:
                    completion = await self._once(body, estimate, paper, pass_on)
                except SummarizeError as exc:
                    turn.failed(exc)
                    error = exc
                else:
                    turn.succeeded()
                    return completion
            served_at = self.limiter.succeeded_at
            served_s_ago = None if served_at is None else self.limiter.clock() - served_at
            wait_s = self.policy.wait_s(error, tries, served_s_ago)
            if wait_s is None:
                self.limiter.gave_up(error)
                raise error
            if got_text and on_restart is not None:
                on_restart()
            await self.limiter.pause(wait_s)

    async def _once(
        self, body: dict[str, Any], estimate: int, paper: str, on_text: Callable[[str], None]
    ) -> Completion:
        """Make one call, bounded by the deadline. A parameter that the server refuses is left out from then on."""
        while True:
            sent = self._parameters.accepted(body)
            try:
                async with asyncio.timeout(self.deadline_s):
                    return await self._call(sent, estimate, paper, on_text)
            except ParameterRefused as exc:
                self._parameters.refuse(exc.name)
            except TimeoutError as exc:
                raise ModelTimeout(
                    f"{self.spec.label} gave no whole reply within {self.deadline_s:g} s",
                    hint="Try again, allow more time with --timeout, or use a faster model.",
                    paper=paper,
                ) from exc

    async def _call(
        self, body: dict[str, Any], estimate: int, paper: str, on_text: Callable[[str], None]
    ) -> Completion:
        # openai takes 0.4 s. A thread imports it while arXiv is asked (``connection.warm_up``).
        import httpx2
        import openai

        client = self._opened()
        try:
            # The raw response is read, because the SDK's stream hides how a reply ended (``stream.py``).
            answer = await client.post(
                "/chat/completions", cast_to=httpx2.Response, body=body, stream=True, stream_cls=openai.AsyncStream[Any]
            )
        except openai.APIStatusError as exc:
            raise self._status_error(exc, body, paper) from self._cause(exc)
        except openai.APIConnectionError as exc:
            raise self._no_answer(exc, paper) from self._cause(exc)
        except SummarizeError as exc:  # our own guard refused a redirect
            exc.paper = paper
            raise
        response = cast("httpx2.Response", answer)  # the SDK's types do not know that this is what cast_to gives
        try:
            parts = await read_reply(response, on_text)
        except Damaged as exc:
            raise failures.nonsense(str(exc), self.spec, paper) from exc
        except ErrorInStream as exc:
            raise failures.from_status(0, {"error": exc.body}, self.spec, paper, None) from None
        except (httpx2.HTTPError, httpx2.StreamError) as exc:
            raise ModelNonsense(
                f"the reply of {self.spec.label} broke off: {failures.clean(str(exc), self.spec.key)}",
                hint="The connection or the server failed in mid-reply: try again.",
                paper=paper,
            ) from self._cause(exc)
        finally:
            with suppress(httpx2.HTTPError):
                await response.aclose()
        return self._completion(parts, estimate, paper)

    def _opened(self) -> AsyncOpenAI:
        if self._client is None:
            self._client = open_client(
                self.spec,
                connect_timeout_s=self.connect_timeout_s,
                read_timeout_s=self.deadline_s,
                at_once=self.limiter.jobs,
            )
        return self._client

    def _completion(self, parts: ReplyParts, estimate: int, paper: str) -> Completion:
        text = parts.text
        if parts.finish is None:
            raise ModelNonsense(
                f"the reply of {self.spec.label} ended without a finish_reason after {len(text):,} characters: "
                "it may be cut",
                hint="The connection or the server failed in mid-reply: try again.",
                paper=paper,
            )
        if (error := failures.from_finish(parts.finish, self.spec, paper)) is not None:
            raise error
        if not text.strip():
            raise EmptyReply(
                f"{self.spec.label} gave an empty reply" + (" after thinking" if parts.thought else ""),
                hint="The model thought and wrote nothing: name one that does not think."
                if parts.thought
                else "The prompt may not fit the context that the server gives the model.",
                paper=paper,
            )
        self._refuse_cut_prompt(parts, estimate, paper)
        price, model = self.spec.price, parts.model or self.spec.name
        if parts.prompt_tokens is None or parts.completion_tokens is None:
            return Completion(text, model, cost.usage(estimate, cost.estimate_tokens(text), price, estimated=True))
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

    def _cause(self, exc: BaseException) -> BaseException | None:
        """Return ``exc`` as the cause of our error, or None where its words hold the key (a traceback shows them)."""
        return None if self.spec.key and self.spec.key in f"{exc} {getattr(exc, 'body', '')}" else exc
