"""Files are downloaded whole or not at all, resumed, and limited. Each failure has its own error."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from summarize.errors import (
    ArxivBusy,
    ArxivNonsense,
    ArxivUnreachable,
    NoHtml,
    NoPdf,
    NotAPdf,
    NotStored,
    PdfEncrypted,
    PdfTooLarge,
    PdfTruncated,
)
from summarize.network.retrying import Patience
from summarize.reading.pdf.read_pdf import open_pdf
from summarize.sources.arxiv.pace import Pacer
from summarize.sources.arxiv.paper_files import Downloader
from summarize.values import Paper
from tests.loopback.arxiv_server import CAPTCHA_PAGE, HTML_PAGE, ArxivServer, Fault

PAPER = Paper("2601.01234", 2, "Sparse Lanterns", "Lanterns.")
OLD = Paper("hep-th/9901001", 1, "Old Lanterns", "Lanterns.")
PAGE = b"<!DOCTYPE html><html><body><article class='ltx_document'>Lanterns</article></body></html>"


def _pdf(pages: int = 3, **options: object) -> bytes:
    document = pymupdf.open()
    for number in range(pages):
        document.new_page().insert_text((72, 72), f"Lanterns glow on page {number + 1}. " * 3)
    return bytes(document.tobytes(**options))


@pytest.fixture
def server() -> Iterator[ArxivServer]:
    with ArxivServer() as running:
        running.add(PAPER, pdf=_pdf(), html=PAGE)
        running.add(OLD, pdf=_pdf(1))
        yield running


def _look(path: Path) -> None:
    open_pdf(path).close()


def _downloader(server: ArxivServer, folder: Path, **options: object) -> Downloader:
    pacer = Pacer(folder / "arxiv.lock", 0.0, sleep=lambda seconds: None)
    patience = Patience(backoff_s=0.0, read_s=5.0)
    settings: dict[str, object] = {"patience": patience, "check_pdf": _look, **options}
    return Downloader(base_url=server.url, folder=folder / "papers", pacer=pacer, **settings)  # type: ignore[arg-type]


def test_a_pdf_is_fetched_once_and_kept(server: ArxivServer, tmp_path: Path) -> None:
    downloader = _downloader(server, tmp_path)
    path = downloader.fetch_pdf(PAPER)
    assert path.read_bytes() == server.file("pdf", "2601.01234v2")
    assert downloader.fetch_pdf(PAPER) == path
    assert [r.path for r in server.asked("/pdf/")] == ["/pdf/2601.01234v2"]
    assert [p.name for p in path.parent.iterdir()] == ["2601.01234v2.pdf"]


def test_an_old_id_and_its_slash(server: ArxivServer, tmp_path: Path) -> None:
    path = _downloader(server, tmp_path).fetch_pdf(OLD)
    assert path.name == "hep-th_9901001v1.pdf"
    assert server.asked("/pdf/")[0].path == "/pdf/hep-th/9901001v1"


def test_refresh_fetches_again_and_offline_never(server: ArxivServer, tmp_path: Path) -> None:
    with pytest.raises(NotStored):
        _downloader(server, tmp_path, offline=True).fetch_pdf(PAPER)
    assert server.requests == []
    _downloader(server, tmp_path).fetch_pdf(PAPER)
    assert _downloader(server, tmp_path, offline=True).fetch_pdf(PAPER).exists()
    _downloader(server, tmp_path, refresh=True).fetch_pdf(PAPER)
    assert len(server.asked("/pdf/")) == 2


def test_a_cut_download_goes_on_where_it_stopped(server: ArxivServer, tmp_path: Path) -> None:
    server.fault(Fault(cut_after=700, headers={"ETag": '"abc"'}), path="/pdf/")
    path = _downloader(server, tmp_path).fetch_pdf(PAPER)
    first, second = server.asked("/pdf/")
    assert "Range" not in first.headers
    assert (second.headers["Range"], second.headers["If-Range"]) == ("bytes=700-", '"abc"')
    assert path.read_bytes() == server.file("pdf", "2601.01234v2")


def test_a_later_run_goes_on_too(server: ArxivServer, tmp_path: Path) -> None:
    server.fault(Fault(cut_after=700, headers={"ETag": '"abc"'}), path="/pdf/")
    once = Patience(backoff_s=0.0, broken_tries=1)
    with pytest.raises(PdfTruncated, match="cut after 700 of"):
        _downloader(server, tmp_path, patience=once).fetch_pdf(PAPER)
    assert not list((tmp_path / "papers").glob("*.pdf"))
    path = _downloader(server, tmp_path).fetch_pdf(PAPER)
    assert server.asked("/pdf/")[1].headers["Range"] == "bytes=700-"
    assert path.read_bytes() == server.file("pdf", "2601.01234v2")


def test_a_range_that_was_not_asked_for_is_not_taken_and_the_file_is_fetched_whole(
    server: ArxivServer, tmp_path: Path
) -> None:
    server.fault(Fault(cut_after=700, headers={"ETag": '"abc"'}), path="/pdf/")
    server.fault(Fault(status=206, headers={"Content-Range": "bytes 0-9/10"}), path="/pdf/")
    patience = Patience(backoff_s=0.0, broken_tries=3)
    path = _downloader(server, tmp_path, patience=patience).fetch_pdf(PAPER)
    assert ["Range" in request.headers for request in server.asked("/pdf/")] == [False, True, False]
    assert path.read_bytes() == server.file("pdf", "2601.01234v2")


def test_a_file_that_drips_is_a_timeout_and_what_came_is_gone_on_with(server: ArxivServer, tmp_path: Path) -> None:
    server.fault(Fault(drip_s=0.02, headers={"ETag": '"abc"'}), path="/pdf/")
    notices: list[str] = []
    patience = Patience(overall_s=0.3, backoff_s=0.0)
    path = _downloader(server, tmp_path, patience=patience, on_notice=notices.append).fetch_pdf(PAPER)
    assert notices == ["2601.01234v2: the file is not complete after 0 s; asking again in 0 s"]
    assert "Range" in server.asked("/pdf/")[1].headers
    assert path.read_bytes() == server.file("pdf", "2601.01234v2")


def test_without_a_tag_a_cut_download_starts_anew(server: ArxivServer, tmp_path: Path) -> None:
    server.fault(Fault(cut_after=700), path="/pdf/")
    _downloader(server, tmp_path).fetch_pdf(PAPER)
    assert "Range" not in server.asked("/pdf/")[1].headers


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_file_that_ends_early_with_an_honest_length_is_refused(
    server: ArxivServer, tmp_path: Path, share: float
) -> None:
    server.fault(Fault(truncate=int(len(_pdf()) * share)), path="/pdf/", times=None)
    with pytest.raises(PdfTruncated) as caught:
        _downloader(server, tmp_path).fetch_pdf(PAPER)
    assert caught.value.paper == "2601.01234v2"
    assert list((tmp_path / "papers").iterdir()) == []


@pytest.mark.parametrize(
    ("page", "said"), [(CAPTCHA_PAGE, "CAPTCHA"), (HTML_PAGE, "web page"), (b"\x00" * 2000, "not a PDF")]
)
def test_what_is_no_pdf_is_named(server: ArxivServer, tmp_path: Path, page: bytes, said: str) -> None:
    server.fault(Fault(body=page), path="/pdf/")
    with pytest.raises(NotAPdf, match=said) as caught:
        _downloader(server, tmp_path).fetch_pdf(PAPER)
    assert "abstract" in caught.value.hint
    assert list((tmp_path / "papers").iterdir()) == []


def test_no_pdf_no_html(server: ArxivServer, tmp_path: Path) -> None:
    unknown = replace(PAPER, id="2601.09999")
    with pytest.raises(NoPdf) as caught:
        _downloader(server, tmp_path).fetch_pdf(unknown)
    assert "abstract" in caught.value.hint
    with pytest.raises(NoHtml):
        _downloader(server, tmp_path).fetch_html(unknown)


def test_that_there_is_no_html_is_remembered_for_a_day(server: ArxivServer, tmp_path: Path) -> None:
    import time

    for clock in (time.time, time.time, lambda: time.time() + 90_000):
        with pytest.raises(NoHtml):
            _downloader(server, tmp_path, clock=clock).fetch_html(OLD)
    assert len(server.asked("/html/")) == 2


def test_an_encrypted_file_is_refused(server: ArxivServer, tmp_path: Path) -> None:
    # 5 is AES-256.
    server.add(PAPER, pdf=_pdf(encryption=5, user_pw="wick", owner_pw="oil"))
    with pytest.raises(PdfEncrypted):
        _downloader(server, tmp_path).fetch_pdf(PAPER)


def test_a_file_over_the_limit_is_not_fetched(server: ArxivServer, tmp_path: Path) -> None:
    with pytest.raises(PdfTooLarge):
        _downloader(server, tmp_path, max_bytes=500).fetch_pdf(PAPER)
    assert list((tmp_path / "papers").iterdir()) == []


def test_busy_is_waited_for_and_then_reported(server: ArxivServer, tmp_path: Path) -> None:
    server.fault(Fault(status=429, headers={"Retry-After": "1"}, body=b"Rate exceeded."), path="/pdf/", times=2)
    assert _downloader(server, tmp_path).fetch_pdf(PAPER).exists()
    server.fault(Fault(status=503, headers={"Retry-After": "3600"}, body=b""), path="/pdf/", times=None)
    with pytest.raises(ArxivBusy, match="3600 s"):
        _downloader(server, tmp_path, refresh=True).fetch_pdf(PAPER)


def test_a_server_that_is_gone_is_unreachable(tmp_path: Path) -> None:
    with ArxivServer() as server:
        downloader = _downloader(server, tmp_path)
    with pytest.raises(ArxivUnreachable):
        downloader.fetch_pdf(PAPER)


def test_html_is_fetched_checked_and_kept(server: ArxivServer, tmp_path: Path) -> None:
    path = _downloader(server, tmp_path).fetch_html(PAPER)
    assert (path.name, path.read_bytes()) == ("2601.01234v2.html", PAGE)
    server.fault(Fault(truncate=40), path="/html/", times=None)
    with pytest.raises(ArxivNonsense, match="cut off"):
        _downloader(server, tmp_path, refresh=True).fetch_html(PAPER)
    assert path.read_bytes() == PAGE


def test_offline_a_stored_pdf_is_read_instead_of_html(server: ArxivServer, tmp_path: Path) -> None:
    with pytest.raises(NotStored):
        _downloader(server, tmp_path, offline=True).fetch_html(PAPER)
    _downloader(server, tmp_path).fetch_pdf(PAPER)
    with pytest.raises(NoHtml):
        _downloader(server, tmp_path, offline=True).fetch_html(PAPER)


def test_an_html_page_beyond_its_limits_is_none_and_that_is_remembered(server: ArxivServer, tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(40 * 2**20), 1)
    server.fault(Fault(body=bomb, headers={"Content-Encoding": "gzip"}), path="/html/")
    with pytest.raises(NoHtml, match="more than 32 MB"):
        _downloader(server, tmp_path).fetch_html(PAPER)
    with pytest.raises(NoHtml, match="more than 32 MB"):
        _downloader(server, tmp_path).fetch_html(PAPER)
    assert len(server.asked("/html/")) == 1
    server.fault(Fault(body=PAGE.replace(b"Lanterns", b"<p>a" * 400_000)), path="/html/")
    with pytest.raises(NoHtml, match="400,000 elements"):
        _downloader(server, tmp_path).fetch_html(OLD)
    assert [file for file in (tmp_path / "papers").iterdir() if file.suffix not in {".nohtml"}] == []


def test_an_honest_html_page_of_twenty_megabytes_is_taken(server: ArxivServer, tmp_path: Path) -> None:
    formula = b'<mi id="S1.p1.1.m1.1.1" xref="S1.p1.1.m1.1.1.cmml" mathvariant="normal">x</mi> ' * 260_000
    server.add(PAPER, html=PAGE.replace(b"Lanterns", formula))
    assert _downloader(server, tmp_path).fetch_html(PAPER).stat().st_size > 20_000_000


def test_a_compressed_pdf_is_limited_by_its_true_size(server: ArxivServer, tmp_path: Path) -> None:
    bomb = gzip.compress(b"%PDF-1.7" + bytes(9 * 2**20), 1)
    server.fault(Fault(body=bomb, headers={"Content-Encoding": "gzip"}), path="/pdf/")
    with pytest.raises(PdfTooLarge):
        _downloader(server, tmp_path, max_bytes=8 * 2**20).fetch_pdf(PAPER)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_named_and_not_followed(server: ArxivServer, tmp_path: Path, status: int) -> None:
    server.fault(Fault(status=status, body=b"", headers={"Location": "http://login.example/"}), path="/pdf/")
    with pytest.raises(ArxivUnreachable, match=r"another host, login\.example") as caught:
        _downloader(server, tmp_path).fetch_pdf(PAPER)
    assert caught.value.paper == str(PAPER)
    assert "SUMMARIZE_ARXIV_URL" in caught.value.hint


def test_a_redirect_to_another_place_of_the_same_host_is_followed(server: ArxivServer, tmp_path: Path) -> None:
    target = f"{server.url}/pdf/hep-th/9901001v1"
    server.fault(Fault(status=301, body=b"", headers={"Location": target}), path="/pdf/2601")
    path = _downloader(server, tmp_path).fetch_pdf(PAPER)
    assert path.read_bytes() == server.file("pdf", "hep-th/9901001v1")
