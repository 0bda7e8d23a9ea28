"""One HTTP GET. It goes through the proxies of the environment, and its body is read within limits of time and size."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.network.loopback import is_loopback
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
    session.max_redirects = _MAX_REDIRECTS
    if not is_loopback(url):
        session.proxies = dict(get_environ_proxies(url))
    bundles = (os.environ.get(name, "") for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"))
    session.verify = next((bundle for bundle in bundles if bundle and Path(bundle).exists()), True)
    return session


@contextmanager
def get(
    session: requests.Session, url: str, patience: Patience, headers: Mapping[str, str]
) -> Iterator[requests.Response]:
    """Give the answer to a GET, whatever its status, with its body still to be read.

    ``patience`` limits the connection and each read. Raises TransportError where no answer comes.
    """
    import requests
    import urllib3

    try:
        response = session.get(url, headers=dict(headers), timeout=(patience.connect_s, patience.read_s), stream=True)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as exc:
        raise TransportError(exc) from exc
    with response:
        yield response


def pieces(
    response: requests.Response,
    *,
    limit_bytes: int,
    deadline: float = math.inf,
    monotonic: Callable[[], float] = time.monotonic,
) -> Iterator[bytes]:
    """Yield the body as it comes, decoded. A piece is given on at once, also where it is small.

    ``deadline`` is a moment of ``monotonic`` in seconds. Raises TooLarge before more than ``limit_bytes`` are given,
    TooSlow after a piece that came after the deadline, TransportError where the connection fails.
    """
    import urllib3

    size = 0
    while True:
        try:
            # read1 returns what has come, so that a server that drips bytes cannot pass the deadline unseen.
            piece = response.raw.read1(_PIECE_BYTES, decode_content=True)
        except (urllib3.exceptions.HTTPError, OSError) as exc:
            raise TransportError(exc) from exc
        if not piece:
            return
        size += len(piece)
        if size > limit_bytes:
            raise TooLarge(size)
        yield piece
        if monotonic() > deadline:
            raise TooSlow
