"""The embedded engine: llama.cpp's own server inside this process, on a loopback port with a random key.

It has the same API as every other endpoint, so the client needs only ``base_url`` and ``key``. These facts about
xllamacpp 2026.10 were measured and are handled here. The constructor loads the model and returns when the port listens.
Its error for a missing, cut or corrupt file is one vague RuntimeError, so the file is checked before. It logs to stderr
by default. Its prompt cache may take 8 GB of memory by default. A request that does not fit is answered 400
``exceed_context_size_error`` with ``n_prompt_tokens`` and ``n_ctx``. The server stops when its object is dropped.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import urllib.error
import urllib.request
import weakref
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from summarize.errors import ConfigurationError, ModelFileError, NoModel
from summarize.llm.local.installing import install_command
from summarize.llm.local.model_table import GGUF_MAGIC, LocalModel, check_model_file

#: Memory for prompts seen before, in MiB. It has room for the few prefixes that one run alternates between.
PROMPT_CACHE_MIB = 256
#: Levels of xllamacpp's log.
_SILENT, _TALKATIVE = -1, 3
#: A machine of at most so many cores uses all of them when it is idle. On two cores, `starter` writes 29 tokens/s with
#: two threads and 18 with one, `tiny` 43 and 28. Beside other busy processes two threads wait for each other and write
#: 1 to 7 tokens/s.
_USE_ALL_UP_TO = 4


def engine_installed() -> bool:
    """Whether the package of the extra ``local`` is installed. It is looked up and not imported."""
    return importlib.util.find_spec("xllamacpp") is not None


def require_engine() -> None:
    """Raise NoModel where the extra ``local`` is not installed. It is called before a model file is fetched."""
    if not engine_installed():
        raise NoModel("the embedded engine is not installed", hint=install_command())


def usable_cores() -> int:
    """Return how many cores this process may use: its CPU affinity, in a container at most the quota; at least 1.

    More threads than cores make llama.cpp many times slower, because its threads wait for each other by spinning.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        cores = min(cores, int(quota) // int(period))
    except (OSError, ValueError):
        pass  # no cgroup v2, or its quota is "max"
    return max(cores, 1)


def default_threads(cores: int, load: float) -> int:
    """Return the number of threads: all of a few idle cores, otherwise all but one.

    ``load`` is the mean number of busy processes.
    """
    return cores if cores <= _USE_ALL_UP_TO and load < cores / 2 else max(cores - 1, 1)


def machine_load() -> float:
    """Return the mean number of busy processes in the last minute; 0 where the system does not tell it (Windows)."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


@dataclass(frozen=True, slots=True)
class _Running:
    """The one reference to the native server. The server stops when it is dropped, so it is never handed out."""

    server: list[Any]

    def stop(self) -> None:
        self.server.clear()


class LocalEngine:
    """A running engine.

    ``base_url`` ends in ``/v1``. ``key`` is random and valid for this run only. ``context`` is in tokens.

    It is a context manager. It is also stopped when it is garbage-collected and when the interpreter exits.
    """

    def __init__(self, running: _Running, base_url: str, key: str, context: int) -> None:
        self.base_url = base_url
        self.key = key
        self.context = context
        self._stop = weakref.finalize(self, running.stop)

    def __repr__(self) -> str:
        return f"LocalEngine(base_url={self.base_url!r}, context={self.context}, running={self._stop.alive})"

    @classmethod
    def start(
        cls,
        model_file: Path,
        *,
        model: LocalModel | None = None,
        name: str = "",
        context: int | None = None,
        threads: int | None = None,
        verbose: bool = False,
    ) -> LocalEngine:
        """Load ``model_file`` and serve it. Return when requests are answered (0.5 to 4 s for the models of the table).

        ``model`` is the table's row, whose size and hash the file must have. ``name`` is what the endpoint calls the
        model (default: the row's name, or the file's). ``context`` is in tokens, prompt and reply together (default:
        the row's, else 4096). ``verbose`` shows llama.cpp's log on stderr.

        The call blocks, so a coroutine calls it in a thread. Raises ModelFileError for a file that cannot be used,
        NoModel where the extra ``local`` is not installed, and ConfigurationError where the engine does not answer.
        """
        if model is not None:
            check_model_file(model_file, model)
        else:
            _require_gguf(model_file)
        try:
            import xllamacpp
        except ImportError as exc:
            raise NoModel(
                "the embedded engine is not installed"
                if not engine_installed()
                else f"the engine does not load: {exc}",
                hint=install_command(),
            ) from exc
        key = secrets.token_urlsafe(24)
        tokens = context or (model.context if model else 4096)
        params = xllamacpp.CommonParams()
        params.model.path = str(model_file)
        params.model_alias = {name or (model.name if model else model_file.stem)}
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        params.api_keys = [key]
        params.n_ctx = tokens
        params.n_parallel = 1
        params.n_threads_http = 4
        params.cpuparams.n_threads = threads or default_threads(usable_cores(), machine_load())
        params.cpuparams_batch.n_threads = params.cpuparams.n_threads
        params.cache_ram_mib = PROMPT_CACHE_MIB
        params.enable_reasoning = 0
        params.sampling.temp = 0.0  # the same paper gives the same page; a request may ask otherwise
        params.ctx_shift = False
        params.ui = False
        params.endpoint_slots = False
        params.verbosity = _TALKATIVE if verbose else _SILENT
        try:
            server = xllamacpp.Server(params)
        except RuntimeError as exc:
            raise ModelFileError(
                f"the engine cannot load {model_file}",
                hint="not enough memory, or not a model for this version of llama.cpp; -v shows the engine's own log",
            ) from exc
        running = _Running([server])
        address = str(server.listening_address)
        del server
        engine = cls(running, f"{address}/v1", key, tokens)
        try:
            _require_answers(address, key)
        except BaseException:
            engine.stop()
            raise
        return engine

    def stop(self) -> None:
        """Stop the server, end what it generates, and free the model's memory. A second call does nothing."""
        self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _require_gguf(path: Path) -> None:
    """Raise ModelFileError unless the file begins like a GGUF model file. It serves for files that no table has."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(GGUF_MAGIC))
    except OSError as exc:
        raise ModelFileError(f"the model file cannot be read: {path}: {exc.strerror}") from exc
    if magic != GGUF_MAGIC:
        raise ModelFileError(f"this is not a GGUF model file: {path}")


def _require_answers(address: str, key: str) -> None:
    """Raise ConfigurationError unless the server answers. It is asked without any proxy.

    ``/health`` says that the port listens. ``/lora-adapters`` (an empty list) is answered by the loop that the server
    is stopped through. A server that is stopped before its loop runs never ends (2 of 300 starts): its destructor
    waits for a loop that began after the word to stop.
    """
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        for path in ("/health", "/lora-adapters"):
            request = urllib.request.Request(address + path, headers={"Authorization": f"Bearer {key}"})
            with opener.open(request, timeout=10) as reply:
                reply.read()
    except (urllib.error.URLError, OSError) as exc:
        raise ConfigurationError(f"the embedded engine started but does not answer: {exc}") from exc
