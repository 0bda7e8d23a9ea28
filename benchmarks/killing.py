"""A benchmark that kills a run at seeded points of its writing, repeats it to its end and compares the output.

``python -m benchmarks.killing`` (Linux, with strace). SIGKILL comes before a system call is carried out: the N-th
``pwrite64`` (pages of the store and its write-ahead log), ``write`` to the output's temporary file, or ``rename`` of it
to its place. N is drawn from how many of them an undisturbed run makes. Each run has a store of its own. The report
says whether the output is that of the undisturbed run, byte for byte, and how many calls were paid for twice.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import servers
from benchmarks.measuring import write_results
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import competent

PAPERS = 24
POINTS = (
    *(("pwrite64", share) for share in (0.02, 0.15, 0.3, 0.45, 0.6, 0.75, 0.99)),
    ("rename", 1.0),
    ("pwrite64", 0.9),
    ("fsync,fdatasync,ftruncate,unlink", 0.5),
)


def main() -> None:
    if shutil.which("strace") is None:
        sys.exit("strace is not installed; it is what kills a run at a chosen write")
    rows: list[dict[str, object]] = []
    chance = random.Random(11)
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.arxiv(PAPERS) as arxiv_url,
        ModelServer(competent, latency_s=0.02) as model,
    ):
        whole = Path(folder, "whole.jsonl")
        counts = _counts(folder, arxiv_url, model.url, whole)
        for n, (calls, share) in enumerate(POINTS):
            total = sum(counts.get(call, 0) for call in calls.split(","))
            when = max(1, min(total, round(total * share) + (chance.randrange(3) if share < 0.95 else 0)))
            output = Path(folder, f"page{n}.jsonl")
            home = Path(folder, f"home{n}")
            before = len(model.chats)
            trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}"]
            killed = _run([*trace, "-e", f"inject={calls}:signal=KILL:when={when}"], home, arxiv_url, model.url, output)
            there = output.exists()
            again = _run([], home, arxiv_url, model.url, output)
            left = [path.name for path in Path(folder).glob(".summarize-*")]
            rows.append(
                {
                    "killed at": f"{calls.split(',')[0]} {when} of {total}",
                    "status": f"{killed}, then {again}",
                    "output before": "whole" if there else "none",
                    "the same in the end": output.read_bytes() == whole.read_bytes(),
                    "calls more than needed": len(model.chats) - before - 2 * PAPERS,
                    "left over": len(left),
                }
            )
    write_results("killing", rows, f"{PAPERS} papers, -j 4; each run killed once and repeated.")
    if not all(row["the same in the end"] for row in rows):
        sys.exit(1)


def _counts(folder: str, arxiv_url: str, model_url: str, whole: Path) -> dict[str, int]:
    """Return how often an undisturbed run makes each of the system calls."""
    summary = Path(folder, "counts")
    calls = ",".join(dict.fromkeys(call for group, _ in POINTS for call in group.split(",")))
    _run(
        ["strace", "-f", "-c", "-o", str(summary), "-e", f"trace={calls}"],
        Path(folder, "h"),
        arxiv_url,
        model_url,
        whole,
    )
    rows = re.findall(r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$", summary.read_text(), re.MULTILINE)
    return {name: int(count) for count, name in rows}


def _run(prefix: list[str], home: Path, arxiv_url: str, model_url: str, output: Path) -> int:
    env = {
        **os.environ,
        "SUMMARIZE_HOME": str(home),
        "SUMMARIZE_ARXIV_URL": arxiv_url,
        "SUMMARIZE_ARXIV_DELAY": "0",
        "OPENAI_BASE_URL": model_url,
    }
    ids = "".join(f"2502.{n:05d}\n" for n in range(1, PAPERS + 1))
    command = [sys.executable, "-m", "summarize", "-", "-m", "custom/test-model", "-j", "4", "-q", "-o", str(output)]
    return subprocess.run([*prefix, *command], input=ids, text=True, env=env, capture_output=True).returncode


if __name__ == "__main__":
    main()
