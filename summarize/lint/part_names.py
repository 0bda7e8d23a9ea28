"""Headings and labels of a page: how a line is told as one, and which part of the page it opens."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from summarize.characters import HAN
from summarize.layouts.labels import HANS, HANT
from summarize.lint.numbered_sentences import MARK

Part = Literal["title_zh", "abstract", "summary", "takeaways", "one_line", "skip"]

#: A Markdown heading.
HEADING = re.compile(r"^(?P<marks>#{1,6})\s+(?P<text>\S(?:.*[^\s#])?)[\s#]*$")
_LABEL = re.compile(
    r"^(?:[-*]\s+)?(?:\*\*|__)(?P<label>[^*_]{1,40}?)(?:[:：](?:\*\*|__)|(?:\*\*|__)\s*[:：])\s*(?P<text>.*)$"
)
_BARE_LABEL = re.compile(rf"^(?P<label>[A-Za-z(){HAN} ]{{2,20}})[:：]\s*(?P<text>.*)$")
#: Labels of a line that holds no text of the paper and ends no part.
ONE_LINE_LABELS = frozenset(
    {"added", "interests"} | {name for words in (HANS, HANT) for name in (words.added, words.matched, words.unwanted)}
)


@lru_cache(maxsize=1)
def parts_by_name() -> dict[str, Part]:
    """Return the part of a page that each heading or label opens. The names are as ``bare_name`` gives them.

    They are those that ``headings.toml`` collects and the labels of the program's own pages in both scripts.
    """
    table = tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8"))
    names: tuple[Part, ...] = get_args(Part)
    parts: dict[str, Part] = {}
    for words in (HANS, HANT):
        others = (
            words.authors, words.date, words.categories, words.comment, words.journal, words.links, words.mentioned,
            words.local_pdf, words.sections, words.figures, words.findings, words.overview, words.contents,
            words.failures, words.made_from, words.rest,
        )  # fmt: skip
        parts |= dict.fromkeys(others, "skip")
        parts |= {words.abstract: "abstract", words.summary: "summary", words.takeaways: "takeaways"}
        parts[words.one_line] = "one_line"
    return parts | {name: part for part in names for name in table[part]}


def bare_name(text: str) -> str:
    """Return a heading or label in small letters and without marks, as ``parts_by_name`` has it."""
    return MARK.sub("", text).strip("*_#:： ").lower()


def label_in(line: str) -> re.Match[str] | None:
    """Return the match of a label and the text behind it (groups ``label`` and ``text``), or None.

    The label is bold, or a few words with a colon.
    """
    return _LABEL.match(line) or _BARE_LABEL.match(line)


def is_date_or_count(heading: str) -> bool:
    """Whether a heading is a date or a count, and not a title."""
    dated = re.fullmatch(r"[\w\s,.:()/-]*", heading) and re.search(r"\d{4}", heading)
    return bool(dated) and len(heading.split()) <= 5
