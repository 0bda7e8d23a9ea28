"""The values of the benchmark: clean pairs, damage, and twins, of which one is right and one is wrong."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

#: The classes of errors of meaning, in the order of the tables.
CLASSES = (
    "negation",
    "direction",
    "comparison-swapped",
    "figures-swapped",
    "unit",
    "bound",
    "hedge",
    "quantifier",
    "near-term",
    "antonym-prefix",
    "name-swapped",
    "clause-omitted",
    "modifier-omitted",
    "claim-added",
    "relation",
    "agent-changed",
    "aspect",
    "respectively",
    "condition-lost",
    "number-words",
    "polysemy",
    "time-place",
)

TWINS = Path(__file__).parent / "words" / "twins.jsonl"
CLEAN = Path(__file__).parent / "words" / "clean.jsonl"


@dataclass(frozen=True, slots=True)
class CleanPair:
    """An English sentence and its Chinese. ``names`` are the Latin names of the whole abstract, in order."""

    paper: str
    engine: str
    source: str
    target: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Characters from ``start`` to before ``end``. An empty span is a place between two characters."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Edit:
    """The Chinese at ``span`` becomes ``words``."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is made wrong. ``rule`` names the row or function. ``source`` marks the English concerned."""

    rule: str
    edits: tuple[Edit, ...]
    source: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """A right and a wrong Chinese of one English text, which differ in the marked words alone.

    ``right_words`` and ``wrong_words`` have one span for each edit; one is empty where words are lost or added.
    ``source_words`` is empty where the wrong words have no English, as in an added claim.
    """

    kind: str
    rule: str
    source: str
    right: str
    wrong: str
    source_words: tuple[Span, ...]
    right_words: tuple[Span, ...]
    wrong_words: tuple[Span, ...]
    engine: str = ""


def damaged(kind: str, pair: CleanPair, damage: Damage) -> Twin:
    """Return the twin that ``damage`` makes of a clean pair."""
    wrong, right_words, wrong_words, last = "", [], [], 0
    for edit in sorted(damage.edits, key=lambda edit: edit.span.start):
        wrong += pair.target[last : edit.span.start]
        right_words.append(edit.span)
        wrong_words.append(Span(len(wrong), len(wrong) + len(edit.words)))
        wrong += edit.words
        last = edit.span.end
    wrong += pair.target[last:]
    return Twin(
        kind,
        damage.rule,
        pair.source,
        pair.target,
        wrong,
        damage.source,
        tuple(right_words),
        tuple(wrong_words),
        pair.engine,
    )


_MARKED_ENGLISH = re.compile(r"\[\[(.*?)\]\]")
_MARKED_CHINESE = re.compile(r"\{\{(.*?)\|(.*?)\}\}")


def marked_twin(kind: str, source: str, target: str) -> Twin:
    """Read a twin written with marks: ``[[words]]`` in the English, ``{{right|wrong}}`` in the Chinese.

    Raises:
        ValueError: The Chinese has no mark.
    """
    english, spans, last = "", [], 0
    for found in _MARKED_ENGLISH.finditer(source):
        english += source[last : found.start()]
        spans.append(Span(len(english), len(english) + len(found.group(1))))
        english += found.group(1)
        last = found.end()
    english += source[last:]
    right, edits, last = "", [], 0
    for found in _MARKED_CHINESE.finditer(target):
        right += target[last : found.start()]
        edits.append(Edit(Span(len(right), len(right) + len(found.group(1))), found.group(2)))
        right += found.group(1)
        last = found.end()
    right += target[last:]
    if not edits:
        raise ValueError(f"a twin of {kind} has no {{{{right|wrong}}}}: {target}")
    return damaged(kind, CleanPair("hand", "hand", english, right), Damage("hand", tuple(edits), tuple(spans)))


def hand_twins(path: Path = TWINS) -> tuple[Twin, ...]:
    """Return the twins written by hand. Each line of the file is an object with ``class``, ``source``, ``target``."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(marked_twin(row["class"], row["source"], row["target"]) for row in rows)


def made_up_pairs(path: Path = CLEAN) -> tuple[CleanPair, ...]:
    """Return made-up sentences and the right twins by hand, for a machine without the parallel data."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [(row["source"], row["target"]) for row in rows] + [(twin.source, twin.right) for twin in hand_twins()]
    return tuple(CleanPair(f"made-up-{number}", "hand", *pair) for number, pair in enumerate(texts))
