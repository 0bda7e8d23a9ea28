"""Model files from hubs over HTTP: with Range into ``.part``, patient with cut connections, quick with dead hosts."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from summarize.llm.local.model_download import PullReporter, SourceFailed
from summarize.llm.local.model_table import LocalModel

if TYPE_CHECKING:
    import requests

#: Seconds within which name look-up, connection and TLS of a source must have happened.
REACH_S = 3.0
#: Seconds without a byte after which a transfer counts as stalled.
STALL_S = 30.0
#: Attempts in a row that brought nothing before a source is given up.
FRUITLESS_TRIES = 3
_BLOCK = 1 << 18


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
        self._reach_s = reach_s
        self._stall_s = stall_s
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
        import requests
        import urllib3

        url = self.url(model)
        proxies = _proxies(url)
        _require_reachable(proxies.get(urlsplit(url).scheme) or proxies.get("all") or url, self._reach_s)
        report.note(f"fetching {model.file} ({model.size_text}) from {self.name}")
        with requests.Session() as session:
            # trust_env off: no .netrc. What is wanted of the environment (proxies, CA bundle) is passed by hand.
            session.trust_env = False
            session.max_redirects = 5
            fruitless = 0
            while True:
                before = _size(part)
                try:
                    self._append(session, url, proxies, model, part, report)
                except (requests.RequestException, urllib3.exceptions.HTTPError) as exc:
                    reason = _reason(exc)
                else:
                    if _size(part) == model.bytes:
                        return
                    reason = "the connection was cut"
                got = _size(part)
                fruitless = 0 if got > before else fruitless + 1
                if fruitless >= FRUITLESS_TRIES:
                    raise SourceFailed(f"{reason} at {got:,} of {model.bytes:,} bytes")
                report.note(f"{self.name}: {reason} at {got:,} of {model.bytes:,} bytes; going on from there")
                self._sleep(2.0**fruitless)

    def _append(
        self,
        session: requests.Session,
        url: str,
        proxies: Mapping[str, str],
        model: LocalModel,
        part: Path,
        report: PullReporter,
    ) -> None:
        """One request. Returns when the body ended, whether or not it was all; raises SourceFailed on refusal."""
        start = _size(part)
        headers = {"Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        with session.get(
            url,
            headers=headers,
            stream=True,
            timeout=(self._reach_s, self._stall_s),
            proxies=dict(proxies),
            verify=os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True,
        ) as reply:
            if reply.status_code == 416 and start:
                part.unlink()
                report.note(f"{self.name}: cannot go on from byte {start:,}; starting over")
                return self._append(session, url, proxies, model, part, report)
            if reply.status_code not in (200, 206):
                raise SourceFailed(f"answered {reply.status_code} {reply.reason}".rstrip())
            if reply.status_code == 200:
                start = 0  # the server does not do ranges: the body is the whole file
            self._check_announced(reply, start, model)
            with part.open("r+b" if part.exists() else "wb") as file:
                file.truncate(start)
                file.seek(start)
                done = start
                # Whatever has arrived is written at once: on a slow line a whole block may never be complete.
                while block := reply.raw.read1(_BLOCK):
                    done += len(block)
                    if done > model.bytes:
                        raise SourceFailed(f"sends more than the {model.bytes:,} bytes of this file")
                    file.write(block)
                    report.progress(done, model.bytes)
        return None

    def _check_announced(self, reply: requests.Response, start: int, model: LocalModel) -> None:
        """What the server says it will send must be this file, or nothing of it is read."""
        length = reply.headers.get("Content-Length", "")
        total = start + int(length) if length.isdigit() else None
        if reply.status_code == 206:
            first, _, whole = reply.headers.get("Content-Range", "").removeprefix("bytes").strip().partition("/")
            if first.partition("-")[0] != str(start):
                raise SourceFailed(f"sends another range than the one asked for ({first or 'not named'})")
            total = int(whole) if whole.isdigit() else total
        if total is not None and total != model.bytes:
            raise SourceFailed(f"has a file of {total:,} bytes, not {model.bytes:,}")


def hub_source(environ: Mapping[str, str]) -> HttpSource:
    """The hub that ``HF_ENDPOINT`` names, else huggingface.co."""
    endpoint = environ.get("HF_ENDPOINT") or "https://huggingface.co"
    return HttpSource(endpoint if "://" in endpoint else f"https://{endpoint}")


def modelscope_source() -> HttpSource:
    """ModelScope mirrors the same repositories under their branch ``master``."""
    return HttpSource("https://modelscope.cn/models", revision="master")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _proxies(url: str) -> dict[str, str]:
    from requests.utils import get_environ_proxies

    if urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost"):
        return {}
    return dict(get_environ_proxies(url, no_proxy=None))


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


def _reason(exc: Exception) -> str:
    """Why a transfer ended early; raises SourceFailed where trying again is pointless."""
    import requests

    if isinstance(exc, requests.TooManyRedirects):
        raise SourceFailed("redirects in circles") from exc
    if isinstance(exc, requests.exceptions.SSLError):
        raise SourceFailed("its TLS certificate cannot be verified") from exc
    if isinstance(exc, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        raise SourceFailed(f"the address cannot be used ({exc})") from exc
    if isinstance(exc, requests.ConnectTimeout):
        raise SourceFailed("no connection in time") from exc
    if isinstance(exc, requests.Timeout) or "timed out" in str(exc).lower():
        return "nothing came for a while"
    return "the connection was cut"
