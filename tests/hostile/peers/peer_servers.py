"""Servers that others wrote, as peers of the real command: llmock and aimock as models, WireMock as arXiv and as model.

``.ci/peer-extras.sh`` installs them from the package indexes into ``.ci/cache/peers``. Each is started on a free port of
127.0.0.1 and told by its own control interface what goes wrong, in its own words (``Scenario.script``).
"""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.hostile.campaign import Connection
from tests.hostile.peers.scenarios import Scenario

#: Where ``.ci/peer-extras.sh`` puts the servers.
FOLDER = Path(__file__).resolve().parents[3] / ".ci" / "cache" / "peers"
#: How long a server may take to begin. A Java server on a busy machine of two cores was seen to take 9 s.
_START_S = 60.0


class PeerServer:
    """A server in a process of its own. It is a context manager.

    A subclass names its ``command`` and says how a scenario is put to it (``prepare``) and what it reports
    (``faults_of_client``).
    """

    #: The path that answers as soon as the server is ready.
    ready = "/"

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self.log = log
        for _ in range(3):  # Another process may take the port between the search and the start.
            self.port = _free_port()
            with log.open("wb") as written:
                words = [*command, "--port", str(self.port)]
                self._child = subprocess.Popen(words, stdout=written, stderr=subprocess.STDOUT, cwd=log.parent)
            if self._answers():
                return
        raise RuntimeError(f"{command[0]} does not start: {log.read_text(errors='replace')[-500:]}")

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._child.terminate()
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def prepare(self, scenario: Scenario, replies: Mapping[str, str], upstream: str) -> None:
        """Forget all that was, then set the scenario up.

        ``replies`` are what a good model answers: ``translate`` and ``digest``. ``upstream`` is the good server's
        address, for a server that hands requests on.
        """
        raise NotImplementedError

    def faults_of_client(self) -> tuple[str, ...]:
        """Return the errors that the server itself holds against its client, for servers that judge; else nothing."""
        return ()

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Send JSON to the control interface and return the JSON of its answer, or None for an empty one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: HTTP {answer.status}: {text[:500]}")
        return json.loads(text) if text.startswith(("{", "[")) else None

    def _answers(self) -> bool:
        end = time.monotonic() + _START_S
        while time.monotonic() < end:
            if self._child.poll() is not None:
                return False
            try:
                self.ask("GET", self.ready)
                return True
            except (OSError, http.client.HTTPException, RuntimeError):
                time.sleep(0.05)
        self._child.kill()
        return False


class Llmock(PeerServer):
    """llmock (PyPI, MIT). It queues what goes wrong, and judges its client afterwards."""

    ready = "/health"

    @staticmethod
    def missing() -> str:
        """Return why the server cannot be used, or ""."""
        return "" if _llmock().exists() else "llmock is not installed: .ci/peer-extras.sh installs it"

    def __init__(self, log: Path, flags: Sequence[str]) -> None:
        super().__init__((str(_llmock()), "serve", "--log-level", "warning", *flags), log)

    def prepare(self, scenario: Scenario, replies: Mapping[str, str], upstream: str) -> None:
        self.ask("POST", "/_llmock/reset")
        # A behaviour matches a model and a path, but no message: one text answers both questions.
        both = f"{replies['translate']}\n\n{replies['digest']}"
        good = {"type": "reply", "text": both, "times": None}
        self.ask("POST", "/_llmock/scenario", {"behaviors": [*scenario.script, good]})

    def faults_of_client(self) -> tuple[str, ...]:
        judged = self.ask("GET", "/_llmock/verdict")
        # Its warnings depend on who is faster: a stream that ends before the client leaves counts as read to the end.
        return tuple(sorted({str(one["code"]) for one in judged["findings"] if one["severity"] == "error"}))


class Aimock(PeerServer):
    """aimock (npm, MIT). It answers by fixtures that match a part of the message."""

    ready = "/health"

    @staticmethod
    def missing() -> str:
        """Return why the server cannot be used, or ""."""
        if shutil.which("node") is None:
            return "aimock needs Node, which is not there"
        return "" if _aimock().exists() else "aimock is not installed: .ci/peer-extras.sh installs it"

    def __init__(self, log: Path, flags: Sequence[str]) -> None:
        fixtures = log.with_suffix(".json")
        fixtures.write_text(
            '{"fixtures": [{"match": {"userMessage": "nobody asks this"}, "response": {"content": "-"}}]}'
        )
        command = ("node", str(_aimock()), "--log-level", "warn", "--fixtures", str(fixtures), *flags)
        super().__init__(command, log)

    def prepare(self, scenario: Scenario, replies: Mapping[str, str], upstream: str) -> None:
        self.ask("POST", "/__aimock/reset")
        good: list[dict[str, dict[str, Any]]] = [
            {"match": {"userMessage": "# One line"}, "response": {"content": replies["digest"]}},
            {"match": {"userMessage": "numbered line"}, "response": {"content": replies["translate"]}},
        ]
        # A fixture without a response changes how the good replies are sent.
        changes: dict[str, Any] = {}
        special = []
        for fixture in scenario.script:
            if "once" in fixture:
                self.ask("POST", "/__aimock/error", fixture["once"])
            elif "response" in fixture:
                special.append({"match": {"model": "test-model"}, **fixture})
            elif "reply" in fixture:
                for one in good:
                    one["response"] |= fixture["reply"]
            else:
                changes |= fixture
        self.ask("POST", "/__aimock/fixtures", {"fixtures": [*special, *({**one, **changes} for one in good)]})


class WireMock(PeerServer):
    """WireMock (Apache 2, a jar that comes in an npm package). It stands before a good server and spoils answers."""

    ready = "/__admin/health"

    @staticmethod
    def missing() -> str:
        """Return why the server cannot be used, or ""."""
        if shutil.which("java") is None:
            return "WireMock needs Java, which is not there"
        return "" if _wiremock() else "WireMock is not installed: .ci/peer-extras.sh installs it"

    def __init__(self, log: Path, flags: Sequence[str]) -> None:
        # One compiler and the serial collector: the server starts in half the processor time.
        java = ("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-jar", str(_wiremock()))
        super().__init__((*java, "--bind-address", "127.0.0.1", "--disable-banner", *flags), log)

    def prepare(self, scenario: Scenario, replies: Mapping[str, str], upstream: str) -> None:
        self.ask("POST", "/__admin/reset")
        good = {"proxyBaseUrl": upstream}
        self.ask("POST", "/__admin/mappings", {"priority": 9, "request": {"urlPattern": ".*"}, "response": good})
        for number, response in enumerate(scenario.script):
            sent = dict(response)
            mapping: dict[str, Any] = {"priority": 1, "request": {"urlPattern": _SPOILED[scenario.target]}}
            if sent.pop("once", False):
                mapping |= {"scenarioName": "once", "requiredScenarioState": "Started", "newScenarioState": f"{number}"}
            self.ask("POST", "/__admin/mappings", {**mapping, "response": good | sent if _answers_well(sent) else sent})


def _llmock() -> Path:
    return FOLDER / "python" / "bin" / "llmock"


def _aimock() -> Path:
    return FOLDER / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"


def _wiremock() -> Path | None:
    return next((FOLDER / "node_modules" / "wiremock" / "build").glob("wiremock-standalone-*.jar"), None)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


#: The addresses whose answers WireMock spoils.
_SPOILED: Mapping[Connection, str] = {"api": "/api/query.*", "pdf": "/pdf/.*", "model": "/v1/chat/completions.*"}


def _answers_well(response: Mapping[str, Any]) -> bool:
    """Whether a response only delays the right answer."""
    return not response.keys() & {"status", "fault", "body", "base64Body", "headers"}


PEERS: Mapping[str, type[Llmock] | type[Aimock] | type[WireMock]] = {
    "llmock": Llmock,
    "aimock": Aimock,
    "wiremock": WireMock,
}
