"""Search for model servers that run on this machine: Ollama, LM Studio, llama-server, vLLM.

All ports are asked at once, for a third of a second. Each server is recognized by an address that only it has, because
other programs use the ports 8080 and 8000 too.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

AnswerT = TypeVar("AnswerT")

TIMEOUT_S = 0.3
PORTS: Mapping[str, int] = {"ollama": 11434, "lmstudio": 1234, "llamacpp": 8080, "vllm": 8000}

#: The most bytes that are read of an answer. Ollama's list has 400 bytes a model.
_MOST_BYTES = 1_000_000
#: No context has so many tokens, and no model's name so many characters.
_MOST_TOKENS, _LONGEST_NAME = 10**9, 200

# Words in the names of models that do not chat.
_NOT_CHAT = ("embed", "rerank", "bge-", "whisper", "tts", "clip", "minilm", "e5-", "gte-")


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A running server.

    ``models`` are those that chat, the best guess first. ``context_tokens`` is None where unknown.
    """

    provider: str
    base_url: str
    models: tuple[str, ...]
    context_tokens: int | None = None


def detect_servers(
    ports: Mapping[str, int] = PORTS, *, host: str = "127.0.0.1", timeout_s: float = TIMEOUT_S
) -> tuple[LocalServer, ...]:
    """Return the servers found, in the order of ``ports``. It takes at most ``timeout_s`` seconds and never raises."""

    def looking(provider: str, port: int) -> Callable[[], LocalServer | None]:
        return lambda: _looked_at(provider, f"http://{host}:{port}", timeout_s)

    found = _within(timeout_s, [looking(provider, port) for provider, port in ports.items()])
    return tuple(server for server in found if server is not None)


def _within(timeout_s: float, questions: Sequence[Callable[[], AnswerT]]) -> list[AnswerT | None]:
    """Ask all questions at the same time and return the answers, None for one that has not come after ``timeout_s``.

    A socket's own time limit counts from one packet to the next, so a server that drips would never end it.
    """
    answers: list[AnswerT | None] = [None] * len(questions)

    def ask(i: int) -> None:
        answers[i] = questions[i]()

    ends_at = time.monotonic() + timeout_s
    threads = [threading.Thread(target=ask, args=(i,), daemon=True) for i in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, ends_at - time.monotonic()))
    return list(answers)


def look_at(provider: str, root: str, *, timeout_s: float = TIMEOUT_S) -> LocalServer | None:
    """Return that provider's server at ``root`` (``http://127.0.0.1:11434``), or None where none answers as it does."""
    return _within(timeout_s, [lambda: _looked_at(provider, root, timeout_s)])[0]


def _looked_at(provider: str, root: str, timeout_s: float) -> LocalServer | None:
    try:
        return _MARKS[provider](root.rstrip("/"), timeout_s)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def listed_nearby(base_url: str, key: str, *, timeout_s: float = 2.0) -> tuple[str, ...]:
    """Return the chat models that a server on this machine lists at its base URL; () where it cannot be asked."""

    def ask() -> tuple[str, ...]:
        try:
            return _chat_models([m["id"] for m in _get(base_url, "/models", timeout_s, key)["data"]])
        except (OSError, ValueError, LookupError, TypeError):
            return ()

    return _within(timeout_s, [ask])[0] or ()


def _ollama(root: str, timeout_s: float) -> LocalServer | None:
    # Only Ollama has /api/tags. Loaded models (/api/ps) come first, because they answer at once.
    names = [m["name"] for m in _get(root, "/api/tags", timeout_s)["models"]]
    running = _get(root, "/api/ps", timeout_s).get("models", [])
    loaded = [m["name"] for m in running]
    models = _chat_models([*loaded, *(n for n in names if n not in loaded)])
    context = next((m.get("context_length") for m in running if models and m["name"] == models[0]), None)
    return LocalServer("ollama", f"{root}/v1", models, _tokens(context))


def _lmstudio(root: str, timeout_s: float) -> LocalServer | None:
    # /api/v0 is LM Studio's own interface. It tells what each model is and whether it is loaded.
    entries = [m for m in _get(root, "/api/v0/models", timeout_s)["data"] if m["type"] in ("llm", "vlm")]
    entries.sort(key=lambda m: m["state"] != "loaded")
    models = _chat_models([m["id"] for m in entries])
    context = next((m.get("loaded_context_length") for m in entries if models and m["id"] == models[0]), None)
    return LocalServer("lmstudio", f"{root}/v1", models, _tokens(context))


def _llamacpp(root: str, timeout_s: float) -> LocalServer | None:
    # Only llama-server has /props with the settings of generation.
    props = _get(root, "/props", timeout_s)
    settings = props["default_generation_settings"]
    models = _models(root, timeout_s)
    return LocalServer("llamacpp", f"{root}/v1", models, _tokens(settings.get("n_ctx")))


def _vllm(root: str, timeout_s: float) -> LocalServer | None:
    # Only vLLM's models are owned by "vllm".
    data = _get(root, "/v1/models", timeout_s)["data"]
    if not any(m.get("owned_by") == "vllm" for m in data):
        return None
    models = _chat_models([m["id"] for m in data])
    context = next((m.get("max_model_len") for m in data if models and m["id"] == models[0]), None)
    return LocalServer("vllm", f"{root}/v1", models, _tokens(context))


_MARKS: Mapping[str, Callable[[str, float], LocalServer | None]] = {
    "ollama": _ollama,
    "lmstudio": _lmstudio,
    "llamacpp": _llamacpp,
    "vllm": _vllm,
}


def _models(root: str, timeout_s: float) -> tuple[str, ...]:
    return _chat_models([m["id"] for m in _get(root, "/v1/models", timeout_s)["data"]])


def _auth(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


def _chat_models(names: list[Any]) -> tuple[str, ...]:
    """Return the names of models that chat, of what a server lists. What is no name on one line is left out."""
    names = [n for n in names if isinstance(n, str) and n.isprintable() and 0 < len(n) <= _LONGEST_NAME]
    return tuple(n for n in names if not any(word in n.lower() for word in _NOT_CHAT))


def _tokens(context: Any) -> int | None:
    """Return the size of a context as a server tells it, None where it is no size."""
    return context if isinstance(context, int) and 0 < context < _MOST_TOKENS else None


def _get(root: str, path: str, timeout_s: float, key: str = "") -> Any:
    """Return the JSON at a path. No proxy is used and no redirect is followed.

    Raises OSError where no HTTP answer comes, ValueError where the answer is no JSON or its status is not 200.
    """
    import http.client  # 13 ms, of which a stored page of a hosted model needs none

    parts = urlsplit(root)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout_s)
    try:
        connection.request("GET", parts.path + path, headers={"Accept": "application/json"} | _auth(key))
        response = connection.getresponse()
        if response.status != 200:
            raise ValueError(f"HTTP {response.status}")
        return json.loads(response.read(_MOST_BYTES))
    except RecursionError as exc:
        raise ValueError("JSON that is nested too deeply") from exc
    except http.client.HTTPException as exc:
        raise ConnectionError(f"what listens at {root} does not speak HTTP") from exc
    finally:
        connection.close()
