"""The real command on a pseudo-terminal, for tests of what a person sees there."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
from pathlib import Path

if sys.platform != "win32":
    import fcntl
    import pty
    import termios


def seen(
    command: list[str], env: dict[str, str], folder: Path, *, columns: int = 80, lines: int = 30, status: int = 0
) -> str:
    """Run a command on a terminal of this size, to its end. Return all that it wrote there, with its sequences."""
    terminal, its_end = pty.openpty()
    fcntl.ioctl(its_end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    ran = subprocess.Popen(
        command, env={"TERM": "xterm", **env}, cwd=folder, stdin=its_end, stdout=its_end, stderr=its_end
    )
    os.close(its_end)
    shown = bytearray()

    def read() -> None:
        try:
            while piece := os.read(terminal, 65_536):
                shown.extend(piece)
        except OSError:  # on Linux a terminal whose other end is closed reads as an error
            pass

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    assert ran.wait(60) == status, shown.decode("utf-8")
    reading.join(5)
    os.close(terminal)
    return shown.decode("utf-8")
