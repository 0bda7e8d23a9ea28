"""What a reader writes into the files of pages stays, through the real command."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result as Ran

from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import LANTERN, LOOM, TIDE
from tests.loopback.sample_papers import numbered_paper as paper

Invoke = Callable[..., Ran]
PAGE = Path("pages") / "2501.10001v2.md"


@pytest.fixture
def pages(invoke: Invoke, tmp_path: Path) -> Path:
    """The folder ``pages/`` with two pages in it, which a run has made."""
    assert invoke("2501.10001", "2501.10002", "-o", "pages/").exit_code == 0
    return tmp_path / "pages"


def state(path: Path) -> tuple[bytes, int]:
    return path.read_bytes(), path.stat().st_mtime_ns


def test_a_note_is_there_after_the_next_run_and_the_file_is_not_written(invoke: Invoke, pages: Path) -> None:
    file = pages / "2501.10001v2.md"
    file.write_text(f"- [ ] read\n\n{file.read_text('utf-8')}\nmy own line\n", "utf-8")
    before = state(file)
    ran = invoke("2501.10001", "2501.10002", "-o", "pages/")
    assert ran.exit_code == 0 and "2 unchanged" in ran.stderr
    assert state(file) == before
    assert invoke("2501.10001", "-o", "pages/", "--bibtex", "--front-matter").exit_code == 0
    text = file.read_text("utf-8")
    assert text.startswith("---\ntitle: ") and "@misc{" in text
    assert "- [ ] read\n" in text and text.endswith("\nmy own line\n")


def test_a_page_that_was_edited_is_left_and_named_and_the_others_are_written(invoke: Invoke, pages: Path) -> None:
    edited, other = pages / "2501.10001v2.md", pages / "2501.10002v1.md"
    edited.write_text(edited.read_text("utf-8").replace("速度很慢", "很慢"), "utf-8")
    before, unbibbed = state(edited), other.read_text("utf-8")
    ran = invoke("2501.10001", "2501.10002", "-o", "pages/", "--bibtex")
    assert ran.exit_code == 6
    assert "2501.10001v2.md is left as it is" in ran.stderr and "--overwrite" in ran.stderr
    assert "1 written, 0 unchanged, 1 left as they are" in ran.stderr
    assert state(edited) == before
    assert other.read_text("utf-8") != unbibbed
    ran = invoke("2501.10001", "2501.10002", "-o", "pages/", "--bibtex", "--overwrite")
    assert ran.exit_code == 0
    assert "速度很慢" in edited.read_text("utf-8")


def test_a_page_without_markers_is_left_unless_it_is_what_would_be_printed(invoke: Invoke, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    printed = invoke("2501.10001").stdout
    (folder / "2501.10001v2.md").write_text(printed, "utf-8")
    (folder / "2501.10002v1.md").write_text(invoke("2501.10002").stdout + "\nmy note\n", "utf-8")
    ran = invoke("2501.10001", "2501.10002", "-o", "pages/")
    assert ran.exit_code == 6
    assert "2501.10002v1.md is left as it is: it has no markers" in ran.stderr
    assert (folder / "2501.10002v1.md").read_text("utf-8").endswith("\nmy note\n")
    assert printed in (folder / "2501.10001v2.md").read_text("utf-8")


def test_one_page_for_all_papers_is_refused_before_anything_is_spent(
    invoke: Invoke, tmp_path: Path, model_server: ModelServer
) -> None:
    for name, content in (("mine.md", "my own file\n"), ("mine.html", "<p>mine</p>"), ("bad.md", "\xff\xfe")):
        (tmp_path / name).write_bytes(content.encode("latin-1"))
        ran = invoke("2501.10001", "2501.10002", "-o", name)
        assert ran.exit_code == 6
        assert f"{name} is left as it is" in ran.stderr
        assert (tmp_path / name).read_bytes() == content.encode("latin-1")
    assert not model_server.chats
    assert invoke("2501.10001", "-o", "bad.md", "--overwrite").exit_code == 0
    (tmp_path / "empty.md").touch()
    assert invoke("2501.10001", "-o", "empty.md").exit_code == 0


def test_notes_between_the_papers_of_one_page_stay(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("2501.10001", "2501.10002", "-o", "day.md", "-l", "digest").exit_code == 0
    file = tmp_path / "day.md"
    end = "<!-- summarize:end 2501.10001 -->\n"
    file.write_bytes(file.read_bytes().replace(end.encode(), f"{end}\n## 2077 年再读 KiteNet\n\n我想想。\n".encode()))
    before = state(file)
    assert invoke("2501.10001", "2501.10002", "-o", "day.md", "-l", "digest").exit_code == 0
    assert state(file) == before
    checked = invoke("check", "--offline", "day.md")
    assert checked.exit_code == 0 and "of 2 papers" in checked.stdout
    assert invoke("2501.10002", "2501.10001", "hep-th/9901001", "-o", "day.md", "-l", "digest").exit_code == 0
    text = file.read_text("utf-8")
    assert f"{end}\n## 2077 年再读 KiteNet\n\n我想想。\n" in text
    assert text.rindex(TIDE.title_zh) < text.index("我想想") < text.rindex(LOOM.title_zh)


def test_a_new_version_takes_the_place_of_the_old_one_and_keeps_the_notes(
    invoke: Invoke, tmp_path: Path, arxiv_server: ArxivServer
) -> None:
    arxiv_server.add(paper(7))
    assert invoke("2501.10001v2", "2502.00007", "-o", "pages/", "--stable-names").exit_code == 0
    file = tmp_path / "pages" / "2502.00007.md"
    file.write_text(file.read_text("utf-8") + "\nmy note\n", "utf-8")
    arxiv_server.add(replace(paper(7), version=2, comment="second version"))
    assert invoke("2502.00007v2", "-o", "pages/", "--stable-names").exit_code == 0
    text = file.read_text("utf-8")
    assert "second version" in text and "2502.00007v2" in text and "2502.00007v1" not in text
    assert text.endswith("\nmy note\n")
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["2501.10001.md", "2502.00007.md"]


def test_a_link_stays_a_link_and_its_file_is_written(invoke: Invoke, pages: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "vault.md"
    (pages / "2501.10001v2.md").rename(elsewhere)
    (pages / "2501.10001v2.md").symlink_to(elsewhere)
    elsewhere.write_text(elsewhere.read_text("utf-8") + "\nmy note\n", "utf-8")
    assert invoke("2501.10001", "-o", "pages/", "--bibtex").exit_code == 0
    assert (pages / "2501.10001v2.md").is_symlink()
    text = elsewhere.read_text("utf-8")
    assert "@misc{" in text and text.endswith("\nmy note\n")


def test_a_file_that_cannot_be_written_is_named_and_the_others_are_written(invoke: Invoke, pages: Path) -> None:
    protected, folder = pages / "2501.10001v2.md", pages / "2501.10002v1.md"
    protected.chmod(0o444)
    folder.unlink()
    folder.mkdir()
    ran = invoke("2501.10001", "2501.10002", "hep-th/9901001", "-o", "pages/", "--bibtex", "--overwrite")
    assert ran.exit_code == 6
    assert "2501.10001v2.md is left as it is: it is write-protected" in ran.stderr
    assert "2501.10002v1.md is left as it is: it is a folder" in ran.stderr
    assert "@misc{" in (pages / "hep-th_9901001v3.md").read_text("utf-8")
    assert "@misc{" not in protected.read_text("utf-8")
    assert os.access(protected, os.R_OK)


def test_stdout_has_no_markers_and_neither_has_json(invoke: Invoke, tmp_path: Path) -> None:
    for layout in ("report", "html", "table", "json"):
        assert "<!-- summarize:" not in invoke("2501.10001", "2501.10002", "-l", layout).stdout
    for name in ("a.json", "a.jsonl"):
        for _ in range(2):
            assert invoke("2501.10001", "2501.10002", "-o", name).exit_code == 0
        assert "summarize:" not in (tmp_path / name).read_text("utf-8")
    assert LANTERN.title_zh in (tmp_path / "a.json").read_text("utf-8")
