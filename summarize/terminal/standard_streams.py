"""Standard streams that the caller has closed, or that are closed while the program writes to them."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TextIO


class _ClosedStream(io.TextIOBase):
    """Standard output where the caller has closed it (``>&-``). Writing fails as into a full disk."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "standard output is closed")


def replace_closed_streams() -> None:
    """Put something in the place of standard streams that the caller has closed, which Python gives as None.

    Their numbers are taken, so that no file that is opened later has the number of a stream.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:  # 0 to 2 are the standard streams
        pass
    os.close(number)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123  it stays open until the process ends
    if sys.stdout is None:
        sys.stdout = _ClosedStream()
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  as above


def silence(stream: TextIO) -> bool:
    """Point a standard stream at nothing, so that the interpreter's last flush does not fail.

    Returns False where the stream has no file. It stays as it is then.
    """
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError, AttributeError):
        return False
    return True


def silence_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not complain about the closed pipe."""
    if not silence(sys.stdout):
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  it stays open until the process ends
