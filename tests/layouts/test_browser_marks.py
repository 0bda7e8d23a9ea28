"""Stars, read marks and the keys of the web page in a real browser, and its overview."""

from __future__ import annotations

import base64
import dataclasses
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarize.interests.interests_file import parse_interests
from summarize.layouts import LayoutOptions, load_layout
from summarize.values import Outcome
from tests.layouts.browsing import ask, media, press, type_in, view, visit
from tests.layouts.many_papers import made_up_papers
from tests.layouts.samples import FAILED, HOSTILE, KITE, PDF, RUN

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.extra

ROOT = Path(__file__).resolve().parents[2]
INTERESTS = parse_interests('[wanted]\nauthors = ["Nguyen", "Field"]\n[unwanted]\nkeywords = ["not a heading"]')
K, P, H = "2501.90001v2", "hep-th-9909099v1", "2502.00666v1"
MARKED = "return [...document.querySelectorAll('main article[data-{}]')].map((a) => a.id)"
CURRENT = "return document.querySelector('article[aria-current]')?.id"
STATUS = "return document.getElementById('marks').textContent"
SHOWN = "return [...document.querySelectorAll('main article')].filter((a) => a.checkVisibility()).map((a) => a.id)"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of pages: one paper, a newer version of it, three papers, the same ranked, and 500."""
    folder = tmp_path_factory.mktemp("marks")
    newer = dataclasses.replace(KITE, paper=dataclasses.replace(KITE.paper, version=3))
    three: list[Outcome] = [HOSTILE, KITE, FAILED, PDF]
    made: dict[str, tuple[list[Outcome], LayoutOptions]] = {
        "one": ([KITE], LayoutOptions()),
        "newer": ([newer], LayoutOptions()),
        "three": (three, LayoutOptions()),
        "ranked": (three, LayoutOptions(interests=INTERESTS)),
        "500": (list(made_up_papers(500)), LayoutOptions()),
    }
    addresses = {}
    for name, (outcomes, options) in made.items():
        path = folder / f"{name}.html"
        run = dataclasses.replace(RUN, total=len(outcomes))
        path.write_text(load_layout("html", options).page(outcomes, run), encoding="utf-8")
        addresses[name] = path.as_uri()
    return addresses


def marked(chrome: Chrome, what: str) -> list[str]:
    found: list[str] = ask(chrome, MARKED.format(what))
    return found


def test_n_goes_through_the_unread_papers_and_marks_each_as_read(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["three"])
    assert ask(chrome, STATUS) == "未读 3 篇，星标 0 篇"
    press(chrome, "n")
    assert ask(chrome, CURRENT) == H
    assert marked(chrome, "read") == [], "nothing is read before the reader has seen it"
    press(chrome, "n")
    assert ask(chrome, CURRENT) == K
    assert marked(chrome, "read") == [H]
    assert ask(chrome, "return document.activeElement.id") == K, "a screen reader goes along"
    assert ask(chrome, STATUS) == "未读 2 篇，星标 0 篇"
    press(chrome, "nn")
    assert marked(chrome, "read") == [H, K, P]
    assert ask(chrome, STATUS) == "没有未读的论文了"


def test_j_and_k_move_and_mark_nothing(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["three"])
    for key, paper in [("j", H), ("j", K), ("j", P), ("j", P), ("k", K), ("k", H), ("k", H)]:
        press(chrome, key)
        assert ask(chrome, CURRENT) == paper
    assert marked(chrome, "read") == []


def test_keys_go_on_from_where_the_reader_has_scrolled(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["500"])
    press(chrome, "j")
    ask(chrome, "document.querySelectorAll('main article')[200].scrollIntoView()")
    time.sleep(0.2)
    press(chrome, "n")
    places = "const all = [...document.querySelectorAll('main article')]; return [all.findIndex((a) => a.ariaCurrent)"
    assert ask(chrome, f"{places}, all.findIndex((a) => 'read' in a.dataset)]") == [201, 200]
    assert len(marked(chrome, "read")) == 1, "what the reader has left behind is not read"


def test_s_and_r_mark_the_paper_at_hand(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["three"])
    press(chrome, "sr")
    assert marked(chrome, "starred") == marked(chrome, "read") == [], "no paper is at hand yet"
    press(chrome, "j")
    press(chrome, "sr")
    assert marked(chrome, "starred") == marked(chrome, "read") == [H]
    assert ask(chrome, STATUS) == "未读 2 篇，星标 1 篇"
    press(chrome, "s")
    assert marked(chrome, "starred") == []


def test_in_the_overview_keys_concern_the_row_with_the_focus(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["three"])
    ask(chrome, "document.querySelectorAll('#overview li a')[2].focus()")
    press(chrome, "s")
    assert marked(chrome, "starred") == [P]
    assert ask(chrome, "return document.querySelectorAll('#overview li')[2].hasAttribute('data-starred')")


def test_buttons_say_their_state_in_both_places(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["three"])
    states = "return [...document.querySelectorAll('.read')].map((b) => b.getAttribute('aria-pressed'))"
    chrome.find_element("css selector", "#overview li .read").click()
    assert ask(chrome, states) == ["true", "false", "false", "true", "false", "false"]
    chrome.find_element("css selector", "article .read").click()
    assert set(ask(chrome, states)) == {"false"}
    names = "return [...document.querySelectorAll('#overview .star')].map((b) => b.ariaLabel)"
    assert ask(chrome, names)[1] == "星标: KiteNet：对齐气象风筝的日志"


def test_marks_hold_on_other_pages_and_for_other_versions(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["three"])
    press(chrome, "jj")
    press(chrome, "sr")
    chrome.get(pages["newer"])
    assert marked(chrome, "starred") == marked(chrome, "read") == ["2501.90001v3"]
    press(chrome, "s")
    chrome.get(pages["three"])
    assert marked(chrome, "starred") == []
    assert marked(chrome, "read") == [K]


def test_a_mark_in_another_tab_is_shown_here(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["three"])
    first = chrome.current_window_handle
    chrome.switch_to.new_window("tab")
    chrome.get(pages["three"])
    press(chrome, "j")
    press(chrome, "s")
    chrome.close()
    chrome.switch_to.window(first)
    deadline = time.monotonic() + 5
    while marked(chrome, "starred") != [H] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert marked(chrome, "starred") == [H]
    assert ask(chrome, STATUS) == "未读 3 篇，星标 1 篇"


def test_where_the_browser_stores_nothing_marks_last_as_long_as_the_page(chrome: Chrome) -> None:
    """A ``data:`` page has no storage: reading it raises an error."""
    text = load_layout("html").page([KITE, PDF], dataclasses.replace(RUN, total=2))
    chrome.get("data:text/html;base64," + base64.b64encode(text.encode()).decode())
    press(chrome, "j")
    press(chrome, "s")
    assert marked(chrome, "starred") == [K]
    assert ask(chrome, STATUS) == "未读 2 篇，星标 1 篇（此浏览器无法保存标记，关闭页面后即丢失）"
    press(chrome, "s")
    assert marked(chrome, "starred") == []


def test_what_a_button_is_called_is_no_text_of_the_papers(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["three"])
    type_in(chrome, "#search", "星标")
    assert ask(chrome, SHOWN) == []


def test_only_unread_and_only_starred(chrome: Chrome, pages: dict[str, str]) -> None:
    from selenium.webdriver.support.ui import Select

    visit(chrome, pages["three"])
    press(chrome, "nn")
    press(chrome, "s")
    mine = Select(chrome.find_element("id", "mine"))
    mine.select_by_value("unread")
    assert ask(chrome, SHOWN) == [K, P]
    mine.select_by_value("starred")
    assert ask(chrome, SHOWN) == [K]
    rows = "return [...document.querySelectorAll('#overview li')].filter((l) => l.checkVisibility()).length"
    assert ask(chrome, rows) == 1
    assert chrome.find_element("id", "count").text == "1 / 3 篇"


def test_a_paper_does_not_vanish_under_the_reader_who_marks_it(chrome: Chrome, pages: dict[str, str]) -> None:
    from selenium.webdriver.support.ui import Select

    visit(chrome, pages["three"])
    Select(chrome.find_element("id", "mine")).select_by_value("unread")
    chrome.find_element("css selector", "article .read").click()
    assert ask(chrome, SHOWN) == [H, K, P]


def test_keys_are_letters_in_the_search_box_and_can_be_switched_off(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["three"])
    type_in(chrome, "#search", "njksr")
    assert chrome.find_element("id", "search").get_property("value") == "njksr"
    assert marked(chrome, "starred") == []
    assert ask(chrome, CURRENT) is None
    visit(chrome, pages["three"])
    chrome.find_element("id", "keys").click()
    press(chrome, "n")
    assert ask(chrome, CURRENT) is None
    chrome.get(pages["one"])
    assert not chrome.find_element("id", "keys").is_selected(), "the choice is kept"


def test_keys_with_control_belong_to_the_browser(chrome: Chrome, pages: dict[str, str]) -> None:
    from selenium.webdriver.common.keys import Keys

    visit(chrome, pages["three"])
    press(chrome, "j")
    press(chrome, Keys.CONTROL + "s")
    assert marked(chrome, "starred") == []


def test_a_page_of_one_paper_has_a_star_and_no_count(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["one"])
    assert ask(chrome, STATUS) == ""
    press(chrome, "s")
    assert marked(chrome, "starred") == [K]
    press(chrome, "n")
    assert marked(chrome, "read") == []


def test_folded_papers_open_for_a_link_or_a_search_and_keys_pass_them_by(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["ranked"])
    assert ask(chrome, SHOWN) == [K, P]
    press(chrome, "nnn")
    assert marked(chrome, "read") == [K, P]
    type_in(chrome, "#search", "mallory")
    assert ask(chrome, SHOWN) == [H]
    visit(chrome, pages["ranked"])
    ask(chrome, f"location.hash = '#{H}'")
    deadline = time.monotonic() + 5
    while H not in ask(chrome, SHOWN) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert ask(chrome, SHOWN) == [K, P, H]


def test_without_javascript_the_page_is_plain_and_whole(chrome: Chrome, pages: dict[str, str]) -> None:
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chrome.get(pages["ranked"])
        text = chrome.find_element("tag name", "body").text
        assert "命中：作者 Nguyen" in text
        assert "快捷键" not in text
        assert "其余 1 篇" in text
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_touch_screen_has_a_button_for_the_next_unread_paper(chrome: Chrome, pages: dict[str, str]) -> None:
    view(chrome, 390, 740)
    touch = {"enabled": True, "maxTouchPoints": 1}
    chrome.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", touch)
    try:
        visit(chrome, pages["three"])
        button = chrome.find_element("id", "next")
        assert button.is_displayed()
        assert not chrome.find_element("id", "keys").is_displayed()
        button.click()
        button.click()
        assert marked(chrome, "read") == [H]
        ask(chrome, f"document.getElementById('{P}').scrollIntoView()")
        button.click()
        assert marked(chrome, "read") == [H, P], "the paper that is read is the one on the screen"
    finally:
        chrome.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


def test_paper_has_the_overview_without_buttons(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["ranked"])
    media(chrome, "print")
    assert chrome.find_element("css selector", "#overview a").is_displayed()
    assert not chrome.find_element("css selector", "#overview button").is_displayed()


@pytest.mark.parametrize("name", ["one", "ranked"])
def test_nothing_is_cut_off_on_a_phone(chrome: Chrome, pages: dict[str, str], name: str) -> None:
    view(chrome, 360, 740)
    visit(chrome, pages[name])
    assert ask(chrome, "return document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_worse_than_minor(chrome: Chrome, pages: dict[str, str], scheme: str) -> None:
    axe = Path(os.environ.get("AXE_CORE") or ROOT / ".ci/cache/node_modules/axe-core/axe.min.js")
    if not axe.is_file():
        pytest.skip("axe-core is not there: .ci/browser-extras.sh installs it, AXE_CORE=…/axe.min.js names another")
    media(chrome, scheme=scheme)
    visit(chrome, pages["ranked"])
    press(chrome, "nn")
    press(chrome, "s")
    ask(chrome, "for (const rest of document.querySelectorAll('.rest')) rest.open = true")
    ask(chrome, axe.read_text(encoding="utf-8"))
    result = chrome.execute_async_script("const done = arguments[0]; axe.run(document, {}).then(done)")
    found = [(v["id"], v["impact"], [node["html"][:120] for node in v["nodes"][:3]]) for v in result["violations"]]
    assert [violation for violation in found if violation[1] != "minor"] == []
    assert result["passes"], "axe looked at nothing"


def test_among_500_papers_a_key_answers_at_once(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["500"])
    took = chrome.execute_async_script(
        """
        const done = arguments[0];
        const key = (name) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
        let best = Infinity;
        for (let n = 0; n < 10; n++) {
          const started = performance.now();
          for (const name of ["n", "s", "j", "k", "r"]) key(name);
          best = Math.min(best, (performance.now() - started) / 5);
        }
        done(best);
        """
    )
    print(f"a key took {took:.1f} ms")
    assert took <= 50


def test_the_overview_of_500_papers_follows_a_search_in_all_of_its_lists(chrome: Chrome, pages: dict[str, str]) -> None:
    visit(chrome, pages["500"])
    numbers = "return [...document.querySelectorAll('#overview ol')].map((list) => list.start)"
    assert ask(chrome, numbers) == [25 * n + 1 for n in range(20)]
    type_in(chrome, "#search", "paper-450")
    rows = "return [...document.querySelectorAll('#overview li')].map((l, n) => [l, n]).filter(([l]) => l.checkVisibility()).map(([l, n]) => n)"
    assert ask(chrome, rows) == [450]
    assert len(ask(chrome, SHOWN)) == 1
