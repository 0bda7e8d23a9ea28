"""Long texts that an expression may read slowly, made from the expression's own parse tree.

An expression is slow where one stretch of text can be read in many ways, or where many starts read the same stretch.
So each part that repeats is pumped: what stands before it, the part again and again, then a character that fits nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parse  # type: ignore[attr-defined]
from typing import Any

#: A repetition of at most this many is a constant factor.
_SHORT = 40
#: The characters by which a class is represented, the likeliest to stand in several classes first.
_CANDIDATES = "a0 A中-.,(\n\t\\$[{_*<`\"'“:/;#|)]}>%+~^=!?。，（）、的b一z1é\x85"
_MISFIT = "\x01"


@dataclass(frozen=True, slots=True)
class Pump:
    """A family of texts: ``prefix``, ``body`` again and again, ``suffix``."""

    prefix: str
    body: str
    suffix: str

    def text(self, length: int) -> str:
        """Return the text of about ``length`` characters."""
        return self.prefix + self.body * max(1, (length - len(self.prefix)) // len(self.body)) + self.suffix


def pumps(pattern: re.Pattern[str]) -> list[Pump]:
    """Return the texts for an expression, each once."""
    return list(dict.fromkeys(Pump(*parts) for parts in _parts(pattern) if parts[1]))


def _parts(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    tree = sre_parse.parse(pattern.pattern, pattern.flags)
    for leaf in _leaves(tree):
        yield "", leaf, _MISFIT
    for prefix, item in _repeats(tree, ""):
        for variant in range(3):
            body = _sample(item, variant)
            yield prefix, body, _MISFIT
            yield "", prefix + body, _MISFIT
            yield "", prefix + body + body, ""
        yield "", prefix, _MISFIT
    for variant in range(2):
        whole = _sample(tree, variant)
        yield "", whole, _MISFIT
        yield "", whole[:-1], _MISFIT


def _repeats(tree: Sequence[Any], prefix: str) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield what repeats without a small bound, with a text that leads to it."""
    for operation, argument in tree:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, item = argument
            if high > _SHORT:
                yield prefix, item
            yield from _repeats(item, prefix)
            prefix += _sample(item, 0) * max(low, 1)
        else:
            for inner in _children(operation, argument):
                yield from _repeats(inner, prefix)
            prefix += _sample([(operation, argument)], 0)


def _children(operation: Any, argument: Any) -> list[Sequence[Any]]:
    if operation is sre.SUBPATTERN:
        return [argument[3]]
    if operation is sre.BRANCH:
        return list(argument[1])
    if operation is sre.ATOMIC_GROUP:
        return [argument]
    if operation in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    if operation is sre.GROUPREF_EXISTS:
        return [branch for branch in argument[1:] if branch is not None]
    return []


def _sample(tree: Sequence[Any], variant: int) -> str:
    """Return a short text that the tree is likely to match. Variants differ in branches and characters.

    What looks ahead or behind adds nothing.
    """
    out = []
    for operation, argument in tree:
        if operation is sre.LITERAL:
            out.append(chr(argument))
        elif operation in (sre.ANY, sre.IN, sre.NOT_LITERAL):
            fitting = _fitting(operation, argument)
            out.append(fitting[variant % len(fitting)] if fitting else "")
        elif operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, item = argument
            out.append(_sample(item, variant) * (low or int(high > _SHORT or variant == 1)))
        elif operation is sre.BRANCH:
            out.append(_sample(argument[1][variant % len(argument[1])], variant))
        elif operation in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            out.append(_sample(_children(operation, argument)[0], variant))
    return "".join(out)


def _leaves(tree: Sequence[Any]) -> Iterator[str]:
    """Yield the characters that stand for the classes and signs of a tree: two of each class."""
    for operation, argument in tree:
        if operation is sre.LITERAL and not chr(argument).isalpha():
            yield chr(argument)
        elif operation in (sre.ANY, sre.IN, sre.NOT_LITERAL):
            yield from _fitting(operation, argument)[:2]
        elif operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            yield from _leaves(argument[2])
        else:
            for inner in _children(operation, argument):
                yield from _leaves(inner)


def _fitting(operation: Any, argument: Any) -> list[str]:
    """Return the candidates that fit a class of characters, or its first character where none does (none of a negated class)."""
    if operation is sre.ANY:
        return ["a", " "]
    if operation is sre.NOT_LITERAL:
        return [c for c in _CANDIDATES if ord(c) != argument]
    negated = any(kind is sre.NEGATE for kind, _ in argument)
    found = [c for c in _CANDIDATES if any(_fits(c, kind, value) for kind, value in argument) is not negated]
    if found or negated:
        return found
    return [chr(value if kind is sre.LITERAL else value[0]) for kind, value in argument[:2] if kind is not sre.CATEGORY]


def _fits(character: str, kind: Any, value: Any) -> bool:
    if kind is sre.LITERAL:
        return bool(ord(character) == value)
    if kind is sre.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if kind is sre.CATEGORY:
        wanted = {
            sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_DIGIT: r"\d",
            sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
        }[value]  # fmt: skip
        return re.fullmatch(wanted, character) is not None
    return False
