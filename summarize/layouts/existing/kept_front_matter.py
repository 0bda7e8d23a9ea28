"""YAML front matter of a file in which the reader has keys of his own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from summarize.layouts.existing.markers import NotOurs, lines_of, read_marker
from summarize.layouts.front_matter import KEYS, SHARED_LISTS, VAULT_KEYS

_TOP_LEVEL_KEY = re.compile(r"[^\s#\-][^\n]*:(?:\s|$)")


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the front matter of a file, with its ``---`` lines, and the rest. The first is "" where there is none.

    Front matter has no markers in it: where one stands before the second ``---``, the first is a rule.
    """
    lines = lines_of(text)
    if not lines or lines[0].rstrip() != "---":
        return "", text
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None or any(read_marker(line) for line in lines[:end]):
        return "", text
    return ("".join(lines[: end + 1]), "".join(lines[end + 1 :]))


def further_keys(front: str) -> tuple[str, ...]:
    """Return the keys beside ``KEYS`` that the front matter of a new page has: those of a note in a vault."""
    values = _values(front) if front else {}
    return tuple(key for key in VAULT_KEYS if key in values)


def front_matter_digest(front: str, further: Iterable[str] = ()) -> str:
    """Return the hash of the program's own keys in a front matter, by their values; "" where it has none of them.

    They are ``KEYS`` and those of ``further``. Lists to which the reader adds (tags, aliases) are not in it.
    """
    values = _values(front) if front else {}
    own = {key: values[key] for key in (*KEYS, *further) if key in values and key not in SHARED_LISTS}
    if not own:
        return ""
    text = json.dumps(own, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def merged_front_matter(standing: str, new: str, written: str, further: Iterable[str] = (), *, overwrite: bool) -> str:
    """Return the front matter that a file gets: the program's keys as in ``new``, and all others as in ``standing``.

    ``written`` is the hash of the program's keys when it last wrote them, or "" where it wrote none, and ``further``
    are those beside ``KEYS``. Tags and aliases that the reader added stay. Where nothing changes, the text stays as it is, with the reader's order and comments. Raises
    NotOurs where the reader edited the program's keys, or has keys of the same names.
    """
    if not standing:
        return new
    if not new and not written:
        return standing
    old, wanted = _values(standing), _values(new) if new else {}
    before = {*KEYS, *further} if written else set()
    if not overwrite:
        if written and front_matter_digest(standing, further) != written:
            raise NotOurs("the program's keys in its front matter were edited")
        taken = sorted((set(old) & set(wanted)) - before - set(SHARED_LISTS))
        if taken:
            raise NotOurs(f"its front matter has {', '.join(taken)} already, which the page would write")
    own = (before | set(wanted)) - ({"aliases"} - set(wanted))
    for key in SHARED_LISTS:
        if key in wanted:
            wanted[key] = _joined(wanted[key], old.get(key))
    if {key: value for key, value in old.items() if key in own} == wanted:
        return standing
    theirs = {key: value for key, value in old.items() if key not in own}
    merged = _put_together(wanted, standing, own)
    if merged and _values(merged) != wanted | theirs:
        raise NotOurs("its front matter is written in a way in which the reader's keys cannot be told apart")
    return merged


def _values(front: str) -> dict[str, Any]:
    import yaml  # 15 ms, which pages without front matter do not need

    inner = "\n".join(front.replace("\r\n", "\n").strip("\n").split("\n")[1:-1])
    try:
        values = yaml.safe_load(inner)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotOurs("its front matter is no YAML that can be read") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise NotOurs("its front matter is no list of keys and values")
    return values


def _joined(ours: list[Any], standing: object) -> list[Any]:
    theirs = standing if isinstance(standing, list) else [standing] if standing else []
    return list(dict.fromkeys([*ours, *map(str, theirs)]))


def _put_together(wanted: dict[str, Any], standing: str, own: set[str]) -> str:
    import yaml

    text = yaml.safe_dump(wanted, allow_unicode=True, sort_keys=False, width=10_000) if wanted else ""
    theirs = "".join(block for key, block in _blocks(standing) if key not in own)
    return f"---\n{text}{theirs}---\n" if text or theirs.strip() else ""


def _blocks(front: str) -> list[tuple[str, str]]:
    """Return the keys of a front matter, each with its lines: the one that names it and those that belong to it.

    Comments and empty lines belong to the key before them; those before the first key have the key "".
    """
    import yaml

    blocks: list[tuple[str, str]] = [("", "")]
    for line in front.replace("\r\n", "\n").strip("\n").split("\n")[1:-1]:
        if _TOP_LEVEL_KEY.match(line):
            try:
                named = yaml.safe_load(line.partition(":")[0])
            except (yaml.YAMLError, ValueError):
                named = line
            blocks.append((str(named), ""))
        key, text = blocks[-1]
        blocks[-1] = (key, f"{text}{line}\n")
    return blocks
