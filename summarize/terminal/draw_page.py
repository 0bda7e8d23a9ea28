"""The checked page on a terminal: Chinese with its English, findings below what they are about, links to click.

The two languages stand side by side from 100 columns on, and below each other on narrower terminals. Texts of papers
and models lose their control characters, and nothing in them is read as rich's markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from summarize.layouts.addresses import find_urls, url_of, web_address
from summarize.layouts.clean import one_line
from summarize.layouts.findings.finding_view import MARK, FindingView
from summarize.layouts.paper_parts import LinkView, SentenceView
from summarize.layouts.prose import Prose
from summarize.layouts.view import PaperView
from summarize.terminal.line_breaks import line_breaks
from summarize.values import LanguageOrder, Result

if TYPE_CHECKING:
    from summarize.interests.interest import Relevance

_SIDE_BY_SIDE = 100  # columns; half of them is wide enough to read
_WIDEST = 120
_WARNING = Style(bold=True, color="red")
_HINT = Style(color="yellow")
_HEADING = Style(bold=True, color="magenta")
_SOFT = Style(dim=True)


def draw_page(
    result: Result,
    stream: TextIO,
    *,
    colour: bool,
    order: LanguageOrder = "zh-en",
    relevance: Relevance | None = None,
    alone: bool = True,
) -> None:
    """Print the page of one paper to the terminal ``stream``, in its width; or to a text that a terminal shows later.

    ``relevance`` is why the paper matters to the reader. Of a folded paper that does not stand ``alone``, only title,
    reasons and links are printed.
    """
    later = None if stream.isatty() else True
    console = Console(file=stream, no_color=not colour, force_terminal=later)
    render_terminal(result, console, order, relevance, alone=alone)


def render_terminal(
    result: Result,
    console: Console,
    order: LanguageOrder = "zh-en",
    relevance: Relevance | None = None,
    *,
    alone: bool = True,
) -> None:
    """Print the page of one paper to ``console``, in its width. Colours and links follow the console's abilities.

    ``order`` says which language of a sentence stands first.
    """
    page = _Page(PaperView(result, relevance=relevance), min(console.width, _WIDEST), order)
    for line in page.folded_lines() if page.p.folded and not alone else page.lines():
        console.print(line, soft_wrap=True, highlight=False, markup=False, emoji=False)


class _Page:
    """The lines of a page, each no wider than ``width`` cells."""

    def __init__(self, view: PaperView, width: int, order: LanguageOrder) -> None:
        self.p = view
        self.t = view.words
        self.width = max(width, 16)
        self.order = order

    def folded_lines(self) -> Iterable[Text]:
        """Yield what is shown of a paper that the reader's interests fold."""
        yield from self._title()
        said = " · ".join(filter(None, (self.t.folded, self.p.why, self.p.abs_url)))
        yield from self._wrapped(Text(said, _SOFT))
        yield Text()

    def lines(self) -> Iterable[Text]:
        yield from self._title()
        yield from self._facts()
        if self.p.one_line:
            bar = Text("▌ ", _HEADING)
            yield Text()
            yield from self._hanging(bar, self._prose(self.p.one_line_marked, "", "bold"), repeat=True)
            yield from self._notes(self.p.findings_at("one_line"), 2)
        if self.p.sentences:
            yield from self._heading(self.t.abstract)
            for sentence in self.p.sentences:
                yield from self._sentence(sentence)
            yield from self._notes(self.p.whole_abstract_findings, 0)
        if self.p.summary:
            yield from self._heading(self.t.summary)
            yield from self._wrapped(self._prose(self.p.summary_marked, ""))
            if self.p.summary_en:
                yield from self._wrapped(self._prose(self.p.summary_en, "", _SOFT))
            yield from self._notes(self.p.findings_at("summary"), 0)
        yield from self._takeaways()
        yield from self._sections()
        yield from self._made()

    def _title(self) -> Iterable[Text]:
        if self.p.title_zh:
            yield from self._wrapped(self._prose(self.p.title_zh, self.p.mark_of("title"), "bold"))
        yield from self._wrapped(self._prose(self.p.title, "", "" if self.p.title_zh else "bold"))
        yield from self._notes(self.p.findings_at("title"), 0)

    def _facts(self) -> Iterable[Text]:
        yield Text()
        if self.p.authors:
            yield from self._wrapped(Text(", ".join(self.p.authors), _SOFT))
        dated = f"{self.p.date}（{self.t.updated} {self.p.updated}）" if self.p.updated else self.p.date
        facts = " · ".join(part for part in (dated, ", ".join(self.p.categories)) if part)
        if facts:
            yield from self._wrapped(Text(facts, _SOFT))
        if self.p.why:
            yield from self._wrapped(Text(self.p.why, "bold"))
        if self.p.comment:
            yield from self._wrapped(self._prose(self.p.comment, "", _SOFT))
        if self.p.links:
            first, *others = self.p.links
            line = _link(LinkView(first.url, first.url))
            for link in others:
                line.append(" · ", _SOFT).append_text(_link(link))
            yield from self._wrapped(line)

    def _sentence(self, sentence: SentenceView) -> Iterable[Text]:
        number = Text(f"{sentence.n:>2} ", _SOFT)
        first, second = self._prose(sentence.zh, sentence.mark), self._prose(sentence.en, "", _SOFT)
        if self.order == "en-zh":
            first, second = second, first
        if self.width >= _SIDE_BY_SIDE:
            column = (self.width - 3 - 3) // 2
            for n, (left, right) in enumerate(
                zip_longest(_wrap(first, column), _wrap(second, column), fillvalue=Text())
            ):
                line = Text.assemble(number) if n == 0 else Text("   ")
                line.append_text(left).append(" " * (column - cell_len(left.plain) + 3))
                yield line.append_text(right)
        else:
            yield from self._hanging(number, first)
            yield from self._hanging(Text("   "), second)
        yield from self._notes(sentence.findings, 3)

    def _takeaways(self) -> Iterable[Text]:
        if not self.p.takeaways:
            return
        yield from self._heading(self.t.takeaways)
        for takeaway in self.p.takeaways:
            text = self._prose(takeaway.marked, "")
            for evidence in takeaway.evidence:
                text.append(" ").append_text(_link(evidence, "dim"))
            yield from self._hanging(Text(f"{takeaway.n}. ", _HEADING), text)
            if takeaway.text_en:
                yield from self._hanging(Text("   "), self._prose(takeaway.text_en, "", _SOFT))
            yield from self._notes(takeaway.findings, 3)

    def _sections(self) -> Iterable[Text]:
        if not self.p.sections:
            return
        yield from self._heading(self.t.sections)
        for section in self.p.sections:
            title = Text(f"{section.number} {section.title}".strip(), "bold")
            if section.url:
                where = self.t.page.format(section.page) if section.page else "HTML"
                title.append(" ").append_text(_link(LinkView(where, section.url), "dim"))
            yield from self._wrapped(title)
            yield from self._hanging(Text("   "), self._prose(section.text, ""))

    def _made(self) -> Iterable[Text]:
        yield Text()
        yield Text("─" * min(self.width, 40), _SOFT)
        facts = " · ".join(f"{fact.label}：{fact.text}" if fact.label else fact.text for fact in self.p.footer)
        yield from self._wrapped(Text(facts, _SOFT))
        if self.p.repaired:
            yield from self._wrapped(Text(self.t.repaired_all.format(self.p.repaired), _SOFT))
        if self.p.small_model:
            yield from self._wrapped(Text(self.t.small_model, "bold"))

    # Pieces

    def _heading(self, words: str) -> Iterable[Text]:
        yield Text()
        yield Text(words, _HEADING)

    def _notes(self, findings: Sequence[FindingView], indent: int) -> Iterable[Text]:
        for finding in findings:
            style = _WARNING if finding.sign else _HINT
            note = Text().append(f"{finding.where} {finding.fault}", style)
            note.append(f"：{finding.text}" if finding.text else "")
            yield from self._hanging(Text(" " * indent).append(f"{finding.sign or '·'} ", style), note)

    def _prose(self, text: str, mark: str, style: str | Style = "") -> Text:
        """Return a text with the addresses that its source names as links, and ``mark`` behind it."""
        shown = Text(one_line(text), style)
        allowed = text.urls if isinstance(text, Prose) else frozenset()
        for match in find_urls(shown.plain):
            url = url_of(match)
            if url.rstrip("/") in allowed and web_address(url):
                shown.stylize(Style(link=url, underline=True), match.start(), match.start() + len(url))
        shown.highlight_words([MARK], _WARNING)
        return shown.append(f" {mark}", _WARNING) if mark else shown

    def _wrapped(self, text: Text) -> list[Text]:
        return _wrap(text, self.width)

    def _hanging(self, lead: Text, text: Text, repeat: bool = False) -> Iterable[Text]:
        """Yield the text in lines behind ``lead``, which stands before the first line, with ``repeat`` before each."""
        blank = lead if repeat else Text(" " * cell_len(lead.plain))
        for n, line in enumerate(_wrap(text, self.width - cell_len(lead.plain))):
            # ``assemble`` keeps the style of the lead to the lead; appending to a copy of it would style the line too.
            yield Text.assemble(lead if n == 0 else blank, line)


def _wrap(text: Text, width: int) -> list[Text]:
    lines = list(text.divide(line_breaks(text.plain, width, cell_len)))
    for line in lines:
        line.rstrip()
    return lines


def _link(link: LinkView, style: str = "") -> Text:
    """Return a label to click. Places inside the page have no address on a terminal and are plain labels."""
    if not web_address(link.url):
        return Text(f"[{link.label}]", style)
    return Text(link.label, Style.parse(style) + Style(link=link.url, underline=True))
