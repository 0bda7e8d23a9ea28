"""Where the outcomes of a run go: the page on stdout or in files, and what a person sees meanwhile."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from summarize.characters import neutral
from summarize.errors import UsageError
from summarize.layouts import REFERENCE_LISTS, LayoutOptions, load_layout
from summarize.terminal.files.output_files import output_path, sweep
from summarize.terminal.files.page_stream import StreamSink
from summarize.terminal.live.progress import Display
from summarize.terminal.pager import show_in_pager, wants_pager
from summarize.values import PaperFailure, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from summarize.interests.interest import Interests
    from summarize.interests.ranking import Ranker
    from summarize.layouts import RunInfo
    from summarize.page.outcomes import Made, Observer
    from summarize.settings import Settings
    from summarize.terminal.console import Console
    from summarize.terminal.files.page_file import GrowingPage, WholePage
    from summarize.terminal.files.page_sinks import FolderSink
    from summarize.terminal.files.page_stream import Sink
    from summarize.terminal.files.reference_file import ReferencePage
    from summarize.values import Outcome, Paper, PaperRef

#: A layout that was not asked for follows the suffix of the output file.
_BY_SUFFIX = {
    ".json": "json", ".jsonl": "jsonl", ".html": "html", ".htm": "html", ".bib": "bibtex", ".csl.json": "csl-json",
    ".ris": "ris",
}  # fmt: skip
_DEFAULT_LAYOUT = "report"


class PageOutput:
    """Writes pages and shows progress. ``stored`` gives the result that the store has under a key, or None.

    ``stored_pdf`` gives a paper's PDF where it is on this machine, or None, and ``earlier`` all results that the store
    has of a paper. Raises UsageError for an unknown layout and
    for a vault that is no folder of Markdown, TemplateError for a layout template that cannot be compiled, BadSetting
    for an interests file that cannot be understood.
    """

    _sink: Sink
    _display: Display
    _alone: bool

    def __init__(
        self,
        settings: Settings,
        console: Console,
        stored: Callable[[str], Result | None],
        stored_pdf: Callable[[PaperRef, Paper], Path | None] = lambda ref, paper: None,
        earlier: Callable[[Paper], Iterable[Result]] = lambda paper: (),
    ) -> None:
        self._settings, self._console, self._stored_pdf, self._earlier = settings, console, stored_pdf, earlier
        path = output_path(settings.output) if settings.output and settings.output != "-" else None
        name = settings.layout or _layout_of(path)
        #: What ranks the papers of a page, or None without ``--interests``.
        self.interests = interests_of(settings)
        options = LayoutOptions(
            to=settings.to,
            also_english=settings.also_english,
            front_matter=settings.front_matter,
            vault=settings.vault,
            bibtex=settings.bibtex,
            contents=path is not None,
            interests=self.interests,
            order=settings.order,
        )
        self._layout = load_layout(name, options)
        self._folder = path if path is not None and _is_folder(path, settings) else None
        if settings.vault and (self._folder is None or self._layout.suffix != ".md"):
            raise _no_vault(settings.output, None if self._folder is None else self._layout.name)
        self._page: WholePage | GrowingPage | ReferencePage | None = None
        self._growing: GrowingPage | None = None
        self._folder_sink: FolderSink | None = None
        if path is not None and self._folder is None:
            from summarize.terminal.files.page_file import GrowingPage, PageFile, WholePage

            file = PageFile(path, self._layout, overwrite=settings.overwrite)
            if name in REFERENCE_LISTS:
                from summarize.terminal.files.reference_file import ReferencePage

                self._page = ReferencePage(file, earlier)
            else:
                self._growing = GrowingPage(file, stored) if settings.new_only else None
                self._page = self._growing or WholePage(file)
        self._to_terminal = path is None and sys.stdout.isatty()
        on_terminal = path is None and console.draws_on(sys.stdout)
        self._pretty = on_terminal and name == _DEFAULT_LAYOUT
        #: Pages that are kept until the end for the pager.
        self._paged = StringIO() if settings.pager and on_terminal and wants_pager(os.environ) else None

    def stands(self, ref: PaperRef) -> bool:
        """Whether the paper stands already in the page to which ``--new-only`` adds."""
        return self._growing is not None and self._growing.stands(ref)

    @property
    def growing(self) -> str:
        """The file to which ``--new-only`` adds papers, or "" where pages go elsewhere."""
        return str(self._settings.output) if self._growing is not None else ""

    @property
    def kept(self) -> int:
        """How many files were left as they are, because they may not be overwritten."""
        return self._folder_sink.kept if self._folder_sink is not None else 0

    def begin(self, run: RunInfo, reload: Callable[[], Iterable[Made]]) -> None:
        """Begin the page. ``reload`` gives what came of the papers so far, in order, for a page in a file.

        Raises NotOverwritten where the page's file may not be overwritten.
        """
        settings, layout, console = self._settings, self._layout, self._console
        if self._folder is not None and settings.vault:
            from summarize.terminal.files.vault_folder import VaultSink

            pdf_of = self._stored_pdf if settings.pdfs else lambda ref, paper: None
            self._sink = self._folder_sink = VaultSink(
                self._folder,
                layout,
                run,
                console.error,
                overwrite=settings.overwrite,
                pdf_of=pdf_of,
                earlier=self._earlier,
            )
        elif self._folder is not None:
            from summarize.terminal.files.page_sinks import FolderSink

            self._sink = self._folder_sink = FolderSink(
                self._folder, layout, run, console.error, stable=settings.stable_names, overwrite=settings.overwrite
            )
        elif self._page is not None:
            from summarize.terminal.files.page_sinks import FileSink

            self._page.check()
            sweep(Path(str(settings.output)).parent)
            self._sink = FileSink(self._page, run, reload, for_programs=layout.suffix in (".json", ".jsonl"))
        else:
            self._sink = StreamSink(self._stdout, layout, run, neutral)
        self._alone = run.total == 1
        self._say_what_is_not_ranked(run)
        self._display = Display(console, run.total, shows_draft=self._pretty and run.total == 1)

    @property
    def observer(self) -> Observer | None:
        """Who hears replies as they arrive, if anybody looks."""
        return self._display.observer

    def count_calls(self, running: Callable[[], int]) -> None:
        """Show in the progress how many model calls run, which ``running`` tells."""
        self._display.count_calls(running)

    def began(self, ref: PaperRef) -> None:
        self._display.began(ref)

    def ended(self, ref: PaperRef, made: Made) -> None:
        self._display.ended(ref, made)

    def add(self, outcome: Outcome, *, key: str, stored: bool, said: bool = False) -> None:
        """The next outcome in order; ``said`` where stderr has told of it already.

        ``key`` is the one under which the store has it, or "".
        """
        if stored:
            self._console.detail(f"{outcome.paper if isinstance(outcome, Result) else outcome.ref}: from the store")
        if isinstance(outcome, PaperFailure):
            if not said:
                self._console.failure(outcome)
        elif self._pretty:
            with self._display.aside():
                self._draw(outcome)
        if isinstance(outcome, Result):
            if not self._pretty:
                self._console.findings(outcome)
            for hidden in outcome.reading.hidden:
                self._console.detail(f"{outcome.paper}: hidden text on page {hidden.page} ({hidden.reason})")
        if not self._pretty:
            with self._display.aside() if self._to_terminal else nullcontext():
                self._sink.add(outcome, key)

    def finish(self, *, complete: bool) -> None:
        """No more outcomes: end the display and the page."""
        self._display.close()
        if not self._pretty:
            self._sink.finish(complete=complete)
        if (folder := self._folder_sink) is not None:
            output, kept = self._settings.output, folder.kept
            self._console.note(
                f"{folder.written} written, {folder.unchanged} unchanged, {kept} left as they are in {output}"
                if kept
                else f"{folder.written} written, {folder.unchanged} unchanged in {output}"
            )
        self.show_paged()

    def show_paged(self) -> None:
        """Show what was kept for the pager, once (``--pager``)."""
        if self._paged is not None:
            self._display.close()
            text, self._paged = self._paged.getvalue(), None
            show_in_pager(text)

    @property
    def _stdout(self) -> TextIO:
        return sys.stdout if self._paged is None else self._paged

    def _draw(self, result: Result) -> None:
        from summarize.terminal.draw_page import draw_page

        draw_page(
            result,
            self._stdout,
            colour=self._console.colours(sys.stdout),
            order=self._settings.order,
            relevance=self._ranker.relevance(result) if self._ranker is not None else None,
            alone=self._alone,
        )

    @cached_property
    def _ranker(self) -> Ranker | None:
        if self.interests is None:
            return None
        from summarize.interests.ranking import Ranker

        return Ranker(self.interests)

    def _say_what_is_not_ranked(self, run: RunInfo) -> None:
        """Say where ``--interests`` cannot do what it does to a page that is written whole."""
        if self._settings.interests is None:
            return
        if self._layout.suffix in (".json", ".jsonl"):
            self._console.note(f"--interests changes nothing in the layout {self._layout.name}")
        elif run.total > 1 and self._page is None and self._folder is None and self._layout.streams:
            self._console.note("papers on stdout keep the order given, with the reasons; -o FILE ranks them")


def _layout_of(path: Path | None) -> str:
    """Return the layout that the name of the output file stands for. The longer suffix counts (``.csl.json``)."""
    suffixes = path.suffixes if path is not None else []
    ends = ["".join(suffixes[-2:]).lower(), "".join(suffixes[-1:]).lower()]
    return next((_BY_SUFFIX[end] for end in ends if end in _BY_SUFFIX), _DEFAULT_LAYOUT)


def _no_vault(output: str | None, layout: str | None) -> UsageError:
    """Return the error that ``output`` is no folder, or that ``layout`` is no Markdown."""
    if layout is not None:
        return UsageError(f"notes of a vault are Markdown, and {layout} is not", hint="Leave --layout or --vault away")
    what = f"{output} is none" if output and output != "-" else "none is named"
    return UsageError(f"--vault writes a note a paper into a folder, and {what}", hint="-o VAULT/ names one")


def interests_of(settings: Settings) -> Interests | None:
    """Return what ``--interests`` names, or None without it. Raises BadSetting where the file cannot be understood."""
    if settings.interests is None:
        return None
    from summarize.interests.interests_file import read_interests

    return read_interests(settings.interests)


def _is_folder(path: Path, settings: Settings) -> bool:
    return path.is_dir() or str(settings.output).endswith(("/", "\\"))
