"""Streams and answers of other shapes: what is a reply is read, what is none is an error of ours."""

from __future__ import annotations

import asyncio
import http.server
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from summarize.errors import ModelNonsense, ModelUnreachable, SummarizeError
from summarize.llm.client.chat import OpenAIChat
from summarize.llm.client.limiter import Limiter
from summarize.llm.providers import ModelSpec
from summarize.values import Completion, Message
from tests.hostile.faults import chunks, head
from tests.hostile.raw_server import Pour, RawServer, Reset, Step


def ask(url: str, *, deadline_s: float = 20.0, retries: int = 0) -> Completion:
    async def run() -> Completion:
        spec = ModelSpec("custom", "m", url, key="sk-not-to-be-seen-0123456789")
        async with OpenAIChat(spec, limiter=Limiter(2), deadline_s=deadline_s, retries=retries) as chat:
            return await chat.complete([Message("user", "hi")], paper="2501.00001")

    return asyncio.run(run())


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
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
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
        assert ask(url, retries=0).text == "whole"


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


DEEP = b"[" * 900 + b"]" * 900
#: Parts of an event that have another shape. None is a reply.
ODD = {
    "delta a list": b'{"choices": [{"delta": ["a"], "finish_reason": "stop"}]}',
    "delta a string": b'{"choices": [{"delta": "a", "finish_reason": "stop"}]}',
    "content a list": b'{"choices": [{"delta": {"content": [{"text": "a"}]}}]}',
    "content a number": b'{"choices": [{"delta": {"content": 7}}]}',
    "content an object": b'{"choices": [{"delta": {"content": {"a": 1}}}]}',
    "content deep": b'{"choices": [{"delta": {"content": ' + DEEP + b"}}]}",
    "finish_reason a number": b'{"choices": [{"delta": {"content": "a"}, "finish_reason": 7}]}',
    "finish_reason deep": b'{"choices": [{"delta": {"content": "a"}, "finish_reason": ' + DEEP + b"}]}",
    "choices of numbers": b'{"choices": [1, 2]}',
    "invalid UTF-8": b'{"choices": [{"delta": {"content": "\xff\xfe"}}]}',
    "a NUL": b'{"choices": [{"delta": {"content": "\x00"}}]}',
    "an error that is deep": b'{"error": ' + DEEP + b"}",
    "an error whose message is deep": b'{"error": {"message": ' + DEEP + b', "code": ' + DEEP + b"}}",
    "a number of 5,000 digits": b'{"choices": [{"index": ' + b"9" * 5000 + b"}]}",
}


@pytest.mark.parametrize("name", ODD)
def test_an_event_of_another_shape_is_our_own_error(name: str) -> None:
    with _saying([b"data: " + ODD[name], DONE], stays_open=False) as url, pytest.raises(ModelUnreachable) as caught:
        ask(url, retries=0)
    assert len(caught.value.message) < 600


#: Parts of an event that have another shape, of a reply that is whole all the same.
HARMLESS = {
    "usage a string": b'"usage": "many"',
    "usage a list": b'"usage": [1, 2]',
    "usage of booleans": b'"usage": {"prompt_tokens": true, "completion_tokens": false}',
    "model a lone surrogate": b'"model": "\\ud83d"',
    "model an object": b'"model": {"a": 1}',
    "model deep": b'"model": ' + DEEP,
    "model of 10,000 characters": b'"model": "' + b"m" * 10_000 + b'"',
    "an error that is empty": b'"error": null',
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_odd_beside_the_text_costs_no_reply(name: str) -> None:
    chunk = b'data: {"choices": [{"delta": {"content": "text"}, "finish_reason": "stop"}], ' + HARMLESS[name] + b"}"
    with _saying([chunk, DONE], stays_open=False) as url:
        done = ask(url, retries=0)
    assert done.text == "text"
    assert done.usage.estimated
    assert len(done.model) <= 200
    done.model.encode()


WHOLE = _event("第一句。") + b"\n\n" + _event("第二句。") + b"\n\n" + STOP + b"\n\n" + DONE + b"\n\n"
#: The same stream in other clothes.
WIRE = {
    "LF": WHOLE,
    "CRLF": WHOLE.replace(b"\n", b"\r\n"),
    "CR": WHOLE.replace(b"\n", b"\r"),
    "no space after data:": WHOLE.replace(b"data: ", b"data:"),
    "names and comments": b": hello\n\n" + WHOLE.replace(b"data:", b"event: message\nid: 7\nretry: 9\n: c\ndata:"),
    "a byte order mark": b"\xef\xbb\xbf" + WHOLE,
    "characters as they are": WHOLE.decode("unicode_escape").encode(),
    "no empty line at the end": WHOLE.rstrip(b"\n"),
    "neither [DONE] nor a last empty line": WHOLE[: -len(DONE) - 4],
    "many empty lines": WHOLE.replace(b"\n\n", b"\n" * 50),
}


@pytest.mark.parametrize("kind", ["text/event-stream", "application/json", ""])
@pytest.mark.parametrize("name", WIRE)
def test_a_stream_is_read_however_it_is_cut_and_written(name: str, kind: str) -> None:
    at_a_time = 1 if kind == "text/event-stream" else 5
    pieces = [WIRE[name][i : i + at_a_time] for i in range(0, len(WIRE[name]), at_a_time)]
    answer = head("200 OK", Transfer_Encoding="chunked", **({"Content_Type": kind} if kind else {}))
    steps = [answer, chunks(*pieces), b"0\r\n\r\n"]
    with RawServer(lambda asked: steps, "http://127.0.0.1:1") as server:
        assert ask(f"{server.url}/v1", retries=0).text == "第一句。第二句。"


@pytest.mark.parametrize(
    "after", [[Reset()], [b"nonsense"], [], [Pour(chunks(_event("x") + b"\n\n"))], [chunks(b"data: {odd\n\n")]]
)
def test_a_whole_reply_is_taken_whatever_the_server_does_after_it(after: Sequence[Step]) -> None:
    answer = head("200 OK", Transfer_Encoding="chunked", Content_Type="text/event-stream")
    steps = [answer, chunks(_event("whole") + b"\n\n" + STOP + b"\n\n"), *after]
    with RawServer(lambda asked: steps, "http://127.0.0.1:1") as server:
        assert ask(f"{server.url}/v1", retries=0).text == "whole"


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": ' + DEEP + b"}",
        b'{"error": {"message": ' + DEEP + b"}}",
        b"[" * 60_000,
        b'{"error": {"param": ["a"], "message": {"a": 1}, "code": 1e999}}',
        b'{"error": {"n_ctx": true, "message": "context length 99999999999999999999"}}',
        b'{"error": {"message": "maximum context length is ' + b"9" * 5_000 + b' tokens"}}',
        b"\xff\xfe\x00",
    ],
)
def test_an_error_body_of_any_shape_is_our_own_error(body: bytes) -> None:
    for status in ("400 X", "500 X"):
        with RawServer(lambda asked, s=status: [head(s) + body], "http://127.0.0.1:1") as server:  # type: ignore[misc]
            with pytest.raises(SummarizeError) as caught:
                ask(f"{server.url}/v1", retries=0)
            assert len(caught.value.message) < 600
            assert getattr(caught.value, "limit_tokens", None) is None
