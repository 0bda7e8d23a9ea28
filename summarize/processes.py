"""Whether a process of this machine is still there."""

from __future__ import annotations

import os


def is_alive(pid: int) -> bool:
    """False only where no process has that number; on Windows, where asking would end it, always True."""
    if os.name == "nt":
        # Signal 0 is Ctrl-C there (https://docs.python.org/3/library/os.html#os.kill).
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
