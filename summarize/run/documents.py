"""What the pages of a run need of its papers: records and texts from their sources, and pictures in files."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.terminal.files.output_files import page_folder_of, paper_name

if TYPE_CHECKING:
    from summarize.settings import Settings
    from summarize.sources.open_sources import Sources
    from summarize.values import Document, Figure, Paper, PaperRef


@dataclass(frozen=True, slots=True)
class Documents:
    """The papers of one run, for ``PageMaker``. Each method raises a SummarizeError where a paper cannot be had."""

    sources: Sources
    settings: Settings

    def result_name(self, ref: PaperRef, paper: Paper) -> str:
        """What a stored result of the paper is known by: ``IDvN``, or ``sha256:…`` of a local file."""
        return self.sources.result_name(ref, paper)

    async def paper_of(self, ref: PaperRef) -> Paper:
        """The record of ``ref``."""
        return await self.sources.record(ref)

    async def document_of(self, ref: PaperRef, paper: Paper) -> Document:
        """The text of the whole paper."""
        return await self.sources.document(ref, paper)

    async def figures_of(self, ref: PaperRef, paper: Paper) -> tuple[Figure, ...]:
        """Page 1, figures and tables of the paper's PDF, as files in a folder of its own below ``--figures``.

        Their paths are relative to where the page is written.
        """
        path = await self.sources.pdf(ref, paper)
        folder = Path(self.settings.figures or "figures") / paper_name(paper)
        figures = await self.sources.pdfs.cut_figures(path, folder)
        page_folder = page_folder_of(self.settings.output)
        return tuple(
            replace(figure, path=Path(os.path.relpath(folder / figure.path, page_folder)).as_posix())
            for figure in figures
        )
