"""``summarize layouts`` lists the layouts, and ``--layout FILE.j2`` takes a user's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from summarize.layouts import LAYOUTS, MARKDOWN_TEMPLATES

Invoke = Callable[..., Result]


def test_all_layouts_are_listed(invoke: Invoke) -> None:
    for arguments in (("layouts",), ("layouts", "list")):
        ran = invoke(*arguments)
        assert ran.exit_code == 0
        assert [line.split()[0] for line in ran.stdout.splitlines()] == [*LAYOUTS, "FILE.j2"]


@pytest.mark.parametrize("name", [name for name in LAYOUTS if (MARKDOWN_TEMPLATES / f"{name}.md.j2").is_file()])
def test_an_exported_template_gives_the_same_page_as_the_layout_itself(invoke: Invoke, name: str) -> None:
    exported = invoke("layouts", "export", name, "mine.md.j2")
    assert exported.exit_code == 0, exported.stderr
    own = invoke("2501.10001", "--layout", "mine.md.j2")
    assert own.exit_code == 0, own.stderr
    assert own.stdout == invoke("2501.10001", "--layout", name).stdout


def test_export_does_not_overwrite_unless_told_to(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "digest.md.j2").write_text("mine")
    ran = invoke("layouts", "export", "digest")
    assert ran.exit_code == 6
    assert (tmp_path / "digest.md.j2").read_text() == "mine"
    assert invoke("layouts", "export", "digest", "--force").exit_code == 0
    assert (tmp_path / "digest.md.j2").read_text() != "mine"


def test_show_prints_the_template(invoke: Invoke) -> None:
    assert "{{ p.title | heading }}" in invoke("layouts", "show", "digest").stdout


@pytest.mark.parametrize("name", ["json", "html", "nothing", "../page"])
def test_what_is_no_template_is_a_usage_error(invoke: Invoke, name: str) -> None:
    ran = invoke("layouts", "show", name)
    assert ran.exit_code == 2
    assert "report, digest" in ran.stderr
    assert ran.stdout == ""
