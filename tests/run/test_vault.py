"""Notes of an Obsidian vault through the real command: what is written, what stays, and what lies beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from click.testing import Result as Ran

from tests.layouts.obsidian import blocks_of, links_in, properties_of
from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import LANTERN
from tests.loopback.sample_papers import numbered_paper as paper
from tests.run.test_whole_papers import _pdf as report_pdf
from tests.run.test_whole_papers import reader

Invoke = Callable[..., Ran]
NOTE = "2501.10001.md"


@pytest.fixture
def vault(invoke: Invoke, tmp_path: Path) -> Path:
    """The folder ``Vault/`` with the notes of two papers, which a run has made."""
    ran = invoke("2501.10001", "2501.10002", "-o", "Vault", "--vault")
    assert ran.exit_code == 0, ran.stderr
    return tmp_path / "Vault"


def test_a_vault_has_a_note_a_paper_and_lists_of_references(vault: Path) -> None:
    names = sorted(path.name for path in vault.iterdir())
    assert names == ["2501.10001.md", "2501.10002.md", "references.bib", "references.json"]
    properties = properties_of((vault / NOTE).read_text("utf-8"))
    assert properties["title_zh"] == LANTERN.title_zh
    assert properties["aliases"] == [LANTERN.paper.title, LANTERN.title_zh]
    keys = [item["id"] for item in json.loads((vault / "references.json").read_text("utf-8"))]
    assert properties["citekey"] == keys[0]
    assert [entry.key for entry in parse_string((vault / "references.bib").read_text("utf-8")).entries] == keys


def test_every_link_of_a_note_leads_to_a_block_of_it(vault: Path) -> None:
    text = (vault / NOTE).read_text("utf-8")
    targets = [link.target for link in links_in(text)]
    assert targets and all(target.startswith("#^") for target in targets)
    assert {target.removeprefix("#^") for target in targets} <= set(blocks_of(text))
    assert blocks_of(text)["s1"].splitlines()[1] == LANTERN.sentences[0][0]


def test_notes_are_not_written_again_and_are_read_by_check(invoke: Invoke, vault: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in vault.iterdir()}
    ran = invoke("2501.10001", "2501.10002", "-o", "Vault/", "--vault")
    assert ran.exit_code == 0 and "2 unchanged" in ran.stderr
    assert {path: path.stat().st_mtime_ns for path in vault.iterdir()} == before
    checked = invoke("check", "--offline", str(vault / NOTE), str(vault / "2501.10002.md"))
    assert checked.exit_code == 0, checked.stdout
    assert "of 2 papers" in checked.stdout and "0 errors, 0 warnings" in checked.stdout


def test_what_the_reader_adds_in_obsidian_stays_with_the_next_version(
    invoke: Invoke, tmp_path: Path, arxiv_server: ArxivServer
) -> None:
    arxiv_server.add(paper(7))
    assert invoke("2502.00007", "-o", "Vault/", "--vault").exit_code == 0
    file = tmp_path / "Vault" / "2502.00007.md"
    text = file.read_text("utf-8")
    text = text.replace("aliases:\n", "status: reading\naliases:\n- the seventh\n").replace(
        "tags:\n", "tags:\n- mine\n"
    )
    file.write_text(f"{text}\n## 笔记\n\n见 [[2501.10001#^s2]]。\n", "utf-8")
    arxiv_server.add(replace(paper(7), version=2, comment="second version, see arXiv:2501.10001v2"))
    assert invoke("2502.00007v2", "-o", "Vault/", "--vault").exit_code == 0
    text = file.read_text("utf-8")
    properties = properties_of(text)
    assert properties["arxiv"] == "2502.00007v2" and properties["status"] == "reading"
    assert "the seventh" in properties["aliases"] and "mine" in properties["tags"]
    assert text.endswith("\n## 笔记\n\n见 [[2501.10001#^s2]]。\n")
    assert "- **提到的论文**：[[2501.10001]]\n" in text
    assert [path.name for path in file.parent.glob("*.md")] == ["2502.00007.md"]


def test_a_property_that_was_edited_keeps_the_note_as_it_is(invoke: Invoke, vault: Path) -> None:
    file = vault / NOTE
    file.write_text(file.read_text("utf-8").replace("one_line: ", "one_line: 我的 "), "utf-8")
    before = file.read_bytes()
    ran = invoke("2501.10001", "2501.10002", "-o", "Vault/", "--vault", "--bibtex")
    assert ran.exit_code == 6
    assert f"{NOTE} is left as it is: the program's keys in its front matter were edited" in ran.stderr
    assert file.read_bytes() == before


def test_pages_with_front_matter_become_notes(invoke: Invoke, tmp_path: Path) -> None:
    arguments = ("2501.10001", "-o", "Vault/", "--stable-names")
    assert invoke(*arguments, "--front-matter").exit_code == 0
    file = tmp_path / "Vault" / NOTE
    file.write_text(file.read_text("utf-8").replace("---\n", "---\naliases: 灯\nrating: 4\n", 1) + "\nmine\n", "utf-8")
    assert invoke(*arguments, "--vault").exit_code == 0
    properties = properties_of(file.read_text("utf-8"))
    assert properties["aliases"] == [LANTERN.paper.title, LANTERN.title_zh, "灯"] and properties["rating"] == 4
    assert invoke(*arguments, "--front-matter").exit_code == 0
    properties = properties_of(file.read_text("utf-8"))
    assert "灯" in properties["aliases"] and "url" not in properties
    file.write_text(file.read_text("utf-8").replace("rating: 4", "url: my own"), "utf-8")
    ran = invoke(*arguments, "--vault")
    assert ran.exit_code == 6 and "has url already" in ran.stderr


@pytest.fixture
def whole(arxiv_server: ArxivServer) -> Iterator[dict[str, str]]:
    """An arXiv paper with a PDF, and a model that cites its pages; the variables with which a run asks it."""
    arxiv_server.add(replace(LANTERN.paper, id="2501.10077", version=1), pdf=report_pdf())
    with ModelServer(reader) as server:
        yield {"OPENAI_BASE_URL": server.url}


def test_a_cited_page_opens_in_the_copy_of_the_pdf(invoke: Invoke, tmp_path: Path, whole: dict[str, str]) -> None:
    arguments = ("2501.10077", "--pdf", "-o", "Vault/", "--vault")
    ran = invoke(*arguments, **whole)
    assert ran.exit_code == 0, ran.stderr
    note, copy = tmp_path / "Vault" / "2501.10077.md", tmp_path / "Vault" / "attachments" / "2501.10077v1.pdf"
    text = note.read_text("utf-8")
    assert "（[[2501.10077v1.pdf#page=1|第 1 页]]）" in text
    assert properties_of(text)["pdf"] == "[[2501.10077v1.pdf]]"
    assert copy.read_bytes().startswith(b"%PDF-")
    copy.write_bytes(copy.read_bytes() + b"annotated")
    assert "1 unchanged" in invoke(*arguments, **whole).stderr
    assert copy.read_bytes().endswith(b"annotated")
    checked = invoke("check", "--offline", str(note))
    assert "0 errors, 0 warnings" in checked.stdout, checked.stdout


def test_without_pdfs_pages_are_linked_at_arxiv(invoke: Invoke, tmp_path: Path, whole: dict[str, str]) -> None:
    assert invoke("2501.10077", "--pdf", "-o", "Vault/", "--vault", "--no-pdfs", **whole).exit_code == 0
    text = (tmp_path / "Vault" / "2501.10077.md").read_text("utf-8")
    assert "[第 1 页](https://arxiv.org/pdf/2501.10077v1#page=1)" in text and "[[2501" not in text
    assert not (tmp_path / "Vault" / "attachments").exists()


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("Vault/papers/report.pdf", "papers/report.pdf"),
        ("Vault/notes/我的 论文.pdf", "notes/我的 论文.pdf"),
        ("Vault/a [draft] #1.pdf", None),
        ("elsewhere/report.pdf", None),
    ],
)
def test_a_local_pdf_is_linked_where_it_lies_in_the_vault_and_copied_otherwise(
    invoke: Invoke, tmp_path: Path, whole: dict[str, str], name: str, link: str | None
) -> None:
    (tmp_path / "Vault" / ".obsidian").mkdir(parents=True)
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(report_pdf())
    ran = invoke(name, "-o", "Vault/notes/", "--vault", **whole)
    assert ran.exit_code == 0, ran.stderr
    note = next((tmp_path / "Vault" / "notes").glob("*.md"))
    copies = [path.name for path in (tmp_path / "Vault" / "notes" / "attachments").glob("*")]
    assert copies == ([] if link else [f"{note.stem}.pdf"])
    target = link or f"{note.stem}.pdf"
    assert f"[[{target}#page=2|第 2 页]]" in note.read_text("utf-8")
    assert not set(note.name) & set('[]#^|\\/:*?"<>')


def test_pictures_are_put_where_a_note_can_show_them(invoke: Invoke, tmp_path: Path, whole: dict[str, str]) -> None:
    assert invoke("2501.10077", "-o", "Vault", "--vault", "--figures", **whole).exit_code == 0
    text = (tmp_path / "Vault" / "2501.10077.md").read_text("utf-8")
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)
    assert "- **本地 PDF**：[[2501.10077v1.pdf]]\n" in text
    assert (tmp_path / "Vault" / "attachments" / "2501.10077v1.pdf").is_file()
    assert pictures and all((tmp_path / "Vault" / picture).is_file() for picture in pictures)


def test_a_list_of_references_that_is_the_readers_own_is_left(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "Vault").mkdir()
    (tmp_path / "Vault" / "references.json").write_text('{"mine": 1}', "utf-8")
    own = "@article{own2020,\n  title = {Mine}\n}\n"
    (tmp_path / "Vault" / "references.bib").write_text(own, "utf-8")
    ran = invoke("2501.10001", "-o", "Vault/", "--vault")
    assert ran.exit_code == 6
    assert "references.json is left as it is" in ran.stderr
    assert (tmp_path / "Vault" / "references.json").read_text("utf-8") == '{"mine": 1}'
    assert (tmp_path / "Vault" / "references.bib").read_text("utf-8").startswith(own)
    assert (tmp_path / "Vault" / NOTE).exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--vault",), "--vault writes a note a paper into a folder, and none is named"),
        (("--vault", "-o", "page.md"), "--vault writes a note a paper into a folder, and page.md is none"),
        (("--vault", "-o", "new.md"), "--vault writes a note a paper into a folder, and new.md is none"),
        (
            ("--vault", "-o", "Vault/new.html"),
            "--vault writes a note a paper into a folder, and Vault/new.html is none",
        ),
        (("--vault", "-o", "Vault/", "-l", "html"), "notes of a vault are Markdown, and html is not"),
    ],
)
def test_what_can_be_no_vault_is_said_before_anything_is_spent(
    invoke: Invoke, tmp_path: Path, model_server: ModelServer, arguments: tuple[str, ...], says: str
) -> None:
    (tmp_path / "page.md").write_text("mine", "utf-8")
    ran = invoke("2501.10001", *arguments)
    assert ran.exit_code == 2 and says in ran.stderr
    assert not model_server.chats


def test_the_configuration_may_ask_for_a_vault_and_one_command_not(invoke: Invoke, home: Path, tmp_path: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text('vault = true\noutput = "Vault"\n', "utf-8")
    assert invoke("2501.10001").exit_code == 0
    assert (tmp_path / "Vault" / NOTE).exists()
    ran = invoke("2501.10001", "--no-vault", "-o", "-")
    assert ran.exit_code == 0 and ran.stdout.startswith("# ")
