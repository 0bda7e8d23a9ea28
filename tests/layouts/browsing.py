"""What the tests of web pages do in the browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


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
