"""Pages that people publish, read back into pairs of English and Chinese with their places.

The functions are pure. The shapes are those of docs/layouts.md as they are found on the web, with their irregular
headings: ``report`` (title, authors, English abstract, Chinese abstract, Summary, Key Takeaways), ``digest`` (English
title, linked Chinese title, Chinese abstract), ``bilingual`` (labelled fields), ``interleaved`` (a sentence, its
Chinese) and table rows. One reader serves all of them. Headings and labels say what follows. The script of a paragraph
says which side it is.
"""

from __future__ import annotations

import re

from summarize.characters import count_han, has_han
from summarize.layouts.existing.markers import NotOurs, read_marked
from summarize.lint.cited_places import only_links, without_evidence
from summarize.lint.numbered_sentences import EMPTY_ANCHOR, MARK, NUMBER, PageLine, page_line
from summarize.lint.odd_paragraphs import address_of, goes_on, title_end
from summarize.lint.page_paper import PagePaper, Passage
from summarize.lint.paper_origin import find_reference, made_from_whole_paper
from summarize.lint.part_names import (
    HEADING,
    ONE_LINE_LABELS,
    Part,
    bare_name,
    is_date_or_count,
    label_in,
    parts_by_name,
)
from summarize.lint.table_row import abstract_column, read_row
from summarize.lint.text_language import count_latin, is_chinese, more_chinese

_LINKED_TITLE = re.compile(r"^\[(?P<text>.+)\]\((?P<url>https?://(?:(?!\]\()\S)+)\)[\s⚠]*$")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$")
_ITEM = re.compile(r"^\s*(?:\d{1,2}\s?[.、)）]|[•·*+-])\s+")
_SKIPPED = re.compile(r"^\s*+(?:>|!\[|<(?:a|img|details|/details|summary|div|/div|br)\b|<!--|\|?\s*+:?-{2,})")
_ANCHOR = re.compile(r"<a [^<>]*>|</a>")
#: What notes of an Obsidian vault have beside Markdown: a block's name at its end, and links to blocks and files.
_BLOCK_NAME = re.compile(r"\s\^[A-Za-z0-9-]+\s*$")
_WIKILINK = re.compile(r"\[\[[^\[\]|]*\|([^\[\]|]*)\]\]")
#: The mark behind a sentence inside a paragraph, with the spaces around it.
_MARK_INSIDE = re.compile(r"(?<!\s)\s+⚠\ufe0f?(?:\s|$)")
#: An English paragraph of at least this many characters is an abstract, if a title went before it.
_ABSTRACT = 150


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
        self.last = ""  # the last plain paragraph; it is a title if authors follow
        self.waiting: PageLine | None = None  # a numbered sentence whose other language may follow
        self.named = False  # whether a heading or label opened the part
        self.abstract_column: int | None = None  # of a table, as its header names it
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
                    title_ends = title_end(lines, number - 1)
                if title_ends is None:
                    self._line(line, number)
                else:
                    self._title_line(line, number, last=number > title_ends)
                    title_ends = None if number > title_ends else title_ends
        self._settle()
        return self.papers

    def _title_line(self, line: str, number: int, *, last: bool) -> None:
        """Read a line of a Chinese title whose link, or bold type, holds several lines."""
        assert self.paper is not None
        words = line.strip()
        if last and "](" in words:
            words, _, address = words.rpartition("](")
            self.paper.address = address.rstrip("⚠ )\t")
            self._reference(self.paper.address)
        if last:
            words = words.rstrip("⚠ \t").removesuffix("**")
            self.part = "abstract"
        self._add(self.paper.title_zh, words.removeprefix("[").removeprefix("**"), line, number)

    def _line(self, line: str, number: int) -> None:
        shown = EMPTY_ANCHOR.sub("", line)
        bare = _WIKILINK.sub(r"[\1](#)", _BLOCK_NAME.sub("", _ANCHOR.sub("", shown))).strip()
        if not bare or _SKIPPED.match(shown):
            return
        self._reference(bare)
        if self.paper is not None and made_from_whole_paper(bare):
            self.paper.whole = True
        if self.waiting and self._completes_pair(bare, line, number):
            return
        self._settle()
        if _RULE.match(line):
            self.part = None if self.part != "takeaways" else "skip"
        elif heading := HEADING.match(bare):
            self._heading(MARK.sub("", heading["text"]).strip())
        elif bare_name(bare) in parts_by_name() and len(bare) < 40:
            self._open(bare_name(bare))
        elif (label := label_in(bare)) and bare_name(label["label"]) in ONE_LINE_LABELS:
            return
        elif label and bare_name(label["label"]) in parts_by_name():
            self._labelled(bare_name(label["label"]), label["text"], line, number)
        elif (linked := _LINKED_TITLE.match(bare)) and self.paper and not self.paper.title_zh.text:
            self._add(self.paper.title_zh, linked["text"], line, number)
            self.paper.address = linked["url"]
            self.part = "abstract"
        elif only_links(bare):
            return
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
        if bare_name(text) in parts_by_name():
            self._open(bare_name(text))
        elif not is_chinese(text) and count_latin(text) >= 8 and not is_date_or_count(text):
            linked = _LINKED_TITLE.match(text)
            paper = self._new(linked["text"] if linked else text)
            if linked:
                paper.address = linked["url"]
                self._reference(text)
        else:
            self.part = "skip" if self.paper is None or self.paper.abstract_zh.text else self.part

    def _open(self, name: str) -> None:
        """Begin the part that a heading or label opens."""
        part = parts_by_name()[name]
        # A second 摘要 after the Chinese abstract is a summary. An Abstract there is the English one.
        again = part == "abstract" and has_han(name) and self.paper is not None and bool(self.paper.abstract_zh.text)
        self.part = "summary" if again else part
        self.named = True
        self.written = None

    def _labelled(self, label: str, text: str, line: str, number: int) -> None:
        if label in ("authors", "作者") and self.last and (self.paper is None or self.paper.title != self.last):
            started = self.paper is not None and not (self.paper.abstract_zh.text or self.paper.abstract.text)
            if not started:
                self._new(self.last)
        self._open(label)
        if label in ("authors", "作者"):
            self.part = "abstract"
            self.named = False
            return
        if text.strip():
            self._paragraph(text.strip(), line, number)

    def _row(self, bare: str, line: str, number: int) -> None:
        """Read a row of a table. One that holds no paper is left out."""
        row = read_row(bare, self.abstract_column)
        if row is None:
            named = abstract_column(bare)
            self.abstract_column = self.abstract_column if named is None else named
            return
        paper = self._new(row.title)
        paper.address = row.address
        self._reference(bare)
        self._add(paper.title_zh, row.title_zh, line, number)
        if row.abstract_zh:
            self._add(paper.abstract_zh, row.abstract_zh, line, number)
        self.part = "skip"

    def _paragraph(self, bare: str, line: str, number: int) -> None:
        sentences = page_line(bare, line, number)
        words = sentences.text
        plain = words.strip("*_ ")
        paper, part = self.paper, self.part
        if part != "takeaways" and not _ITEM.match(words):
            self.last = plain if not is_chinese(plain) and 8 <= len(plain) <= 300 else ""
        if paper is None or part == "skip" or (part is None and not paper.abstract.text):
            return
        if url := address_of(words):
            self._address(paper, url, line, number)
        elif part == "title_zh":
            self._add(paper.title_zh, words, line, number)
        elif part == "takeaways":
            self._add(paper.takeaways, without_evidence(words), line, number)
        elif part == "summary" and is_chinese(words):
            self._add(paper.summary, words, line, number)
        elif part == "one_line" and is_chinese(words):
            self._add(paper.one_line, words, line, number)
        elif part == "abstract" and NUMBER.match(bare):
            self.waiting = sentences
        elif part == "abstract" and not _ITEM.match(words):
            self._abstract(paper, words, plain, line, number)

    def _completes_pair(self, bare: str, line: str, number: int) -> bool:
        """Whether a line is the other language of the sentence that waits. Both are taken then."""
        first, paper = self.waiting, self.paper
        label = label_in(bare)
        other = NUMBER.match(bare) or HEADING.match(bare) or _RULE.match(line) or _ITEM.match(bare)
        if (
            first is None
            or paper is None
            or len(first.pieces) != 1
            or other
            or (label and bare_name(label["label"]) in parts_by_name())
        ):
            return False
        self.waiting = None
        second = page_line(bare, line, number)
        chinese, english = (first, second) if more_chinese(first.text, second.text) else (second, first)
        if has_han(chinese.text):
            chinese.add_to(paper.abstract_zh)
        else:
            chinese.add_to(paper.abstract, " ")
        english.add_to(paper.abstract, " ")
        return True

    def _settle(self) -> None:
        """Take the numbered sentences that wait: no other language follows them."""
        waiting, self.waiting = self.waiting, None
        if waiting and self.paper:
            if is_chinese(waiting.text):
                waiting.add_to(self.paper.abstract_zh)
            else:
                waiting.add_to(self.paper.abstract, " ")

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
        if is_chinese(words):
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
