"""Runs every fault once, each in a process of its own, and prints a table: ``python -m tests.hostile``.

``--python`` names the interpreter whose ``summarize`` is run, so that another version can be held against this one.
``--save`` writes the figures as JSON. ``--keep`` writes the statuses that tests/hostile/verdicts.json has.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.hostile.campaign import (
    CONNECTIONS,
    Connection,
    Verdict,
    all_faults,
    good_servers,
    keep_verdicts,
    run_fault,
)
from tests.hostile.faults import Fault


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--connection", choices=CONNECTIONS, action="append")
    parser.add_argument("--only", default="", metavar="TEXT", help="faults whose name has this text")
    parser.add_argument("--jobs", type=int, default=4, metavar="N", help="runs at once")
    parser.add_argument("--python", default=sys.executable, metavar="PATH")
    parser.add_argument("--save", type=Path, metavar="FILE")
    parser.add_argument("--keep", action="store_true", help="write verdicts.json")
    options = parser.parse_args()
    chosen = [(c, f) for c in options.connection or CONNECTIONS for f in all_faults(c) if options.only in f.name]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, good_servers(Path(folder)) as servers:

        def one(number: int, connection: Connection, fault: Fault) -> Verdict:
            verdict = run_fault(connection, fault, servers, Path(folder) / str(number), python=options.python)
            print(_line(verdict), flush=True)
            return verdict

        with ThreadPoolExecutor(options.jobs) as pool:
            verdicts = list(pool.map(one, range(len(chosen)), *zip(*chosen, strict=True)))
    broken = [verdict for verdict in verdicts if verdict.broken]
    if options.save:
        options.save.write_text(
            json.dumps([_row(verdict) for verdict in verdicts], ensure_ascii=False, indent=1) + "\n"
        )
    if options.keep:
        keep_verdicts(verdicts)
    peak = max(verdict.run.peak_mib for verdict in verdicts)
    longest = max(verdict.run.seconds for verdict in verdicts)
    print(
        f"{len(verdicts)} faults, {len(broken)} with a broken promise; longest {longest:.1f} s, at most {peak:.0f} MiB; "
        f"{time.monotonic() - began:.0f} s in all"
    )
    return 1 if broken else 0


def _line(verdict: Verdict) -> str:
    run = verdict.run
    status = "—" if run.status is None else run.status
    figures = f"{verdict.connection:5} {status:>3} {run.seconds:6.1f} s {run.peak_mib:5.0f} MiB"
    return f"{figures}  {verdict.fault}" + "".join(f"\n      ✗ {what}" for what in verdict.broken)


def _row(verdict: Verdict) -> dict[str, object]:
    run = verdict.run
    return {
        "connection": verdict.connection,
        "fault": verdict.fault,
        "status": run.status,
        "seconds": round(run.seconds, 2),
        "mib": round(run.peak_mib),
        "broken": verdict.broken,
        "said": run.said[-300:],
    }


if __name__ == "__main__":
    sys.exit(main())
