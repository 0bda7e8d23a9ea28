"""Addresses of this machine are told from all others."""

from __future__ import annotations

import pytest

from summarize.network.loopback import is_loopback


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8080/v1", True),
        ("http://LOCALHOST", True),
        ("http://models.localhost/", True),
        ("http://127.0.0.1:11434", True),
        ("http://127.8.9.10", True),
        ("http://[::1]:8080/v1", True),
        ("https://user:word@127.0.0.1/", True),
        ("http://localhost.example.org", False),
        ("http://notlocalhost", False),
        ("http://127.0.0.1.example.org", False),
        ("http://192.168.0.1", False),
        ("http://[2001:db8::1]/", False),
        ("https://example.org/?host=localhost", False),
        ("localhost:8080", False),
        ("", False),
    ],
)
def test_an_address_is_judged_by_its_host_alone(url: str, expected: bool) -> None:
    assert is_loopback(url) is expected
