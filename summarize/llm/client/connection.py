"""The HTTP under the openai client: proxies, redirects, and which headers leave this machine.

The SDK sends more than a call needs: organisation and project of the environment, and every header of
OPENAI_CUSTOM_HEADERS, to whatever base URL it is given. Here a list of what may leave decides, at the last moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from summarize.errors import BadSetting
from summarize.llm.client.failures import clean
from summarize.llm.client.retry_policy import RedirectRefused
from summarize.llm.providers import ModelSpec
from summarize.network.loopback import is_loopback

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

_MAY_LEAVE = {
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
}
# These name the account's organisation and project: OpenAI's own business.
_OPENAI_ALONE = {"openai-organization", "openai-project"}
_OPENAI_HOST = "api.openai.com"
#: Redirects that one call follows, all on its own host. A gateway needs one or two (a slash, another version).
_MOST_REDIRECTS = 5


def open_client(
    spec: ModelSpec, *, connect_timeout_s: float, read_timeout_s: float, at_once: int, most_bytes: int
) -> AsyncOpenAI:
    """The one openai client of a run.

    ``most_bytes`` is the limit of a body, after decompression. Raises BadSetting where the proxy of the environment
    cannot be used.
    """
    import httpx2
    from openai import AsyncOpenAI

    from summarize.llm.client.bounded_body import bounded

    home = urlsplit(spec.base_url)
    may_leave = _MAY_LEAVE | (_OPENAI_ALONE if home.hostname == _OPENAI_HOST else set())

    async def guard(request: httpx2.Request) -> None:
        there = urlsplit(str(request.url))
        if (there.scheme, there.hostname, there.port) != (home.scheme, home.hostname, home.port):
            address = clean(f"{there.scheme}://{there.netloc.rpartition('@')[2]}", spec.key)
            raise RedirectRefused(
                f"{spec.label} at {spec.endpoint} redirects to {address}; the text and the key are not sent there",
                hint="If that address is right, make it the base URL.",
            )
        for name in [n for n in request.headers if n.lower() not in may_leave]:
            del request.headers[name]
        if spec.key:
            request.headers["Authorization"] = f"Bearer {spec.key}"
        else:
            request.headers.pop("Authorization", None)

    loopback = is_loopback(spec.base_url)
    try:
        http = httpx2.AsyncClient(
            # A loopback address never goes through a proxy, and without TLS there are no certificates to load (50 ms).
            trust_env=not loopback,
            verify=home.scheme == "https",
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            event_hooks={"request": [guard], "response": [bounded(most_bytes)]},
            timeout=httpx2.Timeout(read_timeout_s, connect=connect_timeout_s, pool=None),
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=max(at_once, 1)),
        )
    except (ValueError, ImportError, httpx2.InvalidURL) as exc:
        raise BadSetting(
            f"the proxy of the environment cannot be used: {clean(str(exc), spec.key)}",
            hint="HTTPS_PROXY, HTTP_PROXY and ALL_PROXY take http://, https://, socks5:// or socks5h:// addresses.",
        ) from exc
    return AsyncOpenAI(base_url=spec.base_url, api_key=spec.key or "none", max_retries=0, http_client=http)


def warm_up() -> None:
    """Import what a call needs (0.4 to 0.6 s, mostly openai), for a thread to do while arXiv is being asked."""
    import httpcore2  # noqa: F401
    import openai  # noqa: F401
