"""What a daily site remembers of itself, and its file ``site.json``, which says that a folder is such a site."""

from __future__ import annotations

import json
from dataclasses import dataclass

import msgspec

from summarize.layouts.existing.markers import NotOurs
from summarize.layouts.json_layout import SCHEMA, json_text
from summarize.values import Script

#: What the file says that it is.
_KIND = "summarize daily"


@dataclass(frozen=True, slots=True)
class Site:
    """A daily site. ``id`` is its UUID. ``url`` is its address on the web with a slash at its end, or "".

    ``first`` is the ISO date of its first day, or "" while it has none. ``unfinished`` are the days whose pages may be
    older than their papers, because the run that made them did not come to its end.
    """

    id: str
    categories: tuple[str, ...]
    kinds: tuple[str, ...] = ("new", "cross")
    title: str = ""
    url: str = ""
    to: Script = "zh-Hans"
    first: str = ""
    unfinished: tuple[str, ...] = ()


def site_text(site: Site) -> str:
    """Return the text of the site's file."""
    return json_text({"schema": SCHEMA, "kind": _KIND, **msgspec.to_builtins(site)}, 2) + "\n"


def read_site(text: str) -> Site:
    """Return the site that a file tells of. Raises NotOurs where it is another file."""
    try:
        whole = json.loads(text)
        if not isinstance(whole, dict) or whole.get("kind") != _KIND or whole.get("schema") != SCHEMA:
            raise NotOurs("its site.json is not that of a daily site")
        return msgspec.convert(whole, Site)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        if isinstance(error, NotOurs):
            raise
        raise NotOurs(f"its site.json cannot be read: {error}") from error
