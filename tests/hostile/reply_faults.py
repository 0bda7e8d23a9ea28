"""The faults of a model's replies: streams of another shape, runaway and hostile texts. All text here is made up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.hostile.faults import Fault, head, ok
from tests.hostile.feed_faults import CONTROL, MARKUP
from tests.hostile.invariants import CANARY
from tests.hostile.raw_server import Good, Hold, Pour, Step

_SSE = head("200 OK", Content_Type="text/event-stream")
_DONE = b"data: [DONE]\n\n"


def text_of(good: Good) -> str:
    """Return the text that the right stream carries."""
    events = [line[6:] for line in good.body.decode().splitlines() if line.startswith("data: {")]
    choices = [choice for event in events for choice in json.loads(event)["choices"]]
    return "".join(choice["delta"].get("content") or "" for choice in choices)


def event(content: str | None = None, *, finish: str | None = None, **changes: Any) -> bytes:
    """Return one event of a stream. ``changes`` replace keys of its object."""
    delta = {} if content is None else {"role": "assistant", "content": content}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "test-model", "choices": [choice]}
    return f"data: {json.dumps({**chunk, **changes})}\n\n".encode()


def stream(text: str) -> bytes:
    """Return a whole stream that carries ``text`` in one event."""
    return _SSE + event(text) + event(finish="stop") + _DONE


def _choice(**changes: Any) -> dict[str, Any]:
    """Return one whole reply in a choice, with keys replaced."""
    return {"choices": [{"index": 0, "delta": {"content": "数"}, "finish_reason": "stop", **changes}]}


#: Objects of one event that are of another shape.
_SHAPES: Mapping[str, Mapping[str, Any]] = {
    "choices a dict": {"choices": {"0": {}}},
    "choices a number": {"choices": 7},
    "choices a string": {"choices": "stop"},
    "choices null": {"choices": None},
    "choices of numbers": {"choices": [1, 2]},
    "choices of null": {"choices": [None]},
    "no choices": {"choices": []},
    "two choices": {"choices": [*_choice()["choices"], *_choice(index=1)["choices"]]},
    "the choice of index 7": _choice(index=7),
    "an index of 5,000 digits": _choice(index=10**4000),
    "delta a list": _choice(delta=["数"]),
    "delta a string": _choice(delta="数"),
    "delta null": _choice(delta=None),
    "content a list": _choice(delta={"content": [{"type": "text", "text": "数"}]}),
    "content a number": _choice(delta={"content": 42}),
    "content an object": _choice(delta={"content": {"text": "数"}}),
    "content true": _choice(delta={"content": True}),
    "tool calls alone": _choice(delta={"tool_calls": [{"index": 0, "function": {"name": "rm", "arguments": "{}"}}]}),
    "a refusal": _choice(delta={"refusal": "I will not."}),
    "finish_reason a number": _choice(finish_reason=3),
    "finish_reason a list": _choice(finish_reason=["stop"]),
    "finish_reason unknown": _choice(finish_reason="evil"),
    "finish_reason length": _choice(finish_reason="length"),
    "finish_reason content_filter": _choice(finish_reason="content_filter"),
    "finish_reason tool_calls": _choice(finish_reason="tool_calls"),
    "model a number": {"model": 5},
    "model null": {"model": None},
    "created a string": {"created": "now"},
    "id of 1 MB": {"id": "x" * 2**20},
    "object unknown": {"object": "evil"},
    "an error in the stream": {"error": {"message": f"broken \x1b[31m {CANARY}", "code": 500}},
    "an error that is a number": {"error": 5},
}

#: What usage says.
_USAGES: Mapping[str, Any] = {
    "a string": "many",
    "a list": [1, 2],
    "negative": {"prompt_tokens": -5, "completion_tokens": -7, "total_tokens": -12},
    "2⁶³": {"prompt_tokens": 2**63, "completion_tokens": 2**63, "total_tokens": 2**64},
    "10⁴⁰⁰⁰": {"prompt_tokens": 10**4000, "completion_tokens": 1, "total_tokens": 1},
    "fractions": {"prompt_tokens": 1.5, "completion_tokens": 1e308, "total_tokens": None},
    "strings": {"prompt_tokens": "7", "completion_tokens": "²", "total_tokens": ""},
}

#: Texts of a whole, well-formed stream, made from the right text.
_TEXTS: Mapping[str, Callable[[str], str]] = {
    "empty": lambda text: "",
    "spaces": lambda text: " " * 20_000,
    "tabs": lambda text: "\t" * 20_000,
    "line ends": lambda text: "\n" * 20_000,
    "one letter": lambda text: "a" * 20_000,
    "digits": lambda text: "7" * 20_000,
    "one Han character": lambda text: "的" * 20_000,
    "one word, again and again": lambda text: text + "模型" * 10_000,
    "<think> again and again": lambda text: "<think>" * 5_000 + text,
    "<think> without an end": lambda text: "<think>" + text * 3,
    r"\( again and again": lambda text: "\\(" * 10_000,
    "$ again and again": lambda text: "$" * 20_000,
    "brackets": lambda text: "[" * 20_000,
    "backquotes": lambda text: "`" * 20_000,
    "spaces after each line": lambda text: text.replace("\n", " " * 5_000 + "\n"),
    "10,000 sentences": lambda text: "\n".join(f"[{n}] 这是一句话。" for n in range(10_000)),
    "each sentence twice": lambda text: f"{text}\n{text}",
    "the numbers of others": lambda text: text.replace("[", "[9"),
    "a number of 5,000 digits": lambda text: text.replace("[", "[" + "9" * 5_000),
    "English": lambda text: "I am sorry, but I cannot translate this text.",
    "markup": lambda text: "\n".join(f"{line} {MARKUP}" for line in text.splitlines()),
    "markup alone": lambda text: MARKUP,
    "control characters": lambda text: "\n".join(f"{line} {CONTROL} \x1b]0;evil\x07" for line in text.splitlines()),
    "NUL": lambda text: text.replace("。", "\x00。"),
    "the key": lambda text: "\n".join(f"{line} {CANARY}" for line in text.splitlines()),
    "headings and rules": lambda text: text.replace("\n", "\n---\n# 来源：\n```\n"),
    "JSON nested deeply": lambda text: "[" * 100_000,
    "an emoji in every place": lambda text: text.replace("。", "😀。"),
    "a lone surrogate": lambda text: text.replace("。", "\ud83d。"),
    "figures beyond all bounds": lambda text: text.replace("。", " 10^999999999 和 " + "9" * 5000 + "。"),
}


def _sent(text: str) -> bytes:
    return _SSE + event(text)


#: Whole answers, made from the right one.
_ANSWERS: Mapping[str, Callable[[Good], Sequence[Step]]] = {
    "[DONE] alone": lambda good: [_SSE + _DONE],
    "no finish_reason": lambda good: [_sent(text_of(good)) + _DONE],
    "neither finish_reason nor [DONE]": lambda good: [_sent(text_of(good))],
    "finish_reason, then open": lambda good: [_sent(text_of(good)) + event(finish="stop"), Hold()],
    "[DONE], then open": lambda good: [stream(text_of(good)), Hold()],
    "[DONE], then events without end": lambda good: [stream(text_of(good)), Pour(event("更多"))],
    "finish_reason, then events without end": lambda good: [
        _sent(text_of(good)) + event(finish="stop"),
        Pour(event("更多")),
    ],
    "comments without end": lambda good: [_SSE, Pour(b": ping\n\n")],
    "a comment every second": lambda good: [_SSE, Pour(b": ping\n\n", 40, 1.0)],
    "a comment without end": lambda good: [_SSE + b": ", Pour(b"x" * 2**16)],
    "a data line without end": lambda good: [_SSE + b"data: ", Pour(b"x" * 2**16)],
    "a JSON string without end": lambda good: [
        _SSE + b'data: {"choices": [{"delta": {"content": "',
        Pour(b"x" * 2**16),
    ],
    "data lines without an empty line": lambda good: [_SSE, Pour(b"data: {}\n")],
    "empty events without end": lambda good: [_SSE, Pour(event())],
    "an event field without end": lambda good: [_SSE, Pour(b"event: x\nid: 5\nretry: 9\n")],
    "text without end": lambda good: [_SSE, Pour(event("大语言模型阅读长文档的速度很慢。"))],
    "one character an event, without end": lambda good: [_SSE, Pour(event("的"))],
    "spaces without end": lambda good: [_SSE, Pour(event(" " * 1000))],
    "an event of 20 MB": lambda good: [stream("字" * 7_000_000)],
    "reasoning without end": lambda good: [
        _SSE,
        Pour(event(None, **_choice(delta={"reasoning_content": "嗯" * 100}, finish_reason=None))),
    ],
    "<think> and then without end": lambda good: [_sent("<think>"), Pour(event("嗯，让我想想。"))],
    "10,000 events of one character": lambda good: [
        _sent(text_of(good)),
        Pour(event(" "), 10_000),
        event(finish="stop") + _DONE,
    ],
    "a character cut by events": lambda good: [good_in_bytes(good)],
    "several events in a packet, CRLF": lambda good: [
        stream(text_of(good)).replace(b"\n", b"\r\n").replace(b"\r\r", b"\r")
    ],
    "CR alone": lambda good: [_SSE + (event(text_of(good)) + event(finish="stop") + _DONE).replace(b"\n", b"\r")],
    "no space after data:": lambda good: [stream(text_of(good)).replace(b"data: ", b"data:")],
    "not UTF-8": lambda good: [_SSE + event("字").replace(b"\\u5b57", b"\xff\xfe") + event(finish="stop") + _DONE],
    "JSON nested 200,000 deep": lambda good: [_SSE + b"data: " + b"[" * 200_000 + b"\n\n" + _DONE],
    "half of an event": lambda good: [_SSE + event(text_of(good))[:-30]],
    "JSON instead of a stream": lambda good: [_as_json({"content": text_of(good)})],
    "JSON instead of a stream, without end": lambda good: [
        head("200 OK", Content_Type="application/json") + b"[",
        Pour(b"1," * 2**15),
    ],
    "JSON whose message is null": lambda good: [_as_json(None)],
    "JSON whose message is a list": lambda good: [_as_json([1])],
    "JSON null": lambda good: [ok(Good(b"null", "application/json"))],
    "a JSON string": lambda good: [ok(Good(b'"yes"', "application/json"))],
    "a log-in page": lambda good: [ok(Good(b"<html><script>evil()</script>Sign in</html>", "text/html"))],
    "the request, sent back": lambda good: [stream("Authorization: Bearer " + CANARY + "\nYou are a translator.")],
    "HTTP 401 with the key": lambda good: [
        head("401 X", Content_Type="application/json", X_Key=CANARY) + _error(f"Bearer {CANARY}")
    ],
    "HTTP 400 with the key": lambda good: [
        head("400 X", Content_Type="application/json") + _error(f"key={CANARY} is odd")
    ],
    "HTTP 500 with the key": lambda good: [head("500 X", Content_Type="text/plain") + CANARY.encode() * 3],
    "a redirect with the key": lambda good: [
        head("307 X", Location=f"http://127.0.0.1:1/?key={CANARY}", Content_Length="0")
    ],
    "an error without a message": lambda good: [head("400 X", Content_Type="application/json") + b'{"error": {}}'],
}


def reply_faults() -> Iterator[Fault]:
    """Yield them all. Their names are unique."""
    for name, shape in _SHAPES.items():
        yield _whole(f"reply: {name}", event("数", **shape) + event(finish="stop") + _DONE)
    for name, usage in _USAGES.items():
        yield _used(f"reply: usage {name}", usage)
    for name, change in _TEXTS.items():
        yield _text(f"reply: {name}", change)
    for name, answer in _ANSWERS.items():
        yield Fault(f"reply: {name}", answer)


def good_in_bytes(good: Good) -> bytes:
    """Return the right text as UTF-8 that is not escaped, for chunks that cut characters."""
    return stream("").replace(b'"content": ""', b'"content": ' + json.dumps(text_of(good), ensure_ascii=False).encode())


def _whole(name: str, body: bytes) -> Fault:
    return Fault(name, lambda good: [_SSE + body])


def _used(name: str, usage: object) -> Fault:
    return Fault(name, lambda good: [_sent(text_of(good)) + event(finish="stop", usage=usage) + _DONE])


def _text(name: str, change: Callable[[str], str]) -> Fault:
    return Fault(name, lambda good: [stream(change(text_of(good)))])


def _as_json(message: object) -> bytes:
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    return ok(Good(json.dumps({"object": "chat.completion", "choices": choices}).encode(), "application/json"))


def _error(message: str) -> bytes:
    return json.dumps({"error": {"message": message, "type": None, "code": None}}).encode()
