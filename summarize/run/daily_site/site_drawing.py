"""Draws the pages of a daily site from its days: those that changed, what lists them, and what links to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarize.layouts.site.search_index import search_file
from summarize.layouts.site.site_day import SiteDay
from summarize.layouts.site.site_feed import FEED_DAYS, site_feed
from summarize.layouts.site.site_pages import INDEX_DAYS, SiteHead, day_page, index_page, month_page
from summarize.layouts.site.site_words import site_words_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from summarize.layouts import LayoutOptions
    from summarize.layouts.site.site_file import Site
    from summarize.terminal.files.site_folder import SiteFolder


@dataclass(slots=True)
class SiteDrawing:
    """Draws the pages of ``site`` into ``folder``. ``known`` has days that need not be read from there."""

    folder: SiteFolder
    site: Site
    options: LayoutOptions
    program: str
    checked: bool = True
    known: Mapping[str, SiteDay] = field(default_factory=dict)

    def draw(self, changed: Iterable[str]) -> None:
        """Draw the pages of these days, of the days beside them, of their months, and what is there once."""
        names = self.folder.days()
        wanted = set(changed) & set(names)
        months = {_month(name) for name in wanted}
        beside = {
            names[at] for n, name in enumerate(names) if name in wanted for at in (n - 1, n + 1) if _is_in(at, names)
        }
        head = self._head(names)
        newest = [self._day(name) for name in names[: max(INDEX_DAYS, FEED_DAYS)]]
        feed = site_feed(head.title, self.site.to, self.site.id, self.site.url, self.program, newest)
        for name in sorted(wanted | beside, reverse=True):
            self._draw_day(head, name, names)
        for month in sorted(months, reverse=True):
            days = [self._day(name) for name in names if _month(name) == month]
            self.folder.write_page(f"months/{month}.html", month_page(head, month, days))
            self.folder.write_file(f"search/{month}.js", search_file(month, days))
        if feed:
            self.folder.write_file("feed.xml", feed)
        self.folder.write_page("index.html", index_page(head, newest))
        # GitHub Pages serves the folder as it is, and does not look for a blog in it.
        self.folder.write_file(".nojekyll", "")

    def missing(self) -> set[str]:
        """Return the days whose page, or a page that lists them, is not there. An index that is missing gives all."""
        path, names = self.folder.path, self.folder.days()
        if not (path / "index.html").is_file():
            return set(names)
        return {
            name
            for name in names
            if not (path / "days" / f"{name}.html").is_file()
            or not (path / "months" / f"{_month(name)}.html").is_file()
            or not (path / "search" / f"{_month(name)}.js").is_file()
        }

    def _draw_day(self, head: SiteHead, name: str, names: tuple[str, ...]) -> None:
        at = names.index(name)
        newer = names[at - 1] if at else ""
        older = names[at + 1] if at + 1 < len(names) else ""
        page = day_page(head, self._day(name), self.options, newer=newer, older=older)
        self.folder.write_page(f"days/{name}.html", page)

    def _head(self, names: tuple[str, ...]) -> SiteHead:
        # A site whose newest days have no finished paper yet has no feed either.
        feed = any(self._day(name).standing for name in names[:FEED_DAYS])
        months = tuple(dict.fromkeys(map(_month, names)))
        return SiteHead(title_of(self.site), self.site.to, self.program, months, feed, self.checked)

    def _day(self, name: str) -> SiteDay:
        return self.known[name] if name in self.known else self.folder.day(name)


def title_of(site: Site) -> str:
    """Return the title of a site; one that was given none is called after its categories."""
    return site.title or f"{site_words_for(site.to).title} · {', '.join(site.categories)}"


def _month(day: str) -> str:
    return day[:7]


def _is_in(at: int, names: tuple[str, ...]) -> bool:
    return 0 <= at < len(names)
