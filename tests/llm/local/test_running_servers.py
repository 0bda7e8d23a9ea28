"""Local servers are known by their own answers and never by their ports, and are never waited for."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

import pytest

from summarize.llm.local.running_servers import LocalServer, detect_servers, listed_nearby, look_at
from tests.hostile.faults import head
from tests.hostile.raw_server import RawServer
from tests.loopback.model_server import ModelServer

OLLAMA = {
    "/api/tags": {"models": [{"name": "nomic-embed-text:latest"}, {"name": "qwen3:4b"}, {"name": "llama3.2:1b"}]},
    "/api/ps": {"models": [{"name": "llama3.2:1b", "context_length": 4096}]},
}
LMSTUDIO = {
    "/api/v0/models": {
        "data": [
            {"id": "text-embedding-bge", "type": "embeddings", "state": "loaded"},
            {"id": "gemma", "type": "vlm", "state": "not-loaded"},
            {"id": "qwen", "type": "llm", "state": "loaded", "loaded_context_length": 8192},
        ]
    }
}
LLAMACPP = {"/props": {"default_generation_settings": {"n_ctx": 6144}}}
VLLM = {"/v1/models": {"data": [{"id": "Qwen/Qwen3-8B", "owned_by": "vllm", "max_model_len": 32768}]}}


@pytest.mark.parametrize(
    ("provider", "pages", "models", "context"),
    [
        ("ollama", OLLAMA, ("llama3.2:1b", "qwen3:4b"), 4096),
        ("lmstudio", LMSTUDIO, ("qwen", "gemma"), 8192),
        ("llamacpp", LLAMACPP, ("test-model",), 6144),
        ("vllm", VLLM, ("Qwen/Qwen3-8B",), 32768),
    ],
)
def test_each_server_is_found_with_the_loaded_chat_model_first(
    provider: str, pages: dict[str, object], models: tuple[str, ...], context: int
) -> None:
    with ModelServer(pages=pages) as server:
        found = detect_servers({provider: server.port}, timeout_s=2.0)
    assert found == (LocalServer(provider, server.url, models, context),)


def test_a_stranger_on_a_known_port_is_not_taken_for_a_model_server() -> None:
    with ModelServer() as stranger:
        ports = dict.fromkeys(("ollama", "lmstudio", "llamacpp", "vllm"), stranger.port)
        assert detect_servers(ports, timeout_s=2.0) == ()


@pytest.mark.parametrize("banner", [b"SSH-2.0-made_up\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", b""])
def test_a_program_that_does_not_speak_http_is_no_model_server(banner: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]

        def answer() -> None:
            for _ in range(2):
                with stranger.accept()[0] as connection:
                    connection.recv(4096)
                    connection.sendall(banner)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        assert look_at("ollama", f"http://127.0.0.1:{port}", timeout_s=2.0) is None
        assert listed_nearby(f"http://127.0.0.1:{port}/v1", "", timeout_s=2.0) == ()
        thread.join(2.0)


def test_servers_that_never_answer_cost_a_third_of_a_second_together() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        started = time.monotonic()
        assert detect_servers(dict.fromkeys(("ollama", "lmstudio", "llamacpp", "vllm"), port)) == ()
        assert time.monotonic() - started < 0.6


def _dripping(connection: socket.socket) -> None:
    """Send a header a byte at a time, so that no single wait is long."""
    with connection:
        connection.recv(4096)
        with suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Pad: ")
            for _ in range(100):
                connection.sendall(b"a")
                time.sleep(0.05)


def test_a_server_that_drips_is_left_after_the_time_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: _dripping(server.accept()[0]), daemon=True).start()
        began = time.monotonic()
        assert listed_nearby(f"http://127.0.0.1:{server.getsockname()[1]}/v1", "", timeout_s=0.3) == ()
        assert time.monotonic() - began < 2.0


@pytest.mark.parametrize(
    "listed",
    [
        {"data": "many"},
        {"data": [{"id": 7}, {"id": {"a": 1}}, {"id": None}]},
        {"data": [{"id": "two\nlines"}, {"id": "\x1b[31mred"}, {"id": "\ud83d"}, {"id": "x" * 201}, {"id": ""}]},
    ],
)
def test_what_is_no_name_of_a_model_is_left_out(listed: object) -> None:
    with ModelServer(pages={"/v1/models": listed}) as server:
        assert listed_nearby(server.url, "") == ()


@pytest.mark.parametrize("context", ["8192", -1, 0, 10**12, [4096], None])
def test_a_size_of_a_context_that_is_none_is_not_believed(context: object) -> None:
    pages = {"/props": {"default_generation_settings": {"n_ctx": context}}}
    with ModelServer(pages=pages) as server:
        found = look_at("llamacpp", server.root, timeout_s=2.0)
    assert found == LocalServer("llamacpp", server.url, ("test-model",), None)


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"data": ' * 100_000, b" " * 1_100_000 + b"{}", b"\xff\xfe{}"])
def test_a_list_that_cannot_be_read_is_no_list(body: bytes) -> None:
    answer = head("200 OK", Content_Type="application/json") + body
    with RawServer(lambda asked: [answer], "http://127.0.0.1:1") as server:
        assert listed_nearby(f"{server.url}/v1", "") == ()
        assert look_at("ollama", server.url, timeout_s=2.0) is None
