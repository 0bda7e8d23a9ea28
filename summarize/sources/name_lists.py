"""Names of papers in files and standard input: lists of names, and free text that names papers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from summarize.characters import INVISIBLE, SOFT_HYPHEN
from summarize.errors import UsageError
from summarize.values import PaperRef

#: Invisible characters that come along when a list is copied from a web page or a PDF.
UNSEEN = re.compile(f"[{SOFT_HYPHEN}{INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class BadToken:
    """A token of a list that names no paper. ``line`` counts from 1; ``error`` says what is wrong with it."""

    text: str
    line: int
    error: UsageError


@dataclass(frozen=True, slots=True)
class NameList:
    """What a text names, in the text's order and without repetition. Only lists have bad tokens."""

    items: tuple[PaperRef | BadToken, ...] = ()

    @property
    def refs(self) -> tuple[PaperRef, ...]:
        return tuple(i for i in self.items if isinstance(i, PaperRef))

    @property
    def bad(self) -> tuple[BadToken, ...]:
        return tuple(i for i in self.items if isinstance(i, BadToken))


def read_names(
    text: str,
    *,
    parse: Callable[[str], PaperRef],
    find: Callable[[str], tuple[PaperRef, ...]],
    exists: Callable[[str], bool],
) -> NameList:
    """The papers of a file or of standard input.

    A text whose lines are single tokens, comments after ``#`` and bullets apart, is a list: each token is a paper or
    a bad token. So are names side by side and nothing else. Anything else is free text. ``parse`` gives the paper that
    a token names or raises UsageError, ``find`` the papers of free text; ``exists`` tells whether a line is the name of
    a file, which may have spaces.
    """
    rows = _list_rows(text, parse, exists)
    if rows is None:
        return NameList(find(text))
    items: list[PaperRef | BadToken] = []
    seen: set[PaperRef] = set()
    for line, token in rows:
        try:
            ref = parse(token)
        except UsageError as error:
            items.append(BadToken(token, line, error))
            continue
        if ref not in seen:
            seen.add(ref)
            items.append(ref)
    return NameList(tuple(items))


def _list_rows(
    text: str, parse: Callable[[str], PaperRef], exists: Callable[[str], bool]
) -> list[tuple[int, str]] | None:
    """Line number and token of each row of a list; None where the text is not a list."""
    if re.search(r"</|<!|@\w+\{", text):
        return None
    rows = []
    for number, line in enumerate(UNSEEN.sub("", text).splitlines(), start=1):
        content = re.sub(r"(?:^|\s)#.*", "", line).strip()
        if exists(content):
            rows.append((number, content))
            continue
        tokens = [t for t in content.split() if any(c.isalnum() for c in t)]
        if len(tokens) > 1 and not all(_names_a_paper(t, parse) for t in tokens):
            return None
        rows.extend((number, token) for token in tokens)
    return rows


def _names_a_paper(token: str, parse: Callable[[str], PaperRef]) -> bool:
    try:
        parse(token)
    except UsageError:
        return False
    return True
