"""Messages with places, such as ``no page in {path}``: finding what stands in the places, and filling them in.

Places are written ``{name}``. Braces of the text itself are doubled, as in ``str.format``.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


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

        Each place ends where the next literal first stands. That finds a match where there is one, in time linear in
        the length of the text for each literal. Of a place that is named twice the first counts.
        """
        first, last = self.literals[0], self.literals[-1]
        if not text.startswith(first):
            return None
        if not self.places:
            return {} if text == first else None
        at, end = len(first), len(text) - len(last)
        if end < at or not text.endswith(last):
            return None
        arguments: dict[str, str] = {}
        for place, literal in zip(self.places[:-1], self.literals[1:-1], strict=True):
            found = text.find(literal, at, end)
            if found < 0:
                return None
            arguments.setdefault(place, text[at:found])
            at = found + len(literal)
        arguments.setdefault(self.places[-1], text[at:end])
        return arguments

    def filled(self, arguments: Mapping[str, str]) -> str:
        """Return the text with the arguments in its places. Raises KeyError where one is missing."""
        pieces = [self.literals[0]]
        for place, literal in zip(self.places, self.literals[1:], strict=True):
            pieces += (arguments[place], literal)
        return "".join(pieces)
