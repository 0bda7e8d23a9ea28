"""Limits of the process that reads PDFs: memory, processor time, time, and what it may do.

What holds where:

- Linux: memory (RLIMIT_AS), processor time (RLIMIT_CPU), no files written (RLIMIT_FSIZE), no core dumps, death with the
  command even in the middle of a page (PR_SET_PDEATHSIG).
- macOS: the same without the first and the last, which its kernel does not enforce. The command looks at the process's memory
  twice a second instead. A process whose command is gone ends with its page, at the latest with its processor time.
- Windows: time alone, and the end of the process with the end of its input.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import resource

#: prctl's number for "send me a signal when my parent ends" (prctl(2), linux/prctl.h).
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What one PDF may cost.

    ``memory_bytes``: address space of the process, and the memory that it holds. Measured (Linux, PyMuPDF 1.28, address
    space): 90 MB for PyMuPDF alone, 117 MB for 561 pages, 261 MB with their 222 pictures, 440 MB for 171 MB of noisy
    photographs of 12 megapixels. ``cpu_s``: processor seconds of an answer; 561 pages take 5, with their pictures 20.
    ``wall_s``: seconds of an answer; the same pictures took 105 on a machine with ten times the work that it could do.
    ``start_s``: seconds until the process is ready; 0.3 where nothing else runs.
    """

    memory_bytes: int = 1024 * 2**20
    cpu_s: int = 120
    wall_s: float = 600.0
    start_s: float = 60.0


def die_with(parent: int) -> None:
    """End this process when the thread that started it ends, as far as the system can. ``parent`` is its process."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(0)


def confine(memory_bytes: int) -> None:
    """Limit this process for good: its memory, files that it writes (none), core dumps (none)."""
    if sys.platform == "win32":
        return
    # Where memory runs out in spite of the limit, Linux ends this process rather than the command (proc(5)).
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    for limit, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # What the user's own limits (ulimit) forbid stays forbidden.
        lower = min([most, *(own for own in resource.getrlimit(limit) if own != resource.RLIM_INFINITY)])
        # macOS refuses a limit of memory below what is mapped already.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (lower, lower))


def allow_cpu(seconds: int) -> None:
    """Let this process take so many seconds of processor time from now on. After them the system ends it (SIGXCPU)."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def resident_bytes(pid: int) -> int:
    """The memory that a process holds; 0 where the system does not say (Windows, or the process is gone)."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        pass
    if sys.platform in ("win32", "linux"):
        return 0
    try:
        said = subprocess.run(
            ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, timeout=5, check=False
        )
        return int(said.stdout) * 1024
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0
