"""A daily site works in a real browser from a folder on disk: search over its months, links, narrow screens."""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarize.layouts import LayoutOptions
from summarize.layouts.site.site_day import AnnouncedPaper, SiteDay
from summarize.layouts.site.site_file import Site
from summarize.run.daily_site.site_drawing import SiteDrawing
from summarize.terminal.files.site_folder import SiteFolder
from summarize.values import Result
from tests.layouts.browsing import media, view
from tests.layouts.many_papers import made_up_papers
from tests.layouts.samples import HOSTILE, KITE
from tests.layouts.test_browser import HARMED, ROOT

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.extra

FIRST = date(2026, 9, 1)
HITS = "return [...document.querySelectorAll('#results li a')].map((a) => a.textContent)"


def put(place: SiteFolder, day: date, *results: Result) -> None:
    name = day.isoformat()
    whole = SiteDay(name, tuple(AnnouncedPaper(result.paper.id, result.paper.version) for result in results))
    for result in results:
        whole = whole.with_result(result.paper.id, result, name)
    place.write_day(dataclasses.replace(whole, made=name))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months of 60 papers each, hostile ones among them; KITE is the newest paper."""
    place = SiteFolder(tmp_path_factory.mktemp("site"))
    for n in range(3):
        put(place, FIRST + timedelta(days=31 * n), *made_up_papers(60, seed=n), HOSTILE)
    put(place, date(2026, 11, 20), KITE)
    own = Site("12345678-1234-4234-8234-123456789abc", ("cs.CL",))
    SiteDrawing(place, own, LayoutOptions(contents=True), "summarize 0.1.0").draw(place.days())
    return place.path


def search(chrome: Chrome, words: str) -> list[str]:
    """Search and return the titles that are found, once the search has come to its end."""
    box = chrome.find_element("id", "search")
    box.clear()
    chrome.execute_script("document.getElementById('count').textContent = ''")
    box.send_keys(words)
    until(lambda: chrome.find_element("id", "count").text.startswith("找到"))
    found: list[str] = chrome.execute_script(HITS)
    return found


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_search_looks_through_all_months_in_both_languages(site: Path, chrome: Chrome) -> None:
    chrome.get((site / "index.html").as_uri())
    assert [title for title in search(chrome, "kitenet 风筝") if "Kite" in title]
    assert len(search(chrome, KITE.paper.id)) == 1
    assert search(chrome, "no such words") == [] and chrome.find_element("id", "nothing").is_displayed()
    many = search(chrome, "2501")
    assert len(many) >= 100 and chrome.find_element("id", "more").is_displayed()
    chrome.find_element("id", "more").click()
    until(lambda: len(chrome.execute_script(HITS)) > len(many))
    assert chrome.execute_script(HARMED) is None


def test_a_hit_leads_to_its_paper_and_an_empty_box_to_the_list(site: Path, chrome: Chrome) -> None:
    chrome.get((site / "months" / "2026-09.html").as_uri())
    search(chrome, KITE.paper.id)
    assert not chrome.find_element("id", "listing").is_displayed()
    chrome.find_element("id", "search").send_keys("\ue00c")  # Escape
    until(lambda: chrome.find_element("id", "listing").is_displayed())
    search(chrome, KITE.paper.id)
    chrome.find_element("css selector", "#results a").click()
    until(lambda: "days/2026-11-20.html" in chrome.current_url)
    assert chrome.execute_script("return document.querySelector(':target').id") == f"{KITE.paper.id}v2"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "months/2026-10.html", "days/2026-11-20.html"])
def test_no_page_is_wider_than_a_phone(name: str, scheme: str, site: Path, chrome: Chrome) -> None:
    view(chrome, 390, 844)
    media(chrome, scheme=scheme)
    chrome.get((site / name).as_uri())
    assert chrome.execute_script("return document.documentElement.scrollWidth") <= 390
    background = chrome.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(251, 250, 247)" if scheme == "light" else "rgb(21, 23, 26)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "months/2026-10.html", "days/2026-11-20.html"])
def test_axe_finds_nothing_worse_than_minor_on_a_site(name: str, scheme: str, site: Path, chrome: Chrome) -> None:
    axe = Path(os.environ.get("AXE_CORE") or ROOT / ".ci/cache/node_modules/axe-core/axe.min.js")
    if not axe.is_file():
        pytest.skip("axe-core is not there: .ci/browser-extras.sh installs it, AXE_CORE=…/axe.min.js names another")
    media(chrome, scheme=scheme)
    chrome.get((site / name).as_uri())
    if name == "index.html":
        search(chrome, "kite")
    chrome.execute_script(axe.read_text(encoding="utf-8"))
    result = chrome.execute_async_script("const done = arguments[0]; axe.run(document, {}).then(done)")
    found = [
        (violation["id"], violation["impact"], [node["html"][:120] for node in violation["nodes"][:3]])
        for violation in result["violations"]
        if violation["impact"] != "minor"
    ]
    assert found == [] and result["passes"]
