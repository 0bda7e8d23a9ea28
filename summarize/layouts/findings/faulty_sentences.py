"""The sentences of a Chinese text that hold the words of errors, for the ⚠ behind each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarize.layouts.clean import one_line
from summarize.layouts.findings.finding_view import MARK, FindingView
from summarize.layouts.math_spans import split_math
from summarize.layouts.prose import Prose
from summarize.layouts.typography import typeset

_END = re.compile("[。！？]+[”’」』）》]*")


def faulty_ends(text: str, findings: Iterable[FindingView]) -> tuple[int, ...]:
    """Return the offsets behind the sentences of ``text`` that hold the words of an error, in order.

    Words are looked for as the model wrote them and as they are typeset. An error whose words do not stand in the text
    counts for the last sentence, because something is missing there. Warnings count nowhere.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    if not errors or not text:
        return ()
    ends = [*_sentence_ends(text), len(text)]
    found = set()
    for finding in errors:
        behind = _behind(text, one_line(finding.target))
        found.add(next(end for end in ends if end >= behind))
    return tuple(sorted(found))


def with_marks(text: Prose, findings: Iterable[FindingView]) -> Prose:
    """Return the text with ⚠ behind each sentence that holds the words of an error."""
    marked, done = "", 0
    for end in faulty_ends(text, findings):
        marked += f"{text[done:end].rstrip()} {MARK} "
        done = end
    return Prose((marked + text[done:].lstrip()).rstrip(), text.urls) if marked else text


def _behind(text: str, words: str) -> int:
    for form in (words, typeset(words)):
        at = text.find(form) if form else -1
        if at >= 0:
            return at + len(form)
    return len(text)


def _sentence_ends(text: str) -> Iterable[int]:
    at = 0
    for span in split_math(text):
        if span.tex is None:
            yield from (at + match.end() for match in _END.finditer(span.text))
        at += len(span.text)
