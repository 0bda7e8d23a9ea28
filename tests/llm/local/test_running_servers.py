"""Local servers are known by their own answers and never by their ports, and are never waited for."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from summarize.llm.local.running_servers import LocalServer, detect_servers, listed_nearby, look_at
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
