"""``summarize layouts`` and ``--layout FILE.j2``."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.layouts import LAYOUTS
from tests.conftest import Summarize


def test_all_layouts_are_listed(summarize: Summarize) -> None:
    for arguments in (("layouts",), ("layouts", "list")):
        ran = summarize(*arguments)
        assert ran.returncode == 0
        assert [line.split()[0] for line in ran.stdout.splitlines()] == [*LAYOUTS, "FILE.j2"]


@pytest.mark.parametrize("name", ["report", "digest", "bilingual", "interleaved", "table"])
def test_an_exported_template_gives_the_same_page_as_the_layout_itself(summarize: Summarize, name: str) -> None:
    exported = summarize("layouts", "export", name, "mine.md.j2")
    assert exported.returncode == 0, exported.stderr
    own = summarize("2501.10001", "--layout", "mine.md.j2")
    assert own.returncode == 0, own.stderr
    assert own.stdout == summarize("2501.10001", "--layout", name).stdout


def test_export_does_not_overwrite_unless_told_to(summarize: Summarize, tmp_path: Path) -> None:
    (tmp_path / "digest.md.j2").write_text("mine")
    ran = summarize("layouts", "export", "digest")
    assert ran.returncode == 6
    assert (tmp_path / "digest.md.j2").read_text() == "mine"
    assert summarize("layouts", "export", "digest", "--force").returncode == 0
    assert (tmp_path / "digest.md.j2").read_text() != "mine"


def test_show_prints_the_template(summarize: Summarize) -> None:
    assert "{{ p.title | heading }}" in summarize("layouts", "show", "digest").stdout


@pytest.mark.parametrize("name", ["json", "html", "nothing", "../page"])
def test_what_is_no_template_is_a_usage_error(summarize: Summarize, name: str) -> None:
    ran = summarize("layouts", "show", name)
    assert ran.returncode == 2
    assert "report, digest" in ran.stderr
    assert ran.stdout == ""
