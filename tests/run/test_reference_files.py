"""Lists of references through the real command: to stdout, into files, and into files that have references already."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from click.testing import Result as Ran

from tests.loopback.model_server import ModelServer

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
