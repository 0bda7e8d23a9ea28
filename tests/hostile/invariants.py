"""What holds for every run of the real command, whatever arXiv, a model, a file or a disk does (docs/reliability.md).

``run_hostile`` runs the command and measures it. ``violations`` names what does not hold; a test asserts that the list
is empty. The environment of a hostile run holds ``CANARY`` as its key, so that a leak of it is found.
"""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from summarize.exit_status import ExitStatus

#: The API key of every hostile run. It is searched for in all that a run writes.
CANARY = "sk-canary-5f1d0b7a93e24c68"
#: The most memory that a run of one abstract may take, in MiB (docs/reliability.md).
MOST_MIB = 250.0

_TRACES = re.compile(
    r"Traceback \(most recent|Exception ignored|never retrieved|was never awaited|Fatal Python|Segmentation|^\s+File \"",
    re.MULTILINE,
)
#: Control characters but tab and line feed; marks that turn the direction of text; lone surrogates cannot be written.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ALIVE_IN_MARKDOWN = re.compile(
    r"(?<![\\`])<(?:script|img|iframe|svg|style|object|form)\b|(?<!\\)\]\(\s*<?(?:javascript|data):", re.I
)
_ALIVE_IN_HTML = re.compile(
    r"<script(?! data-own\b)[^>]*>[^<]*evil|<[a-z][^>]*\son\w+\s*=\s*[\"']?evil|(?:href|src)\s*=\s*[\"']?javascript:",
    re.I,
)
_MARKDOWN_END = re.compile(r"^来源[：:].*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HostileRun:
    """A run that ended, or was ended.

    ``status`` is the exit status, or None where the run was killed at its limit. ``peak_mib`` is the largest resident
    memory of the process, without the child that reads PDFs, which has a limit of its own. ``folders`` are searched for
    the canary and for stores.
    """

    args: tuple[str, ...]
    status: int | None
    stdout: bytes
    stderr: bytes
    seconds: float
    peak_mib: float
    folders: tuple[Path, ...]

    @property
    def said(self) -> str:
        """stderr as text."""
        return self.stderr.decode("utf-8", "replace")


def run_hostile(
    args: Sequence[str],
    env: Mapping[str, str],
    folders: Sequence[Path],
    *,
    within_s: float,
    cwd: Path,
    stdin: bytes = b"",
    interrupt_after_s: float | None = None,
    python: str = sys.executable,
) -> HostileRun:
    """Run ``python -m summarize ARGS`` and measure it. A run that does not end in ``within_s`` seconds is killed.

    ``interrupt_after_s`` sends SIGINT after so many seconds. stdout and stderr go to files, so that their size cannot
    hold the run up.
    """
    command = [python, "-m", "summarize", *args]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        began = time.monotonic()
        child = subprocess.Popen(command, stdin=given, stdout=out, stderr=err, env=dict(env), cwd=cwd)
        status, peak_mib = _wait(child, began, within_s, interrupt_after_s)
        seconds = time.monotonic() - began
        out.seek(0)
        err.seek(0)
        return HostileRun(tuple(args), status, out.read(), err.read(), seconds, peak_mib, tuple(folders))


def _wait(
    child: subprocess.Popen[bytes], began: float, within_s: float, interrupt_after_s: float | None
) -> tuple[int | None, float]:
    """Wait for the end, and return the exit status and the peak in MiB."""
    peak_mib, killed = 0.0, False
    while child.poll() is None:
        peak_mib = max(peak_mib, _peak_mib(child.pid))
        passed = time.monotonic() - began
        if interrupt_after_s is not None and passed > interrupt_after_s:
            child.send_signal(signal.SIGINT)
            interrupt_after_s = None
        if passed > within_s and not killed:
            killed = True
            child.kill()
        time.sleep(0.02)
    return (None if killed else child.returncode), peak_mib


def _peak_mib(pid: int) -> float:
    """Return the high-water mark of a running process, in MiB; 0 where the system does not tell it.

    ``ru_maxrss`` is of no use: on Linux it begins with the memory of the process that started the child.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0.0
    mark = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(mark[1]) / 2**10 if mark else 0.0


def violations(run: HostileRun, *, layout: str = "markdown", most_mib: float = MOST_MIB) -> list[str]:
    """Return what does not hold for ``run``, a line each. ``layout`` (markdown, jsonl, html, any) is that of stdout."""
    return list(_violations(run, layout, most_mib))


def _violations(run: HostileRun, layout: str, most_mib: float) -> Iterator[str]:
    if run.status is None:
        yield f"not ended after {run.seconds:.1f} s"
    elif run.status not in set(ExitStatus):
        yield f"exit status {run.status} is not documented"
    elif run.status != ExitStatus.DONE and not run.said.strip():
        yield f"exit status {run.status} without a word on stderr"
    if trace := _TRACES.search(run.said):
        yield f"a traceback or a warning of Python: {trace[0].strip()}"
    if run.peak_mib > most_mib:
        yield f"{run.peak_mib:.0f} MiB of memory"
    yield from (f"stdout: {fault}" for fault in _alive(run.stdout, layout))
    # stderr is read on a terminal or as plain text, never as Markdown.
    yield from (f"stderr: {fault}" for fault in _alive(run.stderr, "any"))
    if fault := _not_whole(run.stdout, layout):
        yield f"stdout: {fault}"
    if CANARY.encode() in run.stdout + run.stderr:
        yield "the key is in the output"
    for path in _files(run.folders):
        yield from _of_file(path)


def _alive(written: bytes, layout: str) -> Iterator[str]:
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError as exc:
        yield f"not UTF-8: {exc.reason}"
        return
    if control := _CONTROL.search(text):
        yield f"the control character U+{ord(control[0]):04X}"
    pattern = _ALIVE_IN_HTML if layout == "html" else _ALIVE_IN_MARKDOWN
    if layout in ("markdown", "html") and (markup := pattern.search(text)):
        yield f"markup from outside: {markup[0][:40]}"


def _not_whole(stdout: bytes, layout: str) -> str:
    """Return what is wrong with a page, or "" for a whole page or none at all."""
    text = stdout.decode("utf-8", "replace")
    if not text or layout == "any":
        return ""
    if not text.endswith("\n"):
        return "the last line has no end"
    if layout == "markdown" and not (text.startswith(("# ", "---\n")) and _MARKDOWN_END.search(text)):
        return "not a whole page"
    if layout == "html" and not text.rstrip().endswith("</html>"):
        return "not a whole page"
    if layout == "jsonl":
        try:
            for line in text.splitlines():
                json.loads(line)["paper"]["id"]
        except (ValueError, KeyError) as exc:
            return f"a line is no result: {exc}"
    return ""


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _of_file(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    if CANARY.encode() in content:
        yield f"the key is in {path.name}"
    if content.startswith(b"SQLite format 3\0"):
        with closing(sqlite3.connect(path)) as store:
            try:
                (said,) = store.execute("PRAGMA integrity_check").fetchone()
            except sqlite3.DatabaseError as exc:
                said = str(exc)
        if said != "ok":
            yield f"{path.name} is not readable: {said}"
