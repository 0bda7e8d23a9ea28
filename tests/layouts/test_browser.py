"""The web page works in a real browser: headless Chromium over WebDriver, with axe-core for accessibility.

The tests are skipped, with the reason, where the browser, its driver, ``selenium`` (``pip install '.[browser]'``) or
axe-core (``AXE_CORE`` names its ``axe.min.js``) is not there. ``.ci/browser-extras.sh`` installs all of them.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from summarize.layouts import LayoutOptions, load_layout
from summarize.values import Outcome
from tests.layouts.many_papers import made_up_papers
from tests.layouts.samples import HOSTILE, KITE, MANY, PDF, RUN

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.extra

ROOT = Path(__file__).resolve().parents[2]
ONE = dataclasses.replace(RUN, total=1)
#: The page sets ``harmed`` if anything that a paper wrote ever runs.
HARMED = "return window.harmed || null"
SHOWN = "return [...document.querySelectorAll('main > article')].filter((a) => a.checkVisibility()).map((a) => a.id)"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the pages by name: one paper, several with a hostile one, the hostile one alone, 500 papers."""
    folder = tmp_path_factory.mktemp("pages")
    layout = load_layout("html", LayoutOptions(bibtex=True, also_english=True))
    hostile = dataclasses.replace(
        HOSTILE,
        draft=dataclasses.replace(
            HOSTILE.draft,
            summary="<img src=x onerror='window.harmed=1'><script>window.harmed=2</script></style>"
            "<a href='javascript:window.harmed=3'>x</a> https://evil.example/ ![](https://evil.example/i.png)",
        ),
    )
    five_hundred = made_up_papers(500)
    made: dict[str, tuple[list[Outcome], int]] = {
        "one": ([KITE], 1),
        "pdf": ([PDF], 1),
        "many": ([*MANY[:-1], hostile], len(MANY)),
        "hostile": ([hostile], 1),
        "500": (list(five_hundred), 500),
    }
    addresses = {}
    for name, (outcomes, total) in made.items():
        path = folder / f"{name}.html"
        path.write_text(layout.page(outcomes, dataclasses.replace(RUN, total=total)), encoding="utf-8")
        addresses[name] = path.as_uri()
    return addresses


@pytest.fixture(scope="module")
def started() -> Iterator[Chrome]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed: pip install '.[browser]'")
    from selenium.webdriver.chrome.service import Service

    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.skip("Chromium or its chromedriver is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    yield chrome
    chrome.quit()


@pytest.fixture
def chrome(started: Chrome) -> Iterator[Chrome]:
    """The browser at desktop width in light colours.

    After each test the page must have logged nothing and fetched nothing.
    """
    view(started, 1280, 900)
    media(started, scheme="light")
    started.get_log("browser")
    started.get_log("performance")
    yield started
    assert started.get_log("browser") == []
    assert [url for url in requested(started) if not url.startswith(("file:", "data:"))] == []


def view(chrome: Chrome, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def media(chrome: Chrome, kind: str = "", scheme: str = "light") -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": kind, "features": features})


def requested(chrome: Chrome) -> list[str]:
    events = (json.loads(entry["message"])["message"] for entry in chrome.get_log("performance"))
    return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]


def visit(chrome: Chrome, address: str) -> None:
    chrome.get("about:blank")
    chrome.get(address)
    chrome.execute_script("try { localStorage.clear() } catch {}")
    chrome.get("about:blank")
    chrome.get(address)


def ask(chrome: Chrome, script: str, *values: object) -> Any:
    return chrome.execute_script(script, *values)


def type_in(chrome: Chrome, css: str, text: str) -> None:
    chrome.find_element("css selector", css).send_keys(text)


def press(chrome: Chrome, *keys: str) -> None:
    chrome.switch_to.active_element.send_keys(*keys)


@pytest.mark.parametrize(
    ("words", "papers"),
    [
        ("kitenet", ["2501.90001v2"]),
        ("干河", ["hep-th-9909099v1"]),
        ("STONES river", ["hep-th-9909099v1"]),
        ("rosa", ["hep-th-9909099v1"]),
        ("mallory", ["2502.00666v1"]),
        ("ＫｉｔｅＮｅｔ", ["2501.90001v2"]),
        ("no such words", []),
    ],
)
def test_search_finds_titles_text_and_names_in_both_languages(
    chrome: Chrome, pages: dict[str, str], words: str, papers: list[str]
) -> None:
    visit(chrome, pages["many"])
    type_in(chrome, "#search", words)
    assert ask(chrome, SHOWN) == papers
    assert chrome.find_element("id", "count").text == f"{len(papers)} / 3 篇"
    assert chrome.find_element("id", "nothing").is_displayed() is (papers == [])
    listed = ask(
        chrome, "return [...document.querySelectorAll('#contents li')].filter((l) => l.checkVisibility()).length"
    )
    assert listed == len(papers)


def test_escape_brings_all_papers_back_and_slash_goes_to_the_search(chrome: Chrome, pages: dict[str, str]) -> None:
    from selenium.webdriver.common.keys import Keys

    visit(chrome, pages["many"])
    press(chrome, "/")
    assert ask(chrome, "return document.activeElement.id") == "search"
    type_in(chrome, "#search", "kitenet")
    assert len(ask(chrome, SHOWN)) == 1
    press(chrome, Keys.ESCAPE)
    assert len(ask(chrome, SHOWN)) == 3
    assert chrome.find_element("id", "count").text == "共 3 篇"


def test_a_slash_in_the_search_box_is_typed(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["many"])
    press(chrome, "/")
    press(chrome, "/")
    assert ask(chrome, "return document.getElementById('search').value") == "/"
    press(chrome, "kite/net/")
    assert ask(chrome, "return document.getElementById('search').value") == "/kite/net/"


def test_a_slash_in_any_field_that_takes_text_goes_to_that_field(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["many"])
    ask(chrome, "document.body.insertAdjacentHTML('beforeend', '<p contenteditable id=note></p><input id=plain>')")
    for css, read in (("#note", "note').textContent"), ("#plain", "plain').value")):
        ask(chrome, f"document.querySelector('{css}').focus()")
        press(chrome, "a/b")
        assert ask(chrome, f"return document.getElementById('{read}") == "a/b"


def test_filters_by_category_and_by_findings(chrome: Chrome, pages: dict[str, str]) -> None:
    from selenium.webdriver.support.ui import Select

    visit(chrome, pages["many"])
    Select(chrome.find_element("id", "category")).select_by_value("hep-th")
    assert ask(chrome, SHOWN) == ["hep-th-9909099v1"]
    Select(chrome.find_element("id", "category")).select_by_value("")
    chrome.find_element("id", "doubtful").click()
    assert ask(chrome, SHOWN) == ["2501.90001v2", "2502.00666v1"]


def test_one_language_or_both(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["one"])
    english = chrome.find_element("css selector", ".s .en")
    chinese = chrome.find_element("css selector", ".s .zh")
    assert english.is_displayed()
    assert chinese.is_displayed()
    assert abs(english.rect["y"] - chinese.rect["y"]) < 2, "the two stand beside each other"
    ask(chrome, "document.querySelector('input[value=en]').click()")
    assert english.is_displayed()
    assert not chinese.is_displayed()
    shown = ask(chrome, "return document.querySelector('article').innerText")
    assert "要点" in shown, "this page has its takeaways in English, too"
    assert "KiteNet 的代价为" not in shown
    ask(chrome, "document.querySelector('input[value=zh]').click()")
    assert not english.is_displayed()
    assert chinese.is_displayed()


def test_a_part_without_english_leaves_no_empty_heading_in_english(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["pdf"])
    ask(chrome, "document.querySelector('input[value=en]').click()")
    shown = ask(chrome, "return document.querySelector('article').innerText")
    assert "There are 4,096 of them." in shown
    assert "要点" not in shown
    assert "总结\n" not in shown


def test_the_language_can_be_chosen_with_the_keyboard_alone(chrome: Chrome, pages: dict[str, str]) -> None:
    from selenium.webdriver.common.keys import Keys

    visit(chrome, pages["one"])
    ask(chrome, "document.querySelector('input[name=show]:checked').focus()")
    press(chrome, Keys.ARROW_RIGHT)
    assert ask(chrome, "return document.documentElement.dataset.show") == "en"
    outline = "return getComputedStyle(document.querySelector('input[name=show]:checked + span')).outlineStyle"
    assert ask(chrome, outline) == "solid"


def test_hovering_a_sentence_lights_both_languages(chrome: Chrome, pages: dict[str, str]) -> None:
    from selenium.webdriver import ActionChains

    visit(chrome, pages["one"])
    colours = (
        "const s = document.getElementById('2501.90001v2-s2');"
        "return [...s.children].map((side) => getComputedStyle(side).backgroundColor)"
    )
    assert set(ask(chrome, colours)) == {"rgba(0, 0, 0, 0)"}
    ActionChains(chrome).move_to_element(chrome.find_element("css selector", "[id='2501.90001v2-s2'] .zh")).perform()
    lit = ask(chrome, colours)
    assert lit[0] == lit[1] != "rgba(0, 0, 0, 0)"


def test_evidence_leads_to_its_sentence(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["one"])
    ask(chrome, "document.querySelector('.takeaways .ev a').click()")
    assert ask(chrome, "return document.querySelector(':target').id") == "2501.90001v2-s3"
    visit(chrome, pages["pdf"])
    link = chrome.find_element("css selector", ".takeaways .ev a").get_attribute("href")
    assert link == "https://arxiv.org/pdf/hep-th/9909099v1#page=3"


def test_a_link_to_a_paper_that_is_filtered_away_shows_it(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["many"])
    type_in(chrome, "#search", "kitenet")
    ask(chrome, "location.hash = '#hep-th-9909099v1'")
    deadline = time.monotonic() + 5
    while len(ask(chrome, SHOWN)) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "hep-th-9909099v1" in ask(chrome, SHOWN)


def test_dark_follows_the_system_and_the_choice(chrome: Chrome, pages: dict[str, str]) -> None:
    from selenium.webdriver.support.ui import Select

    def brightness() -> int:
        colour: str = ask(chrome, "return getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))

    visit(chrome, pages["one"])
    assert brightness() > 600
    media(chrome, scheme="dark")
    assert brightness() < 150
    Select(chrome.find_element("id", "theme")).select_by_value("light")
    assert brightness() > 600
    media(chrome, scheme="light")
    Select(chrome.find_element("id", "theme")).select_by_value("dark")
    assert brightness() < 150


def test_print_leaves_out_what_only_a_screen_can_do(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["many"])
    media(chrome, "print", scheme="dark")
    assert not chrome.find_element("id", "tools").is_displayed()
    assert not chrome.find_element("css selector", "nav").is_displayed()
    assert ask(chrome, "return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert ask(chrome, "return getComputedStyle(document.querySelector('article')).contentVisibility") == "visible"


@pytest.mark.parametrize("name", ["one", "many", "hostile"])
def test_nothing_is_cut_off_on_a_phone(chrome: Chrome, pages: dict[str, str], name: str) -> None:
    view(chrome, 360, 740)
    visit(chrome, pages[name])
    assert ask(chrome, "return document.documentElement.scrollWidth") <= 360


def test_one_language_flows_as_a_paragraph_on_a_phone_too(chrome: Chrome, pages: dict[str, str]) -> None:
    view(chrome, 390, 740)
    visit(chrome, pages["one"])
    ask(chrome, "document.querySelector('input[value=zh]').click()")
    assert ask(chrome, "return getComputedStyle(document.querySelector('.s .zh')).display") == "inline"


def test_a_hostile_paper_runs_nothing_and_links_nowhere(chrome: Chrome, pages: dict[str, str]) -> None:
    for name in ("hostile", "many"):
        visit(chrome, pages[name])
        time.sleep(0.2)
        assert ask(chrome, HARMED) is None
        assert ask(chrome, "return document.scripts.length") == 1
        assert ask(chrome, "return document.images.length") == 0
        links = ask(chrome, "return [...document.links].map((link) => link.href)")
        assert not [link for link in links if "evil" in link or not link.startswith(("https:", "file:"))]


def test_a_formula_is_drawn(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["one"])
    box = chrome.find_element("css selector", "math").rect
    assert box["width"] > 20
    assert box["height"] > 8


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["one", "many", "hostile"])
def test_axe_finds_nothing_worse_than_minor(chrome: Chrome, pages: dict[str, str], name: str, scheme: str) -> None:
    axe = Path(os.environ.get("AXE_CORE") or ROOT / ".ci/cache/node_modules/axe-core/axe.min.js")
    if not axe.is_file():
        pytest.skip("axe-core is not there: .ci/browser-extras.sh installs it, AXE_CORE=…/axe.min.js names another")
    media(chrome, scheme=scheme)
    visit(chrome, pages[name])
    ask(chrome, axe.read_text(encoding="utf-8"))
    result = chrome.execute_async_script("const done = arguments[0]; axe.run(document, {}).then(done)")
    found = [
        (violation["id"], violation["impact"], [node["html"][:120] for node in violation["nodes"][:3]])
        for violation in result["violations"]
        if violation["impact"] != "minor"
    ]
    assert found == []
    assert result["passes"], "axe looked at nothing"


def test_a_contents_entry_leads_to_its_paper_among_500(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["500"])
    ask(chrome, "document.querySelectorAll('#contents a')[400].click()")
    time.sleep(0.3)
    top = ask(chrome, "return document.querySelectorAll('main > article')[400].getBoundingClientRect().top")
    assert 0 <= top <= 60


def test_500_papers_open_and_answer_the_first_search_within_100_ms(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["500"])
    assert len(ask(chrome, "return document.querySelectorAll('main > article')")) == 500
    took = chrome.execute_async_script(
        """
        const done = arguments[0];
        const search = document.getElementById("search");
        const started = performance.now();
        search.value = "kite 误差";
        search.dispatchEvent(new Event("input", { bubbles: true }));
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - started)));
        """
    )
    print(f"first search result after {took:.0f} ms")
    assert 0 < len(ask(chrome, SHOWN)) < 500
    assert took <= 100
