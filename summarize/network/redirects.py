"""Where a redirect may lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    import requests

#: The statuses whose Location a GET follows (RFC 9110, 15.4). 300 and 304 are none.
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class ForbiddenRedirect(Exception):
    """A redirect that is not followed. The message goes on after "redirects"."""


def next_address(response: requests.Response, may_go_to: Callable[[str], bool]) -> str:
    """Return the address that an answer redirects to, or "" where it is no redirect.

    Raises ForbiddenRedirect where the address cannot be read, is neither http nor https, leaves https for http, or is one
    that ``may_go_to`` forbids.
    """
    location = response.headers.get("Location", "")
    if response.status_code not in _REDIRECTS or not location:
        return ""
    try:
        # Header values come as Latin-1; addresses beyond ASCII are sent in UTF-8 (RFC 9110, 5.5).
        address = urljoin(response.url, location.encode("latin-1").decode("utf-8"))
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError as exc:
        raise ForbiddenRedirect(f"to an address that cannot be read: {location[:80]!r}") from exc
    if parts.scheme not in ("http", "https") or not host:
        raise ForbiddenRedirect(f"to {address[:80]!r}")
    if parts.scheme == "http" and urlsplit(response.url).scheme == "https":
        raise ForbiddenRedirect(f"from https to http://{host}")
    if not may_go_to(address):
        raise ForbiddenRedirect(f"to another host, {host}")
    return address


def is_same_site(url: str, home: str) -> bool:
    """Whether the host of ``url`` is that of ``home`` or a name below it."""
    host, own = (urlsplit(u).hostname or "" for u in (url, home))
    return bool(own) and (host == own or host.endswith(f".{own}"))
