"""One HTTP GET. It goes through the proxies of the environment, and everything of it has limits of time and size."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.network.deadlines import Deadline, watched
from summarize.network.loopback import is_loopback
from summarize.network.redirects import ForbiddenRedirect, next_address
from summarize.network.retrying import Patience
from summarize.network.transport_errors import TransportError

if TYPE_CHECKING:
    import requests

_MAX_REDIRECTS = 5
_PIECE_BYTES = 2**18


class TooLarge(Exception):
    """A body is longer than its limit. ``size`` is the number of bytes that have come."""

    def __init__(self, size: int) -> None:
        super().__init__(f"more than {size} bytes")
        self.size = size


class TooSlow(Exception):
    """A body is not complete at its deadline, though bytes keep coming."""


def open_session(url: str) -> requests.Session:
    """Return a session for ``url`` and what it redirects to. Nothing of ``.netrc`` is ever sent.

    Proxies (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY) and the CA bundle (REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE,
    SSL_CERT_FILE, the first that names a file or folder) are taken from the environment. A loopback address gets no
    proxy.
    """
    import requests
    from requests.utils import get_environ_proxies

    session = requests.Session()
    # With this, requests does not read .netrc. What else it would take from the environment is set by hand.
    session.trust_env = False
    # requests would read the whole body of a redirect; ``get`` follows it in its own way.
    session.get_redirect_target = lambda resp: None  # type: ignore[method-assign]
    for scheme in ("http://", "https://"):
        session.mount(scheme, watched())
    if not is_loopback(url):
        session.proxies = dict(get_environ_proxies(url))
    bundles = (os.environ.get(name, "") for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"))
    session.verify = next((bundle for bundle in bundles if bundle and Path(bundle).exists()), True)
    return session


@contextmanager
def get(
    session: requests.Session,
    url: str,
    patience: Patience,
    headers: Mapping[str, str],
    *,
    deadline: float = math.inf,
    may_go_to: Callable[[str], bool] = lambda url: True,
) -> Iterator[requests.Response]:
    """Give the answer to a GET, whatever its status, with its body still to be read.

    ``patience`` limits the connection, each read, and the time until the body. ``deadline`` is a moment of ``time.monotonic()`` at which the
    connection is shut, also in the middle of a header that drips. At most five redirects are followed, to addresses
    that ``next_address`` and ``may_go_to`` allow; their bodies are not read. The session serves one GET at a time.
    Raises TransportError where no answer comes, TooSlow where the deadline passes first.
    """
    with Deadline(session, min(deadline, time.monotonic() + patience.head_s)) as until_body:
        response = _answer(session, url, patience, headers, until_body, may_go_to)
    with Deadline(session, deadline, piece_s=patience.head_s), response:
        yield response


def _answer(
    session: requests.Session,
    url: str,
    patience: Patience,
    headers: Mapping[str, str],
    until_body: Deadline,
    may_go_to: Callable[[str], bool],
) -> requests.Response:
    """Return the answer behind the redirects, its body still to be read."""
    import requests
    import urllib3

    timeout = (patience.connect_s, patience.read_s)
    for _ in range(_MAX_REDIRECTS + 1):
        try:
            response = session.get(url, headers=dict(headers), timeout=timeout, stream=True)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as exc:
            if until_body.is_over:
                raise TooSlow from exc
            raise TransportError(exc) from exc
        try:
            following = next_address(response, may_go_to)
        except ForbiddenRedirect as exc:
            response.close()
            raise TransportError(exc) from exc
        if not following:
            return response
        response.close()
        url = following
    too_many = ForbiddenRedirect(f"more than {_MAX_REDIRECTS} times")
    raise TransportError(too_many) from too_many


def pieces(
    response: requests.Response,
    *,
    limit_bytes: int,
    deadline: float = math.inf,
    monotonic: Callable[[], float] = time.monotonic,
) -> Iterator[bytes]:
    """Yield the body as it comes, decoded. A piece is given on at once, also where it is small.

    ``deadline`` is a moment of ``monotonic`` in seconds. Raises TooLarge before more than ``limit_bytes`` are given,
    TooSlow where the body is not whole at the deadline, or nothing of it comes for as long as its head may take (a
    server can send lines that are no part of it without end), TransportError where the connection fails.
    """
    import urllib3

    watch: Deadline | None = getattr(response.connection, "deadline", None)

    def is_late() -> bool:
        return monotonic() > deadline or (watch is not None and watch.is_over)

    size = 0
    while True:
        try:
            # read1 returns what has come, so that a server that drips bytes cannot pass the deadline unseen.
            piece = response.raw.read1(_PIECE_BYTES, decode_content=True)
        except (urllib3.exceptions.HTTPError, OSError, ValueError, OverflowError) as exc:
            if is_late():
                raise TooSlow from exc
            raise TransportError(exc) from exc
        if not piece:
            if is_late():
                raise TooSlow  # the connection was shut, which looks like the end of a body without a length
            return
        size += len(piece)
        if size > limit_bytes:
            raise TooLarge(size)
        yield piece
        if monotonic() > deadline:
            raise TooSlow
        if watch is not None:
            watch.came()
