"""``summarize daily DIR CATEGORY…``: a site with a page a day. The work is in ``run/daily_site/``."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from summarize.arxiv_categories import parse_categories
from summarize.commands.new import Kinds, complete_category, day_within_a_year
from summarize.commands.options import (
    arxiv_options,
    model_options,
    only,
    option,
    page_options,
    reading_options,
    speech_options,
    spending_options,
    trust_options,
    without,
)
from summarize.settings import settings_from
from summarize.sources.arxiv.announcements.mailings import KINDS

_EPILOG = """\b
Examples:
  summarize daily site/ cs.CL cs.AI -m deepseek/deepseek-flash
  summarize daily site/                         every day after that
  summarize daily site/ --max-cost 1 --quiet    from cron
  summarize daily site/ cs.CL --since 2026-11-16
  summarize daily site/ --redraw                after a new version of this program

\b
DIR remembers its categories, --kind, --title, --site-url and --to; naming them again changes them.
A run makes what is missing: days that were missed, papers that arXiv's API did not have yet, papers that --max-cost
left out. Nothing is paid for twice, and a second run that is started meanwhile waits for the first one."""

#: Parameters of the command that are wishes for the site, and not settings of the run.
_WISHES = ("categories", "kinds", "title", "url", "to")


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.argument(
    "categories", metavar="[CATEGORY…]", nargs=-1, envvar="SUMMARIZE_CATEGORIES", shell_complete=complete_category
)
@option("--kind", "kinds", type=Kinds(), metavar="KINDS", help="new,cross if left away; also replaced.")
@click.option("--since", default="", metavar="DAY", help="Announcements from this day on: 2026-11-16, yesterday, 7d.")
@option("--title", metavar="TEXT", help="The site's title.")
@option("--site-url", "url", metavar="URL", help="The site's address on the web, for the links of its feed.")
@click.option("--redraw", is_flag=True, help="Draw every page anew from the papers in DIR; ask nobody.")
@click.option("--retry-failed", is_flag=True, help="Try papers again that failed three times, too.")
@option("--open", "open_page", is_flag=True, help="Show the site in the browser afterwards.")
@model_options
@only(page_options, "overwrite", "to", "order", "also_english", "bibtex", "interests")
@without(reading_options, "figures")
@trust_options
@arxiv_options
@spending_options
@speech_options
def daily(folder: Path, since: str, redraw: bool, **options: Any) -> int:
    """Keep a folder that is a small site: a page a day of what arXiv announces.

    DIR gets one page a day in Chinese and English, an index by month, a search over all days and an Atom feed: files
    that any web server can serve, or a browser can open from the disk.
    """
    from summarize.run.daily_site.make_site import make_site
    from summarize.run.daily_site.site_wishes import SiteWishes

    ctx = click.get_current_context()
    first = day_within_a_year(since, datetime.now(UTC), option="--since") if since else None
    options["categories"] = parse_categories(options["categories"])
    options["kinds"] = tuple(kind for kind in KINDS if kind in (options["kinds"] or ()))
    wishes = {name: options.pop(name) for name in _WISHES if name != "to"} | {"to": options["to"]}
    given = {name: value for name, value in wishes.items() if _is_given(ctx, name)}
    usual = {name: value for name, value in wishes.items() if name not in given and value}
    return make_site(
        folder,
        SiteWishes(**given, since=first, redraw=redraw),
        settings_from(options),
        os.environ,
        defaults=SiteWishes(**usual),
    )


def _is_given(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
