"""Files of papers from arXiv: its PDF or its HTML page, at arXiv's pace, whole or not at all.

A download goes to a ``.part`` file that the next attempt goes on with (Range, If-Range), is checked (length, ``%PDF-``,
``%%EOF``, a look by MuPDF) and then moved into the folder in one step. What is there is never fetched again.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import (
    ABSTRACT_ROUTE,
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
from summarize.network import resuming
from summarize.network.retrying import Patience, TryAgain
from summarize.network.transfer import TooLarge, TooSlow, get, open_session, pieces
from summarize.network.transport_errors import TransportError
from summarize.sources.arxiv.ids import file_name_of
from summarize.sources.arxiv.requesting import BUSY_STATUS, TRY_LATER, USER_AGENT, ArxivRequests

if TYPE_CHECKING:
    from summarize.sources.arxiv.pace import Pacer
    from summarize.values import Paper, PaperRef

#: The default limit of a file. No paper of arXiv's ordinary sizes reaches it.
MAX_BYTES = 100 * 2**20
#: The limit of an HTML page. The largest pages of arXiv have about 20 MB.
_MAX_HTML_BYTES = 32 * 2**20
#: The limit of its elements. One takes 0.3 kB in memory while the page is read; LaTeXML writes about 70 bytes for one,
#: so that a page of 20 MB has 300,000.
_MOST_ELEMENTS = 400_000
_NO_HTML = "arXiv has no HTML of this paper"
#: How long that is believed.
_NO_HTML_FOR_S = 24 * 3600.0
#: A whole file may take long on a slow line, as long as bytes keep coming.
PATIENCE = replace(Patience(), overall_s=900.0)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file of ``paper``: ``kind`` (pdf, html) is its folder at arXiv and its ending here, ``name`` its name there."""

    paper: str
    kind: str
    name: str
    target: Path

    @property
    def part(self) -> Path:
        return resuming.part_path(self.target)


class Downloader:
    """Fetches files of papers into ``folder``. Methods block: call them in a worker thread.

    ``base_url`` has ``/pdf/`` and ``/html/`` below it. ``pacer`` gives out turns (see ``pace.py``). ``check_pdf`` looks
    at a whole PDF and raises PdfError where it cannot be read. ``offline`` never asks, ``refresh`` fetches again. ``max_bytes`` limits a file. ``clock`` gives seconds since the epoch.
    """

    def __init__(
        self,
        *,
        base_url: str,
        folder: Path,
        pacer: Pacer,
        check_pdf: Callable[[Path], None],
        offline: bool = False,
        refresh: bool = False,
        max_bytes: int = MAX_BYTES,
        patience: Patience = PATIENCE,
        clock: Callable[[], float] = time.time,
        on_notice: Callable[[str], None] = lambda text: None,
    ) -> None:
        self._arxiv = ArxivRequests(base_url.rstrip("/"), pacer, patience, clock, on_notice)
        self._folder, self._check_pdf = folder, check_pdf
        self._offline, self._refresh = offline, refresh
        self._max_bytes = max_bytes

    def fetch_pdf(self, paper: Paper | PaperRef) -> Path:
        """The paper's PDF as a file, fetched if it is not there.

        Raises NoPdf, NotAPdf, PdfTruncated, PdfEncrypted, PdfTooLarge, NotStored, ArxivUnreachable or its kinds,
        OutputError; all but the last two offer the abstract.
        """
        wanted = self._wanted(paper, "pdf")
        if wanted.target.exists() and not self._refresh:
            return wanted.target
        if self._offline:
            raise _not_stored(wanted)
        return self._arxiv.retried(lambda: self._once(wanted))

    def fetch_html(self, paper: Paper | PaperRef) -> Path:
        """arXiv's HTML page of the paper as a file, fetched if it is not there. Raises NoHtml where there is none.

        Offline, a paper whose PDF is stored has "no HTML", so that its PDF is read.
        """
        wanted = self._wanted(paper, "html")
        if wanted.target.exists() and not self._refresh:
            return wanted.target
        if self._offline:
            if self._wanted(paper, "pdf").target.exists():
                raise _no_html(wanted, "its HTML is not stored")
            raise _not_stored(wanted)
        mark = wanted.target.with_suffix(".nohtml")
        with contextlib.suppress(OSError):
            if not self._refresh and 0 <= self._arxiv.clock() - mark.stat().st_mtime < _NO_HTML_FOR_S:
                raise _no_html(wanted, mark.read_text("utf-8", errors="replace")[:200] or _NO_HTML)
        try:
            return self._arxiv.retried(lambda: self._once(wanted))
        except NoHtml as exc:
            with contextlib.suppress(OSError):
                mark.parent.mkdir(parents=True, exist_ok=True)
                mark.write_text(exc.message, "utf-8")
            raise

    def _wanted(self, paper: Paper | PaperRef, kind: str) -> _Wanted:
        name = paper.id if not paper.version else f"{paper.id}v{paper.version}"
        return _Wanted(str(paper), kind, name, self._folder / file_name_of(paper, kind))

    def _once(self, wanted: _Wanted) -> Path:
        target = wanted.target
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._arxiv.pacer.turn():
                # Another process may have fetched it while this one waited for its turn.
                if target.exists() and not self._refresh:
                    return target
                try:
                    self._receive(wanted)
                except TransportError as exc:
                    raise self._arxiv.no_answer(exc, wanted.paper) from exc
            _check_whole(wanted, self._check_pdf)
            wanted.part.replace(target)
            resuming.forget(wanted.part)
        except OSError as exc:
            raise OutputError(
                f"cannot write {target}: {exc.strerror or exc}",
                paper=wanted.paper,
                hint="check the disk; SUMMARIZE_HOME names another folder",
            ) from exc
        return target

    def _receive(self, wanted: _Wanted) -> None:
        """One request, whose body goes on with what is in ``wanted.part``. Raises TransportError too."""
        have, tag = resuming.resumable(wanted.part)
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **resuming.range_headers(have, tag)}
        url = f"{self._arxiv.base_url}/{wanted.kind}/{wanted.name}"
        began = time.monotonic()
        try:
            body = self._body(wanted, url, headers, have, began + self._arxiv.patience.overall_s)
        except TooSlow as exc:
            message = f"the file is not complete after {time.monotonic() - began:.0f} s"
            error = ArxivTimeout(message, paper=wanted.paper, hint=TRY_LATER)
            raise TryAgain(error, wait_s=0.0, broken=True) from exc
        size = resuming.size_of(wanted.part)
        if body.total is not None and size < body.total:
            raise TryAgain(
                (PdfTruncated if wanted.kind == "pdf" else ArxivNonsense)(
                    f"the download was cut after {size} of {body.total} bytes",
                    paper=wanted.paper,
                    hint=f"run it again: it goes on there; {ABSTRACT_ROUTE}",
                ),
                broken=True,
            )

    def _body(self, wanted: _Wanted, url: str, headers: Mapping[str, str], have: int, deadline: float) -> resuming.Body:
        """Append the answer's body to ``wanted.part``. Raises TooSlow and TransportError too."""
        asked = self._arxiv
        with (
            open_session(url) as session,
            get(session, url, asked.patience, headers, deadline=deadline, may_go_to=asked.may_go_to) as response,
        ):
            self._refuse(wanted, response.status_code, response.headers)
            try:
                body = resuming.announced(response, have)
            except resuming.WrongRange as exc:
                raise _start_over(wanted) from exc
            if body.total is not None and body.total > self._limit(wanted):
                raise self._too_large(wanted, body.total)
            resuming.remember(wanted.part, response.headers)
            coming = pieces(response, limit_bytes=self._limit(wanted) - body.start, deadline=deadline)
            if wanted.kind == "pdf" and body.start == 0:
                coming = _checked_start(wanted, coming)
            try:
                resuming.append(wanted.part, body.start, coming)
            except TooLarge as exc:
                raise self._too_large(wanted, body.start + exc.size) from exc
            except TransportError as exc:
                if exc.fault != "cut" or body.total is None:
                    raise
            return body

    def _limit(self, wanted: _Wanted) -> int:
        """The most bytes that the file may have."""
        return self._max_bytes if wanted.kind == "pdf" else min(self._max_bytes, _MAX_HTML_BYTES)

    def _refuse(self, wanted: _Wanted, status: int, headers: Mapping[str, str]) -> None:
        """Raise for every status that brings no file."""
        paper = wanted.paper
        if status in (200, 206):
            return
        if status == 416:
            raise _start_over(wanted)
        if status in (404, 410):
            if wanted.kind == "html":
                raise _no_html(wanted)
            raise NoPdf("arXiv has no PDF of this paper (it may be withdrawn)", paper=paper, hint=ABSTRACT_ROUTE)
        if status in BUSY_STATUS:
            error = ArxivBusy(f"arXiv is busy (HTTP {status})", paper=paper, hint=TRY_LATER)
            raise self._arxiv.busy(error, headers, hint_if_long=TRY_LATER)
        unreachable = ArxivUnreachable(
            f"arXiv answers with HTTP {status}", paper=paper, hint=f"{TRY_LATER}; {ABSTRACT_ROUTE}"
        )
        raise TryAgain(unreachable) if status >= 500 else unreachable

    def _too_large(self, wanted: _Wanted, size: int) -> PdfTooLarge | NoHtml:
        resuming.forget(wanted.part)
        if wanted.kind == "html":
            return _no_html(wanted, f"arXiv's HTML of this paper has more than {self._limit(wanted) / 2**20:.0f} MB")
        return PdfTooLarge(
            f"its file has {size / 2**20:.0f} MB or more, over the limit of {self._limit(wanted) / 2**20:.0f} MB",
            paper=wanted.paper,
            hint=ABSTRACT_ROUTE,
        )


def _not_stored(wanted: _Wanted) -> NotStored:
    message = f"its {wanted.kind.upper()} is not stored, and --offline forbids to fetch it"
    return NotStored(message, paper=wanted.paper, hint=ABSTRACT_ROUTE)


def _no_html(wanted: _Wanted, message: str = _NO_HTML) -> NoHtml:
    return NoHtml(message, paper=wanted.paper, hint=f"read its PDF (--source pdf); {ABSTRACT_ROUTE}")


def _start_over(wanted: _Wanted) -> TryAgain:
    """For an answer that does not go on where the unfinished file ends: the next attempt asks for the whole file."""
    resuming.forget(wanted.part)
    error = ArxivNonsense("arXiv refuses to go on with a download", paper=wanted.paper, hint=TRY_LATER)
    return TryAgain(error, wait_s=0.0, broken=True)


def _checked_start(wanted: _Wanted, coming: Iterator[bytes]) -> Iterator[bytes]:
    """``coming``, if it starts as a PDF does. Raises NotAPdf, which says what came instead."""
    first = next(coming, b"")
    if b"%PDF-" not in first[:1024] and len(first) >= 5:
        resuming.forget(wanted.part)
        lowered = first[:4096].lower()
        if b"captcha" in lowered or b"robot" in lowered:
            what = "arXiv asks for a CAPTCHA instead of sending the PDF"
        elif b"<html" in lowered or b"<!doctype" in lowered:
            what = "arXiv sent a web page instead of the PDF"
        else:
            what = "what arXiv sent is not a PDF"
        raise NotAPdf(what, paper=wanted.paper, hint=f"wait some minutes and try again; {ABSTRACT_ROUTE}")
    yield first
    yield from coming


def _check_whole(wanted: _Wanted, check_pdf: Callable[[Path], None]) -> None:
    """Look at the whole file, and remove it where it is no good. Raises PdfError, ArxivNonsense."""
    part = wanted.part
    if wanted.kind == "pdf":
        try:
            check_pdf(part)
        except SummarizeError as exc:
            resuming.forget(part)
            exc.paper = wanted.paper
            raise
        return
    page = part.read_bytes()
    if b"</html" not in page[-4096:].lower():
        resuming.forget(part)
        raise ArxivNonsense("arXiv's HTML page is cut off", paper=wanted.paper, hint=f"{TRY_LATER}; or --source pdf")
    if page.count(b"<") - page.count(b"</") > _MOST_ELEMENTS:
        resuming.forget(part)
        raise _no_html(wanted, f"arXiv's HTML of this paper has more than {_MOST_ELEMENTS:,} elements")
