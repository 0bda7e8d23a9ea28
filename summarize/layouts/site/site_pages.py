"""The pages of a daily site: the index, one page a month, and the page of a day in the layout ``html``.

Each contains its own style and script. A Content-Security-Policy allows them by their hash, and allows the script to
load the site's search files (``search_index.py``); ``'strict-dynamic'`` makes that work from a folder on disk, too,
where a browser takes every file for a place of its own (https://www.w3.org/TR/CSP3/#strict-dynamic-usage).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from summarize.characters import neutral
from summarize.layouts.labels import words_for
from summarize.layouts.layout import WEB_TEMPLATES, LayoutOptions, PageLink, RunInfo
from summarize.layouts.site.site_day import AnnouncedPaper, SiteDay
from summarize.layouts.site.site_words import SiteWords, site_words_for
from summarize.layouts.view import PaperView
from summarize.layouts.web.html_layout import HtmlLayout, sha256_source
from summarize.layouts.web.html_text import html, plain_html
from summarize.values import Outcome, PaperFailure, Script

_HERE = Path(__file__).resolve().parent
#: The index shows so many of the newest days. All days are on the pages of their months.
INDEX_DAYS = 7


@dataclass(frozen=True, slots=True)
class SiteHead:
    """What every page of a site needs to know of it. ``program`` is the program's name and version.

    ``months`` are those that have days (``2026-11``), the newest first. ``has_feed`` says whether there is a feed to
    link to. ``checked`` is False where papers are made with ``--no-check``.
    """

    title: str
    to: Script
    program: str
    months: Sequence[str]
    has_feed: bool = True
    checked: bool = True


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of an index: a finished paper, where it stands on its day's page, and when it was added later."""

    view: PaperView
    url: str
    kind: str
    added: str


@dataclass(frozen=True, slots=True)
class DayLines:
    """A day in an index. ``waiting`` is how many announced papers are not finished."""

    day: str
    weekday: str
    url: str
    lines: tuple[PaperLine, ...]
    waiting: int


def day_url(day: str, root: str = "") -> str:
    """Return the address of a day's page. ``root`` leads from the page with the link to the site's folder."""
    return f"{root}days/{day}.html"


def index_page(head: SiteHead, days: Sequence[SiteDay]) -> str:
    """Return the index. ``days`` are the newest first; at most ``INDEX_DAYS`` are shown."""
    return _listing(head, head.title, days[:INDEX_DAYS], root="", month="")


def month_page(head: SiteHead, month: str, days: Sequence[SiteDay]) -> str:
    """Return the page of a month. ``days`` are all of its days, the newest first."""
    title = site_words_for(head.to).archive.format(month)
    return _listing(head, f"{head.title} · {title}", days, root="../", month=month)


def _listing(head: SiteHead, title: str, days: Sequence[SiteDay], *, root: str, month: str) -> str:
    values = {
        "t": words_for(head.to),
        "s": site_words_for(head.to),
        "head": head,
        "title": title,
        "days": [_day_lines(day, head.to, root) for day in days],
        "root": root,
        "month": month,
        "style": _style(),
        "script": _script(),
        "policy": _policy(),
    }
    return neutral(_template().render(values))


def _day_lines(day: SiteDay, to: Script, root: str) -> DayLines:
    words, url = site_words_for(to), day_url(day.day, root)
    lines = []
    for n, (announced, paper) in enumerate(day.standing, 1):
        view = PaperView(paper.result, n, paper.added)
        kind = "" if announced.kind == "new" else words.kinds.get(announced.kind, announced.kind)
        lines.append(PaperLine(view, f"{url}#{view.anchor}", kind, paper.added and words.added.format(paper.added)))
    return DayLines(day.day, weekday(day.day, to), url, tuple(lines), len(day.waiting))


def weekday(day: str, to: Script) -> str:
    """Return the day of the week of an ISO date."""
    return site_words_for(to).weekdays[date.fromisoformat(day).weekday()]


def day_page(head: SiteHead, day: SiteDay, options: LayoutOptions, *, newer: str, older: str) -> str:
    """Return the page of a day. ``newer`` and ``older`` are the days beside it, or "".

    Papers that are not finished stand at its end, each with the reason.
    """
    words = site_words_for(head.to)
    standing = day.standing
    models = Counter(paper.result.provenance.model for _, paper in standing)
    links = [PageLink(words.all_days, "../index.html", "up")]
    links += [PageLink(f"{words.older} {older}", day_url(older, "../"), "prev")] if older else []
    links += [PageLink(f"{words.newer} {newer}", day_url(newer, "../"), "next")] if newer else []
    run = RunInfo(
        title=f"{head.title} · {day.day}",
        date=f"{day.day} {weekday(day.day, head.to)}",
        total=len(day.announced),
        model="、".join(model for model, _ in models.most_common()) or "–",
        program=head.program,
        checked=all(paper.result.provenance.checked for _, paper in standing) if standing else head.checked,
        many=True,
        added={str(paper.result.paper): paper.added for _, paper in standing if paper.added},
        links=tuple(links),
    )
    outcomes: list[Outcome] = [paper.result for _, paper in standing]
    outcomes += [_waiting(paper, day, words) for paper in day.waiting]
    return HtmlLayout(options).page(outcomes, run)


def _waiting(paper: AnnouncedPaper, day: SiteDay, words: SiteWords) -> PaperFailure:
    """Return a paper that is not finished as a page shows it, with the reason."""
    failure = day.failures.get(paper.id)
    if failure is None:
        return PaperFailure(paper.ref, "not-yet", words.to_come, title=paper.title)
    if failure.lags:
        return PaperFailure(paper.ref, failure.code, words.not_in_api, title=paper.title)
    return PaperFailure(paper.ref, failure.code, failure.message, failure.hint, failure.exit_status, paper.title)


def _policy() -> str:
    return (
        f"default-src 'none'; style-src '{sha256_source(_style())}'; "
        f"script-src '{sha256_source(_script())}' 'strict-dynamic'; img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> str:
    return (WEB_TEMPLATES / "page.css").read_text(encoding="utf-8") + (_HERE / "site.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    return (_HERE / "site.js").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    env = Environment(
        loader=FileSystemLoader(_HERE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
    )
    env.filters.update(html=html, plain=plain_html)
    return env.get_template("site.html.j2")
