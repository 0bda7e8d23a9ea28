"""Exit statuses: what each means, and which one a run ends with (docs/exit-codes.md says the same).

An error carries the status that it alone would end the program with (``SummarizeError.exit_status``). ``cli.py`` ends
the
process with it; ``of_run`` decides where several papers failed for several reasons.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum


class ExitStatus(IntEnum):
    """What the process ends with."""

    #: Everything was done. A closed pipe counts as done.
    DONE = 0
    #: A paper failed, ``check`` found errors, or ``--strict`` or ``--max-cost`` stopped something.
    FAILED = 1
    #: The command line cannot be understood, or names no paper.
    USAGE = 2
    #: No model, no key, a refused key, an unknown model, a bad setting, template or glossary.
    CONFIGURATION = 3
    #: arXiv could not be reached for any paper.
    ARXIV_UNREACHABLE = 4
    #: The model could not be reached for any paper.
    MODEL_UNREACHABLE = 5
    #: The output cannot be written.
    OUTPUT = 6
    #: Ctrl-C, or SIGTERM while papers are made.
    INTERRUPTED = 130


_UNREACHABLE = {ExitStatus.ARXIV_UNREACHABLE, ExitStatus.MODEL_UNREACHABLE}


def of_run(
    done: int,
    failed: Collection[int],
    *,
    stopped_by: int | None = None,
    interrupted: bool = False,
    unwritten: bool = False,
) -> int:
    """The status of a run that did ``done`` papers; ``failed`` has the status of each failure.

    ``stopped_by`` is the status of an error that ended the run before its last paper. A configuration error decides;
    any other one does so where nothing was done. An interrupted run ends with ``INTERRUPTED``. A run that left a
    file as it is, because it holds what the program did not write (``unwritten``), ends with ``OUTPUT``. A run in which nothing
    was
    done, because arXiv (or the model) could not be reached for any paper, ends with that status; any other run with a
    failure ends with ``FAILED``.
    """
    if stopped_by is not None:
        return stopped_by if stopped_by == ExitStatus.CONFIGURATION or not done else ExitStatus.FAILED
    if interrupted:
        return ExitStatus.INTERRUPTED
    if unwritten:
        return ExitStatus.OUTPUT
    if not failed:
        return ExitStatus.DONE
    reasons = set(failed)
    if not done and len(reasons) == 1 and reasons <= _UNREACHABLE:
        return reasons.pop()
    return ExitStatus.FAILED
