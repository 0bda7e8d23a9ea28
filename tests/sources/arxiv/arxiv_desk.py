"""What the tests of arXiv share: made-up papers, a memory in a dict, and a source that does not wait."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarize.errors import SummarizeError
from summarize.sources.arxiv.api import ArxivApi, Patience
from summarize.sources.arxiv.ids import parse_ref
from summarize.sources.arxiv.pace import Pacer
from summarize.values import Paper, PaperRef

NOW = 1_763_694_000.0  # 2025-11-21T03:00:00Z


def made_up(n: int, version: int = 1) -> Paper:
    """Return paper number ``n``."""
    return Paper(
        id=f"2503.{n:05}",
        version=version,
        title=f"On Tides, Part {n}",
        abstract=f"We measure tide {n}. It is high.",
        authors=("Ada Muster", "Zoë Probe"),
        published="2025-03-06",
        updated="2025-03-06",
        categories=("cs.CL",),
    )


@dataclass(frozen=True)
class Kept:
    paper: Paper
    fetched_at: float


class DictMemory(dict[PaperRef, Kept]):
    """A PaperMemory that forgets at the end of the test."""

    def put(self, ref: PaperRef, paper: Paper, fetched_at: float) -> None:
        self[ref] = Kept(paper, fetched_at)


class Desk:
    """A source for ``url`` whose waits are noted in ``waits`` and whose notices are noted in ``notices``."""

    def __init__(
        self,
        url: str,
        *,
        memory: DictMemory | None = None,
        clock: Callable[[], float] = lambda: NOW,
        patience: Patience | None = None,
        refresh: bool = False,
        offline: bool = False,
    ) -> None:
        self.waits: list[float] = []
        self.notices: list[str] = []
        self.folder = tempfile.TemporaryDirectory()
        self.lock = Path(self.folder.name) / "arxiv.lock"
        self.source = ArxivApi(
            base_url=url,
            pacer=Pacer(self.lock, 0, clock=clock, sleep=self.waits.append),
            memory=memory,
            refresh=refresh,
            offline=offline,
            patience=patience or Patience(connect_s=5, read_s=10, overall_s=20),
            clock=clock,
            on_notice=self.notices.append,
        )

    def fetch(self, names: Sequence[str]) -> dict[str, Paper | SummarizeError]:
        answers = asyncio.run(self.source.fetch([parse_ref(n) for n in names]))
        return {str(ref): answer for ref, answer in answers.items()}

    def one(self, name: str) -> Paper | SummarizeError:
        (answer,) = self.fetch([name]).values()
        return answer
