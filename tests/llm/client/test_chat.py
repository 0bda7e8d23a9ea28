"""A call that goes well: streams, usage, parameters that a server refuses, headers, proxies."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any

import pytest

from summarize.errors import BadSetting, ContextTooLong, KeyRefused, ModelUnreachable
from summarize.llm.client.chat import OpenAIChat
from summarize.llm.client.limiter import Limiter
from summarize.llm.client.listing import list_models
from summarize.llm.providers import ModelSpec, presets
from summarize.values import Completion, Message
from tests.loopback.model_server import Fault, ModelServer, Reply


async def no_sleep(seconds: float) -> None:
    """Waiting between tries takes no time in these tests."""


def ask(spec: ModelSpec, *, text: str = "hello", calls: int = 1, **options: Any) -> Completion:
    async def run() -> Completion:
        async with OpenAIChat(spec, limiter=Limiter(2, sleep=no_sleep), deadline_s=5) as chat:
            for _ in range(calls):
                completion = await chat.complete([Message("user", text)], **options)
            return completion

    return asyncio.run(run())


def at(url: str, provider: str = "custom", **fields: Any) -> ModelSpec:
    return ModelSpec(provider, "m", url, **fields)


def scripted(*answers: str | Reply | Fault) -> Callable[[dict[str, Any]], str | Reply | Fault]:
    """Give one answer after the other, and the last one for ever."""
    rest = list(answers)
    return lambda request: rest.pop(0) if len(rest) > 1 else rest[0]


def test_the_text_arrives_in_pieces_and_as_a_whole() -> None:
    pieces: list[str] = []
    text = "第一句。\u2028第二句 with $\\alpha$。" * 20
    with ModelServer(lambda _: Reply(text, chunk_chars=7, reasoning="let me think")) as server:
        completion = ask(at(server.url), on_text=pieces.append)
    assert completion.text == text == "".join(pieces)
    assert len(pieces) > 10
    assert completion.model == "m"


def test_usage_and_cost_are_what_the_server_counted() -> None:
    price = presets()["deepseek"].model("deepseek-flash").price
    assert price is not None
    with ModelServer(lambda _: Reply("好", usage=(1_000_000, 500_000))) as server:
        usage = ask(at(server.url, price=price)).usage
    assert (usage.prompt_tokens, usage.completion_tokens, usage.estimated) == (1_000_000, 500_000, False)
    assert usage.cost_usd == pytest.approx(price.input_usd + price.output_usd / 2)


def test_usage_that_the_server_does_not_report_is_estimated_and_marked() -> None:
    with ModelServer(lambda _: Reply("好的" * 100, usage=None)) as server:
        usage = ask(at(server.url), text="word " * 200).usage
    assert usage.estimated
    assert 200 <= usage.prompt_tokens <= 300
    assert 100 <= usage.completion_tokens <= 160
    assert usage.cost_usd is None


@pytest.mark.parametrize("as_json", [True, False])
def test_a_server_that_does_not_stream_is_understood_too(as_json: bool) -> None:
    with ModelServer(lambda _: Reply("whole", as_json=as_json)) as server:
        assert ask(at(server.url)).text == "whole"


def test_comments_crlf_and_a_missing_last_blank_line_are_part_of_the_protocol() -> None:
    body = ': keep-alive\r\n\r\ndata:{"choices":[{"delta":{"content":"好"},"finish_reason":"stop"}]}'
    with ModelServer(lambda _: Fault.raw(body)) as server:
        assert ask(at(server.url)).text == "好"


def test_a_cut_stream_is_tried_again_and_what_arrived_is_taken_back() -> None:
    seen: list[str] = []
    with ModelServer(scripted(Fault.cut("half "), "whole")) as server:
        completion = ask(at(server.url), on_text=seen.append, on_restart=seen.clear)
        assert len(server.chats) == 2
    assert completion.text == "".join(seen) == "whole"


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        ("temperature", "invalid temperature: only 1 is allowed for this model"),
        ("stream_options", "Unrecognized request argument supplied: stream_options"),
        ("enable_thinking", "Unknown parameter: 'enable_thinking'"),
    ],
)
def test_a_refused_parameter_is_left_out_and_that_is_remembered(parameter: str, message: str) -> None:
    def reply(request: dict[str, Any]) -> str | Fault:
        return Fault.error(400, message) if parameter in request else "好"

    with ModelServer(reply) as server:
        spec = at(server.url, extra_body={"enable_thinking": False})
        assert ask(spec, calls=3, temperature=0.2).text == "好"
        assert len(server.chats) == 4


def test_an_output_limit_is_offered_under_its_other_name() -> None:
    def reply(request: dict[str, Any]) -> str | Fault:
        if "max_tokens" in request:
            return Fault.error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        return str(request["max_completion_tokens"])

    with ModelServer(reply) as server:
        assert ask(at(server.url), max_tokens=700).text == "700"


def test_ollamas_silent_cut_is_said_with_both_numbers() -> None:
    with (
        ModelServer(lambda _: Reply("好", usage=(2_048, 3))) as server,
        pytest.raises(ContextTooLong, match=r"2,048 tokens of about [78],") as caught,
    ):
        ask(at(server.url, "ollama"), text="A sentence of ordinary words. " * 1_000)
    assert caught.value.limit_tokens == 2_048
    assert "OLLAMA_CONTEXT_LENGTH" in caught.value.hint


def test_a_server_without_a_key_gets_no_authorization() -> None:
    with ModelServer(lambda _: "好") as server:
        ask(at(server.url))
        assert "authorization" not in server.chats[0].headers


def test_only_the_key_and_what_http_needs_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-mine")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-mine")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Internal: secret\nAuthorization: Bearer other")
    with ModelServer(lambda _: "好", key="sk-mine") as server:
        ask(at(server.url, "deepseek", key="sk-mine"))
        headers = server.chats[0].headers
    assert headers["authorization"] == "Bearer sk-mine"
    shown = str(headers)
    for secret in ("org-mine", "proj-mine", "sk-openai", "secret", "stainless"):
        assert secret not in shown


def test_a_redirect_to_another_host_is_refused_and_gets_nothing() -> None:
    with ModelServer(lambda _: "stolen") as other:
        with (
            ModelServer(lambda _: Fault.redirect(other.url + "/chat/completions")) as server,
            pytest.raises(ModelUnreachable, match="redirects to"),
        ):
            ask(at(server.url, key="sk-mine"))
        assert other.requests == []


def test_loopback_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(lambda _: "from the proxy") as proxy, ModelServer(lambda _: "direct") as server:
        for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.root)
        assert ask(at(server.url)).text == "direct"
        assert proxy.requests == []


def test_any_other_host_goes_through_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(lambda _: "好") as proxy:
        without_proxies(monkeypatch)
        monkeypatch.setenv("HTTP_PROXY", proxy.root)
        assert ask(at("http://model.example/v1")).text == "好"
        assert proxy.chats[0].path == "http://model.example/v1/chat/completions"


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_socks_proxies_work_and_resolve_the_name(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    async def run() -> tuple[str, list[bytes]]:
        asked: list[bytes] = []

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readexactly((await reader.readexactly(2))[1])
            writer.write(b"\x05\x00")
            await reader.readexactly(4)
            asked.append(await reader.readexactly((await reader.readexactly(1))[0]))
            await reader.readexactly(2)
            writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
            there, back = await asyncio.open_connection("127.0.0.1", server.port)

            async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
                while data := await source.read(65_536):
                    sink.write(data)
                sink.close()

            await asyncio.gather(pump(reader, back), pump(there, writer))

        socks = await asyncio.start_server(connected, "127.0.0.1", 0)
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://127.0.0.1:{socks.sockets[0].getsockname()[1]}")
        async with OpenAIChat(at("http://model.example/v1"), deadline_s=5) as chat:
            completion = await chat.complete([Message("user", "hello")])
        socks.close()
        return completion.text, asked

    without_proxies(monkeypatch)
    with ModelServer(lambda _: "好") as server:
        assert asyncio.run(run()) == ("好", [b"model.example"])


def test_a_proxy_address_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    without_proxies(monkeypatch)
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:1080")
    with pytest.raises(BadSetting, match="proxy") as caught:
        ask(at("http://model.example/v1"))
    assert "socks5h://" in caught.value.hint


def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


def test_models_are_listed_as_the_server_names_them() -> None:
    with ModelServer(models=["a", "models/b"], key="sk-mine") as server:
        assert list_models(at(server.url, key="sk-mine")) == ("a", "b")
        with pytest.raises(KeyRefused):
            list_models(at(server.url, key="sk-wrong"))


def test_many_calls_at_once_share_one_client() -> None:
    async def run() -> list[Completion]:
        async with OpenAIChat(at(server.url), limiter=Limiter(100)) as chat:
            return await asyncio.gather(*(chat.complete([Message("user", f"call {n}")]) for n in range(200)))

    with ModelServer(latency_s=0.05) as server:
        completions = asyncio.run(run())
        assert [c.text for c in completions] == [f"call {n}" for n in range(200)]
        assert server.most_at_once == 100
