"""No PDF, however broken, makes more than an error of its own: no traceback, no hang.

``SUMMARIZE_HOSTILE=all`` tries 2,400 mutants and every made file; otherwise a sample.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarize.commands.text import as_object
from summarize.errors import PdfError
from summarize.reading.marked_text import body_sections, marked_text
from summarize.reading.pdf_worker.worker import PdfWorker
from summarize.reading.pdf_worker.worker_limits import PdfLimits
from tests.hostile.pdf_mutants import EXPENSIVE, MADE, mutants, sound

WHOLE = os.environ.get("SUMMARIZE_HOSTILE") == "all"
#: Mutants are a few kilobytes. These limits are far from what they need and soon reached by what runs away.
LIMITS = PdfLimits(memory_bytes=400 * 2**20, cpu_s=20, wall_s=200.0)
#: (seed, mutants).
BATCHES = [(seed, 100) for seed in range(24)] if WHOLE else [(0, 60)]
#: What begins the message of an error that the program did not expect.
UNEXPECTED = "cannot be read: "


@pytest.fixture(scope="module")
def worker() -> Iterator[PdfWorker]:
    worker = PdfWorker(LIMITS)
    yield worker
    worker.close()


def _tried(worker: PdfWorker, path: Path, pdf: bytes) -> str:
    """Read ``pdf`` as the command does and print it. Returns the error's message, or ""."""
    path.write_bytes(pdf)
    began = time.monotonic()
    try:
        document = worker.read(path).result(LIMITS.wall_s + 60)
    except PdfError as error:
        assert error.paper == str(path)
        assert error.hint
        return error.message
    finally:
        assert time.monotonic() - began < LIMITS.wall_s + 60
    assert "\x1b" not in json.dumps(as_object(document))
    marked_text(body_sections(document, appendix=True))
    return ""


@pytest.mark.parametrize(("seed", "count"), BATCHES)
def test_a_mutant_is_read_or_refused(worker: PdfWorker, seed: int, count: int, tmp_path: Path) -> None:
    said = [_tried(worker, tmp_path / "mutant.pdf", pdf) for pdf in mutants(seed, count)]
    assert [message for message in said if message.startswith(UNEXPECTED)] == []
    assert "" in said
    assert [_tried(worker, tmp_path / "sound.pdf", pdf) for pdf in sound()] == [""] * len(sound())


@pytest.mark.parametrize("name", [name for name in MADE if WHOLE or name not in EXPENSIVE])
def test_a_made_pdf_is_read_or_refused(worker: PdfWorker, name: str, tmp_path: Path) -> None:
    assert not _tried(worker, tmp_path / "made.pdf", MADE[name]()).startswith(UNEXPECTED)
