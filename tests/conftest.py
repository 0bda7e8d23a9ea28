"""Fixtures for all tests: loopback servers, and the real command in a clean environment."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from summarize.cli import main
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import SAMPLES, competent

#: Marks tests that need the embedded engine, which the extra `local` installs.
needs_engine = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None, reason="the extra `local` is not installed"
)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """``-n auto``: one worker more than cores, because many tests wait for servers.

    On two cores the tests take 122 s with three workers, 135 s with two, 137 s with four.
    """
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests read English messages, whatever the locale of the machine is."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in ("LANGUAGE", "SUMMARIZE_LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def arxiv_server() -> Iterator[ArxivServer]:
    """A loopback arXiv that knows the made-up papers."""
    with ArxivServer() as server:
        server.add(*(known.paper for known in SAMPLES))
        yield server


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A loopback model that knows the made-up papers by heart."""
    with ModelServer(competent) as server:
        yield server


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def env(home: Path, arxiv_server: ArxivServer, model_server: ModelServer) -> dict[str, str]:
    """The environment of a run against the loopback servers. It has nothing of this machine's own settings."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "SUMMARIZE_HOME": str(home),
        "SUMMARIZE_ARXIV_URL": arxiv_server.url,
        "SUMMARIZE_ARXIV_DELAY": "0",
        "SUMMARIZE_MODEL": "custom/test-model",
        "OPENAI_BASE_URL": model_server.url,
    }


Summarize = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def summarize(env: dict[str, str], tmp_path: Path) -> Summarize:
    """The real command in a process of its own.

    Keyword arguments change the environment; None removes a variable.
    """

    def run(
        *args: str, stdin: str | None = None, timeout_s: float = 60, **changes: str | None
    ) -> subprocess.CompletedProcess[str]:
        own = {**env, **{name: value for name, value in changes.items() if value is not None}}
        for name in [name for name, value in changes.items() if value is None]:
            own.pop(name, None)
        return subprocess.run(
            [sys.executable, "-m", "summarize", *args],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=own,
            cwd=tmp_path,
            timeout=timeout_s,
        )

    return run


@pytest.fixture
def invoke(env: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """The command inside this process.

    It is faster, for tests to which a process of its own adds nothing.
    """

    def run(*args: str, stdin: str | None = None, **changes: str) -> Result:
        with monkeypatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(("SUMMARIZE_", "OPENAI_"))]:
                patch.delenv(name)
            for name, value in {**env, **changes}.items():
                patch.setenv(name, value)
            patch.chdir(tmp_path)
            return CliRunner().invoke(main, list(args), input=stdin)

    return run
