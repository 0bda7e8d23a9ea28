"""Lists of references through the real command: to stdout, into files, and into files that have references already."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from click.testing import Result as Ran

from tests.loopback.arxiv_server import ArxivServer
from tests.loopback.model_server import ModelServer
from tests.loopback.sample_papers import numbered_paper as paper

Invoke = Callable[..., Ran]


def test_references_of_one_and_of_many_papers_come_to_stdout(invoke: Invoke) -> None:
    for papers in (("2501.10001",), ("2501.10001", "2501.10002")):
        items = json.loads(invoke(*papers, "-l", "csl-json").stdout)
        assert [item["number"] for item in items] == [f"arXiv:{paper}" for paper in papers]
        assert len(parse_string(invoke(*papers, "-l", "bibtex").stdout).entries) == len(papers)
        assert invoke(*papers, "-l", "ris").stdout.count("TY  - UNPB\n") == len(papers)


def test_a_paper_that_failed_leaves_no_reference(invoke: Invoke, tmp_path: Path) -> None:
    ran = invoke("2501.10001", "2501.99999", "-l", "csl-json")
    assert ran.exit_code == 1 and len(json.loads(ran.stdout)) == 1
    ran = invoke("2501.99999", "-o", "refs.bib")
    assert ran.exit_code == 1 and not (tmp_path / "refs.bib").exists()


@pytest.mark.parametrize("name", ["refs.bib", "refs.csl.json", "refs.ris"])
def test_the_name_of_the_file_decides_and_the_next_run_adds(invoke: Invoke, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    assert invoke("2501.10001", "-o", name).exit_code == 0
    first = file.read_text("utf-8")
    assert invoke("2501.10002", "2501.10001", "-o", name).exit_code == 0
    text = file.read_text("utf-8")
    assert text.startswith(first.rstrip("]\n")) and "2501.10002" in text
    assert invoke("2501.10001", "2501.10002", "-o", name, "--new-only").exit_code == 0
    assert invoke("2501.10001", "hep-th/9901001", "-o", name, "--new-only").exit_code == 0
    grown = file.read_text("utf-8")
    assert grown.startswith(text.rstrip("]\n")) and "hep-th/9901001" in grown
    before = file.stat().st_mtime_ns
    assert invoke("2501.10001", "-o", name).exit_code == 0
    assert file.stat().st_mtime_ns == before


def test_a_file_that_is_something_else_is_left_before_anything_is_spent(
    invoke: Invoke, tmp_path: Path, model_server: ModelServer
) -> None:
    file = tmp_path / "refs.csl.json"
    file.write_text('{"mine": true}', "utf-8")
    ran = invoke("2501.10001", "-o", "refs.csl.json")
    assert ran.exit_code == 6
    assert "refs.csl.json is left as it is: it is no list of CSL items" in ran.stderr
    assert not model_server.chats
    assert invoke("2501.10001", "-o", "refs.csl.json", "--overwrite").exit_code == 0
    assert json.loads(file.read_text("utf-8"))[0]["type"] == "article"
    file.write_bytes(b"\xff\xfe[")
    assert invoke("2501.10001", "-o", "refs.csl.json").exit_code == 6


@pytest.mark.parametrize("name", ["refs.bib", "refs.csl.json", "refs.ris"])
def test_a_reference_as_the_program_wrote_it_is_renewed_and_one_that_was_changed_stays(
    invoke: Invoke, tmp_path: Path, arxiv_server: ArxivServer, name: str
) -> None:
    arxiv_server.add(paper(7), paper(8))
    assert invoke("2502.00007", "2502.00008", "-o", name).exit_code == 0
    file = tmp_path / name
    mine = file.read_text("utf-8").replace("Report 8", "My report 8")
    assert "My report 8" in mine
    file.write_text(mine, "utf-8")
    newer = [replace(paper(n), version=2, title=f"Later report {n}") for n in (7, 8)]
    arxiv_server.add(*newer)
    assert invoke("2502.00007v2", "2502.00008v2", "-o", name).exit_code == 0
    text = file.read_text("utf-8")
    assert "Later report 7" in text and "2502.00007v2" in text and "2502.00007v1" not in text
    assert "My report 8" in text and "Later report 8" not in text
    # An older version takes the place of no newer one.
    assert invoke("2502.00007v1", "-o", name).exit_code == 0
    assert file.read_text("utf-8") == text


@pytest.mark.parametrize("broken", ["@broken{ x\n", "@article{a,\n  title = {Open\n}\n"])
def test_a_bibtex_file_with_an_open_entry_is_left_before_anything_is_spent(
    invoke: Invoke, tmp_path: Path, model_server: ModelServer, broken: str
) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(f"@article{{mine,\n  title = {{Mine}}\n}}\n\n{broken}", "utf-8")
    before = file.read_text("utf-8")
    ran = invoke("2501.10001", "-o", "refs.bib")
    assert ran.exit_code == 6
    assert "refs.bib is left as it is: the entry in line 5 cannot be read" in ran.stderr
    assert "Parsing of" not in ran.stderr
    assert file.read_text("utf-8") == before and not model_server.chats


def test_a_library_of_references_says_nothing_of_its_own(invoke: Invoke, tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "refs.bib").write_text("@broken{ x\n", "utf-8")
    command = [sys.executable, "-m", "summarize", "2501.10001", "-o", "refs.bib"]
    ran = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.returncode == 6 and "aborted" not in ran.stderr, ran.stderr
