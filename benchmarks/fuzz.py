"""Tries the targets of ``tests/hostile/generated`` with random inputs, without end or for some minutes.

``python -m benchmarks.fuzz --minutes 30 [--target NAME] [--seed N] [--save FOLDER]``. Each input is counted. What fails, or takes
more than a second, is saved with its seed and printed at the end. Exits with 1 where something failed or was slow.
"""

from __future__ import annotations

import argparse
import random
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.generated.properties import close_pdf_reader
from tests.hostile.generated.targets import TARGETS

#: An input that takes longer than this is reported. Seconds of this process's own processor time, so that a busy machine
#: reports nothing.
SLOW_S = 1.0
#: Each target has its turn for so long. Seconds.
_TURN_S = 2.0
#: So many failures of a target are saved. More say nothing new.
_MOST_SAVED = 20


@dataclass(slots=True)
class Tally:
    """What became of the inputs of one target. ``longest_s`` is the time of the slowest one."""

    inputs: int = 0
    failed: int = 0
    slow: int = 0
    longest_s: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)


def tried(name: str, seed: int, tally: Tally, folder: Path) -> None:
    """Try the input of one seed, and count it."""
    target = TARGETS[name]
    made = target.make(random.Random(seed))
    begun = time.process_time()
    failure = ""
    try:
        target.holds(made)
    except Exception as exc:  # noqa: BLE001 - every kind of failure is what is looked for
        place = traceback.extract_tb(exc.__traceback__)[-1]
        kind = f"{type(exc).__name__} at {Path(place.filename).name}:{place.lineno}"
        tally.kinds[kind] = tally.kinds.get(kind, 0) + 1
        failure = traceback.format_exc()
    took = time.process_time() - begun
    tally.inputs += len(made) if isinstance(made, list) else 1
    tally.failed += bool(failure)
    tally.slow += took > SLOW_S
    tally.longest_s = max(tally.longest_s, took)
    if (failure or took > SLOW_S) and tally.failed + tally.slow <= _MOST_SAVED:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}-{seed}.txt").write_text(f"{made!r}\n{took:.3f} s\n{failure}", "utf-8", "backslashreplace")


def fuzz(names: Iterable[str], minutes: float, seed: int, folder: Path) -> dict[str, Tally]:
    """Try the targets in turn for so many minutes and return what became of their inputs."""
    tallies = {name: Tally() for name in names}
    ends = time.monotonic() + 60 * minutes
    while time.monotonic() < ends:
        for name, tally in tallies.items():
            turn_ends = min(time.monotonic() + _TURN_S, ends)
            while time.monotonic() < turn_ends:
                tried(name, seed, tally, folder)
                seed += 1
    return tallies


def table(tallies: dict[str, Tally]) -> str:
    """Return the counts as a Markdown table, and below it the kinds of failures."""
    rows = ["| target | inputs | failed | over 1 s | longest, s |", "|---|--:|--:|--:|--:|"]
    for name, t in tallies.items():
        rows.append(f"| {name} | {t.inputs:,} | {t.failed} | {t.slow} | {t.longest_s:.2f} |")
    rows.append(f"| all | {sum(t.inputs for t in tallies.values()):,} | | | |")
    for name, t in tallies.items():
        rows.extend(f"{name}: {kind} ({count} times)" for kind, count in t.kinds.items())
    return "\n".join(rows)


def main() -> None:
    """Read the arguments, try the targets, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--target", action="append", choices=list(TARGETS), help="this target only; may be repeated")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first input; the next ones count up")
    parser.add_argument("--save", type=Path, default=Path("fuzz-findings"), help="the folder for what fails or is slow")
    args = parser.parse_args()
    try:
        tallies = fuzz(args.target or list(TARGETS), args.minutes, args.seed, args.save)
    finally:
        close_pdf_reader()
    print(table(tallies))
    raise SystemExit(any(t.failed or t.slow for t in tallies.values()))


if __name__ == "__main__":
    main()
