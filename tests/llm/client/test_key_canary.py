"""The key shows nowhere, whatever a server does with it: not in errors, tracebacks, replies, names or lists."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from summarize.errors import SummarizeError
from summarize.llm.client.chat import OpenAIChat
from summarize.llm.client.limiter import Limiter
from summarize.llm.providers import ModelSpec
from summarize.values import Completion, Message
from tests.hostile.faults import head
from tests.hostile.raw_server import Asked, RawServer, Step
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import SAMPLES, competent

KEY = "sk-Canary-not-to-be-seen-0123456789"
STREAM = head("200 OK", Content_Type="text/event-stream")


def answered(steps: Callable[[str], Sequence[Step]], *, prompt: str = "hi") -> tuple[Completion | None, str]:
    """Return the reply to a call, and all that a person could see of it. ``steps`` get the key as the server saw it."""
    shown: list[str] = []

    def answer(asked: Asked) -> Sequence[Step]:
        return steps(asked.headers["authorization"].split()[-1])

    async def run(url: str) -> Completion:
        spec = ModelSpec("custom", "m", url, key=KEY)
        async with OpenAIChat(spec, limiter=Limiter(1), deadline_s=10, retries=0) as chat:
            return await chat.complete([Message("user", prompt)], paper="2501.00001", on_text=shown.append)

    with RawServer(answer, "http://127.0.0.1:1") as server:
        try:
            completion = asyncio.run(run(f"{server.url}/v1"))
        except SummarizeError as error:
            return None, "".join([*traceback.format_exception(error), error.message, error.hint, *shown])
        return completion, "".join(shown)


def event(content: str, **more: object) -> bytes:
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": None}
    return b"data: " + json.dumps({"choices": [{**choice, **more}]}).encode() + b"\n\n"


def _error(status: str, said: str) -> bytes:
    return head(status, Content_Type="application/json") + json.dumps({"error": {"message": said}}).encode()


#: Answers that are errors. Each gets the key.
ERRORS: dict[str, Callable[[str], Sequence[Step]]] = {
    "an error's message": lambda key: [_error("400 X", f"odd header: {key}")],
    "a bearer in an error": lambda key: [_error("500 X", f"Authorization: Bearer {key} is odd")],
    "an error's text": lambda key: [head("403 X", Content_Type="text/plain") + f"you are {key}".encode()],
    "a header line that is none": lambda key: [f"HTTP/1.1 200 OK\r\n{key} no colon\r\n\r\n".encode()],
    "a status line that is none": lambda key: [f"HTTP/1.1 {key}\r\n\r\n".encode()],
    "the host of a redirect": lambda key: [head("307 X", Location=f"http://{key}.example/v1", Content_Length="0")],
    "the query of a redirect": lambda key: [head("307 X", Location=f"http://a.example/?{key}", Content_Length="0")],
    "the user of a redirect": lambda key: [head("307 X", Location=f"http://{key}@a.example/", Content_Length="0")],
    "a redirect to nowhere": lambda key: [head("307 X", Location=f"http://[{key}/", Content_Length="0")],
    "a redirect to another scheme": lambda key: [head("307 X", Location=f"{key}:x", Content_Length="0")],
    "an error in the stream": lambda key: [STREAM, f'data: {{"error": {{"message": "{key}"}}}}\n\n'.encode()],
    "finish_reason": lambda key: [STREAM + event("a", finish_reason=f"because {key}")],
    "no JSON": lambda key: [STREAM + f"data: {key}\n\n".encode()],
    "a chunk's size": lambda key: [head("200 OK", Transfer_Encoding="chunked"), f"{key}\r\n".encode()],
    "an encoding": lambda key: [head("200 OK", Content_Encoding=f"gzip, {key}") + key.encode()],
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_does_not_show_the_key_that_a_server_sends_back(name: str) -> None:
    completion, shown = answered(ERRORS[name])
    assert completion is None
    assert "2501.00001" in shown
    assert KEY.lower() not in shown.lower()


@pytest.mark.parametrize("piece", [1, 5, 1000])
def test_a_reply_does_not_show_the_key_either(piece: int) -> None:
    def steps(key: str) -> Sequence[Step]:
        text = f"[1] 好 {key}。\n{key}{key[:9]} sk-Can"
        pieces = [event(text[i : i + piece]) for i in range(0, len(text), piece)]
        return [STREAM, *pieces, event("", finish_reason="stop")]

    completion, shown = answered(steps)
    assert completion is not None
    assert completion.text == shown == f"[1] 好 [key]。\n[key]{KEY[:9]} sk-Can"


def test_the_name_of_the_model_does_not_show_it() -> None:
    chunk = {"choices": [{"delta": {"content": "好"}, "finish_reason": "stop"}]}
    completion, _ = answered(lambda key: [STREAM, f"data: {json.dumps({**chunk, 'model': key})}\n\n".encode()])
    assert completion is not None
    assert completion.model == "[key]"


def test_a_key_that_is_a_word_of_the_text_stays_in_the_reply() -> None:
    completion, _ = answered(lambda key: [STREAM + event(f"好 {key}", finish_reason="stop")], prompt=f"what is {KEY}?")
    assert completion is not None
    assert completion.text == f"好 {KEY}"


def test_a_redirect_to_another_host_or_port_gets_nothing() -> None:
    with RawServer(lambda asked: [head("200 OK")], "http://127.0.0.1:1") as other:
        for status in ("301", "302", "303", "307", "308"):
            _, shown = answered(lambda key, s=status: [head(f"{s} X", Location=f"{other.url}/v1", Content_Length="0")])  # type: ignore[misc]
            assert "redirects to" in shown
    assert other.asked == []


def test_no_page_message_or_file_has_a_key_that_every_reply_sends_back(
    invoke: Callable[..., Result], model_server: ModelServer, home: Path
) -> None:
    def reply(request: dict[str, Any]) -> str:
        return "\n".join(f"{line} {KEY}" for line in str(competent(request)).splitlines())

    model_server.reply = reply
    ran = invoke("-v", SAMPLES[0].paper.id, OPENAI_API_KEY=KEY)
    assert "[key" in ran.stdout  # Markdown escapes brackets
    assert KEY not in ran.stdout + ran.stderr
    written = [path for path in home.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if KEY.encode() in path.read_bytes()]
