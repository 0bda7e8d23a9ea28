"""Where the outcomes of a run go: the page on stdout or in files, and what a person sees meanwhile."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.layouts import LayoutOptions, load_layout
from summarize.terminal.console import neutral
from summarize.terminal.output_files import FileSink, FolderSink, StreamSink
from summarize.terminal.progress import Display
from summarize.values import PaperFailure, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from summarize.layouts import RunInfo
    from summarize.page.outcomes import Made, Observer
    from summarize.settings import Settings
    from summarize.terminal.console import Console
    from summarize.terminal.output_files import Sink
    from summarize.values import Outcome, PaperRef

#: A layout that was not asked for follows the suffix of the output file.
_BY_SUFFIX = {".json": "json", ".jsonl": "jsonl", ".html": "html", ".htm": "html"}
_DEFAULT_LAYOUT = "report"


class PageOutput:
    """Writes pages and shows progress. ``reload`` gives the outcomes so far, in order, for a page in a file.

    Raises UsageError for an unknown layout, TemplateError for a layout template that cannot be compiled, OutputError.
    """

    def __init__(
        self, settings: Settings, console: Console, run: RunInfo, reload: Callable[[], Iterable[Outcome]]
    ) -> None:
        self._console, self._destination = console, settings.output
        path = Path(settings.output) if settings.output and settings.output != "-" else None
        name = settings.layout or _BY_SUFFIX.get(path.suffix.lower() if path else "", _DEFAULT_LAYOUT)
        options = LayoutOptions(
            to=settings.to,
            also_english=settings.also_english,
            front_matter=settings.front_matter,
            bibtex=settings.bibtex,
            contents=path is not None,
        )
        layout = load_layout(name, options)
        self._pretty = path is None and name == _DEFAULT_LAYOUT and console.draws_on(sys.stdout)
        self._sink: Sink
        if path is None:
            self._sink = StreamSink(sys.stdout, layout, run, neutral)
        elif path.is_dir() or str(settings.output).endswith(("/", "\\")):
            self._sink = FolderSink(path, layout, run)
        else:
            self._sink = FileSink(path, layout, run, reload)
        self._display = Display(console, run.total, shows_draft=self._pretty and run.total == 1)

    @property
    def observer(self) -> Observer | None:
        """Who hears replies as they arrive, if anybody looks."""
        return self._display.observer

    def began(self, ref: PaperRef) -> None:
        self._display.began(ref)

    def ended(self, ref: PaperRef, made: Made) -> None:
        self._display.ended(ref, made)

    def add(self, outcome: Outcome, *, stored: bool, said: bool = False) -> None:
        """The next outcome in order; ``said`` where stderr has told of it already."""
        with self._display.aside():
            if stored:
                self._console.detail(f"{outcome.paper if isinstance(outcome, Result) else outcome.ref}: from the store")
            if isinstance(outcome, PaperFailure):
                if not said:
                    self._console.failure(outcome)
            elif self._pretty:
                self._draw(outcome)
            if isinstance(outcome, Result):
                if not self._pretty:
                    self._console.findings(outcome)
                for hidden in outcome.reading.hidden:
                    self._console.detail(f"{outcome.paper}: hidden text on page {hidden.page} ({hidden.reason})")
            if not self._pretty:
                self._sink.add(outcome)

    def finish(self, *, complete: bool) -> None:
        """No more outcomes: end the display and the page."""
        self._display.close()
        if not self._pretty:
            self._sink.finish(complete=complete)
        if isinstance(self._sink, FolderSink):
            self._console.note(f"{self._sink.written} written, {self._sink.unchanged} unchanged in {self._destination}")

    def _draw(self, result: Result) -> None:
        from summarize.terminal.draw_page import draw_page

        draw_page(result, sys.stdout, colour=self._console.colours(sys.stdout))
