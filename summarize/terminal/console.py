"""Messages on stderr: notes, details, errors and findings.

Control characters from papers and models never reach the terminal. Colour and live displays appear only on a terminal
that can show them (``NO_COLOR``, ``FORCE_COLOR``, ``TERM=dumb``).
"""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, TextIO

import click

from summarize.characters import neutral
from summarize.language.catalogue import translated
from summarize.terminal.spoken.speech import spoken_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from summarize.errors import SummarizeError
    from summarize.values import Finding, PaperFailure, Result


def wants_colour(stream: TextIO, env: Mapping[str, str]) -> bool:
    """Whether ``stream`` may be coloured: a terminal that is not dumb, or any stream where ``FORCE_COLOR`` is set.

    ``NO_COLOR`` wins (https://no-color.org, https://force-color.org). A variable that is empty counts as not set.
    """
    if env.get("NO_COLOR"):
        return False
    return bool(env.get("FORCE_COLOR")) or (bool(stream.isatty()) and env.get("TERM") != "dumb")


def _show_log() -> None:
    """Write the program's own log to stderr: the tracebacks of errors that a message has told of (``-v``)."""
    import logging

    class Neutral(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return neutral(super().format(record))

    log = logging.getLogger("summarize")
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(Neutral("%(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.DEBUG)


class Console:
    """A writer of messages to stderr. ``quiet`` leaves errors only; ``verbose`` adds details.

    Messages come in English and are printed in the language of the command that made the console.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False, env: Mapping[str, str] | None = None) -> None:
        self.quiet, self.verbose = quiet, verbose
        self._env = os.environ if env is None else env
        self._colour = wants_colour(sys.stderr, self._env)
        self._language = spoken_language(self._env)
        #: What a live display does while a line is printed.
        self.aside: Callable[[], AbstractContextManager[None]] = nullcontext
        if verbose and not quiet:
            _show_log()

    @property
    def live(self) -> bool:
        """Whether stderr is a terminal on which lines can be redrawn."""
        return bool(sys.stderr.isatty()) and self._env.get("TERM") != "dumb" and not self.quiet

    def draws_on(self, stream: TextIO) -> bool:
        """Whether ``stream`` is a terminal that a page can be drawn on."""
        return bool(stream.isatty()) and self._env.get("TERM") != "dumb"

    def colours(self, stream: TextIO) -> bool:
        """Whether ``stream`` may be coloured."""
        return wants_colour(stream, self._env)

    def worded(self, text: str) -> str:
        """Return an English message in the language of this console."""
        return translated(text, self._language)

    def note(self, text: str) -> None:
        """Print something that the user should know."""
        if not self.quiet:
            self._say(text, dim=False)

    def detail(self, text: str) -> None:
        """Print something for ``-v``."""
        if self.verbose and not self.quiet:
            self._say(text, dim=True)

    def error(self, error: SummarizeError) -> None:
        """Print an error with its hint."""
        self._line("error", "red", str(error))
        if error.hint:
            self._say(f"  {error.hint}", dim=False)

    def failure(self, failure: PaperFailure) -> None:
        """Print why a paper could not be done."""
        self._line("failed", "red", f"{failure.ref}: {failure.message}")
        if failure.hint:
            self._say(f"  {failure.hint}", dim=False)

    def findings(self, result: Result) -> None:
        """Print the findings of a page: open errors always, warnings and repairs with ``-v``."""
        if self.quiet:
            return
        for finding in result.findings:
            if finding.state == "open" and finding.severity == "error":
                self._line("⚠", "yellow", f"{result.paper}: {self._described(finding)}")
            else:
                self.detail(f"{result.paper}: {self.worded(finding.state)} {self._described(finding)}")

    def _line(self, label: str, colour: str, text: str) -> None:
        label, text = self.worded(label), self.worded(text)
        head = click.style(label, fg=colour, bold=True) if self._colour else label
        with self.aside(), suppress(OSError):  # a stderr that cannot be written (a full disk) costs no page
            click.echo(f"{head} {neutral(text)}", err=True, color=self._colour)

    def _say(self, text: str, *, dim: bool) -> None:
        text = neutral(self.worded(text))
        with self.aside(), suppress(OSError):
            click.echo(click.style(text, dim=True) if dim and self._colour else text, err=True, color=self._colour)

    def _described(self, finding: Finding) -> str:
        if self._language == "en":
            return described(finding)
        from summarize.layouts.findings.finding_text import finding_line
        from summarize.layouts.labels import words_for

        return f"{finding_line(finding, words_for(self._language))} ({finding.code})"


def described(finding: Finding) -> str:
    """Return a finding on one line: where it is, what is wrong, and the words of both sides."""
    where = finding.unit if finding.sentence is None else f"{finding.unit} [{finding.sentence}]"
    words = " → ".join(f"“{side}”" for side in (finding.source, finding.target) if side)
    return f"{where} {finding.code}: {finding.message}" + (f" ({words})" if words else "")
