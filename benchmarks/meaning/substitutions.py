"""Damage by table: where a sentence has an English and a Chinese expression once each, the Chinese is exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.meaning.twins import CleanPair, Damage, Edit, Span

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A Chinese expression ``right`` becomes ``wrong``, a template that may name groups of it."""

    right: re.Pattern[str]
    wrong: str


@dataclass(frozen=True, slots=True)
class Substitution:
    """A row of a table. ``absent`` is English that must not stand in the sentence, because it would make wrong right."""

    kind: str
    name: str
    english: str
    exchanges: tuple[Exchange, ...]
    absent: str = ""

    def damage(self, pair: CleanPair) -> Damage | None:
        """Return the damage, or None where either side does not have the expression exactly once."""
        # The Chinese is looked for first: it is mostly a plain string, which is found faster than English words.
        found = [(exchange, match) for exchange in self.exchanges for match in exchange.right.finditer(pair.target)]
        if len(found) > 1:
            found = [one for one in found if not any(_is_part(one[1], other[1]) for other in found)]
        if len(found) != 1:
            return None
        source = list(english(self.english).finditer(pair.source))
        if len(source) != 1 or (self.absent and english(self.absent).search(pair.source)):
            return None
        exchange, match = found[0]
        edit = Edit(Span(*match.span()), match.expand(exchange.wrong))
        return Damage(f"{self.name}: {exchange.right.pattern}", (edit,), (Span(*source[0].span()),))


def _is_part(one: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether ``one`` is a shorter word inside ``other``, such as 多数 in 大多数."""
    return other.start() <= one.start() and one.end() <= other.end() and one.span() != other.span()


@cache
def english(pattern: str) -> re.Pattern[str]:
    """Return the pattern of whole English words, without regard to case."""
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


@cache
def read_table(path: Path) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table: fields between tabs or two blanks and more. ``#`` begins a comment line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        tuple(re.split(r"\t+| {2,}", line.strip())) for line in lines if line.strip() and not line.startswith("#")
    )


def substitutions() -> Iterator[Substitution]:
    """Yield the rows of words/substitutions.txt: class, English, then ``right>wrong`` between blanks."""
    for kind, words, exchanges in read_table(WORDS / "substitutions.txt"):
        pairs = [exchange.split(">") for exchange in exchanges.split()]
        yield Substitution(kind, words, words, tuple(Exchange(re.compile(right), wrong) for right, wrong in pairs))


def sister_terms() -> Iterator[Substitution]:
    """Yield both directions of words/sister-terms.txt: English, Chinese, sister's English, sister's Chinese."""
    for one, one_zh, other, other_zh in read_table(WORDS / "sister-terms.txt"):
        for here, here_zh, there, there_zh in ((one, one_zh, other, other_zh), (other, other_zh, one, one_zh)):
            wrong = there_zh.split("/")[0]
            rights = [Exchange(re.compile(re.escape(right)), wrong) for right in here_zh.split("/")]
            yield Substitution("near-term", here, here, tuple(rights), there)


def other_meanings() -> Iterator[Substitution]:
    """Yield the rows of words/polysemy.txt: English, the Chinese of science, the Chinese of another meaning."""
    for words, right, wrong in read_table(WORDS / "polysemy.txt"):
        rights = [Exchange(re.compile(one), wrong) for one in right.split("/")]
        yield Substitution("polysemy", words, words, tuple(rights))


def lost_modifiers() -> Iterator[Substitution]:
    """Yield the rows of words/modifiers.txt: English, and the Chinese that is left out with its 的 or 地."""
    for words, right in read_table(WORDS / "modifiers.txt"):
        rights = [Exchange(re.compile(rf"{one}(?:的|地)?(?=[\u4e00-\u9fff])"), "") for one in right.split("/")]
        yield Substitution("modifier-omitted", words, words, tuple(rights))
