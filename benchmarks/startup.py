"""A benchmark of start-up: the version, a stored paper and a first run, each beside a baseline in the same run.

``python -m benchmarks.startup [--times 15]``. The median of so many runs is taken. The servers answer without delay, so
that the program's own time remains.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import servers
from benchmarks.measuring import run, write_results

_ONE_CALL = """
import sys, openai
client = openai.OpenAI(base_url=sys.argv[1], api_key="none")
reply = client.chat.completions.create(
    model="test-model",
    messages=[{"role": "user", "content": "[1] We measure 1 copper wires."}],
)
print(reply.choices[0].message.content)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    times = parser.parse_args().times
    with (
        servers.arxiv(10) as arxiv_url,
        servers.model(latency_s=0.0) as url,
        tempfile.TemporaryDirectory() as folder,
    ):
        home = Path(folder, "home")
        env = {
            **os.environ,
            "SUMMARIZE_HOME": str(home),
            "SUMMARIZE_ARXIV_URL": arxiv_url,
            "SUMMARIZE_ARXIV_DELAY": "0",
            "OPENAI_BASE_URL": url,
        }
        program = [_script()]
        paper = [*program, "2502.00001", "-m", "custom/test-model"]

        def forget() -> None:
            shutil.rmtree(home, ignore_errors=True)

        click_s = _middle([sys.executable, "-c", "import click"], env, times)
        version_s = _middle([*program, "--version"], env, times)
        one_call_s = _middle([sys.executable, "-c", _ONE_CALL, url], env, times)
        first_s = _middle(paper, env, times, before=forget)
        stored_s = _middle(paper, env, times)
        with servers.model(latency_s=1.0) as slow_url:
            slow_env = {**env, "OPENAI_BASE_URL": slow_url}
            few = max(3, times // 3)
            slow_call_s = _middle([sys.executable, "-c", _ONE_CALL, slow_url], slow_env, few)
            slow_first_s = _middle(paper, slow_env, few, before=forget)
    rows = [
        _row("summarize --version", version_s, "python -c 'import click'", click_s, "≤ 2.0×"),
        _row("a stored paper", stored_s, "(whole process)", 0.25, "≤ 0.25 s"),
        _row("first run", first_s, "ten lines, one openai call", one_call_s, "≤ 1.25×"),
        _row("first run, the model takes 1 s", slow_first_s, "the same ten lines", slow_call_s, ""),
    ]
    write_results("startup", rows, f"Middle of {times} runs, zero-latency loopback servers.")


def _script() -> str:
    script = Path(sys.executable).with_name("summarize")
    if not script.exists():
        sys.exit("install the program first: pip install -e .")
    return str(script)


def _middle(command: list[str], env: dict[str, str], times: int, before: Callable[[], None] | None = None) -> float:
    taken = []
    for _ in range(times):
        if before is not None:
            before()
        measured = run(command, env)
        if measured.status:
            sys.exit(f"{command}: status {measured.status}: {measured.stderr[-300:]}")
        taken.append(measured.seconds)
    return statistics.median(taken)


def _row(what: str, seconds: float, baseline: str, baseline_s: float, reach: str) -> dict[str, object]:
    return {
        "what": what,
        "seconds": f"{seconds:.3f}",
        "baseline": baseline,
        "baseline seconds": f"{baseline_s:.3f}",
        "ratio": f"{seconds / baseline_s:.2f}",
        "to reach": reach,
    }


if __name__ == "__main__":
    main()
