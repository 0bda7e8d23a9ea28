"""From the arguments of a run to the papers that it is about."""

from __future__ import annotations

import difflib
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import NoIdsFound, NotAPaperName, UsageError
from summarize.page.outcomes import failure_of
from summarize.sources.name_lists import BadToken, read_names
from summarize.sources.source_table import find_names, parse_name
from summarize.values import PaperFailure, PaperRef

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from summarize.settings import Settings
    from summarize.store.ledger import Ledger
    from summarize.terminal.console import Console


#: What files with IDs are called; a name that ends so and is no file was meant as one.
_TEXT_SUFFIXES = {
    ".txt",
    ".md",
    ".markdown",
    ".bib",
    ".html",
    ".htm",
    ".csv",
    ".tsv",
    ".json",
    ".jsonl",
    ".lst",
    ".tex",
}


#: The shape of a command's name, and how much of it a misspelling has (``difflib``: 0.8 for two letters exchanged).
_COMMAND = re.compile("[A-Za-z][A-Za-z-]*")
_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Named:
    """What the user named, in order and once each. A token of a list that names no paper keeps its place: ``bad`` maps
    its reference, which stands among ``refs``, to the failure that it is.

    ``refs`` is empty only where standard input is."""

    refs: tuple[PaperRef, ...]
    bad: Mapping[PaperRef, PaperFailure] = field(default_factory=dict)


def named_papers(arguments: Sequence[str], commands: Collection[str] = ()) -> Named:
    """References and bad tokens of all arguments, in order and once each. Raises UsageError.

    ``commands`` are the names of the program's commands: a misplaced one gets a hint of its own.
    """
    refs: list[PaperRef] = []
    bad: dict[PaperRef, PaperFailure] = {}
    if not arguments:
        raise UsageError("no paper was named", hint="Try: summarize 2501.18585, or summarize --help")
    for argument in arguments:
        if argument == "-":
            text, name = decoded(sys.stdin.buffer.read()), "standard input"
            if not text.strip():
                continue  # a search that found nothing
        elif _is_text_file(argument):
            name = argument
            try:
                text = decoded(Path(argument).read_bytes())
            except OSError as error:
                raise UsageError(f"{argument} cannot be read: {error.strerror}") from error
        else:
            refs.append(_named(argument, commands))
            continue
        found = read_names(text, parse=parse_name, find=find_names, exists=_is_file)
        if not found.items:
            raise NoIdsFound(
                f"{name} names no paper",
                hint="IDs look like 2501.18585, arXiv:2501.18585, https://arxiv.org/abs/2501.18585 or hep-th/9901001",
            )
        for item in found.items:
            ref = item if isinstance(item, PaperRef) else PaperRef(item.text)
            refs.append(ref)
            if isinstance(item, BadToken):
                bad[ref] = failure_of(ref, item.error)
    return Named(unique(refs), bad)


def decoded(data: bytes) -> str:
    """The text of a file of IDs: UTF-8, or UTF-16 where its mark says so (Windows Notepad)."""
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if utf16 else "utf-8-sig", errors="replace")


def _named(argument: str, commands: Collection[str]) -> PaperRef:
    try:
        return parse_name(argument)
    except UsageError as error:
        if near := _command_like(argument, commands):
            raise UsageError(
                f"{argument!r} is no command and no paper", hint=f"Did you mean: summarize {near}"
            ) from error
        if argument in commands:
            raise UsageError(f"{argument!r} is a command; it comes first", hint=f"summarize {argument} …") from error
        if Path(argument).suffix.lower() in _TEXT_SUFFIXES and "://" not in argument:
            raise UsageError(f"there is no file {argument}", hint="Check the path") from error
        raise


def _command_like(argument: str, commands: Collection[str]) -> str:
    """The command that ``argument`` is a misspelling of, or ""."""
    if argument in commands or not _COMMAND.fullmatch(argument):
        return ""
    near = difflib.get_close_matches(argument.lower(), commands, 1, _ALIKE)
    return near[0] if near else ""


def _is_text_file(argument: str) -> bool:
    """Whether the argument is a file with names in it: a file that is not a paper itself."""
    if not _is_file(argument):
        return False
    try:
        return parse_name(argument).path is None
    except NotAPaperName:
        return True


def _is_file(path: str) -> bool:
    return os.path.isfile(path)  # noqa: PTH113  a Path raises where the text is too long for a name


def unique(refs: Iterable[PaperRef]) -> tuple[PaperRef, ...]:
    return tuple(dict.fromkeys(refs))


def failed_last(ledger: Ledger) -> list[PaperRef]:
    """The papers that failed in the last run that had any (``--retry-failed``)."""
    for run in ledger.last_runs(50):
        if run.papers:
            return [parse_name(e.ref) for e in ledger.entries(run.run) if e.state == "failed"]
    return []


def wanted(
    refs: Sequence[PaperRef],
    settings: Settings,
    ledger: Ledger,
    console: Console,
    stands: Callable[[PaperRef], bool] = lambda ref: False,
) -> tuple[PaperRef, ...]:
    """The papers that are left of ``refs`` by ``--new-only`` and ``--max-papers``, which ``console`` is told.

    ``stands`` says which papers the page has already. They are known also where the ledger is lost.
    """
    if settings.new_only:
        known = [ref for ref in refs if ledger.is_done(ref) or stands(ref)]
        if known:
            console.note(f"{len(known)} of {len(refs)} papers were done by an earlier run and are skipped")
        refs = [ref for ref in refs if ref not in set(known)]
    if settings.max_papers is not None and len(refs) > settings.max_papers:
        console.note(f"--max-papers: the first {settings.max_papers} of {len(refs)} papers are taken")
        refs = refs[: settings.max_papers]
    return tuple(refs)
