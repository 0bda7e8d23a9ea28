"""One GET takes the right proxy, sends no more than it should, and tells faults apart."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from summarize.network.retrying import Patience
from summarize.network.transfer import TooLarge, TooSlow, get, open_session, pieces
from summarize.network.transport_errors import TransportError
from tests.loopback.model_hub import Fault, FileServer, file_server

BYTES = bytes(range(256)) * 4_000
PATIENCE = Patience(connect_s=5, read_s=5)
#: A name that is never known (RFC 6761).
NOWHERE = "http://files.invalid"

CA_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@pytest.fixture(autouse=True)
def nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", *CA_BUNDLES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with file_server() as running:
        running.files["/file"] = BYTES
        yield running


def fetched(url: str, patience: Patience = PATIENCE, limit_bytes: int = len(BYTES)) -> bytes:
    with open_session(url) as session, get(session, url, patience, {"Accept-Encoding": "identity"}) as response:
        return b"".join(pieces(response, limit_bytes=limit_bytes))


def fault_at(url: str, patience: Patience = PATIENCE) -> str:
    with pytest.raises(TransportError) as caught:
        fetched(url, patience)
    assert caught.value.__cause__ is not None
    assert str(caught.value) == str(caught.value.__cause__)
    return caught.value.fault


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_a_body_comes_whole(server: FileServer) -> None:
    assert fetched(f"{server.url}/file") == BYTES


def test_a_body_that_is_longer_than_the_limit_is_not_given_whole(server: FileServer) -> None:
    given: list[bytes] = []
    url = f"{server.url}/file"
    with (
        open_session(url) as session,
        get(session, url, PATIENCE, {}) as response,
        pytest.raises(TooLarge) as caught,
    ):
        given.extend(pieces(response, limit_bytes=300_000))
    assert len(b"".join(given)) <= 300_000 < caught.value.size


def test_a_body_that_is_not_whole_at_its_deadline_ends_there(server: FileServer) -> None:
    url = f"{server.url}/file"
    moments = iter((8.0, 9.0, 10.5))
    given: list[bytes] = []
    with open_session(url) as session, get(session, url, PATIENCE, {}) as response, pytest.raises(TooSlow):
        given.extend(pieces(response, limit_bytes=len(BYTES), deadline=10.0, monotonic=lambda: next(moments)))
    assert len(given) == 3


def test_what_has_come_is_given_before_a_silence(server: FileServer) -> None:
    server.faults = [Fault(stall_after=1_000)]
    url = f"{server.url}/file"
    with open_session(url) as session, get(session, url, replace(PATIENCE, read_s=0.2), {}) as response:
        coming = pieces(response, limit_bytes=len(BYTES))
        assert next(coming) == BYTES[:1_000]
        with pytest.raises(TransportError) as caught:
            next(coming)
    assert caught.value.fault == "silence"


def test_each_fault_has_its_name(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{server.url}/file"
    server.faults = [Fault(cut_after=1_000)]
    assert fault_at(url) == "cut"
    server.faults = [Fault(stall_after=0)]
    assert fault_at(url, replace(PATIENCE, read_s=0.2)) == "silence"
    server.faults = [Fault(status=302, headers={"Location": url})] * 6
    assert fault_at(url) == "redirects"
    assert fault_at(url.replace("http:", "https:")) == "tls"
    assert fault_at(url.replace("http:", "ftp:")) == "bad-address"
    assert fault_at(f"http://127.0.0.1:{unused_port()}/") == "refused"
    assert fault_at(f"{NOWHERE}/file") == "unknown-name"
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port()}")
    assert fault_at(f"{NOWHERE}/file") == "proxy"


def test_a_server_that_takes_no_connection_is_no_silence_of_one(server: FileServer) -> None:
    # A listener whose queue is full answers no further connection.
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        with socket.create_connection(address):
            url = f"http://127.0.0.1:{address[1]}/"
            assert fault_at(url, Patience(connect_s=0.2, read_s=5)) == "no-connection-in-time"


def test_a_proxy_of_the_environment_is_used(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    server.files[f"{NOWHERE}/file"] = BYTES
    assert fetched(f"{NOWHERE}/file") == BYTES
    monkeypatch.setenv("NO_PROXY", "files.invalid")
    assert fault_at(f"{NOWHERE}/file") == "unknown-name"


def test_this_machine_is_asked_without_a_proxy(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    assert fetched(f"{server.url}/file") == BYTES
    assert fetched(f"{server.url}/file".replace("127.0.0.1", "localhost")) == BYTES


def test_no_netrc_entry_is_sent_also_after_a_redirect(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\nmachine localhost login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    url = f"{server.url}/file"
    server.faults = [Fault(status=302, headers={"Location": url.replace("127.0.0.1", "localhost")})]
    assert fetched(url) == BYTES
    assert len(server.requests) == 2
    assert not [headers for _, headers in server.requests if "authorization" in headers]


@pytest.mark.parametrize("name", CA_BUNDLES)
def test_a_ca_bundle_of_the_environment_is_used_where_it_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    bundle = tmp_path / "bundle.pem"
    assert open_session("https://files.invalid").verify is True
    monkeypatch.setenv(name, str(bundle))
    assert open_session("https://files.invalid").verify is True
    bundle.touch()
    assert open_session("https://files.invalid").verify == str(bundle)
