"""Pages in the reader's browser: each is written as an HTML file and then opened."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import OutputError
from summarize.layouts import LayoutOptions, RunInfo, load_layout
from summarize.terminal.files.output_files import file_name, write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarize.interests.interest import Interests
    from summarize.values import LanguageOrder, Result


def write_page(
    results: Sequence[Result], folder: Path, interests: Interests | None = None, *, order: LanguageOrder = "zh-en"
) -> Path:
    """Write the web page of these results into ``folder`` and return its path. ``results`` must not be empty.

    The file is named after the paper, or ``papers.html`` for several. Where ``folder`` cannot be written, it is in a new
    folder for temporary files. ``interests`` rank several. Raises OutputError.
    """
    made = results[0].provenance
    options = LayoutOptions(
        to=results[0].to, also_english=True, bibtex=True, contents=True, interests=interests, order=order
    )
    run = RunInfo(
        title="arXiv 論文" if results[0].to == "zh-Hant" else "arXiv 论文",
        date=max(result.provenance.made for result in results),
        total=len(results),
        model=made.model,
        program=made.program,
        checked=all(result.provenance.checked for result in results),
    )
    path = folder / (f"{file_name(results[0])}.html" if len(results) == 1 else "papers.html")
    page = load_layout("html", options).page(results, run)
    try:
        write_whole(path, page)
    except OutputError:
        path = Path(tempfile.mkdtemp(prefix="summarize-")) / path.name
        write_whole(path, page)
    return path


def show_in_browser(path: Path) -> bool:
    """Open the page. Return False where there is no browser. The environment's ``BROWSER`` names another browser."""
    import webbrowser

    try:
        return webbrowser.open(path.resolve().as_uri())
    except webbrowser.Error:
        return False
