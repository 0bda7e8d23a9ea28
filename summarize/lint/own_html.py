"""This program's own web pages (layout ``html``), read back for checking.

Only the elements that ``layouts/web/page.html.j2`` writes are read. A formula is its LaTeX again, which a page keeps as
``alttext``. Pages of other programs give no papers.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from summarize.lint.page_paper import PagePaper, Passage
from summarize.lint.paper_origin import find_reference, made_from_whole_paper

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Elements without an end tag that stand in our pages.
_VOID = frozenset({"meta", "link", "input", "br", "img"})
#: Elements whose text is no text of the paper: findings, marks, and evidence.
_SKIPPED = frozenset({"notes", "warn", "hint", "ev", "sr"})


def looks_like_html(text: str) -> bool:
    """Whether a file is a web page and not Markdown."""
    return text.lstrip("\ufeff \t\r\n")[:14].lower().startswith(("<!doctype html", "<html"))


def read_own_html(text: str) -> list[PagePaper]:
    """Return the papers of a web page of this program, in order. Another web page gives none."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [paper for paper in reader.papers if any(True for _ in paper.units())]


class _Reader(HTMLParser):
    """The reading of one page.

    ``_open`` has the elements around the text: tag, classes, language. ``_begun`` has the passages that the paragraph
    has text of; the first text of a paragraph stands on a new line of its passage.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.papers: list[PagePaper] = []
        self._open: list[tuple[str, frozenset[str], str]] = []
        self._begun: set[int] = set()
        self._footer = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _VOID:
            return
        self._open.append((tag, frozenset(values.get("class", "").split()), values.get("lang", "")))
        if tag == "article":
            self.papers.append(PagePaper())
        elif tag == "footer":
            self._footer = ""
        elif tag == "math" and "alttext" in values:
            mark = "$$" if values.get("display") == "block" else "$"
            self._text(f"{mark}{values['alttext']}{mark}")
        elif tag == "a" and self.papers and not self.papers[-1].ref:
            self.papers[-1].ref = find_reference(values.get("href", ""))
        elif tag in ("div", "p", "li"):
            self._begun.clear()

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                del self._open[at:]
                break
        if tag == "footer" and self.papers and made_from_whole_paper(self._footer.strip()):
            self.papers[-1].whole = True

    def handle_data(self, data: str) -> None:
        if not any(tag == "math" for tag, _, _ in self._open):
            self._text(data)

    def _text(self, text: str) -> None:
        if not self.papers or not any(tag == "article" for tag, _, _ in self._open):
            return
        tags = [tag for tag, _, _ in self._open]
        classes = frozenset().union(*(names for _, names, _ in self._open))
        if "footer" in tags:
            self._footer += text
        elif classes & _SKIPPED or not text:
            return
        else:
            self._put(tags, classes, text)

    def _put(self, tags: Sequence[str], classes: frozenset[str], text: str) -> None:
        paper = self.papers[-1]
        english = self._open[-1][2] == "en" or any(language == "en" for _, _, language in self._open)
        chinese = "zh" in classes and not english
        if "title" in classes:
            if english:
                paper.title += text
            elif chinese:
                self._add(paper.title_zh, text)
        elif "oneline" in classes:
            if "b" not in tags:
                self._add(paper.one_line, text)
        elif "s" in classes:
            if english:
                paper.abstract.add(text, *self._place(), "")
            elif chinese:
                self._add(paper.abstract_zh, text)
        elif "takeaways" in classes:
            if chinese:
                self._add(paper.takeaways, text)
        elif chinese and "p" in tags and tags[-1] != "b" and "facts" not in classes:
            self._add(paper.summary, text)

    def _add(self, passage: Passage, text: str) -> None:
        if id(passage) not in self._begun:
            text = text.lstrip()
        if text:
            passage.add(text, *self._place(), "" if id(passage) in self._begun else "\n")
            self._begun.add(id(passage))

    def _place(self) -> tuple[int, int]:
        line, column = self.getpos()
        return line, column + 1
