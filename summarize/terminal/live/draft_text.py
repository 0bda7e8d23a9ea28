"""The draft of a page while its replies arrive, as a reader would read it: title, one line, sentences, summary.

A reply that is still arriving ends anywhere. Numbers of lines, headings and marks of evidence are the model's protocol
and are not shown, whole or begun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from summarize.characters import has_han, neutral
from summarize.layouts.latex.latex_text import latex_to_text
from summarize.prompting.replies import parse_digest, parse_lines, visible_text
from summarize.terminal.line_breaks import line_breaks

#: A number or a mark of evidence that has not come to its end, and a heading without its line end.
_BEGUN_MARK = re.compile(r"[\[［【〔][^\]］】〕\n]{0,20}\Z")
_BEGUN_HEADING = re.compile(r"^\s{0,3}(?:#|\*\*)[^\n]*\Z", re.MULTILINE)
#: A bullet of which the text has not come yet.
_BEGUN_ITEM = re.compile(r"^[ \t]*+[-*•][ \t]*+\Z", re.MULTILINE)
#: The numbers that a reply may have: up to three digits are read.
_NUMBERS = range(1000)
_SOFT = Style(dim=True)
_ONE_LINE = Style(color="magenta", dim=True)


@dataclass(frozen=True, slots=True)
class DraftText:
    """What of a page has arrived. A part of which nothing has come is empty."""

    title: str = ""
    sentences: tuple[str, ...] = ()
    one_line: str = ""
    summary: str = ""
    takeaways: tuple[str, ...] = ()


def read_draft(translation: str, digest: str) -> DraftText:
    """Return the parts of a page that the two replies have so far. Thinking and preambles are left out."""
    title, sentences = _read_translation(_without_begun(translation))
    text = _without_begun(digest)
    # Whether marks name sentences, pages or sections is not known here: the reading that finds most of them is right.
    replies = [parse_digest(text, kind) for kind in ("sentence", "page", "section")]
    reply = max(replies, key=lambda reply: sum(len(takeaway.evidence) for takeaway in reply.takeaways))
    return DraftText(title, sentences, reply.one_line, reply.summary, tuple(t.text for t in reply.takeaways))


def _without_begun(reply: str) -> str:
    for begun in (_BEGUN_HEADING, _BEGUN_MARK, _BEGUN_ITEM):
        reply = begun.sub("", reply)
    return reply


def _read_translation(reply: str) -> tuple[str, tuple[str, ...]]:
    """Return title and sentences. Lines of a small model that leaves the numbers away count in their order."""
    texts = dict(parse_lines(reply, _NUMBERS, chinese=False).texts)
    if not texts:
        lines = [line for line in visible_text(reply).splitlines() if has_han(line)]
        texts = dict(enumerate(lines))
    title = texts.pop(0, "")
    return title, tuple(texts[n] for n in sorted(texts))


def draft_lines(draft: DraftText, width: int, height: int) -> list[Text]:
    """Return the lines of a draft: at most ``height``, each of at most ``width`` cells.

    Title and one line stay at the top. Of what does not fit, the newest lines are shown. Empty where nothing has come.
    """
    width = max(width, 16)
    top = _wrapped("", draft.title, width, Style(bold=True, dim=True)) if draft.title else []
    if draft.one_line:
        top += _wrapped("▌ ", draft.one_line, width, _SOFT, _ONE_LINE)
    abstract: list[Text] = []
    for n, sentence in enumerate(draft.sentences, 1):
        abstract += _wrapped(f"{n:>2} ", sentence, width, _SOFT)
    rest = _wrapped("", draft.summary, width, _SOFT) if draft.summary else []
    if rest and draft.takeaways:
        rest.append(Text())
    for takeaway in draft.takeaways:
        rest += _wrapped("• ", takeaway, width, _SOFT)
    parts = [top[:height]] if top else []
    room = height - len(top)
    share = max(room // 2, room - len(abstract) - 1)
    last = _newest(rest, share - 1)
    middle = _newest(abstract, room - 1 - (len(last) + 1 if last else 0))
    parts += [part for part in (middle, last) if part]
    lines: list[Text] = []
    for part in parts:
        lines += [Text(), *part] if lines else part
    return lines[:height]


def _newest(lines: list[Text], room: int) -> list[Text]:
    """Return the last ``room`` lines, of which the first then says that there are others."""
    if len(lines) <= room:
        return lines
    return [Text("   …", _SOFT), *lines[len(lines) - room + 1 :]] if room > 1 else []


def _wrapped(lead: str, text: str, width: int, style: Style, lead_style: Style = _SOFT) -> list[Text]:
    """Return a text in lines behind ``lead``, which only the first one has."""
    shown = Text(neutral(latex_to_text(text, english=False)), style)
    lines = []
    for n, line in enumerate(shown.divide(line_breaks(shown.plain, width - cell_len(lead), cell_len))):
        line.rstrip()
        lines.append(Text(lead if n == 0 else " " * cell_len(lead), lead_style).append_text(line))
    return lines
