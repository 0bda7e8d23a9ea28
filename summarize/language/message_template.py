"""Messages with places, such as ``no page in {path}``: finding what stands in the places, and filling them in.

Places are written ``{name}``. Braces of the text itself are doubled, as in ``str.format``.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """A text with places. ``literals`` are the texts around ``places``, one more than there are places."""

    literals: tuple[str, ...]
    places: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> MessageTemplate:
        """Read ``no page in {path}``. Raises ValueError where a brace stands alone."""
        literals, places = [""], []
        for literal, place, _, _ in Formatter().parse(text):
            literals[-1] += literal
            if place is not None:
                places.append(place)
                literals.append("")
        return cls(tuple(literals), tuple(places))

    @property
    def literal_length(self) -> int:
        """Number of characters outside places."""
        return sum(map(len, self.literals))

    def arguments_in(self, text: str) -> dict[str, str] | None:
        """Return what stands in each place of ``text``, or None where ``text`` is not made from this template.

        Each place ends where the next literal first stands. Of a place that is named twice the first counts.
        """
        return next(self.splits(text), None)

    def splits(self, text: str) -> Iterator[dict[str, str]]:
        """Yield every way in which ``text`` may be made from this template: what stands in each place.

        Places at the beginning are shortest in the first one. It is found in time linear in the length of the text for
        each literal.
        """
        first, last = self.literals[0], self.literals[-1]
        if not self.places and text == first:
            yield {}
        at, end = len(first), len(text) - len(last)
        if not self.places or end < at or not (text.startswith(first) and text.endswith(last)):
            return
        latest: list[int] = []
        before = end
        for literal in reversed(self.literals[1:-1]):
            before = text.rfind(literal, at, before)
            if before < 0:
                return
            latest.append(before)
        for found in self._splits(text, at, end, latest[::-1], 0):
            arguments: dict[str, str] = {}
            for place, argument in zip(self.places, found, strict=True):
                arguments.setdefault(place, argument)
            yield arguments

    def _splits(self, text: str, at: int, end: int, latest: list[int], n: int) -> Iterator[tuple[str, ...]]:
        """Yield what may stand in the places from the ``n``-th on. ``latest`` is where each literal begins at the latest."""
        if n == len(latest):
            yield (text[at:end],)
        else:
            literal = self.literals[n + 1]
            found = text.find(literal, at, latest[n] + len(literal))
            while found >= 0:
                for rest in self._splits(text, found + len(literal), end, latest, n + 1):
                    yield (text[at:found], *rest)
                found = text.find(literal, found + 1, latest[n] + len(literal))

    def filled(self, arguments: Mapping[str, str]) -> str:
        """Return the text with the arguments in its places. Raises KeyError where one is missing."""
        pieces = [self.literals[0]]
        for place, literal in zip(self.places, self.literals[1:], strict=True):
            pieces += (arguments[place], literal)
        return "".join(pieces)
