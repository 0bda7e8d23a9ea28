"""Loopback servers in processes of their own, so that they share no interpreter with what is measured."""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def arxiv(papers: int) -> Iterator[str]:
    """Run a loopback arXiv with ``papers`` small made-up papers (``2502.00001`` …). Give its address."""
    with _serving("benchmarks.servers", "--papers", str(papers)) as url:
        yield url


@contextmanager
def model(*, latency_s: float, faults: float = 0.0, rate: float | None = None, seed: int = 1) -> Iterator[str]:
    """Run a loopback model that translates the small papers. Give its base URL.

    ``faults`` is the share of calls that fail, ``rate`` the calls a second that it lets in.
    """
    options = ["--latency", str(latency_s), "--reply", "tests.loopback.sample_papers:competent"]
    if faults:
        options += ["--faults", str(faults), "--seed", str(seed)]
    if rate:
        options += ["--rate", str(rate), "--burst", "8", "--retry-after", "1"]
    with _serving("tests.loopback.model_server", *options) as url:
        yield url


@contextmanager
def _serving(module: str, *options: str) -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-m", module, *options], cwd=_ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


def main() -> None:
    from tests.loopback.arxiv_server import ArxivServer
    from tests.loopback.sample_papers import numbered_paper

    parser = argparse.ArgumentParser(description="Serve a loopback arXiv until killed.")
    parser.add_argument("--papers", type=int, default=1000)
    options = parser.parse_args()
    with ArxivServer() as server:
        server.add(*(numbered_paper(n) for n in range(1, options.papers + 1)))
        print(server.url, flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
