"""Which addresses are this machine's own."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Whether the host of a URL is this machine.

    The name or address alone decides, and nothing is looked up: "localhost" and the names under it (RFC 6761, 6.3),
    127.0.0.0/8 and ::1. Such an address never goes through a proxy.
    """
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
