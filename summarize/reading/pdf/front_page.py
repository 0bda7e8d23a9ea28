"""Search for title, authors and abstract on the first page of a paper. The functions are pure."""

from __future__ import annotations

import re
import unicodedata

from summarize.reading.pdf.letters import Vocabulary
from summarize.reading.pdf.line import Line, PageSize

_AFFILIATION = re.compile(
    r"universit|institut|department|departament|dipartimento|laborator|school|college|facult|academy|centre|center\b|"
    r"research|google|deepmind|microsoft|meta ai|openai|facebook|amazon|nvidia|inc\.|ltd|gmbh|corp|team|group|"
    r"hospital|street|avenue|road|\bchina\b|\busa\b|\buk\b|germany|france|italy|japan|canada|india|spain|"
    r"e-?mail|http|www\.|@|division|observator|physics|science|mathemati|engineering|technolog|cnrs|infn|"
    r"received|accepted|published|dated|arxiv|preprint|submitted|conference|proceedings|journal|copyright|abstract|keyword",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"\^?(?:(?<![\d,])[\d,]+)?[∗*†‡§¶∥⋆⋄♢♡♠♣◦✉∇△⊥◇☆★♯#]+|\^\w[\w,]{0,6}(?!\w)|(?<=[A-Za-z.])\d+(?:,\d+)*"
)
_TITLE_LINES = 6
_NAME = re.compile(r"^[^\W\d_][\w.’'\-]*(?: [^\W\d_][\w.’'\-]*){1,4}$")
_RUN_IN = re.compile(r"^(?:abstract|a b s t r a c t)\s*(?:[.:—–-]+|$)\s*", re.IGNORECASE)
_AFTER_ABSTRACT = re.compile(
    r"^(?:key ?words?|index terms|ccs concepts|pacs|acm reference|msc|subject class|1 ?introduction|\d{4} mathematics|"
    r"∗|\*|†|©|copyright|permission to|correspond|code |project page|jel )",
    re.IGNORECASE,
)


_NOTE = re.compile(
    r"@|e-?mail|supported (?:in part )?by|research (?:fellow|supported)|\baddress:|universit", re.IGNORECASE
)
_KEY_WORDS = re.compile(r"\s(?:key ?words(?: and phrases)?|index terms|pacs(?: numbers?)?)\s*[:.—–-].*$", re.IGNORECASE)


def find_title(lines: list[Line], sizes: dict[int, PageSize], before: int) -> tuple[int, int]:
    """Return where the title stands in ``lines`` (start, end): the largest letters high on page 1, or (0, 0).

    ``before`` is the index of the first heading. The title is above it.
    """
    first = [i for i in range(min(before, len(lines))) if lines[i].page == 1]
    if not first:
        return (0, 0)
    height = sizes[1].height
    usable = [i for i in first if lines[i].y0 < 0.6 * height and sum(c.isalpha() for c in lines[i].text) > 3]
    if not usable:
        return (0, 0)
    largest = max(lines[i].size for i in usable)
    start = next(i for i in usable if lines[i].size > 0.97 * largest)
    end = start + 1
    while end < before and lines[end].page == 1:
        last, line = lines[end - 1], lines[end]
        if abs(line.size - last.size) > 0.15 * largest or not 0 <= line.base - last.base < 2.3 * largest:
            break
        if line.bold != last.bold or (line.font != last.font and line.size < 0.97 * last.size):
            break
        if abs(line.size - last.size) < 0.02 * largest and line.base - last.base > 1.9 * largest:
            break
        end += 1
    # No title has so many lines. The largest letters are then the running text's, and the first line is the best guess.
    return (start, end) if end - start <= _TITLE_LINES else (start, start + 1)


def join_title(lines: list[Line], vocabulary: Vocabulary) -> str:
    """Return the title's lines as one, without note marks at its end."""
    text = ""
    for line in lines:
        text = vocabulary.joined(text, line.text) if text else line.text.strip()
    return " ".join(re.sub(r"(?<![\d∗*†‡§¶])(?<!\^(?=\d))(?:\^?\d|[∗*†‡§¶])+$", "", text.strip()).split())


def find_authors(lines: list[Line]) -> tuple[str, ...]:
    """Return the names in the lines between title and abstract, in order; an empty tuple where none is found.

    Only words that look like names of people, in the size and weight of the first name, are taken. A missing author is
    better than an institute as an author.
    """
    names: list[str] = []
    style: tuple[float, bool] | None = None
    for line in lines[:60]:
        text = unicodedata.normalize("NFC", line.text)
        if _AFFILIATION.search(text) or len(text) > 400:
            continue
        if style is not None and (abs(line.size - style[0]) > 0.8 or line.bold != style[1]):
            continue
        if re.match(r"^\s*\^?\d", text):
            continue
        for piece in re.split(r",|;|·|•|\band\b|&|\s{2,}", _MARKS.sub(" , ", text), flags=re.IGNORECASE):
            name = " ".join(piece.split()).strip(" .()")
            if _NAME.match(name) and _is_person(name) and name not in names:
                names.append(name)
                style = style or (line.size, line.bold)
    return tuple(names)


def _is_person(name: str) -> bool:
    words = name.split()
    small = {
        "de",
        "da",
        "di",
        "van",
        "von",
        "der",
        "den",
        "del",
        "la",
        "le",
        "dos",
        "du",
        "bin",
        "al",
        "el",
        "ter",
        "y",
    }
    return (len(name) < 45 and all(w[0].isupper() or w.lower() in small for w in words) and not name.isupper()) or (
        name.isupper() and 1 < len(words) < 5 and len(name) < 40
    )


def run_in_abstract(text: str) -> str | None:
    """Return the rest of a line that begins with "Abstract—" or "Abstract."; None where it does not."""
    match = _RUN_IN.match(text)
    return text[match.end() :] if match else None


def ends_abstract(text: str, *, first: bool) -> bool:
    """Whether a paragraph under the abstract's heading is something else: key words, classification, a note on people.

    The ``first`` paragraph is the abstract unless its beginning names one of these.
    """
    return _AFTER_ABSTRACT.match(text) is not None or (not first and _NOTE.search(text) is not None)


def without_key_words(text: str) -> str:
    """Return a paragraph of the abstract without key words that follow in the same paragraph."""
    return _KEY_WORDS.sub("", text)
