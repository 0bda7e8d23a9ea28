"""``summarize open``: papers that are done, in the browser."""

from __future__ import annotations

import os

import click

from summarize.errors import NotStored
from summarize.settings import find_places
from summarize.sources.source_table import parse_name, with_links
from summarize.store.storage import Store
from summarize.terminal.browser import show_in_browser, write_page
from summarize.terminal.console import Console
from summarize.terminal.spoken.speech import tell


@click.command(
    "open",
    epilog="\b\nExamples:\n  summarize open 2501.18585\n  summarize open 2501.18585v2 hep-th/9901001\n"
    "  xdg-open $(summarize open 2501.18585 --no-browser)",
)
@click.argument("papers", nargs=-1, required=True, metavar="ID…")
@click.option("--no-browser", is_flag=True, help="Only write the page and print where it is.")
def open_page(papers: tuple[str, ...], no_browser: bool) -> None:
    """Show finished papers as a web page. Nothing is fetched and no model is asked: `summarize ID` does that.

    The page is a file in the cache; its path goes to stdout.
    """
    places = find_places(os.environ)
    results = []
    with Store(places.store_file, notice=Console().note) as store:
        for text in papers:
            ref = parse_name(text)
            result = store.latest_result(ref)
            if result is None:
                raise NotStored("no finished page of this paper", paper=str(ref), hint=f"make it: summarize {ref}")
            results.append(with_links(result))
    path = write_page(results, places.cache_dir / "pages")
    click.echo(path)
    if not no_browser and not show_in_browser(path):
        tell("no browser could be started; the page is at the path above")
