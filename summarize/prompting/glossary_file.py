"""The file format of a glossary: TOML with one term a line. The head of ``prompts/glossary.toml`` documents it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from summarize.errors import GlossaryError

WORD = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Term:
    """One English term.

    ``zh`` are the accepted renderings, the preferred one first; it is empty where only ``avoid`` counts.

    ``avoid`` are renderings known to be wrong; ``wrong`` are those that are nonsense in any context of the field. Both
    hold only where one of ``when`` (if given) and none of ``unless`` stands in the English, and not inside the Chinese
    words of ``but``. ``tw`` are Taiwan's renderings. ``also`` are other spellings of the English. ``keep`` says that
    the English may stay. ``own`` says that the entry is from a user's file.
    """

    en: str
    zh: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    tw: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    keep: bool = False
    own: bool = False

    @property
    def stays(self) -> bool:
        """Whether the preferred rendering is the English itself."""
        return bool(self.zh) and self.zh[0].casefold() == self.en.casefold()

    def applies(self, english: str) -> bool:
        """Whether ``avoid`` and ``wrong`` hold in this English text (``when`` and ``unless``)."""
        if self.when and not _any_of(self.when).search(english):
            return False
        return not (self.unless and _any_of(self.unless).search(english))


@lru_cache(maxsize=1024)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of the words at the start of a word. ``$`` at the end asks for the whole word.

    A word with capitals inside, such as MDP, is matched as it is spelt; others are matched in any case.
    """
    parts = []
    for word in words:
        part = re.escape(word.removesuffix("$")) + (r"(?![^\W_])" if word.endswith("$") else "")
        parts.append(part if any(char.isupper() for char in word[1:]) else f"(?i:{part})")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})")


#: The longest glossary, in bytes: some 100,000 terms. The packaged one has 0.1 MB.
_LONGEST = 4 * 2**20
#: The most full stops of a line. Each may be a level of a dotted key, and tomllib takes time that is quadratic in them.
_MOST_DOTS = 200
#: A longer key is not looked for in the file, because the expression that finds it would be too large. Characters.
_LONGEST_KEY = 1_000
#: Characters of an entry that a message shows.
_SHOWN = 80
_LINE = '"loss function" = "损失函数"'
_ENTRY = f"an entry is a line like {_LINE}"
_NESTED = "lists, tables or dotted keys are nested too deeply"
_LISTS = ("zh", "avoid", "wrong", "tw", "also", "when", "unless", "but")
_KEYS = frozenset(field.name for field in fields(Term)) - {"en", "own"}


def read_glossary(path: Path) -> bytes:
    """Return the bytes of a glossary file. Raises GlossaryError where it cannot be read or is longer than 4 MB."""
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST + 1)
    except OSError as exc:
        raise GlossaryError(
            f"glossary {path} cannot be read: {exc.strerror or exc}", hint="check the path given with --glossary"
        ) from exc
    if len(text) > _LONGEST:
        raise GlossaryError(
            f"glossary {path} is longer than {_LONGEST >> 20} MB", hint="check the path given with --glossary"
        )
    return text


def parse_glossary(text: bytes, path: Path, *, own: bool) -> dict[str, Term]:
    """Return the entries of one file by their English, in the file's order.

    ``own`` marks the terms as a user's. Raises GlossaryError, which names the file and the line or entry.
    """
    if any(line.count(b".") > _MOST_DOTS for line in text.splitlines()):
        raise GlossaryError(f"glossary {path}: {_NESTED}", hint=_ENTRY)
    try:
        tables = tomllib.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        line = text.count(b"\n", 0, exc.start) + 1
        raise GlossaryError(f"glossary {path}, line {line}: not UTF-8", hint="save the file as UTF-8") from exc
    except RecursionError as exc:
        raise GlossaryError(f"glossary {path}: {_NESTED}", hint=_ENTRY) from exc
    except ValueError as exc:  # TOMLDecodeError, and Python's own for a number of more than 4,300 digits
        raise GlossaryError(f"glossary {path} is not TOML: {exc}", hint=_ENTRY) from exc
    contexts = tables.pop("contexts", {})
    if not isinstance(contexts, dict):
        raise _bad(path, text, "contexts", "must be a table of word lists")
    named = {name: _strings(path, text, f"contexts.{name}", name, words) for name, words in contexts.items()}
    entries = tables.pop("terms", {})
    if not isinstance(entries, dict):
        raise _bad(path, text, "terms", "must be a table of terms")
    merged: dict[str, Term] = {}
    seen: dict[str, str] = {}
    for en, entry in (*tables.items(), *entries.items()):
        if (first := seen.setdefault(en.casefold(), en)) != en or en in merged:
            raise _bad(path, text, en, f"stands twice (also as {first!r})")
        merged[en] = _term(path, text, en, entry, named, own)
    return merged


def _term(path: Path, text: bytes, en: str, entry: object, named: Mapping[str, tuple[str, ...]], own: bool) -> Term:
    if isinstance(entry, str | list):
        entry = {"zh": entry}
    if not isinstance(entry, dict):
        raise _bad(path, text, en, "must be a rendering, a list of renderings, or a table")
    if unknown := entry.keys() - _KEYS:
        raise _bad(path, text, en, f"unknown key {sorted(unknown)[0]!r} (known: {', '.join(sorted(_KEYS))})")
    if not WORD.search(en):
        raise _bad(path, text, en, "has no word to look for")
    values: dict[str, Any] = {key: _strings(path, text, en, key, entry.get(key, ())) for key in _LISTS}
    keep = entry.get("keep", False)
    if not isinstance(keep, bool):
        raise _bad(path, text, en, "keep must be true or false")
    for key in ("when", "unless"):
        values[key] = tuple(_expanded(path, text, en, values[key], named))
    if not (values["zh"] or values["avoid"] or values["wrong"] or keep):
        raise _bad(path, text, en, "says nothing: give zh, avoid, wrong or keep = true")
    for rendering in (*values["avoid"], *values["wrong"]):
        if rendering in values["zh"]:
            raise _bad(path, text, en, f"{rendering} is both accepted and to be avoided")
    return Term(en=en, keep=keep, own=own, **values)


def _expanded(
    path: Path, text: bytes, en: str, words: Iterable[str], named: Mapping[str, tuple[str, ...]]
) -> Iterable[str]:
    for word in words:
        if not word.startswith("@"):
            yield word
        elif word[1:] in named:
            yield from named[word[1:]]
        else:
            raise _bad(path, text, en, f"unknown context {word!r}")


def _strings(path: Path, text: bytes, en: str, key: str, value: object) -> tuple[str, ...]:
    """Return one string, or a list of them, as a tuple. Raises GlossaryError where one is empty or stands twice."""
    strings = [value] if isinstance(value, str) else value
    if not isinstance(strings, list | tuple) or not all(isinstance(s, str) and s.strip() for s in strings):
        raise _bad(path, text, en, f"{key} must be a string or a list of strings, none empty")
    if len(set(strings)) != len(strings):
        raise _bad(path, text, en, f"{key} has a string twice")
    return tuple(strings)


def _bad(path: Path, text: bytes, en: str, what: str) -> GlossaryError:
    """Return the error for an entry, with the line where its English stands as a key, if that line is found."""
    key = en.removeprefix("contexts.")
    spelt = rf"(?:\"{re.escape(key)}\"|'{re.escape(key)}'|{re.escape(key)})"
    lines = []
    if len(key) <= _LONGEST_KEY:
        heads = re.finditer(rf"^[ \t]*(?:{spelt}\s*=|\[+\w*\.?{spelt}\])", text.decode("utf-8-sig"), re.M)
        lines = [m.start() for m in heads]
    where = f", line {text.decode('utf-8-sig').count(chr(10), 0, lines[-1]) + 1}" if lines else ""
    shown = f"{en[:_SHOWN]}…" if len(en) > _SHOWN else en
    return GlossaryError(f"glossary {path}{where}: {shown!r}: {what}", hint="docs: the head of prompts/glossary.toml")
