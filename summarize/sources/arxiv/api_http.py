"""HTTP requests to arXiv's API: paced, bounded in time and size, tried again, and each failure with its own error.

The arxiv package has no timeout, ignores Retry-After and takes any HTML page for an empty answer. :class:`ArxivHttp`
asks in its place, and raises the program's own errors.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from summarize.errors import ArxivBusy, ArxivNonsense, ArxivTimeout, ArxivUnreachable
from summarize.network.retrying import Patience, TryAgain
from summarize.network.transfer import TooLarge, TooSlow, get, open_session, pieces
from summarize.network.transport_errors import TransportError
from summarize.sources.arxiv.feed import Feed, NotAFeed, read_feed
from summarize.sources.arxiv.requesting import BUSY_STATUS, TRY_LATER, USER_AGENT, ArxivRequests

if TYPE_CHECKING:
    import requests

    from summarize.sources.arxiv.pace import Pacer

Answer = TypeVar("Answer")

#: arXiv's errors come as a feed of one entry with status 400; the client of the arxiv package would drop its text.
_FEED_STATUS = frozenset({200, 400})
#: An answer of 100 records is below 2 MB, and 16 MB where each has 2,900 authors, as those of ATLAS at CERN.
_LARGEST_FEED_BYTES = 2**24


class ArxivHttp:
    """Asks the API below ``base_url``. ``query_url_format`` is what the arxiv package makes its addresses with."""

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
        self.base_url = base_url
        self._session: requests.Session | None = None
        # The package fills in the braces; others may stand in an address.
        self.query_url_format = base_url.replace("{", "{{").replace("}", "}}") + "/api/query?{}"

    def get(self, url: str) -> Feed:
        """A feed cut into its records, asked for at arXiv's pace. Raises ArxivUnreachable or one of its kinds."""
        return self.read(url, lambda status, content: _feed(content), statuses=_FEED_STATUS)

    def read(
        self, url: str, reader: Callable[[int, bytes], Answer], *, statuses: frozenset[int] = frozenset({200})
    ) -> Answer:
        """What ``reader`` makes of the status and the body at ``url``, asked for at arXiv's pace.

        ``reader`` sees only answers with one of ``statuses``, and raises TryAgain where another try may bring a better
        one. Raises ArxivUnreachable or one of its kinds.
        """
        return self._arxiv.retried(lambda: reader(*self._once(url, statuses)))

    def _once(self, url: str, statuses: frozenset[int]) -> tuple[int, bytes]:
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
        if status not in statuses:
            raise ArxivUnreachable(
                f"arXiv answers with HTTP {status} at {self._arxiv.base_url}",
                hint="a proxy or firewall may refuse it, or SUMMARIZE_ARXIV_URL is wrong",
            )
        return status, content

    def _exchange(self, session: requests.Session, url: str) -> tuple[int, Mapping[str, str], bytes]:
        patience = self._arxiv.patience
        deadline = time.monotonic() + patience.overall_s
        headers = {"User-Agent": USER_AGENT}
        try:
            with get(session, url, patience, headers, deadline=deadline, may_go_to=self._arxiv.may_go_to) as response:
                body = pieces(response, limit_bytes=_LARGEST_FEED_BYTES, deadline=deadline)
                return response.status_code, response.headers, b"".join(body)
        except TooSlow as exc:
            message = f"arXiv's answer is not complete after {patience.overall_s:.0f} s"
            raise TryAgain(ArxivTimeout(message, hint=TRY_LATER), broken=True) from exc
        except TooLarge as exc:
            message = f"arXiv's answer is longer than {_LARGEST_FEED_BYTES / 2**20:.0f} MB"
            raise ArxivNonsense(message, hint=TRY_LATER) from exc


def _feed(content: bytes) -> Feed:
    try:
        return read_feed(content)
    except NotAFeed as exc:
        hint = "a proxy, a network's log-in page or maintenance at arXiv can cause this; try again later"
        raise TryAgain(ArxivNonsense(f"arXiv sent {exc}", hint=hint), broken=True) from exc
