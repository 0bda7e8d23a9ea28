"""The file that a page is written into: what stands there, what of it is the reader's, and the papers that are added."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import NotOverwritten
from summarize.layouts.existing.json_pages import JsonPapers, json_page, read_json_papers
from summarize.layouts.existing.marked_page import (
    PageMarks,
    check_markers,
    marked_markdown,
    marked_web_page,
    read_marks,
)
from summarize.layouts.existing.markers import NotOurs, PaperMark
from summarize.layouts.layout import part_name
from summarize.terminal.files.output_files import write_whole
from summarize.values import Paper, Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarize.layouts import Layout, RunInfo
    from summarize.page.outcomes import Made
    from summarize.values import Outcome, PaperRef

#: Suffixes of layouts whose pages have markers: those that people read. JSON and the like are written whole.
_MARKDOWN, _WEB = (".md",), (".html", ".htm")
_JSON = (".json", ".jsonl")
#: Suffixes of lists of references (``REFERENCE_LISTS``), to which what stands in a file belongs too.
_REFERENCES = (".bib", ".csl.json", ".ris")
#: A message names at most this many papers.
_NAMED = 3


class PageFile:
    """The file at ``path`` for pages of ``layout``. With ``overwrite`` it is replaced whatever stands in it.

    Where ``path`` is a link, the file that it points to is written.
    """

    def __init__(self, path: Path, layout: Layout, *, overwrite: bool = False) -> None:
        self.path, self.layout, self.overwrite = path, layout, overwrite

    @property
    def has_markers(self) -> bool:
        """Whether pages of this layout have markers."""
        return self.layout.suffix in _MARKDOWN + _WEB

    def check(self) -> None:
        """Raise NotOverwritten where the file holds what this program did not write, or may not be written."""
        text = self.text()
        if text and text.strip() and self.has_markers and not self.overwrite:
            try:
                check_markers(text, self.layout.suffix)
            except NotOurs as error:
                raise self.kept(str(error)) from error

    def text(self) -> str | None:
        """Return what stands in the file; None where there is none, or a device or pipe. Raises NotOverwritten."""
        try:
            if self.path.is_dir():
                raise self.kept("it is a folder", hint="Remove it, or choose another -o")
            if not self.path.is_file():
                return None
            if not self.path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
                raise self.kept("it is write-protected", hint="chmod u+w allows it; or choose another -o")
            read = self.layout.suffix in _MARKDOWN + _WEB + _JSON + _REFERENCES
            return self.path.read_bytes().decode("utf-8") if read else ""
        except UnicodeDecodeError as error:
            if self.overwrite or not (self.has_markers or self.layout.suffix in _REFERENCES):
                return ""
            raise self.kept("it is not written in UTF-8") from error
        except OSError as error:
            raise self.kept(f"it cannot be read: {error.strerror or error}") from error

    def put(self, outcomes: Sequence[Outcome], run: RunInfo, marks: PageMarks) -> bool:
        """Write the page of these outcomes. Return False where it stands there already. Raises OutputError."""
        standing = self.text()
        if not self.has_markers or (standing is None and self.path.exists()):
            return self.write(self.layout.page(outcomes, run))
        marked = marked_markdown if self.layout.suffix in _MARKDOWN else marked_web_page
        try:
            text = marked(self.layout.parts(outcomes, run), marks, standing, overwrite=self.overwrite)
        except NotOurs as error:
            raise self.kept(str(error)) from error
        return self.write(text)

    def write(self, text: str) -> bool:
        """Write this text. Return False where it stands there already. Raises OutputError."""
        target = Path(os.path.realpath(self.path)) if self.path.is_symlink() else self.path
        return write_whole(target, text)

    def kept(self, why: str, hint: str = "") -> NotOverwritten:
        """Return the error that the file was left as it is."""
        return NotOverwritten(
            f"{self.path} is left as it is: {why}", hint=hint or "--overwrite replaces it; or choose another -o"
        )


class WholePage:
    """A page of all papers of a run, which is made anew each time. The reader's notes in its file stay."""

    def __init__(self, file: PageFile) -> None:
        self._file = file

    def check(self) -> None:
        """Raise NotOverwritten where the page cannot be written."""
        self._file.check()

    def write(self, made: Sequence[Made], run: RunInfo) -> bool:
        """Write the page of what came of the papers. Return False where it stands there already."""
        marks = PageMarks(self._file.layout.name, _marks(made, ""))
        return self._file.put([m.outcome for m in made], run, marks)


class GrowingPage:
    """A page to which ``--new-only`` adds papers, new ones first (in JSON, last). ``papers`` stand there already.

    ``stored`` gives the result of a key, or None. The papers of Markdown and web pages are drawn anew from the store,
    with the day on which they were added; JSON has them itself.
    """

    def __init__(self, file: PageFile, stored: Callable[[str], Result | None]) -> None:
        self._file, self._stored = file, stored
        self._problem: NotOverwritten | None = None
        self._json = JsonPapers()
        self.papers: tuple[PaperMark, ...] = ()
        try:
            self.papers = self._read()
        except NotOverwritten as error:
            if not file.overwrite:
                self._problem = error

    def check(self) -> None:
        """Raise NotOverwritten where nothing can be added to what stands there."""
        if self._problem is not None:
            raise self._problem
        if self._file.overwrite or self._file.layout.suffix in _JSON:
            return
        missing = [paper.name for paper in self.papers if self._stored(paper.key) is None]
        if missing:
            some = ", ".join(missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
            raise self._file.kept(
                f"{len(missing)} of the {len(self.papers)} papers that stand there are no more in the store ({some})",
                hint="--overwrite makes a page without them; a run without --new-only makes the papers that it names",
            )

    def stands(self, ref: PaperRef) -> bool:
        """Whether the page has this paper; where ``ref`` names a version, this version."""
        name = part_name(Paper(ref.id, 0, "", "", path=ref.path))
        return any(paper.name == name and ref.version in (None, paper.version) for paper in self.papers)

    def write(self, made: Sequence[Made], run: RunInfo) -> bool:
        """Write the page with what came of the new papers. Return False where it stands there already.

        The file is read again before, so that another run's papers stay, and the reader's last notes.
        """
        if not made:
            return False
        if not self._file.overwrite:
            self.papers = self._read()
            self.check()
        new = [m.outcome for m in made]
        lines = self._file.layout.suffix == ".jsonl"
        if self._file.layout.suffix in _JSON:
            return self._file.write(json_page(self._json.with_added(new, run.date), lines=lines))
        marks = _marks(made, run.date)
        names = {mark.name for mark in marks}
        kept = [(mark, self._stored(mark.key)) for mark in self.papers if mark.name not in names]
        standing = [(mark, result) for mark, result in kept if result is not None]
        added = {str(outcome.paper): run.date for outcome in new if isinstance(outcome, Result)}
        added |= {str(result.paper): mark.added for mark, result in standing}
        whole = replace(run, total=run.total + len(standing), added=added, many=True)
        all_marks = PageMarks(self._file.layout.name, (*marks, *(mark for mark, _ in standing)))
        return self._file.put([*new, *(result for _, result in standing)], whole, all_marks)

    def _read(self) -> tuple[PaperMark, ...]:
        suffix, text = self._file.layout.suffix, self._file.text()
        if text is None or (not text.strip() and suffix in _MARKDOWN + _WEB + _JSON):
            return ()
        try:
            if suffix in _JSON:
                self._json = read_json_papers(text, lines=suffix == ".jsonl")
                return self._json.papers
            if not self._file.has_markers:
                raise NotOurs(f"a page of the layout {self._file.layout.name} does not say which papers stand there")
            marks = read_marks(text, suffix)
        except NotOurs as error:
            raise self._file.kept(str(error)) from error
        if marks.layout != self._file.layout.name:
            raise self._file.kept(
                f"it is a page of the layout {marks.layout}, and {self._file.layout.name} was asked for",
                hint=f"--layout {marks.layout} adds to it; or choose another -o",
            )
        return marks.papers


def _marks(made: Sequence[Made], day: str) -> tuple[PaperMark, ...]:
    """Return the marks of the papers that are done."""
    return tuple(
        PaperMark(part_name(m.outcome.paper), m.outcome.paper.version, m.key, day)
        for m in made
        if isinstance(m.outcome, Result)
    )
