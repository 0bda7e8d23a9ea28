"""Names of local PDFs are taken as files, and other names are left to arXiv."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from summarize.settings import Settings, find_places
from summarize.sources.local_pdf import LocalPdfs, local_ref
from summarize.sources.open_sources import Sources
from summarize.sources.paper_source import source_settings
from summarize.sources.source_table import parse_name
from summarize.sources.titles import alike
from summarize.store.storage import Store
from summarize.values import ARXIV, LOCAL, Links, Paper, PaperRef
from tests.loopback.arxiv_server import ArxivServer
from tests.reading.pdf.pdf_builder import sample_paper


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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Deep Lanterns for All", "DEEP LANTERNS FOR ALL", True),
        ("Counting $n^{2}$ Lanterns \\emph{Quickly}", "Counting n2 lanterns quickly", True),
        ("Self-Supervised Lanterns", "Self-super-\nvised lanterns", True),
        ("Poincaré's ﬁrst lantern — a “study”", 'Poincare\'s first lantern - a "study"', True),
        ("Lanterns of the North: A Survey", "Lanterns of the North", True),
        ("Ultra light bosonic dark matter and CMB", "Ultra light bosonic dark matter and cosmic microwave background", True),
        ("Deep Lanterns for All", "Causation does not explain contextuality", False),
        ("Distilling the Knowledge in a Neural Network", "Deep Residual Learning for Image Recognition", False),
        ("Lanterns", "Lanterns and everything else that anybody has ever written about light", False),
        ("", "Lanterns", False),
        ("", "", False),
    ],
)  # fmt: skip
def test_titles_of_one_paper_are_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same


def _record(path: Path, arxiv: ArxivServer, home: Path, notices: list[str]) -> Paper:
    env = {"SUMMARIZE_HOME": str(home), "SUMMARIZE_ARXIV_URL": arxiv.url, "SUMMARIZE_ARXIV_DELAY": "0"}

    async def record() -> Paper:
        with Store(find_places(env).store_file) as store:
            settings = source_settings(Settings(), env, store, notice=notices.append)
            with Sources(settings) as sources:
                return await sources.record(local_ref(str(path)))

    return asyncio.run(record())


def test_a_stamp_is_believed_where_the_record_has_the_title_of_the_file(home: Path, tmp_path: Path) -> None:
    path, notices = tmp_path / "x.pdf", list[str]()
    sample_paper(path)
    with ArxivServer() as arxiv:
        arxiv.add(Paper("2601.01234", 2, "Sparse Lanterns for \\emph{Imagined} networks", "We light."))
        paper = _record(path, arxiv, home, notices)
    assert (str(paper.id), paper.version, paper.abstract, paper.source) == ("2601.01234", 2, "We light.", ARXIV)
    assert notices == []


def test_a_stamp_of_another_paper_is_said_and_the_file_keeps_its_own(home: Path, tmp_path: Path) -> None:
    path, notices = tmp_path / "x.pdf", list[str]()
    sample_paper(path)
    with ArxivServer() as arxiv:
        arxiv.add(Paper("2601.01234", 2, "Causation Does Not Explain Contextuality", "We explain."))
        paper = _record(path, arxiv, home, notices)
    assert (paper.id, paper.title, paper.source) == ("", "Sparse Lanterns for Imagined Networks", LOCAL)
    assert paper.links == Links()
    assert "We explain" not in paper.abstract
    assert "2601.01234v2" in notices[0]
    assert "Causation" in notices[0]


def test_a_stamp_that_arxiv_does_not_know_names_no_paper(home: Path, tmp_path: Path) -> None:
    path, notices = tmp_path / "x.pdf", list[str]()
    sample_paper(path)
    with ArxivServer() as arxiv:
        paper = _record(path, arxiv, home, notices)
    assert (paper.id, paper.title) == ("", "Sparse Lanterns for Imagined Networks")
    assert "does not know" in notices[0]
