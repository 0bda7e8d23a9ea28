"""The folder of a daily site: what it refuses, what it keeps, and the lock."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from summarize.errors import NotOverwritten, OutputError
from summarize.layouts.site.site_day import AnnouncedPaper, SiteDay
from summarize.layouts.site.site_file import Site
from summarize.terminal.files.site_folder import SiteFolder

SITE = Site("12345678-1234-4234-8234-123456789abc", ("cs.CL",))


def test_an_empty_folder_and_one_that_is_not_there_can_become_a_site(tmp_path: Path) -> None:
    assert SiteFolder(tmp_path / "new").site() is None
    (tmp_path / ".git").mkdir()
    (tmp_path / "CNAME").write_text("papers.example.org")
    assert SiteFolder(tmp_path).site() is None


@pytest.mark.parametrize("name", ["notes.md", "index.html", "site.json"])
def test_a_folder_with_something_else_is_refused_and_left_as_it_is(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(NotOverwritten, match="left as it is") as caught:
        SiteFolder(tmp_path).site()
    assert name in caught.value.message and "empty folder" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(NotOverwritten, match="no folder"):
        SiteFolder(tmp_path / "site").site()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    place = SiteFolder(tmp_path / "site")
    place.write_site(SITE)
    for day in ("2026-11-19", "2026-11-20"):
        place.write_day(SiteDay(day, (AnnouncedPaper("2511.00001"),)))
    for name in ("notes", "2026-99-99"):
        (tmp_path / "site" / "days" / f"{name}.json").write_text("{}")
    assert place.site() == SITE
    assert place.days() == ("2026-11-20", "2026-11-19")
    assert place.day("2026-11-19").waiting[0].id == "2511.00001"
    assert place.day("2026-11-18") == SiteDay("2026-11-18")


def test_a_damaged_day_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    place = SiteFolder(tmp_path)
    path = tmp_path / "days" / "2026-11-20.json"
    path.parent.mkdir()
    path.write_text('<<<<<<< HEAD\n{"schema": 1')
    with pytest.raises(OutputError, match=r"2026-11-20\.json cannot be used") as caught:
        place.day("2026-11-20")
    assert "Restore it" in caught.value.hint
    assert path.read_text().startswith("<<<<<<<")


def test_an_edited_page_is_kept_and_told_once_and_overwritten_on_request(tmp_path: Path) -> None:
    told: list[NotOverwritten] = []
    place = SiteFolder(tmp_path, told.append)
    place.write_page("index.html", "<p>one</p>")
    path = tmp_path / "index.html"
    before = path.stat().st_mtime_ns
    place.write_page("index.html", "<p>one</p>")
    assert path.stat().st_mtime_ns == before
    path.write_text(path.read_text().replace("one", "mine"))
    for _ in range(2):
        place.write_page("index.html", "<p>two</p>")
    assert "mine" in path.read_text()
    assert place.kept == len(told) == 1 and "was edited" in told[0].message
    SiteFolder(tmp_path, overwrite=True).write_page("index.html", "<p>two</p>")
    assert "two" in path.read_text()


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []
    begun, end = threading.Event(), threading.Event()

    def first() -> None:
        with SiteFolder(tmp_path).locked(lambda: None):
            begun.set()
            end.wait(20)
            order.append("first")

    def waiting() -> None:
        order.append("waiting")
        end.set()

    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(20)
    with SiteFolder(tmp_path).locked(waiting):
        order.append("second")
    thread.join()
    assert order == ["waiting", "first", "second"]


def test_what_a_killed_run_left_half_written_is_swept(tmp_path: Path) -> None:
    (tmp_path / "days").mkdir()
    left = tmp_path / "days" / ".summarize-999999999-abc.tmp"
    left.write_text("half")
    with SiteFolder(tmp_path).locked(lambda: None):
        assert not left.exists()
