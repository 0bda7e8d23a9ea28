"""Every failure of a model's endpoint gives its own error, over HTTP through the real openai package."""

from __future__ import annotations

import asyncio

import pytest

from summarize.errors import (
    ContentFiltered,
    ContextTooLong,
    KeyRefused,
    ModelBusy,
    ModelNonsense,
    ModelServerError,
    ModelTimeout,
    ModelUnreachable,
    QuotaUsedUp,
    ReplyTooLong,
    RequestRefused,
    SummarizeError,
    UnknownModel,
)
from summarize.llm.client.chat import OpenAIChat
from summarize.llm.client.limiter import Limiter
from summarize.llm.providers import ModelSpec
from summarize.values import Completion, Message
from tests.loopback.model_server import Fault, ModelServer, Reply

KEY = "sk-not-to-be-seen-0123456789"


async def no_sleep(seconds: float) -> None:
    """Waiting between tries takes no time in these tests."""


def ask(
    url: str, *, provider: str = "custom", deadline_s: float = 5.0, retries: int = 3, text: str = "hi"
) -> Completion:
    async def run() -> Completion:
        spec = ModelSpec(provider, "m", url, key=KEY)
        async with OpenAIChat(spec, limiter=Limiter(2, sleep=no_sleep), deadline_s=deadline_s, retries=retries) as chat:
            return await chat.complete([Message("user", text)], paper="2501.00001")

    return asyncio.run(run())


def failure(answer: Reply | Fault, **options: float | str) -> tuple[SummarizeError, int]:
    """Return the error that an answer leads to, and how many calls were made."""
    with ModelServer(lambda _: answer) as server:
        with pytest.raises(SummarizeError) as caught:
            ask(server.url, **options)  # type: ignore[arg-type]
        return caught.value, len(server.chats)


@pytest.mark.parametrize(
    ("answer", "error", "calls"),
    [
        (Fault.http(500), ModelServerError, 4),
        (Fault.http(502, "<html>Bad gateway</html>"), ModelServerError, 4),
        (Fault.http(429), ModelBusy, 4),
        (Fault.http(429, retry_after=1), ModelBusy, 4),
        (Fault.http(503), ModelBusy, 4),
        (Fault.html(), ModelNonsense, 4),
        (Fault.empty(), ModelNonsense, 4),
        (Fault.malformed(), ModelNonsense, 4),
        (Fault.bad_chunk(), ModelNonsense, 4),
        (Fault.cut(), ModelNonsense, 4),
        (Fault.raw("data: [DONE]\n\n"), ModelNonsense, 4),
        (Fault.raw("data: [1, 2]\n\n"), ModelNonsense, 4),
        (Reply("whole, or so it looks", finish=None), ModelNonsense, 4),
        (Reply(" \n"), ModelNonsense, 2),
        (Reply("half", finish="length"), ReplyTooLong, 1),
        (Reply("", finish="length", reasoning="thinking on and on"), ReplyTooLong, 1),
        (Reply("half", finish="content_filter"), ContentFiltered, 1),
        (Reply("half", finish="sensitive"), ContentFiltered, 1),
        (Reply("half", finish="something_new"), ModelNonsense, 4),
        (Reply("half", finish="insufficient_system_resource"), ModelBusy, 4),
        (Fault.http(401), KeyRefused, 1),
        (Fault.http(403, "Forbidden"), KeyRefused, 1),
        (Fault.error(404, "The model `m` does not exist", "model_not_found"), UnknownModel, 1),
        (Fault.error(400, "Model Not Exist", "invalid_request_error"), UnknownModel, 1),
        (Fault.http(404, '{"error": "model \'m\' not found"}'), UnknownModel, 1),
        (Fault.error(429, "You exceeded your current quota", "insufficient_quota"), QuotaUsedUp, 1),
        (Fault.error(402, "Insufficient Balance"), QuotaUsedUp, 1),
        (Fault.error(400, "Input data may contain inappropriate content.", "data_inspection_failed"), ContentFiltered, 1),
        (Fault.error(400, "The response was filtered due to content management policy", "content_filter"), ContentFiltered, 1),
        (Fault.error(400, "Content Exists Risk"), ContentFiltered, 1),
        (Fault.error(400, "messages: unknown role"), RequestRefused, 1),
        (Fault.raw('data: {"error": {"message": "overheated", "code": 502}}\n\n'), ModelServerError, 4),
    ],
)  # fmt: skip
def test_each_failure_is_told_apart_and_tried_again_only_where_that_can_help(
    answer: Reply | Fault, error: type[SummarizeError], calls: int
) -> None:
    caught, made = failure(answer)
    assert type(caught).__mro__[0] is error or isinstance(caught, error)
    assert made == calls
    assert "m" in caught.message
    assert str(caught).startswith("2501.00001: ")


@pytest.mark.parametrize(
    ("message", "limit"),
    [
        ("This model's maximum context length is 4096 tokens. However, you requested 4472 tokens", 4096),
        ("<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]", 30720),
        ("request (4390 tokens) exceeds the available context size (4096 tokens), try increasing it", 4096),
        ("max_tokens is too large: 9000. This model's maximum context length is 8,192 tokens", 8192),
        ("the prompt is too long", None),
    ],
)
def test_a_context_that_is_too_small_is_said_with_its_limit(message: str, limit: int | None) -> None:
    caught, calls = failure(Fault.error(400, message))
    assert isinstance(caught, ContextTooLong)
    assert caught.limit_tokens == limit
    assert calls == 1


def test_llama_servers_own_fields_give_the_limit() -> None:
    body = {"error": {"code": 500, "message": "too large", "type": "exceed_context_size_error", "n_ctx": 256}}
    caught, _ = failure(Fault.http(500, body))
    assert isinstance(caught, ContextTooLong)
    assert caught.limit_tokens == 256


@pytest.mark.parametrize(
    "answer", [Fault.stall(), Fault.stall_midway(), Reply("slow " * 50, chunk_chars=1, pause_s=0.1)]
)
def test_the_deadline_bounds_the_whole_call_however_it_stalls(answer: Reply | Fault) -> None:
    caught, calls = failure(answer, deadline_s=0.3, retries=1)
    assert isinstance(caught, ModelTimeout)
    assert calls == 2


def test_nothing_listens_there() -> None:
    with ModelServer() as server:
        url = server.url
    with pytest.raises(ModelUnreachable, match="nothing listens at") as caught:
        ask(url)
    assert caught.value.exit_status == 5


def test_an_unknown_host_name_is_said_as_such() -> None:
    with pytest.raises(ModelUnreachable, match="is not known"):
        ask("http://no-such-host.invalid/v1")


def test_the_key_is_in_no_message_no_cause_and_no_traceback_when_the_server_echoes_it() -> None:
    import traceback

    for status in (400, 401, 403, 404, 429, 500):
        caught, _ = failure(Fault.error(status, "you sent {auth} and " + KEY))
        shown = "".join(traceback.format_exception(caught)) + caught.hint
        assert KEY not in shown
        assert "sk-not" not in shown


@pytest.mark.parametrize("status", [429, 503, 500, 502, 504, 409])
def test_every_error_that_says_how_long_is_waited_for(status: int) -> None:
    waits: list[float] = []

    async def run() -> None:
        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        spec = ModelSpec("custom", "m", server.url, key=KEY)
        async with OpenAIChat(spec, limiter=Limiter(2, sleep=sleep), retries=1) as chat:
            await chat.complete([Message("user", "hi")])

    answers: list[Fault | Reply] = [Fault.http(status, retry_after=7), Reply("你好")]
    with ModelServer(lambda _: answers.pop(0)) as server:
        asyncio.run(run())
    assert any(7 <= wait < 7.2 for wait in waits), waits


@pytest.mark.parametrize("status", [429, 500, 504])
def test_an_error_that_asks_for_too_long_a_wait_is_not_asked_again(status: int) -> None:
    error, calls = failure(Fault.http(status, retry_after=3600))
    assert calls == 1
    assert "3600 s" in error.hint
