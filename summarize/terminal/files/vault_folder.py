"""A folder of notes in an Obsidian vault: a note a paper, the PDFs that they cite, and lists of references."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import NotOverwritten
from summarize.layouts.layout import Beside
from summarize.layouts.markdown.vault_note import can_be_linked
from summarize.layouts.references.reference_layouts import ReferenceLayout
from summarize.layouts.references.reference_lists import CitationKeys, no_earlier_results
from summarize.page.outcomes import Made
from summarize.terminal.files.output_files import copy_whole, paper_name, ref_of
from summarize.terminal.files.page_file import PageFile
from summarize.terminal.files.page_sinks import PAGE_INTERVAL_S, FolderSink
from summarize.terminal.files.reference_file import ReferencePage
from summarize.values import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarize.layouts import Layout, RunInfo
    from summarize.layouts.references.reference_lists import EarlierResults
    from summarize.values import Outcome, Paper, PaperRef

#: The folder of PDFs beside the notes.
ATTACHMENTS = "attachments"
#: The lists of references beside the notes, by their layouts.
LISTS = {"csl-json": "references.json", "bibtex": "references.bib"}
#: A folder that has this one in it is a vault (Obsidian's help, "How Obsidian stores data").
_OBSIDIAN = ".obsidian"


class VaultSink(FolderSink):
    """Output of one note a paper, under a name that all versions of the paper share.

    ``pdf_of`` gives the PDF of a paper where it is on this machine, or None. A PDF that the note cites by page is linked
    where it lies in the vault, and copied into ``attachments/`` otherwise. The references of the run's papers are added
    to the lists of references from time to time and at the end; ``earlier`` gives the results that are known of a paper.
    """

    def __init__(
        self,
        folder: Path,
        layout: Layout,
        run: RunInfo,
        report: Callable[[NotOverwritten], None],
        *,
        overwrite: bool,
        pdf_of: Callable[[PaperRef, Paper], Path | None],
        earlier: EarlierResults = no_earlier_results,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(folder, layout, run, report, stable=True, overwrite=overwrite)
        self._pdf_of = pdf_of
        self._root = vault_root(folder)
        self._lists = [
            ReferencePage(PageFile(folder / name, ReferenceLayout(form), overwrite=overwrite), earlier)
            for form, name in LISTS.items()
        ]
        self._keys = CitationKeys(entry for references in self._lists for entry in references.standing())
        self._done: list[Made] = []
        self._clock, self._next = clock, clock() + PAGE_INTERVAL_S

    def add(self, outcome: Outcome, key: str = "") -> None:
        super().add(outcome, key)
        if isinstance(outcome, Result):
            self._done.append(Made(outcome, key=key))
        if self._done and self._clock() >= self._next:
            for references in self._lists:
                with suppress(NotOverwritten):  # said at the end
                    references.write(self._done, self._run, self._keys)
            self._next = self._clock() + PAGE_INTERVAL_S

    def finish(self, *, complete: bool) -> None:
        super().finish(complete=complete)
        for references in self._lists if self._done else []:
            try:
                references.write(self._done, self._run, self._keys)
            except NotOverwritten as error:
                self._left(error)

    def _run_of(self, result: Result) -> RunInfo:
        beside = Beside(self._pdf(result), self._keys.of(result.paper))
        return replace(self._run, beside={str(result.paper): beside})

    def _pdf(self, result: Result) -> str:
        """Return what a link in the vault names the paper's PDF by; "" where it is not there."""
        copy = self._folder / ATTACHMENTS / f"{paper_name(result.paper)}.pdf"
        if not uses_pdf(result):
            return copy.name if copy.is_file() else ""
        path = self._pdf_of(ref_of(result), result.paper)
        inside = path_in_vault(path, self._root) if path is not None else ""
        if inside:
            return inside
        if path is not None:
            copy_whole(path, copy)
        return copy.name if copy.is_file() else ""


def uses_pdf(result: Result) -> bool:
    """Whether a note names pages of its paper's PDF, or shows pictures from it."""
    places = (place for takeaway in result.draft.takeaways for place in takeaway.evidence)
    return (
        any(place.page is not None for place in places)
        or any(section.page for section in result.draft.sections)
        or bool(result.figures)
    )


def vault_root(folder: Path) -> Path:
    """Return the folder of the vault in which ``folder`` lies: the nearest one with settings of Obsidian in it.

    Where there is none, ``folder`` itself will be opened as a vault.
    """
    whole = folder.resolve()
    return next((above for above in (whole, *whole.parents) if (above / _OBSIDIAN).is_dir()), whole)


def path_in_vault(path: Path, root: Path) -> str:
    """Return the path of a file from the root of the vault, as links name it; "" where no link can reach it."""
    whole = path.resolve()
    if not whole.is_relative_to(root):
        return ""
    inside = whole.relative_to(root).as_posix()
    return inside if can_be_linked(inside) else ""
