"""Conversion of texts from papers and models to HTML: escaped, formulas as MathML, the source's addresses as links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from html import escape
from typing import Literal

from markupsafe import Markup

from summarize.layouts.addresses import find_urls, url_of, web_address
from summarize.layouts.clean import one_line
from summarize.layouts.findings.faulty_sentences import faulty_ends
from summarize.layouts.findings.finding_view import MARK, FindingView
from summarize.layouts.math_spans import split_math
from summarize.layouts.prose import Prose
from summarize.layouts.typography import typeset
from summarize.layouts.web.mathml import tex_to_mathml


def html(text: str) -> Markup:
    """Return a text for the inside of an element."""
    return Markup("".join(_pieces(text, _urls(text), [])))


def marked_html(text: str, findings: Iterable[FindingView], side: Literal["source", "target"]) -> Markup:
    """Return a text like :func:`html`, with the words of one side of the findings marked where they first stand.

    A page shows typeset text, and a finding quotes the words as the model wrote them, so both forms are looked for.
    """
    return Markup("".join(_pieces(text, _urls(text), _waiting(text, findings, side))))


def faulty_html(text: str, findings: Sequence[FindingView]) -> Markup:
    """Return a Chinese text with the words of its findings marked, and ⚠ behind each sentence with an error."""
    waiting = _waiting(text, findings, "target")
    pieces, done = [], 0
    for end in faulty_ends(text, findings):
        gap = " " if end < len(text) else ""
        pieces += [*_pieces(text[done:end], _urls(text), waiting), f'<span class="warn"> {MARK}{gap}</span>']
        done = end
    return Markup("".join([*pieces, *_pieces(text[done:], _urls(text), waiting)]))


def _waiting(text: str, findings: Iterable[FindingView], side: Literal["source", "target"]) -> list[str]:
    words = [one_line(getattr(finding, side)) for finding in findings]
    forms = dict.fromkeys(form for word in words for form in (word, typeset(word)) if form)
    return [form for form in forms if form in text]


def _urls(text: str) -> Set[str]:
    return text.urls if isinstance(text, Prose) else frozenset()


def plain_html(text: str) -> Markup:
    """Return a text without links, for the inside of a link. Formulas become MathML."""
    return Markup("".join(_pieces(text, frozenset(), [])))


def _pieces(text: str, urls: Set[str], waiting: list[str]) -> Iterable[str]:
    for span in split_math(one_line(text)):
        formula = tex_to_mathml(span.tex, span.display) if span.tex is not None else None
        if formula is None:
            yield from _linked(span.text, urls, waiting)
        elif span.text in waiting or (span.tex or "") in waiting:
            yield f"<mark>{formula}</mark>"
        else:
            yield formula


def _linked(text: str, urls: Set[str], waiting: list[str]) -> Iterable[str]:
    done = 0
    if urls:
        for match in find_urls(text):
            url = url_of(match)
            if url.rstrip("/") in urls and web_address(url):
                yield _marked(text[done : match.start()], waiting)
                yield f'<a href="{escape(url)}" rel="noreferrer">{escape(url)}</a>'
                done = match.start() + len(url)
    yield _marked(text[done:], waiting)


def _marked(text: str, waiting: list[str]) -> str:
    """Return the piece with the waiting words in it marked. These are removed from ``waiting``."""
    for words in waiting:
        before, found, after = text.partition(words)
        if found:
            rest = [other for other in waiting if other != words]
            waiting.remove(words)
            left = _marked(before, rest)
            right = _marked(after, rest)
            waiting[:] = [other for other in waiting if other in rest]
            return f"{left}<mark>{escape(found)}</mark>{right}"
    return escape(text)
