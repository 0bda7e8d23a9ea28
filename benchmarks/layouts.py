"""A benchmark of the layouts: the time that 500 papers take in each, and the size of the page.

    python -m benchmarks.layouts [--papers N] [--write]

The papers are made up (``tests/layouts/many_papers.py``) and as long as abstracts on arXiv. ``--write`` keeps the
figures in ``benchmarks/results/``.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from pathlib import Path

from summarize.layouts import LAYOUTS, LayoutOptions, RunInfo, load_layout
from tests.layouts.many_papers import made_up_papers

RESULTS = Path(__file__).resolve().parent / "results"
REACH_S = 2.0
REACH_HTML_MB = 8.0


def measure(count: int) -> dict[str, dict[str, float]]:
    """Return CPU seconds and megabytes by layout. The seconds are those of the first rendering in this process.

    Templates and formulas are included. Rendering never waits, so CPU time is its time on an idle machine.
    """
    papers = made_up_papers(count)
    run = RunInfo("500 papers", "2026-11-21", count, "acme/kite-large", "summarize 0.1.0")
    figures: dict[str, dict[str, float]] = {}
    for name in LAYOUTS:
        started = time.process_time()
        page = load_layout(name, LayoutOptions(contents=True)).page(papers, run)
        seconds = time.process_time() - started
        figures[name] = {"seconds": round(seconds, 3), "megabytes": round(len(page.encode()) / 1e6, 2)}
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=500)
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/results/")
    arguments = parser.parse_args()
    figures = measure(arguments.papers)
    rows = [f"| {name} | {f['seconds']:.2f} | {f['megabytes']:.2f} |" for name, f in figures.items()]
    table = "\n".join(["| layout | CPU seconds | MB |", "|---|--:|--:|", *rows])
    print(table)
    met = all(f["seconds"] <= REACH_S for f in figures.values()) and figures["html"]["megabytes"] <= REACH_HTML_MB
    print(f"\nreach: {REACH_S} s a layout, {REACH_HTML_MB} MB of html: {'met' if met else 'MISSED'}")
    if arguments.write:
        RESULTS.mkdir(exist_ok=True)
        machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
        data = {"papers": arguments.papers, "machine": machine, "layouts": figures}
        (RESULTS / "layouts.json").write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
        text = f"# {arguments.papers} papers in every layout\n\n{machine}, by `python -m benchmarks.layouts --write`.\n\n{table}\n"
        (RESULTS / "layouts.md").write_text(text, encoding="utf-8")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
