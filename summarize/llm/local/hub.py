"""Model files from hubs over HTTP: a cut download is gone on with, and a host that is dead is noticed at once."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from summarize.llm.local.model_source import PullReporter, SourceFailed
from summarize.llm.local.model_table import LocalModel
from summarize.network.resuming import WrongRange, announced, append, range_headers, size_of
from summarize.network.retrying import Patience, TryAgain, retry
from summarize.network.transfer import TooLarge, get, open_session, pieces
from summarize.network.transport_errors import Fault, TransportError

if TYPE_CHECKING:
    import requests

#: Seconds within which name look-up, connection and TLS of a source must have happened.
REACH_S = 3.0
#: Seconds without a byte after which a transfer counts as stalled.
STALL_S = 30.0
#: Attempts in a row that brought nothing before a source is given up.
FRUITLESS_TRIES = 3
#: Faults that the next attempt would meet again; {} is what the foreign error says.
_LASTING: dict[Fault, str] = {
    "bad-address": "the address cannot be used ({})",
    "redirects": "redirects in circles",
    "tls": "its TLS certificate cannot be verified",
    "no-connection-in-time": "no connection in time",
}


class HttpSource:
    """A hub that answers ``GET {base}/{repo}/resolve/{revision}/{file}``, directly or by redirect to a file server.

    No key, cookie or ``.netrc`` entry is ever sent, so redirects to other hosts are harmless: what arrives is
    verified by hash. Proxies are taken from the environment, except for loopback addresses.
    """

    def __init__(
        self,
        base_url: str,
        *,
        revision: str | None = None,
        reach_s: float = REACH_S,
        stall_s: float = STALL_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """``revision`` None takes each model's own; ModelScope wants its branch name instead."""
        self._base_url = base_url.rstrip("/")
        self._revision = revision
        self._patience = Patience(reach_s, stall_s, broken_tries=FRUITLESS_TRIES, backoff_s=2.0)
        self._sleep = sleep

    @property
    def name(self) -> str:
        return urlsplit(self._base_url).netloc

    def has(self, model: LocalModel) -> bool:
        return True

    def extra_bytes(self, model: LocalModel) -> int:
        return 0

    def url(self, model: LocalModel) -> str:
        return f"{self._base_url}/{model.repo}/resolve/{self._revision or model.revision}/{model.file}"

    def fetch(self, model: LocalModel, part: Path, report: PullReporter) -> None:
        url = self.url(model)

        def say_again(error: Exception, wait_s: float) -> None:
            report.note(f"{self.name}: {error}; going on from there")

        with open_session(url) as session:
            proxies = session.proxies
            _require_reachable(proxies.get(urlsplit(url).scheme) or proxies.get("all") or url, self._patience.connect_s)
            report.note(f"fetching {model.file} ({model.size_text}) from {self.name}")
            retry(
                lambda: self._attempt(session, model, part, report),
                self._patience,
                pause=self._sleep,
                on_retry=say_again,
            )

    def _attempt(self, session: requests.Session, model: LocalModel, part: Path, report: PullReporter) -> None:
        """One request. Raises TryAgain where the file is not whole after it."""
        before = size_of(part)
        cause: TransportError | None = None
        try:
            self._append(session, model, part, report)
        except TransportError as exc:
            if exc.fault in _LASTING:
                raise SourceFailed(_LASTING[exc.fault].format(exc)) from exc
            cause = exc
        got = size_of(part)
        if got == model.bytes:
            return
        is_silent = cause is not None and cause.fault == "silence"
        reason = "nothing came for a while" if is_silent else "the connection was cut"
        error = SourceFailed(f"{reason} at {got:,} of {model.bytes:,} bytes")
        raise TryAgain(error, broken=True, got_further=got > before) from cause

    def _append(self, session: requests.Session, model: LocalModel, part: Path, report: PullReporter) -> None:
        """Go on with ``part``. Returns when the body ended, whether or not it was all; raises SourceFailed on refusal."""
        have = size_of(part)
        headers = {"Accept-Encoding": "identity", **range_headers(have)}
        with get(session, self.url(model), self._patience, headers) as response:
            if response.status_code == 416 and have:
                part.unlink()
                report.note(f"{self.name}: cannot go on from byte {have:,}; starting over")
                return self._append(session, model, part, report)
            if response.status_code not in (200, 206):
                raise SourceFailed(f"answered {response.status_code} {response.reason}".rstrip())
            try:
                body = announced(response, have)
            except WrongRange as exc:
                raise SourceFailed(f"sends another range than the one asked for ({exc})") from exc
            if body.total is not None and body.total != model.bytes:
                raise SourceFailed(f"has a file of {body.total:,} bytes, not {model.bytes:,}")
            coming = pieces(response, limit_bytes=model.bytes - body.start)
            try:
                append(part, body.start, coming, lambda size: report.progress(size, model.bytes))
            except TooLarge as exc:
                raise SourceFailed(f"sends more than the {model.bytes:,} bytes of this file") from exc
        return None


def hub_source(environ: Mapping[str, str]) -> HttpSource:
    """The hub that ``HF_ENDPOINT`` names, else huggingface.co."""
    endpoint = environ.get("HF_ENDPOINT") or "https://huggingface.co"
    return HttpSource(endpoint if "://" in endpoint else f"https://{endpoint}")


def modelscope_source() -> HttpSource:
    """ModelScope mirrors the same repositories under their branch ``master``."""
    return HttpSource("https://modelscope.cn/models", revision="master")


def _require_reachable(url: str, reach_s: float) -> None:
    """A bounded look-up and connection. ``getaddrinfo`` has no timeout of its own and may hang for half a minute
    behind a firewall that drops packets, so it happens in a thread that is left behind."""
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    failure: list[OSError] = []

    def connect() -> None:
        try:
            socket.create_connection(address, timeout=reach_s).close()
        except OSError as exc:
            failure.append(exc)

    attempt = threading.Thread(target=connect, name="reach", daemon=True)
    attempt.start()
    attempt.join(reach_s)
    if attempt.is_alive():
        raise SourceFailed(f"no connection within {reach_s:g} s")
    if failure:
        raise SourceFailed(f"no connection ({failure[0].strerror or failure[0]})") from failure[0]
