"""Reading sheets: findings on good abstracts for readers who judge them, and the verdicts read back."""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.meaning.pairs import ENGINES, AbstractPair
from benchmarks.meaning.score import FORMAT, Share
from summarize.values.result import Finding

VERDICTS = ("true", "arguable", "false")

#: The files of a folder of sheets. Readers get the first alone.
SHEET, KEY = "sheet.csv", "key.jsonl"

COLUMNS = ("number", "verdict", "finding", "english_words", "chinese_words", "english", "chinese")


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts on the findings of one code, or on one engine's: true, arguable and false."""

    name: str
    severity: str
    true: int
    arguable: int
    false: int

    @property
    def right(self) -> Share:
        """True findings, of all; an arguable one is not right."""
        return Share(self.true, self.true + self.arguable + self.false)


def chosen_abstracts(abstracts: Sequence[AbstractPair], count: int, seed: int) -> tuple[AbstractPair, ...]:
    """Return ``count`` abstracts of different papers, as many of each good engine as there are, by ``seed``."""
    chance = random.Random(seed)
    queues = [[one for one in abstracts if one.engine == engine] for engine in ENGINES]
    queues = [chance.sample(queue, len(queue)) for queue in queues]
    chosen: dict[str, AbstractPair] = {}
    while len(chosen) < count and any(queues):
        for queue in queues:
            if queue and len(chosen) < count:
                abstract = queue.pop()
                chosen.setdefault(abstract.paper, abstract)
    return tuple(chosen.values())


def write_sheets(
    folder: Path,
    abstracts: Sequence[AbstractPair],
    check: Callable[[str, str], tuple[Finding, ...]],
    seed: int,
) -> int:
    """Write the findings on ``abstracts`` in random order to ``folder`` and return how many there are.

    The sheet has neither code nor severity nor engine; these stand in the key. Findings of typography are left out.
    """
    found = [
        (abstract, finding)
        for abstract in abstracts
        for finding in check(abstract.source, abstract.target)
        if finding.code != FORMAT
    ]
    random.Random(seed).shuffle(found)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / SHEET).open("w", encoding="utf-8-sig", newline="") as sheet:
        writer = csv.writer(sheet)
        writer.writerow(COLUMNS)
        for number, (abstract, finding) in enumerate(found, 1):
            words = (finding.message, finding.source, finding.target, abstract.source, abstract.target)
            writer.writerow((number, "", *words))
    keys = [
        {
            "number": number,
            "code": finding.code,
            "severity": finding.severity,
            "engine": abstract.engine,
            "abstracts": len(abstracts),
        }
        for number, (abstract, finding) in enumerate(found, 1)
    ]
    (folder / KEY).write_text("".join(json.dumps(key) + "\n" for key in keys), encoding="utf-8")
    return len(found)


def read_verdicts(sheet: Path) -> tuple[Judged, ...]:
    """Return the verdicts by code and severity, then by engine. The key is read from the folder of the sheet.

    Rows without a verdict are left out.

    Raises:
        ValueError: A verdict is none of the three words, or a number is not in the key.
        OSError: The sheet or its key cannot be read.
    """
    lines = (sheet.parent / KEY).read_text(encoding="utf-8").splitlines()
    keys = {row["number"]: row for row in map(json.loads, lines)}
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(VERDICTS, 0))
    with sheet.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            verdict = row["verdict"].strip().lower()
            if not verdict:
                continue
            key = keys.get(int(row["number"]))
            if verdict not in VERDICTS or key is None:
                raise ValueError(f"{sheet}: number {row['number']}, verdict {verdict!r}: not one of {VERDICTS}")
            for name in (f"code {key['code']}", f"engine {key['engine']}", "all"):
                counts[name, key["severity"]][verdict] += 1
    return tuple(Judged(name, severity, **counted) for (name, severity), counted in sorted(counts.items()))


def added_up(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Return the verdicts of several sheets, those of one name and severity added up."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in judged:
        for i, count in enumerate((one.true, one.arguable, one.false)):
            sums[one.name, one.severity][i] += count
    return tuple(Judged(name, severity, *counts) for (name, severity), counts in sorted(sums.items()))


def judged_table(judged: Sequence[Judged]) -> str:
    """Return the verdicts as a Markdown table."""
    lines = ["| findings | severity | true | arguable | false | right |", "|---|---|---|---|---|---|"]
    for one in judged:
        low, high = one.right.interval
        counts = f"{one.true} | {one.arguable} | {one.false}"
        lines.append(f"| {one.name} | {one.severity} | {counts} | {one.right.rate:.3f} ({low:.3f}–{high:.3f}) |")
    return "\n".join(lines)
