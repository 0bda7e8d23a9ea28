"""The markers in a page: lines that are HTML comments, which no renderer shows.

``<!-- summarize:begin NAME sha256=… -->`` and ``<!-- summarize:end NAME -->`` stand around each part that the program
wrote. Everything else in the file is the reader's. The hash tells whether a part was edited. It is made from the text
without its line endings' kind and without empty lines around it, so that a change between LF and CRLF is no edit.
``<!-- summarize:page … -->`` and ``<!-- summarize:paper … -->`` stand inside a part. They say which layout the page has
and which papers stand in it, so that ``--new-only`` can add to it.

Only a line that is a marker from its first character to its last counts. A note that quotes one inside a line, after a
space, or in a fenced block is a note.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

#: Characters of a hash that a marker has: enough that no edit passes by chance, and few in a file that people read.
_HASH_LENGTH = 16
_LINE = re.compile(r"<!-- summarize:(begin|end|page|paper)((?: [^\s<>]+)*) -->")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


class NotOurs(ValueError):
    """A file holds what this program did not write, and may not be overwritten. ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: its kind, its name ("" for ``page``), and its other words by their keys."""

    kind: str
    name: str
    words: dict[str, str]

    def __str__(self) -> str:
        words = [self.name] if self.name else []
        words += [f"{key}={value}" for key, value in self.words.items() if value]
        return f"<!-- summarize:{' '.join([self.kind, *words])} -->"


@dataclass(frozen=True, slots=True)
class PaperMark:
    """A paper that stands in a page: the name of its part, its version, and the key under which the store has it.

    ``added`` is the day on which ``--new-only`` added it, or "".
    """

    name: str
    version: int
    key: str
    added: str = ""

    def __str__(self) -> str:
        words = {"version": str(self.version or ""), "key": self.key, "added": self.added}
        return str(Marker("paper", self.name, words))


@dataclass(frozen=True, slots=True)
class MarkedPart:
    """A part between markers. ``line`` is where it begins (1-based); ``after`` is what the reader has behind it."""

    name: str
    text: str
    line: int
    words: dict[str, str]
    after: str

    @property
    def edited(self) -> bool:
        """Whether the text is not what the program wrote."""
        return self.words.get("sha256") != digest(self.text)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A file with markers: what the reader has before the first part, and the parts with what is behind each."""

    before: str
    parts: tuple[MarkedPart, ...]


def digest(text: str) -> str:
    """Return the hash of a part's text."""
    plain = text.replace("\r\n", "\n").strip("\n")
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:_HASH_LENGTH]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text with their ends. Only a newline ends a line."""
    return _LINES.findall(text)


def read_marker(line: str) -> Marker | None:
    """Return the marker that a line is, or None."""
    match = _LINE.fullmatch(line.rstrip("\r\n"))
    if match is None:
        return None
    words = match[2].split()
    name = words.pop(0) if words and "=" not in words[0] else ""
    pairs = (word.partition("=") for word in words)
    return Marker(match[1], name, {key: value for key, _, value in pairs})


def read_marked(text: str) -> MarkedText | None:
    """Return the parts and notes of a file; None where it has no markers.

    Raises NotOurs where a marker has lost its other half, or two parts have one name.
    """
    if "<!-- summarize:" not in text:
        return None
    lines = lines_of(text)
    before, parts = "", list[MarkedPart]()
    at, fence, note, hidden = 0, "", "", False
    while at < len(lines):
        marker = read_marker(lines[at])
        if marker is None or marker.kind in ("page", "paper") or fence:
            fence = _fence_after(lines[at], fence)
            hidden = bool(fence) and (hidden or marker is not None)
            note += lines[at]
            at += 1
            continue
        if marker.kind == "end":
            raise NotOurs(f"line {at + 1} ends a part that nothing begins")
        end = next((n for n in range(at + 1, len(lines)) if _ends(lines[n], marker.name)), None)
        if end is None:
            raise NotOurs(f"the part that line {at + 1} begins has no end")
        before, parts = _with_note(before, parts, note)
        parts.append(MarkedPart(marker.name, "".join(lines[at + 1 : end]), at + 1, marker.words, ""))
        at, note = end + 1, ""
    if hidden:
        raise NotOurs("a code block that is never closed hides markers")
    if not parts:
        return None
    before, parts = _with_note(before, parts, note)
    names = [part.name for part in parts]
    twice = next((part for n, part in enumerate(parts) if part.name in names[:n]), None)
    if twice is not None:
        raise NotOurs(f"the part {twice.name} stands there twice, the second time in line {twice.line}")
    return MarkedText(before, tuple(parts))


def _ends(line: str, name: str) -> bool:
    marker = read_marker(line)
    return marker is not None and marker.kind == "end" and marker.name == name


def _with_note(before: str, parts: list[MarkedPart], note: str) -> tuple[str, list[MarkedPart]]:
    """Return what stands before the first part, and the parts, with a note that follows the last one read."""
    if not parts:
        return before + note, parts
    last = parts[-1]
    return before, [*parts[:-1], MarkedPart(last.name, last.text, last.line, last.words, note)]


def _fence_after(line: str, fence: str) -> str:
    """Return the fence of the code block that is open after a line of a note, or "".

    ``fence`` is the one that is open before it. The rules are those of CommonMark 0.31, section 4.5.
    """
    match = _FENCE.match(line)
    if match is None:
        return fence
    if not fence:
        return "" if match[1][0] == "`" and "`" in line[match.end() :] else match[1]
    closes = match[1].startswith(fence) and not line[match.end() :].strip()
    return "" if closes else fence


def without_markers(text: str) -> str:
    """Return the text of a part with a space before each line that would be read as a marker."""
    if "<!-- summarize:" not in text:
        return text
    return "".join(f" {line}" if read_marker(line) else line for line in lines_of(text))
