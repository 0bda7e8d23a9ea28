"""Nothing that a model's server sends has no bound: sizes after decompression, lengths of replies, retries."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence

import pytest

from summarize.errors import (
    KeyRefused,
    ModelNonsense,
    ModelServerError,
    ModelTimeout,
    ModelUnreachable,
    RequestRefused,
    RunawayReply,
    SummarizeError,
)
from summarize.llm.client.chat import OpenAIChat
from summarize.llm.client.limiter import Limiter
from summarize.llm.client.listing import list_models
from summarize.llm.client.retry_policy import GatewayTimeout, RetryPolicy
from summarize.llm.providers import ModelSpec
from summarize.values import Completion, Message
from tests.hostile.faults import gzip_bomb, head
from tests.hostile.raw_server import Hold, Pour, RawServer, Step
from tests.loopback.model_server import Fault, ModelServer, Reply

STREAM = head("200 OK", Content_Type="text/event-stream")
JSON = head("200 OK", Content_Type="application/json")
X = Pour(b"x" * 2**16)


async def no_sleep(seconds: float) -> None:
    """Waiting between tries takes no time in these tests."""


def ask(
    url: str,
    *,
    retries: int = 0,
    deadline_s: float = 20.0,
    most_characters: int = 12_000,
    on_text: Callable[[str], None] | None = None,
) -> Completion:
    async def run() -> Completion:
        spec = ModelSpec("custom", "m", url, key="sk-not-to-be-seen-0123456789")
        async with OpenAIChat(spec, limiter=Limiter(2, sleep=no_sleep), deadline_s=deadline_s, retries=retries) as chat:
            return await chat.complete(
                [Message("user", "hi")], paper="2501.00001", most_characters=most_characters, on_text=on_text
            )

    return asyncio.run(run())


def raw(*steps: Step) -> RawServer:
    """Serve these steps to every request."""
    return RawServer(lambda asked: steps, "http://127.0.0.1:1")


def event(content: str, **delta: str) -> bytes:
    choice = {"index": 0, "delta": {"content": content, **delta}, "finish_reason": None}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


STOP = b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\n\n'


def _packed(status: str, kind: str) -> list[Step]:
    start, piece = gzip_bomb()
    return [head(status, Content_Type=kind, Content_Encoding="gzip") + start, Pour(piece)]


#: An answer without an end, the error that it is, and the most megabytes that leave the server; 4 stay in buffers.
ENDLESS: dict[str, tuple[Sequence[Step], type[SummarizeError], int]] = {
    "an error's body": ([head("500 X"), X], ModelServerError, 8),
    "an error's body, packed": (_packed("400 X", "application/json"), RequestRefused, 8),
    "a redirect's body": ([head("307 X", Location="/v1/on"), X], ModelUnreachable, 60),
    "a reply that is no stream": ([JSON, X], ModelNonsense, 8),
    "a reply that is no stream, packed": (_packed("200 OK", "application/json"), ModelNonsense, 8),
    "a stream, packed": (_packed("200 OK", "text/event-stream"), ModelNonsense, 8),
    "one line": ([STREAM + b"data: ", X], ModelNonsense, 8),
    "one comment": ([STREAM + b": ", X], ModelNonsense, 8),
    "one event of many lines": ([STREAM, Pour(b"data: {}\n" * 7_000)], ModelNonsense, 8),
    "headers": ([b"HTTP/1.1 200 OK\r\n", Pour(b"X-Pad: " + b"a" * 9_000 + b"\r\n")], ModelUnreachable, 8),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_body_without_an_end_is_left_early_and_said(name: str) -> None:
    steps, error, megabytes = ENDLESS[name]
    with raw(*steps) as server, pytest.raises(error) as caught:
        ask(f"{server.url}/v1")
    assert server.poured < megabytes * 2**20
    assert str(caught.value).startswith("2501.00001: ")
    assert not isinstance(caught.value, ModelTimeout)


def test_a_reply_larger_than_any_is_asked_for_once_more_and_no_more() -> None:
    with raw(STREAM + b": ", X) as server, pytest.raises(ModelNonsense, match="1,048,576 bytes"):
        ask(f"{server.url}/v1", retries=3)
    assert len(server.asked) == 2


def test_the_status_counts_where_the_body_of_an_error_does_not_end() -> None:
    body = b'{"error": {"message": "no"'
    with raw(head("401 X", Content_Type="application/json") + body, Hold()) as server, pytest.raises(KeyRefused):
        ask(f"{server.url}/v1")


def test_the_stream_of_another_call_goes_on_while_a_server_sends_without_end() -> None:
    longest = last = 0.0

    async def run(flood: str, good: str) -> None:
        nonlocal last

        def on_text(text: str) -> None:
            nonlocal longest, last
            longest, last = max(longest, time.monotonic() - last), time.monotonic()

        async with (
            OpenAIChat(ModelSpec("custom", "m", flood), limiter=Limiter(4, sleep=no_sleep), deadline_s=0.5) as one,
            OpenAIChat(ModelSpec("custom", "m", good), limiter=Limiter(4, sleep=no_sleep), deadline_s=20) as other,
        ):
            await asyncio.gather(other.complete([Message("user", "hi")]), one.aclose())  # opens the client
            last = time.monotonic()
            flooded, _ = await asyncio.gather(
                one.complete([Message("user", "hi")]),
                other.complete([Message("user", "hi")], on_text=on_text),
                return_exceptions=True,
            )
            assert isinstance(flooded, ModelTimeout)

    tiny = head("200 OK", Content_Type="text/event-stream", Transfer_Encoding="chunked")
    with (
        raw(tiny, Pour(b"1\r\n\n\r\n" * 10_000)) as flood,
        ModelServer(lambda _: Reply("好" * 40, chunk_chars=1, pause_s=0.01)) as good,
    ):
        asyncio.run(run(f"{flood.url}/v1", good.url))
    assert longest < 0.5  # it was 5 s; 0.05 on an idle machine


RUNAWAYS: dict[str, tuple[bytes, str]] = {
    "spaces": (event(" " * 40), "longer than the text allows"),
    "one Han character": (event("的"), "longer than the text allows"),
    "a word": (event("模型"), "longer than the text allows"),
    "thinking in tags": (event("<think>嗯" * 50), "thought for more than 160,000"),
    "tags alone": (event("<think>" * 50), "thought for more than 160,000"),
    "thinking in a field": (event("", reasoning_content="hm " * 99), "thought for more than 160,000"),
}


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_reply_that_runs_away_is_cut_off_and_asked_for_once_more(name: str) -> None:
    piece, said = RUNAWAYS[name]
    with raw(STREAM, Pour(piece)) as server, pytest.raises(RunawayReply, match=said) as caught:
        ask(f"{server.url}/v1", retries=3)
    assert len(server.asked) == 2
    assert server.poured < 60 * 2**20
    assert (caught.value.code, caught.value.exit_status) == ("reply-runaway", 1)


def test_a_reply_that_is_no_stream_has_the_same_limit() -> None:
    with ModelServer(lambda _: Reply("的" * 12_001, as_json=True)) as server, pytest.raises(RunawayReply):
        ask(server.url)
    with ModelServer(lambda _: Reply("的" * 12_000, as_json=True)) as server:
        assert len(ask(server.url).text) == 12_000


@pytest.mark.parametrize("chunk_chars", [1, 7, 5_000])
@pytest.mark.parametrize("begin", ["<think>", "<Reasoning>", ""])
def test_thinking_is_counted_apart_from_the_text(begin: str, chunk_chars: int) -> None:
    end = begin.replace("<", "</") or "</think>"
    thinking = "a < b " * (150 if not begin else 300)  # without its beginning it is text until its end comes
    reply = f"{begin}{thinking}{end}\n[1] 好。"
    with ModelServer(lambda _: Reply(reply, chunk_chars=chunk_chars)) as server:
        assert ask(server.url, most_characters=1_000).text == reply
    too_long = Reply(reply + "好" * 1_000, chunk_chars=chunk_chars)
    with ModelServer(lambda _: too_long) as server, pytest.raises(RunawayReply):
        ask(server.url, most_characters=1_000)


@pytest.mark.parametrize(("status", "calls"), [(408, 4), (504, 4), (524, 4), (409, 4), (425, 4), (502, 4), (501, 4)])
@pytest.mark.parametrize("deadline_s", [5.0, 900.0])
def test_what_another_try_can_mend_is_tried_again_however_long_the_deadline(
    status: int, calls: int, deadline_s: float
) -> None:
    with ModelServer(lambda _: Fault.http(status)) as server:
        with pytest.raises(ModelUnreachable, match=str(status)):
            ask(server.url, retries=3, deadline_s=deadline_s)
        assert len(server.chats) == calls


@pytest.mark.parametrize(
    ("deadline_s", "would_end_s", "again"), [(900, 120, True), (900, 899.9, False), (120, 190, True), (120, 240, False)]
)
def test_a_gateways_timeout_is_tried_again_only_where_a_try_as_long_still_fits(
    deadline_s: float, would_end_s: float, again: bool
) -> None:
    policy = RetryPolicy(deadline_s=deadline_s, jitter=lambda: 0.0)
    assert (policy.wait_s(GatewayTimeout("504"), 1, None, would_end_s=would_end_s) is not None) is again


def test_a_list_of_models_has_a_limit_and_names_are_checked() -> None:
    spec = ModelSpec("custom", "", "", key="sk-not-to-be-seen-0123456789")

    def listed(*steps: Step) -> tuple[str, ...]:
        with raw(*steps) as server:
            return list_models(ModelSpec("custom", "m", f"{server.url}/v1", key=spec.key))

    names = ["models/good", 7, {"a": 1}, "", "two\nlines\x1b[31m", f"echo-{spec.key}", "\ud83d"]
    body = json.dumps({"data": [{"id": name} for name in names]}).encode()
    assert listed(JSON + body) == ("good", "two lines [31m", "echo-[key]")
    for steps in ([JSON, X], [JSON + b"[" * 100_000], [JSON + b'{"data": 7}'], [JSON + b'{"data": [7]}'], [JSON]):
        with pytest.raises(ModelNonsense):
            listed(*steps)
