"""Every failure of a model's endpoint gives its own error, over HTTP through the real openai package."""

from __future__ import annotations

import asyncio
import http.server
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

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


@contextmanager
def _saying(events: Sequence[bytes], *, stays_open: bool) -> Iterator[str]:
    """Serve one reply, byte for byte, to each connection, and give the base URL; ``stays_open`` keeps the connection."""
    released = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for event in events:
                self.wfile.write(event + b"\n\n")
                self.wfile.flush()
            if stays_open:
                released.wait(20)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        released.set()
        server.shutdown()
        server.server_close()


def _event(content: str, **more: object) -> bytes:
    return b"data: " + json.dumps({"choices": [{"delta": {"content": content}, **more}]}).encode()


STOP = b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}'
DONE = b"data: [DONE]"


@pytest.mark.parametrize("end", [(STOP, DONE), (STOP,)], ids=["done", "finish_reason alone"])
def test_a_whole_reply_is_taken_though_the_server_keeps_the_connection_open(end: tuple[bytes, ...]) -> None:
    with _saying([_event("whole"), *end], stays_open=True) as url:
        assert ask(url, deadline_s=4.0, retries=0).text == "whole"


def test_a_character_that_is_split_over_two_chunks_is_one_character() -> None:
    halves = [
        b'data: {"choices": [{"delta": {"content": "\\ud83d"}}]}',
        b'data: {"choices": [{"delta": {"content": "\\ude00"}}]}',
    ]
    with _saying([*halves, STOP, DONE], stays_open=False) as url:
        assert ask(url, retries=0).text == "\U0001f600"
    with _saying([halves[0], _event("a"), STOP, DONE], stays_open=False) as url:
        assert ask(url, retries=0).text == "\ufffda"


def test_a_byte_order_mark_before_the_first_event_is_no_damage() -> None:
    with _saying([b"\xef\xbb\xbf" + _event("text"), STOP, DONE], stays_open=False) as url:
        assert ask(url, retries=0).text == "text"


@pytest.mark.parametrize("count", [b"-1", b"9223372036854775808", b"1" * 3000, b'"12"', b"null"])
def test_a_count_of_tokens_that_cannot_be_is_estimated(count: bytes) -> None:
    usage = b'data: {"choices": [], "usage": {"prompt_tokens": ' + count + b', "completion_tokens": 3}}'
    with _saying([_event("text"), STOP, usage, DONE], stays_open=False) as url:
        done = ask(url, retries=0)
    assert 0 < done.usage.prompt_tokens < 100
    assert done.usage.estimated


@pytest.mark.parametrize("choices", [b"{}", b'{"a": 1}', b"7", b"[" * 100_000])
def test_choices_of_a_wrong_shape_are_our_own_error(choices: bytes) -> None:
    reply = [b'data: {"choices": ' + choices + b"}", DONE]
    with _saying(reply, stays_open=False) as url, pytest.raises(ModelNonsense):
        ask(url, retries=0)
