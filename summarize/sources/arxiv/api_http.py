"""One HTTP request to arXiv's API, as its terms and its moods demand: paced, timed, tried again, and told apart.

The arxiv package has no timeout, ignores Retry-After and takes any HTML page for an empty answer; its session is
replaced by :class:`ArxivHttp`, which gives it only well-formed feeds and raises the program's own errors otherwise.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from summarize import __version__
from summarize.errors import ArxivBusy, ArxivNonsense, ArxivTimeout, ArxivUnreachable, SummarizeError

if TYPE_CHECKING:
    import requests

    from summarize.sources.arxiv.pace import Pacer

USER_AGENT = f"summarize-arxiv/{__version__}"

#: arXiv's errors come as a feed of one entry with status 400; the client of the arxiv package would drop its text.
_FEED_STATUS = frozenset({200, 400})
_BUSY_STATUS = frozenset({429, 503})
#: An answer of 100 records is below 1 MB; more than this is not the API.
_LARGEST_FEED_BYTES = 64 * 2**20
_CHUNK_BYTES = 2**16


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often arXiv is asked. All in seconds.

    ``connect_s`` and ``read_s`` limit one socket operation, ``overall_s`` a whole answer. ``tries`` counts requests
    for answers that say "later" (429, 5xx), ``broken_tries`` those for timeouts, lost connections and nonsense.
    A Retry-After beyond ``longest_wait_s`` is not waited for. Without Retry-After the wait is ``backoff_s``, then
    twice that, and so on.
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    overall_s: float = 90.0
    tries: int = 4
    broken_tries: int = 2
    backoff_s: float = 5.0
    longest_wait_s: float = 90.0


@dataclass(frozen=True, slots=True)
class Feed:
    """An answer of the API.

    ``content`` and ``status_code`` are read by the arxiv package. ``total`` is arXiv's count of results. ``whole`` is
    False where the XML had to be mended. ``errors`` are the texts of error entries, which the package skips.
    """

    content: bytes
    whole: bool
    total: int
    errors: tuple[str, ...] = ()
    status_code: int = 200


class Later(Exception):
    """An answer that is worth asking again for; carries what to raise when patience ends."""

    def __init__(self, error: SummarizeError, wait_s: float | None, *, broken: bool) -> None:
        super().__init__(str(error))
        self.error, self.wait_s, self.broken = error, wait_s, broken


class ArxivHttp:
    """What the arxiv package uses as its session: ``get(url, headers=…)`` with ``status_code`` and ``content``."""

    def __init__(
        self,
        base_url: str,
        pacer: Pacer,
        patience: Patience,
        *,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        on_notice: Callable[[str], None] = lambda text: None,
    ) -> None:
        self._base_url = base_url
        self._pacer = pacer
        self._patience = patience
        self._clock, self._monotonic = clock, monotonic
        self._on_notice = on_notice
        self._session: requests.Session | None = None

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Feed:
        """A well-formed feed, asked for at arXiv's pace. Raises ArxivUnreachable or one of its kinds."""
        late = broken = 0
        while True:
            try:
                return self._once(url)
            except Later as later:
                late += not later.broken
                broken += later.broken
                if late >= self._patience.tries or broken >= self._patience.broken_tries:
                    raise later.error from later.__cause__
                wait_s = later.wait_s
                if wait_s is None:
                    wait_s = self._patience.backoff_s * 2 ** (late + broken - 1)
                self._on_notice(f"{later.error.message}; asking again in {wait_s:.0f} s")
                self._pacer.pause(wait_s)

    def _once(self, url: str) -> Feed:
        session = self._opened()
        with self._pacer.turn():
            deadline = self._monotonic() + self._patience.overall_s
            try:
                status, headers, content = self._exchange(session, url, deadline)
            except (Later, SummarizeError):
                raise
            except Exception as exc:
                raise translated(exc, self._base_url) from exc
            if status in _BUSY_STATUS or content[:64].strip().startswith(b"Rate exceeded"):
                raise self._busy(status, headers)
        if status >= 500:
            raise Later(ArxivUnreachable(f"arXiv answers with HTTP {status}", hint=TRY_LATER), None, broken=False)
        if status not in _FEED_STATUS:
            raise ArxivUnreachable(
                f"arXiv answers with HTTP {status} at {self._base_url}",
                hint="a proxy or firewall may refuse it, or SUMMARIZE_ARXIV_URL is wrong",
            )
        return _feed(content)

    def _exchange(self, session: requests.Session, url: str, deadline: float) -> tuple[int, Mapping[str, str], bytes]:
        patience = self._patience
        with session.get(
            url, headers={"User-Agent": USER_AGENT}, timeout=(patience.connect_s, patience.read_s), stream=True
        ) as response:
            parts: list[bytes] = []
            size = 0
            # read1 returns with what has come, so that a server that drips bytes cannot pass the deadline unseen.
            while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=True):
                parts.append(chunk)
                size += len(chunk)
                if self._monotonic() > deadline:
                    raise Later(
                        ArxivTimeout(
                            f"arXiv's answer is not complete after {patience.overall_s:.0f} s", hint=TRY_LATER
                        ),
                        None,
                        broken=True,
                    )
                if size > _LARGEST_FEED_BYTES:
                    raise ArxivNonsense(f"arXiv's answer is longer than {_LARGEST_FEED_BYTES} bytes", hint=TRY_LATER)
            return response.status_code, response.headers, b"".join(parts)

    def _opened(self) -> requests.Session:
        if self._session is None:
            import requests

            self._session = requests.Session()
            if is_loopback(self._base_url):
                self._session.trust_env = False
        return self._session

    def _busy(self, status: int, headers: Mapping[str, str]) -> Later | ArxivBusy:
        wait_s = retry_after_s(headers.get("Retry-After", ""), self._clock())
        said = "too many requests" if status != 503 else "not available now"
        if wait_s is not None and wait_s > self._patience.longest_wait_s:
            return ArxivBusy(
                f"arXiv says “{said}” (HTTP {status}) and asks to wait {wait_s:.0f} s",
                hint="run the same command again after that time; what is done is kept",
            )
        if wait_s is not None:
            self._pacer.postpone(wait_s)
        return Later(ArxivBusy(f"arXiv says “{said}” (HTTP {status})", hint=TRY_LATER), wait_s, broken=False)


TRY_LATER = "try again in some minutes; what is done is kept"


def is_loopback(url: str) -> bool:
    """True for addresses of this machine, which never go through a proxy."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def retry_after_s(value: str, now: float) -> float | None:
    """Seconds of a Retry-After header (RFC 9110 §10.2.3: seconds or a date), None where there is none."""
    value = value.strip()
    if value.isdigit():
        return float(value)
    from email.utils import parsedate_to_datetime

    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, date.timestamp() - now)


def _feed(content: bytes) -> Feed:
    from lxml import etree

    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        whole = True
    except etree.XMLSyntaxError as exc:
        # A stray control character in an abstract makes a whole feed ill-formed; a feed that was cut has no end.
        if not content.rstrip().endswith(b"</feed>"):
            raise _nonsense(content) from exc
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
        whole = False
    total = root.findtext("{http://a9.com/-/spec/opensearch/1.1/}totalResults") if root is not None else None
    if root is None or root.tag != "{http://www.w3.org/2005/Atom}feed" or not (total or "").strip().isdigit():
        raise _nonsense(content)
    return Feed(content, whole, int((total or "").strip()), tuple(_errors(root)))


def _errors(root: Any) -> Iterator[str]:
    atom = "{http://www.w3.org/2005/Atom}"
    for entry in root.iterfind(f"{atom}entry"):
        if "/api/errors" in (entry.findtext(f"{atom}id") or ""):
            yield " ".join((entry.findtext(f"{atom}summary") or "an error without a text").split())


def _nonsense(content: bytes) -> Later:
    start = content[:400].lstrip().lower()
    if not start:
        what = "an empty answer"
    elif start.startswith((b"<!doctype html", b"<html")):
        what = "a web page instead of its API's answer"
    elif b"<feed" in start:
        what = "an answer that is cut off"
    else:
        what = "something that is not its API's answer"
    hint = "a proxy, a network's log-in page or maintenance at arXiv can cause this; try again later"
    return Later(ArxivNonsense(f"arXiv sent {what}", hint=hint), None, broken=True)


def translated(exc: Exception, base_url: str) -> Exception:
    """The program's own error for what requests and urllib3 raise, most specific first."""
    import requests
    import urllib3

    host = urlsplit(base_url).netloc
    caused: list[Any] = [exc]
    for item in caused:
        caused += [c for c in (*getattr(item, "args", ()), getattr(item, "reason", None)) if isinstance(c, Exception)]

    def among(*kinds: type[Exception]) -> bool:
        return any(isinstance(c, kinds) for c in caused)

    kind, message, hint = ArxivUnreachable, f"no connection to {host}", "check the network, or try again later"
    if among(requests.exceptions.ProxyError, urllib3.exceptions.ProxyError):
        message, hint = f"the proxy on the way to {host} does not work", "check HTTPS_PROXY and ALL_PROXY"
    elif among(requests.exceptions.SSLError, urllib3.exceptions.SSLError):
        message, hint = f"no safe connection to {host}", "a proxy may break it open, or this machine's clock is wrong"
    elif among(urllib3.exceptions.NameResolutionError):
        message, hint = f"the name {host} is not known to the network (DNS)", "check the network or a proxy's settings"
    elif among(ConnectionRefusedError) or "refused" in str(exc):
        message = f"{host} refuses the connection"
    elif among(requests.exceptions.Timeout, urllib3.exceptions.TimeoutError):
        kind, message, hint = ArxivTimeout, f"{host} does not answer in time", TRY_LATER
    elif among(urllib3.exceptions.ProtocolError, requests.exceptions.ChunkedEncodingError, ConnectionResetError):
        message = f"{host} closed the connection in the middle"
    elif isinstance(exc, (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError)):
        message = f"no connection to {host}: {exc}" if not among(OSError) else message
    else:
        return exc
    if isinstance(exc, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)):
        return ArxivUnreachable(f"{base_url} cannot be used: {exc}", hint="check SUMMARIZE_ARXIV_URL and the proxy")
    return Later(kind(message, hint=hint), None, broken=True)
