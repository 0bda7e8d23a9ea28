"""Measurement of a process (wall time, CPU time, peak memory), and writing of benchmark results."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a process: wall time (``seconds``), CPU time, peak resident memory in megabytes, status."""

    seconds: float
    cpu_s: float
    peak_mb: float
    status: int
    stderr: str


def run(command: Sequence[str], env: Mapping[str, str], stdin: str = "") -> Measured:
    """Run ``command`` to its end and return its figures. Its stdout is thrown away."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=dict(env), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin is not None and process.stderr is not None
    process.stdin.write(stdin)
    process.stdin.close()
    stderr = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, process.returncode, stderr)


def write_results(name: str, rows: Sequence[Mapping[str, object]], note: str = "") -> None:
    """Write ``rows`` as JSON and as a Markdown table that the README can quote."""
    RESULTS.mkdir(exist_ok=True)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    about = {"date": time.strftime("%Y-%m-%d"), "machine": machine, "note": note}
    (RESULTS / f"{name}.json").write_text(
        json.dumps({**about, "rows": list(rows)}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    keys = list(dict.fromkeys(key for row in rows for key in row))
    lines = [" | ".join(["", *keys, ""]).strip(), "|" + "---|" * len(keys)]
    lines += ["| " + " | ".join(str(row.get(key, "")) for key in keys) + " |" for row in rows]
    lines[0] = "| " + " | ".join(keys) + " |"
    text = f"{about['date']}, {machine}. {note}\n\n" + "\n".join(lines) + "\n"
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    print(text)
