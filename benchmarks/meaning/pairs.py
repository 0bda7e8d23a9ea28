"""Clean pairs of sentences from the parallel data: pairs of abstracts, split and aligned with confidence."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.meaning.split import Part, part_of
from benchmarks.meaning.twins import CleanPair

PARALLEL = Path("data") / "parallel" / "arxiv_en_zh.jsonl.gz"

#: Engines whose abstracts are the cleanest, first. Others follow.
ENGINES = ("gemini-2.0-flash", "deepseek-chat", "qwen-flash")

#: Chinese characters for an English word in sentences that keep everything. Nine of ten aligned sentences lie between.
SHORTEST, LONGEST = 1.15, 3.0

NAME = re.compile(r"(?<![A-Za-z0-9-])[A-Z][A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9]*(?![A-Za-z0-9-])")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ENGLISH_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!et al\.)(?<!vs\.)(?<!Fig\.)(?<!cf\.)\s+(?=[A-Z\"(])")
_CHINESE_END = re.compile(r"(?<=[。！？])\s*(?=[^」”）\s])")


@dataclass(frozen=True, slots=True)
class AbstractPair:
    """A whole abstract and its Chinese by ``engine``."""

    paper: str
    engine: str
    source: str
    target: str


def read_abstracts(shared: Path, part: Part) -> Iterator[AbstractPair]:
    """Yield the abstracts of one part of the papers from the folder ``shared``, in the order of the file.

    Raises:
        OSError: The file is not there or cannot be read.
    """
    with gzip.open(shared / PARALLEL, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["unit"] == "abstract" and part_of(row["id"]) == part:
                yield AbstractPair(row["id"], row["engine"], _one_line(row["source"]), _one_line(row["target"]))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def aligned(abstract: AbstractPair) -> tuple[CleanPair, ...]:
    """Return the pairs of sentences that surely belong together.

    Where the counts of sentences are equal, they are paired in order; else by what only the two of them have.
    """
    english, chinese = _ENGLISH_END.split(abstract.source), _CHINESE_END.split(abstract.target)
    names = tuple(dict.fromkeys(NAME.findall(abstract.source)))
    pairs = zip(english, chinese, strict=True) if len(english) == len(chinese) else _anchored(english, chinese)
    return tuple(
        CleanPair(abstract.paper, abstract.engine, source, target, names)
        for source, target in pairs
        if is_confident(source, target)
    )


def _anchored(english: Sequence[str], chinese: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the sentences that share two figures or names which stand in no other sentence of either side."""
    for source in english:
        anchors = {*_FIGURE.findall(source), *NAME.findall(source)}
        anchors = {anchor for anchor in anchors if sum(anchor in other for other in english) == 1}
        homes = {place for anchor in anchors for place, target in enumerate(chinese) if anchor in target}
        if len(anchors) >= 2 and len(homes) == 1:
            yield source, chinese[homes.pop()]


def is_confident(source: str, target: str) -> bool:
    """Tell whether two sentences are in line: their lengths, their figures, their names.

    All figures of one side stand on the other, so that those which Chinese counts by ten thousands are left out, and
    all names of the English stand in the Chinese. A sentence has 8 to 50 words and no formula.
    """
    words = len(source.split())
    if not 8 <= words <= 50 or not target.endswith(("。", "！", "？")) or "$" in source:
        return False
    if not SHORTEST <= chinese_length(target) / words <= LONGEST:
        return False
    figures, others = set(_FIGURE.findall(source)), set(_FIGURE.findall(target))
    names = set(NAME.findall(source))
    return figures == others and all(name in target for name in names)


def chinese_length(text: str) -> float:
    """Return how many Chinese characters a text is worth; a Latin word or figure counts as two."""
    han = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    return han + 2 * len(re.findall(r"[A-Za-z0-9.,%-]+", text))


def clean_pairs(shared: Path, part: Part) -> tuple[CleanPair, ...]:
    """Return all confident pairs of a part, those of the best engines first, else in the order of the file.

    Of one paper only the abstract of its best engine is taken.
    """
    order = {engine: place for place, engine in enumerate(ENGINES)}
    abstracts = sorted(read_abstracts(shared, part), key=lambda abstract: order.get(abstract.engine, len(ENGINES)))
    first = {abstract.paper: abstract for abstract in reversed(abstracts)}
    return tuple(pair for abstract in abstracts if first[abstract.paper] is abstract for pair in aligned(abstract))
