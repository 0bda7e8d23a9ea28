"""Each fault of arXiv and of the network has its own message, through the real arxiv package."""

from __future__ import annotations

import email.utils
import socket

import pytest

from summarize.errors import (
    ArxivBusy,
    ArxivNonsense,
    ArxivTimeout,
    ArxivUnreachable,
    PaperNotFound,
    SummarizeError,
)
from summarize.sources.arxiv.api import Pacer, Patience
from summarize.values import Paper
from tests.loopback.arxiv_server import CAPTCHA_PAGE, HTML_PAGE, ArxivServer, Fault
from tests.loopback.socks_server import SocksServer
from tests.sources.arxiv.arxiv_desk import NOW, Desk, made_up

NAME = "2503.00001"


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def failed(answer: Paper | SummarizeError, kind: type[SummarizeError], *words: str) -> None:
    assert type(answer) is kind
    assert answer.exit_status == 4
    assert answer.paper == NAME
    assert answer.hint
    for word in words:
        assert word in answer.message


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Fault(body=HTML_PAGE), ArxivNonsense, "a web page"),
        (Fault(body=CAPTCHA_PAGE), ArxivNonsense, "a web page"),
        (Fault(body=b""), ArxivNonsense, "an empty answer"),
        (Fault(body=b"<?xml version='1.0'?><rss/>"), ArxivNonsense, "not its API's answer"),
        (Fault(body=b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>"), ArxivNonsense, "sent"),
        (Fault(truncate=900), ArxivNonsense, "cut off"),
        (Fault(cut_after=900), ArxivUnreachable, "closed the connection"),
        (Fault(reset=True), ArxivUnreachable, "closed the connection"),
        (Fault(status=500), ArxivUnreachable, "HTTP 500"),
        (Fault(status=502, body=HTML_PAGE), ArxivUnreachable, "HTTP 502"),
        (Fault(status=404, body=HTML_PAGE), ArxivUnreachable, "HTTP 404"),
        (Fault(status=403, body=CAPTCHA_PAGE), ArxivUnreachable, "HTTP 403"),
        (Fault(status=429), ArxivBusy, "too many requests"),
        (Fault(status=503), ArxivBusy, "not available now"),
        (Fault(body=b"Rate exceeded."), ArxivBusy, "too many requests"),
    ],
)
def test_a_fault_that_stays_is_told_apart_and_is_never_not_found(
    server: ArxivServer, fault: Fault, kind: type[SummarizeError], words: str
) -> None:
    server.add(made_up(1))
    server.fault(fault, times=None)
    failed(Desk(server.url).one(NAME), kind, words)
    assert 1 <= len(server.requests) <= 4


@pytest.mark.parametrize(
    "fault",
    [
        Fault(body=HTML_PAGE),
        Fault(body=b""),
        Fault(truncate=900),
        Fault(cut_after=900),
        Fault(reset=True),
        Fault(status=500),
        Fault(status=429),
        Fault(status=503, headers={"Retry-After": "7"}),
    ],
)
def test_a_fault_that_passes_is_waited_out(server: ArxivServer, fault: Fault) -> None:
    server.add(made_up(1))
    server.fault(fault, times=1)
    desk = Desk(server.url)
    assert desk.one(NAME) == made_up(1)
    assert len(server.requests) == 2
    assert desk.waits
    assert "asking again in" in desk.notices[0]


def test_retry_after_is_honoured_in_seconds_and_as_a_date(server: ArxivServer) -> None:
    server.add(made_up(1))
    server.fault(Fault(status=429, headers={"Retry-After": "17"}))
    server.fault(Fault(status=503, headers={"Retry-After": email.utils.formatdate(NOW + 23, usegmt=True)}))
    desk = Desk(server.url)
    assert desk.one(NAME) == made_up(1)
    assert {17.0, 23.0} <= {round(w) for w in desk.waits}


def test_retry_after_binds_other_processes_too(server: ArxivServer) -> None:
    server.fault(Fault(status=429, headers={"Retry-After": "17"}))
    desk = Desk(server.url, patience=Patience(tries=1))
    failed(desk.one(NAME), ArxivBusy)
    waits: list[float] = []
    with Pacer(desk.lock, 3, clock=lambda: NOW + 2, sleep=waits.append).turn():
        pass
    assert waits == [15.0]


def test_waits_double_where_arxiv_names_none(server: ArxivServer) -> None:
    server.fault(Fault(status=503), times=None)
    desk = Desk(server.url)
    failed(desk.one(NAME), ArxivBusy)
    assert desk.waits == [5.0, 10.0, 20.0]


def test_a_retry_after_of_an_hour_is_reported_and_not_waited_for(server: ArxivServer) -> None:
    server.fault(Fault(status=429, headers={"Retry-After": "3600"}), times=None)
    desk = Desk(server.url)
    failed(desk.one(NAME), ArxivBusy, "asks to wait 3600 s")
    assert desk.waits == []
    assert len(server.requests) == 1


SHORT = Patience(connect_s=0.3, read_s=0.15, overall_s=0.4, broken_tries=1)


def test_silence_before_the_first_byte_is_a_timeout(server: ArxivServer) -> None:
    server.fault(Fault(delay_s=5), times=None)
    failed(Desk(server.url, patience=SHORT).one(NAME), ArxivTimeout, "in time")


def test_silence_after_the_first_byte_is_a_timeout(server: ArxivServer) -> None:
    server.add(made_up(1))
    server.fault(Fault(pause_s=5), times=None)
    failed(Desk(server.url, patience=SHORT).one(NAME), ArxivTimeout, "in time")


def test_an_answer_that_drips_is_a_timeout(server: ArxivServer) -> None:
    server.add(made_up(1))
    server.fault(Fault(drip_s=0.02), times=None)
    failed(Desk(server.url, patience=SHORT).one(NAME), ArxivTimeout, "not complete after")


def test_a_refused_connection() -> None:
    failed(Desk(f"http://127.0.0.1:{unused_port()}").one(NAME), ArxivUnreachable, "refuses the connection")


def test_a_name_that_does_not_resolve() -> None:
    failed(Desk("http://arxiv.invalid").one(NAME), ArxivUnreachable, "arxiv.invalid", "DNS")


def test_an_address_that_is_none() -> None:
    failed(Desk("ftp://arxiv.invalid").one(NAME), ArxivUnreachable, "cannot be used")


def test_a_proxy_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port()}")
    failed(Desk("http://arxiv.invalid").one(NAME), ArxivUnreachable, "proxy")


def test_a_socks_proxy_resolves_the_name(server: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.add(made_up(1))
    with SocksServer(int(server.url.rpartition(":")[2])) as proxy:
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert Desk("http://arxiv.invalid").one(NAME) == made_up(1)
        assert proxy.names == ["arxiv.invalid"]


def test_this_machine_is_never_asked_through_a_proxy(server: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.add(made_up(1))
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    assert Desk(server.url).one(NAME) == made_up(1)


def test_a_stray_control_character_costs_no_record_silently(server: ArxivServer) -> None:
    feed = (
        b'<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">'
        b"<opensearch:totalResults>1</opensearch:totalResults><entry><id>http://arxiv.org/abs/2503.00001v1</id>"
        b"<title>On \x0bTides</title><summary>High.</summary><updated>2025-03-06T12:00:00Z</updated>"
        b"<published>2025-03-06T12:00:00Z</published></entry></feed>"
    )
    server.fault(Fault(body=feed), times=None)
    paper = Desk(server.url).one(NAME)
    assert isinstance(paper, Paper)
    assert (paper.title, paper.abstract) == ("On Tides", "High.")
    server.heal()
    server.fault(Fault(body=feed.replace(b"<published>", b"<published")), times=None)
    failed(Desk(server.url).one(NAME), ArxivNonsense, "damaged")


def test_only_a_valid_answer_says_not_found(server: ArxivServer) -> None:
    assert isinstance(Desk(server.url).one(NAME), PaperNotFound)
