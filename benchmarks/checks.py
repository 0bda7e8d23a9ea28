"""A benchmark of the checks: the share of damage that they catch, kind by kind, and their speed.

usage: python -m benchmarks.checks [--seed N] [--rounds N] [--shared DIR]

Seeded mutators damage good translations (benchmarks/clean_pairs.txt). A damage is caught when one of its codes is
reported that the undamaged pair does not have. Errors on the undamaged pairs are false alarms. Numbered results are
damaged by an exchange of two sentences. Results go to benchmarks/results/checks.json and checks.md. ``--shared DIR``
names a folder with the scorer of published pages and its data, which is then run as well.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.mutators import DAMAGES, WARNING_WILL_DO, Damage, Pair
from summarize.checks import check_draft, check_pair
from summarize.reading.sentences import split_sentences
from summarize.values import Draft, Finding, Sentence, Source

HERE = Path(__file__).parent
REACH = 0.90


def clean_pairs() -> list[Pair]:
    """Return the pairs of clean_pairs.txt, in order."""
    lines = (HERE / "clean_pairs.txt").read_text("utf-8").splitlines()
    texts = [line for line in lines if line.strip() and not line.startswith("#")]
    return [Pair(source, target) for source, target in zip(texts[::2], texts[1::2], strict=True)]


def caught(damage: Damage, before: Sequence[Finding], after: Sequence[Finding]) -> bool:
    """Whether a finding that fits the damage is new."""
    known = {(f.code, f.source, f.target) for f in before}
    strong = damage.kind in WARNING_WILL_DO
    return any(
        f.code in damage.codes and (strong or f.severity == "error") and (f.code, f.source, f.target) not in known
        for f in after
    )


def shares(pairs: Sequence[Pair], seed: int, rounds: int, verbose: bool) -> dict[str, tuple[int, int]]:
    """Return for each kind of damage how many were caught and how many were made."""
    rng = random.Random(seed)
    clean = {pair: check_pair("abstract", pair.source, pair.target) for pair in pairs}
    counts: dict[str, tuple[int, int]] = {}
    for damage in DAMAGES:
        hits = made = 0
        for _ in range(rounds):
            for pair in pairs:
                damaged = damage.apply(pair, [p for p in pairs if p is not pair], rng)
                if damaged is None or damaged == pair:
                    continue
                made += 1
                after = check_pair("abstract", damaged.source, damaged.target)
                hit = caught(damage, clean[pair], after)
                hits += hit
                if verbose and not hit:
                    print(
                        f"missed {damage.kind}: {damaged.source}\n       {damaged.target}\n       {[f.code for f in after]}"
                    )
        counts[damage.kind] = (hits, made)
    counts["numbered sentences exchanged"] = _exchanged(pairs, verbose)
    return counts


def _exchanged(pairs: Sequence[Pair], verbose: bool) -> tuple[int, int]:
    hits = made = 0
    for pair in pairs:
        english = split_sentences(pair.source)
        chinese = [s for s in pair.target.replace("。", "。\n").split("\n") if s.strip()]
        if len(english) != len(chinese) or len(english) < 2:
            continue
        made += 1
        swapped = [chinese[1], chinese[0], *chinese[2:]]
        rows = tuple(Sentence(n, en, zh) for n, (en, zh) in enumerate(zip(english, swapped, strict=True), 1))
        found = check_draft(Draft("标题", rows), Source("Title", english))
        hit = any(f.severity == "error" for f in found)
        hits += hit
        if verbose and not hit:
            print(f"missed exchange: {rows}")
    return hits, made


def speed(pairs: Sequence[Pair], seconds: float = 3.0) -> float:
    """Return how many pairs a second one core checks. A pair here is an abstract of eight to nine sentences."""
    size = 3
    whole = [
        Pair(" ".join(p.source for p in pairs[i : i + size]), "".join(p.target for p in pairs[i : i + size]))
        for i in range(0, len(pairs), size)
    ]
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for pair in whole:
            check_pair("abstract", pair.source, pair.target)
        done += len(whole)
    return done / (time.perf_counter() - start)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    pairs = clean_pairs()
    counts = shares(pairs, args.seed, args.rounds, args.verbose)
    alarms = [f for pair in pairs for f in check_pair("abstract", pair.source, pair.target) if f.severity == "error"]
    rate = speed(pairs)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    numbers = {
        "seed": args.seed,
        "pairs": len(pairs),
        "caught": {
            kind: {"caught": hits, "made": made, "share": round(hits / max(made, 1), 3)}
            for kind, (hits, made) in counts.items()
        },
        "false_alarms": len(alarms),
        "abstracts_per_second": round(rate),
        "peak_memory_mb": round(memory),
    }
    rows = [f"| {kind} | {hits} of {made} | {hits / max(made, 1):.2f} |" for kind, (hits, made) in counts.items()]
    page = "\n".join([
        "# Checks: share of damage caught", "", f"{len(pairs)} good pairs, seed {args.seed}; written by `python -m benchmarks.checks`.", "",
        "| damage | caught | share |", "|---|---|---|", *rows, "",
        f"Errors on the undamaged pairs: {len(alarms)}. {rate:.0f} abstracts a second on one core, {memory:.0f} MB at most.", "",
    ])  # fmt: skip
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    (results / "checks.json").write_text(json.dumps(numbers, indent=2, ensure_ascii=False) + "\n", "utf-8")
    (results / "checks.md").write_text(page, "utf-8")
    print(page)
    if args.shared is not None:
        _score(args.shared)
    return 0 if not alarms and all(hits >= REACH * made for hits, made in counts.values()) else 1


def _score(shared: Path) -> None:
    data = shared / "data"
    subprocess.run(
        [
            sys.executable, str(shared / "tools" / "eval_check.py"), str(data / "translations.jsonl"),
            str(data / "translation_defects.jsonl"), "--clean", str(data / "human_translations.jsonl"),
            "--command", f"{sys.executable} -m summarize check --json",
        ],
        check=False,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
