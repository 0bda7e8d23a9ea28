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
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from summarize.characters import HAN, count_han, has_han
from summarize.layouts.existing.markers import NotOurs, read_marked
from summarize.layouts.labels import HANS, HANT
from summarize.lint.odd_paragraphs import address_of, goes_on, linked_title_end
from summarize.lint.page_paper import PagePaper, Passage

Part = Literal["title_zh", "abstract", "summary", "takeaways", "one_line", "skip"]

#: Addresses and formulas are of no language.
_NO_LANGUAGE = re.compile(r"https?://[^\s<>]+|\$[^$]*\$")
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
#: The mark behind a sentence inside a paragraph, with the spaces around it.
_MARK_INSIDE = re.compile(r"(?<!\s)\s+⚠\ufe0f?(?:\s|$)")
#: The findings that stand in a cell behind the abstract.
_NOTES = re.compile(r"<br>[⚠·] .*$")
#: What a takeaway ends with: places in brackets, （第 2 句、第 3 页）, each of them perhaps a link.
_AT_END = re.compile(r"（([^（）]*)）\s*$")
_LINKED_PLACE = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_LONGEST_PLACE = 16  # characters
#: Labels of a line that holds no text of the paper and ends no part.
_ONE_LINE = frozenset({"added", HANS.added, HANT.added})
#: An English paragraph of at least this many characters is an abstract, if a title went before it.
_ABSTRACT = 150


@lru_cache(maxsize=1)
def _parts() -> dict[str, Part]:
    """Return the part of a page that each heading or label opens. They are in small letters and without marks.

    They are those that ``headings.toml`` collects and the labels of the program's own pages in both scripts.
    """
    table = tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8"))
    names: tuple[Part, ...] = get_args(Part)
    parts: dict[str, Part] = {}
    for words in (HANS, HANT):
        others = (
            words.authors, words.date, words.categories, words.comment, words.journal, words.links, words.sections,
            words.figures, words.findings, words.overview, words.contents, words.failures, words.made_from,
        )  # fmt: skip
        parts |= dict.fromkeys(others, "skip")
        parts |= {words.abstract: "abstract", words.summary: "summary", words.takeaways: "takeaways"}
        parts[words.one_line] = "one_line"
    return parts | {name: part for part in names for name in table[part]}


def find_reference(text: str) -> str:
    """Return the first arXiv ID that an address or an ``arXiv:`` names, with its version if it has one, or ""."""
    m = _REF.search(text)
    return (m["id"] or m["bare"]) if m else ""


def made_from_whole_paper(line: str) -> bool:
    """Whether a line is one of our pages' own that says what the page was made from, and that is the whole paper."""
    return any(
        line.startswith(f"{words.made_from}：") and (_before_count(words.read_pdf) in line or words.read_html in line)
        for words in (HANS, HANT)
    )


def _before_count(label: str) -> str:
    """Return a label up to the place where a count is filled in."""
    return label.partition("{")[0]


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
        self.numbered = False  # whether the paragraph before was a numbered English sentence
        self.named = False  # whether a heading or label opened the part
        self.written: Passage | None = None  # where the last text of this part went

    def read(self, text: str) -> list[PagePaper]:
        lines = _without_notes(text.removeprefix("\ufeff").replace("\r\n", "\n")).split("\n")
        start = 0
        if lines and lines[0].strip() == "---" and "---" in [line.strip() for line in lines[1:60]]:
            start = [line.strip() for line in lines].index("---", 1) + 1
        fenced = False
        title_ends: int | None = None  # the last line of a linked title of several lines
        for number, line in enumerate(lines[start:], start + 1):
            if line.lstrip().startswith("```"):
                fenced = not fenced
            elif not fenced and line.strip():
                if title_ends is None and self.paper is not None and not self.paper.title_zh.text:
                    title_ends = linked_title_end(lines, number - 1)
                if title_ends is None:
                    self._line(line, number)
                else:
                    self._title_line(line, number, last=number > title_ends)
                    title_ends = None if number > title_ends else title_ends
        return self.papers

    def _title_line(self, line: str, number: int, *, last: bool) -> None:
        """Read a line of a Chinese title whose link holds several lines."""
        assert self.paper is not None
        words = line.strip()
        if last:
            words, _, address = words.rpartition("](")
            self.paper.address = address.rstrip("⚠ )\t")
            self._reference(self.paper.address)
            self.part = "abstract"
        self._add(self.paper.title_zh, words.removeprefix("["), line, number)

    def _line(self, line: str, number: int) -> None:
        bare = _ANCHOR.sub("", line).strip()
        if not bare or _SKIPPED.match(line):
            return
        self._reference(bare)
        if self.paper is not None and made_from_whole_paper(bare):
            self.paper.whole = True
        if _RULE.match(line):
            self.part = None if self.part != "takeaways" else "skip"
        elif heading := _HEADING.match(bare):
            self._heading(_MARK.sub("", heading["text"]).strip())
        elif _name(bare) in _parts() and len(bare) < 40:
            self._open(_parts()[_name(bare)])
        elif (label := _LABEL.match(bare) or _BARE_LABEL.match(bare)) and _name(label["label"]) in _ONE_LINE:
            return
        elif label and _name(label["label"]) in _parts():
            self._labelled(_name(label["label"]), label["text"], line, number)
        elif (linked := _LINKED_TITLE.match(bare)) and self.paper and not self.paper.title_zh.text:
            self._add(self.paper.title_zh, linked["text"], line, number)
            self.paper.address = linked["url"]
            self.part = "abstract"
        elif bare.startswith("[") and not _LINKED_PLACE.sub("", bare).strip(" ·|,、/"):
            return  # nothing but links
        elif bare.startswith("|"):
            self._row(bare, line, number)
        else:
            self._paragraph(bare, line, number)

    def _reference(self, bare: str) -> None:
        if self.paper and not self.paper.ref:
            self.paper.ref = find_reference(bare)

    def _new(self, title: str) -> PagePaper:
        self.paper = PagePaper(title=title)
        self.papers.append(self.paper)
        self.part = "abstract"
        self.named = False
        self.written = None
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
        self.written = None

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
            self._add(paper.abstract_zh, _MARK.sub("", _NOTES.sub("", abstract)), line, number)
        self.part = "skip"

    def _paragraph(self, bare: str, line: str, number: int) -> None:
        words = _MARK.sub("", _NUMBERED.sub("", bare)).strip()
        translates, self.numbered = self.numbered and has_han(words), _NUMBERED.match(bare) is not None
        plain = words.strip("*_ ")
        paper, part = self.paper, self.part
        if part != "takeaways" and not _ITEM.match(words):
            self.last = (plain, number) if not _chinese(plain) and 8 <= len(plain) <= 300 else ("", 0)
        if paper is None or part == "skip" or (part is None and not paper.abstract.text):
            return
        if url := address_of(words):
            self._address(paper, url, line, number)
        elif part == "title_zh":
            self._add(paper.title_zh, words, line, number)
        elif part == "takeaways":
            self._add(paper.takeaways, _without_evidence(words), line, number)
        elif part == "summary" and _chinese(words):
            self._add(paper.summary, words, line, number)
        elif part == "one_line" and _chinese(words):
            self._add(paper.one_line, words, line, number)
        elif part == "abstract" and not _ITEM.match(words):
            if translates:
                self._add(paper.abstract_zh, words, line, number)
            else:
                self._abstract(paper, words, plain, line, number)

    def _address(self, paper: PagePaper, url: str, line: str, number: int) -> None:
        """Read a paragraph that is an address: the end of the sentence before it, or no text of the paper.

        Chinese text has an address that its English has, too.
        """
        before = self.written
        if before is None or before is paper.title_zh:
            return
        chinese = before is not paper.abstract
        if goes_on(before.text) or (chinese and url in paper.abstract.text and url not in before.text):
            self._add(before, url, line, number, "\n" if chinese else " ")

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

    def _add(self, passage: Passage, words: str, line: str, number: int, separator: str = "\n") -> None:
        self.written = passage
        column = max(line.find(words[:40]), 0) + 1
        done = 0
        for mark in _MARK_INSIDE.finditer(words):
            passage.add(words[done : mark.start()], number, column + done, separator if not done else "")
            done = mark.end()
        if words[done:] or not done:
            passage.add(words[done:], number, column + done, separator if not done else "")


def _without_notes(text: str) -> str:
    """Return a page with empty lines for what its reader wrote around the parts that have markers.

    Where the markers are not whole, everything is read.
    """
    try:
        marked = read_marked(text)
    except NotOurs:
        return text
    if marked is None:
        return text
    lines: list[str] = []
    for part in marked.parts:
        lines += [""] * (part.line - len(lines)) + part.text.split("\n")
    return "\n".join(lines)


def _name(text: str) -> str:
    return _MARK.sub("", text).strip("*_#:： ").lower()


def _chinese(text: str) -> bool:
    text = _NO_LANGUAGE.sub("", text)
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
