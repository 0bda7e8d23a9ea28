"""The findings on the examples of declarations, and on made-up drafts."""

from __future__ import annotations

import re
from functools import cache

from summarize.checks.declaration import Check, Example
from summarize.checks.runner import check_draft, check_pair
from summarize.prompting.glossary import Glossary, load_glossary
from summarize.reading.sentences import split_sentences
from summarize.values import Draft, Evidence, Finding, Sentence, Source, Takeaway

_MARK = re.compile(r"\s*\[(\d+)\]$")


@cache
def packaged_glossary() -> Glossary:
    """Return the glossary that comes with the program."""
    return load_glossary()


def findings_of(example: Example, check: Check) -> tuple[Finding, ...]:
    """Return the findings on an example.

    It is checked as a text. Where no function of the check reads texts, it is checked as the takeaways of a draft.
    """
    if any(function.looks_at == "text" for function in check.functions):
        return check_pair(example.unit, example.source, example.target, packaged_glossary())
    source = Source("Old Maps", split_sentences(example.source))
    return check_draft(Draft("旧地图", (), takeaways=_takeaways(example.target)), source, packaged_glossary())


def exchanged(source: str, chinese: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return the findings on a draft whose numbered sentences have this Chinese."""
    english = split_sentences(source)
    rows = tuple(Sentence(n, en, zh) for n, (en, zh) in enumerate(zip(english, chinese, strict=True), 1))
    return check_draft(Draft("旧地图", rows), Source("Old Maps", english), packaged_glossary())


def _takeaways(text: str) -> tuple[Takeaway, ...]:
    """Return one takeaway for each line. ``[2]`` at the end of a line cites sentence 2."""
    found = []
    for line in text.splitlines():
        mark = _MARK.search(line)
        found.append(Takeaway(_MARK.sub("", line), (Evidence(sentence=int(mark[1])),) if mark else ()))
    return tuple(found)
