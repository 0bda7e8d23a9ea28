"""The interests file: TOML, documented in docs/interests.md."""

from __future__ import annotations

import contextlib
import difflib
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import get_args

from summarize.arxiv_categories import parse_category
from summarize.errors import BadSetting, UsageError
from summarize.interests.interest import FIELDS, Field, Interest, Interests, Kind
from summarize.interests.keywords import pieces_of_keyword
from summarize.interests.ranking import name_parts

#: The longest interests file, in bytes: some 20,000 entries.
_LONGEST = 2**20
#: The most full stops of a line. Each may be a level of a dotted key, and tomllib takes time that is quadratic in them.
_MOST_DOTS = 200
#: Characters of an entry that a message shows.
_SHOWN = 80
_GROUPS = ("wanted", "unwanted")
_LISTS: dict[str, Kind] = {"keywords": "keyword", "authors": "author", "categories": "category"}
_ENTRY_KEYS = ("weight", "in", "case")
_HINT = "docs/interests.md shows a file"
_LIST, _WEIGHTED = 'keywords = ["reasoning", "推理"]', '"推理" = 2'


def read_interests(path: Path) -> Interests:
    """Return the interests in a file. Raises BadSetting, which names the file and the line or entry.

    ``~`` at the beginning of the path is the home folder.
    """
    with contextlib.suppress(RuntimeError):  # no home folder is known
        path = path.expanduser()
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST + 1)
    except OSError as error:
        raise BadSetting(
            f"the interests {path} cannot be read: {error.strerror or error}",
            hint="check the path given with --interests",
        ) from error
    if len(text) > _LONGEST:
        raise BadSetting(f"the interests {path} are longer than {_LONGEST >> 20} MB", hint=_HINT)
    try:
        return parse_interests(text.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise BadSetting(f"{path}, line {line}: not UTF-8", hint="save the file as UTF-8") from error


def parse_interests(text: str, name: str = "interests") -> Interests:
    """Return the interests in the text of a file called ``name``. Raises BadSetting."""
    return _File(text, name).interests()


class _File:
    """The reading of one file."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name

    def interests(self) -> Interests:
        table = self._table()
        self._known(table, (*_GROUPS, "minimum"), "")
        minimum = table.get("minimum")
        if minimum is not None and not _is_number(minimum):
            raise self._bad("minimum", "must be a number")
        entries = [entry for group in _GROUPS for entry in self._group(group, table.get(group, {}))]
        if not entries:
            raise self._bad("", "it names nothing that is wanted or unwanted")
        self._no_twins(entries)
        return Interests(tuple(entries), None if minimum is None else float(str(minimum)))

    def _table(self) -> dict[str, object]:
        if any(line.count(".") > _MOST_DOTS for line in self._text.splitlines()):
            raise self._bad("", "dotted keys are nested too deeply")
        try:
            return tomllib.loads(self._text)
        except RecursionError as error:
            raise self._bad("", "lists or tables are nested too deeply") from error
        except ValueError as error:  # TOMLDecodeError, and Python's own for a number of more than 4,300 digits
            hint = f"{_LIST} is a list; a name before = needs quotes: {_WEIGHTED}"
            raise BadSetting(f"{self._name} is not TOML: {error}", hint=hint) from error

    def _group(self, group: str, table: object) -> Iterator[Interest]:
        if not isinstance(table, dict):
            raise self._bad(group, f"must be a table: [{group}]")
        self._known(table, _LISTS, f"{group}.")
        for key, kind in _LISTS.items():
            for entry in self._entries(f"{group}.{key}", table.get(key, [])):
                yield self._entry(f"{group}.{key}", kind, entry, wanted=group == "wanted")

    def _entries(self, where: str, listed: object) -> Iterable[tuple[str, Mapping[str, object]]]:
        """Yield names with what is said of each. A list holds names and tables, a table has a value for each name."""
        if isinstance(listed, str):
            listed = [listed]
        if isinstance(listed, dict):
            for name, value in listed.items():
                yield name, self._said(where, name, value)
        elif isinstance(listed, list):
            for n, item in enumerate(listed, 1):
                if isinstance(item, str):
                    yield item, {}
                elif isinstance(item, dict) and isinstance(item.get("name"), str):
                    yield item["name"], {key: value for key, value in item.items() if key != "name"}
                else:
                    raise self._bad(f"{where}, entry {n}", 'must be a name, or { name = "…", weight = 2 }')
        else:
            raise self._bad(where, "must be a list of names, or a table of names with weights")

    def _said(self, where: str, name: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, dict):
            return {"weight": value}
        if value and all(isinstance(inner, int | float | dict) for inner in value.values()):
            below = next((key for key in value if key not in _ENTRY_KEYS), None)
            if below is not None and not difflib.get_close_matches(below, _ENTRY_KEYS, 1):
                raise self._bad(f"{where}.{name}.{below}", f'a name with a dot needs quotes: "{name}.{below}" = 2')
        return value

    def _entry(self, where: str, kind: Kind, entry: tuple[str, Mapping[str, object]], *, wanted: bool) -> Interest:
        name, said = entry[0].strip(), entry[1]
        shown = f"{where}: {name[:_SHOWN] + '…' if len(name) > _SHOWN else name!r}"
        self._known(said, _ENTRY_KEYS if kind == "keyword" else _ENTRY_KEYS[:1], f"{shown}: ", near=name)
        weight = said.get("weight")
        if weight is not None and (not _is_number(weight) or float(str(weight)) <= 0):
            what = "must be a number above 0" + ("" if wanted else " (how much it takes from the score)")
            raise self._bad(f"{shown}: weight", what, near=name)
        case = said.get("case", False)
        if not isinstance(case, bool):
            raise self._bad(f"{shown}: case", "must be true or false", near=name)
        size = 1.0 if weight is None else float(str(weight))
        self._look_for(shown, kind, name, case=case)
        return Interest(
            kind,
            name,
            weight=size if wanted else -size,
            folds=not wanted and weight is None,
            fields=self._fields(shown, said.get("in"), near=name),
            case=case,
        )

    def _look_for(self, shown: str, kind: Kind, name: str, *, case: bool) -> None:
        """Raise BadSetting where no paper can have this name."""
        try:
            if kind == "keyword":
                pieces_of_keyword(name, case=case)
            elif kind == "author" and not name_parts(name):
                raise ValueError("it has no letter")
            elif kind == "category" and (not name or any(char.isspace() for char in name)):
                raise ValueError("a category is written like cs.CL, an archive like cs.*")
            elif kind == "category":
                parse_category(name)
        except ValueError as error:
            raise self._bad(shown, str(error), near=name) from error
        except UsageError as error:
            raise self._bad(shown, error.message, hint=error.hint, near=name) from error

    def _fields(self, shown: str, value: object, *, near: str) -> tuple[Field, ...]:
        if value is None:
            return FIELDS
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not names or not all(name in get_args(Field) for name in names):
            raise self._bad(f"{shown}: in", f"must be one or more of {', '.join(FIELDS)}", near=near)
        return tuple(field for field in FIELDS if field in names)

    def _no_twins(self, entries: Iterable[Interest]) -> None:
        seen: dict[tuple[object, ...], Interest] = {}
        for entry in entries:
            key = (entry.kind, entry.name if entry.case else entry.name.casefold(), entry.fields, entry.case)
            first = seen.setdefault(key, entry)
            if first is not entry:
                both = first.wanted != entry.wanted
                what = "is both wanted and unwanted" if both else "stands twice"
                raise self._bad(f"{entry.kind} {entry.name!r}", what, near=entry.name)

    def _known(self, table: Mapping[str, object], known: Iterable[str], where: str, near: str = "") -> None:
        names = list(known)
        for key in table:
            if key in names:
                continue
            close = difflib.get_close_matches(key, names, 1)
            if close:
                hint = f"Did you mean {close[0]}?"
            elif key in _LISTS:
                hint = f"{key} belongs into [wanted] or [unwanted]"
            else:
                hint = f"known: {', '.join(names)}"
            raise self._bad(f"{where}{key}", "there is no such key", hint=hint, near=near or key)

    def _bad(self, where: str, what: str, *, hint: str = "", near: str = "") -> BadSetting:
        """Return the error of an entry, with the line where ``near`` stands, if that is found."""
        looked_for = near or where.rpartition(".")[2]
        lines = self._text.splitlines()
        line = next((n for n, line in enumerate(lines, 1) if looked_for and looked_for in line.partition("#")[0]), None)
        place = f"{self._name}, line {line}" if line else self._name
        return BadSetting(f"{place}: {where + ': ' if where else ''}{what}", hint=hint or _HINT)


def _is_number(value: object) -> bool:
    """Whether a value is a number that can be added: no truth value, no infinity."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number that no float can hold
        return False
