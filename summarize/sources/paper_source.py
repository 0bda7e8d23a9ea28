"""What a source of papers is, and what it is opened with.

A further source is one file with a subclass of :class:`PaperSource`, and one line in ``source_table.py``.
"""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from summarize.errors import NoPdf
from summarize.settings import arxiv_settings, find_places
from summarize.values import Links, Paper, PaperRef

if TYPE_CHECKING:
    from summarize.settings import ArxivSettings, Places, Settings
    from summarize.sources.open_sources import Sources
    from summarize.store.storage import Store
    from summarize.values import Document


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """What a source is opened with: the options that concern it, places, memory, and who is told.

    ``source`` is the option ``--source`` (``auto``, ``html`` or ``pdf``). ``offline`` forbids the network, ``refresh``
    asks again for what is stored. A record of a paper without a version is good for ``max_age_s`` seconds. ``retries``
    is how often a request that failed is made again. ``notice`` hears what every user should know, ``detail`` what
    ``-v`` shows. ``clock`` gives seconds since the epoch.
    """

    env: Mapping[str, str]
    places: Places
    arxiv: ArxivSettings
    store: Store
    source: str = "auto"
    refresh: bool = False
    offline: bool = False
    max_age_s: float = 24 * 3600.0
    retries: int = 3
    notice: Callable[[str], None] = lambda text: None
    detail: Callable[[str], None] = lambda text: None
    clock: Callable[[], float] = time.time


def source_settings(
    settings: Settings,
    env: Mapping[str, str],
    store: Store,
    *,
    notice: Callable[[str], None] = lambda text: None,
    detail: Callable[[str], None] = lambda text: None,
) -> SourceSettings:
    """What sources need of a command's settings and of the environment. Raises BadSetting."""
    return SourceSettings(
        env=env,
        places=find_places(env),
        arxiv=arxiv_settings(env),
        store=store,
        source=settings.source,
        refresh=settings.refresh,
        offline=settings.offline,
        max_age_s=settings.max_age_s,
        retries=settings.retries,
        notice=notice,
        detail=detail,
    )


class PaperSource(Protocol):
    """Where papers come from. The methods without a body here must be given; the others have a default.

    A source is made when a run first needs it, and used from one event loop. What blocks belongs in a worker thread.
    ``sources`` are those of the run: another one's record, and PDFs read one at a time (``pdfs``), come from there.
    ``name`` stands in ``PaperRef.source``. ``always_whole`` is ``"pdf"`` or ``"html"`` where the papers are read whole
    without ``--full``, as local PDFs are. The modules of a source import heavy packages only where they use them: a
    stored page needs ``parse`` and ``result_name``, and is shown in a fifth of a second.

    Errors: ``__init__`` raises BadSetting where the source cannot be used at all, which ends the run. The other methods
    raise PaperError (or ArxivUnreachable) for one paper; any other exception reaches the user as a fault of the
    program.
    """

    name: ClassVar[str]
    always_whole: ClassVar[Literal["pdf", "html"] | None] = None

    @abstractmethod
    def __init__(self, settings: SourceSettings, sources: Sources) -> None: ...

    @staticmethod
    @abstractmethod
    def parse(text: str) -> PaperRef | None:
        """The paper that ``text`` names, or None where the name is not one of this source's.

        Raises UsageError where the text is plainly meant for this source and is wrong.
        """

    @staticmethod
    def find(text: str) -> tuple[PaperRef, ...]:
        """The papers that free text names, in order and once each."""
        return ()

    @staticmethod
    def links(paper: Paper) -> Links:
        """Where the source shows ``paper``. Records carry it; pages stored without it are given it."""
        return Links()

    @abstractmethod
    def result_name(self, ref: PaperRef, paper: Paper | None = None) -> str:
        """What a stored result of ``ref`` is known by: exact, so that a changed paper has another name.

        Without ``paper`` the source answers from its memory and asks nobody; ``""`` where it does not know.
        """

    def expect(self, refs: Sequence[PaperRef]) -> None:
        """Hear once, in the event loop, which records the run will ask for, so that many can be had at once."""

    @abstractmethod
    async def record(self, ref: PaperRef) -> Paper:
        """The record of ``ref``, with its links. Raises SummarizeError."""

    @abstractmethod
    async def document(self, ref: PaperRef, paper: Paper | None = None) -> Document:
        """The text of the whole paper. ``paper`` is its record, where the caller has it. Raises SummarizeError."""

    async def pdf(self, ref: PaperRef, paper: Paper) -> Path:
        """The paper's PDF as a file, from which figures are cut. Raises NoPdf where the source has none."""
        raise NoPdf("its source has no PDF of it", paper=str(ref))

    def stored_pdf(self, ref: PaperRef, paper: Paper) -> Path | None:
        """The paper's PDF where it is on this machine already. Nobody is asked."""
        return None

    def record_requests(self, papers: int) -> int:
        """How many requests over the network the records of so many papers take."""
        return 0

    def document_wait_s(self, papers: int) -> float | None:
        """At least how many seconds the documents of so many papers take at the source's pace; None: no download."""
        return None

    def close(self) -> None:
        """Give up what is still asked for, so that the program can end."""
