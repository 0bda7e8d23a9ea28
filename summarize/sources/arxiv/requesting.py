"""What all requests to arXiv share: turns, tries, and the errors that refusals and faults of the network become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from summarize import __version__
from summarize.errors import ArxivBusy, ArxivTimeout, ArxivUnreachable
from summarize.network.redirects import is_same_site
from summarize.network.retry_after import retry_after_s
from summarize.network.retrying import Answer, Patience, TryAgain, retry
from summarize.network.transport_errors import Fault, TransportError

if TYPE_CHECKING:
    from summarize.sources.arxiv.pace import Pacer

USER_AGENT = f"summarize-arxiv/{__version__}"
#: Statuses that say "later": too many requests, not available now.
BUSY_STATUS = frozenset({429, 503})
TRY_LATER = "try again in some minutes; what is done is kept"
_ARXIV = "https://arxiv.org"
_CHECK_NETWORK = "check the network, or try again later"
#: Fault -> message, where {host} is arXiv's, and hint. All others are "no connection".
_WORDS: dict[Fault, tuple[str, str]] = {
    "proxy": ("the proxy on the way to {host} does not work", "check HTTPS_PROXY and ALL_PROXY"),
    "tls": ("no safe connection to {host}", "a proxy may break it open, or this machine's clock is wrong"),
    "unknown-name": ("the name {host} is not known to the network (DNS)", "check the network or a proxy's settings"),
    "refused": ("{host} refuses the connection", _CHECK_NETWORK),
    "no-connection-in-time": ("{host} does not answer in time", TRY_LATER),
    "silence": ("{host} does not answer in time", TRY_LATER),
    "cut": ("{host} closed the connection in the middle", _CHECK_NETWORK),
}
_TIMEOUTS = ("no-connection-in-time", "silence")


@dataclass(frozen=True, slots=True)
class ArxivRequests:
    """How arXiv at ``base_url`` is asked, for records and for files, and what becomes of an answer that is none.

    ``pacer`` gives out turns. ``clock`` gives seconds since the epoch. ``on_notice`` is told, in one line, why and when
    something is asked for again.
    """

    base_url: str
    pacer: Pacer
    patience: Patience
    clock: Callable[[], float]
    on_notice: Callable[[str], None]

    def retried(self, attempt: Callable[[], Answer]) -> Answer:
        """What ``attempt`` returns in the end; it raises TryAgain where another try may help."""

        def say(error: Exception, wait_s: float) -> None:
            self.on_notice(f"{error}; asking again in {wait_s:.0f} s")

        return retry(attempt, self.patience, pause=self.pacer.pause, on_retry=say)

    def may_go_to(self, url: str) -> bool:
        """Whether a redirect to ``url`` is followed: to a host of arXiv, to the one that is asked, or to one below it.

        Another host is no arXiv: the log-in page of a network, or whoever answers in arXiv's place.
        """
        return is_same_site(url, self.base_url) or is_same_site(url, _ARXIV)

    def no_answer(self, exc: TransportError, paper: str = "") -> TryAgain | ArxivUnreachable:
        """What to raise where a request failed on the way; ``paper`` is whose request it was."""
        if exc.fault == "bad-address":
            hint = "check SUMMARIZE_ARXIV_URL and the proxy"
            return ArxivUnreachable(f"{self.base_url} cannot be used: {exc}", hint=hint, paper=paper)
        if exc.fault == "redirects":
            hint = "a network's log-in page can cause this; or SUMMARIZE_ARXIV_URL is not the right address"
            return ArxivUnreachable(f"{self.base_url} redirects {exc}, which is not followed", hint=hint, paper=paper)
        message, hint = _WORDS.get(exc.fault, ("no connection to {host}", _CHECK_NETWORK))
        kind = ArxivTimeout if exc.fault in _TIMEOUTS else ArxivUnreachable
        host = urlsplit(self.base_url).netloc
        return TryAgain(kind(message.format(host=host), hint=hint, paper=paper), broken=True)

    def busy(self, error: ArxivBusy, headers: Mapping[str, str], *, hint_if_long: str) -> TryAgain | ArxivBusy:
        """What to raise for an answer that says "later", and whose ``headers`` may say when. Called within a turn.

        A wait that arXiv asks for binds every program on this machine. One that is longer than ``patience`` allows is
        not waited for; ``hint_if_long`` is the error's hint then.
        """
        wait_s = retry_after_s(headers, self.clock())
        if wait_s is not None and wait_s > self.patience.longest_wait_s:
            return ArxivBusy(f"{error.message} and asks to wait {wait_s:.0f} s", hint=hint_if_long, paper=error.paper)
        if wait_s is not None:
            self.pacer.postpone(wait_s)
        return TryAgain(error, wait_s=wait_s)
