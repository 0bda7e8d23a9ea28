"""The browser in which the tests of web pages look at them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.layouts.browsing import media, requested, view

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


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
