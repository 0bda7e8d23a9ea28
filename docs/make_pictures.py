"""Makes the pictures of README.md: ``python docs/make_pictures.py``.

Needs Chromium, chromedriver, the fonts of Noto CJK, ``.[browser]`` and Pillow.

The real command makes all pages, against a loopback arXiv and a loopback model that know the made-up papers of
pictures/papers.toml. The terminal is a pseudo-terminal; what it shows, and the web page, are photographed in the browser.
Part of a Markdown page is written into README.md and README.zh-CN.md, between their marks.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from PIL import Image
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, TerminalTheme
from rich.text import Text

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from summarize.values import Paper  # noqa: E402  the checkout's own modules come after its path
from tests.loopback.arxiv_server import ArxivServer  # noqa: E402
from tests.loopback.model_server import ModelServer  # noqa: E402

PICTURES = HERE / "pictures"
COLUMNS, LINES = 84, 35
PAGE_WIDTH, PAGE_HEIGHT = 1120, 900
PAGE_MARKS = ("<!-- page -->\n", "<!-- /page -->\n")
#: GitHub's dark background, and colours that are legible on it.
DARK = TerminalTheme(
    (13, 17, 23),
    (201, 209, 217),
    [(72, 79, 88), (255, 123, 114), (63, 185, 80), (210, 153, 34), (88, 166, 255), (210, 168, 255), (57, 197, 207), (177, 186, 196)],
    [(110, 118, 129), (255, 161, 152), (86, 211, 100), (227, 179, 65), (121, 192, 255), (210, 168, 255), (86, 212, 221), (240, 246, 252)],
)  # fmt: skip
#: rich's own frame, in a font whose Latin letters are half as wide as its Chinese ones: 12.2 pixels, as rich reckons.
SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{font-family: "Noto Sans Mono CJK SC", monospace; font-size: 24.4px}}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""


def main() -> None:
    papers = tomllib.loads((PICTURES / "papers.toml").read_text(encoding="utf-8"))["paper"]
    with (
        ArxivServer() as arxiv,
        ModelServer(lambda request: answer(papers, request), models=("made-up",)) as model,
        folder() as home,
    ):
        arxiv.add(*(record(paper) for paper in papers))
        env = os.environ | {
            "SUMMARIZE_ARXIV_URL": arxiv.url,
            "SUMMARIZE_ARXIV_DELAY": "0",
            "SUMMARIZE_HOME": str(home),
            "OPENAI_BASE_URL": model.url,
            "SUMMARIZE_MODEL": "custom/made-up",
            "PYTHONPATH": str(HERE.parent),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "COLUMNS": str(COLUMNS),
        }
        drawn = draw_terminal(f"$ summarize {papers[2]['id']}\n{on_terminal([papers[2]['id']], env)}")
        page = home / "today.html"
        interests = ["--interests", str(PICTURES / "interests.toml")]
        summarize([paper["id"] for paper in papers] + ["-o", str(page), *interests], env)
        note = home / "page.md"
        summarize([papers[0]["id"], "-o", str(note)], env)
        write_into_readmes(note.read_text(encoding="utf-8"))
        with browser() as chrome:
            photograph(chrome, page, PAGE_WIDTH, PAGE_HEIGHT, "page")
            for scheme, svg in drawn.items():
                path = home / f"{scheme}.svg"
                path.write_text(svg, encoding="utf-8")
                width, height = (float(size) for size in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
                photograph(chrome, path, round(width), round(height), "terminal", (scheme,))


class folder(tempfile.TemporaryDirectory[str]):
    """A temporary folder as a Path."""

    def __enter__(self) -> Path:  # type: ignore[override]
        return Path(super().__enter__())


def record(paper: dict[str, Any]) -> Paper:
    """Return the record of a made-up paper, as arXiv gives it."""
    return Paper(
        id=paper["id"],
        version=1,
        title=paper["title"],
        abstract=" ".join(english for english, _ in paper["sentences"]),
        authors=tuple(paper["authors"]),
        published="2026-11-19",
        updated="2026-11-19",
        categories=tuple(paper["categories"]),
        comment=paper["comment"],
    )


def answer(papers: list[dict[str, Any]], request: dict[str, Any]) -> str:
    """Return what the model answers: a paper's digest, or lines in Chinese. What it is asked to correct, it keeps."""
    asked = request["messages"][-1]["content"]
    if "# One line" in asked:
        paper = next(paper for paper in papers if paper["sentences"][0][0] in asked)
        takeaways = "\n".join(f"- {takeaway}" for takeaway in paper["takeaways"])
        return f"# One line\n{paper['one_line']}\n# Summary\n{paper['summary']}\n# Takeaways\n{takeaways}"
    chinese = {english: chinese for paper in papers for english, chinese in paper["sentences"]}
    chinese |= {paper["title"]: paper["title_zh"] for paper in papers}
    lines = re.findall(r"^\[(\d+)\] (?:English: )?(.*)$", asked, re.MULTILINE)
    return "\n".join(f"[{n}] {chinese.get(line, line)}" for n, line in lines)


def summarize(arguments: list[str], env: dict[str, str]) -> None:
    """Run the command. A page on which an error is marked is a page all the same: status 0."""
    subprocess.run([sys.executable, "-m", "summarize", *arguments], env=env, check=True)


def on_terminal(arguments: list[str], env: dict[str, str]) -> str:
    """Return what the command prints to a terminal, with its colours."""
    terminal, its_end = pty.openpty()
    shown = bytearray()

    def read() -> None:
        with suppress(OSError):  # on Linux a terminal whose other end is closed reads as an error
            while piece := os.read(terminal, 65_536):
                shown.extend(piece)

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    command = [sys.executable, "-m", "summarize", *arguments]
    subprocess.run(command, env=env, check=True, stdout=its_end)
    os.close(its_end)
    reading.join(5)
    os.close(terminal)
    # A picture has no links.
    return re.sub(r"\x1b\]8;[^\x1b]*\x1b\\", "", shown.decode().replace("\r\n", "\n"))


def draw_terminal(text: str) -> dict[str, str]:
    """Return the first lines of a terminal as SVG, on a light and on a dark background."""
    drawn = {}
    for name, theme in (("light", DEFAULT_TERMINAL_THEME), ("dark", DARK)):
        console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor")
        console.print(Text.from_ansi("\n".join(text.splitlines()[:LINES])))
        svg = console.export_svg(title="summarize", theme=theme, code_format=SVG, unique_id="terminal")
        drawn[name] = _with_wide_characters(svg)
    return drawn


def _with_wide_characters(svg: str) -> str:
    """Give each piece of text the width of its cells. rich counts characters, so Chinese would be half as wide."""

    def wider(match: re.Match[str]) -> str:
        before, length, after, text = match.groups()
        cells = cell_len(unescape(text)) / len(unescape(text))
        return f'{before}textLength="{float(length) * cells:g}"{after}>{text}</text>'

    return re.sub(r'(<text [^>]*?)textLength="([\d.]+)"([^>]*)>([^<]+)</text>', wider, svg)


def write_into_readmes(page: str) -> None:
    """Write part of a Markdown page between the marks of both READMEs: without links, and without most sentences."""
    lines = [line for line in page.splitlines() if not line.startswith(("<!--", "- **链接**", "- **备注**"))]
    text = re.sub(r'<a id="[^"]*"></a>', "", "\n".join(lines)).strip()
    text = re.sub(r"\[(第 \d+ 句)\]\([^()]*\)", r"\1", text)
    text = re.sub(r"(③.*?)④.*?(?=\n)", r"\1…", text)
    shown = "\n".join(f"> {line}".rstrip() for line in text.partition("<details>")[0].strip().splitlines())
    shown = re.sub(r"^> (#+) (.*)$", r"> **\2**", shown, flags=re.MULTILINE)
    for readme in (HERE.parent / "README.md", HERE.parent / "README.zh-CN.md"):
        before, _, rest = readme.read_text(encoding="utf-8").partition(PAGE_MARKS[0])
        after = rest.partition(PAGE_MARKS[1])[2]
        readme.write_text(f"{before}{PAGE_MARKS[0]}{shown}\n{PAGE_MARKS[1]}{after}", encoding="utf-8")


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars"):
        options.add_argument(argument)
    with webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver"))) as chrome:
        yield chrome


def photograph(
    chrome: Any, page: Path, width: int, height: int, name: str, schemes: tuple[str, ...] = ("light", "dark")
) -> None:
    """Write screenshots of the top of a page to ``NAME-light.png`` and ``NAME-dark.png``."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for scheme in schemes:
        feature = {"name": "prefers-color-scheme", "value": scheme}
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        chrome.get(page.as_uri())
        picture = Image.open(BytesIO(chrome.get_screenshot_as_png()))
        # 48 colours are enough for text and a third of the bytes.
        picture.convert("RGB").quantize(48).save(PICTURES / f"{name}-{scheme}.png", optimize=True)


if __name__ == "__main__":
    main()
