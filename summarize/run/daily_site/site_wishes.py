"""What a run asks of its daily site, and the site that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from summarize.errors import UsageError
from summarize.layouts.site.site_file import Site

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from summarize.sources.arxiv.announcements.mailings import Kind
    from summarize.values import Script

#: What is announced and shown where nothing else was asked for.
_USUAL_KINDS: tuple[Kind, ...] = ("new", "cross")


@dataclass(frozen=True, slots=True)
class SiteWishes:
    """What a run asks of its site. None, or nothing, leaves what the site remembers, else the default.

    ``since`` is the day from which on announcements are asked for. ``redraw`` draws every page anew and asks nobody.
    """

    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    title: str | None = None
    url: str | None = None
    to: Script | None = None
    since: date | None = None
    redraw: bool = False


#: A run that asks for nothing of its own.
NO_WISHES = SiteWishes()


def site_for(site: Site | None, wishes: SiteWishes, defaults: SiteWishes, folder: Path) -> Site:
    """Return the site as this run is to leave it. Raises UsageError where a new one has no categories."""
    if site is None:
        categories = wishes.categories or defaults.categories
        if not categories or wishes.redraw:
            raise UsageError(
                f"{folder} is no daily site yet" + ("" if wishes.redraw else ", and no category was named"),
                hint=f"Name the categories of its papers once: summarize daily {folder} cs.CL cs.AI",
            )
        site = Site(
            id=str(uuid4()),
            categories=categories,
            kinds=defaults.kinds or _USUAL_KINDS,
            title=defaults.title or "",
            url=_url(defaults.url or ""),
            to=defaults.to or "zh-Hans",
        )
    return replace(
        site,
        categories=wishes.categories or site.categories,
        kinds=wishes.kinds or site.kinds,
        title=site.title if wishes.title is None else wishes.title,
        url=site.url if wishes.url is None else _url(wishes.url),
        to=wishes.to or site.to,
    )


def looks(site: Site) -> tuple[object, ...]:
    """Return what of a site stands on every page."""
    return site.title, site.url, site.to, site.categories


def _url(text: str) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise UsageError(f"{text!r} is no address of a site", hint="It looks like https://name.github.io/papers/")
    return text if not text or text.endswith("/") else f"{text}/"
