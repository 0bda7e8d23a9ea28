"""``python -m benchmarks.meaning``: score today's checks on twins, write reading sheets, or read verdicts back."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from benchmarks.meaning.pairs import PARALLEL, clean_pairs, read_abstracts
from benchmarks.meaning.rules import made_twins
from benchmarks.meaning.score import score_all, table
from benchmarks.meaning.sheets import SHEET, added_up, chosen_abstracts, judged_table, read_verdicts, write_sheets
from benchmarks.meaning.split import part_of
from benchmarks.meaning.twins import Twin, hand_twins, made_up_pairs
from summarize.checks.runner import check_pair

ROOT = Path(__file__).resolve().parents[2]

#: How many good abstracts a sheet is made from (issue 11).
GOOD_ABSTRACTS = 400

CHECK = partial(check_pair, "abstract")


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.meaning", description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with the parallel data")
    parser.add_argument("--each", type=int, default=200, help="twins of each class that rules make")
    parser.add_argument("--sample", type=int, metavar="N", help="score N twins only, drawn by the seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hand", action="store_true", help="score the twins written by hand alone")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the scores as JSON")
    parser.add_argument("--sheets", type=Path, metavar="FOLDER", help="write reading sheets, outside the repository")
    parser.add_argument("--judged", type=Path, nargs="+", metavar="FILE", help="read the verdicts of sheets back")
    parser.add_argument("--split", nargs="+", metavar="ID", help="say which part these papers belong to")
    return parser.parse_args(words)


def _twins(given: argparse.Namespace) -> tuple[Twin, ...]:
    by_hand = hand_twins()
    if given.hand:
        return by_hand
    if (given.shared / PARALLEL).exists():
        pairs = clean_pairs(given.shared, "measuring")
    else:
        print(f"{given.shared / PARALLEL} is not there: made-up sentences are used.", file=sys.stderr)
        pairs = made_up_pairs()
    return (*made_twins(pairs, given.each, given.seed), *by_hand)


def main(words: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit status: 0, or 2 where sheets were to be written into the repository."""
    given = _arguments(words)
    if given.split:
        for name in given.split:
            print(f"{name}\t{part_of(name)}")
        return 0
    if given.judged:
        judged = added_up([row for file in given.judged for row in read_verdicts(file)])
        print(judged_table(judged))
        if given.save:
            given.save.write_text(json.dumps([asdict(row) for row in judged], indent=1) + "\n", encoding="utf-8")
        return 0
    if given.sheets:
        if given.sheets.resolve().is_relative_to(ROOT):
            print(f"{given.sheets} is in the repository. Texts of papers stay outside it.", file=sys.stderr)
            return 2
        abstracts = chosen_abstracts(
            tuple(read_abstracts(given.shared, "measuring")), given.sample or GOOD_ABSTRACTS, given.seed
        )
        count = write_sheets(given.sheets, abstracts, CHECK, given.seed)
        print(f"{count} findings on {len(abstracts)} abstracts: {given.sheets / SHEET}")
        return 0
    twins = _twins(given)
    if given.sample and given.sample < len(twins):
        twins = tuple(random.Random(given.seed).sample(twins, given.sample))
    scores = score_all(twins, CHECK)
    print(table(scores))
    if given.save:
        given.save.write_text(json.dumps(scores.as_json(), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
