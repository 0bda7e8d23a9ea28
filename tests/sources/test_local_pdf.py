"""Names of local PDFs are taken as files, and other names are left to arXiv."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.sources.local_pdf import LocalPdfs, local_ref
from summarize.sources.source_table import parse_name
from summarize.values import PaperRef


def test_a_local_pdf_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("2503.04417v2.pdf", "My notes (2).PDF", "数据.pdf"):
        (tmp_path / name).touch()
    assert parse_name("2503.04417v2.pdf") == local_ref("2503.04417v2.pdf")
    assert parse_name("2503.04417.pdf") == PaperRef("2503.04417")
    assert parse_name("My notes (2).PDF") == local_ref("My notes (2).PDF")
    assert parse_name("数据.pdf") == local_ref("数据.pdf")
    assert parse_name("./2503.04417.pdf") == local_ref("./2503.04417.pdf")
    assert parse_name("/tmp/gone.pdf") == local_ref("/tmp/gone.pdf")
    assert parse_name("C:\\papers\\x.pdf") == local_ref("C:\\papers\\x.pdf")
    assert parse_name("file:///tmp/x.pdf") == local_ref("/tmp/x.pdf")
    assert parse_name("hep-th/9901001.pdf") == PaperRef("hep-th/9901001")


@pytest.mark.parametrize("text", ["2503.04417", "paper.txt", "missing.pdf", "hep-th/9901001", ""])
def test_what_is_no_file_here_is_left_to_other_sources(text: str) -> None:
    assert LocalPdfs.parse(text) is None


def test_the_name_of_a_reference_gives_it_again(tmp_path: Path) -> None:
    for ref in (local_ref(str(tmp_path / "x.pdf")), local_ref("./x.pdf"), PaperRef("2503.04417", 3)):
        assert parse_name(str(ref)) == ref
