"""HTTP requests to arXiv's API: paced, bounded in time and size, tried again, and each failure with its own error.

The arxiv package has no timeout, ignores Retry-After and takes any HTML page for an empty answer; its session is
replaced by :class:`ArxivHttp`, which gives it only well-formed feeds and raises the program's own errors otherwise.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarize.errors import ArxivBusy, ArxivNonsense, ArxivTimeout, ArxivUnreachable
from summarize.network.retrying import Patience, TryAgain
from summarize.network.transfer import TooLarge, TooSlow, get, open_session, pieces
from summarize.network.transport_errors import TransportError
from summarize.sources.arxiv.requesting import BUSY_STATUS, TRY_LATER, USER_AGENT, ArxivRequests

if TYPE_CHECKING:
    import requests

    from summarize.sources.arxiv.pace import Pacer

#: arXiv's errors come as a feed of one entry with status 400; the client of the arxiv package would drop its text.
_FEED_STATUS = frozenset({200, 400})
#: An answer of 100 records is below 1 MB; more than this is not the API.
_LARGEST_FEED_BYTES = 64 * 2**20


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


class ArxivHttp:
    """What the arxiv package uses as its session: ``get(url, headers=…)`` with ``status_code`` and ``content``."""

    def __init__(
        self,
        base_url: str,
        pacer: Pacer,
        patience: Patience,
        *,
        clock: Callable[[], float] = time.time,
        on_notice: Callable[[str], None] = lambda text: None,
    ) -> None:
        self._arxiv = ArxivRequests(base_url, pacer, patience, clock, on_notice)
        self._session: requests.Session | None = None

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Feed:
        """A well-formed feed, asked for at arXiv's pace. Raises ArxivUnreachable or one of its kinds."""
        return self._arxiv.retried(lambda: self._once(url))

    def _once(self, url: str) -> Feed:
        if self._session is None:
            self._session = open_session(self._arxiv.base_url)
        with self._arxiv.pacer.turn():
            try:
                status, headers, content = self._exchange(self._session, url)
            except TransportError as exc:
                raise self._arxiv.no_answer(exc) from exc
            if status in BUSY_STATUS or content[:64].strip().startswith(b"Rate exceeded"):
                said = "too many requests" if status != 503 else "not available now"
                error = ArxivBusy(f"arXiv says “{said}” (HTTP {status})", hint=TRY_LATER)
                raise self._arxiv.busy(
                    error, headers, hint_if_long="run the same command again after that time; what is done is kept"
                )
        if status >= 500:
            raise TryAgain(ArxivUnreachable(f"arXiv answers with HTTP {status}", hint=TRY_LATER))
        if status not in _FEED_STATUS:
            raise ArxivUnreachable(
                f"arXiv answers with HTTP {status} at {self._arxiv.base_url}",
                hint="a proxy or firewall may refuse it, or SUMMARIZE_ARXIV_URL is wrong",
            )
        return _feed(content)

    def _exchange(self, session: requests.Session, url: str) -> tuple[int, Mapping[str, str], bytes]:
        patience = self._arxiv.patience
        deadline = time.monotonic() + patience.overall_s
        with get(session, url, patience, {"User-Agent": USER_AGENT}) as response:
            body = pieces(response, limit_bytes=_LARGEST_FEED_BYTES, deadline=deadline)
            try:
                return response.status_code, response.headers, b"".join(body)
            except TooSlow as exc:
                message = f"arXiv's answer is not complete after {patience.overall_s:.0f} s"
                raise TryAgain(ArxivTimeout(message, hint=TRY_LATER), broken=True) from exc
            except TooLarge as exc:
                message = f"arXiv's answer is longer than {_LARGEST_FEED_BYTES} bytes"
                raise ArxivNonsense(message, hint=TRY_LATER) from exc


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


def _nonsense(content: bytes) -> TryAgain:
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
    return TryAgain(ArxivNonsense(f"arXiv sent {what}", hint=hint), broken=True)
