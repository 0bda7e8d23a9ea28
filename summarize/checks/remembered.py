"""Remembers what was found for each word, at less cost than ``lru_cache``: a look-up touches little memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


class Remembered(dict[str, Value]):
    """What a function returns for a word, found once. All is forgotten when there are ``most`` words."""

    def __init__(self, find: Callable[[str], Value], most: int) -> None:
        """Remember what ``find`` returns."""
        super().__init__()
        self._find = find
        self._most = most

    def __missing__(self, word: str) -> Value:
        """Find what belongs to a word that is not there."""
        if len(self) >= self._most:
            self.clear()
        value = self[word] = self._find(word)
        return value
