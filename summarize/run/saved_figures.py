"""The pictures of a paper, cut from its PDF and saved beside the page (``--figures``)."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.terminal.output_files import page_folder_of, paper_name

if TYPE_CHECKING:
    from summarize.sources.open_sources import Sources
    from summarize.values import Figure, Paper, PaperRef


async def save_figures(
    sources: Sources, ref: PaperRef, paper: Paper, *, folder: str, output: str | None
) -> tuple[Figure, ...]:
    """Page 1, figures and tables of the paper's PDF, as files in a folder of the paper's own below ``folder``.

    Their paths are relative to the folder of the page, which is written to ``output``. Raises PdfError, OutputError.
    """
    from summarize.reading.pdf.figures import cut_figures
    from summarize.reading.pdf.read_pdf import read_pdf

    path = await sources.pdf(ref, paper)
    own = Path(folder) / paper_name(paper)
    figures = await sources.pdfs.run(lambda: cut_figures(path, read_pdf(path), own))
    page_folder = page_folder_of(output)
    return tuple(
        replace(figure, path=Path(os.path.relpath(own / figure.path, page_folder)).as_posix()) for figure in figures
    )
