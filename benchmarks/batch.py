"""A benchmark of runs over many papers: time beside the ideal, memory, and the cost of a server's faults and limits.

``python -m benchmarks.batch [--papers 1000] [--large 5000] [--quick]``. The ideal is ⌈calls / jobs⌉ × latency. A
ten-line pool of threads over ``openai`` runs beside it. The loopback servers run in processes of their own.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
from pathlib import Path

from benchmarks import servers
from benchmarks.measuring import Measured, run, write_results

JOBS = 32


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--large", type=int, default=5000)
    parser.add_argument("--latency", type=float, default=1.0)
    parser.add_argument("--quick", action="store_true", help="320 papers, no large run")
    options = parser.parse_args()
    papers = 320 if options.quick else options.papers
    ideal = math.ceil(2 * papers / JOBS) * options.latency
    rows: list[dict[str, object]] = []

    def row(what: str, measured: Measured, ideal_s: float) -> None:
        rows.append(
            {
                "run": what,
                "seconds": f"{measured.seconds:.1f}",
                "ideal": f"{ideal_s:.1f}",
                "of the ideal": f"{ideal_s / measured.seconds:.0%}",
                "CPU s": f"{measured.cpu_s:.1f}",
                "peak MB": f"{measured.peak_mb:.0f}",
                "status": measured.status,
            }
        )
        print(rows[-1], flush=True)

    with servers.arxiv(max(papers, options.large)) as arxiv_url, tempfile.TemporaryDirectory() as folder:
        with servers.model(latency_s=options.latency) as url:
            home = Path(folder, "steady")
            row(f"summarize, {papers} abstracts", _summarize(papers, home, arxiv_url, url), ideal)
            row("the same again, all stored", _summarize(papers, home, arxiv_url, url), 3.0)
            baseline = [sys.executable, "-m", "benchmarks.threadpool_baseline", url, str(papers), str(JOBS)]
            row(f"ThreadPoolExecutor({JOBS}) over openai", run(baseline, dict(os.environ)), ideal)
            if not options.quick:
                large = math.ceil(2 * options.large / JOBS) * options.latency
                measured = _summarize(options.large, Path(folder, "large"), arxiv_url, url)
                row(f"summarize, {options.large} abstracts", measured, large)
        with servers.model(latency_s=options.latency, faults=0.05, seed=7) as url:
            measured = _summarize(papers, Path(folder, "faults"), arxiv_url, url, "--timeout", "3s")
            row("5 % faults (429, 500, cut stream)", measured, ideal)
        rate = 20.0
        few = max(100, 3 * papers // 5)
        with servers.model(latency_s=options.latency, rate=rate) as url:
            measured = _summarize(few, Path(folder, "rate"), arxiv_url, url)
            row(f"server allows {rate:.0f} calls/s, {few} abstracts", measured, 2 * few / rate)
    write_results("batch", rows, f"Model latency {options.latency:g} s, -j {JOBS}, loopback servers.")


def _summarize(papers: int, home: Path, arxiv_url: str, url: str, *options: str) -> Measured:
    env = {
        **os.environ,
        "SUMMARIZE_HOME": str(home),
        "SUMMARIZE_ARXIV_URL": arxiv_url,
        "SUMMARIZE_ARXIV_DELAY": "0",
        "OPENAI_BASE_URL": url,
    }
    ids = "".join(f"2502.{n:05d}\n" for n in range(1, papers + 1))
    command = [sys.executable, "-m", "summarize", "-", "-m", "custom/test-model", "-j", str(JOBS), "-l", "jsonl", "-q"]
    measured = run([*command, *options], env, ids)
    if measured.status:
        print(measured.stderr[-500:], file=sys.stderr)
    return measured


if __name__ == "__main__":
    main()
