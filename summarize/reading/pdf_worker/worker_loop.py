"""The process that reads PDFs, seen from inside: it answers questions from its input until the input ends.

``pdf_answers.py`` gives the answers.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import BinaryIO, NamedTuple

import msgspec

from summarize.reading.pdf_worker import frames
from summarize.reading.pdf_worker.frames import Failure, Question, read_frame, write_frame
from summarize.reading.pdf_worker.worker_limits import allow_cpu, confine, die_with


class WorkerSetup(NamedTuple):
    """What the command tells the process at its start: where modules are, who the command is, how much memory there is."""

    module_path: list[str]
    parent: int
    memory_bytes: int


def main(setup: str) -> None:
    """Answer questions until the input ends. ``setup`` is the JSON of a WorkerSetup. It does not return."""
    told = msgspec.json.decode(setup, type=WorkerSetup)
    die_with(told.parent)
    # Ctrl-C is the command's to decide about.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = _own_streams()
    try:
        # Loaded after the streams are set apart: whatever it prints goes nowhere.
        from summarize.reading.pdf_worker.pdf_answers import answer
    except ImportError as error:
        failure = Failure("pdf", f"the reader of PDFs cannot start: {error}", "install summarize again")
        write_frame(answers, frames.FAILURE, msgspec.json.encode(failure))
        os._exit(1)
    confine(told.memory_bytes)
    write_frame(answers, frames.READY)
    try:
        while (frame := read_frame(questions)) is not None:
            question = msgspec.json.decode(frame.body, type=Question)
            allow_cpu(question.cpu_s)
            answer(question, answers)
    except OSError:
        pass  # the command is gone
    # Nothing is tidied up: what MuPDF holds of a hostile file may be broken.
    os._exit(0)


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes from and to the command, and point stdin, stdout and stderr at nothing: libraries print there."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return questions, answers


if __name__ == "__main__":
    main(sys.argv[1])
