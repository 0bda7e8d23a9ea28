"""Files of papers from arXiv: its PDF or its HTML page, at arXiv's pace, whole or not at all.

A download goes to a ``.part`` file that the next attempt goes on with (Range, If-Range), is checked (length, ``%PDF-``,
``%%EOF``, a look by MuPDF) and then moved into the folder in one step. What is there is never fetched again.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from summarize.errors import (
    ArxivBusy,
    ArxivNonsense,
    ArxivTimeout,
    ArxivUnreachable,
    NoHtml,
    NoPdf,
    NotAPdf,
    NotStored,
    OutputError,
    PdfTooLarge,
    PdfTruncated,
    SummarizeError,
)
from summarize.network.partial import forget, remember, resumable
from summarize.reading.pdf.read_pdf import ABSTRACT_ROUTE, open_pdf
from summarize.sources.arxiv.api_http import (
    TRY_LATER,
    USER_AGENT,
    Later,
    Patience,
    is_loopback,
    retry_after_s,
    translated,
)

if TYPE_CHECKING:
    import requests

    from summarize.sources.arxiv.pace import Pacer
    from summarize.values import Paper, PaperRef

#: The default limit for a PDF. No paper of arXiv's ordinary sizes reaches it.
MAX_BYTES = 100 * 2**20
#: How long "arXiv has no HTML of this paper" is believed.
_NO_HTML_FOR_S = 24 * 3600.0
_CHUNK_BYTES = 2**16
#: A whole file may take long on a slow line, as long as bytes keep coming.
_PATIENCE = replace(Patience(), overall_s=900.0)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of file: its folder at arXiv, its ending here."""

    path: str
    ending: str


_PDF, _HTML = _Kind("pdf", ".pdf"), _Kind("html", ".html")


class Downloader:
    """Fetches files of papers into ``folder``. Methods block: call them in a worker thread.

    ``base_url`` has ``/pdf/`` and ``/html/`` below it. ``pacer`` gives out turns (see ``pace.py``). ``offline`` never
    asks, ``refresh`` fetches again. ``max_bytes`` limits a file. ``clock`` gives seconds since the epoch.
    """

    def __init__(
        self,
        *,
        base_url: str,
        folder: Path,
        pacer: Pacer,
        offline: bool = False,
        refresh: bool = False,
        max_bytes: int = MAX_BYTES,
        patience: Patience = _PATIENCE,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        on_notice: Callable[[str], None] = lambda text: None,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._folder = folder
        self._pacer = pacer
        self._offline, self._refresh = offline, refresh
        self._max_bytes = max_bytes
        self._patience = patience
        self._clock, self._monotonic = clock, monotonic
        self._on_notice = on_notice

    def fetch_pdf(self, paper: Paper | PaperRef) -> Path:
        """The paper's PDF as a file, fetched if it is not there.

        Raises NoPdf, NotAPdf, PdfTruncated, PdfEncrypted, PdfTooLarge, NotStored, ArxivUnreachable or its kinds,
        OutputError; all but the last two offer the abstract.
        """
        target = self._target(paper, _PDF)
        if target.exists() and not self._refresh:
            return target
        if self._offline:
            raise NotStored(
                "its PDF is not stored, and --offline forbids to fetch it", paper=str(paper), hint=ABSTRACT_ROUTE
            )
        return self._fetched(paper, _PDF, target)

    def fetch_html(self, paper: Paper | PaperRef) -> Path:
        """arXiv's HTML page of the paper as a file, fetched if it is not there. Raises NoHtml where there is none.

        Offline, a paper whose PDF is stored has "no HTML", so that its PDF is read.
        """
        target = self._target(paper, _HTML)
        if target.exists() and not self._refresh:
            return target
        if self._offline:
            if self._target(paper, _PDF).exists():
                raise self._no_html(paper, "its HTML is not stored")
            raise NotStored(
                "its HTML is not stored, and --offline forbids to fetch it", paper=str(paper), hint=ABSTRACT_ROUTE
            )
        mark = target.with_suffix(".nohtml")
        with contextlib.suppress(OSError):
            if not self._refresh and 0 <= self._clock() - mark.stat().st_mtime < _NO_HTML_FOR_S:
                raise self._no_html(paper)
        try:
            return self._fetched(paper, _HTML, target)
        except NoHtml:
            with contextlib.suppress(OSError):
                mark.parent.mkdir(parents=True, exist_ok=True)
                mark.touch()
            raise

    def _no_html(self, paper: Paper | PaperRef, message: str = "arXiv has no HTML of this paper") -> NoHtml:
        return NoHtml(message, paper=str(paper), hint=f"read its PDF (--source pdf); {ABSTRACT_ROUTE}")

    def _target(self, paper: Paper | PaperRef, kind: _Kind) -> Path:
        # No with_suffix anywhere on the bare name: "2501.18585" would lose its ".18585".
        return self._folder / (_name(paper).replace("/", "_") + kind.ending)

    def _fetched(self, paper: Paper | PaperRef, kind: _Kind, target: Path) -> Path:
        late = broken = 0
        while True:
            try:
                return self._once(paper, kind, target)
            except Later as later:
                late += not later.broken
                broken += later.broken
                if late >= self._patience.tries or broken >= self._patience.broken_tries:
                    error = later.error
                    error.paper = error.paper or str(paper)
                    raise error from later.__cause__
                wait_s = (
                    later.wait_s if later.wait_s is not None else self._patience.backoff_s * 2 ** (late + broken - 1)
                )
                self._on_notice(f"{paper}: {later.error.message}; asking again in {wait_s:.0f} s")
                self._pacer.pause(wait_s)

    def _once(self, paper: Paper | PaperRef, kind: _Kind, target: Path) -> Path:
        part = target.with_name(target.name + ".part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._pacer.turn():
                # Another process may have fetched it while this one waited for its turn.
                if target.exists() and not self._refresh:
                    return target
                try:
                    self._receive(paper, kind, part)
                except (Later, SummarizeError):
                    raise
                except OSError as exc:
                    # Errors of the disk name a file; those of requests, which are OSErrors too, do not.
                    if exc.filename:
                        raise
                    raise translated(exc, self._base_url) from exc
                except Exception as exc:
                    raise translated(exc, self._base_url) from exc
            if kind is _PDF:
                self._check_pdf(paper, part)
            else:
                self._check_html(paper, part)
            part.replace(target)
            forget(part)
        except OSError as exc:
            raise OutputError(
                f"cannot write {target}: {exc.strerror or exc}",
                paper=str(paper),
                hint="check the disk; SUMMARIZE_HOME names another folder",
            ) from exc
        return target

    def _receive(self, paper: Paper | PaperRef, kind: _Kind, part: Path) -> None:
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
        have, tag = resumable(part)
        if have:
            headers |= {"Range": f"bytes={have}-", "If-Range": tag}
        url = f"{self._base_url}/{kind.path}/{_name(paper)}"
        deadline = self._monotonic() + self._patience.overall_s
        with (
            self._session() as session,
            session.get(
                url, headers=headers, timeout=(self._patience.connect_s, self._patience.read_s), stream=True
            ) as response,
        ):
            self._refuse(paper, kind, part, response.status_code, response.headers)
            resumed = response.status_code == 206 and response.headers.get("Content-Range", "").startswith(
                f"bytes {have}-"
            )
            start = have if resumed else 0
            length = response.headers.get("Content-Length", "")
            total = start + int(length) if length.isdigit() else None
            if total is not None and total > self._max_bytes:
                raise self._too_large(paper, part, total)
            remember(part, response.headers)
            size = start
            with part.open("ab" if resumed else "wb") as file:
                # read1 returns with what has come, so that a server that drips bytes cannot pass the deadline unseen.
                while chunk := _next_bytes(response, total):
                    if size == 0 and kind is _PDF:
                        self._check_start(paper, part, chunk)
                    _write(file, chunk, part)
                    size += len(chunk)
                    if size > self._max_bytes:
                        raise self._too_large(paper, part, size)
                    if self._monotonic() > deadline:
                        message = f"the file is not complete after {self._patience.overall_s:.0f} s"
                        raise Later(ArxivTimeout(message, paper=str(paper), hint=TRY_LATER), 0.0, broken=True)
            if total is not None and size < total and "Content-Encoding" not in response.headers:
                error = PdfTruncated if kind is _PDF else ArxivNonsense
                message = f"the download was cut after {size} of {total} bytes"
                raise Later(
                    error(message, paper=str(paper), hint=f"run it again: it goes on there; {ABSTRACT_ROUTE}"),
                    None,
                    broken=True,
                )

    def _session(self) -> requests.Session:
        import requests

        session = requests.Session()
        if is_loopback(self._base_url):
            session.trust_env = False
        return session

    def _refuse(
        self, paper: Paper | PaperRef, kind: _Kind, part: Path, status: int, headers: Mapping[str, str]
    ) -> None:
        """Raise for every status that brings no file."""
        if status in (200, 206):
            return
        name = str(paper)
        if status == 416:
            forget(part)
            raise Later(
                ArxivNonsense("arXiv refuses to go on with a download", paper=name, hint=TRY_LATER), 0.0, broken=True
            )
        if status in (404, 410):
            if kind is _HTML:
                raise self._no_html(paper)
            raise NoPdf("arXiv has no PDF of this paper (it may be withdrawn)", paper=name, hint=ABSTRACT_ROUTE)
        if status in (429, 503):
            wait_s = retry_after_s(headers.get("Retry-After", ""), self._clock())
            busy = ArxivBusy(f"arXiv is busy (HTTP {status})", paper=name, hint=TRY_LATER)
            if wait_s is not None and wait_s > self._patience.longest_wait_s:
                busy.message = f"arXiv is busy (HTTP {status}) and asks to wait {wait_s:.0f} s"
                raise busy
            if wait_s is not None:
                self._pacer.postpone(wait_s)
            raise Later(busy, wait_s, broken=False)
        error = ArxivUnreachable(f"arXiv answers with HTTP {status}", paper=name, hint=f"{TRY_LATER}; {ABSTRACT_ROUTE}")
        if status >= 500:
            raise Later(error, None, broken=False)
        raise error

    def _too_large(self, paper: Paper | PaperRef, part: Path, size: int) -> PdfTooLarge:
        forget(part)
        limit = self._max_bytes / 2**20
        return PdfTooLarge(
            f"its file has {size / 2**20:.0f} MB or more, over the limit of {limit:.0f} MB",
            paper=str(paper),
            hint=ABSTRACT_ROUTE,
        )

    def _check_start(self, paper: Paper | PaperRef, part: Path, chunk: bytes) -> None:
        head = chunk[:1024]
        if b"%PDF-" in head or len(chunk) < 5:
            return
        forget(part)
        lowered = chunk[:4096].lower()
        if b"captcha" in lowered or b"robot" in lowered:
            what = "arXiv asks for a CAPTCHA instead of sending the PDF"
        elif b"<html" in lowered or b"<!doctype" in lowered:
            what = "arXiv sent a web page instead of the PDF"
        else:
            what = "what arXiv sent is not a PDF"
        raise NotAPdf(what, paper=str(paper), hint=f"wait some minutes and try again; {ABSTRACT_ROUTE}")

    def _check_pdf(self, paper: Paper | PaperRef, part: Path) -> None:
        try:
            open_pdf(part).close()
        except SummarizeError as exc:
            forget(part)
            exc.paper = str(paper)
            raise

    def _check_html(self, paper: Paper | PaperRef, part: Path) -> None:
        with part.open("rb") as file:
            file.seek(max(0, part.stat().st_size - 4096))
            whole = b"</html" in file.read().lower()
        if not whole:
            forget(part)
            raise ArxivNonsense("arXiv's HTML page is cut off", paper=str(paper), hint=f"{TRY_LATER}; or --source pdf")


def _name(paper: Any) -> str:
    return paper.id if not paper.version else f"{paper.id}v{paper.version}"


def _next_bytes(response: requests.Response, total: int | None) -> bytes:
    """The bytes that have come; b"" at the end, also at an early one where ``total`` will tell."""
    import urllib3

    try:
        return bytes(response.raw.read1(_CHUNK_BYTES, decode_content=True))
    except urllib3.exceptions.ProtocolError:
        if total is None:
            raise
        return b""


def _write(file: BinaryIO, chunk: bytes, part: Path) -> None:
    try:
        file.write(chunk)
    except OSError as exc:
        raise OSError(exc.errno, exc.strerror, str(part)) from exc
