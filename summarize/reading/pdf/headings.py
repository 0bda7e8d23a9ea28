"""Search for headings among the printed lines of a paper, by style, number sequence and known names together.

None of the three is enough alone: tables hold bold numbers, lists count 1, 2, 3, and "Abstract" stands inside figures.
So a level-1 number counts when its style is not the body's and it continues a sequence in that style. A known name
counts when it stands alone and stands out. Other unnumbered lines count when they look exactly like the headings found
before. The functions are pure.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from summarize.reading.pdf.heading_names import BESIDE_ABSTRACT, KNOWN, bare_name
from summarize.reading.pdf.heading_numbers import Candidate, appendix_letters, first_level, lower_levels
from summarize.reading.pdf.letters import unspaced
from summarize.reading.pdf.line import Line
from summarize.values import SectionKind

_NUMBERED = re.compile(
    r"^(?P<lead>Appendix|APPENDIX|Section|SECTION|§)?\s*(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-Z](?:\.\d{1,2}){0,3})"
    r"(?P<stop>[.:)]|\s*[—–-](?=\s))?\s+(?P<title>\S.*)$"
)
_BARE = re.compile(r"^(?:(?:Appendix|APPENDIX)\s+)?(?:\d{1,2}|[IVX]{1,5}|[A-Z])\.?$")
_PAGE_AT_END = re.compile(r"(?:(?<!\.)(?<!\.\s)(?:\.\s?){3,}+|\s)\d{1,3}$")


class Heading(NamedTuple):
    """A heading: its lines (``start`` up to and without ``end``), level from 1, number (or ""), words and kind."""

    start: int
    end: int
    level: int
    number: str
    title: str
    kind: SectionKind | None


def find_headings(lines: list[Line], size: float, font: str, taken: set[int]) -> list[Heading]:
    """Return the headings in ``lines``, in order.

    ``size`` (points) and ``font`` are the running text's. ``taken`` are the indices of lines that are captions.
    """
    usable = [i for i in range(len(lines)) if i not in taken]
    numbered = [c for i in usable if (c := _numbered(lines, i, size, font, taken)) is not None]
    known = _known(lines, usable, size, font)
    references = next((h.start for h in known if h.kind == "references"), len(lines))
    first = first_level(numbered, references, size)
    styles = Counter(c.style for c in first)
    letters = appendix_letters(
        numbered, first, references, [h.start for h in known if h.kind in ("appendix", "references")]
    )
    top = sorted(first + letters, key=lambda c: c.start)
    lower = lower_levels(numbered, top, size)
    found: dict[int, Heading] = {h.start: h for h in known}
    for c in top:
        kind: SectionKind | None = "appendix" if c in letters else KNOWN.get(bare_name(c.title))
        found[c.start] = Heading(c.start, c.end, 1, c.number, c.title, kind)
    for c, level in lower:
        found.setdefault(c.start, Heading(c.start, c.end, level, c.number, c.title, None))
    for heading in _alike(lines, usable, styles or _known_styles(lines, known), found, size):
        found.setdefault(heading.start, heading)
    return _without_overlap(sorted(found.values(), key=lambda h: h.start))


def _without_overlap(headings: list[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    for heading in headings:
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


def _style(line: Line) -> tuple[str, float, bool]:
    return (line.font, round(line.size * 2) / 2, line.bold)


def _stands_out(line: Line, size: float, font: str) -> bool:
    letters = [c for c in line.text if c.isalpha()]
    capitals = len(letters) > 3 and sum(c.isupper() for c in letters) > 0.85 * len(letters)
    return (
        line.bold or line.size > 1.06 * size or capitals or (line.font != font and abs(line.size - size) < 0.12 * size)
    )


def _starts_fresh(lines: list[Line], index: int) -> bool:
    """Whether no line stands close above that this line could continue."""
    if index == 0:
        return True
    last, line = lines[index - 1], lines[index]
    if last.page != line.page or line.base < last.base:
        return True
    step = line.base - last.base
    return line.block != last.block or step > 1.3 * max(line.size, last.size) or last.x1 < line.x0


def _wrapped(lines: list[Line], start: int, taken: set[int], limit: int = 3) -> int:
    """Return the end of a heading that begins at ``start`` and may go on for a line or two in the same style."""
    end = start + 1
    while end < len(lines) and end - start < limit and end not in taken:
        last, line = lines[end - 1], lines[end]
        same = _style(line) == _style(last) and line.page == last.page
        step = line.base - last.base
        if not (same and 0.6 * line.size < step < 1.6 * line.size and line.x0 < last.x1 and line.x1 > last.x0):
            break
        if _NUMBERED.match(line.text.strip()) and not last.text.rstrip().endswith(
            (",", "and", "of", "for", "the", "with")
        ):
            break
        if bare_name(line.text) in KNOWN:
            break
        end += 1
    return end


def _title(lines: list[Line], start: int, end: int) -> str:
    text = ""
    for line in lines[start:end]:
        piece = line.text.strip()
        if text.endswith("-"):
            text = text[:-1] + piece if piece[:1].islower() else text + piece
        else:
            text = f"{text} {piece}".strip()
    return " ".join(text.split())


def _numbered(lines: list[Line], index: int, size: float, font: str, taken: set[int]) -> Candidate | None:
    line = lines[index]
    text = line.text.strip()
    first = text[:1]
    if not (first.isdigit() or first.isupper() or first == "§") or len(text) > 160:
        return None
    end = index + 1
    if _BARE.match(text) and end < len(lines) and lines[end].page == line.page and _style(lines[end]) == _style(line):
        end = _wrapped(lines, end, taken)
        text = _title(lines, index, end)
    match = _NUMBERED.match(text)
    if match is None or not (_stands_out(line, size, font) and _starts_fresh(lines, index)):
        return None
    if end == index + 1:
        end = _wrapped(lines, index, taken)
        match = _NUMBERED.match(_title(lines, index, end))
        if match is None:
            return None
    title = match["title"].strip()
    letters = sum(c.isalpha() for c in title)
    if letters < 2 or letters < 0.5 * len(title.replace(" ", "")) or len(title) > 200:
        return None
    if not (
        title[0].isupper() or title[0].isdigit() or title[0] in "“\"‘'(ℓ" or (title[0].islower() and len(title) > 3)
    ):
        return None
    if title.endswith((",", ";")) or (_PAGE_AT_END.search(title) and "." * 3 in title):
        return None
    number = match["number"]
    if number.isalpha() and match["stop"] is None and not match["lead"] and number in ("A", "I") and not line.bold:
        return None
    return Candidate(index, end, number, title, bool(match["lead"]), _style(line))


def _known(lines: list[Line], usable: list[int], size: float, font: str) -> list[Heading]:
    """Return known names that stand alone and stand out. Only the first "Abstract", on the first two pages, counts."""
    found: list[Heading] = []
    have_abstract = False
    for index in usable:
        line = lines[index]
        text = line.text.strip()
        if len(text) > 60 or not text[:1].isupper():
            continue
        name = bare_name(text)
        kind = KNOWN.get(name)
        if name in BESIDE_ABSTRACT and line.page <= 2:
            found.append(Heading(index, index + 1, 2, "", text.rstrip(".:"), None))
            continue
        if kind is None:
            if name.startswith("appendix") and 8 < len(name) < 60 and _stands_out(line, size, font):
                rest = text[8:].lstrip(".: —–")
                if text[8:9] in ".:" and rest[:1].isupper() and _starts_fresh(lines, index):
                    found.append(Heading(index, index + 1, 1, "", text, "appendix"))
            continue
        if kind == "abstract":
            if have_abstract or line.page > 2 or not _starts_fresh(lines, index):
                continue
            have_abstract = True
        elif not (_stands_out(line, size, font) and _starts_fresh(lines, index)):
            continue
        found.append(Heading(index, index + 1, 1, "", unspaced(text).rstrip(".:"), kind))
    return found


def _known_styles(lines: list[Line], known: list[Heading]) -> Counter[tuple[str, float, bool]]:
    """Return the styles of known names without the abstract's. Papers without numbers set their headings so."""
    return Counter(_style(lines[h.start]) for h in known if h.kind != "abstract")


def _alike(
    lines: list[Line],
    usable: list[int],
    styles: Counter[tuple[str, float, bool]],
    found: dict[int, Heading],
    size: float,
) -> list[Heading]:
    """Return unnumbered lines in exactly the style of the level-1 headings, alone in their block, after the first
    heading.
    """
    if not styles or not found:
        return []
    wanted = styles.most_common(1)[0][0]
    if not (wanted[2] or wanted[1] > 1.06 * size):
        return []
    begin = min(found)
    inside = {i for h in found.values() for i in range(h.start, h.end)}
    usable_set = set(usable)
    headings = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if index <= begin or index in inside or index not in usable_set or _style(line) != wanted:
            index += 1
            continue
        end = _wrapped(lines, index, inside, limit=4)
        text = _title(lines, index, end)
        after = lines[end] if end < len(lines) else None
        alone = after is None or after.page != line.page or after.block != line.block or _style(after) != wanted
        letters = sum(c.isalpha() for c in text)
        if (
            end - index < 4
            and alone
            and _starts_fresh(lines, index)
            and letters > 3
            and letters > 0.6 * len(text)
            and text[0].isupper()
            and len(text) < 100
            and not text.endswith((".", ",", ";", "?", ":"))
            and not ("=" in text or (": " in text and wanted[1] < 1.06 * size))
            and after is not None
            and KNOWN.get(bare_name(text)) != "abstract"
        ):
            headings.append(Heading(index, end, 1, "", text, KNOWN.get(bare_name(text))))
        index = end
    return headings
