"""Pages that people publish, read back into pairs of English and Chinese with their places.

The functions are pure. The shapes are those of docs/layouts.md as they are found on the web, with their irregular
headings: ``report`` (title, authors, English abstract, Chinese abstract, Summary, Key Takeaways), ``digest`` (English
title, linked Chinese title, Chinese abstract), ``bilingual`` (labelled fields), ``interleaved`` (a sentence, its
Chinese) and table rows. One reader serves all of them. Headings and labels say what follows. The script of a paragraph
says which side it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from summarize.characters import HAN, count_han
from summarize.values import UnitName

Part = Literal["title_zh", "abstract", "summary", "takeaways", "one_line", "skip"]

_LATIN = re.compile("[A-Za-z]")
_HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<text>\S(?:.*[^\s#])?)[\s#]*$")
_LABEL = re.compile(
    r"^(?:[-*]\s+)?(?:\*\*|__)(?P<label>[^*_]{1,40}?)(?:[:：](?:\*\*|__)|(?:\*\*|__)\s*[:：])\s*(?P<text>.*)$"
)
_BARE_LABEL = re.compile(rf"^(?P<label>[A-Za-z(){HAN} ]{{2,20}})[:：]\s*(?P<text>.*)$")
_LINKED_TITLE = re.compile(r"^\[(?P<text>.+)\]\((?P<url>https?://(?:(?!\]\()\S)+)\)[\s⚠]*$")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$")
_ITEM = re.compile(r"^\s*(?:\d{1,2}\s?[.、)）]|[•·*+-])\s+")
_SKIPPED = re.compile(r"^\s*+(?:>|!\[|<(?:a|img|details|/details|summary|div|/div|br)\b|<!--|\|?\s*+:?-{2,})")
_NUMBERED = re.compile(r"<sup[^<>]*>\s*\d+\s*</sup>\s*")
_ANCHOR = re.compile(r"<a [^<>]*>|</a>")
_REF = re.compile(
    r"arxiv\.org/(?:abs|pdf|html)/(?P<id>(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)|arXiv:(?P<bare>\d{4}\.\d{4,5}(?:v\d+)?)",
    re.I,
)
_MARK = re.compile(r"(?:(?<!\s)\s+)?⚠\ufe0f?[¹²³⁴⁵⁶⁷⁸⁹⁰\d]*\s*$")
#: What a takeaway ends with: places in brackets, （第 2 句、第 3 页）, each of them perhaps a link.
_AT_END = re.compile(r"（([^（）]*)）\s*$")
_LINKED_PLACE = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_LONGEST_PLACE = 16  # characters
#: An English paragraph of at least this many characters is an abstract, if a title went before it.
_ABSTRACT = 150


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a character in the file. Line and column count from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Passage:
    """Text put together from pieces of a page. ``starts`` has offset, line and column of each piece."""

    text: str = ""
    starts: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, piece: str, line: int, column: int, separator: str = "\n") -> None:
        """Append a piece that stands at this place of the page, after ``separator`` if there is text already."""
        if self.text:
            self.text += separator
        self.starts.append((len(self.text), line, column))
        self.text += piece

    def place(self, offset: int) -> Place:
        """Return the place of the character at ``offset``, and line 1, column 1 where there is no text."""
        line, column = 1, 1
        for start, at_line, at_column in self.starts:
            if start > offset:
                break
            line, column = at_line, at_column + offset - start
        return Place(line, column)


@dataclass(frozen=True, slots=True)
class PageUnit:
    """One Chinese text of a page. ``source`` is empty where the page has no English for it."""

    unit: UnitName
    source: str
    target: Passage


@dataclass(slots=True)
class PagePaper:
    """One paper of a page, as far as it was found there. A part that the page does not have is empty.

    ``ref`` is an arXiv ID, with a version or without. ``address`` is what a title is linked to. Both may be empty.
    """

    title: str = ""
    ref: str = ""
    address: str = ""
    abstract: Passage = field(default_factory=Passage)
    title_zh: Passage = field(default_factory=Passage)
    abstract_zh: Passage = field(default_factory=Passage)
    summary: Passage = field(default_factory=Passage)
    takeaways: Passage = field(default_factory=Passage)
    one_line: Passage = field(default_factory=Passage)

    def units(self, title: str = "", abstract: str = "") -> Iterator[PageUnit]:
        """Yield the texts to check, in the order of a page.

        ``title`` and ``abstract`` stand in where the page has no English of its own.
        """
        english_title, english = self.title or title, self.abstract.text or abstract
        everything = f"{english_title}\n{english}" if english else ""
        rows: tuple[tuple[UnitName, str, Passage], ...] = (
            ("title", english_title, self.title_zh),
            ("abstract", english, self.abstract_zh),
            ("one_line", everything, self.one_line),
            ("summary", everything, self.summary),
            ("takeaways", everything, self.takeaways),
        )
        for unit, source, target in rows:
            if target.text:
                yield PageUnit(unit, source, target)


@lru_cache(maxsize=1)
def _parts() -> dict[str, Part]:
    """Return the part of a page that each heading or label opens. They are in small letters and without marks."""
    table = tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8"))
    parts: tuple[Part, ...] = get_args(Part)
    return {name: part for part in parts for name in table[part]}


def read_page(text: str) -> list[PagePaper]:
    """Return the papers of a Markdown page that have any Chinese, in order. A page without papers gives none."""
    return [paper for paper in _Reader().read(text) if any(True for _ in paper.units())]


class _Reader:
    """The reading of one page, line by line.

    ``paper`` and ``part`` say what the next paragraph belongs to; None before the first one.
    """

    def __init__(self) -> None:
        self.papers: list[PagePaper] = []
        self.paper: PagePaper | None = None
        self.part: Part | None = None
        self.last: tuple[str, int] = ("", 0)  # the last plain paragraph and its line; it is a title if authors follow
        self.named = False  # whether a heading or label opened the part

    def read(self, text: str) -> list[PagePaper]:
        lines = text.replace("\r\n", "\n").split("\n")
        start = 0
        if lines and lines[0].strip() == "---" and "---" in [line.strip() for line in lines[1:60]]:
            start = [line.strip() for line in lines].index("---", 1) + 1
        fenced = False
        for number, line in enumerate(lines[start:], start + 1):
            if line.lstrip().startswith("```"):
                fenced = not fenced
            elif not fenced and line.strip():
                self._line(line, number)
        return self.papers

    def _line(self, line: str, number: int) -> None:
        bare = _ANCHOR.sub("", line).strip()
        if not bare or _SKIPPED.match(line):
            return
        self._reference(bare)
        if _RULE.match(line):
            self.part = None if self.part != "takeaways" else "skip"
        elif heading := _HEADING.match(bare):
            self._heading(_MARK.sub("", heading["text"]).strip())
        elif _name(bare) in _parts() and len(bare) < 40:
            self._open(_parts()[_name(bare)])
        elif (label := _LABEL.match(bare) or _BARE_LABEL.match(bare)) and _name(label["label"]) in _parts():
            self._labelled(_name(label["label"]), label["text"], line, number)
        elif (linked := _LINKED_TITLE.match(bare)) and self.paper and not self.paper.title_zh.text:
            self._add(self.paper.title_zh, linked["text"], line, number)
            self.paper.address = linked["url"]
            self.part = "abstract"
        elif bare.startswith("|"):
            self._row(bare, line, number)
        else:
            self._paragraph(bare, line, number)

    def _reference(self, bare: str) -> None:
        m = _REF.search(bare)
        if m and self.paper and not self.paper.ref:
            self.paper.ref = m["id"] or m["bare"]

    def _new(self, title: str) -> PagePaper:
        self.paper = PagePaper(title=title)
        self.papers.append(self.paper)
        self.part = "abstract"
        self.named = False
        self._reference(title)
        return self.paper

    def _heading(self, text: str) -> None:
        if (part := _parts().get(_name(text))) is not None:
            self._open(part)
        elif not _chinese(text) and len(_LATIN.findall(text)) >= 8 and not _daily(text):
            linked = _LINKED_TITLE.match(text)
            paper = self._new(linked["text"] if linked else text)
            if linked:
                paper.address = linked["url"]
                self._reference(text)
        else:
            self.part = "skip" if self.paper is None or self.paper.abstract_zh.text else self.part

    def _open(self, part: Part) -> None:
        # A second 摘要 after the Chinese abstract is a summary.
        again = part == "abstract" and self.paper is not None and bool(self.paper.abstract_zh.text)
        self.part = "summary" if again else part
        self.named = True

    def _labelled(self, label: str, text: str, line: str, number: int) -> None:
        part = _parts()[label]
        if label in ("authors", "作者") and self.last[0] and (self.paper is None or self.paper.title != self.last[0]):
            started = self.paper is not None and not (self.paper.abstract_zh.text or self.paper.abstract.text)
            if not started:
                self._new(self.last[0])
        self._open(part)
        if label in ("authors", "作者"):
            self.part = "abstract"
            self.named = False
            return
        if text.strip():
            self._paragraph(text.strip(), line, number)

    def _row(self, bare: str, line: str, number: int) -> None:
        """Read a row of our ``table`` layout: | date | [English title](url)<br>中文标题 | 中文摘要 | …."""
        cells = [cell.strip() for cell in bare.strip("|").split(" | ")]
        m = next(
            (
                m
                for cell in cells
                if (m := re.match(r"\[(?P<en>.+?)\]\((?P<url>(?:(?!\]\()\S)+)\)<br>(?P<zh>.+)", cell))
            ),
            None,
        )
        if m is None or len(cells) < 3:
            return
        paper = self._new(m["en"])
        paper.address = m["url"]
        self._reference(bare)
        self._add(paper.title_zh, _MARK.sub("", m["zh"]), line, number)
        if abstract := next((cell for cell in cells[2:] if count_han(cell) > 20), None):
            self._add(paper.abstract_zh, abstract, line, number)
        self.part = "skip"

    def _paragraph(self, bare: str, line: str, number: int) -> None:
        words = _MARK.sub("", _NUMBERED.sub("", bare)).strip()
        plain = words.strip("*_ ")
        paper, part = self.paper, self.part
        if part != "takeaways" and not _ITEM.match(words):
            self.last = (plain, number) if not _chinese(plain) and 8 <= len(plain) <= 300 else ("", 0)
        if paper is None or part == "skip" or (part is None and not paper.abstract.text):
            return
        if part == "title_zh":
            self._add(paper.title_zh, words, line, number)
        elif part == "takeaways":
            self._add(paper.takeaways, _without_evidence(words), line, number)
        elif part == "summary" and _chinese(words):
            self._add(paper.summary, words, line, number)
        elif part == "one_line" and _chinese(words):
            self._add(paper.one_line, words, line, number)
        elif part == "abstract" and not _ITEM.match(words):
            self._abstract(paper, words, plain, line, number)

    def _abstract(self, paper: PagePaper, words: str, plain: str, line: str, number: int) -> None:
        if _chinese(words):
            short = count_han(words) <= 60 and not words.endswith(("。", "！", "；"))
            if short and not paper.title_zh.text and not paper.abstract_zh.text:
                self._add(paper.title_zh, plain, line, number)
            else:
                self._add(paper.abstract_zh, words, line, number)
        elif self.named or len(words) >= _ABSTRACT or paper.abstract.text or re.search(r"\S\.$", words):
            # Authors without a label, links and dates are short and end without a full stop, so they are not taken.
            self._add(paper.abstract, words, line, number, " ")

    @staticmethod
    def _add(passage: Passage, words: str, line: str, number: int, separator: str = "\n") -> None:
        passage.add(words, number, max(line.find(words[:40]), 0) + 1, separator)


def _name(text: str) -> str:
    return _MARK.sub("", text).strip("*_#:： ").lower()


def _chinese(text: str) -> bool:
    han = count_han(text)
    return han * 4 >= len(_LATIN.findall(text)) and han > 0


def _daily(text: str) -> bool:
    """Whether a heading is a date or a count, and not a title."""
    return bool(re.fullmatch(r"[\w\s,.:()/-]*", text) and re.search(r"\d{4}", text)) and len(text.split()) <= 5


def _without_evidence(takeaway: str) -> str:
    """Return a takeaway without the places that it cites in brackets at its end; other brackets are its own words."""
    bracket = _AT_END.search(takeaway)
    if bracket is None:
        return takeaway
    places = re.split("[、,，]", _LINKED_PLACE.sub(r"\1", bracket[1]))
    cites = all(0 < len(place.strip(" []")) <= _LONGEST_PLACE for place in places)
    return takeaway[: bracket.start()] if cites else takeaway
