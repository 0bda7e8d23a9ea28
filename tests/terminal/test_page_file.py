"""Two runs that add to one page at the same time do not lose each other's papers, and a file is what it was otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarize.errors import NotOverwritten, OutputError
from summarize.layouts import load_layout
from summarize.page.outcomes import Made
from summarize.terminal.files.page_file import GrowingPage, PageFile, WholePage
from tests.layouts.samples import HOSTILE, KITE, PDF, RUN

STORE = {"kite": KITE, "pdf": PDF, "hostile": HOSTILE}


@pytest.mark.parametrize("layout", ["report", "table", "html", "json", "jsonl"])
def test_papers_that_another_run_added_meanwhile_stay(layout: str, tmp_path: Path) -> None:
    file = PageFile(tmp_path / "day", load_layout(layout))
    first, second = GrowingPage(file, STORE.get), GrowingPage(file, STORE.get)
    assert first.write([Made(KITE, key="kite")], RUN)
    assert second.write([Made(PDF, key="pdf")], RUN)
    assert first.write([Made(KITE, key="kite"), Made(HOSTILE, key="hostile")], RUN)
    names = {paper.name for paper in GrowingPage(file, STORE.get).papers}
    assert names == {"2501.90001", "hep-th/9909099", "2502.00666"}
    assert not first.write([], RUN)


def test_a_result_that_no_store_has_is_not_left_out_in_silence(tmp_path: Path) -> None:
    file = PageFile(tmp_path / "day.md", load_layout("report"))
    GrowingPage(file, STORE.get).write([Made(KITE)], RUN)
    with pytest.raises(NotOverwritten, match="no more in the store"):
        GrowingPage(file, STORE.get).check()


def test_a_device_gets_the_page_without_markers(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        WholePage(PageFile(pipe, load_layout("digest"))).write([Made(KITE, key="kite")], RUN)
        text = os.read(reader, 1_000_000).decode()
    finally:
        os.close(reader)
    assert "KiteNet" in text and "<!-- summarize" not in text


def test_a_link_to_nowhere_makes_the_file_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "there.md")
    page = WholePage(PageFile(tmp_path / "link.md", load_layout("digest")))
    page.check()
    assert page.write([Made(KITE, key="kite")], RUN)
    assert (tmp_path / "link.md").is_symlink() and "KiteNet" in (tmp_path / "there.md").read_text("utf-8")


def test_a_name_that_no_file_can_have_is_an_error_of_output(tmp_path: Path) -> None:
    page = WholePage(PageFile(tmp_path / ("x" * 300 + ".md"), load_layout("digest")))
    with pytest.raises(OutputError):
        page.check()
