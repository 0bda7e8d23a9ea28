"""Search for captions of figures and tables among the printed lines of a paper. The functions are pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from summarize.reading.pdf.line import Line

_LABEL = re.compile(
    r"^(?P<label>(?P<kind>Extended Data (?:Fig\.|Figure|Table)|Supplementary (?:Fig\.|Figure|Table)|Fig\.|Figure|Table|Tab\."
    r"|Algorithm|Listing|Scheme|Box|图|表)\s*(?P<number>[A-Z]?\.?\d{1,3}(?:\.\d{1,2})?[a-z]?|[IVXL]{1,6}))"
    r"(?P<stop>\s*[:.|│—–]|\s*$|\s{2,}|\s+(?=[A-Z(]))",
    re.IGNORECASE,
)
_FULL = {"fig.": "Figure", "tab.": "Table", "图": "Figure", "表": "Table"}


class Found(NamedTuple):
    """A caption's lines, from ``start`` up to and without ``end`` in the list that was searched, and its label."""

    start: int
    end: int
    label: str


def find_captions(lines: list[Line], size: float) -> list[Found]:
    """Return the captions in ``lines``, whose running text is ``size`` points high.

    A caption begins a block with its label and goes on while lines of the same size follow. "Figure 3 shows …" at the
    beginning of a sentence is no caption, and neither is a line that continues a sentence.
    """
    found: list[Found] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        match = _LABEL.match(line.text) if line.text[:1] in "FTABLSEfts图表" else None
        if match is None or not _begins(lines, index, match, size):
            index += 1
            continue
        end = index + 1
        while end < len(lines) and _continues(lines, index, end):
            end += 1
        found.append(Found(index, end, _label(match)))
        index = end
    return found


def _begins(lines: list[Line], index: int, match: re.Match[str], size: float) -> bool:
    line = lines[index]
    if match["kind"][0].islower():
        return False
    if match["number"].isalpha() and not match["number"].isupper():
        return False
    stop = match["stop"].strip()
    rest = line.text[match.end() :].lstrip()
    if stop in (".", "") and rest[:1].islower():
        return False
    if not stop and rest:
        # "TABLE I Results …" in another size or weight; in running text it is the start of a sentence.
        differs = line.bold or abs(line.size - size) > 0.4 or match["label"].isupper()
        if not differs:
            return False
    if index == 0:
        return True
    last = lines[index - 1]
    if last.page != line.page or abs(last.size - line.size) > 0.4:
        return True
    step = line.base - last.base
    close = 0 < step < 1.45 * line.size and last.x1 > line.x0 and last.x0 < line.x1
    unfinished = not last.text.rstrip().endswith((".", "!", "?", ":", ")"))
    return not (close and (unfinished or stop != ":") and last.font == line.font and len(last.text) > 20)


def _continues(lines: list[Line], start: int, index: int) -> bool:
    first, last, line = lines[start], lines[index - 1], lines[index]
    if line.page != last.page or index - start > 40:
        return False
    beside = abs(line.base - last.base) < 0.4 * line.size and line.x0 >= last.x1 - 2
    step = line.base - last.base
    size = max(first.size, 0.1)
    if beside:
        return line.x0 - last.x1 < 3 * size
    if not 0 < step < 1.55 * max(line.size, last.size):
        return False
    if line.x0 > last.x1 or line.x1 < last.x0:
        return False
    piece = len(line.text) < 8 or len(last.text) < 8
    if abs(line.size - last.size) > 0.06 * size and not piece:
        return False
    if _LABEL.match(line.text) and line.block != last.block:
        return False
    new_block = line.block != last.block
    # The title of a table in capitals stands under its label ("TABLE I", then its words).
    alone = index == start + 1 and len(last.text) < 14
    short = last.x1 < max(entry.x1 for entry in lines[start:index]) - 4 * size and last.text.rstrip().endswith(".")
    if new_block and not alone and (short or step > 1.3 * line.size):
        return False
    return not (short and not new_block and step > 1.35 * line.size)


def _label(match: re.Match[str]) -> str:
    kind = " ".join(match["kind"].split())
    kind = _FULL.get(kind.lower(), kind)
    for short, full in (("Fig.", "Figure"), ("FIG.", "Figure")):
        kind = kind.replace(short, full)
    return f"{kind[:1].upper()}{kind[1:].lower() if kind.isupper() else kind[1:]} {match['number']}"
