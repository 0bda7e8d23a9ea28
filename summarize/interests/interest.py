"""The values of an interests file, and what a paper is worth by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["keyword", "author", "category"]
#: The parts of a record in which a keyword is looked for.
Field = Literal["title", "abstract", "comment"]
FIELDS: tuple[Field, ...] = ("title", "abstract", "comment")


@dataclass(frozen=True, slots=True)
class Interest:
    """One thing that a reader wants or does not want, as the file spells it.

    ``weight`` is added to the score of a paper that has it; it is negative for what is unwanted. ``folds`` says that a
    paper which has it is folded whatever its score. ``fields`` and ``case`` (whether capitals count) concern keywords.
    """

    kind: Kind
    name: str
    weight: float = 1.0
    folds: bool = False
    fields: tuple[Field, ...] = FIELDS
    case: bool = False

    @property
    def wanted(self) -> bool:
        return self.weight > 0 and not self.folds

    def __str__(self) -> str:
        return self.name if self.kind == "keyword" else f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Interests:
    """The content of an interests file, in its order.

    ``minimum`` is the lowest score that is not folded. None folds what has no score: 0 and less, or, where nothing is
    wanted and something unwanted, less than 0.
    """

    entries: tuple[Interest, ...]
    minimum: float | None = None

    @property
    def lowest_shown(self) -> float:
        """The score below which a paper is folded."""
        if self.minimum is not None:
            return self.minimum
        return 1e-9 if any(entry.wanted for entry in self.entries) else 0.0


@dataclass(frozen=True, slots=True)
class Relevance:
    """What a paper is worth to the reader, and why.

    ``wanted`` and ``unwanted`` are the interests that the paper has, the weightiest first.
    """

    score: float = 0.0
    folded: bool = False
    wanted: tuple[Interest, ...] = ()
    unwanted: tuple[Interest, ...] = ()

    def __str__(self) -> str:
        """Why, in English on one line: ``reasoning, author Ada Nguyen; unwanted: survey``. Empty without a reason."""
        wanted, unwanted = ", ".join(map(str, self.wanted)), ", ".join(map(str, self.unwanted))
        return "; ".join(part for part in (wanted, unwanted and f"unwanted: {unwanted}") if part)
