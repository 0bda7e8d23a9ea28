"""The search files of a daily site: one script a month, which hands its papers to the page that loads it.

A script, and not JSON that is fetched, because a browser lets a page from a folder on disk load scripts alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from summarize.characters import neutral
from summarize.layouts.site.site_day import SiteDay
from summarize.layouts.view import PaperView


def search_file(month: str, days: Iterable[SiteDay]) -> str:
    """Return the script of a month: one line a paper, in the order of ``days``.

    A paper is a list: day, anchor on the day's page, Chinese title, title, one line, and words that are searched and not
    shown (ID, authors, categories, summary).
    """
    lines = [_line(row) for day in days for row in _rows(day)]
    return f"summarizeMonth({json.dumps(month)}, [{','.join(lines)}\n]);\n"


def _rows(day: SiteDay) -> Iterable[list[str]]:
    for n, (announced, paper) in enumerate(day.standing, 1):
        view = PaperView(paper.result, n)
        hidden = [view.name, *view.authors, *announced.categories, *view.categories, view.summary]
        words = " ".join(dict.fromkeys(str(word) for word in hidden if word))
        yield [day.day, view.anchor, str(view.title_zh), str(view.title), str(view.one_line), words]


def _line(row: list[str]) -> str:
    """One paper as JavaScript. ``<`` and the line separators that JSON allows and old scripts do not are escaped."""
    text = json.dumps([neutral(field) for field in row], ensure_ascii=False).replace("<", "\\u003c")
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return "\n" + text.encode("utf-8", "backslashreplace").decode("utf-8")
